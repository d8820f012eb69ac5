"""What the matrix says in words: a cell, for ears and tooltips, and the whole as a table for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.indirect import LONGEST
from evidenceboard.analysis.paths import Link, paths
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.words import link_word, name_of

MEANINGS = {
    "CC": "strongly consistent",
    "C": "consistent",
    "N": "not rated",
    "I": "inconsistent",
    "II": "strongly inconsistent",
}
MOST_LINKS = 2_000  # of claims, in which ways are looked for
MOST_STEPS = 400  # of that search


def figure(value: float, places: int = 2) -> str:
    """A score: whole where it is whole, with the long minus.

    >>> figure(-1.4142), figure(-2.0), figure(0.0)
    ('−1.41', '−2', '0')
    """
    words = f"{abs(value):.{places}f}"
    whole = float(words) == round(abs(value), 9) and float(words).is_integer()
    words = f"{abs(value):.0f}" if whole else words
    return ("−" if value < 0 and float(words) else "") + words


def power(value: float) -> str:
    """A diagnosticity.

    >>> power(0.866), power(1.0), power(0.0)
    ('.87', '1.00', '0')
    """
    return "0" if value == 0 else f"{value:.2f}".removeprefix("0")


class CellWords(NamedTuple):
    """A cell in words: "E1 on H2", "C, consistent", and what else there is to say of it."""

    name: str
    rating: str
    more: str

    def __str__(self) -> str:
        return f"{self.name}: {self.rating}{'; ' if self.more[:1].islower() else '. ' if self.more else '.'}{self.more}"


def cell_words(board: Board, table: Table, row: int, column: int, way: str = "") -> CellWords:
    """A cell in words.

    Args:
        way: how it bears on it through claims, where it does.
    """
    matrix, letters = table.matrix, table.value(row, column)
    item, rival = name_of(board, matrix.columns[column]), name_of(board, matrix.rows[row])
    edges, through = table.edges.get((row, column), ()), int(matrix.through[row, column])
    rating = f"{letters}, {MEANINGS[letters]}"
    parts = []
    if matrix.rated[row, column]:
        rating += f", by {len(edges)} links" if len(edges) > 1 else ""
    elif edges:
        parts.append("there is a link that counts for nothing now")
    if through:
        parts.append(f"through claims it speaks {'for' if through > 0 else 'against'} it{': ' if way else ''}{way}")
    reasons = [str(board.value(edge, "reason") or "") for edge in edges]
    said = " ".join(f"“{reason}”" for reason in reasons if reason)
    more = f"{'; '.join(parts)}. {said}" if parts else said
    return CellWords(f"{item} on {rival}", rating, more.strip())


def way_words(board: Board, graph: Graph, item: RecordId, rival: RecordId) -> str:
    """The strongest way through claims alone, in words; nothing where the search is too long for a glance."""
    start, end = graph.row.get(item, -1), graph.row.get(rival, -1)
    rows = _between(graph, start, end)
    if start < 0 or end < 0 or len(rows) > MOST_LINKS:
        return ""
    cards = graph.cards
    links = [
        Link(graph.edges[at], cards[graph.tail[at]], cards[graph.head[at]], graph.sign[at] < 0, bool(graph.strong[at]))
        for at in rows.tolist()
        if cards[graph.head[at]] != rival or int(graph.tail[at]) != start
    ]
    search = paths(links, item, rival, most=1, steps=MOST_STEPS)
    while True:
        try:
            next(search)
        except StopIteration as found:
            ways = found.value.paths
            return _way(board, {link.id: link for link in links}, ways[0].links) if ways else ""


def _between(graph: Graph, start: int, end: int) -> NDArray[np.int64]:
    """The links on ways from one argument to another through claims alone, and perhaps some that lead astray."""
    count = len(graph.cards)
    by = (graph.carried() > 0) & (graph.claims[graph.tail] | (graph.tail == start)) & (graph.head < count)
    usable = np.flatnonzero(by)
    reached = np.zeros(count, np.bool_)
    reached[end] = True
    for _ in range(LONGEST):
        reached[graph.tail[usable[reached[graph.head[usable]]]]] = True
    return usable[reached[graph.head[usable]]]


def _way(board: Board, links: dict[RecordId, Link], way: Sequence[RecordId]) -> str:
    words = name_of(board, links[way[0]].tail)
    for edge in way:
        verb = link_word("contradict" if links[edge].against else "support").lower()
        words += f" {verb} {name_of(board, links[edge].head)}"
    return words
