"""Round corners, and lines without points that say nothing."""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Floats

Point = tuple[float, float]

_TURN = np.linspace(0.0, np.pi / 2, 7)[:, None]
_SINE, _COSINE = np.sin(_TURN), np.cos(_TURN)


def corner(at: Point, before: Point, after: Point, radius: float) -> Floats:
    """A quarter of a circle in place of a corner, from one way (a unit vector) to another across it."""
    one, other = np.array(before) * radius, np.array(after) * radius
    return np.asarray(np.array(at) - one + other - other * _COSINE + one * _SINE)


def plain(points: Floats) -> Floats:
    """A line without points that lie on a straight run, or twice in one place."""
    step = np.diff(points, axis=0)
    points = points[np.concatenate([[True], np.abs(step).max(axis=1) > 1e-6])]
    step = np.diff(points, axis=0)
    turn = step[1:, 0] * step[:-1, 1] - step[1:, 1] * step[:-1, 0]
    return np.asarray(points[np.concatenate([[True], np.abs(turn) > 1e-6, [True]])])
