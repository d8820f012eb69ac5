"""A frame around the two reports of the small board: drawn, found and folded with the pointer and keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from evidenceboard.model.ids import RecordId
from tests.journeys.hands import CONTROL, SHIFT, Hands


def draw(hands: Hands, name: str = "Reports") -> None:
    """Draw a frame around both reports, with the pointer, and write its name."""
    first, second, _third = hands.cards()
    hands.key(Qt.Key.Key_F, SHIFT)
    start = corner(hands, first, 0, 0) - QPoint(40, 60)
    hands.drag(start, corner(hands, second, 1, 1) + QPoint(40, 40))
    assert hands.page.frames.name_field.writing
    QTest.keyClicks(hands.page.frames.name_field, name)
    QTest.keyClick(hands.page.frames.name_field, Qt.Key.Key_Return)
    hands.settle()


def corner(hands: Hands, card: RecordId, across: float, down: float) -> QPoint:
    return hands._point(card, across, down)


def frame(hands: Hands) -> RecordId:
    (found,) = hands.board.live("frame")
    return found


def rect(hands: Hands) -> list[float]:
    return list(hands.board.value(frame(hands), "rect"))


def at(hands: Hands, x: float, y: float) -> QPoint:
    return hands.page.view.map_to_view(QPointF(x, y)).toPoint()


def strip(hands: Hands) -> QPoint:
    """A place on the name of the frame."""
    x, y, w, _h = rect(hands)
    return at(hands, x + w / 2, y + 12)


def fold(hands: Hands) -> None:
    hands.click(strip(hands))
    hands.key(Qt.Key.Key_F, CONTROL, SHIFT)
    hands.settle()
