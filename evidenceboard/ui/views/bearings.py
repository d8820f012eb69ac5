"""Which hypotheses a card bears on: by a link of its own, or through one card between."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge


class Bearings:
    """The links between cards, those from parts of a photo counted as the photo's.

    Attributes:
        read_once: they were read; from then on they follow the board.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._ends: dict[RecordId, tuple[RecordId, RecordId]] = {}
        self._heads: dict[RecordId, dict[RecordId, None]] = {}  # the links that begin at each card
        self._owners: dict[RecordId, RecordId] = {}  # card of each part of a photo
        self.read_once = False

    def read(self) -> Generator[None, None, None]:
        """Read all links, some in each step; what is touched meanwhile is told by `follow`."""
        self.read_once = True
        reading = self._bridge.reading
        for page in reading.pages("region", ("card",)):
            self._owners.update((region, str(values.get("card"))) for region, values in page)
            yield
        for page in reading.pages("edge", ("from", "to")):
            for edge, values in page:
                if edge not in self._ends and reading.is_live(edge):
                    self._put(edge, str(values.get("from")), str(values.get("to")))
            yield

    def follow(self, records: Iterable[RecordId]) -> bool:
        """Read links again that were touched; whether there were any that show."""
        if not self.read_once:
            return False
        edges = [record for record in records if kind_of(record) == "edge"]
        regions = [record for record in records if kind_of(record) == "region"]
        reading = self._bridge.reading
        found = reading.named("region", regions)
        self._owners.update((region, str(values.get("card"))) for region, values in found.items())
        there = reading.named("edge", edges)
        for edge in edges:
            self._take_out(edge)
            if edge in there and reading.is_live(edge):
                self._put(edge, str(there[edge].get("from")), str(there[edge].get("to")))
        return bool(edges)

    def _put(self, edge: RecordId, tail: RecordId, head: RecordId) -> None:
        if kind_of(head) != "card":  # an undercut bears on a link
            return
        card = self._owners.get(tail, tail)
        self._ends[edge] = card, head
        self._heads.setdefault(card, {})[edge] = None

    def _take_out(self, edge: RecordId) -> None:
        if ends := self._ends.pop(edge, None):
            self._heads[ends[0]].pop(edge, None)

    def on(self, card: RecordId, hypotheses: Collection[RecordId], there: Collection[RecordId]) -> list[RecordId]:
        """Those of these hypotheses that a card bears on, each once; a hypothesis bears on itself.

        Args:
            there: the cards that are on the board: only through those does another one bear on something.
        """
        if card in hypotheses:
            return [card]
        found: dict[RecordId, None] = {}
        for head in self._out_of(card):
            if head in hypotheses:
                found[head] = None
            elif head in there:
                found.update((each, None) for each in self._out_of(head) if each in hypotheses)
        return list(found)

    def _out_of(self, card: RecordId) -> Iterable[RecordId]:
        return [self._ends[edge][1] for edge in self._heads.get(card, ())]
