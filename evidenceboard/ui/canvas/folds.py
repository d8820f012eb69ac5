"""Folded frames: a plate that says what it holds, and the links of what it holds, drawn as bundles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, inf, log2

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.ui import icons, theme
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

WIDTH, HEIGHT = 264.0, 60.0  # scene units of a plate
LEAST_WIDTH, LEAST_HEIGHT = 132.0, 24.0  # px of it on the screen as far as its room goes, so that it can be read
RADIUS = 10.0
STACK = 4.0  # scene units by which the edges of the stack stand out below the plate
SMALLEST = 10  # px of words on the screen
APART = 11.0  # px between the two bundles of one pair
AT_ONCE = 40  # bundles drawn between two looks at the clock


@dataclass(frozen=True, slots=True)
class Plate:
    """A folded frame: the room on the sheet that stays its own, its name and what it holds."""

    id: str
    room: Box
    name: str
    holds: str

    def box(self, zoom: float) -> Box:
        """Where the plate lies: in the upper left corner of its room."""
        left, top, right, bottom = self.room
        width = max(WIDTH, min(LEAST_WIDTH / zoom, right - left))
        height = max(HEIGHT, min(LEAST_HEIGHT / zoom, bottom - top))
        return Box(left, top, left + width, top + height)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Links from a folded frame to another one or to a card, counted.

    `end` is the other plate, or the box of the card whose id is `card`; `side` tells the bundles of one pair apart:
    0 where there is one, else -1 or 1.
    """

    plate: Plate
    end: Plate | Box
    contradict: bool
    count: int
    card: str = ""
    side: int = 0

    def boxes(self, zoom: float) -> tuple[Box, Box]:
        """What it joins."""
        return self.plate.box(zoom), self.end.box(zoom) if isinstance(self.end, Plate) else self.end

    @property
    def words(self) -> str:
        """ "+ 3", "× 2"; a single link has only its sign."""
        sign = "×" if self.contradict else "+"
        return sign if self.count == 1 else f"{sign} {self.count}"


@dataclass(frozen=True, slots=True)
class Folds:
    """All that is folded on a sheet."""

    plates: tuple[Plate, ...] = ()
    bundles: tuple[Bundle, ...] = ()


def width_of(count: int) -> float:
    """How wide a bundle of so many links is, in px."""
    return 1.5 + 0.7 * log2(max(1, count))


def paint_folds(
    painter: QPainter, folds: Folds, active: Theme, lens: Lens, area: QRectF, hidden: frozenset[str]
) -> Iterator[None]:
    """Draw what shows in an area of device pixels, but for the pills; bundles to hidden cards are left out."""
    seen = _seen(lens, area)
    for plate in folds.plates:
        if plate.room.meets(seen):
            _paint_room(painter, plate, active, lens)
    shown = [each for each in folds.bundles if each.card not in hidden and _reach(each, lens).meets(seen)]
    for number, each in enumerate(shown):
        _paint_line(painter, each, active, lens, area)
        if number % AT_ONCE == AT_ONCE - 1:
            yield
    for plate in folds.plates:
        if plate.box(lens.zoom).grown(STACK * 2).meets(seen):
            _paint_plate(painter, plate, active, lens)


def _seen(lens: Lens, area: QRectF) -> Box:
    return lens.scene(area.x(), area.y(), area.width(), area.height()).grown(40 / lens.zoom)


def _reach(each: Bundle, lens: Lens) -> Box:
    start, end = each.boxes(lens.zoom)
    return start.joined(end).grown(APART / lens.zoom)


def ends_of(each: Bundle, zoom: float) -> tuple[float, float, float, float] | None:
    """Where a bundle leaves one border and enters the other, in scene units; None where there is no way between."""
    start, end = each.boxes(zoom)
    (ax, ay), (bx, by) = _middle(start), _middle(end)
    dx, dy = bx - ax, by - ay
    length = hypot(dx, dy)
    if not length:
        return None
    aside = each.side * APART / 2 / zoom
    ax, ay = ax - dy / length * aside, ay + dx / length * aside
    leave, enter = _leaves(start, ax, ay, dx, dy), 1.0 - _leaves(end, ax + dx, ay + dy, -dx, -dy)
    if leave >= enter:
        return None
    return ax + dx * leave, ay + dy * leave, ax + dx * enter, ay + dy * enter


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _leaves(box: Box, x: float, y: float, dx: float, dy: float) -> float:
    """The share of a way from a point in a box after which it leaves the box."""
    across = ((box.right if dx > 0 else box.left) - x) / dx if dx else inf
    down = ((box.bottom if dy > 0 else box.top) - y) / dy if dy else inf
    return max(0.0, min(across, down))


