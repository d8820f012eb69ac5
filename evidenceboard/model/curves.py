"""The one curve that edges are made of: a cubic that is level at both ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Floats

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
