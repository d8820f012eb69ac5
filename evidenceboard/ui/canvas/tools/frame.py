"""Gestures on frames: draw one, move it with what lies in it, pull its sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from evidenceboard.model.frames import LEAST
from evidenceboard.model.geometry import Box
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.frame_parts import CURSORS
from evidenceboard.ui.canvas.tools import Tool
from evidenceboard.ui.canvas.zones import RADIUS

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class OutlineTool(Tool):
    """Paints the frames that are in hand as outlines where they would come to lie."""

    def outlines(self) -> Sequence[Box]:
        """The frames in hand, in scene units."""
        return ()

    def paint(self, painter: QPainter) -> None:
        tint = QColor(theme.current().accent)
        tint.setAlphaF(0.06)
        painter.setPen(QPen(theme.current().accent, 1.5))
        painter.setBrush(tint)
        radius = RADIUS * min(1.0, self.view.zoom)
        for box in self.outlines():
            low = self.view.map_to_view(QPointF(box.left, box.top))
            painter.drawRoundedRect(QRectF(low, self.view.map_to_view(QPointF(box.right, box.bottom))), radius, radius)


class DrawFrameTool(OutlineTool):
    """The next drag draws a frame."""

    hint = "Drag to draw a frame; Esc leaves"

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._start: QPointF | None = None
        self._end = QPointF()

    def press(self, event: QMouseEvent) -> bool:
        self._start = self._end = self.view.map_to_scene(event.position())
        return True

    def move(self, event: QMouseEvent) -> bool:
        self._end = self.view.map_to_scene(event.position())
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        boxes = self.outlines()
        self.page.hand.end()
        wanted = [box for box in boxes if min(box.right - box.left, box.bottom - box.top) * self.view.zoom > 8]
        for box in wanted:
            self.page.frames.add(box)
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def outlines(self) -> Sequence[Box]:
        if self._start is None:
            return ()
        rect = QRectF(self._start, self._end).normalized()
        return (Box(rect.left(), rect.top(), rect.right(), rect.bottom()),)


class MoveFrameTool(OutlineTool):
    """Moves frames and what lies in them; with Alt the frames alone. Shift keeps the axis."""

    def __init__(self, page: BoardPage, start: QPointF, frames: Sequence[str]) -> None:
        super().__init__(page)
        self._start, self._frames = start, frames
        self._zones, self._cards = page.frames.taken_along(frames)
        self._plates = {plate.id: plate.box(page.view.zoom) for plate in page.view.folds.plates}
        self._alone = False
        self._offset = QPointF()
        self._lift()

    def _lift(self) -> None:
        moved = [zone.id for zone in self._zones if not self._alone or zone.id in self._frames]
        self.view.lift([] if self._alone else self._cards, moved)

    def move(self, event: QMouseEvent) -> bool:
        alone = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alone != self._alone:
            self._alone = alone
            self._lift()
        self._offset = self._offset_of(event)
        self.view.lift_offset = self._offset
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        offset = self._offset_of(event)
        self.view.drop_lift()
        self.page.hand.end()
        if not offset.isNull():
            self.page.frames.move(self._frames, offset.x(), offset.y(), self._alone)
        return True

    def cancel(self) -> None:
        self.view.drop_lift()

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.SizeAllCursor

    def outlines(self) -> Sequence[Box]:
        dx, dy = self._offset.x(), self._offset.y()
        boxes = [
            self._plates.get(zone.id, zone.box) for zone in self._zones if not self._alone or zone.id in self._frames
        ]
        return [Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy) for box in boxes]

    def _offset_of(self, event: QMouseEvent) -> QPointF:
        offset = (event.position() - self._start) / self.view.zoom
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            offset = QPointF(offset.x(), 0) if abs(offset.x()) >= abs(offset.y()) else QPointF(0, offset.y())
        return QPointF(round(offset.x()), round(offset.y()))


class ResizeFrameTool(OutlineTool):
    """Pulls the sides of a frame; what lies in it afterwards is in it."""

    def __init__(self, page: BoardPage, start: QPointF, frame: str, sides: str) -> None:
        super().__init__(page)
        self._start, self._frame, self._sides = start, frame, sides
        (zone,) = page.frames.zones([frame])
        self._box = self._now = zone.box

    def move(self, event: QMouseEvent) -> bool:
        by = (event.position() - self._start) / self.view.zoom
        left, top, right, bottom = self._box
        if "w" in self._sides:
            left = min(left + by.x(), right - LEAST)
        if "e" in self._sides:
            right = max(right + by.x(), left + LEAST)
        if "n" in self._sides:
            top = min(top + by.y(), bottom - LEAST)
        if "s" in self._sides:
            bottom = max(bottom + by.y(), top + LEAST)
        self._now = Box(left, top, right, bottom)
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        self.page.hand.end()
        if self._now != self._box:
            self.page.frames.resize(self._frame, self._now)
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return CURSORS[self._sides]

    def outlines(self) -> Sequence[Box]:
        return (self._now,)
