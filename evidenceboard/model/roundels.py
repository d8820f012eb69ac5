"""Where the roundel of an edge sits: in the middle of its path, or slid along it to where there is room."""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Box, Flags, Floats
from evidenceboard.model.geometry import Geometry

RADIUS = 9.0  # of a roundel; strong edges have STRONG_RADIUS
STRONG_RADIUS = 11.0
APART = 2 * RADIUS + 12.0  # of two centres
FREE = RADIUS + 16.0  # of a centre and a card
STEP = 8.0  # between the places tried
TRIES = 24  # places tried to either side
SHARE = 0.38  # of the path's length to either side of its middle; further out it would seem to belong to the card


class Roundels:
    """The roundels of a neighbourhood, placed one after the other; those that are there stay."""

    def __init__(self, geometry: Geometry, box: Box) -> None:
        line = geometry.lines()
        rows = [row for row in geometry.edges_in(box.grown(APART)) if geometry.edges[row] in geometry.paths]
        self._taken = np.column_stack([line["rx"][rows], line["ry"][rows]]).astype(np.float64)
        cards = geometry.cards_in(box.grown(FREE))
        x, y = geometry.x[cards], geometry.y[cards]
        self._cards = np.column_stack([x, y, x + geometry.w[cards], y + geometry.h[cards]])

    def free(self, middles: Floats) -> Flags:
        """Which of these places (n x 2) are clear of cards, of what is placed and of each other."""
        among = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
        np.fill_diagonal(among, np.inf)
        near = among.min(axis=1, initial=np.inf) < APART
        return np.asarray(~near & (self._cost(middles) == 0.0))

    def take(self, middles: Floats) -> None:
        self._taken = np.concatenate([self._taken, middles])

    def slide(self, points: Floats, share: float) -> tuple[float, float]:
        """The best place on a path, near a share of its length; it is taken from now on."""
        run = np.hypot(*np.diff(points, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(run)])
        length = along[-1]
        offset = np.arange(-TRIES, TRIES + 1) * STEP
        offset = offset[np.abs(offset + (share - 0.5) * length) <= SHARE * length]
        offset = offset if len(offset) else np.zeros(1)
        places = np.column_stack([np.interp(length * share + offset, along, points[:, i]) for i in (0, 1)])
        cost = self._cost(places) + np.abs(offset) * 0.02
        best = places[int(cost.argmin())]
        self.take(best[None])
        return float(best[0]), float(best[1])

    def _cost(self, places: Floats) -> Floats:
        """How far each place is from being clear; 0 is clear."""
        cost = np.zeros(len(places))
        if len(self._taken):
            away = np.hypot(*(places[:, None] - self._taken[None]).transpose(2, 0, 1)).min(axis=1)
            cost += np.maximum(APART - away, 0.0)
        if len(self._cards):
            x, y = places[:, :1], places[:, 1:]
            out_x = np.maximum(self._cards[:, 0] - x, x - self._cards[:, 2])
            out_y = np.maximum(self._cards[:, 1] - y, y - self._cards[:, 3])
            away = np.hypot(np.maximum(out_x, 0.0), np.maximum(out_y, 0.0)).min(axis=1)
            cost += np.maximum(FREE - away, 0.0)
        return cost
