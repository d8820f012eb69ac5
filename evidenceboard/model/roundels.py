"""Where the roundel of an edge sits: in the middle of its path, or slid along it to where there is room."""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Box, Flags, Floats
from evidenceboard.model.geometry import Geometry

RADIUS = 9.0  # of a roundel; strong edges have STRONG_RADIUS
STRONG_RADIUS = 11.0
APART = 2 * RADIUS + 12.0  # of two centres
FREE = RADIUS + 16.0  # of a centre and a card
CROWD = 500  # things around some places from which each place is looked at by itself
STEP = 8.0  # between the places tried
TRIES = 24  # places tried to either side
SHARE = 0.38  # of the path's length to either side of its middle; further out it would seem to belong to the card


class Roundels:
    """The roundels of a neighbourhood, placed one after the other; those that are there stay."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._new = np.empty((0, 2))

    def free(self, middles: Floats) -> Flags:
        """Which of these places (n x 2) are clear of cards, of what is placed and of each other."""
        among = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
        np.fill_diagonal(among, np.inf)
        close = among.min(axis=1, initial=np.inf) < APART
        around = self._around(_box(middles))
        if len(around[0]) + len(around[1]) > CROWD:
            cost = np.array([_cost(at, *self._around(_box(at))) for at in middles[:, None]])[:, 0]
        else:
            cost = _cost(middles, *around)
        return np.asarray(~close & (cost == 0.0))

    def take(self, middles: Floats) -> None:
        self._new = np.concatenate([self._new, middles])

    def slide(self, points: Floats, share: float) -> tuple[float, float]:
        """The best place on a path, near a share of its length; it is taken from now on."""
        run = np.hypot(*np.diff(points, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(run)])
        length = along[-1]
        offset = np.arange(-TRIES, TRIES + 1) * STEP
        offset = offset[np.abs(offset + (share - 0.5) * length) <= SHARE * length]
        offset = offset if len(offset) else np.zeros(1)
        places = np.column_stack([np.interp(length * share + offset, along, points[:, i]) for i in (0, 1)])
        cost = _cost(places, *self._around(_box(places))) + np.abs(offset) * 0.02
        best = places[int(cost.argmin())]
        self.take(best[None])
        return float(best[0]), float(best[1])

    def _around(self, box: Box) -> tuple[Floats, Floats]:
        """Roundels (n x 2) and cards (m x 4: left top right bottom) that may be too near to places in a box."""
        geometry, line, wide = self._geometry, self._geometry.lines(), box.grown(APART)
        x, y = line["rx"], line["ry"]
        near = line["routed"] & (x > wide.left) & (x < wide.right) & (y > wide.top) & (y < wide.bottom)
        taken = np.concatenate([np.column_stack([x[near], y[near]]), self._new])
        rows = geometry.cards_in(box.grown(FREE))
        left, top = geometry.x[rows], geometry.y[rows]
        return taken, np.column_stack([left, top, left + geometry.w[rows], top + geometry.h[rows]])


def _cost(places: Floats, taken: Floats, cards: Floats) -> Floats:
    """How far each place is from being clear of roundels (n x 2) and cards (m x 4); 0 is clear."""
    x, y = places[:, :1], places[:, 1:]
    cost = np.zeros(len(places))
    if len(taken):
        away = np.sqrt(((x - taken[:, 0]) ** 2 + (y - taken[:, 1]) ** 2).min(axis=1))
        cost += np.maximum(APART - away, 0.0)
    if len(cards):
        out_x = np.maximum(np.maximum(cards[:, 0] - x, x - cards[:, 2]), 0.0)
        out_y = np.maximum(np.maximum(cards[:, 1] - y, y - cards[:, 3]), 0.0)
        cost += np.maximum(FREE - np.sqrt((out_x**2 + out_y**2).min(axis=1)), 0.0)
    return cost


def _box(places: Floats) -> Box:
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))
