"""Folded frames: a plate that says what it holds, and the links of what it holds, drawn as bundles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, log2

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.ui import icons, theme
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

WIDTH, HEIGHT = 248.0, 60.0  # scene units of a plate
RADIUS = 10.0
STACK = 4.0  # scene units by which the edges of the stack stand out below the plate
SMALLEST = 10  # px of words on the screen
PILL = 18.0  # px of height of a counted pill
APART = 11.0  # px between the two bundles of one pair
AT_ONCE = 40  # bundles drawn between two looks at the clock


@dataclass(frozen=True, slots=True)
class Plate:
    """A folded frame: the plate, the room on the sheet that stays its own, its name and what it holds."""

    id: str
    box: Box
    room: Box
    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Links from a folded frame to another one or to a card (`card` is its id), counted.

    `side` tells the bundles of one pair apart: 0 where there is one, else -1 or 1.
    """

    start: Box
    end: Box
    contradict: bool
    count: int
    card: str = ""
    side: int = 0

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
    for number, each in enumerate(_shown(folds, lens, area, hidden)):
        _paint_line(painter, each, active, lens, area)
        if number % AT_ONCE == AT_ONCE - 1:
            yield
    for plate in folds.plates:
        if plate.box.grown(STACK * 2).meets(seen):
            _paint_plate(painter, plate, active, lens)


def paint_pills(
    painter: QPainter, folds: Folds, active: Theme, lens: Lens, area: QRectF, hidden: frozenset[str]
) -> Iterator[None]:
    """Draw the counts of the bundles: over the cards, as roundels are."""
    for number, each in enumerate(_shown(folds, lens, area, hidden)):
        _paint_pill(painter, each, active, lens, area)
        if number % AT_ONCE == AT_ONCE - 1:
            yield


def _seen(lens: Lens, area: QRectF) -> Box:
    return lens.scene(area.x(), area.y(), area.width(), area.height()).grown(40 / lens.zoom)


def _shown(folds: Folds, lens: Lens, area: QRectF, hidden: frozenset[str]) -> list[Bundle]:
    seen = _seen(lens, area)
    return [each for each in folds.bundles if each.card not in hidden and _reach(each, lens).meets(seen)]


def _reach(each: Bundle, lens: Lens) -> Box:
    return each.start.joined(each.end).grown((APART + PILL) / lens.zoom)


def _ends(each: Bundle, lens: Lens) -> tuple[QPointF, QPointF] | None:
    """Where a bundle leaves and enters, in device pixels; None where the two boxes overlap."""
    starts, ends = (_middle(box) for box in (each.start, each.end))
    dx, dy = ends[0] - starts[0], ends[1] - starts[1]
    leave, enter = _share(each.start, dx, dy), _share(each.end, dx, dy)
    length = hypot(dx, dy)
    if leave + enter >= 1.0 or not length:
        return None
    aside = each.side * APART / 2 * lens.dpr
    shift = QPointF(-dy / length * aside, dx / length * aside)
    a = QPointF((starts[0] + dx * leave) * lens.scale - lens.left, (starts[1] + dy * leave) * lens.scale - lens.top)
    b = QPointF((ends[0] - dx * enter) * lens.scale - lens.left, (ends[1] - dy * enter) * lens.scale - lens.top)
    return a + shift, b + shift


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _share(box: Box, dx: float, dy: float) -> float:
    """The share of a line from the middle of a box that lies within it."""
    half_w, half_h = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return min(half_w / max(abs(dx), 1e-9), half_h / max(abs(dy), 1e-9))


def _colour(each: Bundle, active: Theme) -> QColor:
    return active.contra if each.contradict else active.support


def _paint_line(painter: QPainter, each: Bundle, active: Theme, lens: Lens, area: QRectF) -> None:
    ends = _ends(each, lens)
    if ends is None:
        return
    (a, b), spare = ends, 12.0 * lens.dpr
    line = np.array([[a.x(), a.y(), b.x(), b.y()]])
    kept, shares = clip(line, area.left() - spare, area.top() - spare, area.right() + spare, area.bottom() + spare)
    if not len(kept):
        return
    width = width_of(each.count) * active.lines * lens.dpr
    cap = Qt.PenCapStyle.FlatCap
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_colour(each, active), width, Qt.PenStyle.SolidLine, cap))
    if each.contradict:
        run = hypot(b.x() - a.x(), b.y() - a.y())
        kept = dash(kept, shares[:, 1] * run, (6.0 + width) * lens.dpr, (4.0 + width / 2) * lens.dpr)
    draw_lines(painter, kept)


def _paint_pill(painter: QPainter, each: Bundle, active: Theme, lens: Lens, area: QRectF) -> None:
    ends = _ends(each, lens)
    if ends is None:
        return
    share = 0.5 + 0.08 * each.side
    middle = ends[0] + (ends[1] - ends[0]) * share
    font = theme.interface_font(round(11 * lens.dpr), 600, tabular=True)
    height = PILL * lens.dpr
    width = max(height, QFontMetricsF(font).horizontalAdvance(each.words) + 12 * lens.dpr)
    rect = QRectF(round(middle.x() - width / 2), round(middle.y() - height / 2), round(width), round(height))
    if not rect.adjusted(-4, -4, 4, 4).intersects(area):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(active.canvas)
    rim = 2 * lens.dpr
    painter.drawRoundedRect(rect.adjusted(-rim, -rim, rim, rim), height / 2 + rim, height / 2 + rim)
    colour, inset = _colour(each, active), 0.75 * lens.dpr
    painter.setPen(QPen(colour, 1.5 * lens.dpr))
    painter.setBrush(active.canvas if each.contradict else colour)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(active.conink if each.contradict else active.rglyph)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), each.words)


def _paint_room(painter: QPainter, plate: Plate, active: Theme, lens: Lens) -> None:
    """The room that the frame keeps: what is put there goes into it, so it must be seen."""
    x, y, w, h = lens.pixels(plate.room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(blend(active.ctl, active.canvas, 0.45), lens.dpr * active.border, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(14.0 * lens.scale, h / 3)
    painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, w - 1, h - 1), radius, radius)


def _paint_plate(painter: QPainter, plate: Plate, active: Theme, lens: Lens) -> None:
    x, y, w, h = lens.pixels(plate.box)
    rect, radius = QRectF(x, y, w, h), min(RADIUS * lens.scale, h / 3)
    edge = max(1.0, round(lens.dpr)) * active.border
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(active.ctl, edge))
    for rank in (2, 1, 0):
        painter.setBrush(active.card if rank == 0 else active.zone)
        inset, down = rank * STACK * lens.scale * 1.5, rank * STACK * lens.scale
        sheet = rect.adjusted(inset + edge / 2, down + edge / 2, -inset - edge / 2, down - edge / 2)
        painter.drawRoundedRect(sheet, radius, radius)
    if lens.level > Level.FAR:
        _write(painter, plate, active, lens, rect)


def _write(painter: QPainter, plate: Plate, active: Theme, lens: Lens, rect: QRectF) -> None:
    """Name and what it holds; the name alone where there is no room for both, none where not even for that."""
    name_font = theme.interface_font(round(max(SMALLEST, 13 * lens.zoom) * lens.dpr), 600)
    rest_font = theme.interface_font(round(max(SMALLEST, 11 * lens.zoom) * lens.dpr), 400)
    metrics, rest = QFontMetricsF(name_font), QFontMetricsF(rest_font)
    inset = min(14.0 * lens.scale, 8 * lens.dpr) if lens.level == Level.BLOCK else 14.0 * lens.scale
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
