"""What an empty sheet says: how the first card comes to it. It goes with the first card, or its first letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

FIRST = "Double click to write a statement, or drop a photo"
FURTHER = "H writes a hypothesis · Ctrl+K finds every command · ? shows every shortcut"


class EmptySheet:
    """Two quiet lines in the middle of a canvas without cards."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        page.view.overlays.insert(0, self.paint)

    @property
    def speaks(self) -> bool:
        """Whether there is nothing on the sheet, and something can be written on it."""
        page = self._page
        document = page.bridge.document
        return not (
            page.view.geometry.cards
            or page.sheets.now.zones
            or page.sheets.now.folds.plates
            or page.writing.editor.isVisible()
            or document.read_only
            or document.looked_back
        )

    def paint(self, painter: QPainter, _view: object) -> None:
        """Draw the lines, if there is room for them."""
        across, down = self._page.view.width(), self._page.view.height()
        if not self.speaks or across < 480 or down < 120:
            return
        active = theme.current()
        for words, size, weight, ink, top in (
            (FIRST, 15, 500, active.ink2, down / 2 - 24),
            (FURTHER, 12, 400, active.ink3, down / 2 + 2),
        ):
            painter.setFont(theme.interface_font(size, weight))
            painter.setPen(ink)
            draw_line(painter, QRectF(0, top, across, 22), words, Qt.AlignmentFlag.AlignHCenter)
