"""Who says what, held so that one changed card or link is one changed row: sources, origins, voices for and against.

Only plain values of live records are held; whoever fills it says what is there and what has gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from evidenceboard.analysis.origins import NOBODY, Voices, origins, voices_of
from evidenceboard.model import dates
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural

FIELDS = ("kind", "role", "key", "source", "outlet", "derives_from", "said", "happened", "status")
SIDES = ("support", "contradict")


class Said(NamedTuple):
    """One card in brief; empty texts for what is not set."""

    key: str
    source: RecordId
    outlet: RecordId
    derives_from: RecordId
    report: bool  # what somebody else says or shows; else it is ours
    hypothesis: bool
    retracted: bool
    when: tuple[datetime, datetime]  # orders by the date it was said, else by that it happened; undated last


def is_report(values: Mapping[str, Value]) -> bool:
    """Whether a card says what somebody else says or shows, and not what we think.

    A part of a statement is still what was said. A statement without a role is a report where it has a source.
    """
    if values.get("kind") == "photo" or values.get("split_from"):
        return True
    role = values.get("role") or ("reported" if values.get("source") else "claim")
    return values.get("kind") == "statement" and role == "reported"


def said_of(values: Mapping[str, Value]) -> Said:
    """A card of these values."""
    kind, date = values.get("kind"), values.get("said") or values.get("happened")
    key, source, outlet, derives_from = (str(values.get(name) or "") for name in FIELDS[2:6])
    return Said(
        key=key,
        source=source,
        outlet=outlet,
        derives_from=derives_from,
        report=is_report(values),
        hypothesis=kind == "hypothesis",
        retracted=values.get("status") == "retracted",
        when=dates.sort_key(str(date)) if date else (datetime.max, datetime.max),
    )


class WhoSays:
    """Cards by source and by origin, and the links between them.

    Attributes:
        cards: all that are there.
        hypotheses: those of them.
        deriving: card or origin → the cards that repeat it.
        changes: how often a card became another in any of this; links do not count.
    """

    def __init__(self) -> None:
        self.cards: dict[RecordId, Said] = {}
        self.hypotheses: set[RecordId] = set()
        self.deriving: dict[RecordId, set[RecordId]] = {}
        self.changes = 0
        self._of_source: dict[RecordId, set[RecordId]] = {}
        self._links: dict[RecordId, tuple[RecordId, RecordId, str]] = {}
        self._into: dict[RecordId, set[RecordId]] = {}
        self._out: dict[RecordId, set[RecordId]] = {}
        self._links_of: dict[RecordId, int] = {}
        self._derives_from: dict[RecordId, RecordId] = {}
        self._ends: dict[RecordId, RecordId] = {}

    # Following

    def become(self, other: WhoSays) -> None:
        """Hold what another holds, which is not asked or changed any more."""
        vars(self).update(vars(other))

    def put_card(self, card: RecordId, said: Said) -> None:
        """It is there now, or another."""
        if self.cards.get(card) != said:
            self.take_card(card)
            self.changes += 1
            self.cards[card] = said
            for source in {said.source, said.outlet} - {""}:
                self._of_source.setdefault(source, set()).add(card)
            self._count_links(card, len(self._out.get(card, ())))
            if said.derives_from:
                self._derives_from[card] = said.derives_from
                self.deriving.setdefault(said.derives_from, set()).add(card)
                self._ends.clear()
            if said.hypothesis:
                self.hypotheses.add(card)

    def take_card(self, card: RecordId) -> None:
        """It has gone."""
        if card not in self.cards:
            return
        self.changes += 1
        self._count_links(card, -len(self._out.get(card, ())))
        said = self.cards.pop(card)
        self.hypotheses.discard(card)
        for source in (said.source, said.outlet):
            _discard(self._of_source, source, card)
        if said.derives_from:
            del self._derives_from[card]
            _discard(self.deriving, said.derives_from, card)
            self._ends.clear()

    def put_link(self, link: RecordId, tail: RecordId, head: RecordId, kind: str) -> None:
        """A link from a card; one that begins at a region is given as its card's."""
        if self._links.get(link) != (tail, head, kind):
            self.take_link(link)
            self._links[link] = tail, head, kind
            self._out.setdefault(tail, set()).add(link)
            self._count_links(tail, 1)
            self._into.setdefault(head, set()).add(link)

    def take_link(self, link: RecordId) -> None:
        """It has gone."""
        if (ends := self._links.pop(link, None)) is not None:
            _discard(self._out, ends[0], link)
            self._count_links(ends[0], -1)
            _discard(self._into, ends[1], link)

    def _count_links(self, card: RecordId, more: int) -> None:
        """So many more links speak for the sources of a card."""
        if more and (said := self.cards.get(card)) is not None:
            for source in {said.source, said.outlet} - {""}:
                self._links_of[source] = self._links_of.get(source, 0) + more

    # Asking

    def of_source(self, source: RecordId) -> set[RecordId]:
        """The cards that a source says, or that were said there."""
        return self._of_source.get(source, set())

    def links_of(self, source: RecordId) -> int:
        """How many links its cards speak by."""
        return self._links_of.get(source, 0)

    def end_of(self, card: RecordId) -> RecordId:
        """The origin of a card: the end of its chain."""
        if card not in self._ends:
            self._ends |= origins(self._derives_from, (card,))
        return self._ends[card]

    def way_to(self, card: RecordId) -> list[RecordId]:
        """The chain of a card from its origin down to itself; of a circle each once."""
        way: dict[RecordId, None] = {}
        while card not in way:
            way[card] = None
            card = self._derives_from.get(card, card)
        return list(reversed(way))

    def repeats(self, card: RecordId, other: RecordId) -> bool:
        """Whether a card repeats another, directly or through others; it repeats itself."""
        seen: set[RecordId] = set()
        while card != other and card not in seen and card in self._derives_from:
            seen.add(card)
            card = self._derives_from[card]
        return card == other

    def in_order(self, cards: Iterable[RecordId]) -> list[RecordId]:
        """By date, those without one last; equals by key."""
        return sorted((card for card in cards if card in self.cards), key=self.place_of)

    def place_of(self, card: RecordId) -> tuple[datetime, datetime, tuple[int | str, ...], RecordId]:
        """What orders cards by date; one that has gone meanwhile comes last."""
        said = self.cards.get(card)
        return (*said.when, natural(said.key), card) if said else (datetime.max, datetime.max, (), card)

    def voices(self, card: RecordId) -> dict[str, Voices]:
        """Who speaks directly for a card and against it; retracted cards give nothing."""
        sides: dict[str, set[RecordId]] = {side: set() for side in SIDES}
        for tail, kind in self._givers(card):
            sides.setdefault(kind, set()).add(tail)
        return {side: self._count(cards) for side, cards in sides.items()}

    def reached(self, card: RecordId) -> dict[str, set[RecordId]]:
        """The reports that speak for a card or against it, directly or through cards of our own.

        What supports a claim speaks as the claim does; what contradicts it speaks the other way. Each report and each
        claim is met once on each side, so circles end.
        """
        found: dict[str, set[RecordId]] = {side: set() for side in SIDES}
        met = {(card, "support")}
        waiting = [(card, "support")]
        while waiting:
            here, side = waiting.pop()
            for tail, kind in self._givers(here):
                now = side if kind == "support" else SIDES[side == "support"]
                if self.cards[tail].report:
                    found[now].add(tail)
                elif (tail, now) not in met:
                    met.add((tail, now))
                    waiting.append((tail, now))
        return found

    def ends_of(self, cards: Iterable[RecordId]) -> set[RecordId]:
        """The origins of these cards."""
        return {self.end_of(card) for card in cards}

    def _givers(self, card: RecordId) -> Iterable[tuple[RecordId, str]]:
        for link in self._into.get(card, ()):
            tail, _, kind = self._links[link]
            if tail in self.cards and not self.cards[tail].retracted:
                yield tail, kind

    def _count(self, cards: set[RecordId]) -> Voices:
        if not cards:
            return NOBODY
        ends = {card: self.end_of(card) for card in cards}
        return voices_of(cards, ends, {card for card in cards if self.cards[card].report})


def _discard(sets: dict[RecordId, set[RecordId]], name: RecordId, record: RecordId) -> None:
    """Take a record out of one of many sets; empty ones go."""
    if (found := sets.get(name)) is not None:
        found.discard(record)
        if not found:
            del sets[name]
