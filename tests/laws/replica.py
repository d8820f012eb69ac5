"""A person's copy of a board, as small as it can be: the parts of the model, and no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.commands import Action, Edits, add_card, link, remove, set_fields
from evidenceboard.model.history import History, Inverse
from evidenceboard.model.ids import FIRST_SHEET, ChangesetId, RecordId
from evidenceboard.model.index import Index
from evidenceboard.model.inverse import Write
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import in_causal_order, missing
from evidenceboard.model.pen import Pen


class Replica:
    """One installation with its own copy of the board; it does what `Document` does."""

    def __init__(self, number: int, name: str = "") -> None:
        self.number = number
        self.name = name or f"Person {number}"
        self.log = MemoryLog()
        self.board = Board(self.log)
        self.history = History()
        self.mine: list[str] = []
        self._open()

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
        return self.write(label, self.pen.writes(edits), wall)

    def add(self, **fields: Value) -> RecordId:
        """A new card on the first sheet."""
        action = add_card(FIRST_SHEET, "statement", (0, 0), fields)
        self.do(action)
        return action.made[0]

    def link(self, tail: RecordId, head: RecordId, kind: str = "support", reason: str = "") -> RecordId:
        """A link between cards, or an undercut."""
        action = link(self.board, [tail], head, kind, reason=reason)
        self.do(action)
        return action.made[0]

    def put(self, record: RecordId, **fields: Value) -> Changeset | None:
        """New values of a record's fields."""
        return self.do(set_fields(record, fields))

    def remove(self, *records: RecordId) -> Changeset | None:
        return self.do(remove(self.board, records))

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
        """Read everything again from the log, and write as another actor from now on."""
        self.board = Board(self.log, Index(self.board.index.summaries()))
        mine = in_causal_order(each for each in self.log if each.actor in self.mine)
        made_board = FIRST_SHEET in mine[0].by_record if mine else False
        self.history = History(mine[1:] if made_board else mine)
        self._open()

    def _open(self) -> None:
        self.mine.append(f"{self.number:016x}{len(self.mine):016x}")
        self.pen = Pen(self.board, max((each.clock for each in self.log), default=(0, 0)))

    def _step_back(self, direction: str, wall: int) -> Changeset | None:
        while name := self.history.next_undo if direction == "undo" else self.history.next_redo:
            whole = self.log.changeset(name)
            assert whole is not None
            writes = Inverse(self.board, [whole], self.mine).writes()
            if writes:
                return self.write(f"{direction}: {self.history.label(name)}", writes, wall, name)
            self.history.skip(name)
        return None

    def write(
        self, label: str, writes: Sequence[Write], wall: int = 0, reverts: ChangesetId | None = None
    ) -> Changeset | None:
        if not writes:
            return None
        changeset = self.pen.changeset(self.mine[-1], self.name, wall, label, writes, reverts)
        self._take([changeset])
        self.pen.written(changeset)
        self.history.push(changeset)
        return changeset

    def _take(self, changesets: Sequence[Changeset]) -> None:
        self.log.append(changesets)
        self.board.apply(changesets)
        self.pen.saw(changesets)


def copies(count: int = 2) -> list[Replica]:
    """Copies of one new board, each with another person."""
    people = [Replica(number) for number in range(count)]
    first = people[0].begin()
    for person in people[1:]:
        person.receive([first])
    return people


def exchange(*people: Replica) -> None:
    """Everybody gets all that anybody has."""
    for taker in people:
        for giver in people:
            taker.receive(giver.log)
