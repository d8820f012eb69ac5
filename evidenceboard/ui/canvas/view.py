"""The canvas widget: a stage with overlays.

It is given geometry, faces and photos, shows them through its camera, and hands events to the tool in hand. It
knows no document: whoever owns it says what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.faces import FaceProvider, Faces
from evidenceboard.ui.canvas.flight import DURATION
from evidenceboard.ui.canvas.frame_parts import paint_frame_marks
from evidenceboard.ui.canvas.gliding import MOST, Glide, Gliding
from evidenceboard.ui.canvas.joined import Joined
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.lifted import Lifted
from evidenceboard.ui.canvas.overlay import MOST_LIT, Overlay, State, dots
from evidenceboard.ui.canvas.sheet_view import SheetView
from evidenceboard.ui.canvas.thumbnails import PhotoProvider

FLIGHT = DURATION
LINGER = 700  # ms over a card after which the rest of the board is dimmed
FADE_LINKS = 120  # ms after a selection until the other links step back
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


class BoardView(SheetView):
    """One sheet with what hands mark and do on it.

    Signals:
        selection_changed, hover_changed: read the new state from the view.
        content_changed: cards or links came, went or look different.

    Attributes:
        tool: gets mouse, key and wheel events first; None for a view that is only looked at.
        overlays: callables (painter, view) that draw over everything, in view coordinates.
        lift_offset: where lifted cards are held, in scene units from their place; call `update` after a change.
    """

    selection_changed = Signal()
    hover_changed = Signal()
    content_changed = Signal()

    def __init__(
        self, geometry: Geometry, faces: FaceProvider, photos: PhotoProvider, parent: QWidget | None = None
    ) -> None:
        super().__init__(geometry, faces, photos, parent)
        self.tool: Hand | None = None
        self.overlays: list[Callable[[QPainter, BoardView], None]] = []
        self.lift_offset = QPointF()
        self._state = State()
        self._joined = Joined()
        self._lifted: Lifted | None = None
        self._glide = Glide(self)
        self._glide.moved.connect(self._glided)
        self._glide.arrived.connect(self.drop_lift)
        self._settling = False  # the lifted cards were let go, and the picture does not hold them yet
        self._panning: QPointF | None = None
        self._space = False
        self._turned = 0  # of a notch of the wheel, not yet given to the tool
        self._linger = QTimer(self, singleShot=True, interval=LINGER)
        self._linger.timeout.connect(self._dim_for_hover)
        self._fade = QTimer(self, singleShot=True, interval=FADE_LINKS)
        self._fade.timeout.connect(self._fade_links)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Board")
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.installEventFilter(self)

    def set_geometry(self, geometry: Geometry) -> None:
        """Show another sheet, or the same one after a change of everything."""
        self._drop_lifted()
        self._joined = Joined()  # a version counts the changes of one geometry
        self._stage.lit = None
        self._fade.start()
        super().set_geometry(geometry)

    def _changed(self) -> None:
        """Marks follow what is there."""
        cards, edges, frames = self.geometry.row, self.geometry.edge_row, self._frames()
        there = [cards, edges, frames]
        self.set_selection(record for record in self._state.selection if any(record in each for each in there))
        if not any(self._state.hovered in each for each in there):
            self._set_hovered(None)
        if self._lifted is not None:
            self._lifted.follow()
        super()._changed()
        self.content_changed.emit()

    def _frames(self) -> set[str]:
        return {zone.id for zone in self.zones} | {plate.id for plate in self.folds.plates}

    # --- marks ---------------------------------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected cards, edges and frames."""
        return self._state.selection

    def set_selection(self, records: Iterable[str]) -> None:
        chosen = frozenset(records)
        if chosen == self._state.selection:
            return
        self._state.selection = chosen
        self._fade.start()
        self.update()
        self.selection_changed.emit()

    @property
    def faces(self) -> Faces:
        """What the cards show, for who asks in words."""
        return self._stage.faces

    @property
    def hovered(self) -> str | None:
        """The card or edge under the pointer."""
        return self._state.hovered

    def set_target(self, record: str | None) -> None:
        """Mark the card or edge that a link under way would end on."""
        self._state.target = record
        self.update()

    def set_written(self, written: bool) -> None:
        """Whether somebody writes on a card."""
        self._state.written = written
        self.update()

    @property
    def link_depth(self) -> int:
        """How many links away neighbours are lit."""
        return self._state.depth

    def set_depth(self, depth: int) -> None:
        """Light what is within so many links of what is selected or hovered."""
        self._state.depth = depth
        self._fade_links()
        self.update()

    def set_hits(self, cards: Iterable[str] | None, current: str | None = None) -> None:
        """Light up what a search found and dim the rest; None ends it."""
        self._state.hits = None if cards is None else frozenset(cards)
        self._state.current_hit = current
        self.update()

    def set_lit(self, cards: Iterable[str] | None) -> None:
        """Dim all but these cards and the links between them; None lights everything."""
        self._state.lit = None if cards is None else frozenset(cards)
        self.update()

    def dots_of(self, card: str) -> list[QPointF]:
        """The four places on a card's border from which links are drawn, in view coordinates."""
        row = self.geometry.row.get(card)
        if row is None:
            return []
        box = self.geometry.box_of(row)
        low, high = self.map_to_view(QPointF(box.left, box.top)), self.map_to_view(QPointF(box.right, box.bottom))
        return dots(QRectF(low, high))

    def lift(self, cards: Sequence[str], frames: Sequence[str] = ()) -> None:
        """Take cards into the hand: they and their edges are painted at `lift_offset` until `drop_lift`. Frames that
        are taken along are left out of the picture; whoever moves them paints them."""
        self._take(Lifted(self._stage, cards, frames), frozenset(frames))

    def glide(self, old: Mapping[str, tuple[float, float]]) -> None:
        """Show cards that have moved on their way from these places; they arrive at once where nothing may move."""
        if self.motion and self.isVisible() and 0 < len(old) <= MOST:
            self._take(Gliding(self._stage, old))
            self._glide.start()

    def _take(self, lifted: Lifted, frames: frozenset[str] = frozenset()) -> None:
        self._glide.stop()
        self._lifted = lifted
        self._settling = False
        self.lift_offset = QPointF()
        self._hide(lifted.cards | frames)

    def _glided(self, share: float) -> None:
        if isinstance(self._lifted, Gliding):
            self._lifted.share = share
            self.update()

    def drop_lift(self) -> None:
        """Let the lifted cards go; they are where the geometry says, now and after the change that follows."""
        self._glide.stop()
        if self._lifted is not None:
            self.lift_offset = QPointF()
            self._settling = True
            self._hide(frozenset())

    def _hide(self, cards: frozenset[str]) -> None:
        self._stage.hidden = cards
        self._state.lifted = cards
        self._redraw()
        self.update()

    def _drop_lifted(self) -> None:
        self._glide.stop()
        self._lifted, self._settling = None, False
        self._stage.hidden = self._state.lifted = frozenset()

    def paint_marks(self, painter: QPainter, lens: Lens, area: QRectF) -> None:
        paint_frame_marks(painter, self._stage, lens, self._state.selection)
        Overlay(self._stage, lens, area, self._joined).paint(painter, self._state)
        if self._lifted is not None:
            self._lifted.paint(painter, lens, self.lift_offset, area)

    def paint_over(self, painter: QPainter) -> None:
        for overlay in self.overlays:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            overlay(painter, self)
            painter.restore()

    def _picture_done(self) -> None:
        if self._settling and not self._retained.busy:
            self._drop_lifted()
        super()._picture_done()

    def _fade_links(self) -> None:
        """While a few cards are selected, the links of the others step back."""
        chosen = self._state.selection
        lit = frozenset(record for record in chosen if record in self.geometry.edge_row)
        if len(chosen) <= 20:
            lit |= self._joined.edges(self.geometry, chosen, self._state.depth)
        if (lit or None) != self._stage.lit:
            self._stage.lit = lit or None
            self._redraw()

    def _dim_for_hover(self) -> None:
        card = self._state.hovered
        if card in self.geometry.row and not QGuiApplication.mouseButtons().value and self._state.hits is None:
            hovered = frozenset((str(card),))
            near = self._joined.cards(self.geometry, hovered, self._state.depth)
            self._state.dwelt = hovered | near if len(near) <= MOST_LIT else None
            self.update()

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
        """The roundel, the card or the line under a place of the view."""
        scene, reach = self.map_to_scene(at), ROUNDEL_REACH / self.zoom
        edge = self.geometry.edge_at(scene.x(), scene.y(), reach) if self._camera.lens().level >= Level.TITLE else None
        if edge is not None:
            x, y = self.geometry.roundel(self.geometry.edge_row[edge])
            if (x - scene.x()) ** 2 + (y - scene.y()) ** 2 <= reach**2:
                return edge
        return self.geometry.card_at(scene.x(), scene.y()) or edge or self._beside(scene)

    def _beside(self, scene: QPointF) -> str | None:
        """The card on whose dots a place just outside its border lies."""
        reach = DOT_REACH / self.zoom
        rows = self.geometry.cards_in(Box(scene.x() - reach, scene.y() - reach, scene.x() + reach, scene.y() + reach))
        return self.geometry.cards[rows[-1]] if len(rows) else None

    def _set_hovered(self, record: str | None) -> None:
        if record == self._state.hovered:
            return
        self._state.hovered = record
        self._still()
        if record in self.geometry.row:
            self._linger.start()
        self.update()
        self.hover_changed.emit()

    def _still(self) -> None:
        """The hand moves: nothing is dimmed on account of where it rested."""
        self._linger.stop()
        if self._state.dwelt is not None:
            self._state.dwelt = None
            self.update()
