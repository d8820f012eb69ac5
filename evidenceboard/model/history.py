"""Undo and redo as a reading of the log.

There is no second record of what was done: undo is one more changeset that says which one it takes back
(`reverts`), and the two stacks follow from the changesets of this installation's actors, in their order.
An undo gives back the old values only of fields that still hold what the taken-back changeset wrote, so it
never touches what somebody else has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import NamedTuple

from evidenceboard.model.board import Board, Head, Touch
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.ids import ActorId, ChangesetId, RecordId


class Write(NamedTuple):
    """New values for some fields of a record, and the changesets they replace."""

    record: RecordId
    values: dict[str, Value]
    replaces: tuple[ChangesetId, ...]


class Step(NamedTuple):
    """A changeset as the history needs it: which it is, what it did, and what it takes back."""

    id: ChangesetId
    label: str
    reverts: ChangesetId | None


class History:
    """What can be taken back and what can be done again.

    Args:
        steps: this installation's own changesets, in the order they were made, the one that makes the
            board left out. Only their ids are kept: a step can be a whole import.
    """

    def __init__(self, steps: Iterable[Step | Changeset] = ()) -> None:
        self._undo: list[ChangesetId] = []
        self._redo: list[ChangesetId] = []
        self._labels: dict[ChangesetId, str] = {}
        for step in steps:
            self.push(step)

    def push(self, step: Step | Changeset) -> None:
        """Follow one changeset of our own."""
        reverted = step.reverts
        self._labels[step.id] = self._labels.get(reverted or "", step.label)
        if reverted is None:
            self._undo.append(step.id)
            self._redo.clear()
        elif _drop(self._undo, reverted):
            self._redo.append(step.id)
        elif _drop(self._redo, reverted):
            self._undo.append(step.id)

    def skip(self, changeset: ChangesetId) -> None:
        """Leave out one that nothing is left to take back of."""
        _drop(self._undo, changeset)
        _drop(self._redo, changeset)

    @property
    def next_undo(self) -> ChangesetId | None:
        """What undo would take back."""
        return self._undo[-1] if self._undo else None

    @property
    def next_redo(self) -> ChangesetId | None:
        """The undo that redo would take back."""
        return self._redo[-1] if self._redo else None

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    @property
    def undo_text(self) -> str:
        """What was done, in the words of its label; empty where there is nothing to undo."""
        return self._labels[self._undo[-1]] if self._undo else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty where there is nothing."""
        return self._labels[self._redo[-1]] if self._redo else ""

    def label(self, changeset: ChangesetId) -> str:
        """The label of the gesture behind a changeset, its own or that of what it takes back."""
        return self._labels.get(changeset, "")


def _drop(stack: list[ChangesetId], changeset: ChangesetId) -> bool:
    if changeset not in stack:
        return False
    stack.remove(changeset)
    return True


class _Field(NamedTuple):
    """One field as it stands: the heads that hold what is taken back, the others, and what was there before."""

    ours: list[Head]
    others: list[Head]
    before: list[Head | None]  # None where nobody had written anything

    def value(self, missing: Value) -> Value:
        """What the field would hold if what is taken back had never been."""
        latest = self.others[0] if self.others else _latest(head for head in self.before if head)
        return latest.value if latest else missing


