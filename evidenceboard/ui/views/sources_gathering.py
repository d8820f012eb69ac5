"""Reads who says what from the document, a page at a time, and follows what is committed."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from evidenceboard.finding.who_says import FIELDS, WhoSays, said_of
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge

LINK_FIELDS = ("from", "to", "kind")


class Gathering:
    """Keeps a `WhoSays` as the board is, or in a replay as it was.

    Attributes:
        said: what was gathered.
        done: all of it was read.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._since: set[RecordId] = set()
        self.said = WhoSays()
        self.done = False

    def read(self) -> Generator[None, None, None]:
        """Read all cards and links, in steps."""
        reading = self._bridge.reading
        for page in reading.pages("card", FIELDS):
            for card, values in page:
                self.said.put_card(card, said_of(values))
            yield
        for page in reading.pages("edge", LINK_FIELDS):
            for link, values in page:
                if not reading.earlier or reading.is_live(link):
                    self._put_link(link, values)
            yield
        self.done = True
        self.follow(self._since)
        self._since.clear()

    def take_over(self, other: Gathering) -> None:
        """Hold what another has read."""
        self.said.become(other.said)
        self.done = True
        self._since.clear()

    def follow(self, records: Iterable[RecordId]) -> bool:
        """Take in these records, which were touched; whether that changes anything here."""
        if not self.done:
            self._since.update(records)
            return False
        kinds: dict[str, set[RecordId]] = {}
        for record in records:
            kinds.setdefault(kind_of(record), set()).add(record)
        for region in kinds.get("region", ()):
            hanging = self._bridge.document.board.index.joined_to(region)
            kinds.setdefault("edge", set()).update(each for each in hanging if kind_of(each) == "edge")
        self._follow_cards(sorted(kinds.get("card", ())))
        self._follow_links(sorted(kinds.get("edge", ())))
        return bool(kinds.keys() & {"card", "edge", "region", "source", "origin"})

    def _follow_cards(self, cards: list[RecordId]) -> None:
        there = self._bridge.reading.named("card", cards)
        for card in cards:
            if card in there:
                self.said.put_card(card, said_of(there[card]))
            else:
                self.said.take_card(card)

    def _follow_links(self, links: list[RecordId]) -> None:
        there = self._bridge.reading.named("edge", links)
        for link in links:
            if link in there:
                self._put_link(link, there[link])
            else:
                self.said.take_link(link)

    def _put_link(self, link: RecordId, values) -> None:  # type: ignore[no-untyped-def]
        tail = str(values.get("from"))
        if kind_of(tail) == "region":
            tail = next(iter(self._bridge.reading.ends(tail)), "")
        self.said.put_link(link, tail, str(values.get("to")), str(values.get("kind") or "support"))
