"""What canvas, views and lists read of a board: as it is now, or as it was at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from evidenceboard.analysis.earlier import Earlier
from evidenceboard.document import Document
from evidenceboard.model.board import Conflict
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.index import ENDS, JOINING, Ends
from evidenceboard.model.photo_parts import Part

AT_ONCE = 500  # records in a page that are not on the board any more

Found = dict[RecordId, Mapping[str, Value]]
Page = Sequence[tuple[RecordId, Mapping[str, Value]]]


class Now:
    """The board as it is.

    Attributes:
        earlier: what was other at the moment that is read; empty for now.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.earlier = Earlier()

    @property
    def is_ready(self) -> bool:
        """Whether what joins what is known."""
        return self.document.index_is_ready

    def named(self, kind: str, names: Sequence[RecordId]) -> Found:
        """The shown values of some records of a kind; those that are not there are left out."""
        return dict(self.document.log.records_named(kind, names))

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Page]:
        """Every record of a kind that is there, some at a time, with these fields at least. Ends of edges may be
        gone."""
        return self.over(kind, self.document.log.pages(kind, fields))

    def over(self, kind: str, pages: Iterable[Page]) -> Iterator[Page]:
        """Such pages of the board as it is, as those of the moment that is read."""
        return iter(pages)

    def records(self, kind: str) -> Iterator[tuple[RecordId, Mapping[str, Value]]]:
        """All records of a kind that are live, read in bulk."""
        return self.document.records(kind)

    def of_kind(self, kind: str) -> Iterator[RecordId]:
        """Every record of a kind that is there. Ends of edges may be gone."""
        return self.document.board.index.of_kind(kind)

    def is_live(self, record: RecordId) -> bool:
        """Whether it is there, and all that it joins."""
        return self.document.board.is_live(record)

    def values(self, record: RecordId) -> Mapping[str, Value]:
        """What a record says; of one that is not there, what it said or says at another time."""
        return self.document.board.record(record).shown_values()

    def value(self, record: RecordId, field: str) -> Value:
        """The shown value of a field, or None."""
        return self.document.board.value(record, field)

    def ends(self, record: RecordId) -> Ends:
        """What a record joins; empty where it joins nothing or is not there."""
        return self.document.board.index.ends(record)

    def edges_of(self, record: RecordId) -> list[RecordId]:
        """The live links of a card or a link."""
        return self.document.board.edges_of(record)

    def conflicts(self, card: RecordId) -> Sequence[Conflict]:
        """On what people differ; nothing as long as that is not known."""
        board = self.document.board
        return board.record(card).conflicts() if self.is_ready and board.index.is_contested(card) else ()

    def parts_of(self, card: RecordId) -> tuple[Part, ...]:
        """The parts of a photo."""
        return tuple(self.document.parts.of(card))


class Then(Now):
    """The board as it was: the board as it is, but for what was other. Nothing is said of conflicts."""

    def __init__(self, document: Document, earlier: Earlier) -> None:
        super().__init__(document)
        self.earlier = earlier

    def over(self, kind: str, pages: Iterable[Page]) -> Iterator[Page]:
        gone, other = self.earlier.gone, self.earlier.other
        for page in pages:
            yield [each for each in page if each[0] not in gone and each[0] not in other]
        rest = iter(self.earlier.by_kind.get(kind, ()))
        while part := [(record, other[record]) for record in islice(rest, AT_ONCE)]:
            yield part

    def records(self, kind: str) -> Iterator[tuple[RecordId, Mapping[str, Value]]]:
        found = chain.from_iterable(self.over(kind, [list(self.document.log.records(kind))]))
        return (each for each in found if kind not in ENDS or self.is_live(each[0]))

    def of_kind(self, kind: str) -> Iterator[RecordId]:
        gone, other = self.earlier.gone, self.earlier.other
        yield from (record for record in super().of_kind(kind) if record not in gone and record not in other)
        yield from self.earlier.by_kind.get(kind, ())

    def values(self, record: RecordId) -> Mapping[str, Value]:
        found = self.earlier.other.get(record)
        return super().values(record) if found is None else found

    def named(self, kind: str, names: Sequence[RecordId]) -> Found:
        gone, other = self.earlier.gone, self.earlier.other
        found = super().named(kind, [name for name in names if name not in gone and name not in other])
        return found | {name: other[name] for name in names if name in other}

    def value(self, record: RecordId, field: str) -> Value:
        if record in self.earlier.other:
            return self.earlier.other[record].get(field)
        return None if record in self.earlier.gone else super().value(record, field)

    def ends(self, record: RecordId) -> Ends:
        values = self.earlier.other.get(record)
        if values is not None:
            return tuple(str(values[end]) for end in ENDS.get(kind_of(record), ()))
        return () if record in self.earlier.gone else super().ends(record)

    def is_there(self, record: RecordId) -> bool:
        """Whether the record itself was there."""
        if record in self.earlier.other:
            return True
        return record not in self.earlier.gone and not self.document.board.index.is_gone(record)

    def is_live(self, record: RecordId) -> bool:
        if self.earlier.only_cards:  # a day: then nothing was there that is not there now
            return self.document.board.index.is_live(record) and self._hangs_on_nothing_gone(record)
        todo, passed = [record], set()
        while todo:
            each = todo.pop()
            if each in passed or not self.is_there(each):
                return False
            if kind_of(each) == "edge":  # of its ends only one can be an edge
                passed.add(each)
            todo.extend(self.ends(each))
        return True

    def _hangs_on_nothing_gone(self, record: RecordId) -> bool:
        gone, ends = self.earlier.gone, self.document.board.index.ends
        todo = [record]
        while todo:
            each = todo.pop()
            if each in gone:
                return False
            if kind_of(each) in JOINING:
                todo.extend(ends(each))
        return True

    def edges_of(self, record: RecordId) -> list[RecordId]:
        if self.earlier.only_cards:
            return [edge for edge in super().edges_of(record) if self._hangs_on_nothing_gone(edge)]
        return [edge for edge in self.joined_to(record) if self.is_live(edge)]

    def joined_to(self, record: RecordId) -> list[RecordId]:
        """The links that begin or end at a card, on a part of its photo or at a link, whether they were live or not."""
        joined = self.earlier.joined
        found = {*self.document.board.index.joined_to(record), *joined.get(record, ())}
        for region in [each for each in found if kind_of(each) == "region"]:
            found |= {*self.document.board.index.joined_to(region), *joined.get(region, ())}
        return sorted(each for each in found if kind_of(each) == "edge")

    def conflicts(self, card: RecordId) -> Sequence[Conflict]:
        return ()

    def parts_of(self, card: RecordId) -> tuple[Part, ...]:
        return tuple(part for part in super().parts_of(card) if self.is_there(part.id))
