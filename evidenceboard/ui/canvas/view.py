"""The canvas widget: a stage with overlays.

It is given geometry, faces and photos, shows them through its camera, and hands events to the tool in hand. It
knows no document: whoever owns it says what has changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from math import exp, log
from typing import Any, Protocol

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)  # fmt: skip
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QStyle, QWidget

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui import theme as themes
from evidenceboard.ui.canvas import text
from evidenceboard.ui.canvas.camera import Camera
from evidenceboard.ui.canvas.faces import FaceProvider, Faces
from evidenceboard.ui.canvas.lens import Level
from evidenceboard.ui.canvas.lifted import Lifted
from evidenceboard.ui.canvas.overlay import Joined, Overlay, State, dots
from evidenceboard.ui.canvas.painting import Stage, draw_now, find_paths
from evidenceboard.ui.canvas.retained import SLICE, Retained
from evidenceboard.ui.canvas.thumbnails import PhotoProvider, Thumbnails
from evidenceboard.ui.canvas.zones import Zone

FLIGHT = 220  # ms
REST = 150  # ms without input after which the picture settles
LINGER = 700  # ms over a card after which the rest of the board is dimmed
FADE_LINKS = 120  # ms after a selection until the other links step back
WHEEL_STEP = 60.0  # px that one notch of the wheel pans
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
    def wheel(self, steps: int) -> bool: ...


class BoardView(QWidget):
    """Shows one sheet.

    Signals:
        camera_changed, selection_changed, hover_changed: read the new state from the view.
        painted: a frame was painted.

    Attributes:
        tool: gets mouse, key and wheel events first; None for a view that is only looked at.
        overlays: callables (painter, view) that draw over everything, in view coordinates.
        lift_offset: where lifted cards are held, in scene units from their place; call `update` after a change.
        motion: whether the camera flies or jumps.
    """

    camera_changed = Signal()
    selection_changed = Signal()
    hover_changed = Signal()
    painted = Signal()

    def __init__(
        self, geometry: Geometry, faces: FaceProvider, photos: PhotoProvider, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tool: Hand | None = None
        self.overlays: list[Callable[[QPainter, BoardView], None]] = []
        self.lift_offset = QPointF()
        self.motion = _may_move(self)
        self._camera = Camera()
        self._placed = False  # whether anybody has said where to look
        self._thumbnails = Thumbnails(photos, self)
        self._thumbnails.ready.connect(self._photo_ready)
        self._stage = Stage(geometry, Faces(faces), self._thumbnails, themes.current(), on_screen=True)
        self._retained = Retained(self._stage)
        self._state = State()
        self._joined = Joined()
        self._lifted: Lifted | None = None
        self._settling = False  # the lifted cards were let go, and the picture does not hold them yet
        self._panning: QPointF | None = None
        self._space = False
        self._paths: Any = iter(())
        self._make_timers()
        self._flight = QVariantAnimation(self)
        self._flight.setDuration(FLIGHT)
        self._flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flight.valueChanged.connect(self._fly)
        themes.signals.theme_changed.connect(self._theme_changed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Board")
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.installEventFilter(self)

    def _make_timers(self) -> None:
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._work)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._settle)
        self._linger = QTimer(self, singleShot=True, interval=LINGER)
        self._linger.timeout.connect(self._dim_for_hover)
        self._fade = QTimer(self, singleShot=True, interval=FADE_LINKS)
        self._fade.timeout.connect(self._fade_links)

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def geometry(self) -> Geometry:  # type: ignore[override]
        """What lies where. (Hides QWidget.geometry, which nobody needs of a widget in a layout.)"""
        return self._stage.geometry

    def set_geometry(self, geometry: Geometry) -> None:
        """Show another sheet, or the same one after a change of everything."""
        self._stage.geometry = geometry
        self._drop_lifted()
        self.geometry_changed()

    def set_zones(self, zones: tuple[Zone, ...]) -> None:
        """Show these frames under the cards."""
        if zones != self._stage.zones:
            self._stage.zones = zones
            self._changed()

    def set_theme(self, theme: themes.Theme) -> None:
        """Show this view in another theme than the window: for the talk."""
        self._theme_changed(theme)

    def cards_changed(self, records: Iterable[str]) -> None:
        """These cards or edges look different now, came or went; the geometry already says so."""
        self._stage.faces.forget(records)
        self._changed()

    def geometry_changed(self) -> None:
        """Anything may be different now."""
        self._stage.faces.forget()
        self._changed()

    def _changed(self) -> None:
        self._stage.forget_names()
        if self._lifted is not None:
            self._lifted.follow()
        held = self._state.selection & (self.geometry.row.keys() | self.geometry.edge_row.keys())
        if held != self._state.selection:
            self.set_selection(held)
        if self._state.hovered not in self.geometry.row and self._state.hovered not in self.geometry.edge_row:
            self._set_hovered(None)
        self._retained.restart()
        self._busy()

    def photos_changed(self) -> None:
        """Photos that were missing may be there now."""
        self._thumbnails.forget()
        self._stage.forget_pictures()
        self._retained.restart()
        self._busy()

    # --- camera --------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        return self._camera.zoom

    @property
    def centre(self) -> QPointF:
        """What lies in the middle of the view, in scene units."""
        return self._camera.centre

    def map_to_scene(self, at: QPointF) -> QPointF:
        return self._camera.to_scene(at.x(), at.y())

    def map_to_view(self, at: QPointF) -> QPointF:
        return self._camera.to_view(at.x(), at.y())

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the paper by view pixels."""
        self._flight.stop()
        self._camera.pan(dx, dy)
        self._camera_moved()

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom, and keep what lies under a place of the view where it is."""
        self._flight.stop()
        self._camera.zoom_at(at.x(), at.y(), factor)
        self._camera_moved()

    def look_at(self, centre: QPointF, zoom: float) -> None:
        """Put a place of the sheet into the middle of the view, at a zoom."""
        self._flight.stop()
        self._camera.look(centre, zoom)
        self._camera_moved()

    def centre_on(self, centre: QPointF) -> None:
        self.look_at(centre, self.zoom)

    def fit(self) -> None:
        """Show the whole sheet, no larger than at 100 %."""
        self.fit_cards(self.geometry.cards)

    def fit_cards(self, cards: Sequence[str]) -> None:
        """Show these cards."""
        box = self.geometry.bounds() if cards is self.geometry.cards else self.geometry.bounds_of(cards)
        if box is None:
            self.look_at(QPointF(0, 0), 1.0)
        elif self._placed:
            self.fly_to(box)
        else:
            self.look_at(*self._camera.framing(box))

    def fly_to(self, box: Box) -> None:
        """Move the camera so that a box is seen whole."""
        centre, zoom = self._camera.framing(box)
        self._flight.stop()
        if not self.motion or not self.isVisible():
            self.look_at(centre, zoom)
            return
        self._from, self._to = (self.centre, self.zoom), (centre, zoom)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.start()

    def _fly(self, share: float) -> None:
        (start, near), (end, far) = self._from, self._to
        zoom = exp(log(near) + (log(far) - log(near)) * share)
        # The place on screen moves evenly, whatever the zoom does meanwhile.
        part = share if near == far else (1 / near - 1 / zoom) / (1 / near - 1 / far)
        self._camera.look(start + (end - start) * part if share < 1.0 else end, zoom if share < 1.0 else far)
        self._camera_moved()

    def _camera_moved(self) -> None:
        self._placed = True
        self._retained.show(self._camera.lens(), self._pixels())
        self._busy()
        self.update()
        self.camera_changed.emit()

    def _pixels(self) -> QSize:
        return QSize(round(self.width() * self._camera.dpr), round(self.height() * self._camera.dpr))

    # --- marks ---------------------------------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected cards and edges."""
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
    def hovered(self) -> str | None:
        """The card or edge under the pointer."""
        return self._state.hovered

    def set_target(self, record: str | None) -> None:
        """Mark the card or edge that a link under way would end on."""
        self._state.target = record
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

    def lift(self, cards: Sequence[str]) -> None:
        """Take cards into the hand: they and their edges are painted at `lift_offset` until `drop_lift`."""
        self._lifted = Lifted(self._stage, cards)
        self._settling = False
        self.lift_offset = QPointF()
        self._hide(self._lifted.cards)

    def drop_lift(self) -> None:
        """Let the lifted cards go; they are where the geometry says, now and after the change that follows."""
        if self._lifted is not None:
            self.lift_offset = QPointF()
            self._settling = True
            self._hide(frozenset())

    def _hide(self, cards: frozenset[str]) -> None:
        self._stage.hidden = cards
        self._state.lifted = cards
        self._retained.restart()
        self._busy()
        self.update()

    def _drop_lifted(self) -> None:
        self._lifted, self._settling = None, False
        self._stage.hidden = self._state.lifted = frozenset()

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        lens, size = self._camera.lens(), self._pixels()
        self._retained.show(lens, size)
        painter = QPainter(self)
        painter.save()
        painter.scale(1 / self._camera.dpr, 1 / self._camera.dpr)
        self._retained.paint(painter, lens)
        area = QRectF(QPointF(0, 0), size.toSizeF())
        Overlay(self._stage, lens, area, self._joined).paint(painter, self._state)
        if self._lifted is not None:
            self._lifted.paint(painter, lens, self.lift_offset, area)
        painter.restore()
        for overlay in self.overlays:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            overlay(painter, self)
            painter.restore()
        painter.end()
        self.painted.emit()

    def _busy(self) -> None:
        """There may be painting to do; the picture settles once the hands rest."""
        self._paths = iter(())
        self._rest.start()
        if self._retained.busy:
            self._turn.start()

    def _work(self) -> None:
        """One slice of painting."""
        if self._retained.busy:
            if self._retained.advance(SLICE):
                self._picture_done()
        elif next(self._paths, self) is self and not self._retained.advance_overview(SLICE):
            self._turn.stop()

    def _picture_done(self) -> None:
        if self._settling and not self._retained.busy:
            self._drop_lifted()
        if not self._retained.settled:
            self._rest.start()
        self.update()

    def _settle(self) -> None:
        self._retained.settle()
        self._paths = self._paths_around()
        self._turn.start()

    def _paths_around(self) -> Any:
        """Find the paths of edges that a pan would bring into view."""
        lens = self._camera.lens()
        if lens.level >= Level.TITLE:
            box = lens.scene(0, 0, self._pixels().width(), self._pixels().height())
            around = box.grown(max(box.right - box.left, box.bottom - box.top) / 2)
            yield from find_paths(self.geometry, around)

    def is_settled(self) -> bool:
        """Whether the picture is complete and sharp, photos included, as it would be painted afresh."""
        return self._retained.settled and not self._thumbnails.busy

    def kept_picture(self) -> QImage:
        """What the canvas shows without overlays, in device pixels."""
        return QImage() if self._retained.picture is None else self._retained.picture.copy()

    def fresh_picture(self) -> QImage:
        """The same painted afresh: what the kept picture is once it has settled."""
        lens, size = self._camera.lens(), self._pixels()
        picture = QImage(size, QImage.Format.Format_RGB32)
        painter = QPainter(picture)
        draw_now(painter, self._stage, lens, picture.rect())
        painter.end()
        return picture

    def _photo_ready(self, photo: str) -> None:
        lens = self._retained.seen
        if lens is None:
            return
        box = lens.scene(0, 0, self._pixels().width(), self._pixels().height())
        rows = [row for row in self.geometry.cards_in(box) if self.geometry.kind[row] == 0]
        faces = self._stage.faces.of([self.geometry.cards[row] for row in rows])
        areas = [QRect(*lens.pixels(self.geometry.box_of(int(row)))) for row, face in zip(rows, faces, strict=True)
                 if face.photo == photo]  # fmt: skip
        self._retained.repair(areas)
        self._retained.forget_overview()
        self._busy()
        self.update()

    def _theme_changed(self, theme: themes.Theme) -> None:
        self._stage.theme = theme
        self._retained.forget_overview()
        self._retained.restart()
        self._busy()
        self.update()

    def _fade_links(self) -> None:
        """While a few cards are selected, the links of the others step back."""
        chosen = self._state.selection
        edges = [edge for record in chosen for edge in self.geometry.edges_of(record)] if len(chosen) <= 20 else []
        edges += [record for record in chosen if record in self.geometry.edge_row]
        lit = frozenset(edges) if edges else None
        if lit != self._stage.lit:
            self._stage.lit = lit
            self._retained.restart()
            self._busy()

    def _dim_for_hover(self) -> None:
        card = self._state.hovered
        if card in self.geometry.row and not QGuiApplication.mouseButtons().value and self._state.hits is None:
            self._state.dwelt = frozenset((str(card), *self.geometry.neighbours(str(card))))
            self.update()

    # --- events --------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._camera.resize(self.width(), self.height(), self.devicePixelRatioF())
        if not self._placed and self.isVisible():
            self.fit()
        if self._placed:
            self._camera_moved()

    def showEvent(self, event: QShowEvent) -> None:
        self._camera.resize(self.width(), self.height(), self.devicePixelRatioF())
        if not self._placed:
            self.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turn.stop()
        self._rest.stop()
        self._retained.pause()

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
        elif self.tool is None or not (angle.y() and self.tool.wheel(1 if angle.y() > 0 else -1)):
            step = QPointF(pixels) if not pixels.isNull() else QPointF(angle) * (WHEEL_STEP / 120)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x():
                step = step.transposed()
            self.pan_by(step.x(), step.y())
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has no handler of its own. A filter in place of `event`: through an override of that, an exception
        in any handler below it ends the process."""
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
                text.forget()
                self._retained.restart()
                self._busy()
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
        else:
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


def _may_move(widget: QWidget) -> bool:
    """Whether the system likes motion; on a screen that nobody sees there is none."""
    if os.environ.get("EVIDENCEBOARD_STILL") or QGuiApplication.platformName() in ("offscreen", "minimal"):
        return False
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
