"""What must be known of all records at once: which are there, and what joins what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.records import FIELDS
from evidenceboard.progress import Progress, report

Ends = tuple[RecordId, ...]

ENDS = {"edge": ("from", "to"), "region": ("card",), "place": ("sheet", "card")}  # fields that name what is joined
CARD = "card:"
JOINING = ("edge", "region")  # kinds that hang on what they join
MARKS = ("contested", "kept")
MOST_GONE = 30  # of what is gone beneath one record, and is looked at
SCANS = 8  # of a source, each some 25 ms at 200,000 edges, until reading all edges is the better bargain


class Summary(NamedTuple):
    """A record in brief. ``tail`` and ``head`` are what it joins: an edge's ends, a region's card, a
    place's sheet and card; None elsewhere."""

    id: RecordId
    gone: bool
    tail: RecordId | None = None
    head: RecordId | None = None
    contested: bool = False
    kept: bool = False


class Source(Protocol):
    """Where all records of a kind are read at once, or one by one."""

    def ends_of(self, record: RecordId) -> Ends | None:
        """What a record joins; None where it is gone."""

    def joining(self, records: Sequence[RecordId]) -> Iterable[tuple[RecordId, Ends]]:
        """The edges and regions that hang on one of these records, and all that they join. It takes a scan."""

    def ends(self, kind: str) -> Iterable[tuple[RecordId, Ends]]:
        """Every record of a kind that is there, and what it joins."""

    def marked(self, mark: str) -> Iterable[RecordId]:
        """The records that carry one of `MARKS`."""


