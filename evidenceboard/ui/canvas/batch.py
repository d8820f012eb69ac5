"""Many lines or rectangles handed to Qt at once, straight from numpy.

Qt reads the array's memory as its own structures: it must be C-contiguous float64 and live during the call.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

Floats = NDArray[np.float64]


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw n lines (n x 4: x1 y1 x2 y2) with the painter's pen."""
    if len(lines):
        held = np.ascontiguousarray(lines, np.float64)
        _call(painter.drawLines, QLineF, held)


def draw_polylines(painter: QPainter, lines: Floats) -> None:
    """Draw lines (n x 4), those that run on from the one before as one, so that thick ones have no knots."""
    if not len(lines):
        return
    runs_on = np.concatenate([[False], (lines[1:, :2] == lines[:-1, 2:]).all(axis=1), [False]])
    alone = ~(runs_on[1:] | runs_on[:-1])
    draw_lines(painter, lines[alone])  # which is cheaper
    lines, runs_on = lines[~alone], runs_on[:-1][~alone]
    for piece in np.split(lines, np.flatnonzero(~runs_on)[1:]) if len(lines) else ():
        points = [QPointF(x, y) for x, y in piece[:, :2].tolist()]
        painter.drawPolyline([*points, QPointF(*piece[-1, 2:].tolist())])


def draw_rects(painter: QPainter, rects: Floats) -> None:
    """Draw n rectangles (n x 4: x y width height) with the painter's pen and brush."""
    if len(rects):
        held = np.ascontiguousarray(rects, np.float64)
        _call(painter.drawRects, QRectF, held)


def _call(draw: Any, form: type, held: Floats) -> None:
    first = cast(Any, shiboken6).wrapInstance(held.ctypes.data, form)
    draw(first, len(held))


def clip(lines: Floats, left: float, top: float, right: float, bottom: float) -> tuple[Floats, Floats]:
    """Cut lines to a rectangle (Liang-Barsky, for all at once).

    Returns:
        The lines left over, and for each its row in `lines` with the shares of it at which it begins and ends
        (m x 3).
    """
    x1, y1, x2, y2 = lines.T
    dx, dy = x2 - x1, y2 - y1
    low, high = np.zeros(len(lines)), np.ones(len(lines))
    inside = np.ones(len(lines), bool)
    for run, room in ((-dx, x1 - left), (dx, right - x1), (-dy, y1 - top), (dy, bottom - y1)):
        share = room / np.where(run == 0, 1.0, run)
        low = np.where(run < 0, np.maximum(low, share), low)
        high = np.where(run > 0, np.minimum(high, share), high)
        inside &= (run != 0) | (room >= 0)
    rows = np.flatnonzero(inside & (low < high))
    low, high = low[rows], high[rows]
    kept = lines[rows]
    run = kept[:, 2:] - kept[:, :2]
    cut = np.concatenate([kept[:, :2] + run * low[:, None], kept[:, :2] + run * high[:, None]], axis=1)
    return cut, np.column_stack([rows, low, high])


def dash(lines: Floats, start: Floats, on: float, off: float) -> Floats:
    """Cut lines into dashes; `start` is how far along its path each line begins, so that dashes run on."""
    run = lines[:, 2:] - lines[:, :2]
    length = np.hypot(run[:, 0], run[:, 1])
    first = np.floor(start / (on + off)).astype(np.int64)
    count = np.floor((start + length) / (on + off)).astype(np.int64) - first + 1
    row = np.repeat(np.arange(len(lines)), count)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    begin = (first[row] + rank) * (on + off) - start[row]
    low, high = np.maximum(begin, 0.0), np.minimum(begin + on, length[row])
    kept = low < high
    row, low, high = row[kept], low[kept], high[kept]
    unit = run[row] / np.maximum(length[row], 1e-9)[:, None]
    origin = lines[row, :2]
    return np.concatenate([origin + unit * low[:, None], origin + unit * high[:, None]], axis=1)
