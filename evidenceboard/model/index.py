"""What must be known of all records at once: which are there, and what joins what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidenceboard.model.ids import RecordId, kind_of


class Summary(NamedTuple):
    """A record in brief. ``tail`` and ``head`` are what it joins: an edge's ends, a region's card, a
    place's sheet and card; None elsewhere."""

    id: RecordId
    gone: bool
    tail: RecordId | None = None
    head: RecordId | None = None
    contested: bool = False
    kept: bool = False


class Index:
    """Records by kind and by what they join. Order: as they were first put.

    Only records that are not gone are held, so its memory follows the board and not its history.
    """

    def __init__(self, summaries: Iterable[Summary] = ()) -> None:
        self._ends: dict[str, dict[RecordId, tuple[RecordId, ...]]] = {}
        self._joined: dict[RecordId, list[RecordId]] = {}
        self.contested: set[RecordId] = set()
        self.kept: set[RecordId] = set()
        for summary in summaries:
            self.put(summary)

    def put(self, summary: Summary) -> None:
        """Hold what a summary says, in place of what was held of that record."""
        record = summary.id
        of_kind = self._ends.setdefault(kind_of(record), {})
        ends = () if summary.gone else tuple(end for end in (summary.tail, summary.head) if end)
        if kind_of(record) in ("edge", "region"):
            self._join(record, of_kind.get(record, ()), ends)
        if summary.gone:
            of_kind.pop(record, None)
        else:
            of_kind[record] = ends
        _keep(self.contested, record, summary.contested)
        _keep(self.kept, record, summary.kept)

    def _join(self, record: RecordId, before: tuple[RecordId, ...], now: tuple[RecordId, ...]) -> None:
        if before == now:
            return
        for end in before:
            self._joined[end].remove(record)
        for end in now:
            self._joined.setdefault(end, []).append(record)

    def is_gone(self, record: RecordId) -> bool:
        """Whether the record itself is not there."""
        return record not in self._ends.get(kind_of(record), ())

    def is_live(self, record: RecordId) -> bool:
        """Whether it and all that it joins are there. Edges that join one another in a ring join nothing."""
        todo, passed = [record], set()
        while todo:
            each = todo.pop()
            ends = self._ends.get(kind_of(each), {}).get(each)
            if ends is None or each in passed:
                return False
            if kind_of(each) == "edge":  # of its ends only one can be an edge
                passed.add(each)
            todo.extend(ends)
        return True

    def gone_beneath(self, record: RecordId) -> set[RecordId]:
        """What it would need in order to be live, near or far, and what is not there itself."""
        todo, passed = [record], set()
        while todo:
            each = todo.pop()
            if each not in passed:
                passed.add(each)
                todo.extend(self.ends(each))
        return {each for each in passed if self.is_gone(each)}

    def of_kind(self, kind: str) -> Iterator[RecordId]:
        """The records of a kind that are there themselves."""
        return iter(tuple(self._ends.get(kind, ())))

    def ends(self, record: RecordId) -> tuple[RecordId, ...]:
        """What a record joins; empty where it joins nothing or is gone."""
        return self._ends.get(kind_of(record), {}).get(record, ())

    def summaries(self) -> Iterator[Summary]:
        """What is held, so that a second index can begin from it."""
        for of_kind in self._ends.values():
            for record, ends in of_kind.items():
                tail, head = (*ends, None, None)[:2]
                yield Summary(record, False, tail, head, record in self.contested, record in self.kept)

    def joined_to(self, record: RecordId) -> list[RecordId]:
        """The edges and regions that hang on a record, those on its regions included."""
        found: list[RecordId] = []
        for other in self._joined.get(record, ()):
            if kind_of(other) == "region":
                found.extend(self._joined.get(other, ()))
            else:
                found.append(other)
        return found

    def hanging_on(self, record: RecordId) -> set[RecordId]:
        """The edges and regions that cannot be live without a record: those joined to it, and to them, and so on."""
        todo = [record]
        found: set[RecordId] = set()
        while todo:
            for other in self._joined.get(todo.pop(), ()):
                if other not in found:
                    found.add(other)
                    todo.append(other)
        return found


def _keep(members: set[RecordId], record: RecordId, belongs: bool) -> None:
    if belongs:
        members.add(record)
    else:
        members.discard(record)
