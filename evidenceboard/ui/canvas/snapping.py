"""The guides of a drag: what a box in the hand lines up with, and the lines that show it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.model.snapping import ALIKE, Guide, Others, Snapped
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.view import BoardView

REACH = 6.0  # view px
MOST = 400  # cards in view from which nothing snaps: there would be a line everywhere
TICK = 3.5  # px to both sides at the ends of a measured gap


class Snapping:
    """Snaps to the cards that are in view when it is made, those in the hand left out.

    Attributes:
        guides: what the box rests at now.
    """

    def __init__(self, view: BoardView, held: Collection[str]) -> None:
        self._view = view
        self._others = Others(_boxes(view, held))
        self.guides: tuple[Guide, ...] = ()

    def moved(self, box: Box, axes: tuple[int, ...]) -> QPointF:
        """How far a box is drawn to what it lines up with, in scene units."""
        snapped = self._others.snap(box, REACH / self._view.zoom, axes) if axes else Snapped(0.0, 0.0, ())
        self.guides = snapped.guides
        return QPointF(snapped.dx, snapped.dy)

    def stretched(self, box: Box, axes: tuple[int, ...]) -> tuple[float, float]:
        """How much wider and higher a box becomes to end where others do."""
        ends = {axis: self._others.snap_end(box, axis, REACH / self._view.zoom) for axis in axes}
        self.guides = tuple(guide for _, guides in ends.values() for guide in guides)
        return ends.get(0, (0.0,))[0], ends.get(1, (0.0,))[0]

    def keep_those_at(self, right: float, bottom: float) -> None:
        """Drop the guides of a stretched box that could not come to lie on them."""
        self.guides = tuple(guide for guide in self.guides if abs(guide.at - (right, bottom)[guide.axis]) <= ALIKE)

    def paint(self, painter: QPainter) -> None:
        """Draw the guides, in view coordinates."""
        painter.setPen(QPen(theme.current().accent, 1))
        for guide in self.guides:
            across = (guide.axis == 0) != guide.gap  # whether it stands upright
            low, high = self._place(guide.at, guide.low, across), self._place(guide.at, guide.high, across)
            painter.drawLine(low, high)
            if guide.gap:
                tick = QPointF(TICK, 0) if across else QPointF(0, TICK)
                painter.drawLine(low - tick, low + tick)
                painter.drawLine(high - tick, high + tick)

    def _place(self, at: float, along: float, upright: bool) -> QPointF:
        """A place of the sheet in the view, in the middle of a pixel so that a thin line stays thin."""
        place = self._view.map_to_view(QPointF(at, along) if upright else QPointF(along, at))
        return QPointF(np.floor(place.x()) + 0.5, np.floor(place.y()) + 0.5)


def _boxes(view: BoardView, held: Collection[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The cards in view but for those in the hand: left, top, right, bottom; none where there are too many."""
    sheet = view.geometry
    low, high = view.map_to_scene(QPointF(0, 0)), view.map_to_scene(QPointF(view.width(), view.height()))
    rows = sheet.cards_in(Box(low.x(), low.y(), high.x(), high.y()))
    rows = rows[~np.isin(rows, [sheet.row[card] for card in held if card in sheet.row])]
    if len(rows) > MOST:
        rows = rows[:0]
    x, y = sheet.x[rows], sheet.y[rows]
    return np.column_stack([x, y, x + sheet.w[rows], y + sheet.h[rows]])
