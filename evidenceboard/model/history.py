"""Undo and redo as a reading of the log.

There is no second record of what was done: undo is one more changeset that says which one it takes back
(`reverts`), and the two stacks follow from the changesets of this installation's actors, in their order.
An undo gives back the old values only of fields that still hold what the taken-back changeset wrote, so it
never touches what somebody else has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from evidenceboard.model.board import Board, Head
from evidenceboard.model.changes import Change, Changeset, Value
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


class Inverse:
    """Works out what takes changesets back: one's own last gesture, or all that a merge brought.

    Args:
        board: the board as it is.
        changesets: what is to be taken back.
        mine: actors whose values count as seen when a record is removed again; for an undo those of this
            installation, for taking back a merge nobody.
    """

    def __init__(self, board: Board, changesets: Iterable[Changeset], mine: Collection[ActorId] = ()) -> None:
        self._board = board
        self._taken = {changeset.id: changeset for changeset in changesets}
        self._mine = mine
        self._board.load(change.record for whole in self._taken.values() for change in whole.changes)

    def writes(self) -> list[Write]:
        """What to write; empty where nothing of it is left in force."""
        fields: dict[RecordId, dict[str, None]] = {}
        for changeset in self._taken.values():
            for change in changeset.changes:
                fields.setdefault(change.record, {}).update(dict.fromkeys(self._fields(changeset.id, change)))
        found = []
        for record, names in fields.items():
            write = self._write(record, names)
            if write.values:
                found.append(write)
        return found

    def _fields(self, changeset: ChangesetId, change: Change) -> Iterable[str]:
        """What must be given back: of a record that the changeset made, only that it is there."""
        made = change.values.get("removed") is False and not self._prior(changeset, change.record, "removed")
        alone = len(self._board.record(change.record).heads("removed")) == 1
        return ("removed",) if made and alone else change.values

    def _write(self, record: RecordId, fields: Iterable[str]) -> Write:
        found = self._board.record(record)
        values: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field in fields:
            heads = found.heads(field)
            ours = [head for head in heads if self._owner(head.changeset, record, field) in self._taken]
            others = [head for head in heads if head not in ours]
            if ours:
                values[field] = others[0].value if others else self._before(ours[0], record, field)
                replaced.update(head.changeset for head in ours)
        if values.get("removed") is True:
            replaced.update(self._seen(record))
        return Write(record, values, tuple(sorted(replaced)))

    def _seen(self, record: RecordId) -> Iterable[ChangesetId]:
        """The values of a record that its removal may take along: those a remover knew, and our own."""
        found = self._board.record(record)
        known = found.seen_by_any_remover | self._taken.keys()
        for field in found.fields:
            for head in found.heads(field):
                if head.changeset in known or head.stamp[1] in self._mine:
                    yield head.changeset

    def _before(self, head: Head, record: RecordId, field: str) -> Value:
        """The value of a field before what is taken back. A record nobody had made was as good as removed."""
        changeset = self._owner(head.changeset, record, field)
        while changeset is not None and changeset in self._taken:
            priors = self._prior(changeset, record, field)
            if not priors:
                return True if field == "removed" else None
            prior = max(priors, key=lambda each: (each.stamp, each.changeset))
            changeset = self._owner(prior.changeset, record, field)
            if changeset is None or changeset not in self._taken:
                return prior.value
        return True if field == "removed" else None

    def _prior(self, changeset: ChangesetId, record: RecordId, field: str) -> list[Head]:
        """The values of a field that a changeset says it replaced."""
        writer = self._change(changeset, record)
        found = []
        for seen in writer.replaces if writer else ():
            whole = self._board.log.changeset(seen)
            change = whole.by_record.get(record) if whole else None
            if whole is not None and change is not None and field in change.values:
                found.append(Head(seen, whole.stamp, change.values[field]))
        return found

    def _owner(self, changeset: ChangesetId, record: RecordId, field: str) -> ChangesetId | None:
        """Whose value a head really is: an undo gives back what was there before what it reverts."""
        owner: ChangesetId | None = changeset
        while owner is not None:
            whole = self._board.log.changeset(owner)
            if whole is None or whole.reverts is None:
                return owner
            reverted = self._change(whole.reverts, record)
            if reverted is None or field not in reverted.values:
                return owner
            priors = self._prior(whole.reverts, record, field)
            owner = max(priors, key=lambda each: (each.stamp, each.changeset)).changeset if priors else None
        return owner

    def _change(self, changeset: ChangesetId, record: RecordId) -> Change | None:
        whole = self._board.log.changeset(changeset)
        return whole.by_record.get(record) if whole else None
