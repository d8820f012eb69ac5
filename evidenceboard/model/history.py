"""Undo and redo as a reading of the log.

There is no second record of what was done: undo is one more changeset that says which one it takes back
(`reverts`), and the two stacks follow from the changesets of this installation's actors, in their order.
An undo gives back the old values only of fields that still hold what the taken-back changeset wrote, so it
never touches what somebody else has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ChangesetId
from evidenceboard.model.inverse import Inverse, Write

__all__ = ["History", "Inverse", "Step", "Write"]


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
