"""How work that goes over a whole board reads it, and what a change of some records bears on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of

Values = Mapping[str, Value]
JOINED = ("card", "region", "edge")  # kinds that links hang on


class BoardSource(Protocol):
    """Where the records of a board are read. Between two pages the board may change."""

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Sequence[tuple[RecordId, Values]]]:
        """The live records of a kind, some at a time: these fields, and those that have no column."""

    def some(self, kind: str, names: Sequence[RecordId]) -> Mapping[RecordId, Values]:
        """Those of these records that are live."""

    def hanging_on(self, record: RecordId) -> Iterable[RecordId]:
        """The links and regions that are not live where this record is not."""

    def joined(self, record: RecordId) -> Sequence[RecordId]:
        """The live links that begin or end at a card, a region or a link."""

    def is_linked(self, record: RecordId) -> bool:
        """Whether there is such a link."""

    def ends(self, edge: RecordId) -> Sequence[RecordId]:
        """What a link joins or joined, the card of a region in its place."""

    def sources(self) -> Mapping[RecordId, Values]:
        """All sources."""

    def inside(self, frame: RecordId) -> Collection[RecordId]:
        """The cards that lie in a frame."""


def borne_on(source: BoardSource, records: Iterable[RecordId]) -> tuple[set[RecordId], set[RecordId]]:
    """The cards and the links that a change of these bears on: themselves, the links that hang on them, and what
    these join, be it there any more or not."""
    touched = [record for record in records if kind_of(record) in JOINED]
    edges = {record for record in touched if kind_of(record) == "edge"}
    for record in touched:
        edges.update(other for other in source.hanging_on(record) if kind_of(other) == "edge")
    cards = {record for record in touched if kind_of(record) == "card"}
    for edge in tuple(edges):
        for end in source.ends(edge):
            (cards if kind_of(end) == "card" else edges).add(end)
    return cards, edges


def parts(things: Sequence[RecordId], size: int) -> Iterator[Sequence[RecordId]]:
    """So many of them at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))
