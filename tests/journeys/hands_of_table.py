"""What the tests of the table of hands share."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from tests.journeys.hands import NONE, Hands

Key, Left, Middle = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


EMPTY = QPoint(480, 620)  # where `build` leaves no card


def turn_wheel(
    hands: Hands, at: QPoint, turn: QPoint, *, pixels: QPoint | None = None, held: Qt.KeyboardModifier = NONE
) -> None:
    view = hands.page.view
    where = QPointF(view.mapToGlobal(at))
    event = QWheelEvent(QPointF(at), where, pixels or QPoint(), turn, Qt.MouseButton.NoButton, held,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)
