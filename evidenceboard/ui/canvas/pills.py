"""The counts on bundles of links: pills that lie on their lines where they cover neither cards nor one another.

Where they go depends on the sheet and the zoom alone, not on the part of it that is seen, so that a picture that is
moved and repaired stays what it would be if it were painted afresh.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.routing import place
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.bundle_lines import BundleLines, colour_of
from evidenceboard.ui.canvas.edges import paint_roundel
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme

HEIGHT, RIM = 18.0, 2.0  # logical px
SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.34, 0.66, 0.28, 0.72, 0.22, 0.78, 0.16, 0.84, 0.1, 0.9)  # best place first
SIGNS_FROM = 0.30  # zoom below which a single link has no sign, as everywhere, and a count is left out for want of room
MOST = 200  # bundles that have one, those of most links first; in a greater crowd nobody could tell them apart
AT_ONCE, PLACED_AT_ONCE = 20, 2  # pills painted, and placed, between two looks at the clock
BAR, BAR_WIDTH, BAR_GAP = 12.0, 2.2, 3.0  # px: the end of an undercut before the pill that it attacks

Floats = NDArray[np.float64]


class Pills:
    """The pills of one sheet at one zoom, in logical pixels of the whole sheet.

    Args:
        geometry: the cards that they keep clear of.
        bundles: those of the folds, or what is left of them.
        taken: left, top, right, bottom (n x 4, logical pixels) of what no pill may cover beside cards and plates.
    """

    def __init__(
        self,
        folds: Folds,
        bundles: BundleLines,
        geometry: Geometry,
        zoom: float,
        level: Level,
        taken: Floats | None = None,
    ) -> None:
        self._bundles, self._geometry, self._zoom = bundles, geometry, zoom
        self._curved = level >= Level.TITLE
        self._straight = bundles.straight(zoom)
        self._waiting = self._worth_counting()
        self._placed: dict[int, QRectF] = {}
        plates = [np.array(plate.box(zoom)) * zoom for plate in folds.plates]
        fixed = np.concatenate([np.array(plates).reshape(-1, 4), np.empty((0, 4)) if taken is None else taken])
        self._taken = np.concatenate([fixed, np.empty((len(self._waiting), 4))])
        self._count = len(fixed)

    def _worth_counting(self) -> list[int]:
        """The rows of the bundles of most links, first those that are undercut, for these have no choice; far out a
        single link has no sign, as everywhere."""
        count, undercut = self._bundles.count, np.zeros(len(self._bundles), bool)
        undercut[self._bundles.onto[self._bundles.onto >= 0]] = self._curved
        rows = np.lexsort((-count, ~undercut))
        rows = rows[self._bundles.drawn()[rows] & ((count[rows] > 1) | (self._zoom >= SIGNS_FROM))]
        self._undercut = undercut
        return [int(row) for row in rows[:MOST]]

    def place(self) -> Iterator[None]:
        """Find the places, a few at a time, and the ways on which they lie; nothing to do the next time."""
        if self._curved and self._waiting:
            yield from place(self._bundles.ways, self._bundles.rows[self._waiting])
        while self._waiting:
            for row in self._waiting[:PLACED_AT_ONCE]:
                self._place(row)
            del self._waiting[:PLACED_AT_ONCE]
            yield

    def paint(
        self, painter: QPainter, active: Theme, lens: Lens, area: QRectF, hidden: frozenset[str]
    ) -> Iterator[None]:
        """Draw those that show in an area of device pixels; bundles of hidden cards and frames have none."""
        base, dpr = painter.worldTransform(), lens.dpr
        left, top = (area.left() + lens.left) / dpr, (area.top() + lens.top) / dpr
        seen = QRectF(left, top, area.width() / dpr, area.height() / dpr).adjusted(-12, -12, 12, 12)
        drawn = self._bundles.drawn(hidden)
        shown = [(row, rect) for row, rect in self._placed.items() if drawn[row] and rect.intersects(seen)]
        for number, (row, rect) in enumerate(shown):
            painter.translate(-lens.left, -lens.top)
            painter.scale(dpr, dpr)
            paint_pill(painter, active, self._bundles, row, rect)
            if self._undercut[row]:
                for attack in np.flatnonzero((self._bundles.onto == row) & drawn):
                    points = self._bundles.points(int(attack), self._zoom, self._curved) * self._zoom
                    paint_bar(painter, active, points, rect)
            painter.setWorldTransform(base)
            if number % AT_ONCE == AT_ONCE - 1:
                yield

    def _place(self, row: int) -> None:
        width = width_of_pill(self._bundles, row)
        places: list[tuple[int, Floats]] = []
        for x, y in self._spots(row):
            box = np.array([x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2])
            places.append((self._covered(box), box))
            if not places[-1][0]:
                break
        covered, box = min(places, key=lambda place: place[0])
        if covered and self._zoom < SIGNS_FROM:
            return
        self._take(box)
        left, top, right, bottom = (round(float(side)) for side in box)
        self._placed[row] = QRectF(left, top, right - left, bottom - top)

    def _spots(self, row: int) -> list[tuple[float, float]]:
        """Where the middle of a pill may lie, the best place first; where an undercut ends there is one only."""
        if self._undercut[row]:
            x, y = self._bundles.ways.roundel(int(self._bundles.rows[row]))
            return [(x * self._zoom, y * self._zoom)]
        straight = self._straight[row].reshape(2, 2)
        points = (self._bundles.points(row, self._zoom, True) if self._curved else straight) * self._zoom
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        x, y = (np.interp(np.array(SHARES) * along[-1], along, points[:, axis]) for axis in (0, 1))
        return list(zip(x.tolist(), y.tolist(), strict=True))

    def _take(self, box: Floats) -> None:
        self._taken[self._count] = box
        self._count += 1

    def _covered(self, box: Floats) -> int:
        """How many cards, plates and other pills a pill would lie over."""
        left, top, right, bottom = box + (-4, -4, 4, 4)
        taken = self._taken[: self._count]
        over = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        cards = self._geometry.cards_in(Box(*(float(side) for side in (box + (-4, -4, 4, 4)) / self._zoom)))
        return int(over.sum()) + len(cards)


def width_of_pill(bundles: BundleLines, row: int) -> float:
    """How wide the pill of a bundle is; that of a single link is round."""
    if bundles.count[row] == 1:
        return HEIGHT
    return float(max(HEIGHT, _metrics().horizontalAdvance(bundles.words(row)) + 14))


def _metrics() -> QFontMetricsF:
    return QFontMetricsF(theme.interface_font(11, 600, tabular=True))


def paint_pill(painter: QPainter, active: Theme, bundles: BundleLines, row: int, rect: QRectF) -> None:
    """A count on a pill, filled for support and hollow for contradiction; a single link has its roundel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    contradict = bool(bundles.contradict[row])
    colour = colour_of(contradict, active)
    if bundles.count[row] == 1:
        paint_roundel(painter, active, rect.center(), HEIGHT - 2, contradict, False, colour)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(active.canvas)
    painter.drawRoundedRect(rect.adjusted(-RIM, -RIM, RIM, RIM), HEIGHT / 2 + RIM, HEIGHT / 2 + RIM)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(active.canvas if contradict else colour)
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), HEIGHT / 2, HEIGHT / 2)
    painter.setFont(theme.interface_font(11, 600, tabular=True))
    painter.setPen(active.conink if contradict else active.rglyph)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), bundles.words(row))


