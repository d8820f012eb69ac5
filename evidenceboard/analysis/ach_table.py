"""The matrix as it is shown and exported: a reading of the links between items and the rivals of one set, with every
number of it. Plain values in, plain values out, so that a large board can be read beside the window.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from evidenceboard.analysis import ach, ach_scoring
from evidenceboard.analysis.ach import Matrix
from evidenceboard.analysis.ach_scoring import PARC, Score
from evidenceboard.analysis.card_standing import CardStanding
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId

ORIGIN, DIAGNOSTICITY, LEADERS, AGAINST = "origin", "all", "leaders", "against"  # what items are sorted by
MOST_ROWS = 200  # rivals that can be weighed side by side; of more those that stand strongest


@dataclass(frozen=True)
class Wish:
    """What of a board is wanted as a matrix.

    Attributes:
        rivals: the set; the largest where it is None or has no hypotheses any more.
        order: `ORIGIN`, `DIAGNOSTICITY`, `LEADERS` or `AGAINST`.
        scheme: one of `ach_scoring.SCHEMES`.
        through: count what bears only through claims as a normal rating.
    """

    rivals: str | None = None
    order: str = ORIGIN
    scheme: str = PARC
    through: bool = False


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
        wish: what was asked for.
        rivals: the set; "" for hypotheses of none.
        sets: every set that has hypotheses, the largest first.
        matrix: rivals in rows, items in columns, in the order in which they are shown.
        left_out: rivals beyond `MOST_ROWS`.
        edges: of each cell by (row, column), its live links; none where there is none.
        groups: of the columns.
        scores: the numbers of each row by the scheme that was asked for, the one that decides last.
        power, power_leading: what each column tells apart, over all rivals and over the two that lead; None for fewer.
        power_through, leading_through: the same where what bears through claims counts, too.
        leaders: their rows.
        standings, before: of each row; before the what-if, where there is one.
    """

    wish: Wish
    rivals: str
    sets: tuple[str, ...]
    matrix: Matrix
    left_out: int
    edges: Mapping[tuple[int, int], tuple[RecordId, ...]]
    groups: tuple[Group, ...]
    scores: tuple[Score, ...]
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

    def unrated(self) -> int:
        """How many cells have no link that counts."""
        return int(self.matrix.rated.size - self.matrix.rated.sum())


def read(
    standing: Standing,
    cards: Mapping[RecordId, CardStanding],
    before: Mapping[RecordId, CardStanding],
    wish: Wish,
    keys: Mapping[RecordId, str],
) -> Table:
    """Read the matrix of a board.

    Args:
        keys: of cards, as far as they are known; those without one come last.
    """
    graph = standing.graph
    sets = {graph.facts[rows[0]].rivals: rows for rows in graph.rivals if rows}
    names = tuple(sorted(sets, key=lambda name: (-len(sets[name]), name)))
    name = wish.rivals if wish.rivals in sets else names[0] if names else ""
    every = sets.get(name, ())
    chosen = every if len(every) <= MOST_ROWS else standing.leaders(every, MOST_ROWS)
    rows = tuple(sorted(chosen, key=lambda row: by_key(graph.cards[row], keys)))
    table = ach.matrix(graph, rows)
    lead = tuple(rows.index(row) for row in standing.leaders(rows))
    lead = lead if len(lead) > 1 else ()
    table = table.arranged(_order(table, lead, wish, keys))
    through = _with_claims(table)
    counted = through if wish.through else table
    all_rows = range(len(rows))
    return Table(
        wish,
        name,
        names,
        table,
        len(every) - len(rows),
        _edges(graph, table),
        _groups(table, wish.order),
        ach_scoring.scores(wish.scheme, counted),
        ach_scoring.power(wish.scheme, counted, all_rows),
        ach_scoring.power(wish.scheme, counted, lead) if lead else None,
        ach_scoring.power(wish.scheme, through, all_rows),
        ach_scoring.power(wish.scheme, through, lead) if lead else None,
        lead,
        tuple(cards.get(row) for row in table.rows),
        tuple(before.get(row) for row in table.rows),
    )


def _with_claims(table: Matrix) -> Matrix:
    """The same where what bears through claims is as good as rated."""
    return replace(table.with_indirect(), rated=table.rated | (table.through != 0))


def by_key(card: RecordId, keys: Mapping[RecordId, str]) -> tuple[bool, list[tuple[int, str]], RecordId]:
    """By this cards are put in order: E2 before E10, those without a key last.

    >>> sorted(["a", "b", "c"], key=lambda card: by_key(card, {"a": "E10", "b": "E2"}))
    ['b', 'a', 'c']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", keys.get(card, ""))
    return not parts, [(int(part[:9]), "") if part.isdecimal() else (-1, part) for part in parts], card


def _order(table: Matrix, leaders: tuple[int, ...], wish: Wish, keys: Mapping[RecordId, str]) -> list[RecordId]:
    """The items: those of one origin side by side, the largest origin first; or those first that separate most, or
    that speak against most."""
    count, columns, origins = range(len(table.columns)), table.columns, table.origins
    first = sorted(count, key=lambda at: by_key(columns[at], keys))
    if wish.order == ORIGIN:
        size = Counter(origins)
        begins = {origins[at]: place for place, at in reversed(list(enumerate(first)))}
        return [columns[at] for at in sorted(first, key=lambda at: (-size[origins[at]], begins[origins[at]]))]
    through = _with_claims(table)
    counted = through if wish.through else table
    if wish.order == AGAINST:
        most, others = (ach_scoring.against(each) for each in (counted, through))
        return [columns[at] for at in sorted(first, key=lambda at: (-most[at], -others[at]))]
    chosen = leaders if wish.order == LEADERS and leaders else range(len(table.rows))
    apart, besides = (ach_scoring.power(wish.scheme, each, chosen) for each in (counted, through))
    return [columns[at] for at in sorted(first, key=lambda at: (-apart[at], -besides[at]))]


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
