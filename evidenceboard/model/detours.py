"""The way around foreign cards, for one edge that runs to the right.

Everything here is in the edge's own view: u along it, v across; cards are boxes (u low, v low, u high, v high).
"""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Flags, Floats, Rows
from evidenceboard.model.curves import curve, steps

CLEAR = 16.0  # a detour passes a card at this distance
CLOSE = 12.0  # and a path nearer than this is in the card's way
LANES = 16  # detours looked at, the shortest first
NEAR = 24  # cards looked at
TURNS = (48.0, 96.0, 160.0)  # lengths of a bend
STEEP = 30.0  # what a bend as high as long costs; a hit costs HIT, and crossing another edge CROSSING
HIT = 10_000.0
CROSSING = 30.0

_FINE, _COARSE = steps(24), steps(8)


def beside(u0: float, u1: float, v: float, cards: Floats, facing: tuple[float, float]) -> Floats | None:
    """A straight line beside the one at v that clears all cards, where its own two cards face each other."""
    lanes = np.concatenate([cards[:, 1] - CLEAR, cards[:, 3] + CLEAR])
    lanes = lanes[(lanes >= facing[0]) & (lanes <= facing[1])]
    lanes = lanes[np.argsort(np.abs(lanes - v))]
    free = _run_hits(u0, u1, lanes, cards) == 0
    return None if not free.any() else np.array([[u0, lanes[free][0]], [u1, lanes[free][0]]])


def around(
    ends: tuple[float, float, float, float], cards: Floats, others: Floats, bounds: tuple[float, float]
) -> Floats | None:
    """The best path of a bend, a level run and a bend; None where the direct one meets no more cards.

    Args:
        ends: u0, v0, u1, v1.
        cards: those that may be in the way.
        others: straight lines (u v u v) of other edges; crossing them costs a little.
        bounds: lowest and highest v.
    """
    u0, v0, u1, v1 = ends
    cards = cards[np.argsort(np.abs(cards[:, 1] + cards[:, 3] - v0 - v1))[:NEAR]]
    hit = direct_hits(u0, v0, u1, v1, cards)
    lanes = _lanes(v0, v1, cards, bounds)[:, None]
    starts, stops = _turns(u0, u1, hit)
    rise, fall = np.abs(lanes - v0), np.abs(lanes - v1)
    first = _bend_hits(u0, v0, starts, lanes, cards) * HIT + rise + STEEP * rise / (starts - u0)
    last = _bend_hits(stops, lanes, u1, v1, cards) * HIT + fall + STEEP * fall / (u1 - stops)
    run = _run_hits(starts[:, None], stops, lanes[:, None], cards) * HIT
    run = run + CROSSING * _crossings(starts[:, None], stops, lanes[:, None], others)
    cost = first[:, :, None] + run + last[:, None, :] + np.where(stops < starts[:, None], np.inf, 0.0)
    lane, start, stop = np.unravel_index(int(cost.argmin()), cost.shape)
    if cost[lane, start, stop] >= len(hit) * HIT:
        return None
    return _path(u0, v0, float(starts[start]), float(lanes[lane, 0]), float(stops[stop]), u1, v1)


def _lanes(v0: float, v1: float, cards: Floats, bounds: tuple[float, float]) -> Floats:
    lanes = np.concatenate([[v0, v1], cards[:, 1] - CLEAR, cards[:, 3] + CLEAR])
    lanes = np.unique(lanes[(lanes >= bounds[0]) & (lanes <= bounds[1])])
    detour = np.abs(lanes - v0) + np.abs(lanes - v1)
    return lanes[np.argsort(detour, kind="stable")[:LANES]]


def _turns(u0: float, u1: float, hit: Floats) -> tuple[Floats, Floats]:
    """Where the first bend may end and the second begin: at given lengths, and right at the cards in the way."""
    half = (u1 - u0) / 2
    before = [hit[:, 0].min() - CLEAR] if len(hit) else []
    after = [hit[:, 2].max() + CLEAR] if len(hit) else []
    starts = np.array([*(u0 + min(turn, half) for turn in TURNS), *(u for u in before if u > u0 + TURNS[0])])
    stops = np.array([*(u1 - min(turn, half) for turn in TURNS), *(u for u in after if u < u1 - TURNS[0])])
    return np.unique(starts), np.unique(stops)


def direct_hits(u0: float, v0: float, u1: float, v1: float, cards: Floats) -> Floats:
    """The cards that the direct path comes close to."""
    return cards[_inside(*curve(u0, v0, u1, v1, _COARSE), cards).any(axis=0)]


def _inside(u: Floats, v: Floats, cards: Floats) -> Flags:
    """Points (… x k) in cards (m) grown by CLOSE: … x k x m."""
    u, v = u[..., None], v[..., None]
    across = (u > cards[:, 0] - CLOSE) & (u < cards[:, 2] + CLOSE)
    across &= v > cards[:, 1] - CLOSE
    across &= v < cards[:, 3] + CLOSE
    return across


def _bend_hits(u0: Floats | float, v0: Floats | float, u1: Floats | float, v1: Floats | float, cards: Floats) -> Rows:
    """How many cards each cubic comes close to; ends are broadcast to one shape."""
    return np.asarray(_inside(*curve(u0, v0, u1, v1, _COARSE), cards).any(axis=-2).sum(axis=-1))


def _run_hits(u0: Floats | float, u1: Floats | float, v: Floats, cards: Floats) -> Rows:
    """How many cards each level run comes close to."""
    start, stop, lane = np.asarray(u0)[..., None], np.asarray(u1)[..., None], v[..., None]
    across = (stop > cards[:, 0] - CLOSE) & (start < cards[:, 2] + CLOSE)
    return np.asarray((across & (lane > cards[:, 1] - CLOSE) & (lane < cards[:, 3] + CLOSE)).sum(axis=-1))


def _crossings(u0: Floats, u1: Floats, v: Floats, others: Floats) -> Rows:
    """How many straight lines each level run crosses."""
    a, b, c, d = others.T
    share = (v[..., None] - b) / np.where(np.abs(d - b) < 1e-6, 1e-6, d - b)
    u = a + (c - a) * share
    crossed = (share > 0) & (share < 1) & (u > u0[..., None]) & (u < u1[..., None])
    return np.asarray(crossed.sum(axis=-1))


def _path(u0: float, v0: float, start: float, lane: float, stop: float, u1: float, v1: float) -> Floats:
    parts = [_bend(u0, v0, start, lane), _bend(stop, lane, u1, v1)]
    return np.concatenate(parts)


def _bend(u0: float, v0: float, u1: float, v1: float) -> Floats:
    if abs(v1 - v0) < 0.75:
        return np.array([[u0, v0], [u1, v1]])
    return np.column_stack(curve(u0, v0, u1, v1, _FINE))
