"""Taking many rows out of columns at once, with the outcome of taking them out one by one.

Whatever leaves a row, the last one moves into the hole. Where each row ends up is worked out on names alone; the
columns are then rearranged in one go.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


class Holes:
    """The names of rows while some of them leave.

    Args:
        names: row -> name.
        row: name -> row. Both are changed at once, the columns only later.
        left: called with each row that was left, before the next one is.
    """

    def __init__(
        self, names: list[str], row: dict[str, int], left: Callable[[int], object] = lambda _row: None
    ) -> None:
        self._names = names
        self._row = row
        self._left = left
        self._before = len(names)
        self._moved: dict[int, int] = {}  # row -> the row of before that is there now

    def leave(self, name: str) -> None:
        """Take a name out."""
        row, last = self._row.pop(name), self._names.pop()
        end = len(self._names)
        was = self._moved.pop(end, end)
        if row < end:
            self._names[row], self._row[last], self._moved[row] = last, row, was
        if self._left is not None:
            self._left(row)

    def moves(self) -> tuple[Rows, Rows]:
        """The rows that hold another one than before, and where that was."""
        return np.fromiter(self._moved, np.intp), np.fromiter(self._moved.values(), np.intp)

    def renumbered(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """Where rows of before are now; -1 stays. None of them may have left."""
        to, was = self.moves()
        now = np.arange(self._before + 1, dtype=rows.dtype)
        now[-1] = -1
        now[was] = to
        return now[rows]


def grouped(keys: NDArray[np.int32], wanted: Rows, names: list[str], into: dict[int, list[str]]) -> None:
    """Add the names of the rows whose key is wanted to the lists of their keys."""
    rows = np.flatnonzero(np.isin(keys, wanted))
    for row, key in zip(rows.tolist(), keys[rows].tolist(), strict=True):
        into.setdefault(key, []).append(names[row])
