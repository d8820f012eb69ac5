"""A way through the gutters between cards, level and upright by turns, with round corners.

For edges that must run back somewhere, which `detours` does not. What every crossing of two lanes costs is carried
along all lanes at once, level and upright by turns, until nothing gets cheaper (dynamic programming). Everything is
in the edge's own view, as there.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise

import numpy as np

from evidenceboard.model.columns import Floats
from evidenceboard.model.corners import Point, corner, plain
from evidenceboard.model.lanes import SLACK, Lanes, carried, lanes, met

TURN = 120.0  # what a turn costs
MOST_TURNS = 16
MOST = 60  # cards looked at; this costs more than a detour
ROUND = 1.5  # the radius of a corner for the distance to the card in it


def through(
    ends: tuple[float, float, float, float], way: Point, cards: Floats, own: Floats, clear: float
) -> Generator[None, None, Floats | None]:
    """The points of a path that passes all cards at a distance, or None. It leaves to the right and ends in a way.
    Found a little at a time."""
    u0, v0, u1, v1 = ends
    start, stop = (u0 + clear, v0), (u1 - way[0] * clear, v1 - way[1] * clear)
    grown = np.concatenate([cards, own]) + np.array([-1.0, -1.0, 1.0, 1.0]) * (clear - SLACK)
    if met([((u0, v0), start), (stop, (u1, v1))], grown[: len(cards)]).any():
        return None
    found: list[Point] | None = [start, (start[0], stop[1]), stop]
    seen = np.arange(len(grown)) >= len(cards)
    while found is not None and seen.sum() <= MOST:
        hit = met(list(pairwise(found)), grown)
        if not hit.any():
            return _rounded(plain(np.array([(u0, v0), *found, (u1, v1)])), ROUND * clear)
        seen |= hit
        yield
        found = _cheapest(lanes(grown[seen], start, stop), start, stop, way)
    return None


def _cheapest(ways: Lanes, start: Point, stop: Point, way: Point) -> list[Point] | None:
    """The corners of the cheapest way that begins level and ends in this way or after a turn to it."""
    i0, i1 = (int(np.searchsorted(ways.xs, each[0])) for each in (start, stop))
    j0, j1 = (int(np.searchsorted(ways.ys, each[1])) for each in (start, stop))
    begin = np.full((len(ways.ys), len(ways.xs)), np.inf)
    begin[j0, i0] = 0.0
    found = [carried(begin, ways.xs, ways.shut_level)]
    last = 0 if way[0] else 1
    best, at = (np.inf if last else found[0][j1, i1]), 0
    for turn in range(1, MOST_TURNS):
        before = found[-1] + TURN
        if before.min() >= best:
            break
        if turn % 2:
            along = carried(before.T, ways.ys, ways.shut_upright).T
        else:
            along = carried(before, ways.xs, ways.shut_level)
        if turn >= 2:
            along = np.where(along < found[-2], along, np.inf)
        found.append(along)
        if turn % 2 == last and along[j1, i1] < best:
            best, at = along[j1, i1], turn
    return None if not np.isfinite(best) else [start, *_traced(ways, found, at, (j1, i1))]


def _traced(ways: Lanes, found: list[Floats], turn: int, at: tuple[int, int]) -> list[Point]:
    """The turns and the end, from the end back: each time to the turn that led here."""
    corners = [at]
    for number in range(turn, 0, -1):
        j, i = at
        cost = found[number - 1]
        if number % 2:
            at = _source(cost[:, i], ways.ys, ways.shut_upright[i], j), i
        else:
            at = j, _source(cost[j], ways.xs, ways.shut_level[j], i)
        corners.append(at)
    return [(float(ways.xs[i]), float(ways.ys[j])) for j, i in reversed(corners)]


def _source(cost: Floats, places: Floats, shut: Floats, at: int) -> int:
    """From where on a lane one of its crossings is reached."""
    return int(np.where(shut == shut[at], cost + np.abs(places - places[at]), np.inf).argmin())


def _rounded(points: Floats, radius: float) -> Floats:
    run = np.diff(points, axis=0)
    length = np.abs(run).sum(axis=1)
    ways = [tuple(way) for way in (run / length[:, None]).tolist()]
    room = length / 2
    room[0], room[-1] = length[0], length[-1]
    parts = [points[:1]]
    for number, at in enumerate(points[1:-1].tolist()):
        by = min(radius, float(room[number]), float(room[number + 1]))
        parts.append(corner(tuple(at), ways[number], ways[number + 1], by))
    return plain(np.concatenate([*parts, points[-1:]]))
