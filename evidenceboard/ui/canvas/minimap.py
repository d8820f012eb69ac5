"""The whole sheet in a corner of the view, with a frame around what the view shows: click flies there, drag pans."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import KIND_CODE, Box
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.sheet_view import SheetView
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.plain import plain_tooltip
from evidenceboard.ui.theme import Theme, blend, current, interface_font, mark
from evidenceboard.ui.widgets.surface import paint_panel

WIDTH, HEIGHT, MARGIN = 216, 140, 16  # px
EDGE, FOOT = 10.0, 22.0  # px around the map, and for the words under it
MOST = 3_000  # cards that are drawn, about; of more a part is enough for the eye
LEAST = 2.0  # px of a card


class Minimap(QWidget):
    """Lies over the view in its lower right corner, under whatever else floats there."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view)
        self._view = view
        self._picture: tuple[tuple[object, ...], QPixmap] | None = None
        self._held: QPointF | None = None  # from the middle of the frame to where it was taken hold of
        self.setFixedSize(WIDTH, HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Minimap")
        plain_tooltip(self, "Click to go there, drag to move the board. M hides the minimap.")
        self.lower()

    def has_use(self) -> bool:
        """Whether something of the sheet lies outside the view, and the view is large enough to spare a corner."""
        bounds = self._view.geometry.bounds()
        if bounds is None or self._view.width() < 3 * WIDTH or self._view.height() < 3 * HEIGHT:
            return False
        low = self._view.map_to_view(QPointF(bounds.left, bounds.top))
        high = self._view.map_to_view(QPointF(bounds.right, bounds.bottom))
        return not QRectF(self._view.rect()).adjusted(-1, -1, 1, 1).contains(QRectF(low, high))

    def place(self) -> None:
        """Into the corner."""
        self.move(self._view.width() - WIDTH - MARGIN, self._view.height() - HEIGHT - MARGIN)

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            paint_panel(painter, QRectF(self.rect()), theme.panel, radius=8, shadow=False)
            painter.drawPixmap(0, 0, self._map(theme))
            painter.setFont(interface_font(11, 400))
            painter.setPen(theme.ink3)
            words = QRectF(EDGE, HEIGHT - FOOT, WIDTH - 2 * EDGE, FOOT)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), "Minimap · M")
            painter.setClipRect(self._room().adjusted(-3, -3, 3, 3))
            shade = QPen(theme.accent, 2)
            shade.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(shade)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.frame(), 2, 2)

    def frame(self) -> QRectF:
        """What the view shows, as a rectangle on the minimap."""
        view = self._view
        low = self._to_map(view.map_to_scene(QPointF(0, 0)))
        high = self._to_map(view.map_to_scene(QPointF(view.width(), view.height())))
        whole = QRectF(low, high)
        return whole.intersected(self._room().adjusted(-1, -1, 1, 1)) if whole.intersects(self._room()) else whole

    def _map(self, theme: Theme) -> QPixmap:
        """Frames and cards, painted again only when they are others."""
        geometry, zones = self._view.geometry, self._view.zones
        state = (geometry, geometry.version, zones, theme.name, self.devicePixelRatioF())
        if self._picture is None or self._picture[0] != state:
            self._picture = state, self._painted(theme, zones)
        return self._picture[1]

    def _painted(self, theme: Theme, zones: tuple[Zone, ...]) -> QPixmap:
        dpr = self.devicePixelRatioF()
        made = QPixmap(round(WIDTH * dpr), round(HEIGHT * dpr))
        made.setDevicePixelRatio(dpr)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for zone in zones:
                painter.setBrush(blend(mark(theme, zone.colour) or theme.ctl, theme.panel, 0.22))
                left, top, right, bottom = zone.box
                painter.drawRoundedRect(
                    QRectF(self._to_map(QPointF(left, top)), self._to_map(QPointF(right, bottom))), 2, 2
                )
            self._paint_cards(painter, theme)
        return made

    def _paint_cards(self, painter: QPainter, theme: Theme) -> None:
        geometry = self._view.geometry
        scale, left, top = self._scale()
        rows = np.arange(len(geometry.cards))
        if len(rows) > MOST:  # some of them, scattered: every third would show as stripes
            rows = rows[rows * 2_654_435_761 % 2**32 < MOST / len(rows) * 2**32]
        width, height = (np.maximum(side[rows] * scale, LEAST) for side in (geometry.w, geometry.h))
        boxes = np.column_stack([geometry.x[rows] * scale + left, geometry.y[rows] * scale + top, width, height])
        violet = geometry.kind[rows] == KIND_CODE["hypothesis"]
        for chosen, colour in ((~violet, blend(theme.stmt, theme.panel, 0.6)), (violet, theme.hyp)):
            painter.setBrush(colour)
            draw_rects(painter, boxes[chosen])

    def _room(self) -> QRectF:
        return QRectF(EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - EDGE - FOOT)

    def _scale(self) -> tuple[float, float, float]:
        """From scene units to the minimap: a factor, then a step to the right and down."""
        bounds = self._view.geometry.bounds() or Box(0, 0, 1, 1)
        for zone in self._view.zones:
            bounds = bounds.joined(zone.box)
        room = self._room()
        width, height = max(bounds.right - bounds.left, 1.0), max(bounds.bottom - bounds.top, 1.0)
        scale = min(room.width() / width, room.height() / height)
        middle = room.center()
        across, down = (bounds.left + bounds.right) / 2 * scale, (bounds.top + bounds.bottom) / 2 * scale
        return scale, middle.x() - across, middle.y() - down

    def _to_map(self, scene: QPointF) -> QPointF:
        scale, left, top = self._scale()
        return QPointF(scene.x() * scale + left, scene.y() * scale + top)

    def _to_scene(self, at: QPointF) -> QPointF:
        scale, left, top = self._scale()
        return QPointF((at.x() - left) / scale, (at.y() - top) / scale)

    # --- hands ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        middle = self._to_map(self._view.centre)
        inside = self.frame().contains(event.position())
        self._held = event.position() - middle if inside else QPointF()
        if not inside:
            self._view.fly_to_place(self._to_scene(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._view.centre_on(self._to_scene(event.position() - self._held))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
