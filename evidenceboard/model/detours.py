"""The way around foreign cards, for one edge that runs to the right.

Everything here is in the edge's own view: u along it, v across; cards are boxes (u low, v low, u high, v high).
"""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Floats

CLEAR = 16.0  # a detour passes a card at this distance
CLOSE = 12.0  # and a path nearer than this is in the card's way
LANES = 14  # detours looked at, the shortest first
NEAR = 40  # cards looked at
SLIDE = 120.0  # how far a straight line between two facing cards may be shifted to pass a third
TURNS = (64.0, 128.0)  # lengths of a bend
STEEPEST = 0.5  # a bend is at least this share as long as it is high

_T = np.linspace(0.0, 1.0, 13)
_ALONG = 1.5 * _T * (1 - _T) + _T**3
_ASIDE = 3 * _T**2 - 2 * _T**3


def straight_across(u0: float, v0: float, u1: float, v1: float, cards: Floats) -> Floats | None:
    """A straight line beside the direct one that clears all cards, if a short shift will do."""
    lanes = np.concatenate([cards[:, 1] - CLEAR, cards[:, 3] + CLEAR])
    lanes = lanes[np.abs(lanes - v0) <= SLIDE]
    lanes = lanes[np.argsort(np.abs(lanes - v0))]
    free = ~_run_hits(np.full(len(lanes), u0), np.full(len(lanes), u1), lanes, cards).astype(bool)
    return None if not free.any() else np.array([[u0, lanes[free][0]], [u1, lanes[free][0]]])
