"""The counts on bundles of links: pills that lie on their lines where they cover neither cards nor one another.

Where they go depends on the sheet and the zoom alone, not on the part of it that is seen, so that a picture that is
moved and repaired stays what it would be if it were painted afresh.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.bundle_lines import BundleLines, colour_of
from evidenceboard.ui.canvas.edges import paint_roundel
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.theme import Theme

HEIGHT, RIM = 18.0, 2.0  # logical px
SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.34, 0.66, 0.28, 0.72, 0.22, 0.78, 0.16, 0.84, 0.1, 0.9)  # best place first
SIGNS_FROM = 0.30  # zoom below which a single link has no sign, as everywhere, and a count is left out for want of room
MOST = 200  # bundles that have one, those of most links first; in a greater crowd nobody could tell them apart
AT_ONCE, PLACED_AT_ONCE = 20, 2  # pills painted, and placed, between two looks at the clock


class Pills:
    """The pills of one sheet at one zoom, in logical pixels of the whole sheet."""

    def __init__(self, folds: Folds, geometry: Geometry, zoom: float) -> None:
        self._folds, self._bundles, self._geometry, self._zoom = folds, folds.bundles, geometry, zoom
        self._lines = folds.ends(zoom) * zoom
        self._waiting = self._worth_counting()
        self._placed: list[tuple[int, QRectF]] = []
        self._taken = np.empty((len(self._waiting) + len(folds.plates), 4))  # left top right bottom of each
        self._count = 0
        for plate in folds.plates:
            self._take(np.array(plate.box(zoom)) * zoom)

    def _worth_counting(self) -> list[int]:
        """The rows of the bundles of most links; far out a single link has no sign, as everywhere."""
        count = self._bundles.count
        rows = np.argsort(-count, kind="stable")
        rows = rows[~np.isnan(self._lines[rows, 0]) & ((count[rows] > 1) | (self._zoom >= SIGNS_FROM))]
        return [int(row) for row in rows[:MOST]]

    def place(self) -> Iterator[None]:
        """Find the places, a few at a time; nothing to do the next time."""
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
        seen = QRectF(left, top, area.width() / dpr, area.height() / dpr).adjusted(-6, -6, 6, 6)
        left_in = self._folds.shown(hidden)
        shown = [(row, rect) for row, rect in self._placed if left_in[row] and rect.intersects(seen)]
        for number, (row, rect) in enumerate(shown):
            painter.translate(-lens.left, -lens.top)
            painter.scale(dpr, dpr)
            _paint(painter, active, self._bundles, row, rect)
            painter.setWorldTransform(base)
            if number % AT_ONCE == AT_ONCE - 1:
                yield

    def _place(self, row: int) -> None:
        count, line = self._bundles.count[row], self._lines[row]
        width = HEIGHT if count == 1 else max(HEIGHT, _metrics().horizontalAdvance(self._bundles.words(row)) + 14)
        places = []
        for share in SHARES:
            x, y = line[:2] + (line[2:] - line[:2]) * share
            box = np.array([x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2])
            places.append((self._covered(box), box))
            if not places[-1][0]:
                break
        covered, box = min(places, key=lambda place: place[0])
        if covered and self._zoom < SIGNS_FROM:
            return
        self._take(box)
        left, top, right, bottom = (round(float(side)) for side in box)
        self._placed.append((row, QRectF(left, top, right - left, bottom - top)))

    def _take(self, box: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        self._taken[self._count] = box
        self._count += 1

    def _covered(self, box: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
        """How many cards, plates and other pills a pill would lie over."""
        left, top, right, bottom = box + (-4, -4, 4, 4)
        taken = self._taken[: self._count]
        over = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        cards = self._geometry.cards_in(Box(*(float(side) for side in (box + (-4, -4, 4, 4)) / self._zoom)))
        return int(over.sum()) + len(cards)


def _metrics() -> QFontMetricsF:
    return QFontMetricsF(theme.interface_font(11, 600, tabular=True))


def _paint(painter: QPainter, active: Theme, bundles: BundleLines, row: int, rect: QRectF) -> None:
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
