"""What takes changesets back: undo, redo, and taking back a merge.

An inverse is worked out from the log and the board as they are. It gives back old values only of fields that
still hold what the taken-back changesets wrote, so it never touches what somebody else has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import NamedTuple

from evidenceboard.model.board import Board, Touch
from evidenceboard.model.changes import Changeset, Value, canonical
from evidenceboard.model.ids import ActorId, ChangesetId, RecordId


class Write(NamedTuple):
    """New values for some fields of a record, and the changesets they replace."""

    record: RecordId
    values: dict[str, Value]
    replaces: tuple[ChangesetId, ...]


class _Reading(NamedTuple):
    """A field read again: its heads, the latest first; the changesets that were undone, and those that undid them."""

    heads: list[ChangesetId]
    undone: set[ChangesetId]
    undoing: set[ChangesetId]


class Inverse:
    """Works out what takes changesets back: one's own last gesture, or all that a merge brought.

    It reads every field again as if the changesets had never been made, where an undo and what it reverts count
    as nothing, and writes what differs. What others wrote since stays as it is.

    Args:
        board: the board as it is.
        changesets: what is to be taken back.
        mine: actors whose values go along when the making of a record is taken back; for an undo those of this
            installation, for taking back a merge nobody.
    """

    def __init__(self, board: Board, changesets: Iterable[Changeset], mine: Collection[ActorId] = ()) -> None:
        self._board = board
        self._taken = {changeset.id: changeset for changeset in changesets}
        self._mine = mine
        self._reverts = {changeset.id: changeset.reverts for changeset in self._taken.values()}
        self._touched: dict[RecordId, dict[ChangesetId, Touch]] = {}
        self._load({change.record for whole in self._taken.values() for change in whole.changes})

    def writes(self) -> list[Write]:
        """What to write; empty where nothing of it is left in force."""
        fields: dict[RecordId, dict[str, None]] = {}
        for whole in self._taken.values():
            for change in whole.changes:
                fields.setdefault(change.record, {}).update(dict.fromkeys(change.values))
        writes = [self._write(record, names) for record, names in fields.items()]
        return [write for write in writes if write.values]

    def _write(self, record: RecordId, fields: Iterable[str]) -> Write:
        existence = self._read(record, "removed", self._heads(record, "removed"), self._taken)
        there = any(self._value(record, "removed", name) is not True for name in existence.heads)
        if self._made(record) and not there:
            fields = ("removed",)  # all that was said of it goes and comes with it
        values: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field in fields:
            ours, value = self._before(record, field)
            if ours:
                values[field] = value
                replaced |= ours
        if values and not there and self._heads(record, "removed"):
            seen, unseen = self._seen(record, existence)
            if not unseen or values.keys() == {"removed"}:
                values["removed"] = True
                replaced |= seen
            else:  # a change that no remover had seen had kept it: so it stays
                values.pop("removed", None)
        return Write(record, values, tuple(sorted(replaced)))

    def _made(self, record: RecordId) -> bool:
        """Whether one of the changesets made this record."""
        for whole in self._taken.values():
            change = whole.by_record.get(record)
            if change and change.values.get("removed") is False and not self._replaced(record, "removed", whole.id):
                return True
        return False

    def _before(self, record: RecordId, field: str) -> tuple[set[ChangesetId], Value]:
        """The heads that hold what is taken back, none where it is not in force, and the value to put in their place."""
        heads = self._heads(record, field)
        if not any(name in self._taken or self._reverted_by(name) for name in heads):
            return set(), None
        missing = True if field == "removed" else None
        without = self._read(record, field, heads, self._taken).heads
        if without == self._read(record, field, heads, ()).heads:
            held, before = ({canonical(self._value(record, field, each)) for each in names} for names in (heads, without))
            if held == (before or {canonical(missing)}) or not any(name in self._taken for name in heads):
                return set(), None
        ours, others, rest = set(heads), [], list(without)
        for name in heads:
            origins = self._read(record, field, [name], ()).heads
            value = self._value(record, field, name)
            if set(origins) <= set(without) and origins and self._value(record, field, origins[0]) == value:
                others.append(name)
                rest = [each for each in rest if each not in origins]
        latest = [*rest, *others]
        return ours.difference(others), self._value(record, field, latest[0]) if latest else missing

    def _seen(self, record: RecordId, existence: _Reading) -> tuple[set[ChangesetId], set[ChangesetId]]:
        """Of all that is there now: what the removals that are given back had seen, and what they had not."""
        undoing = {name for name in existence.undoing if self._value(record, "removed", name) is True}
        known = {*existence.heads, *existence.undone}
        for name in undoing.union(existence.heads):
            known.update(self._touched[record][name].change.replaces)
        mine = () if existence.heads else self._mine
        found = self._board.record(record)
        seen = {head.changeset for head in found.heads("removed")}
        unseen: set[ChangesetId] = set()
        for field in set(found.fields) - {"removed"}:
            for name in self._heads(record, field):
                (seen if self._knows(known, record, field, name, mine) else unseen).add(name)
        hanging = self._board.index.hanging_on(record)
        self._load(hanging)
        for edge in hanging:
            seen.update(n for n in self._heads(edge, "removed") if self._knows(known, edge, "removed", n))
        return seen, unseen

    def _knows(
        self, known: set[ChangesetId], record: RecordId, field: str, name: ChangesetId, mine: Collection[ActorId] = ()
    ) -> bool:
        """Whether who had seen these changesets knew the value that one of them gives, or gives back."""
        touches = self._touched[record]
        wrote = [each for each in known if each in touches and field in touches[each].change.values]
        told = known.union(self._read(record, field, wrote, ()).heads)
        origins = self._read(record, field, [name], self._taken).heads
        return name in known or all(each in told or touches[each].stamp[1] in mine for each in origins)

    def _read(
        self, record: RecordId, field: str, heads: Iterable[ChangesetId], without: Container[ChangesetId]
    ) -> _Reading:
        """The heads that a field would have, read back from these, had others never been made or been undone."""
        touches = self._touched[record]
        free = dict.fromkeys(heads, True)  # whether nothing that stands has replaced it
        passed: set[ChangesetId] = set()
        reading = _Reading([], set(), set())
        while any(free.values()):
            name = max(free, key=lambda each: (touches[each].stamp, each))  # nothing that comes is later
            stands = free.pop(name)
            passed.add(name)
            if stands and name not in without and name not in reading.undone:
                reverted = self._reverted_by(name)
                if reverted in touches and field in touches[reverted].change.values:
                    reading.undone.add(reverted)
                    reading.undoing.add(name)
                else:
                    reading.heads.append(name)
                    stands = False
            for seen in self._replaced(record, field, name):
                if seen not in passed:
                    free[seen] = free.get(seen, True) and stands
        return reading

    def _replaced(self, record: RecordId, field: str, name: ChangesetId) -> list[ChangesetId]:
        """The changesets whose values of a field a changeset replaced; older ones may be among them."""
        touches = self._touched[record]
        replaces = touches[name].change.replaces
        return [each for each in replaces if each in touches and field in touches[each].change.values]

    def _heads(self, record: RecordId, field: str) -> list[ChangesetId]:
        return [head.changeset for head in self._board.record(record).heads(field)]

    def _value(self, record: RecordId, field: str, name: ChangesetId) -> Value:
        return self._touched[record][name].change.values[field]

    def _reverted_by(self, name: ChangesetId) -> ChangesetId | None:
        if name not in self._reverts:
            whole = self._board.log.changeset(name)
            self._reverts[name] = whole.reverts if whole else None
        return self._reverts[name]

    def _load(self, records: Collection[RecordId]) -> None:
        self._board.load(records)
        for record, touches in self._board.log.touches(tuple(records)).items():
            self._touched[record] = {touch.changeset: touch for touch in touches}
