"""On which days the cards of a board came, by one of their dates, and the links that they made possible."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from evidenceboard.analysis.facts import Values
from evidenceboard.analysis.replay import first_day
from evidenceboard.model.ids import RecordId

AT_ONCE, LET_GO_AT_ONCE = 300, 5_000  # cards or links in one step


class Arrivals:
    """What came when; to be filled with all cards, then all parts of photos, then all links, and settled in steps.

    Attributes:
        days: on which something came, in their order.
        cards: how many cards there are.
        undated: how many of them have no such date, or none that can be read.
        open_to_past: how many have one that does not say from when.
    """

    def __init__(self, clock: str) -> None:
        self.clock = clock
        self.days: list[date] = []
        self.cards = self.undated = self.open_to_past = 0
        self._first: dict[RecordId, date] = {}
        self._there: set[RecordId] = set()
        self._card_of: dict[RecordId, RecordId] = {}
        self._links: dict[RecordId, tuple[RecordId, RecordId]] = {}
        self._order: list[RecordId] = []
        self._ends: list[int] = []  # of each day, how many of `_order` are there
        self._links_on: Counter[date] = Counter()

    def put_cards(self, cards: Iterable[tuple[RecordId, Values]]) -> None:
        """Take in cards; one that is met twice counts once."""
        for card, values in cards:
            if card in self._there:
                continue
            self._there.add(card)
            text = values.get(self.clock)
            first = first_day(text)
            if first is not None:
                self._first[card] = first
            elif isinstance(text, str) and text:
                self.open_to_past += 1
            else:
                self.undated += 1
        self.cards = len(self._there)

    def put_parts(self, parts: Iterable[tuple[RecordId, Values]]) -> None:
        """Take in parts of photos: links begin on them."""
        self._card_of.update((part, str(values.get("card"))) for part, values in parts)

    def put_links(self, links: Iterable[tuple[RecordId, Values]]) -> None:
        """Take in links."""
        for link, values in links:
            tail = str(values.get("from"))
            self._links[link] = self._card_of.get(tail, tail), str(values.get("to"))

    def settle(self) -> Iterator[None]:
        """All is taken in: bring it into order, and let go of what is not asked any more, in steps."""
        days: dict[date, list[RecordId]] = {}
        for number, (card, day) in enumerate(self._first.items(), 1):
            days.setdefault(day, []).append(card)
            if number % AT_ONCE == 0:
                yield
        self.days = sorted(days)
        for day in self.days:
            self._order += sorted(days[day])
            self._ends.append(len(self._order))
            yield
        known: dict[RecordId, date | None] = {}
        for number, link in enumerate(self._links, 1):
            came = self._day_of(link, known)
            if came not in (None, date.max):
                self._links_on[came] += 1
            if number % AT_ONCE == 0:
                yield
        self._there.clear()
        for held in (known, self._links, self._first, self._card_of):
            yield from _let_go(held)

    def _day_of(self, link: RecordId, known: dict[RecordId, date | None]) -> date | None:
        """From which day a link counts: None for always, the last of all days for never."""
        way = []
        while link not in known:
            way.append(link)
            known[link] = date.max  # links that end on one another in a ring join nothing
            head = self._links[link][1]
            if head not in self._links:
                break
            link = head
        for each in reversed(way):
            ends = (self._day(end, known) for end in self._links[each])
            known[each] = max((day for day in ends if day is not None), default=None)
        return known[way[0] if way else link]

    def _day(self, end: RecordId, known: dict[RecordId, date | None]) -> date | None:
        return known[end] if end in known else self._first.get(end) if end in self._there else date.max

    def new_cards(self, day: date) -> tuple[RecordId, ...]:
        """The cards that came on a day."""
        at = self.days.index(day) if day in self.days else -1
        return () if at < 0 else tuple(self._order[self._ends[at - 1] if at else 0 : self._ends[at]])

    def new_links(self, day: date) -> int:
        """How many links became possible on a day."""
        return self._links_on[day]

    def before(self, day: date) -> date | None:
        """The last day up to this one on which something came; None before the first."""
        at = bisect_right(self.days, day)
        return self.days[at - 1] if at else None

    def later(self, day: date) -> frozenset[RecordId]:
        """The cards that came after a day."""
        at = bisect_right(self.days, day)
        return frozenset(self._order[self._ends[at - 1] if at else 0 :])


def _let_go(held: dict[RecordId, Any]) -> Iterator[None]:
    """Empty a dict in steps: all at once, that of a large board holds up the window."""
    while held:
        for _ in range(min(len(held), LET_GO_AT_ONCE)):
            held.popitem()
        yield
