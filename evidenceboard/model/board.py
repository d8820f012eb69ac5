"""The board in memory: a reading of the log.

A record is a set of registers. The value of a register is its heads: the values that nobody has replaced.
`Board` folds the changes of a record when it is first asked for, and follows every changeset that is applied
after that; what it must know of all records at once (which are there, what joins what) stands in `Index`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from evidenceboard.model.changes import Change, Changeset, Clock, Value, canonical
from evidenceboard.model.ids import ActorId, ChangesetId, RecordId, kind_of
from evidenceboard.model.index import ENDS, Index, Summary
from evidenceboard.model.records import NEEDED, SILENT, clean, clean_values

Stamp = tuple[Clock, ActorId]


class Touch(NamedTuple):
    """One change of one record, with what orders it."""

    changeset: ChangesetId
    stamp: Stamp
    change: Change


class Log(Protocol):
    """Where the changesets are kept."""

    def touches(self, records: Sequence[RecordId]) -> Mapping[RecordId, Sequence[Touch]]:
        """All changes of these records, in any order."""

    def changeset(self, changeset: ChangesetId) -> Changeset | None:
        """One changeset, or None where the log has it not."""

    def reverts(self, changesets: Iterable[ChangesetId]) -> Mapping[ChangesetId, ChangesetId]:
        """Of these changesets the undos and redos, and what each takes back."""


class Head(NamedTuple):
    """A value that nobody has replaced."""

    changeset: ChangesetId
    stamp: Stamp
    value: Value


class Conflict(NamedTuple):
    """Several different values of one field, each written by somebody who had not seen the others."""

    record: RecordId
    field: str
    heads: tuple[Head, ...]  # greatest stamp first: the one shown meanwhile


class Record:
    """One record, folded from its changes in whatever order they came."""

    __slots__ = ("_heads", "_removals", "_replaced", "id", "kind")

    def __init__(self, record: RecordId) -> None:
        self.id = record
        self.kind = kind_of(record)
        self._heads: dict[str, tuple[Head, ...]] = {}  # of each field, the one that is shown first
        self._replaced: dict[str, set[ChangesetId]] = {}
        self._removals: dict[ChangesetId, frozenset[ChangesetId]] = {}

    def copy(self) -> Record:
        """The same record, to fold further changes into without touching this one."""
        other = Record(self.id)
        other._heads = dict(self._heads)
        other._replaced = {field: set(replaced) for field, replaced in self._replaced.items()}
        other._removals = dict(self._removals)
        return other

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that were ever written."""
        return tuple(self._heads)

    def fold(self, touch: Touch) -> None:
        """Take in one change; the same one twice changes nothing."""
        changeset, stamp, change = touch
        if change.values.get("removed") is True:
            self._removals[changeset] = frozenset(change.replaces)
        for field, value in change.values.items():
            if change.replaces:
                self._replaced.setdefault(field, set()).update(change.replaces)
            new, held = Head(changeset, stamp, value), self._heads.get(field, ())
            self._heads[field] = self._standing(field, (new, *held)) if held or field in self._replaced else (new,)

    def _standing(self, field: str, heads: Iterable[Head]) -> tuple[Head, ...]:
        """Those that nobody has replaced, each once."""
        replaced = self._replaced.get(field, ())
        by_changeset = {head.changeset: head for head in heads if head.changeset not in replaced}
        return tuple(sorted(by_changeset.values(), key=lambda head: (head.stamp, head.changeset), reverse=True))

    def heads(self, field: str) -> tuple[Head, ...]:
        """The heads of a field, the one that is shown first."""
        return self._heads.get(field, ())

    def shown(self, field: str) -> Value:
        """The value of a field as its type; while a conflict is open, the one with the greatest stamp."""
        heads = self._heads.get(field)
        return clean(self.kind, field, heads[0].value) if heads else None

    def shown_values(self) -> dict[str, Value]:
        """Every field that has a value, but for ``removed``."""
        return clean_values(self.kind, {field: heads[0].value for field, heads in self._heads.items() if heads})

    def conflicts(self) -> list[Conflict]:
        """The fields on which people differ; where it lies and how it looks are never among them."""
        found = []
        for field, heads in self._heads.items():
            if len(heads) > 1 and field not in SILENT and len({canonical(head.value) for head in heads}) > 1:
                found.append(Conflict(self.id, field, heads))
        return sorted(found, key=lambda conflict: conflict.field)

    @property
    def seen_by_removers(self) -> frozenset[ChangesetId]:
        """All that those who removed this record had seen of it, and what they wrote themselves."""
        removals = [head.changeset for head in self.heads("removed") if head.value is True]
        return frozenset(removals).union(*(self._removals[removal] for removal in removals))

    @property
    def gone(self) -> bool:
        """Whether it is not there: never (wholly) made, or removed by people who had seen all of it."""
        return not self._is_wanted or any(self.shown(field) is None for field in NEEDED.get(self.kind, ()))

    def values_if_there(self) -> dict[str, Value] | None:
        """The shown values; None where it is gone."""
        return _if_whole(self.kind, self.shown_values()) if self._is_wanted else None

    @property
    def _is_wanted(self) -> bool:
        """Whether it was made, and nobody removed it who had seen all of it."""
        return bool(self._heads.get("removed")) and not (self._unwanted and not self.unseen_by_removers)

    @property
    def _unwanted(self) -> bool:
        """Whether all who said whether it is there say that it is removed."""
        return all(head.value is True for head in self._heads.get("removed", ()))

    @property
    def unseen_by_removers(self) -> tuple[ChangesetId, ...]:
        """The heads that no remover knew of: what brings a removed record back whole."""
        seen = self.seen_by_removers
        fields = self._heads.keys() - {"removed"}
        heads = {head.changeset for field in fields for head in self._heads[field]}
        return tuple(sorted(heads - seen))

    @property
    def kept(self) -> bool:
        """Whether somebody removed it, and a change they had not seen keeps it here."""
        return self._unwanted and not self.gone

    def summary(self) -> Summary:
        """What the index holds of it."""
        tail, head = (*(self.shown(end) for end in ENDS.get(self.kind, ())), None, None)[:2]
        return Summary(self.id, self.gone, tail, head, bool(self.conflicts()), self.kept)


