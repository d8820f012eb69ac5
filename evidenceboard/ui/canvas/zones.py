"""Frames on the board: a tinted ground with a name. A frame is a view on the board, never an owner of cards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from evidenceboard.model.geometry import Box
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme

RADIUS, INSET = 14.0, 12.0
HEAD, HEAD_OF_QUESTION = 30.0, 58.0  # scene units at the top of a frame that its name has for itself
SMALLEST = 10  # px of the name on the screen


@dataclass(frozen=True, slots=True)
class Zone:
    """One frame: where it lies, its name, and a line about it ("3 reports, 1 origin")."""

    box: Box
    name: str
    detail: str = ""
    question: bool = False  # the frame of a rival set: its name is set larger, the line below it
    id: str = ""

    @property
    def head(self) -> float:
        """Scene units at its top that its name has for itself."""
        return HEAD_OF_QUESTION if self.question else HEAD


def paint_zones(painter: QPainter, zones: tuple[Zone, ...], active: Theme, lens: Lens, seen: Box) -> None:
    """Draw the frames that lie in `seen`; the painter is in device pixels of the picture."""
    for zone in zones:
        if zone.box.meets(seen):
            above = zone.box._replace(top=zone.box.top - 20 / lens.zoom, bottom=zone.box.top - 1)
            crowded = any(other.box.meets(above) for other in zones if other is not zone)
            _paint(painter, zone, active, lens, crowded)


def _paint(painter: QPainter, zone: Zone, active: Theme, lens: Lens, crowded: bool) -> None:
    x, y, w, h = lens.pixels(zone.box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(active.hair if active.border > 1 else Qt.PenStyle.NoPen)
    painter.setBrush(active.zone)
    radius = min(RADIUS * lens.scale, h / 3)
    painter.drawRoundedRect(QRectF(x, y, w, h), radius, radius)
    if lens.level > Level.FAR:
        _write(painter, zone, active, lens, QRectF(x, y, w, h), crowded)
    painter.restore()


def _write(painter: QPainter, zone: Zone, active: Theme, lens: Lens, rect: QRectF, crowded: bool) -> None:
    """Name and detail inside the frame's head; where that is too low on the screen, the name above the frame if
    no other frame is there."""
    pixels = max(SMALLEST, round((15 if zone.question else 12) * lens.zoom))
    while pixels > SMALLEST and _width(zone.name, pixels * lens.dpr) > rect.width() - 2 * INSET * lens.scale:
        pixels -= 1  # a name a little smaller is better than half a name
    name_font = theme.interface_font(round(pixels * lens.dpr), 600)
    rest_font = theme.interface_font(round(max(SMALLEST, min(pixels, 12 * lens.zoom)) * lens.dpr), 400)
    metrics, rest = QFontMetricsF(name_font), QFontMetricsF(rest_font)
    head = zone.head * lens.scale
    needed = metrics.height() + (rest.height() if zone.question and zone.detail else 0)
    inside = needed <= head
    if crowded and not inside:
        return
    inset = INSET * lens.scale if inside else 0.0
    room = rect.width() - 2 * inset
    left = round(rect.left() + inset)
    base = rect.top() + (head - needed) / 2 + metrics.ascent() if inside else rect.top() - metrics.descent() - 2
    name = metrics.elidedText(zone.name, Qt.TextElideMode.ElideRight, room)
    painter.setFont(name_font)
    painter.setPen(active.ink)
    painter.drawText(left, round(base), name)
    if not zone.detail or not inside:
        return
    painter.setFont(rest_font)
    painter.setPen(active.ink3)
    if zone.question:
        words = rest.elidedText(zone.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, round(base + metrics.descent() + rest.ascent()), words)
        return
    used = metrics.horizontalAdvance(name)
    words = rest.elidedText(f" · {zone.detail}", Qt.TextElideMode.ElideRight, room - used)
    if len(words) > 4:
        painter.drawText(left + round(used), round(base), words)


def _width(words: str, pixels: float) -> float:
    return QFontMetricsF(theme.interface_font(round(pixels), 600)).horizontalAdvance(words)
