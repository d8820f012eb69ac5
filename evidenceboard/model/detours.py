"""The way around foreign cards: level runs beside cards, joined by bends, as few and as gentle as can be.

The cheapest way on lanes along the sides of cards is found in one sweep from end to end (dynamic programming: at
every upright lane, what it costs to be on each level one). Then every step from lane to lane becomes a bend.

Everything here is in the edge's own view: u along, v across, the edge runs to the right. Cards are boxes
(m x 4: u low, v low, u high, v high).
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Flags, Floats
from evidenceboard.model.corners import Point, corner, plain
from evidenceboard.model.curves import curve, pass_through, steps
from evidenceboard.model.lanes import NEVER, SLACK, Lanes, between, met, places

CLEAR = 16.0  # a straight line that steps aside passes a card at this distance
CLOSE = 11.99  # and a path nearer than this is in the card's way
WIDE = 96.0  # cards nearer than this to the straight line between the ends, or to a way found, are looked at
MOST = 240  # cards looked at; an edge that has more in its way goes under them
STEP = 160.0  # what a step from lane to lane costs
BENDS = (280.0, 200.0, 136.0, 88.0, 56.0)  # lengths of a bend
STEEPEST = 5.0  # a bend may be so much higher than long

_WIDE = np.array([-WIDE, -WIDE, WIDE, WIDE])
_CLOSE = np.array([-CLOSE, -CLOSE, CLOSE, CLOSE])
_FINE, _FINEST, _COARSE = steps(24), steps(48), steps(12)


class Step(NamedTuple):
    """Where a way leaves one level lane for another."""

    u: float
    before: float
    after: float


def beside(u0: float, u1: float, v: float, cards: Floats, facing: tuple[float, float]) -> Floats | None:
    """A straight line beside the one at v that clears all cards, where the edge's own cards face each other."""
    at = np.concatenate([cards[:, 1] - CLEAR, cards[:, 3] + CLEAR])
    at = at[(at >= facing[0]) & (at <= facing[1])]
    at = at[np.lexsort((at, np.abs(at - v)))]
    near = cards[(cards[:, 2] > u0 - CLOSE) & (cards[:, 0] < u1 + CLOSE)]
    free = ~((at[:, None] > near[:, 1] - CLOSE) & (at[:, None] < near[:, 3] + CLOSE)).any(axis=1)
    return None if not free.any() else np.array([[u0, at[free][0]], [u1, at[free][0]]])


def around(
    ends: tuple[float, float, float, float], cards: Floats, clear: float, aside: float
) -> Generator[None, None, Floats | None]:
    """The best path that passes all cards at a distance and never runs back; None if there is none. Found a little
    at a time.

    Args:
        ends: u0, v0, u1, v1.
        aside: how much further than the distance its lanes lie from the cards.
    """
    u0, v0, u1, v1 = ends
    start, stop = (u0 + clear + aside, v0), (u1 - clear - aside, v1)
    grown = cards + np.array([-1.0, -1.0, 1.0, 1.0]) * (clear - SLACK)
    if start[0] > stop[0] or met([((u0, v0), start), (stop, (u1, v1))], grown).any():
        return None
    seen = _beside_line(grown, start, stop)
    while seen.sum() <= MOST:  # most cards are never in the way; lanes along them would only cost time
        found = _cheapest(grown[seen], start, stop, aside)
        yield
        if found is None:
            return None
        way = list(pairwise(_corners(ends, found)))
        if not met(way, grown).any():
            return _bent(ends, found, cards, clear)
        seen = seen | met(way, grown + _WIDE)
    return None


def _beside_line(cards: Floats, start: Point, stop: Point) -> Flags:
    """Cards that lie on the straight line between two points or nearly so."""
    half = (cards[:, 2:] - cards[:, :2]) / 2 + WIDE
    away = (cards[:, 2:] + cards[:, :2]) / 2 - (np.array(start) + stop) / 2
    run = np.array(stop) - start
    along = np.abs(away[:, 0]) < abs(run[0]) / 2 + half[:, 0]
    across = (
        np.abs(run[0] * away[:, 1] - run[1] * away[:, 0]) < np.abs(run[0]) * half[:, 1] + np.abs(run[1]) * half[:, 0]
    )
    return np.asarray(along & across)


