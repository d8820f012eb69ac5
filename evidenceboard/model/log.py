"""A log held in memory: for tests, for previews of a merge, and for reading files that are only looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidenceboard.model.board import Log, Touch
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ChangesetId, RecordId


class MemoryLog:
    """Changesets by id, and the changes of each record.

    Args:
        changesets: what it begins with.
        beneath: a log that this one lies on; its changes are seen through.
    """

    def __init__(self, changesets: Iterable[Changeset] = (), beneath: Log | None = None) -> None:
        self._changesets: dict[ChangesetId, Changeset] = {}
        self._touches: dict[RecordId, list[Touch]] = {}
        self._beneath = beneath
        self.append(changesets)

    def append(self, changesets: Iterable[Changeset]) -> None:
        """Add changesets; those it has already are passed over."""
        for changeset in changesets:
            if changeset.id in self:
                continue
            self._changesets[changeset.id] = changeset
            for change in changeset.changes:
                touch = Touch(changeset.id, changeset.stamp, change)
                self._touches.setdefault(change.record, []).append(touch)

    def __contains__(self, changeset: object) -> bool:
        return changeset in self._changesets or (
            self._beneath is not None and isinstance(changeset, str) and self._beneath.changeset(changeset) is not None
        )

    def __iter__(self) -> Iterator[Changeset]:
        """The changesets of this log alone, as they came."""
        return iter(tuple(self._changesets.values()))

    def __len__(self) -> int:
        return len(self._changesets)

    def touches(self, records: Sequence[RecordId]) -> Mapping[RecordId, Sequence[Touch]]:
        """All changes of these records, those beneath first."""
        below = self._beneath.touches(records) if self._beneath is not None else {}
        return {record: [*below.get(record, ()), *self._touches.get(record, ())] for record in records}

    def changeset(self, changeset: ChangesetId) -> Changeset | None:
        """One changeset, or None."""
        found = self._changesets.get(changeset)
        if found is None and self._beneath is not None:
            return self._beneath.changeset(changeset)
        return found

    def reverts(self, changesets: Iterable[ChangesetId]) -> Mapping[ChangesetId, ChangesetId]:
        """Of these changesets the undos and redos, and what each takes back."""
        names = tuple(changesets)
        found = dict(self._beneath.reverts(names)) if self._beneath is not None else {}
        for name in names:
            whole = self._changesets.get(name)
            if whole is not None and whole.reverts is not None:
                found[name] = whole.reverts
        return found
