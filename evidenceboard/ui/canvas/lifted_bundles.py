"""The bundles of cards and plates in the hand: they follow it, straight, as links do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from evidenceboard.model.excerpt import excerpt
from evidenceboard.ui.canvas.bundle_lines import BundleLines, Floats, Rows, paint_lines
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.painting import Stage, hidden_edges
from evidenceboard.ui.canvas.pills import HEIGHT, SIGNS_FROM, paint_bar, paint_pill, width_of_pill

MOST_PILLS = 60  # that are painted in every frame


class LiftedBundles:
    """Those of the bundles of a stage that end at one of some cards and plates, or on a bundle that does.

    Args:
        moved: ids of cards and folded frames.
    """

    def __init__(self, stage: Stage, moved: Sequence[str]) -> None:
        self._stage = stage
        bundles = stage.folds.bundles
        ways = bundles.ways
        self._there = np.array([each in ways.row for each in moved], bool)
        ids = [each for each in moved if each in ways.row]
        edges = dict.fromkeys(hidden_edges(ways, frozenset(ids)))
        needed = dict.fromkeys([*edges, *(int(ways.onto[row]) for row in edges if ways.onto[row] >= 0)])
        ends = {ways.cards[end] for row in needed for end in (ways.tail[row], ways.head[row]) if end >= 0}
        self._part = excerpt(ways, sorted(ends.union(ids)), needed)
        self._rows = np.array([self._part.row[each] for each in ids], np.intp)
        self.home = self._part.x[self._rows].copy(), self._part.y[self._rows].copy()
        where = np.full(len(ways.edges), -1, np.intp)
        where[bundles.rows] = np.arange(len(bundles))
        self._which: Rows = where[[ways.edge_row[edge] for edge in self._part.edges]] if needed else where[:0]
        self._mine = np.array([ways.edge_row[edge] in edges for edge in self._part.edges], bool)

    def put(self, x: Floats, y: Floats) -> None:
        """Cards and plates are held here now, each in the order in which they were named."""
        if len(self._which):
            self._part.shift(self._rows, x[self._there], y[self._there])

    def shift(self, dx: float, dy: float) -> None:
        """All are held so far from where they stand."""
        if len(self._which):
            self._part.shift(self._rows, self.home[0] + dx, self.home[1] + dy)

    def paint_lines(self, painter: QPainter, lens: Lens, area: QRectF) -> None:
        """Draw what lies under the cards in the hand."""
        if len(self._which):
            bundles = self._bundles(lens)
            mine = bundles.drawn() & self._mine
            for _ in paint_lines(painter, bundles, self._stage.theme, lens, area, mine, moving=True):
                pass

    def paint_pills(self, painter: QPainter, lens: Lens) -> None:
        """Draw the counts, about in the middle of each line."""
        if not len(self._which):
            return
        bundles, base, theme = self._bundles(lens), painter.worldTransform(), self._stage.theme
        rows = np.flatnonzero(bundles.drawn() & self._mine & ((bundles.count > 1) | (lens.zoom >= SIGNS_FROM)))
        lines = bundles.straight(lens.zoom, under=False) * lens.zoom
        middles = bundles.middles(lines)
        painter.translate(-lens.left, -lens.top)
        painter.scale(lens.dpr, lens.dpr)
        for row in rows[np.argsort(-bundles.count[rows], kind="stable")][:MOST_PILLS].tolist():
            x, y = middles[row]
            width = width_of_pill(bundles, row)
            rect = QRectF(round(x - width / 2), round(y - HEIGHT / 2), width, HEIGHT)
            paint_pill(painter, theme, bundles, row, rect)
            for attack in np.flatnonzero((bundles.onto == row) & (lens.zoom >= SIGNS_FROM)):
                paint_bar(painter, theme, lines[attack].reshape(2, 2), rect)
        painter.setWorldTransform(base)

    def _bundles(self, lens: Lens) -> BundleLines:
        """The part as bundles of its own, with what is left of their counts at this level of detail."""
        whole, which = self._stage.bundles(lens), self._which
        where = np.full(len(whole) + 1, -1, np.intp)  # one more for no bundle
        where[which] = np.arange(len(which))
        onto = where[whole.onto[which]]
        columns = whole.contradict[which], whole.count[which], whole.side[which], onto
        return BundleLines(self._part, np.arange(len(which)), *columns)
