"""Numbers of many things alike, each kind of number in an array of its own that grows as things come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


class Arrays:
    """Named arrays of one length that grow together. Removing a row moves the last one into the hole."""

    def __init__(self, forms: dict[str, str]) -> None:
        self._forms = forms
        self.reset(0)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._held[name][: self.count]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._forms)

    def filled(self, found: Mapping[str, NDArray[Any]], count: int) -> Arrays:
        """Others of this form with these values.

        Raises:
            ValueError: one is missing, or of another length or type.
        """
        other = Arrays(self._forms)
        other.reset(count)
        for name, form in self._forms.items():
            values = found.get(name)
            if values is None or values.shape != (count,) or values.dtype != np.dtype(form):
                raise ValueError(f"the column {name} does not fit")
            other[name][:] = values
        return other

    def some(self, rows: Rows) -> Arrays:
        """Others of this form that hold what stands in these rows."""
        other = Arrays(self._forms)
        other._held = {name: held[rows] if len(rows) else np.zeros(16, held.dtype) for name, held in self._held.items()}
        other.count = len(rows)
        return other

    def reset(self, count: int) -> None:
        self._held = {name: np.zeros(max(16, count), form) for name, form in self._forms.items()}
        self.count = count

    def append(self) -> int:
        self.extend(self.count + 1)
        return self.count - 1

    def extend(self, count: int) -> None:
        """Have so many rows, no fewer than before; new ones hold what was left there."""
        room = len(next(iter(self._held.values())))
        if count > room:
            room = max(2 * room, count) - room
            self._held = {name: np.concatenate([held, np.zeros(room, held.dtype)]) for name, held in self._held.items()}
        self.count = count

    def remove(self, row: int) -> None:
        self.count -= 1
        for held in self._held.values():
            held[row] = held[self.count]

    def rearrange(self, rows: Rows, was: Rows, count: int) -> None:
        """Put into rows what was in others, and have only so many."""
        for held in self._held.values():
            held[rows] = held[was]
        self.count = count
