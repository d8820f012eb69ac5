"""A part of a sheet as a geometry of its own: cards in the hand, cards in focus."""

from __future__ import annotations

from collections.abc import Iterable

from evidenceboard.model.columns import KINDS, CardRow, Columns, EdgeRow
from evidenceboard.model.geometry import Geometry


def excerpt(sheet: Geometry, cards: Iterable[str], edges: Iterable[int], into: Geometry | None = None) -> Geometry:
    """These cards of a sheet with those of its edges (rows) whose ends are among them.

    Args:
        cards: those that are not on the sheet are left out.
        into: a geometry that holds them from now on, and nothing else; a new one is made without it.
    """
    part = into or Geometry()
    part.load(
        [card_row(sheet, card) for card in cards if card in sheet.row],
        [_edge(sheet, row) for row in edges],
    )
    part.take_spots(sheet)
    return part


def card_row(sheet: Columns, card: str) -> CardRow:
    """A card as it can be put on another sheet."""
    row = sheet.row[card]
    place = float(sheet.x[row]), float(sheet.y[row]), float(sheet.w[row]), float(sheet.h[row])
    return (card, KINDS[sheet.kind[row]], *place, int(sheet.z[row]))


def _edge(sheet: Columns, row: int) -> EdgeRow:
    head = sheet.cards[sheet.head[row]] if sheet.head[row] >= 0 else sheet.edges[sheet.onto[row]]
    return sheet.edges[row], sheet.cards[sheet.tail[row]], head, bool(sheet.contradict[row]), bool(sheet.strong[row])
