"""Push the paper about."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from evidenceboard.ui.canvas.tools import Tool


class PanTool(Tool):
    """The hand: a drag moves the camera, never a card."""

    hint = "Drag to move the board about"
    _from: QPointF | None = None

    def press(self, event: QMouseEvent) -> bool:
        self._from = event.position()
        return True

    def move(self, event: QMouseEvent) -> bool:
        if self._from is None:
            return False
        step = event.position() - self._from
        self._from = event.position()
        self.view.pan_by(step.x(), step.y())
        return True

    def release(self, event: QMouseEvent) -> bool:
        self._from = None
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.OpenHandCursor if self._from is None else Qt.CursorShape.ClosedHandCursor
