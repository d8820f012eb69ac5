"""A person's copy of a board, as small as it can be: the parts of the model, and no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset, Clock, Value, canonical, check_changeset
from evidenceboard.model.commands import Action, Edits
from evidenceboard.model.history import History, Inverse, Write
from evidenceboard.model.ids import FIRST_SHEET, ChangesetId, RecordId
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import in_causal_order, missing
from evidenceboard.model.order import next_clock


class Replica:
    """One installation with its own copy of the board; it commits as `Document` does.

    Everything that is random in the program is counted here, so that a failing example fails again.
    """

    def __init__(self, number: int, name: str = "") -> None:
        self.number = number
        self.name = name or f"Person {number}"
        self.log = MemoryLog()
        self.board = Board(self.log)
        self.history = History()
        self.mine: list[str] = []
        self.clock: Clock = (0, 0)
        self.last: Changeset | None = None
        self.salts = 0
        self.new_actor()

    def new_actor(self) -> None:
        """Write as another actor from now on, as after reopening."""
        self.mine.append(f"{self.number:016x}{len(self.mine):016x}")
        self.last = None

    def begin(self) -> Changeset:
        """Make the board: its first sheet. Not a step of the history."""
        first = self.commit("New board", {FIRST_SHEET: {"removed": False, "name": "Board"}})
        assert first is not None
        self.history = History()
        return first

    def do(self, action: Action, wall: int = 0) -> Changeset | None:
        return self.commit(action.label, action.edits, wall)

    def commit(self, label: str, edits: Edits, wall: int = 0) -> Changeset | None:
        """Write what differs; None where nothing does."""
        writes = [self._write(record, values) for record, values in edits.items()]
        return self.write(label, [write for write in writes if write.values], wall)

    def _write(self, record: RecordId, values: Mapping[str, Value]) -> Write:
        found = self.board.record(record)
        new: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field, value in values.items():
            heads = found.heads(field)
            same = all(canonical(head.value) == canonical(value) for head in heads)
            unchanged = same and (bool(heads) or value is None)
            if field == "removed":
                agreed = len({canonical(head.value) for head in heads}) <= 1
                unchanged = value is found.gone and agreed and not found.kept
            if not unchanged:
                new[field] = value
                replaced.update(head.changeset for head in heads)
        if new.get("removed") is True:
            replaced.update(self.board.seen_of(record))
        return Write(record, new, tuple(sorted(replaced)))

    def write(
        self, label: str, writes: Sequence[Write], wall: int, reverts: ChangesetId | None = None
    ) -> Changeset | None:
        if not writes:
            return None
        changes = tuple(Change(write.record, write.values, write.replaces, self._salt()) for write in writes)
        last = self.last
        changeset = Changeset(
            actor=self.mine[-1],
            seq=last.seq + 1 if last else 0,
            prev=last.id if last else None,
            clock=next_clock(self.clock, wall),
            author=self.name,
            label=label,
            reverts=reverts,
            changes=changes,
        )
        check_changeset(changeset)
        self._take([changeset])
        self.last = changeset
        self.history.push(changeset)
        return changeset

    def receive(self, changesets: Iterable[Changeset]) -> list[Changeset]:
        """Take in what is new, in the order it comes."""
        new = missing(self.board, changesets)
        self._take(new)
        return new

    def undo(self, wall: int = 0) -> Changeset | None:
        return self._step_back("undo", wall)

    def redo(self, wall: int = 0) -> Changeset | None:
        return self._step_back("redo", wall)

    def take_back(self, changesets: Iterable[Changeset], wall: int = 0) -> Changeset | None:
        return self.write("Take back merge", Inverse(self.board, changesets).writes(), wall)

    def reopen(self) -> None:
        """Read everything again from the log."""
        self.board = Board(self.log, list(self.board.index.summaries()))
        mine = in_causal_order(each for each in self.log if each.actor in self.mine)
        made_board = FIRST_SHEET in mine[0].by_record if mine else False
        self.history = History(mine[1:] if made_board else mine)
        self.new_actor()

    def _step_back(self, direction: str, wall: int) -> Changeset | None:
        while name := self.history.next_undo if direction == "undo" else self.history.next_redo:
            whole = self.log.changeset(name)
            assert whole is not None
            writes = Inverse(self.board, [whole], self.mine).writes()
            if writes:
                return self.write(f"{direction}: {self.history.label(name)}", writes, wall, name)
            self.history.skip(name)
        return None

    def _take(self, changesets: Sequence[Changeset]) -> None:
        self.log.append(changesets)
        self.board.apply(changesets)
        self.clock = max([self.clock, *(changeset.clock for changeset in changesets)])

    def _salt(self) -> str:
        self.salts += 1
        return f"{self.number:08x}{len(self.mine):08x}{self.salts:016x}"