def colour_of(each: Bundle, active: Theme) -> QColor:
    return active.contra if each.contradict else active.support


def _paint_line(painter: QPainter, each: Bundle, active: Theme, lens: Lens, area: QRectF) -> None:
    ends = ends_of(each, lens.zoom)
    if ends is None:
        return
    spare = 12.0 * lens.dpr
    line = np.array([ends]) * lens.scale - (lens.left, lens.top, lens.left, lens.top)
    kept, shares = clip(line, area.left() - spare, area.top() - spare, area.right() + spare, area.bottom() + spare)
    if not len(kept):
        return
    single = each.count == 1 and lens.level == Level.FAR  # as quiet as every other link of the map
    width = (1.0 if single else width_of(each.count)) * active.lines * lens.dpr
    colour = blend(colour_of(each, active), active.canvas, 0.5) if single else colour_of(each, active)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    if each.contradict:
        run = float(np.hypot(*(line[0, 2:] - line[0, :2])))
        kept = dash(kept, shares[:, 1] * run, (6.0 + width) * lens.dpr, (4.0 + width / 2) * lens.dpr)
    draw_lines(painter, kept)


def _paint_room(painter: QPainter, plate: Plate, active: Theme, lens: Lens) -> None:
    """The room that the frame keeps: what is put there goes into it, so it must be seen."""
    x, y, w, h = lens.pixels(plate.room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(blend(active.ctl, active.canvas, 0.45), lens.dpr * active.border, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(14.0 * lens.scale, h / 3)
    painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, w - 1, h - 1), radius, radius)


def _paint_plate(painter: QPainter, plate: Plate, active: Theme, lens: Lens) -> None:
    x, y, w, h = lens.pixels(plate.box(lens.zoom))
    rect, radius = QRectF(x, y, w, h), min(RADIUS * lens.scale, h / 3)
    edge = max(1.0, round(lens.dpr)) * active.border
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(active.ctl, edge))
    for rank in (2, 1, 0):
        painter.setBrush(active.card if rank == 0 else active.zone)
        inset, down = rank * STACK * lens.scale * 1.5, rank * STACK * lens.scale
        sheet = rect.adjusted(inset + edge / 2, down + edge / 2, -inset - edge / 2, down - edge / 2)
        painter.drawRoundedRect(sheet, radius, radius)
    _write(painter, plate, active, lens, rect)


def _write(painter: QPainter, plate: Plate, active: Theme, lens: Lens, rect: QRectF) -> None:
    """Name and what it holds; the name alone where there is no room for both, none where not even for that."""
    name_font = theme.interface_font(round(max(SMALLEST, 13 * lens.zoom) * lens.dpr), 600)
    rest_font = theme.interface_font(round(max(SMALLEST, 11 * lens.zoom) * lens.dpr), 400)
    metrics, rest = QFontMetricsF(name_font), QFontMetricsF(rest_font)
    inset = max(14.0 * lens.scale, 8 * lens.dpr)
    room = rect.width() - 2 * inset
    if metrics.height() > rect.height() or room < 24 * lens.dpr:
        return
    left = rect.left() + inset
    if lens.level == Level.FULL:
        side = 14.0 * lens.scale
        icons.paint_icon(painter, "frame", QRectF(left, rect.center().y() - side / 2, side, side), active.ink3)
        left, room = left + side + 10 * lens.scale, room - side - 10 * lens.scale
    both = metrics.height() + rest.height() <= rect.height()
    top = rect.top() + (rect.height() - metrics.height() - (rest.height() if both else 0.0)) / 2
    painter.setFont(name_font)
    painter.setPen(active.ink)
    words = metrics.elidedText(plate.name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(round(left), round(top + metrics.ascent()), words)
    if both:
        painter.setFont(rest_font)
        painter.setPen(active.ink3)
        words = rest.elidedText(plate.holds, Qt.TextElideMode.ElideRight, room)
        painter.drawText(round(left), round(top + metrics.height() + rest.ascent()), words)
