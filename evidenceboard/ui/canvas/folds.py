"""Folded frames: plates that say what they hold, and the room on the sheet that stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui import icons, theme
from evidenceboard.ui.canvas.bundle_lines import BundleLines, paint_lines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.zones import paint_dot
from evidenceboard.ui.theme import Theme, blend

WIDTH, HEIGHT = 264.0, 60.0  # scene units of a plate
LEAST_WIDTH, LEAST_HEIGHT = 132.0, 24.0  # px of it on the screen as far as its room goes, so that it can be read
LEAST_NAMED = 48.0, 16.0  # px of a plate on which its name is written
RADIUS = 10.0
STACK = 4.0  # scene units by which the edges of the stack stand out below the plate
SMALLEST = 10  # px of words on the screen


@dataclass(frozen=True, slots=True)
class Plate:
    """A folded frame: the room on the sheet that stays its own, its name and what it holds."""

    id: str
    room: Box
    name: str
    holds: str
    colour: str = ""

    def box(self, zoom: float) -> Box:
        """Where the plate lies: in the upper left corner of its room."""
        left, top, right, bottom = self.room
        width = max(WIDTH, min(LEAST_WIDTH / zoom, right - left))
        height = max(HEIGHT, min(LEAST_HEIGHT / zoom, bottom - top))
        return Box(left, top, left + width, top + height)

    def named(self, zoom: float) -> bool:
        """Whether there is room for its name on it; where there is none, the map writes it beside."""
        left, top, right, bottom = self.box(zoom)
        return (right - left) * zoom >= LEAST_NAMED[0] and (bottom - top) * zoom >= LEAST_NAMED[1]


@dataclass(frozen=True, eq=False)
class Folds:
    """All that is folded on a sheet.

    Attributes:
        plates: the folded frames.
        bundles: the links that lead to them.
        whole: all cards and links of the sheet, hidden ones too.
        groups: for every card of `whole` the number of the plate that hides it; -1 for none.
        of: for every link of `whole` its row in `bundles`; -1 for none.
    """

    plates: tuple[Plate, ...] = ()
    bundles: BundleLines = field(default_factory=BundleLines)
    whole: Geometry | None = None
    groups: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    of: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))


NOTHING = Folds()


def paint_folds(
    painter: QPainter,
    folds: Folds,
    bundles: BundleLines,
    active: Theme,
    lens: Lens,
    area: QRectF,
    hidden: frozenset[str],
) -> Iterator[None]:
    """Draw rooms and bundles that show in an area of device pixels, but for those of hidden cards and frames."""
    if not folds.plates:
        return
    seen = _seen(lens, area)
    for plate in folds.plates:
        if plate.room.meets(seen) and plate.id not in hidden:
            _paint_room(painter, plate, active, lens)
    yield from paint_lines(painter, bundles, active, lens, area, bundles.drawn(hidden))


def paint_plates(
    painter: QPainter, folds: Folds, active: Theme, lens: Lens, area: QRectF, hidden: frozenset[str]
) -> None:
    """Draw the plates themselves."""
    seen = _seen(lens, area)
    for plate in folds.plates:
        if plate.box(lens.zoom).grown(STACK * 2).meets(seen) and plate.id not in hidden:
            _paint_plate(painter, plate, active, lens)


def _seen(lens: Lens, area: QRectF) -> Box:
    return lens.scene(area.x(), area.y(), area.width(), area.height()).grown(40 / lens.zoom)


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
    marked = theme.mark(active, plate.colour)
    if marked is not None:
        edge = max(edge, 1.5 * lens.dpr * active.border)
    painter.setPen(QPen(marked or active.ctl, edge))
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
    if not plate.named(lens.zoom):
        return
    inset = max(14.0 * lens.scale, 8 * lens.dpr)
    room = rect.width() - 2 * inset
    if metrics.height() > rect.height() or room < 24 * lens.dpr:
        return
    left = rect.left() + inset
    marked = theme.mark(active, plate.colour)
    if lens.level == Level.FULL:
        side = 14.0 * lens.scale
        place = QRectF(left, rect.center().y() - side / 2, side, side)
        icons.paint_icon(painter, "frame", place, marked or active.ink3)
        left, room = left + side + 10 * lens.scale, room - side - 10 * lens.scale
    elif marked is not None:
        side = 8.0 * lens.dpr
        paint_dot(painter, marked, left, rect.center().y(), side)
        left, room = left + side + 6 * lens.dpr, room - side - 6 * lens.dpr
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
