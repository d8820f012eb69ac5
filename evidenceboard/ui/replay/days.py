"""The course of days on which cards came, by one of their dates."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime

from evidenceboard.analysis.arrivals import Arrivals
from evidenceboard.analysis.earlier import Earlier
from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.replay.course import ADDED, Told
from evidenceboard.ui.words import count, day

NO_SUCH = {
    "captured": "No card says when it was captured",
    "said": "No card says when it was said",
    "happened": "No card says when it happened",
}
WITHOUT = {
    "captured": "not dated when captured",
    "said": "not dated when said",
    "happened": "not dated when it happened",
}
OF_NOW = "what they say is as it is now"  # a day tells which cards were there, not what stood on them
MANY = 2_000  # cards of one day, of which not each is marked


class Days:
    """Places are days; the first is the day before anything came."""

    def __init__(self, document: Document, clock: str) -> None:
        self._document, self.clock = document, clock
        self._found = Arrivals(clock)
        self.first = self.last = 0
        self.ticks: Sequence[int] = ()

    def read(self) -> Generator[None, None, None]:
        """Read the dates of all cards and what links join, in slices."""
        log, found = self._document.log, Arrivals(self.clock)
        for page in log.pages("card", (self.clock,)):
            found.put_cards(page)
            yield
        found.put_parts(log.records("region"))
        yield
        for page in log.pages("edge", ("from", "to")):
            found.put_links(page)
            yield
        yield from found.settle()
        self._found, self.ticks = found, [each.toordinal() for each in found.days]
        if self.ticks:
            self.first, self.last = max(1, self.ticks[0] - 1), self.ticks[-1]

    def tell(self, at: int) -> Told:
        found = self._found
        if not found.days:
            return Told(NO_SUCH[self.clock], "", f"All {count(found.cards, 'card')} count as always there")
        here = date.fromordinal(at)
        before = found.before(here)
        if before is None:
            there = count(found.cards - len(found.later(here)), "card")
            return Told(f"Before {_words(found.days[0])}", f"{there}", self._note())
        if before != here:
            return Told(_words(here), f"nothing new since {_words(before)}", self._note())
        cards, links = len(found.new_cards(here)), found.new_links(here)
        what = count(cards, "new card") + (f" and {count(links, 'link')}" if links else "")
        return Told(_words(here), what, self._note())

    def _note(self) -> str:
        """How many cards are there from the beginning, and why; and what of them is not looked back at."""
        found = self._found
        parts = [f"{found.undated:,} {WITHOUT[self.clock]}"] if found.undated else []
        if found.open_to_past:
            parts.append(f"{found.open_to_past:,} “before” a day")
        always = found.undated + found.open_to_past
        there = f"{always:,} of {count(found.cards, 'card')} always there: {', '.join(parts)}" if parts else ""
        return f"{there}; {OF_NOW}" if there else OF_NOW.replace("they say", "cards say").capitalize()

    def touched(self, at: int) -> Mapping[RecordId, str]:
        new = self._found.new_cards(date.fromordinal(at)) if self.ticks else ()
        return dict.fromkeys(new, ADDED) if len(new) <= MANY else {}

    def earlier(self, at: int) -> Earlier:
        later = self._found.later(date.fromordinal(at)) if self.ticks else frozenset()
        return Earlier(later, only_cards=True)


def _words(here: date) -> str:
    return day(datetime(here.year, here.month, here.day))
