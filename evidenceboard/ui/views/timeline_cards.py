"""What the timeline shows of the cards: their three dates and a few words, and the lanes that they make."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np

from evidenceboard.finding.timeline import Dated, Floats, columns, together
from evidenceboard.model.dates import Bounds, bounds
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
AT_ONCE = 250  # cards in one step
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


class Lanes(NamedTuple):
    """Lanes, and all cards that lie in one."""

    lanes: list[Lane]
    dated: set[RecordId]


Of = TypeVar("Of")
Steps = Generator[None, None, Of]


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
        self._zoned: set[RecordId] = set()  # cards with a date that names a time zone
        self.bearings = Bearings(bridge)
        self._names: dict[RecordId, str] = {}

    def read(self) -> Generator[None, None, None]:
        """Read all cards, some in each step; what is touched meanwhile is told by `follow`."""
        self._read_names()
        for page in self._bridge.reading.pages("card", FIELDS):
            for card, values in page:
                self._hold(card, _entry(values))
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
        self._zoned = other._zoned

    def follow(self, records: Iterable[RecordId]) -> bool:
        """Read again what was touched; whether anything of it shows here."""
        records = list(records)
        cards = [record for record in records if kind_of(record) == "card"]
        found = self._bridge.reading.named("card", cards)
        for card in cards:
            self._zoned.discard(card)
            if card in found:
                self._hold(card, _entry(found[card]))
            else:
                self.entries.pop(card, None)
        if sources := any(kind_of(record) == "source" for record in records):
            self._read_names()
        return self.bearings.follow(records) or bool(cards) or sources

    def _hold(self, card: RecordId, entry: Entry) -> None:
        self.entries[card] = entry
        if any(["T" in date and has_zone(date) for date in entry.dates]):
            self._zoned.add(card)

    def source(self, card: RecordId) -> str:
        """The name of a card's source; "" where it has none."""
        return self._names.get(self.entries[card].source, "")

    def shown(self, stored: str) -> str:
        """A kept date as it is shown."""
        return in_zone(stored, self.zone) if self.zone is not None else stored

    def names_zones(self) -> bool:
        """Whether any of the dates names a time zone."""
        return bool(self._zoned)

    def lanes(self, clocks: Sequence[str], by: str = "") -> Steps[Lanes]:
        """A lane for each clock, or for each source or hypothesis of those; worked out in steps, as long as nothing
        changes meanwhile.

        Args:
            by: "", "source" or "hypothesis"; a card that bears on several hypotheses lies in the lane of each.
        """
        lanes: list[Lane] = []
        if not by:
            whole = list(self.entries)
            for clock in clocks:
                lanes.append((yield from self._lane(clock, *CLOCKS[clock], whole)))
        else:
            groups = yield from self._by_source() if by == "source" else self._by_hypothesis()
            for name, cards in groups:
                for clock in clocks:
                    lanes.append((yield from self._lane(clock, name, CLOCKS[clock][0], cards)))
            lanes = [lane for lane in lanes if lane.cards] or lanes[:1]
        dated = set[RecordId]()
        for lane in lanes:
            dated.update(lane.cards)
            yield
        return Lanes(lanes, dated)

    def _by_source(self) -> Steps[list[tuple[str, list[RecordId]]]]:
        groups: dict[str, list[RecordId]] = {}
        for number, card in enumerate(self.entries):
            groups.setdefault(self.source(card), []).append(card)
            if number % AT_ONCE == 0:
                yield
        ordered = sorted(groups, key=lambda name: (not name, name.casefold()))
        return [(name or NO_SOURCE, groups[name]) for name in ordered]

    def _by_hypothesis(self) -> Steps[list[tuple[str, list[RecordId]]]]:
        hypotheses = [card for card, entry in self.entries.items() if entry.kind == "hypothesis"]
        groups: dict[RecordId, list[RecordId]] = {card: [] for card in hypotheses}
        none: list[RecordId] = []
        for number, card in enumerate(self.entries):
            if number % AT_ONCE == 0:
                yield
            borne = self.bearings.on(card, groups, self.entries)
            for hypothesis in borne:
                groups[hypothesis].append(card)
            if not borne:
                none.append(card)
        ordered = sorted(hypotheses, key=lambda card: natural(f"{self.entries[card].name} {self.entries[card].title}"))
        named = [(f"{self.entries[card].name} {self.entries[card].title}".strip(), groups[card]) for card in ordered]
        return [*named, (NO_HYPOTHESIS, none)]

    def _lane(self, clock: str, title: str, note: str, cards: Sequence[RecordId]) -> Steps[Lane]:
        at = tuple(CLOCKS).index(clock)
        names, texts, said, undated = list[RecordId](), list[str](), list[str](), list[RecordId]()
        dated, widths = [columns([])], [np.empty(0)]
        for first in range(0, len(cards), AT_ONCE):
            found: list[Bounds] = []
            wide: list[float] = []
            for card in cards[first : first + AT_ONCE]:
                entry = self.entries[card]
                stored = entry.dates[at]
                shown = self.shown(stored) if stored else ""
                reach = bounds(shown) if shown else None
                if reach is None:
                    undated.append(card)
                    continue
                names.append(card)
                texts.append(stored)
                said.append(shown)
                found.append(reach)
                wide.append(entry.width)
            dated.append(columns(found))
            widths.append(np.array(wide, np.float64))
            yield
        whole = together(dated)
        return Lane(
            clock, title, note, tuple(names), tuple(texts), tuple(said), whole, np.concatenate(widths), tuple(undated)
        )

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
