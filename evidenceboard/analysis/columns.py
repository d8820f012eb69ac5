"""The facts of a board as columns, which follow every change; the argument graph is cut from them at once.

Every card, origin and link keeps its slot, also when it is gone, so that what points at it need not be found again:
links hold the slots of their ends, and a card that comes back finds its links waiting. The order of ids is kept apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CardFacts, Facts, Values, base_strength
from evidenceboard.analysis.named_slots import Slots
from evidenceboard.model.ids import RecordId, kind_of

Rows = NDArray[np.int64]

NOBODY = -1
AT_ONCE = 2_000  # records that are put into columns in one step
MANY = 1_000  # changes after which all is read anew
CARD = {"there": np.bool_, "argues": np.bool_, "gives": np.float64, "base": np.float64, "source": np.int64,
        "after": np.int64, "unseen": np.bool_, "rival": np.bool_, "claim": np.bool_}  # fmt: skip
EDGE = {"there": np.bool_, "tail": np.int64, "head": np.int64, "onto": np.int64, "against": np.bool_,
        "strong": np.bool_, "strength": np.float64, "joint": np.int64, "caption": np.bool_}  # fmt: skip


class Columns:
    """The columns of one board.

    Args:
        facts: what is known; they are the columns' own from then on.

    Attributes:
        facts: followed, too.
        cards, edges: slots by name; origins have theirs among the cards.
        reliability: by source, "" where none is set; another mapping after each change.
        changes: how many cards were put in after the first.
    """

    def __init__(self, facts: Facts | None = None) -> None:
        self.facts = facts or Facts()
        self.cards, self.edges = Slots(CARD), Slots(EDGE)
        self.reliability = dict(self.facts.sources)
        self._changed: list[int] = []
        self._sources: dict[RecordId, int] = {"": 0}
        self._joints: dict[str, int] = {"": 0}
        self._from_region: dict[RecordId, set[RecordId]] = {}
        self.cards.grow(len(self.facts.cards))
        self.edges.grow(len(self.facts.edges))
        self._put_origins(self.facts.origins)
        for some in _in_parts(self.facts.cards):
            self._put_cards(some)
        for some in _in_parts(self.facts.edges):
            self._put_edges(some)

    # Reading

    @property
    def changes(self) -> int:
        return len(self._changed)

    def fact(self, slot: int) -> CardFacts:
        """Of the slot of a card that is there."""
        return self.facts.cards[self.cards.names[slot]]

    def facts_of(self, cards: Rows, known: tuple[CardFacts, ...], changes: int) -> tuple[CardFacts, ...]:
        """Of the slots of cards that are there.

        Args:
            known: of the same slots when there were so many changes; () where that is not known.
        """
        changed = self._changed[changes:]
        if len(known) != len(cards) or len(changed) > MANY:
            return tuple([self.fact(slot) for slot in cards.tolist()])
        if not changed:
            return known
        found = list(known)
        for at in np.flatnonzero(np.isin(cards, changed)).tolist():
            found[at] = self.fact(int(cards[at]))
        return tuple(found)

    def joint_of(self, edge: int) -> tuple[RecordId, str]:
        """Target and name of the joint group of the slot of a link that is there."""
        found = self.facts.edges[self.edges.names[edge]]
        return found.head, found.joint

    # Following

    def put(self, kind: str, record: RecordId, values: Values) -> None:
        """Take in a record, new or changed."""
        self.facts.put(kind, record, values)
        if kind == "card":
            self._put_cards([record])
            self._changed.append(self.cards.slot(record))
        elif kind == "edge":
            self._put_edges([record])
        elif kind == "region":
            self._retail(record)
        elif kind == "source":
            self._rebase(record)
        elif kind == "origin":
            self._put_origins([record])

    def take_out(self, record: RecordId) -> None:
        """A record is gone."""
        self.facts.take_out(record)
        kind = kind_of(record)
        if kind == "edge" and record in self.edges:
            self.edges["there"][self.edges.slot(record)] = False
        elif kind in ("card", "origin") and record in self.cards:
            slot = self.cards.slot(record)
            self.cards["there"][slot] = self.cards["argues"][slot] = self.cards["rival"][slot] = False
        elif kind == "source":
            self._rebase(record)
        elif kind == "region":
            self._retail(record)

    def _put_origins(self, origins: Collection[RecordId]) -> None:
        at = [self.cards.slot(origin) for origin in origins]  # the column may be another afterwards
        self.cards["there"][at] = True

    def _put_cards(self, cards: Collection[RecordId]) -> None:
        slot, sources = self.cards.slot, self._sources
        held = [self.facts.cards[card] for card in cards]
        at = [slot(card) for card in cards]
        after = [slot(each.derives_from) if each.derives_from else NOBODY for each in held]
        columns = self.cards
        columns["there"][at] = True
        columns["argues"][at] = [each.argues for each in held]
        columns["gives"][at] = [each.gives for each in held]
        columns["base"][at] = [base_strength(each, self.reliability.get(each.source)) for each in held]
        columns["source"][at] = [sources.setdefault(each.source, len(sources)) for each in held]
        columns["after"][at] = after
        columns["unseen"][at] = [each.kind == "photo" and each.caption_unseen for each in held]
        columns["claim"][at] = [each.role == "claim" for each in held]
        columns["rival"][at] = [each.kind == "hypothesis" and each.gives for each in held]

    def _put_edges(self, edges: Collection[RecordId]) -> None:
        cards, links, joints = self.cards.slot, self.edges.slot, self._joints
        held = [self.facts.edges[edge] for edge in edges]
        at = [links(edge) for edge in edges]
        on_link = [kind_of(each.head) == "edge" for each in held]
        tail = [self._tail(edge, each.tail) for edge, each in zip(edges, held, strict=True)]
        head = [NOBODY if link else cards(each.head) for link, each in zip(on_link, held, strict=True)]
        onto = [links(each.head) if link else NOBODY for link, each in zip(on_link, held, strict=True)]
        columns = self.edges
        columns["there"][at] = True
        columns["tail"][at], columns["head"][at], columns["onto"][at] = tail, head, onto
        columns["against"][at] = [each.contradict for each in held]
        columns["strong"][at] = [each.strong for each in held]
        columns["strength"][at] = [each.strength for each in held]
        columns["joint"][at] = [joints.setdefault(each.joint, len(joints)) for each in held]
        columns["caption"][at] = [each.on_caption for each in held]

    def _tail(self, edge: RecordId, tail: RecordId) -> int:
        """The slot of the card that a link begins at, or on whose photo."""
        if kind_of(tail) == "region":
            self._from_region.setdefault(tail, set()).add(edge)
            tail = self.facts.regions.get(tail, tail)
        return self.cards.slot(tail)

    def _retail(self, region: RecordId) -> None:
        """The links that begin on a region follow the photo that it is on."""
        slot = self.cards.slot(self.facts.regions.get(region, region))
        self.edges["tail"][[self.edges.slot(edge) for edge in self._from_region.get(region, ())]] = slot

    def _rebase(self, source: RecordId) -> None:
        """The cards of a source follow its reliability."""
        self.reliability = dict(self.facts.sources)
        letter, number = self.reliability.get(source), self._sources.get(source)
        for slot in np.flatnonzero((self.cards["source"] == number) & self.cards["there"]).tolist():
            self.cards["base"][slot] = base_strength(self.fact(slot), letter)


def _in_parts(names: Iterable[RecordId]) -> Iterator[list[RecordId]]:
    """Some at a time, so that no single step holds up who works beside it."""
    left = iter(names)
    while some := list(islice(left, AT_ONCE)):
        yield some