def values_of_one(kind: str, written: Mapping[str, Value]) -> dict[str, Value] | None:
    """What `Record.values_if_there` says of a record that one change made, which replaced nothing.

    Most records of a board are so, and this is quicker than folding them.
    """
    if "removed" not in written or written["removed"] is True:
        return None
    return _if_whole(kind, clean_values(kind, written))


def _if_whole(kind: str, values: dict[str, Value]) -> dict[str, Value] | None:
    """The values, or None where one is missing without which the record cannot be shown."""
    for field in NEEDED.get(kind, ()):
        if field not in values:
            return None
    return values


class Board:
    """All records of one board, read from its log.

    Args:
        log: where the changes are.
        index: what is known of all records from a bulk read, so that nothing need be folded yet.
    """

    def __init__(self, log: Log, index: Index | None = None) -> None:
        self.log = log
        self.index = index or Index()
        self._records: dict[RecordId, Record] = {}

    def record(self, record: RecordId) -> Record:
        """The record; an empty one, which is gone, where nobody ever wrote to it."""
        found = self._records.get(record)
        if found is None:
            self.load([record])
            found = self._records[record]
        return found

    def load(self, records: Iterable[RecordId]) -> None:
        """Fold these records in one read of the log."""
        wanted = [record for record in dict.fromkeys(records) if record not in self._records]
        if not wanted:
            return
        touches = self.log.touches(wanted)
        for name in wanted:
            record = self._records[name] = Record(name)
            for touch in touches.get(name, ()):
                record.fold(touch)

    def load_hanging(self, records: Iterable[RecordId]) -> None:
        """Fold all that hangs on these records in one read of the log (see `seen_of`)."""
        self.load(other for record in records for other in self.index.hanging_on(record))

    def after(self, changesets: Iterable[Changeset]) -> dict[RecordId, Record]:
        """The records that these changesets touch, as they would be then; the board stays as it is."""
        touches: dict[RecordId, list[Touch]] = {}
        for changeset in changesets:
            for change in changeset.changes:
                touches.setdefault(change.record, []).append(Touch(changeset.id, changeset.stamp, change))
        self.load(touches)
        records = {}
        for name, found in touches.items():
            record = records[name] = self._records[name].copy()
            for touch in found:
                record.fold(touch)
        return records

    def adopt(self, records: Mapping[RecordId, Record]) -> None:
        """Take these records in place of what is held of them (see `after`)."""
        self._records.update(records)
        for record in records.values():
            self.index.put(record.summary())

    def apply(self, changesets: Iterable[Changeset]) -> frozenset[RecordId]:
        """Follow changesets; returns the records they touched."""
        records = self.after(changesets)
        self.adopt(records)
        return frozenset(records)

    def is_live(self, record: RecordId) -> bool:
        """Whether it is there and all that it joins or lies on is there, too."""
        return self.index.is_live(record)

    def value(self, record: RecordId, field: str) -> Value:
        """The shown value of a field, or None."""
        return self.record(record).shown(field)

    def live(self, kind: str) -> Iterator[RecordId]:
        """The live records of a kind, oldest first as this copy met them."""
        return (record for record in self.index.of_kind(kind) if self.index.is_live(record))

    def edges_of(self, record: RecordId) -> list[RecordId]:
        """The live edges that begin or end at a card, a region or an edge."""
        return [edge for edge in self.index.joined_to(record) if self.index.is_live(edge)]

    def conflicts(self) -> list[Conflict]:
        """Every open conflict on a record that is there, in the order of the records' ids."""
        contested = sorted(record for record in self.index.contested if not self.index.is_gone(record))
        self.load(contested)
        return [conflict for record in contested for conflict in self.record(record).conflicts()]

    def kept(self) -> list[RecordId]:
        """Records that somebody removed and that a change unknown to them keeps here."""
        return sorted(record for record in self.index.kept if self.is_live(record))

    def loose_edges(self) -> list[RecordId]:
        """Edges that are not shown because an end was removed by somebody who had not seen them."""
        found = []
        loose = self.index.loose_edges()
        self.load(loose)
        gone = self.index.gone_beneath_each(loose)
        for edge in loose:
            made = {head.changeset for head in self.record(edge).heads("removed")}
            if any(not made <= self.record(end).seen_by_removers for end in gone[edge]):
                found.append(edge)
        return found

    def seen_of(self, record: RecordId) -> tuple[ChangesetId, ...]:
        """All that can be seen of a record now, and what hangs on it: what a removal of it replaces."""
        found = self.record(record)
        seen = {head.changeset for field in found.fields for head in found.heads(field)}
        hanging = self.index.hanging_on(record)
        self.load(hanging)
        for edge in hanging:
            seen.update(head.changeset for head in self.record(edge).heads("removed"))
        return tuple(sorted(seen))
