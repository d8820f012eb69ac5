"""Where a dragged box comes to rest beside others: their edges and middles, and equal gaps between them.

The others are taken once, when a drag begins; a snap is then a few comparisons over their columns (some 0.05 ms
beside 400). Edges snap to edges and middles to middles, each axis by itself, and the nearest wins.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Box, Flags, Floats

ALIKE = 0.02  # scene units within which two lines are one


class Guide(NamedTuple):
    """A line that shows why a box rests where it does.

    Attributes:
        axis: 0 for what was matched across: the line stands upright; 1 for down: it lies level.
        at: its place on that axis.
        low, high: how far it runs on the other axis.
        gap: it measures one of two equal gaps: it runs along the axis from low to high, and `at` is its place on
            the other one.
    """

    axis: int
    at: float
    low: float
    high: float
    gap: bool = False


class Snapped(NamedTuple):
    """How far a box is moved, and the guides that say why."""

    dx: float
    dy: float
    guides: tuple[Guide, ...]


class Others:
    """The boxes beside which another one is dragged: n x 4, left, top, right, bottom."""

    def __init__(self, boxes: Floats) -> None:
        self._low, self._high = boxes[:, :2].T.copy(), boxes[:, 2:].T.copy()  # by axis
        self._middle = (self._low + self._high) / 2

    def snap(self, box: Box, reach: float, axes: tuple[int, ...] = (0, 1)) -> Snapped:
        """Move a box by at most ``reach`` on each of the axes so that it lines up with others."""
        by = [0.0, 0.0]
        gaps: list[tuple[int, float]] = []
        for axis in axes:
            lines = self._to_lines(box, axis)
            line = float(lines[np.abs(lines).argmin()]) if len(lines) else np.inf
            gap = min(self._to_gaps(box, axis), key=abs, default=np.inf)
            best = line if abs(line) <= abs(gap) else gap
            if abs(best) <= reach:
                by[axis] = best
                gaps += [(axis, gap)] if abs(gap - best) <= ALIKE else []
        moved = Box(box.left + by[0], box.top + by[1], box.right + by[0], box.bottom + by[1])
        guides = [guide for axis in axes for guide in self._guides(moved, axis)]
        guides += [guide for axis, _ in gaps for guide in self._gap_guides(moved, axis)]
        return Snapped(by[0], by[1], tuple(guides))

    def snap_end(self, box: Box, axis: int, reach: float) -> tuple[float, tuple[Guide, ...]]:
        """How much longer a box becomes at its right (axis 0) or lower end (1) so that it ends where others end or
        begin, or is as long as one of them; with the guides of what it ends at."""
        low, high = box[axis], box[axis + 2]
        ends = np.concatenate([self._low[axis], self._high[axis], low + (self._high - self._low)[axis]]) - high
        best = float(ends[np.abs(ends).argmin()]) if len(ends) else np.inf
        if abs(best) > reach:
            return 0.0, ()
        moved = Box(*(side + (best if number == axis + 2 else 0.0) for number, side in enumerate(box)))
        at = high + best
        return best, tuple(self._through(moved, axis, at, self._ends_at(axis, at)))

    def _to_lines(self, box: Box, axis: int) -> Floats:
        """How far it is to every line that an edge or the middle of the box could lie on."""
        low, high = box[axis], box[axis + 2]
        edges = np.concatenate([self._low[axis], self._high[axis]])
        return np.concatenate([edges - low, edges - high, self._middle[axis] - (low + high) / 2])

    def _guides(self, box: Box, axis: int) -> list[Guide]:
        low, high = box[axis], box[axis + 2]
        found = [guide for at in (low, high) for guide in self._through(box, axis, at, self._ends_at(axis, at))]
        middle = (low + high) / 2
        return found + self._through(box, axis, middle, np.abs(self._middle[axis] - middle) <= ALIKE)

    def _ends_at(self, axis: int, at: float) -> Flags:
        near: Flags = np.minimum(np.abs(self._low[axis] - at), np.abs(self._high[axis] - at)) <= ALIKE
        return near

    def _through(self, box: Box, axis: int, at: float, matched: Flags) -> list[Guide]:
        """The guide through the box and all that lie on its line."""
        if not matched.any():
            return []
        low = min(box[1 - axis], float(self._low[1 - axis][matched].min()))
        return [Guide(axis, at, low, max(box[3 - axis], float(self._high[1 - axis][matched].max())))]

    # --- equal gaps ----------------------------------------------------------------------------------------

    def _to_gaps(self, box: Box, axis: int) -> list[float]:
        """How far it is to the places where the gaps to the next boxes on this axis are equal."""
        (before, after), length = self._row_of(box, axis), box[axis + 2] - box[axis]
        found = []
        if before and after and after[0][0] - before[0][1] >= length:
            found.append((before[0][1] + after[0][0] - length) / 2)
        if len(before) == 2 and before[0][0] >= before[1][1]:
            found.append(before[0][1] + before[0][0] - before[1][1])
        if len(after) == 2 and after[1][0] >= after[0][1]:
            found.append(after[0][0] - (after[1][0] - after[0][1]) - length)
        return [start - box[axis] for start in found]

    def _row_of(self, box: Box, axis: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
        """From where to where the two boxes before and the two after this one reach, the nearest first; only such
        as lie in its row count."""
        low, high = self._low[axis], self._high[axis]
        beside = (self._low[1 - axis] < box[3 - axis]) & (self._high[1 - axis] > box[1 - axis])
        middle = (box[axis] + box[axis + 2]) / 2
        before, after = np.flatnonzero(beside & (high <= middle)), np.flatnonzero(beside & (low >= middle))
        before, after = before[np.argsort(-high[before])[:2]], after[np.argsort(low[after])[:2]]
        return tuple([(float(low[row]), float(high[row])) for row in rows] for rows in (before, after))  # type: ignore[return-value]

    def _gap_guides(self, box: Box, axis: int) -> list[Guide]:
        before, after = self._row_of(box, axis)
        ends = [*reversed(before), (box[axis], box[axis + 2]), *after]
        gaps = [(one[1], other[0]) for one, other in zip(ends, ends[1:], strict=False)]
        mine = [gap for gap in gaps if box[axis] == gap[1] or box[axis + 2] == gap[0]]
        alike = [gap for gap in gaps if any(abs(gap[1] - gap[0] - (own[1] - own[0])) <= ALIKE for own in mine)]
        at = (box[1 - axis] + box[3 - axis]) / 2
        return [Guide(axis, at, *gap, gap=True) for gap in alike if gap[1] > gap[0]] if len(alike) > 1 else []
