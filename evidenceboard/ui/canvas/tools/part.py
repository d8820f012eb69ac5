"""Gestures on parts of photos: draw one, move it, pull its corners, place it by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

LEAST = 8.0  # px of a side
STEP = 0.02  # of the picture's width, for an arrow
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
BY_KEYS = "Arrows move the box · Shift+arrows size it · Enter keeps it · Esc leaves"


class PartTool(Tool):
    """Holds a box on the picture of one card, in scene units, and paints it."""

    def __init__(self, page: BoardPage, card: str | None = None, box: QRectF | None = None) -> None:
        super().__init__(page)
        self.card, self.box = card, QRectF() if box is None else QRectF(box)

    @property
    def room(self) -> QRectF:
        """Where the picture lies on the sheet."""
        found = self.page.parts.picture(self.card) if self.card else None
        return QRectF() if found is None else found.room

    def paint(self, painter: QPainter) -> None:
        if not self.box.isEmpty():
            self.page.parts.paint_box(painter, self.box)

    def keep_within(self, box: QRectF) -> QRectF:
        """The box moved so that it lies on the picture."""
        room = self.room
        x = min(max(box.x(), room.left()), max(room.left(), room.right() - box.width()))
        y = min(max(box.y(), room.top()), max(room.top(), room.bottom() - box.height()))
        return QRectF(x, y, min(box.width(), room.width()), min(box.height(), room.height()))


class PlacePartTool(PartTool):
    """Moves and sizes a box by keys; Enter gives it to `done`."""

    hint = BY_KEYS

    def __init__(self, page: BoardPage, card: str, box: QRectF, done: Callable[[str, QRectF], None]) -> None:
        super().__init__(page, card, box)
        self._done = done

    def key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in ARROWS:
            by = ARROWS[key] * max(self.room.width() * STEP, 1.0)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                least = LEAST / self.view.zoom
                size = self.box.width() + by.x(), self.box.height() + by.y()
                sized = QRectF(self.box.x(), self.box.y(), max(size[0], least), max(size[1], least))
                self.box = sized.intersected(self.room)
            else:
                self.box = self.keep_within(self.box.translated(by))
            self.view.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.page.hand.end()
            self._done(str(self.card), self.box)
        return True

    def press(self, event: QMouseEvent) -> bool:
        """A click elsewhere keeps the box as Enter does."""
        self.page.hand.end()
        self._done(str(self.card), self.box)
        return self.page.hand.press(event)


class DrawPartTool(PlacePartTool):
    """The next drag on a photo draws a box; on a photo that is selected one can be placed by keys."""

    hint = "Drag a box on a photo; Esc leaves"

    def __init__(self, page: BoardPage, card: str | None) -> None:
        found = page.parts.picture(card) if card else None
        room = QRectF() if found is None else found.room
        box = QRectF(0, 0, room.width() / 3, room.height() / 3)
        box.moveCenter(room.center())
        super().__init__(page, card or "", box, page.parts.add)
        if found is not None:
            self.hint = f"Drag a box on a photo. {BY_KEYS}"
        self._start: QPointF | None = None

    def press(self, event: QMouseEvent) -> bool:
        at = self.view.map_to_scene(event.position())
        self.card = self.page.parts.photo_at(at)
        self._start, self.box = at, QRectF()
        if self.card is None:
            self.page.hand.end()
            self.page.hand.hint.emit("A part is marked on the picture of a photo card")
        return True

    def move(self, event: QMouseEvent) -> bool:
        if self._start is not None:
            self.box = QRectF(self._start, self.view.map_to_scene(event.position())).normalized()
            self.box &= self.room
            self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        self.page.hand.end()
        if min(self.box.width(), self.box.height()) * self.view.zoom >= LEAST:
            self._done(str(self.card), self.box)
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor


class MovePartTool(PartTool):
    """Moves a part on its photo."""

    def __init__(self, page: BoardPage, start: QPointF, part: str) -> None:
        super().__init__(page, page.view.geometry.spots[part].card, page.parts.box(part))
        self._start, self._part, self._was = start, part, QRectF(self.box)

    def move(self, event: QMouseEvent) -> bool:
        self.box = self.keep_within(self._was.translated((event.position() - self._start) / self.view.zoom))
        self.view.update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        self.page.hand.end()
        if self.box != self._was:
            self.page.parts.reshape(self._part, self.box)
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.SizeAllCursor


class PullPartTool(MovePartTool):
    """Pulls one corner of a part."""

    def __init__(self, page: BoardPage, start: QPointF, part: str, sides: str) -> None:
        super().__init__(page, start, part)
        self._sides = sides

    def move(self, event: QMouseEvent) -> bool:
        by = (event.position() - self._start) / self.view.zoom
        box, least = QRectF(self._was), LEAST / self.view.zoom
        if "w" in self._sides:
            box.setLeft(min(max(box.left() + by.x(), self.room.left()), box.right() - least))
        else:
            box.setRight(max(min(box.right() + by.x(), self.room.right()), box.left() + least))
        if "n" in self._sides:
            box.setTop(min(max(box.top() + by.y(), self.room.top()), box.bottom() - least))
        else:
            box.setBottom(max(min(box.bottom() + by.y(), self.room.bottom()), box.top() + least))
        self.box = box
        self.view.update()
        return True

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        falling = self._sides in ("nw", "se")
        return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
