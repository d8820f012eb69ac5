"""Bundles on the map: one line for all links from one place to another, as thick as they are many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.places import Places, gaps
from evidenceboard.ui.theme import Theme, blend

AT_ONCE = 12  # bundles painted between two looks at the clock
STEPS = 25  # points of a line
FEW = 12_000  # pairs of bundle and place up to which is looked at what lies on the way
PORTS = 18.0  # px between two lines that end on one side of a place
CORNER = 10.0  # px of a side that no line ends on
CLEAR = 4.0  # px between a place and the lines that end there
ARROW, HALF = 11.0, 5.0  # px
TIGHT, BULGE = 42.0, 46.0  # px between a place and one under it below which a line goes around; how far out
SHARE = 0.8  # opacity of the lines
SLIDES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)  # places for the pill along a line
SHORTEST = 14.0  # px of a line with a pill
ASIDE = (0.0, 22.0, -22.0)  # px from the line, where that is too short or too near to another

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class BundleLines:
    """The bundles of one sheet at one zoom, in logical pixels of the whole sheet."""

    def __init__(self, places: Places, zoom: float) -> None:
        self.bundles = places.bundles
        self._points, self._into = _curves(places, zoom)
        self._low, self._high = (ends(self._points, axis=1) for ends in (np.min, np.max))
        self.widths = 1.5 + 0.7 * np.log2(np.maximum(self.bundles.links, 1))

    def paint(self, painter: QPainter, theme: Theme, lens: Lens, area: QRectF) -> Iterator[None]:
        """Draw the lines and their arrows as far as they show in an area of device pixels."""
        for done, number in enumerate(self._seen(lens, area)):
            self._paint(painter, theme, lens, int(number))
            if done % AT_ONCE == AT_ONCE - 1:
                yield

    def pill_places(self, number: int) -> Iterator[tuple[float, float]]:
        """Where the middle of a bundle's pill may lie, the best place first; none on a line that is too short."""
        points, into = self._points[number], self._into[number]
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        if along[-1] >= SHORTEST:
            for aside in ASIDE:
                for share in SLIDES:
                    x, y = (float(np.interp(share * along[-1], along, points[:, axis])) for axis in (0, 1))
                    yield x - aside * into[1], y + aside * into[0]

    def _seen(self, lens: Lens, area: QRectF) -> Rows:
        low = np.array([area.left() + lens.left, area.top() + lens.top]) / lens.dpr - 12
        high = np.array([area.right() + lens.left, area.bottom() + lens.top]) / lens.dpr + 12
        inside = (self._high > low) & (self._low < high)
        return np.flatnonzero(inside.all(axis=1))

    def _paint(self, painter: QPainter, theme: Theme, lens: Lens, number: int) -> None:
        contradict = bool(self.bundles.contradict[number])
        colour = blend(theme.contra if contradict else theme.support, theme.canvas, SHARE)
        width = float(self.widths[number]) * theme.lines
        points, into = self._points[number], self._into[number]
        base = painter.worldTransform()
        painter.translate(-lens.left, -lens.top)
        painter.scale(lens.dpr, lens.dpr)
        pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
        if contradict:
            pen.setDashPattern([7.0 / width + 1, 4.5 / width + 0.5])  # in widths of the line
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
        tip, grow = points[-1] + into * ARROW, 0.85 + 0.05 * width
        back, aside = tip - into * (ARROW + 1) * grow, np.array([-into[1], into[0]]) * HALF * grow
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawConvexPolygon(QPolygonF([QPointF(*corner) for corner in (tip, back + aside, back - aside)]))
        painter.setWorldTransform(base)


def _curves(places: Places, zoom: float) -> tuple[Floats, Floats]:
    """The points of all lines (n x STEPS x 2), and the directions in which they end (n x 2)."""
    boxes = places.boxes_at(zoom) * zoom
    a, b = boxes[places.bundles.a], boxes[places.bundles.b]
    if not len(a):
        return np.empty((0, STEPS, 2)), np.empty((0, 2))
    gap = gaps(a, b)
    wider = (gap[:, 1] > gap[:, 0]).astype(np.intp)
    if len(a) * len(boxes) <= FEW:  # where both ways are open, that which passes over fewer other places
        straight, turned = (_shape(places, a, b, axis)[0] for axis in (wider, 1 - wider))
        both = gap.min(axis=1) > TIGHT
        fewer = _passed(turned, boxes, places) < _passed(straight, boxes, places)
        wider = np.where(both & fewer, 1 - wider, wider)
    return _shape(places, a, b, wider)


