"""Cards that another view picks out: the canvas dims the rest, and says why."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.focus import HEIGHT, TOP, paint_pill

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class PickedOut(QObject):
    """What one page dims; it is a way of looking, nothing is written."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._words = ""
        page.view.overlays.append(self._paint)

    def show(self, cards: Collection[RecordId] | None, words: str) -> None:
        """Light these cards and dim the rest; None lights everything."""
        self._words = words if cards is not None else ""
        self._page.view.set_lit(cards)

    def _paint(self, painter: QPainter, _view: object) -> None:
        if self._words:
            top = TOP + (HEIGHT + 8 if self._page.focus.active else 0)
            paint_pill(painter, self._page.view.width(), top, f"{self._words} · Esc shows all")
