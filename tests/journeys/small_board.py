"""A board of three cards and two links, built by hand, and what is asked of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from tests.journeys.hands import ALT, Hands


def build(hands: Hands) -> None:
    """Two reports above one another at the left, what they say at the right, linked."""
    hands.window.wanted.emit("new", None)
    hands.settle()
    places = (QPoint(200, 150), QPoint(200, 450), QPoint(700, 300))
    for place, text in zip(places, ("A report", "Another report", "They say the same"), strict=True):
        hands.double_click(place)
        hands.write(text)
        hands.click(QPoint(450, 640))
    first, second, third = hands.cards()
    hands.drag(hands.dot_of(first), hands.middle_of(third))
    hands.click(QPoint(450, 640))
    hands.drag(hands.dot_of(second), hands.middle_of(third), ALT)


def state(hands: Hands) -> dict[str, object]:
    board = hands.board
    return {r: board.record(r).shown_values() for kind in ("card", "place", "edge") for r in board.live(kind)}


def pos(hands: Hands, card: RecordId) -> list[float]:
    return list(hands.board.value(place_id(FIRST_SHEET, card), "pos"))


def steps(hands: Hands) -> int:
    """How many changesets have been written."""
    return int(hands.page.bridge.document.log.counts()["changesets"])
