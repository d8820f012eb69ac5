"""Which links and cards belong to what is marked."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.neighbourhood import around

Rows = NDArray[np.intp]
AT_ONCE = 2_000  # cards that are looked up in one step


class Joined:
    """Remembered until what is marked, or the sheet, is another."""

    def __init__(self) -> None:
        self._cards: frozenset[str] = frozenset()  # many cards that are marked
        self._version = -1
        self._marked = np.empty(0, np.int8)  # of each row whether it is one of them; -1 where nobody has asked yet
        self._looked: tuple[int, Box] | None = None
        self._edges = np.empty(0, np.intp)  # the links that showed then
        self._known: dict[tuple[frozenset[str], int], tuple[int, frozenset[str], frozenset[str]]] = {}

    def edges(self, geometry: Geometry, records: frozenset[str], depth: int = 1) -> frozenset[str]:
        """The edges among these records, and those within so many steps of the cards among them."""
        return self._of(geometry, records, depth)[1]

    def cards(self, geometry: Geometry, records: frozenset[str], depth: int = 1) -> frozenset[str]:
        """The cards that those edges lead to."""
        return self._of(geometry, records, depth)[2]

    def in_view(self, geometry: Geometry, cards: frozenset[str], box: Box) -> Rows:
        """The rows of those of many cards that show, lowest first: only what is in view is looked at one by one."""
        self._ask_anew(geometry, cards)
        rows = geometry.cards_in(box)
        new = rows[self._marked[rows] < 0]
        self._marked[new] = [geometry.cards[row] in cards for row in new.tolist()]
        return rows[self._marked[rows] > 0]

    def edges_in_view(self, geometry: Geometry, box: Box) -> Rows:
        """The rows of the links that may show."""
        if self._looked != (geometry.version, box):
            self._looked = geometry.version, box
            self._edges = geometry.touching(np.arange(len(geometry.edges)), box)
        return self._edges

    def look_up(self, geometry: Geometry, cards: frozenset[str]) -> Generator[None, None, None]:
        """Find the rows of many cards before they are painted, in steps, as long as nothing changes meanwhile."""
        self._ask_anew(geometry, cards)
        marked = self._marked
        for start in range(0, len(marked), AT_ONCE):
            if self._marked is not marked or len(geometry.cards) != len(marked):
                return
            marked[start : start + AT_ONCE] = [card in cards for card in geometry.cards[start : start + AT_ONCE]]
            yield

    def _ask_anew(self, geometry: Geometry, cards: frozenset[str]) -> None:
        if self._cards is not cards or self._version != geometry.version:
            self._cards, self._version = cards, geometry.version
            self._marked = np.full(len(geometry.cards), -1, np.int8)

    def _of(
        self, geometry: Geometry, records: frozenset[str], depth: int
    ) -> tuple[int, frozenset[str], frozenset[str]]:
        found = self._known.get((records, depth))
        if found is None or found[0] != geometry.version:
            cards, edges = around(geometry, records, depth)
            near = frozenset(geometry.cards[row] for row in np.flatnonzero(cards))
            links = frozenset(geometry.edges[row] for row in np.flatnonzero(edges))
            found = geometry.version, links, near - records
            self._known = dict(list(self._known.items())[-3:]) | {(records, depth): found}
        return found