def _passed(points: Floats, boxes: Floats, places: Places) -> Rows:
    """How many points of each line lie in places that it does not join."""
    x, y = points[:, None, :, 0], points[:, None, :, 1]
    left, top, right, bottom = (boxes[None, :, side, None] for side in range(4))
    inside = ((x > left) & (x < right) & (y > top) & (y < bottom)).sum(axis=2)
    every = np.arange(len(points))
    inside[every, places.bundles.a] = inside[every, places.bundles.b] = 0
    return np.asarray(inside.sum(axis=1))


def _shape(places: Places, a: Floats, b: Floats, axis: Rows) -> tuple[Floats, Floats]:
    """The lines that leave their places across (axis 0) or up and down (1).

    A line runs between the sides that face each other. Where one place lies right under another, it goes around, out
    of one and into the same side of the other: between them is only room for a name.
    """
    every, gap = np.arange(len(a)), gaps(a, b)
    around = (axis == 1) & (gap[:, 1] < TIGHT)
    axis = np.where(around, 0, axis)
    forward = np.where((b[every, axis] + b[every, axis + 2] > a[every, axis] + a[every, axis + 2]), 1.0, -1.0)
    after, before = (np.abs(b[every, axis + side] - a[every, axis + side]) for side in (2, 0))
    out_a = np.where(around, np.where(after <= before, 1.0, -1.0), forward)
    out_b = np.where(around, out_a, -forward)
    start, end = _ports(places, (a, b), axis, (out_a, out_b))
    along = np.where(axis[:, None] == 1, [0.0, 1.0], [1.0, 0.0])
    start = start + along * (out_a * CLEAR)[:, None]
    end = end + along * (out_b * (CLEAR + ARROW))[:, None]
    here, there = start[every, axis], end[every, axis]
    half = np.maximum(np.abs(there - here) / 2, 8.0)
    furthest = np.where(out_a > 0, np.maximum(here, there), np.minimum(here, there)) + out_a * BULGE
    first = start + along * np.where(around, furthest - here, out_a * half)[:, None]
    second = end + along * np.where(around, furthest - there, out_b * half)[:, None]
    return _cubic(start, first, second, end), along * -out_b[:, None]


def _cubic(*corners: Floats) -> Floats:
    """STEPS points of each curve with these corners."""
    t = np.linspace(0.0, 1.0, STEPS)[None, :, None]
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    return np.asarray(sum(weight * corner[:, None, :] for weight, corner in zip(weights, corners, strict=True)))


def _ports(
    places: Places, boxes: tuple[Floats, Floats], axis: Rows, out: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Where lines leave and enter: on one side of a place in the order of their far ends, evenly around its middle."""
    count = len(axis)
    both, axes, ahead = np.arange(2 * count), np.tile(axis, 2), np.concatenate(out) > 0
    group = np.concatenate([places.bundles.a, places.bundles.b])
    mine, theirs, across = np.concatenate(boxes), np.concatenate(boxes[::-1]), 1 - axes
    far = theirs[both, across] + theirs[both, across + 2]
    side = group * 4 + axes * 2 + ahead
    order = np.lexsort((both % count, far, side))
    _, first, number, size = np.unique(side[order], return_index=True, return_inverse=True, return_counts=True)
    rank, crowd = np.empty(2 * count), np.empty(2 * count)
    rank[order], crowd[order] = both - first[number], size[number]
    length = mine[both, across + 2] - mine[both, across]
    step = np.minimum(PORTS, np.maximum(length - 2 * CORNER, length / 2) / crowd)
    ends = np.empty((2 * count, 2))
    ends[both, across] = (mine[both, across] + mine[both, across + 2]) / 2 + (rank - (crowd - 1) / 2) * step
    ends[both, axes] = mine[both, axes + 2 * ahead]
    return ends[:count], ends[count:]
