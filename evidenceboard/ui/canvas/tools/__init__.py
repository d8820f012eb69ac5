"""What hands do on the canvas: one gesture per file.

`SelectTool` rests on the canvas and starts the gesture that fits what the pointer pressed; the gesture then gets
every event until it ends. While it runs it only draws over the picture: the board sleeps until it commits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

DRAG_DISTANCE = 4.0  # view pixels before a press becomes a drag


class Tool:
    """A tool or a gesture. Every handler returns whether it took the event.

    Attributes:
        page: the board page: view, bridge and what can be done with them.
        hint: a line for the status bar while it is in hand; empty for none.
    """

    hint = ""

    def __init__(self, page: BoardPage) -> None:
        self.page = page
        self.view = page.view

    def press(self, event: QMouseEvent) -> bool:
        return False

    def move(self, event: QMouseEvent) -> bool:
        return False

    def release(self, event: QMouseEvent) -> bool:
        return False

    def double_click(self, event: QMouseEvent) -> bool:
        return False

    def key(self, event: QKeyEvent) -> bool:
        return False

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.ArrowCursor

    def paint(self, painter: QPainter) -> None:
        """Draw over the picture, in view coordinates."""

    def cancel(self) -> None:
        """End without doing anything."""
