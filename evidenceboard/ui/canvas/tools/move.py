"""Drag cards. The board sleeps until the button is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.snapping import Snapping
from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class MoveTool(Tool):
    """Moves the selected cards. Shift keeps the axis, Alt keeps from snapping; begun with Alt it drags copies."""

    def __init__(self, page: BoardPage, start: QPointF, cards: list[str], copy: bool) -> None:
        super().__init__(page)
        self._start = start
        self._cards = cards
        self._copy = copy
        self._box = self.view.geometry.bounds_of(cards) or Box(0, 0, 0, 0)
        self._snapping = Snapping(self.view, () if copy else cards)
        self.view.lift(cards)

    def move(self, event: QMouseEvent) -> bool:
        self.view.lift_offset = self._offset(event)
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        offset = self._offset(event)
        self.view.drop_lift()
        self.page.hand.end()
        if not offset.isNull():
            self._commit(offset.x(), offset.y())
        return True

    def cancel(self) -> None:
        self.view.drop_lift()

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.DragCopyCursor if self._copy else Qt.CursorShape.SizeAllCursor

    def paint(self, painter: QPainter) -> None:
        self._snapping.paint(painter)

    def _offset(self, event: QMouseEvent) -> QPointF:
        offset = (event.position() - self._start) / self.view.zoom
        axes: tuple[int, ...] = (0, 1)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            axes = (0,) if abs(offset.x()) >= abs(offset.y()) else (1,)
            offset = QPointF(offset.x(), 0) if axes == (0,) else QPointF(0, offset.y())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            axes = ()
        left, top, right, bottom = self._box
        x, y = offset.x(), offset.y()
        return offset + self._snapping.moved(Box(left + x, top + y, right + x, bottom + y), axes)

    def _commit(self, dx: float, dy: float) -> None:
        if self._copy:
            self.page.duplicate(self._cards, (dx, dy))
            return
        self.page.move_cards(self._cards, dx, dy)
