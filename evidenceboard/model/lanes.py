"""Lanes along the sides of cards, and costs carried along them. In an edge's own view, as in `detours`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Flags, Floats
from evidenceboard.model.corners import Point

REACH = 480.0  # how far lanes may lie outside the box of the ends
SLACK = 0.01  # cards are so much smaller than the lanes around them
NEVER = 1e8  # costs beyond are none


class Lanes(NamedTuple):
    """Upright lanes (xs) and level ones (ys).

    Attributes:
        level: between which two crossings a level lane is free, len(ys) x (len(xs) - 1).
        shut_upright: of an upright lane, how many stops there are before each crossing, len(xs) x len(ys), in NEVER.
        shut_level: the same of level lanes, len(ys) x len(xs).
    """

    xs: Floats
    ys: Floats
    level: Flags
    shut_upright: Floats
    shut_level: Floats


def lanes(cards: Floats, start: Point, stop: Point, back: float = REACH) -> Lanes:
    """The lanes that run along cards, these grown to where the lanes are. `back` is how far upright ones may lie
    before the start and behind the stop."""
    ends = np.array([start, stop])
    left, top, right, bottom = cards.T
    places = []
    for axis, reach in ((0, back), (1, REACH)):
        sides = np.concatenate([ends[:, axis], cards[:, axis] - SLACK, cards[:, axis + 2] + SLACK])
        within = (sides >= ends[:, axis].min() - reach) & (sides <= ends[:, axis].max() + reach)
        places.append(np.unique(sides[within]))
    xs, ys = places
    on_level = ((ys[:, None] > top) & (ys[:, None] < bottom)).astype(np.float32)
    on_upright = ((xs[:, None] > left) & (xs[:, None] < right)).astype(np.float32)
    across = ((xs[1:, None] > left) & (xs[:-1, None] < right)).astype(np.float32)
    down = ((ys[1:, None] > top) & (ys[:-1, None] < bottom)).astype(np.float32)
    level, upright = on_level @ across.T == 0, on_upright @ down.T == 0
    return Lanes(xs, ys, level, _stops(upright), _stops(level))


def _stops(free: Flags) -> Floats:
    count = np.zeros((free.shape[0], free.shape[1] + 1))
    np.cumsum(~free, axis=1, out=count[:, 1:])
    return count * NEVER


def carried(cost: Floats, places: Floats, shut: Floats) -> Floats:
    """Costs carried along rows, forth and back, as far as these are free; a unit costs 1."""
    base = places + shut
    forth = np.minimum.accumulate(cost - base, axis=-1) + base
    back = np.minimum.accumulate((cost + base)[..., ::-1], axis=-1)[..., ::-1] - base
    found = np.minimum(forth, back)
    return np.where(found < NEVER / 2, found, np.inf)


def met(lines: Sequence[tuple[Point, Point]], cards: Floats) -> Flags:
    """Which cards level or upright lines pass through."""
    ends = np.array(lines)
    low, high = ends.min(axis=1), ends.max(axis=1)
    hit = (low[:, :1] < cards[:, 2]) & (high[:, :1] > cards[:, 0])
    return np.asarray((hit & (low[:, 1:] < cards[:, 3]) & (high[:, 1:] > cards[:, 1])).any(axis=0))
