"""The paper before there is a board, with the start page above it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.widgets.start_overlay import StartOverlay

STEP = 24


class EmptyBoard(QWidget):
    """Dots on paper; a double click begins a new board with a statement."""

    statement_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartOverlay(self)
        self.start.dismissed.connect(self.start.hide)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.statement_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.canvas)
            painter.setPen(colours.dot)
            area = event.rect()
            for x in range(area.left() // STEP * STEP, area.right() + 1, STEP):
                painter.drawPoints([QPoint(x, y) for y in range(area.top() // STEP * STEP, area.bottom() + 1, STEP)])
