"""What lies how many links away: a flood over whole columns, some 1 ms a step at 200,000 edges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from evidenceboard.model.columns import Columns, Flags


def around(sheet: Columns, records: Iterable[str], depth: int) -> tuple[Flags, Flags]:
    """Which cards and which edges are reached from some records in at most ``depth`` links.

    A link on a link is a relation too: it joins its card with both ends of what it attacks. An edge among the
    records is reached itself, and its ends lie one link away.

    Returns:
        Flags by card row, the records themselves included; flags by edge row.
    """
    cards, edges = np.zeros(len(sheet.cards), np.bool_), np.zeros(len(sheet.edges), np.bool_)
    for record in records:
        if record in sheet.row:
            cards[sheet.row[record]] = True
        elif record in sheet.edge_row:
            edges[sheet.edge_row[record]] = True
    for _ in range(depth):
        edges |= _of_cards(sheet, cards)
        before = int(cards.sum())
        cards |= _ends(sheet, edges)
        if int(cards.sum()) == before:
            break
    return cards, edges


def _of_cards(sheet: Columns, cards: Flags) -> Flags:
    """The edges of these cards, what undercuts them, what undercuts that."""
    edges = _at(cards, sheet.tail) | _at(cards, sheet.head)
    while True:
        attacks = _at(edges, sheet.onto) & ~edges
        if not attacks.any():
            return edges
        edges |= attacks


def _ends(sheet: Columns, edges: Flags) -> Flags:
    """The cards at the ends of these edges; of an undercut its card and the ends of what it attacks."""
    whole = edges.copy()
    while True:
        attacked = sheet.onto[whole & (sheet.onto >= 0)]
        attacked = attacked[~whole[attacked]]
        if not len(attacked):
            break
        whole[attacked] = True
    found = np.zeros(len(sheet.cards), np.bool_)
    found[sheet.tail[whole]] = True
    found[sheet.head[whole & (sheet.head >= 0)]] = True
    return found


def _at(flags: Flags, rows: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Flags:
    """The flag of each row; False for row -1."""
    if not len(flags):
        return np.zeros(len(rows), np.bool_)
    return np.asarray(flags[rows] & (rows >= 0))
