"""Things held in memory in the order of their last use, with the bytes of all of them together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Weighed(Generic[K, V]):
    """A mapping that knows how many bytes its values take.

    Args:
        weigh: the bytes of a value.

    Attributes:
        bytes: of all values.
    """

    def __init__(self, weigh: Callable[[V], int]) -> None:
        self.bytes = 0
        self._weigh = weigh
        self._held: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[K]:
        return iter(self._held)

    def __contains__(self, key: K) -> bool:
        return key in self._held

    def look(self, key: K) -> V | None:
        """The value, which is thereby the last one used."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: K, value: V) -> None:
        """Hold a value as the last one used."""
        self.drop(key)
        self._held[key] = value
        self.bytes += self._weigh(value)

    def drop(self, key: K) -> None:
        """Let go of a value, if it is there."""
        if (gone := self._held.pop(key, None)) is not None:
            self.bytes -= self._weigh(gone)

    def trim(self, most: float) -> None:
        """Let go of those that were not used for longest until at most so many bytes are left; never of the last."""
        while self.bytes > most and len(self._held) > 1:
            self.drop(next(iter(self._held)))

    def clear(self) -> None:
        """Let go of all."""
        self._held.clear()
        self.bytes = 0
