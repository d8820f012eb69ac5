"""What the matrix shows: a reading of the links between items and the rivals of one set, with every number of it.

The numbers come from `analysis.ach`; here they are put side by side. Plain values in, plain values out, so that a large
board can be read beside the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evidenceboard.analysis import ach
from evidenceboard.analysis.ach import Matrix
from evidenceboard.analysis.card_standing import CardStanding
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId

ORIGIN, DIAGNOSTICITY, LEADERS = "origin", "all", "leaders"  # what items are sorted by


@dataclass(frozen=True)
class Group:
    """Items side by side that come from one origin: where they begin, and how many there are."""

    origin: RecordId
    first: int
    count: int


@dataclass(frozen=True)
class Table:
    """The matrix of one set of rivals.

    Attributes:
        rivals: the set; "" for hypotheses of none.
        sets: every set that has hypotheses, the largest first.
        matrix: rivals in rows, items in columns, in the order in which they are shown.
        edges: of each cell by (row, column), its live links; none where there is none.
        groups: of the columns.
        plain, weighted, by_origin: of each row.
        power, power_leading: diagnosticity of each column, over all rivals and over the two that lead; None for fewer.
        power_through, leading_through: the same where what bears through claims counts, too.
        leaders: their rows.
        standings, before: of each row; before the what-if, where there is one.
    """

    rivals: str
    sets: tuple[str, ...]
    matrix: Matrix
    edges: Mapping[tuple[int, int], tuple[RecordId, ...]]
    groups: tuple[Group, ...]
    plain: tuple[float, ...]
    weighted: tuple[float, ...]
    by_origin: tuple[float, ...]
    power: tuple[float, ...]
    power_leading: tuple[float, ...] | None
    power_through: tuple[float, ...]
    leading_through: tuple[float, ...] | None
    leaders: tuple[int, ...]
    standings: tuple[CardStanding | None, ...]
    before: tuple[CardStanding | None, ...]

    def value(self, row: int, column: int) -> str:
        """The letters of a cell."""
        return ach.CELLS[int(self.matrix.cells[row, column])]


def read(
    standing: Standing,
    cards: Mapping[RecordId, CardStanding],
    before: Mapping[RecordId, CardStanding],
    rivals: str | None,
    order: str,
) -> Table:
    """Read the matrix of a board.

    Args:
        rivals: the set; the largest where it is None or has no hypotheses any more.
        order: `ORIGIN`, `DIAGNOSTICITY` or `LEADERS`.
    """
    graph = standing.graph
    sets = {graph.facts[rows[0]].rivals: rows for rows in graph.rivals if rows}
    names = tuple(sorted(sets, key=lambda name: (-len(sets[name]), name)))
    name = rivals if rivals in sets else names[0] if names else ""
    rows = sets.get(name, ())
    table = ach.matrix(graph, rows)
    lead = tuple(rows.index(row) for row in standing.leaders(rows)) if len(rows) > 1 else ()
    table = table.arranged(_order(table, lead, order))
    through = table.with_indirect()
    cells, weights, origins = table.cells, table.weights, table.origins
    return Table(
        name,
        names,
        table,
        _edges(graph, table),
        _groups(table, order),
        tuple(ach.inconsistency(cells)),
        tuple(ach.weighted(cells, weights)),
        tuple(ach.by_origin(cells, weights, origins)),
        tuple(ach.diagnosticity(cells)),
        tuple(ach.diagnosticity(cells[list(lead)])) if lead else None,
        tuple(ach.diagnosticity(through.cells)),
        tuple(ach.diagnosticity(through.cells[list(lead)])) if lead else None,
        lead,
        tuple(cards.get(row) for row in table.rows),
        tuple(before.get(row) for row in table.rows),
    )


def _order(table: Matrix, leaders: tuple[int, ...], order: str) -> list[RecordId]:
    """The items: those of one origin side by side, the largest origin first; or those first that separate most."""
    if order == ORIGIN:
        size: dict[RecordId, int] = {}
        for origin in table.origins:
            size[origin] = size.get(origin, 0) + 1
        at = sorted(range(len(table.columns)), key=lambda c: (-size[table.origins[c]], table.origins[c]))
    else:
        chosen = list(leaders) if order == LEADERS and leaders else list(range(len(table.rows)))
        power = ach.diagnosticity(table.cells[chosen]), ach.diagnosticity(table.with_indirect().cells[chosen])
        at = sorted(range(len(table.columns)), key=lambda c: (-power[0][c], -power[1][c], table.columns[c]))
    return [table.columns[column] for column in at]


def _groups(table: Matrix, order: str) -> tuple[Group, ...]:
    if order != ORIGIN:
        return ()
    found: list[Group] = []
    for column, origin in enumerate(table.origins):
        if found and found[-1].origin == origin:
            found[-1] = Group(origin, found[-1].first, found[-1].count + 1)
        else:
            found.append(Group(origin, column, 1))
    return tuple(found)


def _edges(graph: Graph, table: Matrix) -> dict[tuple[int, int], tuple[RecordId, ...]]:
    """The links of each cell, also those that count for nothing now; a card's own comes before those of its parts."""
    down = {graph.row[row]: at for at, row in enumerate(table.rows)}
    across = {graph.row[column]: at for at, column in enumerate(table.columns)}
    found: dict[tuple[int, int], tuple[RecordId, ...]] = {}
    for at in np.flatnonzero(np.isin(graph.head, list(down)) & np.isin(graph.tail, list(across))).tolist():
        place = down[int(graph.head[at])], across[int(graph.tail[at])]
        found[place] = (*found.get(place, ()), graph.edges[at])
    return found
