"""The rows of a table: which records, in which order, and the values of those that are seen, read a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence

from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge

AT_ONCE = 2_000  # rows that are numbered in one step
PAGE = 64  # rows that are read at once
PAGES = 32  # of them held in memory
NAMED = {"card": ("source", "outlet", "derives_from"), "edge": ("from", "to")}  # fields that name a record
NAMES = {"source", "origin", "card"}  # kinds of what they name

Values = Mapping[str, Value]


def numbered(order: Sequence[RecordId]) -> Generator[None, None, dict[RecordId, int]]:
    """The row of each record, some in each step: of very many a table at once would take two frames."""
    row: dict[RecordId, int] = {}
    for first in range(0, len(order), AT_ONCE):
        part = order[first : first + AT_ONCE]
        row.update(zip(part, range(first, first + len(part)), strict=True))
        yield
    return row


class Rows:
    """Records of one kind as rows.

    Attributes:
        kind: "card" or "edge".
        order: the records by row.
        row: the row of each record.
    """

    def __init__(self, bridge: Bridge, kind: str) -> None:
        self._bridge = bridge
        self.kind = kind
        self.order: list[RecordId] = []
        self.row: dict[RecordId, int] = {}
        self._pages: dict[int, dict[RecordId, Values]] = {}
        self._named: dict[RecordId, Values] = {}
        self._joined: dict[RecordId, tuple[int, int]] = {}

    def arrange(self, order: Sequence[RecordId], row: dict[RecordId, int] | None = None) -> None:
        """Take these records as rows in this order; `row` is `numbered` of it, where that is known."""
        self.order = list(order)
        self.row = row if row is not None else dict(zip(self.order, range(len(self.order)), strict=True))
        self.forget()

    def forget(self) -> None:
        """What was read is not so any more."""
        self._pages.clear()
        self._named.clear()
        self._joined.clear()

    def insert(self, row: int, records: Sequence[RecordId]) -> None:
        """More rows, from this one on."""
        self.order[row:row] = records
        self._moved(row)

    def remove(self, row: int) -> None:
        """One row less."""
        del self.row[self.order.pop(row)]
        self._moved(row)

    def _moved(self, first: int) -> None:
        self.row.update(zip(self.order[first:], range(first, len(self.order)), strict=True))
        for number in [number for number in self._pages if number >= first // PAGE]:
            del self._pages[number]

    def touch(self, records: Iterable[RecordId]) -> None:
        """These records have changed; those of them that are held are read again."""
        again: dict[int, list[RecordId]] = {}
        for record in records:
            row = self.row.get(record)
            if row is not None and row // PAGE in self._pages:
                again.setdefault(row // PAGE, []).append(record)
            self._named.pop(record, None)
            if kind_of(record) in ("card", "edge", "region"):
                self._joined.clear()
        found = self._bridge.reading.named(self.kind, [record for part in again.values() for record in part])
        for number, part in again.items():
            for record in part:
                self._pages[number].pop(record, None)
            self._pages[number].update({record: found[record] for record in part if record in found})
        self._read_named(found.values())

    def values(self, row: int) -> Values:
        """The shown values of a row; empty where its record is gone meanwhile."""
        return self._page(row).get(self.order[row], {})

    def named(self, record: RecordId | None) -> Values:
        """The values of a record that a row names."""
        if record is None:
            return {}
        if record not in self._named:
            self._named.update(self._bridge.reading.named(kind_of(record), [record]))
        return self._named.get(record, {})

    def balance(self, row: int) -> tuple[int, int] | None:
        """How many links speak for the card of a row, and against it; None while that is not known yet."""
        if not self._bridge.document.index_is_ready:
            return None
        card = self.order[row]
        if card not in self._joined:
            first = row - row % PAGE
            self._count(self.order[first : first + PAGE])
        return self._joined[card]

    def _count(self, cards: Sequence[RecordId]) -> None:
        reading = self._bridge.reading
        ends = {edge: card for card in cards for edge in reading.edges_of(card) if reading.ends(edge)[1:] == (card,)}
        found = reading.named("edge", [*ends])
        counts = {card: [0, 0] for card in cards}
        for edge, values in found.items():
            counts[ends[edge]][values.get("kind") == "contradict"] += 1
        self._joined.update({card: (each[0], each[1]) for card, each in counts.items()})

    def _page(self, row: int) -> dict[RecordId, Values]:
        number = row // PAGE
        if number not in self._pages:
            if len(self._pages) >= PAGES:
                del self._pages[next(iter(self._pages))]
            records = self.order[number * PAGE : (number + 1) * PAGE]
            page = self._pages[number] = self._bridge.reading.named(self.kind, records)
            self._read_named(page.values())
        return self._pages[number]

    def _read_named(self, rows: Collection[Values]) -> None:
        """What these rows name, in one read for each kind."""
        wanted: dict[str, set[RecordId]] = {}
        for values in rows:
            for field in NAMED[self.kind]:
                name = values.get(field)
                if name and name not in self._named:
                    wanted.setdefault(kind_of(name), set()).add(name)
        for kind, names in wanted.items():
            self._named.update(self._bridge.reading.named(kind, sorted(names)))
