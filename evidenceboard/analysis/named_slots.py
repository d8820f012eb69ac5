"""Columns whose rows have names: a name keeps its row for ever, and the order of names is kept beside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

FEW = 64  # names that are put into the order one by one
AT_ONCE = 5_000
ROOM = 64


class Slots:
    """Rows of several columns, by name; -1 where no number was set, False where no flag.

    Args:
        columns: the name and type of each.

    Attributes:
        names: of each slot.
        in_order: all names, sorted.
    """

    def __init__(self, columns: Mapping[str, DTypeLike]) -> None:
        self._columns: dict[str, NDArray[Any]] = {name: _empty(ROOM, kind) for name, kind in columns.items()}
        self._slot: dict[str, int] = {}
        self._order = np.empty(0, np.int64)
        self._new: list[str] = []
        self.names: list[str] = []
        self.in_order: list[str] = []

    def __len__(self) -> int:
        return len(self._slot)

    def __contains__(self, name: object) -> bool:
        return name in self._slot

    def __getitem__(self, column: str) -> NDArray[Any]:
        """A column, with room behind the last slot."""
        return self._columns[column]

    def slot(self, name: str) -> int:
        """The slot of a name, a new one where it has none."""
        if (found := self._slot.get(name)) is None:
            found = self._slot[name] = len(self._slot)
            self.names.append(name)
            self._new.append(name)
            if found >= len(next(iter(self._columns.values()))):
                self.grow(2 * found)
        return found

    @property
    def order(self) -> NDArray[np.int64]:
        """All slots in the order of their names; `in_order` is right once this was asked."""
        if len(self._new) > FEW:
            some = (np.array(self.names[at : at + AT_ONCE]) for at in range(0, len(self.names), AT_ONCE))
            self._order = np.argsort(np.concatenate(list(some)), kind="stable")  # lets others work, as a list does not
            self.in_order = [self.names[slot] for slot in self._order.tolist()]
        else:
            for name in self._new:
                at = bisect_left(self.in_order, name)
                self.in_order.insert(at, name)
                self._order = np.insert(self._order, at, self._slot[name])
        self._new.clear()
        return self._order

    def grow(self, room: int) -> None:
        """Make room for so many names."""
        for name, held in self._columns.items():
            if room > len(held):
                self._columns[name] = np.concatenate([held, _empty(room - len(held), held.dtype)])


def _empty(room: int, kind: DTypeLike) -> NDArray[Any]:
    return np.full(room, -1 if np.issubdtype(kind, np.number) else 0, kind)
