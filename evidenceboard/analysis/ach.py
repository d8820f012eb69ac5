"""Analysis of competing hypotheses: the matrix is a reading of the links between evidence and hypotheses.

Sources: Heuer, Psychology of Intelligence Analysis (1999), chapter 8; weights as published for PARC ACH.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.indirect import bearing
from evidenceboard.model.ids import RecordId

Cells = NDArray[np.int8]

CELLS = {2: "CC", 1: "C", 0: "N", -1: "I", -2: "II"}
SOURCE_WEIGHT = {"A": sqrt(2), "B": sqrt(2), "C": 1.0, "F": 1.0, "D": 1 / sqrt(2), "E": 1 / sqrt(2)}
ITEM_WEIGHT = {1: sqrt(2), 2: sqrt(2), 3: 1.0, 6: 1.0, 4: 1 / sqrt(2), 5: 1 / sqrt(2)}


@dataclass(frozen=True)
class Matrix:
    """H hypotheses in rows, E items in columns.

    Attributes:
        rows, columns: ids.
        cells: H × E: 2 strong support … -2 strong contradiction, 0 no link.
        rated: H × E, whether there is a direct link.
        through: H × E, what bears only through claims: 1 for, -1 against, 0 nothing or both ways.
        weights: of each column: of its source times of the item.
        origins: of each column.
    """

    rows: tuple[RecordId, ...]
    columns: tuple[RecordId, ...]
    cells: Cells
    rated: NDArray[np.bool_]
    through: Cells
    weights: tuple[float, ...]
    origins: tuple[RecordId, ...]

    def with_indirect(self) -> Matrix:
        """The same, where what bears only through claims counts as a normal rating in cells that have none."""
        cells = np.where(self.rated, self.cells, self.through).astype(np.int8)
        return Matrix(self.rows, self.columns, cells, self.rated, self.through, self.weights, self.origins)

    def arranged(self, columns: Sequence[RecordId]) -> Matrix:
        """The same with these columns, in this order."""
        place = {column: at for at, column in enumerate(self.columns)}
        at = [place[column] for column in columns]
        cells, rated, through = self.cells[:, at], self.rated[:, at], self.through[:, at]
        weights, origins = tuple(self.weights[each] for each in at), tuple(self.origins[each] for each in at)
        return Matrix(self.rows, tuple(columns), cells, rated, through, weights, origins)

    def unrated(self) -> list[tuple[RecordId, RecordId]]:
        """Hypothesis and item of each cell without a direct link."""
        return [(self.rows[row], self.columns[column]) for row, column in np.argwhere(~self.rated)]


def matrix(graph: Graph, hypotheses: Sequence[int] | None = None, indirect: bool = True) -> Matrix:
    """The matrix of a graph.

    Args:
        hypotheses: the rows as rows of the graph; without it all hypotheses, set by set.
        indirect: also items that bear on the rows only through claims have a column.
    """
    rows = graph.hypotheses if hypotheses is None else tuple(hypotheses)
    direct = _direct(graph, rows)
    through = bearing(graph, rows) if indirect else [{} for _ in rows]
    items = sorted({*graph.tail[direct].tolist(), *(item for found in through for item in found)})
    across, down = ({row: at for at, row in enumerate(each)} for each in (items, rows))
    cells, rated = np.zeros((len(rows), len(items)), np.int8), np.zeros((len(rows), len(items)), np.bool_)
    for at in direct.tolist():
        place = down[int(graph.head[at])], across[int(graph.tail[at])]
        value = cells[place] + int(graph.sign[at]) * (2 if graph.strong[at] else 1)
        cells[place], rated[place] = max(-2, min(2, value)), True
    bears = np.zeros_like(cells)
    for row, found in enumerate(through):
        for item, sign in found.items():
            bears[row, across[item]] = sign
    return Matrix(
        tuple(graph.cards[row] for row in rows),
        tuple(graph.cards[item] for item in items),
        cells,
        rated,
        bears,
        tuple(weight(graph, item) for item in items),
        tuple(graph.origins[graph.origin[item]] for item in items),
    )


def _direct(graph: Graph, rows: Sequence[int]) -> NDArray[np.int64]:
    """The links into the rows that still count, but for those from their rivals: these are judged and do not judge."""
    sets = {graph.facts[row].rivals for row in rows}
    rival = np.array([card.kind == "hypothesis" and card.rivals in sets for card in graph.facts], np.bool_)
    into = np.isin(graph.head, np.array(rows, np.int64)) & (graph.carried() > 0)
    return np.flatnonzero(into & ~rival[graph.tail])


def weight(graph: Graph, item: int) -> float:
    """What an item counts in the weighted score: of its source times of itself; 1 where nothing is set."""
    card = graph.facts[item]
    source = SOURCE_WEIGHT.get(graph.reliability.get(card.source) or "F", 1.0)
    return source * ITEM_WEIGHT.get(card.credibility or 6, 1.0)


def inconsistency(cells: Cells) -> list[float]:
    """How much of the evidence speaks against each hypothesis; nearest to zero survives best.

    Args:
        cells: H × E, rows hypotheses, +2 strong support … -2 strong contradiction, 0 no link.

    Returns:
        H scores, dimensionless, <= 0. Support is not counted: a hypothesis is tested by what could refute it.

    Source: Heuer, Psychology of Intelligence Analysis (1999), chapter 8.
    """
    return [float(score) for score in np.minimum(cells, 0).sum(axis=1, dtype=np.int64)]


def weighted(cells: Cells, weights: Sequence[float]) -> list[float]:
    """The same, each cell times the weight of its item.

    Returns:
        H scores, <= 0.

    Source: as published for PARC ACH.
    """
    return [fsum(value for _, value in _against(row, weights)) + 0.0 for row in cells]


def by_origin(cells: Cells, weights: Sequence[float], origins: Sequence[RecordId]) -> list[float]:
    """The weighted score where only the worst cell of each origin counts: who repeats himself adds nothing.

    Returns:
        H scores, <= 0.
    """
    scores = []
    for row in cells:
        worst: dict[RecordId, float] = {}
        for column, value in _against(row, weights):
            worst[origins[column]] = min(worst.get(origins[column], 0.0), value)
        scores.append(fsum(worst.values()) + 0.0)
    return scores


def _against(row: Cells, weights: Sequence[float]) -> list[tuple[int, float]]:
    """The columns that speak against a hypothesis, and how much."""
    return [(column, int(row[column]) * weights[column]) for column in np.flatnonzero(row < 0).tolist()]


def diagnosticity(cells: Cells) -> list[float]:
    """How far each item separates the hypotheses: the population standard deviation of its column.

    Args:
        cells: of the hypotheses that are to be told apart.

    Returns:
        E numbers, 0 to 2; exactly 0 where an item says the same of all and so separates nothing.
    """
    count = len(cells)
    if not count:
        return [0.0] * cells.shape[1]
    whole = cells.astype(np.int64)
    # In whole numbers up to the root, so that equal cells give exactly 0.
    squares = count * (whole * whole).sum(axis=0) - whole.sum(axis=0) ** 2
    found: list[float] = (np.sqrt(squares) / count).tolist()
    return found


def idle(table: Matrix, leaders: Sequence[int]) -> list[RecordId]:
    """The items that separate nothing between the two that lead: by direct links, and through claims neither.

    Args:
        leaders: their rows in the matrix.
    """
    if len(leaders) < 2:
        return []
    power = [diagnosticity(each.cells[list(leaders)]) for each in (table, table.with_indirect())]
    return [column for column, *values in zip(table.columns, *power, strict=True) if not any(values)]


def spread(values: Sequence[float]) -> float:
    """The population standard deviation; 0 for nothing."""
    if not values:
        return 0.0
    mean = fsum(values) / len(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / len(values))
