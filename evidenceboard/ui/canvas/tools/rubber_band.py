"""Pull a rectangle over cards to select them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class RubberBandTool(Tool):
    """Selects the cards that the rectangle touches; with Shift they join what was selected before."""

    def __init__(self, page: BoardPage, start: QPointF, adding: bool) -> None:
        super().__init__(page)
        self._start = self._end = start
        self._before = frozenset(self.view.selection) if adding else frozenset()

    def move(self, event: QMouseEvent) -> bool:
        self._end = event.position()
        low, high = self.view.map_to_scene(self._rect().topLeft()), self.view.map_to_scene(self._rect().bottomRight())
        rows = self.view.geometry.cards_in(Box(low.x(), low.y(), high.x(), high.y()))
        self.view.set_selection(self._before | {self.view.geometry.cards[row] for row in rows})
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        self.page.hand.end()
        return True

    def paint(self, painter: QPainter) -> None:
        accent = theme.current().accent
        tint = QColor(accent)
        tint.setAlphaF(0.10)
        painter.setPen(QPen(accent, 1))
        painter.setBrush(tint)
        painter.drawRect(self._rect())

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def _rect(self) -> QRectF:
        return QRectF(self._start, self._end).normalized()