def _cheapest(cards: Floats, start: Point, stop: Point, aside: float) -> list[Step] | None:
    ends = np.array([start, stop])
    fronts = cards[:, 0] - SLACK - aside  # steps are put off to where a card comes; none is needed anywhere else
    fronts = fronts[(fronts >= start[0]) & (fronts <= stop[0])]
    ways = between(cards, np.unique(np.concatenate([ends[:, 0], fronts])), places(cards, ends, 1, aside))
    befores, afters = _swept(ways, int(np.searchsorted(ways.ys, start[1])))
    at = int(np.searchsorted(ways.ys, stop[1]))
    if afters[-1][at] >= NEVER:
        return None
    found = []
    for column in range(len(ways.xs) - 1, -1, -1):
        before = befores[column]
        if before[at] > afters[column][at]:
            shut = ways.shut_upright[column]
            costs = np.where(shut == shut[at], before + np.abs(ways.ys - ways.ys[at]), np.inf)
            source = int(costs.argmin())
            found.append(Step(float(ways.xs[column]), float(ways.ys[source]), float(ways.ys[at])))
            at = source
    return found[::-1]


def _swept(ways: Lanes, first: int) -> tuple[list[Floats], list[Floats]]:
    """What it costs to come to each level lane, before and after a step at each upright one; NEVER and more if it
    cannot be done. In place where that saves time: this is where most of it goes."""
    blocked = np.where(ways.level, 0.0, NEVER).T
    bases = ways.shut_upright + ways.ys
    cost = np.full(len(ways.ys), NEVER)
    cost[first] = 0.0
    befores, afters = [], []
    for column, base in enumerate(bases):
        if column:
            cost = cost + blocked[column - 1]
        befores.append(cost)
        down, up = cost - base, cost + base
        np.minimum.accumulate(down, out=down)
        down += base
        np.minimum.accumulate(up[::-1], out=up[::-1])
        up -= base
        np.minimum(down, up, out=down)
        down += STEP
        cost = np.minimum(cost, down, out=down)
        afters.append(cost)
    return befores, afters


def _corners(ends: tuple[float, float, float, float], found: list[Step]) -> list[Point]:
    inner = [point for step in found for point in ((step.u, step.before), (step.u, step.after))]
    return [ends[:2], *inner, ends[2:]]


def _bent(ends: tuple[float, float, float, float], found: list[Step], cards: Floats, clear: float) -> Floats:
    """The way as a line: each step a bend, as long as there is room for, or else two round corners."""
    points = [np.array([ends[:2]])]
    free = ends[0]  # up to where the line is drawn
    for number, step in enumerate(found):
        end = (found[number + 1].u + step.u) / 2 if number + 1 < len(found) else ends[2]
        bend = _bend(step, free, end, cards)
        if bend is None:
            by = min(abs(step.after - step.before) / 2, step.u - free, end - step.u, 1.5 * clear)
            first = corner((step.u, step.before), (1.0, 0.0), (0.0, np.sign(step.after - step.before)), by)
            last = corner((step.u, step.after), (0.0, np.sign(step.after - step.before)), (1.0, 0.0), by)
            bend = np.concatenate([first, last])
        points.append(bend)
        free = float(bend[-1, 0])
    return plain(np.concatenate([*points, [ends[2:]]]))


def _bend(step: Step, low: float, high: float, cards: Floats) -> Floats | None:
    """The longest bend for a step that stays between two places and clear of cards."""
    rise = abs(step.after - step.before)
    lengths = np.array([each for each in BENDS if each <= high - low and rise <= STEEPEST * each])
    if not len(lengths):
        return None
    begins = step.u - lengths[:, None] * np.array([0.5, 0.0, 1.0])  # the step lies within: level runs are free
    begins = np.clip(begins, low, high - lengths[:, None]).ravel()
    stops = begins + np.repeat(lengths, 3)
    v0, v1 = np.full(len(begins), step.before), np.full(len(begins), step.after)
    u, v = curve(begins, v0, stops, v1, _COARSE)
    near = cards[(cards[:, 0] < u.max() + CLOSE) & (cards[:, 2] > u.min() - CLOSE)]
    blocked = pass_through(u, v, near + _CLOSE)
    if blocked.all():
        return None
    best = int(np.argmin(blocked))
    fine = _FINE if rise < 240 else _FINEST
    return np.column_stack(curve(float(begins[best]), step.before, float(stops[best]), step.after, fine))
