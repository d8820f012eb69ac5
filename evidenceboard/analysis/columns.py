"""The facts of a board as columns, which follow every change; the argument graph is cut from them at once.

Every card, origin and link keeps its slot, also when it is gone, so that what points at it need not be found again:
links hold the slots of their ends, and a card that comes back finds its links waiting. The order of ids is kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CardFacts, EdgeFacts, Facts, Values, base_strength, card_facts, edge_facts
from evidenceboard.analysis.named_slots import Slots
from evidenceboard.model.ids import RecordId, kind_of

Rows = NDArray[np.int64]

NOBODY = -1
MANY = 1_000  # changes after which all is read anew
CARD = {"there": np.bool_, "argues": np.bool_, "gives": np.float64, "base": np.float64, "source": np.int64,
        "after": np.int64, "unseen": np.bool_, "rival": np.bool_}  # fmt: skip
EDGE = {"there": np.bool_, "tail": np.int64, "head": np.int64, "onto": np.int64, "against": np.bool_,
        "strong": np.bool_, "strength": np.float64, "joint": np.int64, "caption": np.bool_}  # fmt: skip


class Columns:
    """The columns of one board.

    Attributes:
        cards, edges: slots by name; origins have theirs among the cards.
        reliability: by source, "" where none is set; another mapping after each change.
    """

    def __init__(self) -> None:
        self.cards, self.edges = Slots(CARD), Slots(EDGE)
        self._facts: list[CardFacts | None] = []
        self._changed: set[int] = set()
        self.reliability: dict[RecordId, str] = {}
        self._sources: dict[RecordId, int] = {"": 0}
        self._joints: dict[str, int] = {"": 0}
        self._joint_names = [""]
        self._regions: dict[RecordId, RecordId] = {}
        self._from_region: dict[RecordId, set[RecordId]] = {}

    @classmethod
    def of(cls, facts: Facts) -> Columns:
        """The columns of these facts."""
        found = cls()
        found.reliability, found._regions = dict(facts.sources), dict(facts.regions)
        names = facts.cards.keys() | facts.origins | {each.derives_from for each in facts.cards.values()} - {""}
        found.cards.add(sorted(names))
        found.edges.add(sorted(facts.edges))
        for origin in facts.origins:
            found.put("origin", origin, {})
        found._put_cards(facts.cards)
        found._put_edges(facts.edges)
        return found

    # Reading

    def fact(self, slot: int) -> CardFacts:
        """Of the slot of a card that is there."""
        found = self._facts[slot]
        assert found is not None
        return found

    def facts_of(self, cards: Rows, before: Rows | None, known: tuple[CardFacts, ...]) -> tuple[CardFacts, ...]:
        """Of the slots of cards that are there.

        Args:
            before, known: slots and facts when this was asked last.
        """
        changed, self._changed = self._changed, set()
        if before is not None and len(changed) < MANY and np.array_equal(before, cards):
            found: list[CardFacts] = list(known)
            for at in np.flatnonzero(np.isin(cards, list(changed))).tolist() if changed else ():
                found[at] = self.fact(int(cards[at]))
            return tuple(found) if changed else known
        self._facts += [None] * (len(self.cards) - len(self._facts))
        return tuple(map(self.fact, cards.tolist()))

    def joint_of(self, edge: int) -> tuple[RecordId, str]:
        """Target and name of the joint group of the slot of a link."""
        head, onto = int(self.edges["head"][edge]), int(self.edges["onto"][edge])
        target = self.cards.names[head] if head >= 0 else self.edges.names[onto]
        return target, self._joint_names[self.edges["joint"][edge]]

    # Following

    def put(self, kind: str, record: RecordId, values: Values) -> None:
        """Take in a record, new or changed."""
        if kind == "card":
            self._put_cards({record: card_facts(values)})
        elif kind == "edge":
            self._put_edges({record: edge_facts(values)})
        elif kind == "region":
            self._regions[record] = str(values.get("card") or "")
            self._retail(record)
        elif kind == "source":
            self.reliability = {**self.reliability, record: str(values.get("reliability") or "")}
            self._rebase(record)
        elif kind == "origin":
            slot = self.cards.slot(record)  # the column may be another afterwards
            self.cards["there"][slot] = True

    def take_out(self, record: RecordId) -> None:
        """A record is gone."""
        kind = kind_of(record)
        if kind == "edge" and record in self.edges:
            self.edges["there"][self.edges.slot(record)] = False
        elif kind in ("card", "origin") and record in self.cards:
            slot = self.cards.slot(record)
            self.cards["there"][slot] = self.cards["argues"][slot] = self.cards["rival"][slot] = False
        elif kind == "source":
            self.reliability = {name: letter for name, letter in self.reliability.items() if name != record}
            self._rebase(record)
        elif kind == "region" and self._regions.pop(record, None) is not None:
            self._retail(record)

    def _put_cards(self, cards: Mapping[RecordId, CardFacts]) -> None:
        at = np.array([self.cards.slot(card) for card in cards], np.int64)
        after = [self.cards.slot(each.derives_from) if each.derives_from else NOBODY for each in cards.values()]
        sources, held = self._sources, list(cards.values())
        self._facts += [None] * (len(self.cards) - len(self._facts))
        for slot, each in zip(at.tolist(), held, strict=True):
            self._facts[slot] = each
        self._changed.update(at.tolist())
        columns = self.cards
        columns["there"][at] = True
        columns["argues"][at] = [each.argues for each in held]
        columns["gives"][at] = [each.gives for each in held]
        columns["base"][at] = [base_strength(each, self.reliability.get(each.source)) for each in held]
        columns["source"][at] = [sources.setdefault(each.source, len(sources)) for each in held]
        columns["after"][at] = after
        columns["unseen"][at] = [each.kind == "photo" and each.caption_unseen for each in held]
        columns["rival"][at] = [each.kind == "hypothesis" and each.gives for each in held]

    def _put_edges(self, edges: Mapping[RecordId, EdgeFacts]) -> None:
        at = np.array([self.edges.slot(edge) for edge in edges], np.int64)
        held, joints = list(edges.values()), self._joints
        onto = [kind_of(each.head) == "edge" for each in held]
        tail = [self._tail(edge, each.tail) for edge, each in edges.items()]
        head = [NOBODY if link else self.cards.slot(each.head) for link, each in zip(onto, held, strict=True)]
        other = [self.edges.slot(each.head) if link else NOBODY for link, each in zip(onto, held, strict=True)]
        columns = self.edges
        columns["there"][at] = True
        columns["tail"][at], columns["head"][at], columns["onto"][at] = tail, head, other
        columns["against"][at] = [each.contradict for each in held]
        columns["strong"][at] = [each.strong for each in held]
        columns["strength"][at] = [each.strength for each in held]
        columns["joint"][at] = [joints.setdefault(each.joint, len(joints)) for each in held]
        self._joint_names = list(joints)
        columns["caption"][at] = [each.on_caption for each in held]

    def _tail(self, edge: RecordId, tail: RecordId) -> int:
        if kind_of(tail) == "region":
            self._from_region.setdefault(tail, set()).add(edge)
            tail = self._regions.get(tail, tail)
        return self.cards.slot(tail)

    def _retail(self, region: RecordId) -> None:
        for edge in self._from_region.get(region, ()):
            slot = self.cards.slot(self._regions.get(region, region))
            self.edges["tail"][self.edges.slot(edge)] = slot

    def _rebase(self, source: RecordId) -> None:
        """The cards of a source follow its reliability."""
        number = self._sources.get(source)
        if number is not None:
            for slot in np.flatnonzero((self.cards["source"] == number) & self.cards["there"]).tolist():
                self.cards["base"][slot] = base_strength(self.fact(slot), self.reliability.get(source))
