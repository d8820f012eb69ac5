"""Rows that stand together, gathered group by group: first with second, that with the third, and so on.

That is far faster than numpy's `reduceat` where groups are many and small, and its order is fixed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

LARGE = 48  # rows of a group that `reduceat` gathers


class Groups:
    """Rows in groups, each from one begin to the next.

    Args:
        begins: where the groups begin; the first is 0.
        count: of all rows.
    """

    def __init__(self, begins: Rows, count: int) -> None:
        self.count = len(begins)
        size = np.diff(np.append(begins, count))
        self.alone = bool((size == 1).all())
        self._first = begins
        small = size <= LARGE
        self._rounds: list[tuple[Rows, Rows]] = []
        for at in range(1, int(size[small].max(initial=1))):
            groups = np.flatnonzero(small & (size > at))
            self._rounds.append((groups, begins[groups] + at))
        self._large = np.flatnonzero(~small)
        ends = np.cumsum(size[self._large])
        self._large_begins = ends - size[self._large]
        self._large_rows = np.repeat(begins[self._large] - self._large_begins, size[self._large]) + np.arange(
            int(ends[-1]) if len(ends) else 0
        )

    def gathered(self, ufunc: np.ufunc, rows: Floats) -> Floats:
        """Each group as one row."""
        if self.alone:
            return rows
        found: Floats = rows[self._first]
        for groups, members in self._rounds:
            found[groups] = ufunc(found[groups], rows[members])
        if len(self._large):
            found[self._large] = ufunc.reduceat(rows[self._large_rows], self._large_begins, axis=0)
        return found
