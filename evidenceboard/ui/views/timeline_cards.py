"""What the timeline shows of the cards: their three dates and a few words, and the lanes that they make."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from evidenceboard.finding.timeline import Dated, Floats, columns
from evidenceboard.model.dates import bounds
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.model.zones import Offset, has_zone, in_zone
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views.bearings import Bearings
from evidenceboard.ui.words import one_line

CLOCKS = {
    "happened": ("Happened", "when the thing itself took place"),
    "said": ("Said", "when somebody reported it"),
    "captured": ("Captured", "when we took it in"),
}
FIELDS = ("kind", "role", "key", "title", "text", "file_name", "source", "status", *CLOCKS)
WIDEST = 260.0  # px of a label
NO_SOURCE = "No source"
NO_HYPOTHESIS = "Bears on no hypothesis"


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
        cards, stored: those that have a date, and the date as it is kept.
        shown: the date as it is shown, in the zone that was chosen.
        undated: those that have none, or none that can be read. They are never placed.
    """

    clock: str
    title: str
    note: str
    cards: tuple[RecordId, ...]
    stored: tuple[str, ...]
    shown: tuple[str, ...]
    dated: Dated
    widths: Floats
    undated: tuple[RecordId, ...]


class TimelineCards:
    """The live cards of a document, or in a replay those that were.

    Attributes:
        entries: by card.
        zone: the clock in which times are shown that name a zone; None for their own.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.entries: dict[RecordId, Entry] = {}
        self.zone: Offset | None = None
        self.bearings = Bearings(bridge)
        self._names: dict[RecordId, str] = {}

    def read(self) -> Generator[None, None, None]:
        """Read all cards, some in each step; what is touched meanwhile is told by `follow`."""
        self._read_names()
        for page in self._bridge.reading.pages("card", FIELDS):
            self.entries.update((card, _entry(values)) for card, values in page)
            yield

    def again(self) -> TimelineCards:
        """The same to be read anew, and then to be taken over."""
        other = TimelineCards(self._bridge)
        other.bearings.read_once = self.bearings.read_once
        return other

    def read_again(self) -> Generator[None, None, None]:
        """Read all cards, and links where they are wanted."""
        yield from self.read()
        if self.bearings.read_once:
            yield from self.bearings.read()

    def take_over(self, other: TimelineCards) -> None:
        """Hold what another has read."""
        self.entries, self.bearings, self._names = other.entries, other.bearings, other._names

    def follow(self, records: Iterable[RecordId]) -> bool:
        """Read again what was touched; whether anything of it shows here."""
        records = list(records)
        cards = [record for record in records if kind_of(record) == "card"]
        found = self._bridge.reading.named("card", cards)
        for card in cards:
            if card in found:
                self.entries[card] = _entry(found[card])
            else:
                self.entries.pop(card, None)
        if sources := any(kind_of(record) == "source" for record in records):
            self._read_names()
        return self.bearings.follow(records) or bool(cards) or sources

    def source(self, card: RecordId) -> str:
        """The name of a card's source; "" where it has none."""
        return self._names.get(self.entries[card].source, "")

    def shown(self, stored: str) -> str:
        """A kept date as it is shown."""
        return in_zone(stored, self.zone) if self.zone is not None else stored

    def names_zones(self) -> bool:
        """Whether any of the dates names a time zone."""
        return any(has_zone(date) for entry in self.entries.values() for date in entry.dates if "T" in date)

    def lanes(self, clocks: Sequence[str], by: str = "") -> list[Lane]:
        """A lane for each clock, or for each source or hypothesis of those.

        Args:
            by: "", "source" or "hypothesis"; a card that bears on several hypotheses lies in the lane of each.
        """
        if not by:
            return [self._lane(clock, *CLOCKS[clock], list(self.entries)) for clock in clocks]
        groups = self._by_source() if by == "source" else self._by_hypothesis()
        lanes = [self._lane(clock, name, CLOCKS[clock][0], cards) for name, cards in groups for clock in clocks]
        return [lane for lane in lanes if lane.cards] or lanes[:1]

    def _by_source(self) -> list[tuple[str, list[RecordId]]]:
        groups: dict[str, list[RecordId]] = {}
        for card in self.entries:
            groups.setdefault(self.source(card), []).append(card)
        ordered = sorted(groups, key=lambda name: (not name, name.casefold()))
        return [(name or NO_SOURCE, groups[name]) for name in ordered]

    def _by_hypothesis(self) -> list[tuple[str, list[RecordId]]]:
        hypotheses = [card for card, entry in self.entries.items() if entry.kind == "hypothesis"]
        groups: dict[RecordId, list[RecordId]] = {card: [] for card in hypotheses}
        none: list[RecordId] = []
        for card in self.entries:
            borne = self.bearings.on(card, groups, self.entries)
            for hypothesis in borne:
                groups[hypothesis].append(card)
            if not borne:
                none.append(card)
        ordered = sorted(hypotheses, key=lambda card: natural(f"{self.entries[card].name} {self.entries[card].title}"))
        named = [(f"{self.entries[card].name} {self.entries[card].title}".strip(), groups[card]) for card in ordered]
        return [*named, (NO_HYPOTHESIS, none)]

    def _lane(self, clock: str, title: str, note: str, cards: Sequence[RecordId]) -> Lane:
        at = tuple(CLOCKS).index(clock)
        placed, undated = [], []
        for card in cards:
            stored = self.entries[card].dates[at]
            shown = self.shown(stored) if stored else ""
            found = bounds(shown) if shown else None
            if found is None:
                undated.append(card)
            else:
                placed.append((card, stored, shown, found))
        dated = columns([each[3] for each in placed])
        widths = np.array([self.entries[each[0]].width for each in placed], np.float64)
        names, texts, said = (tuple(str(each[at]) for each in placed) for at in range(3))
        return Lane(clock, title, note, names, texts, said, dated, widths, tuple(undated))

    def _read_names(self) -> None:
        names = self._bridge.reading.records("source")
        self._names = {source: one_line(str(values.get("name") or ""), 80) for source, values in names}


def _entry(values: Mapping[str, Any]) -> Entry:
    words = next((str(values[each]) for each in ("title", "text", "file_name") if values.get(each)), "")
    key, title = one_line(str(values.get("key") or ""), 24), one_line(words, 120)
    width = sum(13.0 if each > "⺀" else 7.0 for each in f"{key} {title}") + 22
    kind = str(values.get("kind") or "statement")
    dates = tuple(str(values.get(clock) or "") for clock in CLOCKS)
    struck = values.get("status") == "retracted"
    return Entry(kind, key, title, values.get("source") or "", dates, max(90.0, min(width, WIDEST)), struck)
