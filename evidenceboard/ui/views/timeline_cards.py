"""What the timeline shows of the cards: their three dates and a few words, and the lanes that they make."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from evidenceboard.analysis.timeline import Dated, Floats, columns
from evidenceboard.document import Document
from evidenceboard.model.dates import bounds
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.words import one_line

CLOCKS = {
    "happened": ("Happened", "when the thing itself took place"),
    "said": ("Said", "when somebody reported it"),
    "captured": ("Captured", "when we took it in"),
}
FIELDS = ("kind", "role", "key", "title", "text", "file_name", "source", "status", *CLOCKS)
WIDEST = 260.0  # px of a label
NO_SOURCE = "No source"


class Entry(NamedTuple):
    """What is held of a card."""

    kind: str
    name: str
    title: str
    source: str
    dates: tuple[str, ...]  # as they are kept, in the order of `CLOCKS`
    width: float  # px of its label, about
    struck: bool  # it was retracted


@dataclass(frozen=True)
class Lane:
    """The cards of one clock, or of one source on it.

    Attributes:
        cards, stored: those that have a date, and the date; by where it begins.
        undated: those that have none, or none that can be read. They are never placed.
    """

    clock: str
    title: str
    note: str
    cards: tuple[RecordId, ...]
    stored: tuple[str, ...]
    dated: Dated
    widths: Floats
    undated: tuple[RecordId, ...]


class TimelineCards:
    """The live cards of a document.

    Attributes:
        entries: by card.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.entries: dict[RecordId, Entry] = {}
        self._names: dict[RecordId, str] = {}

    def read(self) -> Generator[None, None, None]:
        """Read all cards, some in each step; what is touched meanwhile is told by `follow`."""
        self._read_names()
        for page in self._document.log.pages("card", FIELDS):
            self.entries.update((card, _entry(values)) for card, values in page)
            yield

    def follow(self, records: Iterable[RecordId]) -> bool:
        """Read again what was touched; whether anything of it shows here."""
        records = list(records)
        cards = [record for record in records if kind_of(record) == "card"]
        found = self._document.log.records_named("card", cards)
        for card in cards:
            if card in found and self._document.board.is_live(card):
                self.entries[card] = _entry(found[card])
            else:
                self.entries.pop(card, None)
        if sources := any(kind_of(record) == "source" for record in records):
            self._read_names()
        return bool(cards) or sources

    def source(self, card: RecordId) -> str:
        """The name of a card's source; "" where it has none."""
        return self._names.get(self.entries[card].source, "")

    def lanes(self, clocks: Sequence[str], by_source: bool) -> list[Lane]:
        """A lane for each clock, or for each source of those."""
        if not by_source:
            return [self._lane(clock, *CLOCKS[clock], list(self.entries)) for clock in clocks]
        groups: dict[str, list[RecordId]] = {}
        for card in self.entries:
            groups.setdefault(self.source(card), []).append(card)
        ordered = sorted(groups, key=lambda name: (not name, name.casefold()))
        lanes = [
            self._lane(clock, name or NO_SOURCE, CLOCKS[clock][0], groups[name]) for name in ordered for clock in clocks
        ]
        return [lane for lane in lanes if lane.cards] or lanes[:1]

    def _lane(self, clock: str, title: str, note: str, cards: Sequence[RecordId]) -> Lane:
        at = tuple(CLOCKS).index(clock)
        placed, undated = [], []
        for card in cards:
            stored = self.entries[card].dates[at]
            found = bounds(stored) if stored else None
            if found is None:
                undated.append(card)
            else:
                placed.append((card, stored, found))
        dated = columns([each[2] for each in placed])
        widths = np.array([self.entries[card].width for card, _, _ in placed], np.float64)
        names, texts = tuple(each[0] for each in placed), tuple(each[1] for each in placed)
        return Lane(clock, title, note, names, texts, dated, widths, tuple(undated))

    def _read_names(self) -> None:
        names = self._document.records("source")
        self._names = {source: one_line(str(values.get("name") or ""), 80) for source, values in names}


def _entry(values: dict[str, Any]) -> Entry:
    words = next((str(values[each]) for each in ("title", "text", "file_name") if values.get(each)), "")
    key, title = one_line(str(values.get("key") or ""), 24), one_line(words, 120)
    width = sum(13.0 if each > "⺀" else 7.0 for each in f"{key} {title}") + 22
    kind = str(values.get("kind") or "statement")
    dates = tuple(str(values.get(clock) or "") for clock in CLOCKS)
    struck = values.get("status") == "retracted"
    return Entry(kind, key, title, values.get("source") or "", dates, max(90.0, min(width, WIDEST)), struck)
