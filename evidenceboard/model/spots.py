"""Where parts of photos lie on their cards, and which edges begin in them.

Few cards have any, so they are held by name beside the columns. An edge that begins in a spot is an edge of its card
for all that asks who is joined to whom; only its line begins at the spot.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.adjacency import Adjacency
from evidenceboard.model.columns import Box, CardRow, Columns, EdgeRow, Flags, Floats, Rows


class Spot(NamedTuple):
    """A box on a card, by its borders in scene units from the card's upper left corner.

    Attributes:
        floor: where the picture ends below which the card has its words; links pass under these.
    """

    card: str
    left: float
    top: float
    right: float
    bottom: float
    floor: float = math.inf


class Spots(Adjacency):
    """The columns of one sheet with the spots on its cards.

    Attributes:
        spots: by the id of the part of a photo.
        begins: edge → the spot in which it begins.
    """

    def __init__(self) -> None:
        self.spots: dict[str, Spot] = {}
        self.begins: dict[str, str] = {}
        self._on: dict[str, tuple[str, ...]] = {}  # card → its spots
        self._from: dict[str, set[str]] = {}  # spot → the edges that begin in it
        self._begun: Flags | None = None  # of each row whether its edge is one of those
        super().__init__()

    def load(self, cards: Iterable[CardRow], edges: Iterable[EdgeRow]) -> None:
        self._forget_spots()
        super().load(cards, edges)

    def unpack(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        super().unpack(arrays)
        self._forget_spots()

    def taking(self, sheet: Columns, there: Flags, besides: Flags) -> Generator[None, None, Rows]:
        """The same, with the spots on these cards."""
        assert isinstance(sheet, Spots)
        rows = yield from super().taking(sheet, there, besides)
        self.spots = {name: spot for name, spot in sheet.spots.items() if spot.card in self.row}
        self.begins = {
            edge: name for edge, name in sheet.begins.items() if name in self.spots and edge in self.edge_row
        }
        self._on = {card: names for card, names in sheet._on.items() if card in self.row}
        self._from = {name: edges & self.edge_row.keys() for name, edges in sheet._from.items() if name in self.spots}
        return rows

    def _forget_spots(self) -> None:
        for held in (self.spots, self.begins, self._on, self._from):
            held.clear()
        self._begun = None

    def put_spots(self, cards: Iterable[str], spots: Mapping[str, Spot], begins: Mapping[str, str]) -> None:
        """These cards have these spots and no others, and these edges begin in them."""
        cards = set(cards)
        if self._has(cards, spots, begins):
            return
        self._begun = None
        before: dict[str, Spot | None] = {}
        for spot in [spot for card in cards for spot in self._on.pop(card, ())]:
            for edge in self._from.pop(spot, ()):
                before[edge] = self.spots.get(self.begins.pop(edge, ""))
            del self.spots[spot]
        on: dict[str, list[str]] = {}
        for name, new in spots.items():
            on.setdefault(new.card, []).append(name)
        self._on |= {card: tuple(names) for card, names in on.items()}
        self.spots |= spots
        for edge, name in begins.items():
            if name in spots:
                self.begins[edge] = name
                self._from.setdefault(name, set()).add(edge)
        changed = [
            self.edge_row[edge]
            for edge in {**before, **begins}
            if edge in self.edge_row and before.get(edge) != self.spots.get(self.begins.get(edge, ""))
        ]
        if changed:
            self._disturb([], self._crowd(np.array(changed, np.intp)), changed)
        else:
            self.version += 1

    def _has(self, cards: set[str], spots: Mapping[str, Spot], begins: Mapping[str, str]) -> bool:
        names = [name for card in cards for name in self._on.get(card, ())]
        if {name: self.spots[name] for name in names} != spots:
            return False
        edges = [edge for name in names for edge in self._from.get(name, ())]
        return {edge: self.begins[edge] for edge in edges} == begins

    def take_spots(self, other: Spots) -> None:
        """Have the same as another sheet, as far as the cards and edges are here."""
        spots = {name: spot for name, spot in other.spots.items() if spot.card in self.row}
        begins = {edge: name for edge, name in other.begins.items() if name in spots and edge in self.edge_row}
        if spots != self.spots or begins != self.begins:
            self.put_spots({*self._on, *other._on}, spots, begins)

    def spots_of(self, card: str) -> tuple[str, ...]:
        """The spots on a card."""
        return self._on.get(card, ())

    def edges_from(self, spot: str) -> frozenset[str]:
        """The edges that begin in a spot."""
        return frozenset(self._from.get(spot, ())) & self.edge_row.keys()

    def spot_at(self, card: str, x: float, y: float) -> str | None:
        """The smallest spot of a card under a point of the sheet."""
        found = [
            ((box.right - box.left) * (box.bottom - box.top), spot)
            for spot, box in ((spot, self.spot_box(spot)) for spot in self.spots_of(card))
            if box.left <= x <= box.right and box.top <= y <= box.bottom
        ]
        return min(found)[1] if found else None

    def spot_box(self, spot: str) -> Box:
        """Where a spot lies on the sheet."""
        found = self.spots[spot]
        row = self.row[found.card]
        x, y = float(self.x[row]), float(self.y[row])
        return Box(x + found.left, y + found.top, x + found.right, y + found.bottom)

    def spot_of(self, row: int) -> Box | None:
        """The spot in which an edge begins; None where it begins at its card."""
        spot = self.begins.get(self.edges[row]) if self.begins else None
        return self.spot_box(spot) if spot is not None else None

    def begun(self, rows: Rows) -> Rows:
        """Which of these edges (places in `rows`) begin in spots."""
        if not self.begins:
            return np.empty(0, np.intp)
        if self._begun is None:
            self._begun = np.zeros(len(self.edges), np.bool_)
            self._begun[[self.edge_row[edge] for edge in self.begins if edge in self.edge_row]] = True
        return np.flatnonzero(self._begun[rows])

    def _changed(self) -> None:
        super()._changed()
        self._begun = None

    def start_boxes(self, rows: Rows) -> Floats:
        """Where edges begin (n x 4: left top right bottom): the boxes of their cards, or of spots on these."""
        tail = self.tail[rows]
        x, y = self.x[tail], self.y[tail]
        boxes = np.column_stack([x, y, x + self.w[tail], y + self.h[tail]])
        for place in self.begun(rows).tolist():
            boxes[place] = self.spot_of(int(rows[place]))
        return boxes
