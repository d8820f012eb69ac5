"""The way around foreign cards with two bends: a bend, a level run beside a card and another bend.

All level runs and all places where bends may end are looked at together. In an edge's own view, as in `detours`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Flags, Floats
from evidenceboard.model.corners import plain
from evidenceboard.model.curves import curve, pass_through, steps

DETOUR = 240.0  # how far the level run may lie outside the span of the ends
CLOSE = 11.99  # and a path nearer than this is in the card's way
LANES = 32  # level runs looked at, those with the shortest ways to them first
TURNS = (56.0, 96.0, 160.0, 240.0)  # lengths of a bend
STEEPEST = 5.0  # a bend may be so much higher than long
STEEP = 30.0  # what a bend as high as long costs

_CLOSE = np.array([-CLOSE, -CLOSE, CLOSE, CLOSE])
_FINE, _FINEST, _COARSE = steps(24), steps(48), steps(12)


def two_bends(ends: tuple[float, float, float, float], cards: Floats, clear: float) -> Floats | None:
    """The best path of a bend, a level run at a distance from some card, and a bend; None if none is free.

    Args:
        ends: u0, v0, u1, v1.
    """
    u0, v0, u1, v1 = ends
    lanes = _lanes(v0, v1, cards, clear)
    starts, stops = _turns(u0, u1, cards, clear)
    met = _on_lanes(lanes, cards)
    # What lies between the longest bends is in the way of all level runs on its lane.
    between = (cards[:, 2] + CLOSE > starts.max()) & (cards[:, 0] - CLOSE < stops.min())
    open_lanes = ~(met & between).any(axis=1)
    if not open_lanes.any():
        return None
    lanes, met = lanes[open_lanes], met[open_lanes]
    over = (cards[:, 2] + CLOSE > starts[:, None, None]) & (cards[:, 0] - CLOSE < stops[:, None])
    run_met = (met[:, None] & over.reshape(-1, len(cards))).any(axis=2)
    free = ~run_met.reshape(len(lanes), len(starts), len(stops)) & (starts[:, None] <= stops)
    some = free.any(axis=(1, 2))
    if not some.any():
        return None
    lanes, free = lanes[some], free[some]
    first = _bend_costs(u0, v0, starts, lanes, cards)
    last = _bend_costs(u1, v1, stops, lanes, cards)
    cost = np.where(free, first[:, :, None] + last[:, None, :], np.inf)
    best = int(cost.argmin())
    if not np.isfinite(cost.flat[best]):
        return None
    lane, start, stop = np.unravel_index(best, cost.shape)
    return _path(u0, v0, u1, v1, float(starts[start]), float(lanes[lane]), float(stops[stop]))


def _lanes(v0: float, v1: float, cards: Floats, clear: float) -> Floats:
    """Where level runs may go, beside cards and at the ends themselves."""
    lanes = np.unique(np.concatenate([[v0, v1], cards[:, 1] - clear, cards[:, 3] + clear]))
    detour = np.maximum(min(v0, v1) - lanes, 0.0) + np.maximum(lanes - max(v0, v1), 0.0)
    order = np.argsort(detour, kind="stable")[:LANES]
    return np.asarray(lanes[order[detour[order] <= DETOUR]])


def _turns(u0: float, u1: float, cards: Floats, clear: float) -> tuple[Floats, Floats]:
    """Where the first bend may end and the second begin: at given lengths, and right at the cards around."""
    turns = np.unique(np.minimum(TURNS, (u1 - u0) / 2))
    before, after = cards[:, 0] - clear, cards[:, 2] + clear
    before = before[(before > u0 + TURNS[0]) & (before < u0 + TURNS[-1])][:4]
    after = after[(after < u1 - TURNS[0]) & (after > u1 - TURNS[-1])][:4]
    return np.unique(np.concatenate([u0 + turns, before])), np.unique(np.concatenate([u1 - turns, after]))


def _on_lanes(lanes: Floats, cards: Floats) -> Flags:
    """Which cards level runs come close to, wherever they run: lanes x cards."""
    return np.asarray((lanes[:, None] > cards[:, 1] - CLOSE) & (lanes[:, None] < cards[:, 3] + CLOSE))


def _bend_costs(u: float, v: float, turns: Floats, lanes: Floats, cards: Floats) -> Floats:
    """What bends between (u, v) and each lane cost by where they end: their height, how steep they are; infinite
    where a card is in the way."""
    low, high = min(u, turns.min()) - CLOSE, max(u, turns.max()) + CLOSE
    near = cards[(cards[:, 0] < high) & (cards[:, 2] > low)]
    rise = np.abs(lanes - v)[:, None]
    slope = rise / np.maximum(np.abs(turns - u), 1.0)
    cost = np.where(slope <= STEEPEST, rise + STEEP * slope, np.inf)
    if not len(near):
        return np.asarray(cost)
    at_u, at_v = curve(np.full((1, len(turns)), u), v, turns[None], lanes[:, None], _COARSE)
    met = pass_through(at_u, at_v, near + _CLOSE)
    return np.where(met, np.inf, cost)


def _path(u0: float, v0: float, u1: float, v1: float, start: float, lane: float, stop: float) -> Floats:
    return plain(np.concatenate([_bend(u0, v0, start, lane), _bend(stop, lane, u1, v1)]))


def _bend(u0: float, v0: float, u1: float, v1: float) -> NDArray[np.float64]:
    if abs(v1 - v0) < 0.75:
        return np.array([[u0, v0], [u1, v1]])
    return np.column_stack(curve(u0, v0, u1, v1, _FINE if abs(v1 - v0) < 240 else _FINEST))
