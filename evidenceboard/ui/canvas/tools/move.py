"""Drag cards. The board sleeps until the button is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from evidenceboard.model.commands import move_cards
from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class MoveTool(Tool):
    """Moves the selected cards. Shift keeps the axis; begun with Alt it drags copies."""

    def __init__(self, page: BoardPage, start: QPointF, cards: list[str], copy: bool) -> None:
        super().__init__(page)
        self._start = start
        self._cards = cards
        self._copy = copy
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

    def _offset(self, event: QMouseEvent) -> QPointF:
        offset = (event.position() - self._start) / self.view.zoom
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return QPointF(offset.x(), 0) if abs(offset.x()) >= abs(offset.y()) else QPointF(0, offset.y())
        return offset

    def _commit(self, dx: float, dy: float) -> None:
        if self._copy:
            self.page.duplicate(self._cards, (dx, dy))
            return
        places = self.view.geometry
        rows = [places.row[card] for card in self._cards if card in places.row]
        positions = {places.cards[row]: (float(places.x[row]) + dx, float(places.y[row]) + dy) for row in rows}
        self.page.bridge.commit(move_cards(self.page.bridge.sheet, positions))
