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


class Inverse:
    """Works out what takes changesets back: one's own last gesture, or all that a merge brought.

    It reads every field again as if the changesets had never been made, and writes what differs. An undo of theirs,
    or of what came after them, gave back what would not be there either, so it counts as not made.

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
        self._reverts: dict[ChangesetId, ChangesetId] = {}  # what each undo and redo takes back
        self._known: set[ChangesetId] = set()  # changesets of which it was asked whether they are such
        self._touched: dict[RecordId, dict[ChangesetId, Touch]] = {}
        self._fields: dict[RecordId, dict[str, None]] = {}
        self._bringing: dict[RecordId, list[Changeset]] = {}  # those that make a record or bring it back
        for whole in self._taken.values():
            for change in whole.changes:
                self._fields.setdefault(change.record, {}).update(dict.fromkeys(change.values))
                if change.values.get("removed") is False:
                    self._bringing.setdefault(change.record, []).append(whole)
        hanging = board.index.hanging_on
        self._load([*self._fields, *(other for record in self._bringing for other in hanging(record))])

    def writes(self) -> list[Write]:
        """What to write; empty where nothing of it is left in force."""
        writes = [self._write(record, fields) for record, fields in self._fields.items()]
        return [write for write in writes if write.values]

    def _write(self, record: RecordId, fields: Iterable[str]) -> Write:
        existence = self._before(record, "removed")
        there = any(self._value(record, "removed", name) is not True for name in existence)
        if self._made(record) and not there:
            fields = ("removed",)  # all that was said of it goes and comes with it
        values: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field in fields:
            heads, before = self._heads(record, field), self._before(record, field)
            held, new = self._held(record, field, heads), self._held(record, field, before)
            if set(heads) != set(before) and (field == "removed" or held != new):
                latest = [name for name in before if name not in heads] or before
                values[field] = self._value(record, field, latest[0] if latest else None)
                replaced.update(set(heads) - set(before))
        if not there and self._heads(record, "removed"):
            seen, unseen = self._seen(record, existence)
            alone = values.keys() <= {"removed"}
            if alone and not unseen and self._board.record(record).gone:
                return Write(record, {}, ())
            if not unseen or (alone and values):
                values["removed"] = True
                replaced |= seen
            else:  # a change that no remover had seen had kept it: so it stays
                values.pop("removed", None)
        return Write(record, values, tuple(sorted(replaced)))

    def _made(self, record: RecordId) -> bool:
        """Whether one of the changesets made this record."""
        return any(not self._replaced(record, "removed", whole.id) for whole in self._bringing.get(record, ()))

    def _seen(self, record: RecordId, removals: Collection[ChangesetId]) -> tuple[set[ChangesetId], set[ChangesetId]]:
        """Of all that is there now: what these removals, given back, had seen, and what they had not."""
        known = set(removals).union(*(self._touched[record][name].change.replaces for name in removals))
        seen, unseen = set(self._heads(record, "removed")), set[ChangesetId]()
        for field in set(self._board.record(record).fields) - {"removed"}:
            before, heads = self._before(record, field), self._heads(record, field)
            strange = {name for name in before if not self._is_known(known, record, record, field, name)}
            lost = set(heads).difference(before) if strange.difference(heads) else set()
            unseen |= lost | strange
            seen.update(set(heads) - unseen)
        hanging = self._board.index.hanging_on(record) if removals else set()
        self._load(hanging)
        for edge in hanging:
            heads = self._heads(edge, "removed")
            seen.update(name for name in heads if self._is_known(known, record, edge, "removed", name))
        return seen, unseen

    def _is_known(
        self, known: set[ChangesetId], removed: RecordId, record: RecordId, field: str, name: ChangesetId
    ) -> bool:
        """Whether who had seen ``known`` when a record was removed knew a value, or the one that it gives back since.

        Of a record that nobody had made, only our own values are known.
        """
        if name in known or (not known and self._touched[record][name].stamp[1] in self._mine):
            return True
        back = min((whole.stamp for whole in self._bringing.get(removed, ())), default=None)
        if back is None or self._touched[record][name].stamp < back:
            return False
        told = known.union(self._origins(record, field, known, ()))
        return told.issuperset(self._origins(record, field, [name], self._taken))

    def _before(self, record: RecordId, field: str) -> list[ChangesetId]:
        """The heads that the field would have if what is taken back had never been made, the latest first."""
        return self._read(record, field, self._heads(record, field), self._taken)

    def _origins(
        self, record: RecordId, field: str, names: Iterable[ChangesetId], without: Container[ChangesetId]
    ) -> list[ChangesetId]:
        """The changesets that first wrote the values which these wrote or gave back."""
        touches = self._touched[record]
        wrote = [name for name in names if name in touches and field in touches[name].change.values]
        return self._read(record, field, wrote, without, through_undos=True)

    def _read(
        self,
        record: RecordId,
        field: str,
        heads: Iterable[ChangesetId],
        without: Container[ChangesetId],
        through_undos: bool = False,
    ) -> list[ChangesetId]:
        """The heads of a field, read back from these, if others and undos that are void had not been made."""
        touches = self._touched[record]
        free = dict.fromkeys(heads, True)  # whether nothing that stands has replaced it
        passed, undone = set[ChangesetId](), set[ChangesetId]()
        found = []
        while any(free.values()):
            name = max(free, key=lambda each: (touches[each].stamp, each))  # whatever replaced it has passed
            through = free.pop(name)
            passed.add(name)
            if through and name not in without and name not in undone:
                reverted = self._reverted_by(record, field, name)
                if reverted and (through_undos or self._is_void(record, field, name, undone)):
                    undone.add(reverted)
                else:
                    found.append(name)
                    through = False
            for seen in self._replaced(record, field, name):
                if seen not in passed:
                    free[seen] = free.get(seen, True) and through
        return found

    def _is_void(self, record: RecordId, field: str, name: ChangesetId, undone: Container[ChangesetId]) -> bool:
        """Whether an undo gave back what would not be there, or, in a conflict, took over somebody else's value."""
        todo, passed = [name], {name}
        while todo:
            undo = todo.pop()
            reverted = self._reverted_by(record, field, undo)
            back = self._replaced(record, field, reverted) if reverted else []
            if any(each in self._taken or each in undone for each in back):
                return True
            if undo == name and not self._held(record, field, [name]) <= self._held(record, field, back):
                return True
            todo += [each for each in back if each not in passed]
            passed.update(back)
        return False

    def _replaced(self, record: RecordId, field: str, name: ChangesetId) -> list[ChangesetId]:
        """The changesets whose values of a field a changeset replaced; older ones may be among them."""
        touches = self._touched[record]
        replaces = touches[name].change.replaces
        return [each for each in replaces if each in touches and field in touches[each].change.values]

    def _heads(self, record: RecordId, field: str) -> list[ChangesetId]:
        return [head.changeset for head in self._board.record(record).heads(field)]

    def _value(self, record: RecordId, field: str, name: ChangesetId | None) -> Value:
        if name is None:  # a record that nobody made is as good as removed
            return True if field == "removed" else None
        return self._touched[record][name].change.values[field]

    def _held(self, record: RecordId, field: str, names: Iterable[ChangesetId]) -> set[str]:
        return {canonical(self._value(record, field, name)) for name in (*names,) or (None,)}

    def _reverted_by(self, record: RecordId, field: str, name: ChangesetId) -> ChangesetId | None:
        """The changeset whose value of this field a changeset undid, or None."""
        reverted = self._touched[record].get(self._reverts.get(name, ""))
        return reverted.changeset if reverted and field in reverted.change.values else None

    def _load(self, records: Iterable[RecordId]) -> None:
        wanted = [record for record in dict.fromkeys(records) if record not in self._touched]
        if not wanted:
            return
        self._board.load(wanted)
        unread: set[ChangesetId] = set()
        for record, touches in self._board.log.touches(wanted).items():
            self._touched[record] = {touch.changeset: touch for touch in touches}
            unread.update(self._touched[record])
        unread -= self._known
        self._known |= unread
        self._reverts.update(self._board.log.reverts(unread))
