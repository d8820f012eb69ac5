"""The canvas widget: it hands events to the tool in hand, and pans, zooms and hovers by itself.

It is given geometry, faces and photos, and knows no document: whoever owns it says what has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.faces import FaceProvider
from evidenceboard.ui.canvas.flight import DURATION
from evidenceboard.ui.canvas.lens import Level
from evidenceboard.ui.canvas.marked_view import MarkedView
from evidenceboard.ui.canvas.thumbnails import PhotoProvider

FLIGHT = DURATION
WHEEL_STEP = 60.0  # px that one notch of the wheel pans
NOTCH = 120  # eighths of a degree
WHEEL_ZOOM = 1.0015  # factor per eighth of a degree
ROUNDEL_REACH = 14.0  # px
DOT_REACH = 12.0  # px outside a card in which it counts as under the pointer: half of a dot lies there


class Hand(Protocol):
    """What the view asks of a tool. Each handler returns whether it took the event."""

    def press(self, event: QMouseEvent) -> bool: ...
    def move(self, event: QMouseEvent) -> bool: ...
    def release(self, event: QMouseEvent) -> bool: ...
    def double_click(self, event: QMouseEvent) -> bool: ...
    def key(self, event: QKeyEvent) -> bool: ...
    def key_up(self, event: QKeyEvent) -> bool: ...
    def wheel(self, steps: int) -> bool: ...


class BoardView(MarkedView):
    """One sheet in a person's hands.

    Attributes:
        tool: gets mouse, key and wheel events first; None for a view that is only looked at.
        overlays: callables (painter, view) that draw over everything, in view coordinates.
    """

    def __init__(
        self, geometry: Geometry, faces: FaceProvider, photos: PhotoProvider, parent: QWidget | None = None
    ) -> None:
        super().__init__(geometry, faces, photos, parent)
        self.tool: Hand | None = None
        self.overlays: list[Callable[[QPainter, BoardView], None]] = []
        self._panning: QPointF | None = None
        self._space = False
        self._turned = 0  # of a notch of the wheel, not yet given to the tool
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Board")
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.installEventFilter(self)

    def paint_over(self, painter: QPainter) -> None:
        for overlay in self.overlays:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            overlay(painter, self)
            painter.restore()

    # --- events --------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._still()
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (self._space and event.button() == Qt.MouseButton.LeftButton):
            self._panning = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.tool is None or not self.tool.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            step = event.position() - self._panning
            self._panning = event.position()
            self.pan_by(step.x(), step.y())
            return
        if not event.buttons():
            self._set_hovered(self._under(event.position()))
        if self.tool is not None:
            self.tool.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            self._panning = None
            self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)
        elif self.tool is None or not self.tool.release(event):
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tool is None or not self.tool.double_click(event):
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_at(event.position(), WHEEL_ZOOM ** (angle.y() or angle.x()))
        elif not self._turned_by_tool(angle.y()):
            step = QPointF(pixels) if not pixels.isNull() else QPointF(angle) * (WHEEL_STEP / 120)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x():
                step = step.transposed()
            self.pan_by(step.x(), step.y())
        event.accept()

    def _turned_by_tool(self, angle: int) -> bool:
        """Whole notches of the wheel for the tool; the small turns of a touchpad add up to them."""
        notches = int((self._turned + angle) / NOTCH)
        taken = self.tool is not None and bool(angle) and self.tool.wheel(notches)
        self._turned = self._turned + angle - notches * NOTCH if taken else 0
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has no handler of its own. A filter in place of `event`: an exception in a handler that was
        reached through a Python override of `event` was seen to crash the process (PySide6 6.11.3, pytest-qt)."""
        match event.type():
            case QEvent.Type.NativeGesture if isinstance(event, QNativeGestureEvent):
                if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                    self.zoom_at(event.position(), 1.0 + event.value())
                    return True
            case QEvent.Type.Gesture:
                return self._pinch(event)
            case QEvent.Type.DevicePixelRatioChange:
                self._camera.resize(self.width(), self.height(), self.devicePixelRatioF())
            case QEvent.Type.FontChange:
                self.fonts_changed()
        return False

    def _pinch(self, event: Any) -> bool:
        gesture = event.gesture(Qt.GestureType.PinchGesture)
        if gesture is None:
            return False
        self.zoom_at(QPointF(self.mapFromGlobal(gesture.centerPoint().toPoint())), gesture.scaleFactor())
        event.accept(gesture)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._space = True
                self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self.tool is None or not self.tool.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.setCursor(Qt.CursorShape.ArrowCursor)
        elif self.tool is None or not self.tool.key_up(event):
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from card to card; the tool gets it."""
        return False if self.tool is not None else super().focusNextPrevChild(forward)

    def _under(self, at: QPointF) -> str | None:
        """The roundel, the part of a photo, the card or the line under a place of the view."""
        scene, reach = self.map_to_scene(at), ROUNDEL_REACH / self.zoom
        edge = self.geometry.edge_at(scene.x(), scene.y(), reach) if self._camera.lens().level >= Level.TITLE else None
        if edge is not None:
            x, y = self.geometry.roundel(self.geometry.edge_row[edge])
            if (x - scene.x()) ** 2 + (y - scene.y()) ** 2 <= reach**2:
                return edge
        card = self.geometry.card_at(scene.x(), scene.y())
        if card is not None and self._camera.lens().level >= Level.TITLE:
            return self.geometry.spot_at(card, scene.x(), scene.y()) or card
        return card or edge or self._beside(scene)

    def _beside(self, scene: QPointF) -> str | None:
        """The card on whose dots a place just outside its border lies."""
        reach = DOT_REACH / self.zoom
        rows = self.geometry.cards_in(Box(scene.x() - reach, scene.y() - reach, scene.x() + reach, scene.y() + reach))
        return self.geometry.cards[rows[-1]] if len(rows) else None
