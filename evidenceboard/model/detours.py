"""The way around foreign cards, for many edges at once, each seen so that it runs to the right.

Everything here is in the edges' own views: u along, v across. The first axis of every array is the edge; cards are
boxes (u low, v low, u high, v high), and a place that holds no card holds a box that nothing is in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Flags, Floats, Rows
from evidenceboard.model.curves import curve, steps

CLEAR = 16.0  # a detour passes a card at this distance
CLOSE = 12.0  # and a path nearer than this is in the card's way
NEAR = 16  # cards looked at for one edge
LANES = 12  # level runs looked at, those with the shortest ways to them first
TURNS = (48.0, 96.0, 160.0)  # lengths of a bend
STEEP = 30.0  # what a bend as high as long costs; a hit costs HIT, and crossing another edge CROSSING
HIT = 10_000.0
CROSSING = 30.0
NOWHERE = 1e15
NO_CARD = (NOWHERE, NOWHERE, -NOWHERE, -NOWHERE)

_FINE, _FINEST, _COARSE = steps(24), steps(48), steps(8)


def beside(u0: float, u1: float, v: float, cards: Floats, facing: tuple[float, float]) -> Floats | None:
    """A straight line beside the one at v that clears all cards (m x 4), where the edge's own cards face each other."""
    lanes = np.concatenate([cards[:, 1] - CLEAR, cards[:, 3] + CLEAR])
    lanes = lanes[(lanes >= facing[0]) & (lanes <= facing[1])]
    lanes = lanes[np.argsort(np.abs(lanes - v))]
    free = ~_meets(np.full(len(lanes), u0), np.full(len(lanes), u1), lanes, cards[None]).any(axis=-1)
    return None if not free.any() else np.array([[u0, lanes[free][0]], [u1, lanes[free][0]]])


def around(ends: Floats, cards: Floats, others: Floats, reach: float) -> list[Floats | None]:
    """For each edge the best path of a bend, a level run and a bend; None where the direct one meets no more cards.

    Args:
        ends: u0, v0, u1, v1 of each edge (n x 4).
        cards: those that may be in its way (n x m x 4).
        others: straight lines of other edges (n x k x 4: u v u v); crossing them costs a little.
        reach: how far a path may leave the box of its ends.
    """
    u0, v0, u1, v1 = ends.T
    cards = _nearest(cards, v0 + v1)
    hit = np.asarray(_inside(*curve(u0, v0, u1, v1, _COARSE), cards).any(axis=1))
    starts, stops = _turns(u0, u1, cards, hit)
    lanes = _lanes(v0, v1, cards, reach)
    lanes = np.where(np.isfinite(lanes), lanes, v0[:, None])
    crossed = _crossings(starts.min(axis=1), stops.max(axis=1), lanes, others)
    lane, first_turn, last_turn = lanes[:, :, None], starts[:, None, :], stops[:, None, :]
    first = _bend_cost(u0[:, None, None], v0[:, None, None], first_turn, lane, cards)
    last = _bend_cost(last_turn, lane, u1[:, None, None], v1[:, None, None], cards)
    run = _meets(starts[:, None, :, None], stops[:, None, None, :], lanes[:, :, None, None], cards).sum(axis=-1) * HIT
    cost = first[:, :, :, None] + run + last[:, :, None, :] + CROSSING * crossed[:, :, None, None]
    cost += np.where(stops[:, None, None, :] < starts[:, None, :, None], np.inf, 0.0)
    best = cost.reshape(len(ends), -1).argmin(axis=1)
    at_lane, at_start, at_stop = np.unravel_index(best, cost.shape[1:])
    number = np.arange(len(ends))
    worth = cost[number, at_lane, at_start, at_stop] < hit.sum(axis=1) * HIT
    turns = np.column_stack([starts[number, at_start], lanes[number, at_lane], stops[number, at_stop]])
    return [_path(*end, *turn) if well else None for end, turn, well in zip(ends, turns, worth, strict=True)]


def _nearest(cards: Floats, twice_middle: Floats) -> Floats:
    """Of each edge's cards those that lie nearest across it."""
    if cards.shape[1] <= NEAR:
        return cards
    away = np.abs(cards[:, :, 1] + cards[:, :, 3] - twice_middle[:, None])
    chosen = np.argpartition(np.where(cards[:, :, 0] == NOWHERE, np.inf, away), NEAR, axis=1)[:, :NEAR]
    return np.take_along_axis(cards, chosen[:, :, None], axis=1)


