"""Which records of a board a filter finds: read in steps, then kept up with what changes."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence

from evidenceboard.finding.filters import Filter, Test, fields_read, split, test_of
from evidenceboard.finding.touched import BoardSource, Values, borne_on, parts
from evidenceboard.model.ids import RecordId, kind_of

AT_ONCE = 200  # records that are looked at in one step
BEHIND = {"source", "origin", "rivals"}  # kinds of which one change may touch any number of cards


class Filtered:
    """The records that a filter finds.

    Attributes:
        wanted: the filter; rules that are not complete yet hold for everything.
        records: those of its kind in which all rules hold.
        total: how many there are of its kind, found or not.
    """

    def __init__(self, source: BoardSource, wanted: Filter) -> None:
        self.wanted = wanted.complete
        self.records: set[RecordId] = set()
        self._all: set[RecordId] = set()
        self._source = source
        about = self.wanted.about
        edges, tails, heads = split(self.wanted) if about == "edge" else (None, None, None)
        self._edges = edges
        self._ends = [each if each is not None and each.rules else None for each in (tails, heads)]
        self._of_cards = [self.wanted] if about == "card" else [each for each in self._ends if each is not None]
        self._at_ends: list[set[RecordId]] = [set(), set()]  # the cards of which the rules for either end hold
        self._tests: dict[int, Test] = {id(each): test_of(each) for each in self._of_cards}
        self._test_edge = test_of(edges) if edges is not None else None
        self._sources: Mapping[RecordId, Values] = {}
        self._derives: dict[RecordId, RecordId] = {}
        self._inside: dict[RecordId, Collection[RecordId]] = {}
        self._fields = {field for each in self._of_cards for rule in each.rules for field in [rule.field]}

    @property
    def total(self) -> int:
        return len(self._all)

    # Reading

    def read(self) -> Generator[None, None, None]:
        """Look at every record of the board, some in each step."""
        self.records, self._all, self._at_ends = set(), set(), [set(), set()]
        yield from self._prepare()
        if self._of_cards or self._edges is None:
            fields = [name for each in self._of_cards for name in fields_read(each)]
            for page in self._source.pages("card", tuple(dict.fromkeys(fields))):
                self._put_cards(dict(page))
                yield
        if self._edges is not None:
            for page in self._source.pages("edge", fields_read(self._edges)):
                self._put_edges(dict(page))
                yield

    def _prepare(self) -> Generator[None, None, None]:
        self._sources = self._source.sources()
        frames = {value for each in self._of_cards for rule in each.rules if rule.field == "frame" for value in rule[2]}
        self._inside = {frame: frozenset(self._source.inside(frame)) for frame in sorted(frames)}
        self._derives = {}
        yield
        if "origin" in self._fields:
            for page in self._source.pages("card", ("derives_from",)):
                self._derives |= {
                    card: str(values["derives_from"]) for card, values in page if "derives_from" in values
                }
                yield

    def _put_cards(self, cards: Mapping[RecordId, Values]) -> None:
        for each in self._of_cards:
            test = self._tests[id(each)]
            held = {card for card, values in cards.items() if test(card, values, self)}
            for found in self._where(each):
                found.difference_update(cards)
                found.update(held)
        if self._edges is None:
            self._all.update(cards)

    def _where(self, each: Filter) -> list[set[RecordId]]:
        if self._edges is None:
            return [self.records]
        return [self._at_ends[at] for at, end in enumerate(self._ends) if end is each]

    def _put_edges(self, edges: Mapping[RecordId, Values]) -> None:
        assert self._test_edge is not None
        for edge, values in edges.items():
            if self._holds_at_ends(edge) and self._test_edge(edge, values, self):
                self.records.add(edge)
            else:
                self.records.discard(edge)
        self._all.update(edges)

    def _holds_at_ends(self, edge: RecordId) -> bool:
        """An undercut ends on a link and at no card: no rule about the card at its end holds."""
        if self._ends == [None, None]:
            return True
        ends = self._source.ends(edge)
        return all(
            wanted is None or end in held
            for wanted, end, held in zip(self._ends, ends, self._at_ends, strict=False)
        )  # fmt: skip

    # Following

    def changes_all(self, records: Iterable[RecordId]) -> bool:
        """Whether a change of these asks for another reading of everything."""
        kinds = {kind_of(record) for record in records}
        placed = bool(self._inside) and bool(kinds & {"frame", "place"})
        return placed or bool(kinds & BEHIND) or ("origin" in self._fields and "card" in kinds)

    def follow(self, records: Iterable[RecordId]) -> Generator[None, None, None]:
        """Look again at these, which were touched, and at what a change of them bears on."""
        cards, edges = borne_on(self._source, records)
        yield
        if self._of_cards:
            for part in parts(sorted(cards), AT_ONCE):
                self._again("card", part)
                yield
            if self._edges is not None:  # another card may let all its links be found
                edges |= {edge for card in cards for edge in self._source.joined(card)}
        for part in parts(sorted(edges) if self._edges is not None else [], AT_ONCE):
            self._again("edge", part)
            yield

    def _again(self, kind: str, names: Sequence[RecordId]) -> None:
        found = self._source.some(kind, names)
        gone = set(names) - found.keys()
        for held in (self.records, self._all, *self._at_ends):
            held.difference_update(gone)
        if kind == "card":
            self._put_cards(found)
        else:
            self._put_edges(found)

    # What rules look at

    def named(self, record: RecordId) -> Values:
        return self._sources.get(record, {})

    def origin(self, card: RecordId, values: Values) -> RecordId | None:
        passed, at = {card}, values.get("derives_from")
        while isinstance(at, str) and at not in passed:
            if kind_of(at) == "origin":
                return at
            passed.add(at)
            at = self._derives.get(at)
        return None

    def is_linked(self, card: RecordId) -> bool:
        return self._source.is_linked(card)

    def frames_of(self, card: RecordId) -> Collection[RecordId]:
        return [frame for frame, cards in self._inside.items() if card in cards]

    def is_undercut(self, edge: RecordId) -> bool:
        return any(list(self._source.ends(other))[1:] == [edge] for other in self._source.joined(edge))
