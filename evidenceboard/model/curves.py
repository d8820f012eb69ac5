"""The one curve that edges are made of: a cubic that is level at both ends."""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Floats

ROUND = 27.0  # a handle is at least the root of this times the height, or steep bends would look like corners
LONGEST = 0.95  # share of the span that a handle takes at most; half is enough for all but steep bends


def curve(
    u0: Floats | float, v0: Floats | float, u1: Floats | float, v1: Floats | float, t: Floats
) -> tuple[Floats, Floats]:
    """Points of cubics from (u0, v0) to (u1, v1): ends are broadcast to one shape, `t` adds the last axis."""
    span, rise = np.asarray(np.subtract(u1, u0), float), np.asarray(np.subtract(v1, v0), float)
    reach = np.sqrt(ROUND * np.abs(rise)) / np.maximum(np.abs(span), 1e-9)
    handle = np.clip(reach, 0.5, LONGEST)[..., None]
    along = 3 * handle * t * (1 - t) ** 2 + 3 * (1 - handle) * t**2 * (1 - t) + t**3
    u = np.asarray(u0)[..., None] + span[..., None] * along
    v = np.asarray(v0)[..., None] + rise[..., None] * (3 * t**2 - 2 * t**3)
    return u, v
