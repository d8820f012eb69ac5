"""Lanes along the sides of cards, and costs carried along them. In an edge's own view, as in `detours`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Flags, Floats
from evidenceboard.model.corners import Point

OUTSIDE = 240.0  # how far lanes may lie outside the box of the ends
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


def lanes(cards: Floats, start: Point, stop: Point) -> Lanes:
    """The lanes that run along cards, these grown to where the lanes are."""
    ends = np.array([start, stop])
    xs, ys = (places(cards, ends, axis, 0.0) for axis in (0, 1))
    return between(cards, xs, ys)


def places(cards: Floats, ends: Floats, axis: int, aside: float) -> Floats:
    """Where the lanes along both sides of cards run, so far aside, and those of the ends."""
    off = SLACK + aside
    sides = np.concatenate([ends[:, axis], cards[:, axis] - off, cards[:, axis + 2] + off])
    return np.unique(sides[(sides >= ends[:, axis].min() - OUTSIDE) & (sides <= ends[:, axis].max() + OUTSIDE)])


def between(cards: Floats, xs: Floats, ys: Floats) -> Lanes:
    """Lanes at these places, and what of them is free."""
    level, upright = np.ones((len(ys), len(xs) - 1), bool), np.ones((len(xs), len(ys) - 1), bool)
    columns, rows = _inside(xs, cards[:, 0], cards[:, 2]), _inside(ys, cards[:, 1], cards[:, 3])
    for (left, right), (top, bottom) in zip(columns, rows, strict=True):
        level[top:bottom, max(left - 1, 0) : right] = False
        upright[left:right, max(top - 1, 0) : bottom] = False
    return Lanes(xs, ys, level, _stops(upright), _stops(level))


def _inside(at: Floats, low: Floats, high: Floats) -> list[tuple[int, int]]:
    """Which of some places in order lie between two: the first, and the first beyond."""
    first, beyond = np.searchsorted(at, low, "right"), np.searchsorted(at, high, "left")
    return list(zip(first.tolist(), beyond.tolist(), strict=True))


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