def paint_bar(painter: QPainter, active: Theme, points: Floats, pill: QRectF) -> None:
    """The bar across the end of an undercut, where its line (n x 2, logical pixels) comes to the pill it attacks."""
    at = _before(points, pill.adjusted(-BAR_GAP, -BAR_GAP, BAR_GAP, BAR_GAP))
    if at is None:
        return
    (x, y), (dx, dy) = at
    half = BAR / 2
    painter.setPen(QPen(colour_of(True, active), BAR_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(x - dy * half, y + dx * half), QPointF(x + dy * half, y - dx * half))


def _before(points: Floats, rect: QRectF) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Where a line last lies outside a rectangle, and its direction there; None if it never does."""
    parts = points[:-1, None] + np.diff(points, axis=0)[:, None] * np.arange(0, 1, 0.02)[None, :, None]
    steps = np.concatenate([parts.reshape(-1, 2), points[-1:]])
    inside = (steps[:, 0] > rect.left()) & (steps[:, 0] < rect.right())
    inside &= (steps[:, 1] > rect.top()) & (steps[:, 1] < rect.bottom())
    outside = np.flatnonzero(~inside)
    if not len(outside):
        return None
    last = int(outside[-1])
    way = steps[last] - steps[last - 1] if last else steps[1] - steps[0]
    length = max(float(np.hypot(*way)), 1e-9)
    return (float(steps[last, 0]), float(steps[last, 1])), (float(way[0]) / length, float(way[1]) / length)
