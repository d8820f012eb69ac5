"""What the matrix says in words: a cell, for ears and tooltips, and the whole as a table for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.graph import Graph
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
MOST_LINKS = 20_000  # of claims, in which ways are looked for
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


def cell_words(board: Board, table: Table, row: int, column: int, way: str = "") -> str:
    """A cell in words: "E1 on H2: C, consistent".

    Args:
        way: how it bears on it through claims, where it does.
    """
    matrix, letters = table.matrix, table.value(row, column)
    item, rival = name_of(board, matrix.columns[column]), name_of(board, matrix.rows[row])
    edges = table.edges.get((row, column), ())
    words = f"{item} on {rival}: {letters}, {MEANINGS[letters]}"
    if matrix.rated[row, column]:
        words += f", by {len(edges)} links" if len(edges) > 1 else ""
    elif edges:
        words += "; there is a link that counts for nothing now"
    through = int(matrix.through[row, column])
    if through:
        words += f"; through claims it speaks {'for' if through > 0 else 'against'} it"
        words += f": {way}" if way else ""
    reasons = [str(board.value(edge, "reason") or "") for edge in edges]
    said = " ".join(f"“{reason}”" for reason in reasons if reason)
    return f"{words}. {said}".strip()


def way_words(board: Board, graph: Graph, item: RecordId, rival: RecordId) -> str:
    """The strongest way through claims alone, in words; nothing where the search is too long for a glance."""
    claims = np.array([facts.role == "claim" for facts in graph.facts], np.bool_)
    start = graph.row.get(item, -1)
    counts = (graph.carried() > 0) & (claims[graph.tail] | (graph.tail == start)) & (graph.head < len(graph.cards))
    rows = np.flatnonzero(counts)
    if start < 0 or len(rows) > MOST_LINKS:
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
        except StopIteration as end:
            ways = end.value.paths
            return _way(board, {link.id: link for link in links}, ways[0].links) if ways else ""


def _way(board: Board, links: dict[RecordId, Link], way: Sequence[RecordId]) -> str:
    words = name_of(board, links[way[0]].tail)
    for edge in way:
        verb = link_word("contradict" if links[edge].against else "support").lower()
        words += f" {verb} {name_of(board, links[edge].head)}"
    return words
