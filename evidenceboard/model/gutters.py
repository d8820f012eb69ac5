"""A way through the gutters between cards, level and upright by turns, with round corners.

The shortest one, a turn counting as much as some length, found on the lanes that run along the sides of cards: what
every crossing of two lanes costs is carried along all lanes at once, level and upright by turns, until nothing gets
cheaper (dynamic programming). Everything is in the edge's own view, as in `detours`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Flags, Floats

REACH = 480.0  # how far a path may leave the box of its ends
TURN = 120.0  # what a turn costs
MOST_TURNS = 24
ROUND = 1.5  # the radius of a corner for the distance to the card in it
PIECES = 6  # of a round corner
SLACK = 0.01  # cards are so much smaller than the lanes around them

_FAR = 1e8  # costs beyond are none
_ARC = np.linspace(0.0, 1.0, PIECES + 1)[:, None]


class Lanes(NamedTuple):
    """Upright lanes (xs) and level ones (ys), and between which two crossings each is free."""

    xs: Floats
    ys: Floats
    level: Flags  # len(ys) x (len(xs) - 1)
    upright: Flags  # len(xs) x (len(ys) - 1)


def through(ends: tuple[float, float, float, float], cards: Floats, own: Floats, clear: float) -> Floats | None:
    """The points of a path that passes all cards at a distance, or None. It leaves and enters level."""
    u0, v0, u1, v1 = ends
    start, stop = (u0 + clear, v0), (u1 - clear, v1)
    whole = np.concatenate([cards, own]) + np.array([-1.0, -1.0, 1.0, 1.0]) * (clear - SLACK)
    stubs = [((u0, v0), start), (stop, (u1, v1))]
    if _met(stubs, whole[: len(cards)]).any():
        return None
    corners: list[tuple[float, float]] | None = [start, (start[0], v1), stop]
    seen = np.zeros(len(whole), bool)
    seen[len(cards) :] = True
    while corners is not None:
        met = _met(list(pairwise(corners)), whole)
        if not met.any():
            return _rounded(_plain([(u0, v0), *corners, (u1, v1)]), ROUND * clear)
        seen |= met  # most cards are never in the way; lanes along them would only cost time
        corners = _cheapest(_lanes(whole[seen], start, stop), start, stop)
    return None


def _met(lines: list[tuple[tuple[float, float], tuple[float, float]]], cards: Floats) -> Flags:
    """Which cards, grown, level or upright lines pass through."""
    ends = np.array(lines)
    low, high = ends.min(axis=1), ends.max(axis=1)
    met = (low[:, :1] < cards[:, 2]) & (high[:, :1] > cards[:, 0])
    return np.asarray((met & (low[:, 1:] < cards[:, 3]) & (high[:, 1:] > cards[:, 1])).any(axis=0))


def _lanes(cards: Floats, start: tuple[float, float], stop: tuple[float, float]) -> Lanes:
    ends = np.array([start, stop])
    left, top, right, bottom = cards.T
    xs, ys = (
        np.unique(np.concatenate([ends[:, axis], cards[:, axis] - SLACK, cards[:, axis + 2] + SLACK]))
        for axis in (0, 1)
    )
    low, high = ends.min(axis=0) - REACH, ends.max(axis=0) + REACH
    xs, ys = xs[(xs >= low[0]) & (xs <= high[0])], ys[(ys >= low[1]) & (ys <= high[1])]
    on_level = ((ys[:, None] > top) & (ys[:, None] < bottom)).astype(np.float32)
    on_upright = ((xs[:, None] > left) & (xs[:, None] < right)).astype(np.float32)
    across = ((xs[1:, None] > left) & (xs[:-1, None] < right)).astype(np.float32)
    down = ((ys[1:, None] > top) & (ys[:-1, None] < bottom)).astype(np.float32)
    return Lanes(xs, ys, on_level @ across.T == 0, on_upright @ down.T == 0)


def _cheapest(
    lanes: Lanes, start: tuple[float, float], stop: tuple[float, float]
) -> list[tuple[float, float]] | None:
    """The corners of the cheapest way that begins and ends level."""
    i0, i1 = (int(np.searchsorted(lanes.xs, each)) for each in (start[0], stop[0]))
    j0, j1 = (int(np.searchsorted(lanes.ys, each)) for each in (start[1], stop[1]))
    begin = np.full((len(lanes.ys), len(lanes.xs)), np.inf)
    begin[j0, i0] = 0.0
    found = [_carried(begin, lanes.xs, lanes.level)]
    best, at = found[0][j1, i1], 0
    for turn in range(1, MOST_TURNS):
        before = found[-1] + TURN
        if before.min() >= best:
            break
        along = _carried(before.T, lanes.ys, lanes.upright).T if turn % 2 else _carried(before, lanes.xs, lanes.level)
        if turn >= 2:
            along = np.where(along < found[-2], along, np.inf)
        found.append(along)
        if turn % 2 == 0 and along[j1, i1] < best:
            best, at = along[j1, i1], turn
    return None if not np.isfinite(best) else [start, *_traced(lanes, found, at, (j1, i1))]


def _carried(cost: Floats, places: Floats, free: Flags) -> Floats:
    """Costs carried along rows, forth and back, as far as these are free."""
    part = np.zeros(cost.shape)
    np.cumsum(~free, axis=1, out=part[:, 1:])
    part *= _FAR
    forth = np.minimum.accumulate(cost - places - part, axis=1) + places + part
    back = np.minimum.accumulate((cost + places + part)[:, ::-1], axis=1)[:, ::-1] - places - part
    found = np.minimum(forth, back)
    return np.where(found < _FAR / 2, found, np.inf)


def _traced(lanes: Lanes, found: list[Floats], turn: int, at: tuple[int, int]) -> list[tuple[float, float]]:
    """The turns and the end, from the end back: each time to the turn that led here."""
    corners = [at]
    while turn > 0:
        j, i = at
        if turn % 2:
            cost, run, places = found[turn - 1][:, i], _run(lanes.upright[i], j), lanes.ys
            at = (run.start + int((cost[run] + np.abs(places[run] - places[j])).argmin()), i)
        else:
            cost, run, places = found[turn - 1][j], _run(lanes.level[j], i), lanes.xs
            at = (j, run.start + int((cost[run] + np.abs(places[run] - places[i])).argmin()))
        corners.append(at)
        turn -= 1
    return [(float(lanes.xs[i]), float(lanes.ys[j])) for j, i in reversed(corners)]


def _run(free: Flags, at: int) -> slice:
    """The part of a lane that can be reached from one of its crossings."""
    shut = np.flatnonzero(~free)
    left = shut[shut < at]
    right = shut[shut >= at]
    return slice(int(left[-1]) + 1 if len(left) else 0, int(right[0]) + 1 if len(right) else len(free) + 1)


def _plain(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without those that lie on the way between their neighbours."""
    kept = [corners[0]]
    for here, then in zip(corners[1:-1], corners[2:], strict=True):
        before = kept[-1]
        if here != before and not (before[0] == here[0] == then[0] or before[1] == here[1] == then[1]):
            kept.append(here)
    return [*kept, corners[-1]]


def _rounded(corners: list[tuple[float, float]], radius: float) -> Floats:
    points = np.array(corners)
    run = np.diff(points, axis=0)
    length = np.abs(run).sum(axis=1)
    way = run / np.maximum(length, 1e-9)[:, None]
    room = length / 2
    room[0], room[-1] = length[0], length[-1]
    parts = [points[:1]]
    for number in range(1, len(points) - 1):
        by = min(radius, float(room[number - 1]), float(room[number]))
        middle = points[number] - way[number - 1] * by + way[number] * by
        angle = _ARC * np.pi / 2
        parts.append(middle - way[number] * by * np.cos(angle) + way[number - 1] * by * np.sin(angle))
    return np.concatenate([*parts, points[-1:]])
