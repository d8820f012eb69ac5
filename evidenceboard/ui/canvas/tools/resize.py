"""Make a card wider or taller by its lower right corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from evidenceboard.model.commands import resize_cards
from evidenceboard.model.geometry import Box
from evidenceboard.model.sizes import NARROWEST, STEP, WIDEST
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.snapping import Snapping
from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

LOWEST = 48.0


class ResizeTool(Tool):
    """Drags the corner of one card in steps of 8, or to where other cards end; never lower than its text needs.

    Alt keeps to the steps.
    """

    def __init__(self, page: BoardPage, start: QPointF, card: str) -> None:
        super().__init__(page)
        self._start = start
        self._card = card
        row = self.view.geometry.row[card]
        columns = self.view.geometry
        self._rect = QRectF(columns.x[row], columns.y[row], columns.w[row], columns.h[row])
        self._now = QRectF(self._rect)
        self._snapping = Snapping(self.view, (card,))

    def move(self, event: QMouseEvent) -> bool:
        by = (event.position() - self._start) / self.view.zoom
        width, height = self._rect.width() + by.x(), self._rect.height() + by.y()
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        box = Box(self._rect.left(), self._rect.top(), self._rect.left() + width, self._rect.top() + height)
        wider, higher = self._snapping.stretched(box, () if free else (0, 1))
        width = min(max(width + wider if wider else _step(width), NARROWEST), WIDEST)
        least = max(LOWEST, self.page.height_needed(self._card, width))
        height = max(height + higher if higher else _step(height), least)
        self._now = QRectF(self._rect.topLeft(), self._rect.topLeft() + QPointF(width, height))
        self._snapping.keep_those_at(self._now.right(), self._now.bottom())
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        self.page.hand.end()
        if self._now != self._rect:
            now = self._now
            rects = {self._card: (now.x(), now.y(), now.width(), now.height())}
            self.page.bridge.commit(resize_cards(self.page.bridge.sheet, rects))
        return True

    def paint(self, painter: QPainter) -> None:
        self._snapping.paint(painter)
        painter.setPen(QPen(theme.current().accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top_left, bottom_right = (
            self.view.map_to_view(self._now.topLeft()),
            self.view.map_to_view(self._now.bottomRight()),
        )
        painter.drawRoundedRect(QRectF(top_left, bottom_right), 10, 10)

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.SizeFDiagCursor


def _step(length: float) -> float:
    return round(length / STEP) * STEP