class Index:
    """Records by kind and by what they join.

    Only records that are not gone are held, so its memory follows the board and not its history. What a source
    holds is read kind by kind when it is first asked for: a large board can be shown before all of it is known.

    Attributes:
        sparing: single records are looked up in the source while their kind has not been read.
    """

    def __init__(self, summaries: Iterable[Summary] = (), source: Source | None = None) -> None:
        self.sparing = False
        self._source = source
        self._scans = 0
        self._ahead: dict[RecordId, Summary] = {}  # what changed before everything was read
        self._ends: dict[str, dict[RecordId, Ends]] = {}
        self._joined: dict[RecordId, list[RecordId]] = {}
        self._broken: set[RecordId] = set()  # edges and regions that join something that is gone
        self._marks: dict[str, set[RecordId]] = {}
        self._undercuts: dict[RecordId, bool] = {}  # whether they are live, as far as it was asked
        for summary in summaries:
            self.put(summary)

    def copy(self) -> Index:
        """The same, to be changed without touching this one."""
        other = Index()
        other._ends = {kind: dict(self._of(kind)) for kind in self._kinds()}
        other._joined = {end: list(edges) for end, edges in self._joined.items()}
        other._broken = set(self._broken)
        other._marks = {mark: set(self._marked(mark)) for mark in MARKS}
        return other

    def put(self, summary: Summary) -> None:
        """Hold what a summary says, in place of what was held of that record."""
        self._undercuts.clear()
        if self._source is not None and not self._all_read():
            self._ahead[summary.id] = summary
        if self.knows(kind_of(summary.id)):
            self._put(summary)
        self._mark(summary, *(mark for mark in MARKS if mark in self._marks or self._source is None))

    def _all_read(self) -> bool:
        return all(kind in self._ends for kind in FIELDS) and all(mark in self._marks for mark in MARKS)

    def _put(self, summary: Summary) -> None:
        record = summary.id
        kind = kind_of(record)
        of_kind = self._of(kind)
        ends = () if summary.gone else _ends(summary)
        if kind in JOINING:
            self._join(record, of_kind.get(record, ()), ends)
        if summary.gone:
            of_kind.pop(record, None)
        else:
            of_kind[record] = ends
        self._note_broken(record, *self._joined.get(record, ()))

    def _mark(self, summary: Summary, *marks: str) -> None:
        for mark in marks:
            if getattr(summary, mark):
                self._marked(mark).add(summary.id)
            else:
                self._marked(mark).discard(summary.id)

    def knows(self, kind: str) -> bool:
        """Whether all records of a kind have been read."""
        return kind in self._ends or self._source is None or kind not in FIELDS

    def read_all(self, progress: Progress | None = None) -> Index:
        """Read everything now; returns itself.

        Raises:
            Stopped: the progress says so.
        """
        kinds = self._kinds()
        for number, kind in enumerate(kinds):
            report(progress, number, len(kinds))
            self._of(kind)
        for mark in MARKS:
            self._marked(mark)
        return self

    def adopt(self, other: Index) -> None:
        """Take from another index of the same source whatever was not asked for yet. What was has since followed
        every change, so it stands; what changed ahead of the reading is put over what was read."""
        before, marks = set(self._ends), set(self._marks)
        self._undercuts.clear()
        if not any(kind in self._ends for kind in JOINING):
            self._joined, self._broken = other._joined, other._broken
            self._ends |= {kind: other._ends[kind] for kind in JOINING}
        self._ends = {**{kind: ends for kind, ends in other._ends.items() if kind not in JOINING}, **self._ends}
        self._marks = {**other._marks, **self._marks}
        for summary in tuple(self._ahead.values()):
            if kind_of(summary.id) in self._ends.keys() - before:
                self._put(summary)
            self._mark(summary, *(self._marks.keys() - marks))

    def _of(self, kind: str) -> dict[RecordId, Ends]:
        found = self._ends.get(kind)
        if found is None:
            found = self._ends[kind] = dict(self._source.ends(kind)) if self._source and kind in FIELDS else {}
            ahead = [summary for record, summary in self._ahead.items() if kind_of(record) == kind]
            if kind in JOINING:
                cards = self._of("card")
                for record, ends in found.items():
                    self._join(record, (), ends)
                    if not all([end in cards for end in ends]):  # most join cards: that is seen at a glance
                        self._note_broken(record)
            for summary in ahead:
                self._put(summary)
        return found

    def _ends_of(self, record: RecordId) -> Ends | None:
        """What a record joins; None where it is gone."""
        kind = kind_of(record)
        if self.sparing and self._source is not None and not self.knows(kind):
            ahead = self._ahead.get(record)
            return self._source.ends_of(record) if ahead is None else None if ahead.gone else _ends(ahead)
        return self._of(kind).get(record)

    def _note_broken(self, *records: RecordId) -> None:
        for record in records:
            if kind_of(record) in JOINING and any(map(self.is_gone, self.ends(record))):
                self._broken.add(record)
            else:
                self._broken.discard(record)

    def _marked(self, mark: str) -> set[RecordId]:
        if mark not in self._marks:
            self._marks[mark] = set(self._source.marked(mark)) if self._source else set()
            for summary in self._ahead.values():
                self._mark(summary, mark)
        return self._marks[mark]

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys((*FIELDS, *self._ends)))

    def _join(self, record: RecordId, before: Ends, now: Ends) -> None:
        if before == now:
            return
        for end in before:
            self._joined[end].remove(record)
        for end in now:
            self._joined.setdefault(end, []).append(record)

    def _joined_to(self, records: Collection[RecordId]) -> list[RecordId]:
        """The edges and regions that hang directly on one of these records."""
        if self.sparing and self._source is not None and not all(map(self.knows, JOINING)) and self._scans < SCANS:
            self._scans += 1
            found = dict(self._source.joining(tuple(records)))
            for other, summary in self._ahead.items():
                found.pop(other, None)
                if kind_of(other) in JOINING and not summary.gone and not set(_ends(summary)).isdisjoint(records):
                    found[other] = _ends(summary)
            return list(found)
        for kind in JOINING:
            self._of(kind)
        return list(dict.fromkeys(other for record in records for other in self._joined.get(record, ())))

    @property
    def contested(self) -> frozenset[RecordId]:
        """Records with a field on which people differ."""
        return frozenset(self._marked("contested"))

    @property
    def kept(self) -> frozenset[RecordId]:
        """Records that somebody removed and that a change unknown to them keeps."""
        return frozenset(self._marked("kept"))

    def is_contested(self, record: RecordId) -> bool:
        """Whether people differ on a field of a record."""
        return record in self._marked("contested")

    def is_gone(self, record: RecordId) -> bool:
        """Whether the record itself is not there."""
        return self._ends_of(record) is None

    def is_live(self, record: RecordId) -> bool:
        """Whether it and all that it joins are there. Edges that join one another in a ring join nothing."""
        if kind_of(record) == "edge":
            ends = self._ends["edge"].get(record) if "edge" in self._ends else None
            if ends is not None and all([end.startswith(CARD) for end in ends]):
                return record not in self._broken  # most links join cards, and every view asks for all of them
            return self._is_live_edge(record)
        ends = self._ends_of(record)
        return ends is not None and all([self.is_live(end) for end in ends])

    def _is_live_edge(self, edge: RecordId) -> bool:
        """Walk down from what undercuts to what is undercut, then up again: each is looked at once."""
        way: dict[RecordId, tuple[RecordId, ...]] = {}  # other ends than the edge below
        here: RecordId | None = edge
        live = True
        while live and here is not None:
            known, ends = self._undercuts.get(here), self._ends_of(here)
            if known is not None:
                live, here = known, None
            elif ends is None or here in way:
                live = False
            else:
                way[here] = tuple([end for end in ends if kind_of(end) != "edge"])
                here = next((end for end in ends if kind_of(end) == "edge"), None)
        for above in reversed(way):
            live = live and all([self.is_live(end) for end in way[above]])
            if len(way) > 1:
                self._undercuts[above] = live
        return live

    def loose_edges(self) -> list[RecordId]:
        """The edges that are there themselves, and something that they hang on is not; by id."""
        for kind in JOINING:
            self._of(kind)
        hanging = self._broken | self._hanging_on(self._broken)
        return sorted(record for record in hanging if kind_of(record) == "edge")

    def count(self, kind: str) -> int:
        """How many live records of a kind there are."""
        if kind == "edge":
            return len(self._of(kind)) - len(self.loose_edges())
        return sum(1 for each in self._of(kind) if self.is_live(each)) if kind in ENDS else len(self._of(kind))

    def gone_beneath(self, record: RecordId) -> set[RecordId]:
        """What it would need in order to be live, near or far, and what is not there itself."""
        return set(self.gone_beneath_each([record])[record])

    def gone_beneath_each(self, records: Iterable[RecordId]) -> dict[RecordId, frozenset[RecordId]]:
        """The same of many, in time linear in their number; of what hangs on very much, `MOST_GONE` or so of it."""
        found: dict[RecordId, frozenset[RecordId]] = {}
        for record in records:
            way, here = dict[RecordId, None](), record
            while here not in found and here not in way:
                way[here] = None
                here = next((end for end in self.ends(here) if kind_of(end) == "edge"), here)
            for above in reversed(way):
                found[above] = self._gone_at(above, found)
        return found

    def _gone_at(self, record: RecordId, found: Mapping[RecordId, frozenset[RecordId]]) -> frozenset[RecordId]:
        """What is gone beneath a record, where that of the edge beneath it has been found."""
        if self.is_gone(record):
            return frozenset((record,))
        gone = frozenset[RecordId]()
        for end in self.ends(record):
            beneath = found.get(end) or (frozenset() if kind_of(end) == "edge" else self._gone_at(end, found))
            gone = beneath if gone <= beneath else gone if len(gone) > MOST_GONE else gone | beneath
        return gone

    def of_kind(self, kind: str) -> Iterator[RecordId]:
        """The records of a kind that are there themselves."""
        return iter(tuple(self._of(kind)))

    def ends(self, record: RecordId) -> tuple[RecordId, ...]:
        """What a record joins; empty where it joins nothing or is gone."""
        return self._ends_of(record) or ()

    def summaries(self) -> Iterator[Summary]:
        """All records that are there, in brief."""
        contested, kept = self._marked("contested"), self._marked("kept")
        for kind in self._kinds():
            for record, ends in self._of(kind).items():
                tail, head = (*ends, None, None)[:2]
                yield Summary(record, False, tail, head, record in contested, record in kept)

    def joined_to(self, record: RecordId) -> list[RecordId]:
        """The edges and regions that hang on a record, those on its regions included."""
        near = self._joined_to((record,))
        regions = [other for other in near if kind_of(other) == "region"]
        edges = [other for other in near if kind_of(other) != "region"]
        return edges + (self._joined_to(regions) if regions else [])

    def hanging_on(self, record: RecordId) -> set[RecordId]:
        """The edges and regions that cannot be live without a record: those joined to it, and to them, and so on."""
        return self._hanging_on({record})

    def _hanging_on(self, records: set[RecordId]) -> set[RecordId]:
        todo, found = records, set[RecordId]()
        while todo:
            todo = set(self._joined_to(todo)) - found
            found |= todo
        return found


def _ends(summary: Summary) -> Ends:
    return tuple(end for end in (summary.tail, summary.head) if end)