class Inverse:
    """Works out what takes changesets back: one's own last gesture, or all that a merge brought.

    Of every field it asks what it would hold if the changesets had never been made; an undo counts as the value
    that it gave back. What others wrote since stays as it is.

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

    def _load(self, records: Collection[RecordId]) -> None:
        self._board.load(records)
        for record, touches in self._board.log.touches(tuple(records)).items():
            self._touched[record] = {touch.changeset: touch for touch in touches}

    def writes(self) -> list[Write]:
        """What to write; empty where nothing of it is left in force."""
        fields: dict[RecordId, dict[str, None]] = {}
        for whole in self._taken.values():
            for change in whole.changes:
                fields.setdefault(change.record, {}).update(dict.fromkeys(change.values))
        writes = [self._write(record, names) for record, names in fields.items()]
        return [write for write in writes if write.values]

    def _write(self, record: RecordId, fields: Iterable[str]) -> Write:
        removed = self._field(record, "removed")
        if self._made(record) and all(head.value is True for head in removed.others):
            fields = ("removed",)  # all that was said of it goes and comes with it
        found = {field: self._field(record, field) for field in fields}
        values = {field: each.value(field == "removed" or None) for field, each in found.items() if each.ours}
        replaced: set[ChangesetId] = set()
        removals = removed.others or removed.before
        if values and removals and all(head is None or head.value is True for head in removals):
            seen, unseen = self._seen(record, removals)
            if not unseen or values.keys() == {"removed"}:
                values["removed"] = True
                replaced = seen
            else:  # a change that the removers had not seen had kept it: so it stays
                values.pop("removed", None)
        replaced = replaced.union(head.changeset for field in values for head in self._field(record, field).ours)
        return Write(record, values, tuple(sorted(replaced)))

    def _field(self, record: RecordId, field: str) -> _Field:
        ours, others, before = [], [], []
        for head in self._board.record(record).heads(field):
            if self._is_ours(head.changeset, record, field):
                ours.append(head)
                before.append(self._before(head.changeset, record, field))
            else:
                others.append(head)
        return _Field(ours, others, before)

    def _made(self, record: RecordId) -> bool:
        """Whether one of the changesets made this record."""
        for changeset, whole in self._taken.items():
            change = whole.by_record.get(record)
            if change and change.values.get("removed") is False and not self._priors(changeset, record, "removed"):
                return True
        return False

    def _seen(
        self, record: RecordId, removals: Iterable[Head | None]
    ) -> tuple[set[ChangesetId], set[ChangesetId]]:
        """What these removals, given back, had seen of what is there now, and what they had not."""
        known: set[ChangesetId] = set()
        for removal in filter(None, removals):
            known.update((removal.changeset, *self._touched[record][removal.changeset].change.replaces))
        found = self._board.record(record)
        seen = {head.changeset for head in found.heads("removed")}
        unseen: set[ChangesetId] = set()
        for field in set(found.fields) - {"removed"}:
            for head in found.heads(field):
                origins = self._origins(head.changeset, record, field)
                mine = not known and any(each and each.stamp[1] in self._mine for each in origins)
                new = not mine and all(each and each.changeset not in known for each in origins)
                (unseen if new else seen).add(head.changeset)
        hanging = self._board.index.hanging_on(record)
        self._load(hanging)
        for edge in hanging:
            for head in self._board.record(edge).heads("removed"):
                origins = self._origins(head.changeset, edge, "removed")
                if any(each and each.changeset in known for each in origins):
                    seen.add(head.changeset)
        return seen, unseen

    def _origins(self, changeset: ChangesetId, record: RecordId, field: str) -> tuple[Head | None, Head | None]:
        """Where a value would come from without what is taken back: who gave it last, and who wrote it first."""
        return self._before(changeset, record, field), self._source(changeset, record, field, self._taken)

    def _is_ours(self, changeset: ChangesetId, record: RecordId, field: str) -> bool:
        """Whether a value would not be there without what is taken back."""
        whole, without = (self._source(changeset, record, field, each) for each in ((), self._taken))
        return whole != without

    def _before(self, changeset: ChangesetId, record: RecordId, field: str) -> Head | None:
        """The value that would stand in place of one, if what is taken back had never been."""
        todo, passed, found = [changeset], set[ChangesetId](), []
        while todo:
            name = todo.pop()
            if name in passed:
                continue
            passed.add(name)
            if name in self._taken:
                todo += self._priors(name, record, field)
            elif self._is_ours(name, record, field):
                todo += self._priors(self._reverted_by(name) or "", record, field)
            else:
                found.append(self._head(name, record, field))
        return _latest(found)

    def _source(
        self, changeset: ChangesetId, record: RecordId, field: str, without: Container[ChangesetId]
    ) -> Head | None:
        """Who wrote the value that a changeset left in a field, had those ``without`` never been; None for nobody.

        An undo leaves what stood there before what it reverts. Of several that were replaced the latest counts.
        """
        touches = self._touched[record]
        todo, passed, found = [changeset], set[ChangesetId](), []
        while todo:
            name = todo.pop()
            if name in passed:
                continue
            passed.add(name)
            reverted = touches.get(self._reverted_by(name) or "")
            if name in without:
                todo += self._priors(name, record, field)
            elif reverted and field in reverted.change.values:
                todo += self._priors(reverted.changeset, record, field)
            else:
                found.append(self._head(name, record, field))
        return _latest(found)

    def _priors(self, changeset: ChangesetId, record: RecordId, field: str) -> Collection[ChangesetId]:
        """The values of a field that a changeset found there: of those it replaces, which are also those of other
        fields, the ones that no other of them comes after."""
        wrote = {name: touch for name, touch in self._touched[record].items() if field in touch.change.values}
        found = [name for name in self._touched[record][changeset].change.replaces if name in wrote]
        if len(found) < 2:
            return found
        oldest = min(wrote[name].stamp for name in found)
        todo, older = list(found), set[ChangesetId]()
        while todo:
            for name in wrote[todo.pop()].change.replaces:
                if name in wrote and name not in older and wrote[name].stamp >= oldest:
                    older.add(name)
                    todo.append(name)
        return set(found) - older

    def _head(self, changeset: ChangesetId, record: RecordId, field: str) -> Head:
        touch = self._touched[record][changeset]
        return Head(changeset, touch.stamp, touch.change.values[field])

    def _reverted_by(self, changeset: ChangesetId) -> ChangesetId | None:
        if changeset not in self._reverts:
            whole = self._board.log.changeset(changeset)
            self._reverts[changeset] = whole.reverts if whole else None
        return self._reverts[changeset]


def _latest(heads: Iterable[Head]) -> Head | None:
    return max(heads, key=lambda head: (head.stamp, head.changeset), default=None)
