"""The folded texts of many records, laid end to end so that all of them are scanned at once.

Scanning is numpy's work, byte by byte: of a word that stands in every text, Python sees no single place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.ids import RecordId

SLOTS = 1_024  # records of one block: what is scanned between two looks at the clock, and written anew by a change
END = b"\xfe"  # closes a text; no UTF-8 holds it
SPELLED = 3  # bytes of a word that are looked for everywhere; the rest only where these were found

PARTS = 64

Thing = TypeVar("Thing")
Slots = NDArray[np.intp]
Texts = Sequence[bytes]  # of one record: one for each column


class Column(NamedTuple):
    """One text of each record of a block."""

    data: bytes
    ends: NDArray[np.int32]  # where each text is closed

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> Column:
        """A column of these texts."""
        lengths = np.fromiter(map(len, texts), np.int32, len(texts))
        return cls(END.join(texts) + END if texts else b"", np.cumsum(lengths + 1, dtype=np.int32) - 1)

    def followed_by(self, texts: Sequence[bytes]) -> Column:
        """This column with more texts at its end."""
        more = Column.of(texts)
        return Column(self.data + more.data, np.concatenate([self.ends, more.ends + np.int32(len(self.data))]))

    def texts(self) -> list[bytes]:
        """All of them."""
        return self.data.split(END)[:-1]

    def text(self, row: int) -> bytes:
        """One of them."""
        return self.data[self.ends[row - 1] + 1 if row else 0 : self.ends[row]]

    def rows_with(self, word: bytes) -> Slots:
        """The rows in whose texts a word occurs, in order; one that holds it twice may come twice."""
        places = places_of(np.frombuffer(self.data, np.uint8), word)
        if len(places) <= len(self.ends):
            return np.searchsorted(self.ends, places)
        return np.flatnonzero(np.diff(np.searchsorted(places, self.ends), prepend=0))


class ById(Generic[Thing]):
    """Something for each id, in many small tables: one large table holds up the window each time it grows."""

    def __init__(self) -> None:
        self._parts: list[dict[RecordId, Thing]] = [{} for _ in range(PARTS)]

    def __contains__(self, record: RecordId) -> bool:
        return record in self._parts[hash(record) % PARTS]

    def __setitem__(self, record: RecordId, thing: Thing) -> None:
        self._parts[hash(record) % PARTS][record] = thing

    def get(self, record: RecordId) -> Thing | None:
        """What is there for an id, or None."""
        return self._parts[hash(record) % PARTS].get(record)


class TextTable:
    """Some texts of each record. A record has the same slot for ever; one that is taken out keeps it, empty.

    Args:
        columns: how many texts a record has.

    Attributes:
        records: by slot.
        slot: of each record.
    """

    def __init__(self, columns: int) -> None:
        self.records: list[RecordId] = []
        self.slot = ById[int]()
        self._empty: Texts = (b"",) * columns
        self._blocks: list[tuple[Column, ...]] = []

    def __len__(self) -> int:
        return len(self.records)

    def slot_for(self, record: RecordId) -> int:
        """The slot of a record, which gets one if it has none."""
        slot = self.slot.get(record)
        if slot is None:
            slot = len(self.records)
            self.slot[record] = slot
            self.records.append(record)
        return slot

    def put(self, texts: Mapping[RecordId, Texts]) -> Slots:
        """Lay down the texts of records in place of those that are there; returns their slots."""
        slots = [self.slot_for(record) for record in texts]
        blocks: dict[int, dict[int, Texts]] = {}
        for slot, row in zip(slots, texts.values(), strict=True):
            blocks.setdefault(slot // SLOTS, {})[slot % SLOTS] = row
        for number, rows in blocks.items():
            self._write(number, rows)
        return np.array(slots, np.intp)

    def take_out(self, records: Iterable[RecordId]) -> Slots:
        """Empty the texts of those of these records that are here; returns their slots."""
        return self.put({record: self._empty for record in records if record in self.slot})

    def text(self, slot: int, column: int) -> bytes:
        """One text of one record."""
        number, row = divmod(slot, SLOTS)
        if number >= len(self._blocks) or row >= len(self._blocks[number][column].ends):
            return b""  # it has a slot and no texts yet
        return self._blocks[number][column].text(row)

    def scan(self, word: bytes, columns: Sequence[int]) -> Iterator[tuple[int, Slots]]:
        """Block by block, and in each column by column: the column, and the slots in whose texts a word occurs."""
        for number, block in enumerate(self._blocks):
            for column in columns:
                yield column, block[column].rows_with(word) + number * SLOTS

    def _write(self, number: int, rows: Mapping[int, Texts]) -> None:
        """A block anew, with these texts in its rows."""
        while len(self._blocks) <= number:
            self._blocks.append((Column.of(()),) * len(self._empty))
        columns, height = self._blocks[number], len(self._blocks[number][0].ends)
        below = range(height, max(height, 1 + max(rows)))
        written = [
            column.followed_by([rows.get(row, self._empty)[at] for row in below]) for at, column in enumerate(columns)
        ]
        if any(row < height for row in rows):
            written = [
                _with(column, {row: texts[at] for row, texts in rows.items()}) for at, column in enumerate(written)
            ]
        self._blocks[number] = tuple(written)


def _with(column: Column, new: Mapping[int, bytes]) -> Column:
    """A column with these texts in their rows, in place of others."""
    texts = column.texts()
    for row, text in new.items():
        texts[row] = text
    return Column.of(texts)


def places_of(data: NDArray[np.uint8], word: bytes) -> Slots:
    """Where a word begins in a text of bytes, overlapping places, too."""
    last = len(data) - len(word) + 1
    if last <= 0:
        return np.empty(0, np.intp)
    found = data[:last] == word[0]
    for at in range(1, min(len(word), SPELLED)):
        found &= data[at : last + at] == word[at]
    places = np.flatnonzero(found)
    for at in range(SPELLED, len(word)):
        if not len(places):
            break
        places = places[data[places + at] == word[at]]
    return places
