"""The one curve that edges are made of: a cubic that is level at both ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Flags, Floats

ROUND = 27.0  # a handle is at least the root of this times the height, or steep bends would look like corners
LONGEST = 0.95  # share of the span that a handle takes at most; half is enough for all but steep bends


class Steps(NamedTuple):
    """Places along a curve, and what the handle and the ends weigh at each."""

    handle: Floats
    span: Floats
    rise: Floats


def steps(count: int) -> Steps:
    """Places that cut a curve into so many pieces."""
    t = np.linspace(0.0, 1.0, count + 1)
    rest = 1 - t
    return Steps(3 * t * rest * (rest - t), 3 * t**2 * rest + t**3, 3 * t**2 - 2 * t**3)


def curve(
    u0: Floats | float, v0: Floats | float, u1: Floats | float, v1: Floats | float, at: Steps
) -> tuple[Floats, Floats]:
    """Points of cubics from (u0, v0) to (u1, v1): ends are broadcast to one shape, the places add the last axis."""
    span, rise = np.subtract(u1, u0), np.subtract(v1, v0)
    least, most = np.abs(span) * 0.5, np.abs(span) * LONGEST
    handle = np.minimum(np.maximum(np.sqrt(ROUND * np.abs(rise)), least), most) * np.sign(span)
    u = np.asarray(u0)[..., None] + handle[..., None] * at.handle + span[..., None] * at.span
    v = np.asarray(v0)[..., None] + rise[..., None] * at.rise
    return u, v


def pass_through(u: Floats, v: Floats, boxes: Floats) -> Flags:
    """Which lines (points along the last axis) pass through any of some boxes (m x 4)."""
    near = (boxes[:, 0] < u.max()) & (boxes[:, 2] > u.min()) & (boxes[:, 1] < v.max()) & (boxes[:, 3] > v.min())
    u, v = np.broadcast_arrays(u, v)
    if not near.any():
        return np.zeros(u.shape[:-1], bool)
    half_u, half_v = (boxes[near, 2] - boxes[near, 0]) / 2, (boxes[near, 3] - boxes[near, 1]) / 2
    run_u, run_v = (u[..., 1:] - u[..., :-1]) / 2, (v[..., 1:] - v[..., :-1]) / 2
    away_u = (u[..., 1:] - run_u)[..., None] - (boxes[near, 0] + half_u)
    away_v = (v[..., 1:] - run_v)[..., None] - (boxes[near, 1] + half_v)
    long, high = np.abs(run_u)[..., None], np.abs(run_v)[..., None]
    at = np.nonzero((np.abs(away_u) < half_u + long) & (np.abs(away_v) < half_v + high))
    piece, box = at[:-1], at[-1]
    # Of what is so near a piece passes by if all corners of the box lie on one side of it.
    side = np.abs(run_u[piece] * away_v[at] - run_v[piece] * away_u[at])
    met = side < half_u[box] * high[..., 0][piece] + half_v[box] * long[..., 0][piece]
    found = np.zeros(u.shape[:-1], bool)
    found[tuple(part[met] for part in piece[:-1])] = met.any()
    return found
