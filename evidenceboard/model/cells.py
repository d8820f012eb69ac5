"""The sheet in squares. Roundels that might meet are placed square by square, so that it is known beforehand, and
the same every time, what has a say in where one sits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Box, Floats

SIDE = 768.0
SLIDE = 128.0  # a roundel sits at most this far along its line from where it would like to sit
SCATTER = 192.0  # what nobody is neighbour of is put at most so far aside, so that two seldom meet
AROUND = 2 * SLIDE + 60.0  # from a square, within which roundels may meet those of the square
STRAY = 288.0  # a roundel further than this from the middle of the straight line is nobody's neighbour

Keys = NDArray[np.int64]

_FAR = 2**30  # squares to either side; further out all lie in the last one


def keys(x: Floats, y: Floats) -> Keys:
    """The squares in which places lie."""
    across, down = (np.clip(np.floor(part / SIDE), -_FAR, _FAR - 1).astype(np.int64) for part in (x, y))
    return np.asarray((across + _FAR) * 2**31 + down + _FAR)


def box(key: int) -> Box:
    left, top = (key // 2**31 - _FAR) * SIDE, (key % 2**31 - _FAR) * SIDE
    return Box(left, top, left + SIDE, top + SIDE)


def around(x: Floats, y: Floats, reach: float) -> set[int]:
    """The squares that lie within a reach of any of these places."""
    steps = np.unique(np.arange(-reach, reach + SIDE, SIDE).clip(max=reach))
    grid_x, grid_y = np.meshgrid(steps, steps)
    return set(np.unique(keys(np.add.outer(x, grid_x), np.add.outer(y, grid_y))).tolist())


def neighbours(squares: set[int]) -> set[int]:
    """These squares and those that touch them."""
    return {square + across * 2**31 + down for square in squares for across in (-1, 0, 1) for down in (-1, 0, 1)}
