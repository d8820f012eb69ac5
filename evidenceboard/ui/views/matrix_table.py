"""What the matrix shows: a reading of the links between items and the rivals of one set, with every number of it.

The numbers come from `analysis.ach`; here they are put side by side. Plain values in, plain values out, so that a large
board can be read beside the window.
"""

from __future__ import annotations

import re
from collections import Counter
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
    keys: Mapping[RecordId, str],
) -> Table:
    """Read the matrix of a board.

    Args:
        keys: of cards, as far as they are known; those without one come last.
        rivals: the set; the largest where it is None or has no hypotheses any more.
        order: `ORIGIN`, `DIAGNOSTICITY` or `LEADERS`.
    """
    graph = standing.graph
    sets = {graph.facts[rows[0]].rivals: rows for rows in graph.rivals if rows}
    names = tuple(sorted(sets, key=lambda name: (-len(sets[name]), name)))
    name = rivals if rivals in sets else names[0] if names else ""
    rows = tuple(sorted(sets.get(name, ()), key=lambda row: by_key(graph.cards[row], keys)))
    table = ach.matrix(graph, rows)
    lead = tuple(rows.index(row) for row in standing.leaders(rows)) if len(rows) > 1 else ()
    table = table.arranged(_order(table, lead, order, keys))
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


def by_key(card: RecordId, keys: Mapping[RecordId, str]) -> tuple[bool, list[tuple[int, str]], RecordId]:
    """By this cards are put in order: E2 before E10, those without a key last.

    >>> sorted(["a", "b", "c"], key=lambda card: by_key(card, {"a": "E10", "b": "E2"}))
    ['b', 'a', 'c']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", keys.get(card, ""))
    return not parts, [(int(part[:9]), "") if part.isdecimal() else (-1, part) for part in parts], card


def _order(table: Matrix, leaders: tuple[int, ...], order: str, keys: Mapping[RecordId, str]) -> list[RecordId]:
    """The items: those of one origin side by side, the largest origin first; or those first that separate most."""
    count, columns, origins = range(len(table.columns)), table.columns, table.origins
    first = sorted(count, key=lambda at: by_key(columns[at], keys))
    if order == ORIGIN:
        size = Counter(origins)
        begins = {origins[at]: place for place, at in reversed(list(enumerate(first)))}
        return [columns[at] for at in sorted(first, key=lambda at: (-size[origins[at]], begins[origins[at]]))]
    chosen = list(leaders) if order == LEADERS and leaders else list(range(len(table.rows)))
    power, through = (ach.diagnosticity(each.cells[chosen]) for each in (table, table.with_indirect()))
    return [columns[at] for at in sorted(first, key=lambda at: (-power[at], -through[at]))]


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