def _lanes(v0: Floats, v1: Floats, cards: Floats, reach: float) -> Floats:
    """Where level runs may go, beside cards and at the ends themselves; infinite where there are fewer."""
    lanes = np.concatenate([v0[:, None], v1[:, None], cards[:, :, 1] - CLEAR, cards[:, :, 3] + CLEAR], axis=1)
    low, high = np.minimum(v0, v1)[:, None], np.maximum(v0, v1)[:, None]
    detour = np.maximum(low - lanes, 0.0) + np.maximum(lanes - high, 0.0)
    lanes = np.where(detour <= reach, lanes, np.inf)
    count = min(LANES, lanes.shape[1])
    chosen = np.argsort(np.where(detour <= reach, detour, np.inf), axis=1, kind="stable")[:, :count]
    return np.take_along_axis(lanes, chosen, axis=1)


def _turns(u0: Floats, u1: Floats, cards: Floats, hit: Flags) -> tuple[Floats, Floats]:
    """Where the first bend may end and the second begin: at given lengths, and right at the cards in the way."""
    turns = np.minimum(np.array(TURNS), (u1 - u0)[:, None] / 2)
    before = np.where(hit, cards[:, :, 0], np.inf).min(axis=1) - CLEAR
    after = np.where(hit, cards[:, :, 2], -np.inf).max(axis=1) + CLEAR
    starts, stops = u0[:, None] + turns, u1[:, None] - turns
    before = np.where((before > u0 + TURNS[0]) & np.isfinite(before), before, starts[:, 0])
    after = np.where((after < u1 - TURNS[0]) & np.isfinite(after), after, stops[:, 0])
    return np.concatenate([starts, before[:, None]], axis=1), np.concatenate([stops, after[:, None]], axis=1)


def _inside(u: Floats, v: Floats, cards: Floats) -> Flags:
    """Points (n x … x k) in cards (n x m x 4) grown by CLOSE: n x … x k x m."""
    cards = cards.reshape(len(cards), *(1,) * (u.ndim - 1), cards.shape[1], 4)
    u, v = u[..., None], v[..., None]
    inside = (u > cards[..., 0] - CLOSE) & (u < cards[..., 2] + CLOSE)
    inside &= v > cards[..., 1] - CLOSE
    inside &= v < cards[..., 3] + CLOSE
    return inside


def _bend_cost(u0: Floats, v0: Floats, u1: Floats, v1: Floats, cards: Floats) -> Floats:
    """What bends cost (n x lanes x turns): the cards they come close to, their height, how steep they are."""
    hits = _inside(*curve(u0, v0, u1, v1, _COARSE), cards).any(axis=-2).sum(axis=-1)
    rise = np.abs(v1 - v0)
    return np.asarray(hits * HIT + rise + STEEP * rise / np.maximum(u1 - u0, 1.0))


def _meets(u0: Floats, u1: Floats, v: Floats, cards: Floats) -> Flags:
    """Which cards (n x m x 4) level runs come close to: n x … x m."""
    cards = cards.reshape(len(cards), *(1,) * (v.ndim - 1), cards.shape[1], 4)
    across = (u1[..., None] > cards[..., 0] - CLOSE) & (u0[..., None] < cards[..., 2] + CLOSE)
    level = (v[..., None] > cards[..., 1] - CLOSE) & (v[..., None] < cards[..., 3] + CLOSE)
    return np.asarray(across & level)


def _crossings(u0: Floats, u1: Floats, lanes: Floats, others: Floats) -> Rows:
    """How many straight lines the level run of each lane crosses at most: n x lanes."""
    a, b, c, d = (others[:, None, :, part] for part in range(4))
    share = (lanes[:, :, None] - b) / np.where(np.abs(d - b) < 1e-6, 1e-6, d - b)
    u = a + (c - a) * share
    crossed = (share > 0) & (share < 1) & (u > u0[:, None, None]) & (u < u1[:, None, None])
    return np.asarray(crossed.sum(axis=-1))


def _path(u0: float, v0: float, u1: float, v1: float, start: float, lane: float, stop: float) -> Floats:
    return np.concatenate([_bend(u0, v0, start, lane), _bend(stop, lane, u1, v1)])


def _bend(u0: float, v0: float, u1: float, v1: float) -> NDArray[np.float64]:
    if abs(v1 - v0) < 0.75:
        return np.array([[u0, v0], [u1, v1]])
    return np.column_stack(curve(u0, v0, u1, v1, _FINE if abs(v1 - v0) < 240 else _FINEST))
