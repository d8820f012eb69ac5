"""Frames on the board: a tinted ground with a name. A frame is a view on the board, never an owner of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

RADIUS, INSET = 14.0, 12.0
LEAST_RADIUS = 6.0  # px on the screen
HEAD, HEAD_OF_QUESTION = 30.0, 58.0  # scene units at the top of a frame that its name has for itself
SMALLEST = 10  # px of the name on the screen
MARKED, TINT = 1.5, 0.07  # px of the border in the colour that a person gave it, and its share of the ground
ABOVE, WIDEST, CLEAR = 20.0, 360.0, 8.0  # px over a frame for its name, to its right at most, and up to what is there


@dataclass(frozen=True, slots=True)
class Zone:
    """One frame: where it lies, its name, and a line about it ("3 reports, 1 origin")."""

    box: Box
    name: str
    detail: str = ""
    question: bool = False  # the frame of a rival set: its name is set larger, the line below it
    id: str = ""
    colour: str = ""  # a person's mark, as `theme.mark` knows it

    @property
    def head(self) -> float:
        """Scene units at its top that its name has for itself."""
        return HEAD_OF_QUESTION if self.question else HEAD


def paint_zones(
    painter: QPainter,
    zones: tuple[Zone, ...],
    active: Theme,
    lens: Lens,
    seen: Box,
    sheet: Geometry,
    plates: Sequence[Box] = (),
) -> None:
    """Draw the frames that lie in `seen`; the painter is in device pixels of the picture. Names keep clear of plates,
    which are painted over them."""
    over, aside = ABOVE / lens.zoom, WIDEST / lens.zoom
    for zone in zones:
        left, top, right, bottom = zone.box
        if Box(left, top - over, max(right, left + aside), bottom).meets(seen):
            above = zone.box._replace(top=top - over, bottom=top - 1)
            crowded = any(other.box.meets(above) for other in zones if other is not zone)
            _paint(painter, zone, active, lens, 0.0 if crowded else _room_above(zone, zones, lens, sheet, plates))


def _room_above(zone: Zone, zones: tuple[Zone, ...], lens: Lens, sheet: Geometry, plates: Sequence[Box] = ()) -> float:
    """How far a name over a frame may run, in device pixels from its left border: up to the next card or frame."""
    left, top = zone.box.left, zone.box.top
    over = ABOVE / lens.zoom
    band = Box(left, top - over, max(zone.box.right, left + WIDEST / lens.zoom), top - 1)
    ends = [band.right + CLEAR / lens.zoom, *(float(x) for x in sheet.x[sheet.cards_in(band)] if x > left)]
    for other in zones:
        if other.box.left > left and other.box._replace(top=other.box.top - over).meets(band):
            ends.append(other.box.left)
    ends += [max(plate.left, left) for plate in plates if plate.right > left and plate.meets(band)]
    return max(0.0, (min(ends) - left) * lens.scale - CLEAR * lens.dpr)


def _paint(painter: QPainter, zone: Zone, active: Theme, lens: Lens, above: float) -> None:
    x, y, w, h = lens.pixels(zone.box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(active.hair if active.border > 1 else Qt.PenStyle.NoPen)
    painter.setBrush(tinted(active, zone.colour))
    rect, radius = QRectF(x, y, w, h), min(max(RADIUS * lens.zoom, LEAST_RADIUS) * lens.dpr, h / 3)
    marked = theme.mark(active, zone.colour)
    if marked is not None:
        width = MARKED * lens.dpr * active.border
        painter.setPen(QPen(marked, width))
        rect, radius = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius - width / 2
    painter.drawRoundedRect(rect, radius, radius)
    if lens.level > Level.FAR:
        _write(painter, zone, active, lens, QRectF(x, y, w, h), above)
    painter.restore()


def tinted(active: Theme, colour: str) -> QColor:
    """The ground of a frame with this mark; a theme without shadows has no tints either."""
    marked = theme.mark(active, colour)
    return active.zone if marked is None or not active.shadow[0] else blend(marked, active.zone, TINT)


def paint_dot(painter: QPainter, marked: QColor, left: float, middle: float, size: float) -> None:
    """The mark before the name of a frame."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(marked)
    painter.drawEllipse(QRectF(left, middle - size / 2, size, size))


def _write(painter: QPainter, zone: Zone, active: Theme, lens: Lens, rect: QRectF, above: float) -> None:
    """Name and detail inside the frame's head; where that is too low on the screen, the name above the frame, `above`
    px wide at most."""
    pixels = max(SMALLEST, round((15 if zone.question else 12) * lens.zoom))
    while pixels > SMALLEST and _width(zone.name, pixels * lens.dpr) > rect.width() - 2 * INSET * lens.scale:
        pixels -= 1  # a name a little smaller is better than half a name
    name_font = theme.interface_font(round(pixels * lens.dpr), 600)
    rest_font = theme.interface_font(round(max(SMALLEST, min(pixels, 12 * lens.zoom)) * lens.dpr), 400)
    metrics, rest = QFontMetricsF(name_font), QFontMetricsF(rest_font)
    head = zone.head * lens.scale
    needed = metrics.height() + (rest.height() if zone.question and zone.detail else 0)
    inside = needed <= head
    if not above and not inside:
        return
    inset = INSET * lens.scale if inside else 0.0
    room = rect.width() - 2 * inset if inside else above
    left = round(rect.left() + inset)
    base = rect.top() + (head - needed) / 2 + metrics.ascent() if inside else rect.top() - metrics.descent() - 2
    marked = theme.mark(active, zone.colour)
    if marked is not None and room > 4 * metrics.xHeight():
        size = round(metrics.xHeight() * 1.3)
        paint_dot(painter, marked, left, base - metrics.xHeight() / 2, size)
        left, room = left + round(size * 1.7), room - round(size * 1.7)
    name = metrics.elidedText(zone.name, Qt.TextElideMode.ElideRight, room)
    painter.setFont(name_font)
    painter.setPen(active.ink)
    painter.drawText(left, round(base), name)
    if not zone.detail or not inside:
        return
    painter.setFont(rest_font)
    painter.setPen(active.ink3)
    if zone.question:
        words = _fitting(zone.detail, rest, room)
        painter.drawText(left, round(base + metrics.descent() + rest.ascent()), words)
        return
    used = metrics.horizontalAdvance(name)
    words = _fitting(f" · {zone.detail}", rest, room - used)
    painter.drawText(left + round(used), round(base), words)


def _fitting(words: str, metrics: QFontMetricsF, room: float) -> str:
    """As many of the parts of a detail as have room; the name is worth more than half a number."""
    while words and metrics.horizontalAdvance(words) > room:
        rest, _, last = words.rpartition(" · ")
        fewer = rest.rpartition(", ")[0]
        words = f"{fewer} · {last}" if rest and fewer else last if rest else words.rpartition(", ")[0]
    return words


def _width(words: str, pixels: float) -> float:
    return QFontMetricsF(theme.interface_font(round(pixels), 600)).horizontalAdvance(words)
