"""Rows that stand together, gathered group by group: first with second, that with the third, and so on.

Groups are sorted by size, so that the second rows of all groups that have one are one slice, and the third ones, too.
That is far faster than numpy's `reduceat` where groups are many and small, and the order of the arithmetic is fixed:
it does not depend on the other groups, nor on what stands beside a row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

LARGE = 48  # rows of a group that is gathered by halves, together with others of its size


class Groups:
    """Rows in groups, each from one begin to the next.

    Args:
        begins: where the groups begin; the first is 0.
        count: of all rows.

    Attributes:
        rows: in which order the rows are wanted.
        groups: in which order the groups are given.
    """

    def __init__(self, begins: Rows, count: int) -> None:
        size = np.diff(np.append(begins, count))
        small = np.where(size > LARGE, 0, size)
        self.groups = np.lexsort((np.where(size > LARGE, size, 0), -small))
        self.alone = len(begins) == count
        begins, size, small = begins[self.groups], size[self.groups], small[self.groups]
        most = int(small.max(initial=0))
        self._many = [int((small > at).sum()) for at in range(most)]
        sizes, numbers = np.unique(size[small == 0], return_counts=True)
        self._large = list(zip(sizes.tolist(), numbers.tolist(), strict=True))  # size, and how many groups have it
        rounds = [begins[:many] + at for at, many in enumerate(self._many)]
        large = [begin + np.arange(rows) for begin, rows in zip(begins[small == 0], size[small == 0], strict=True)]
        self.rows = np.concatenate([np.empty(0, np.int64), *rounds, *large])

    def gathered(self, ufunc: np.ufunc, rows: Floats) -> Floats:
        """Each group as one row, in the order of `groups`.

        Args:
            rows: in the order of `self.rows`; they are written over.
        """
        if self.alone:
            return rows
        first = self._many[0] if self._many else 0
        found, at = rows[:first], first
        for many in self._many[1:]:
            ufunc(found[:many], rows[at : at + many], out=found[:many])
            at += many
        if not self._large:
            return found
        parts = [found]
        for size, number in self._large:
            end = at + size * number
            parts.append(_by_halves(ufunc, rows[at:end].reshape(number, size, *rows.shape[1:])))
            at = end
        return np.concatenate(parts)


def _by_halves(ufunc: np.ufunc, rows: Floats) -> Floats:
    """Of groups of one size, the upper half of each with the lower, row by row, until one is left.

    Args:
        rows: groups × rows × any further axes.
    """
    while rows.shape[1] > 1:
        half = rows.shape[1] // 2
        odd = rows[:, 2 * half :]
        rows = np.concatenate([ufunc(rows[:, :half], rows[:, half : 2 * half]), odd], axis=1)
    whole: Floats = rows[:, 0]
    return whole
