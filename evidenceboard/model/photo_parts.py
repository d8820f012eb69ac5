"""The parts of photos on a board: which card has which, and which links begin in them.

Few cards have any, so all of them are held; what joins what on a large board need not be known for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.photo_view import Rect

Values = Mapping[str, Value]


class Part(NamedTuple):
    """A part of a photo as it is shown.

    Attributes:
        rect: in the upright photo, 0 to 1.
        number: from 1, in reading order on its photo.
    """

    id: RecordId
    rect: Rect
    note: str
    number: int


class PhotoParts:
    """Regions by their cards, and links by the regions in which they begin."""

    def __init__(
        self, regions: Iterable[tuple[RecordId, Values]], links: Iterable[tuple[RecordId, RecordId]] = ()
    ) -> None:
        self._regions: dict[RecordId, tuple[RecordId, Rect, str]] = {}  # card, rectangle, note
        self._on: dict[RecordId, set[RecordId]] = {}
        self._links: dict[RecordId, set[RecordId]] = {}
        self._begins: dict[RecordId, RecordId] = {}  # link → region
        for region, values in regions:
            self._put(region, values)
        for link, region in links:
            self._join(link, region)

    @property
    def cards(self) -> Set[RecordId]:
        """The cards that have any."""
        return self._on.keys()

    def of(self, card: RecordId) -> tuple[Part, ...]:
        """The parts of a card's photo, numbered from the top."""
        found = [(region, *self._regions[region][1:]) for region in self._on.get(card, ())]
        found.sort(key=lambda each: (each[1][1], each[1][0], each[0]))
        return tuple(Part(*each, number) for number, each in enumerate(found, 1))

    def part(self, region: RecordId) -> Part | None:
        """One of them; None where it is not there."""
        card = self.card_of(region)
        return next((part for part in self.of(card) if part.id == region), None) if card else None

    def card_of(self, region: RecordId) -> RecordId | None:
        """The card on whose photo it is."""
        found = self._regions.get(region)
        return found[0] if found else None

    def links_from(self, region: RecordId) -> Set[RecordId]:
        """The links that begin in a part; their heads may be gone."""
        return self._links.get(region, set())

    def follow(self, board: Board, records: Iterable[RecordId]) -> None:
        """These records have changed."""
        for record in records:
            if kind_of(record) == "region":
                self._take_out(record)
                if board.is_live(record):
                    self._put(record, board.record(record).shown_values())
            elif kind_of(record) == "edge":
                tail = board.value(record, "from")
                if tail and kind_of(tail) == "region":
                    self._join(record, tail)

    def cards_of(self, records: Set[RecordId]) -> set[RecordId]:
        """Those of these records that are cards with parts, and the cards on which links among them begin so."""
        links = self._begins.keys() & records
        cards = {self.card_of(self._begins[link]) for link in links}
        return (self._on.keys() & records) | {card for card in cards if card is not None}

    def _join(self, link: RecordId, region: RecordId) -> None:
        self._links.setdefault(region, set()).add(link)
        self._begins[link] = region

    def _put(self, region: RecordId, values: Values) -> None:
        rect = values.get("rect")
        if rect is not None:
            x, y, w, h = rect
            self._regions[region] = values["card"], (x, y, w, h), str(values.get("note") or "")
            self._on.setdefault(values["card"], set()).add(region)

    def _take_out(self, region: RecordId) -> None:
        if (found := self._regions.pop(region, None)) is not None:
            on = self._on[found[0]]
            on.discard(region)
            if not on:
                del self._on[found[0]]
