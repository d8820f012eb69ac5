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
    found = np.zeros(u.shape[:-1], bool)
    if not near.any():
        return found
    run_u, run_v = (u[..., 1:] - u[..., :-1]) / 2, (v[..., 1:] - v[..., :-1]) / 2
    at_u, at_v = u[..., 1:] - run_u, v[..., 1:] - run_v
    long, high = np.abs(run_u), np.abs(run_v)
    for left, top, right, bottom in boxes[near].tolist():
        half_u, half_v = (right - left) / 2, (bottom - top) / 2
        away_u, away_v = at_u - (left + half_u), at_v - (top + half_v)
        met = (np.abs(away_u) < half_u + long) & (np.abs(away_v) < half_v + high)
        # A piece passes by if all corners of the box lie on one side of it.
        met &= np.abs(run_u * away_v - run_v * away_u) < half_u * high + half_v * long
        found |= met.any(axis=-1)
    return found
