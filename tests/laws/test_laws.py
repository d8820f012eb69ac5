"""The laws of the board, for one to three people with wrong clocks who edit, undo and exchange what they have.

What must hold after each thing they do stands with it in `People`; here is what must always hold, and what must
hold in the end: all orders of arrival give the same board.
"""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from evidenceboard.model.board import Board
from evidenceboard.model.changes import canonical
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.records import NEEDED
from tests.laws.people import People, Person
from tests.laws.readings import everything, read_plainly, records_of
from tests.laws.reclocked import reclocked
from tests.laws.replica import Replica


class Laws(People):
    @invariant()
    def nothing_is_half_there(self) -> None:
        board = self.acted.board
        for record in records_of(self.written):
            if board.is_live(record):
                kind = record.partition(":")[0]
                needed = {field: board.value(record, field) for field in NEEDED.get(kind, ())}
                assert None not in needed.values(), record
                assert all(board.is_live(end) for field, end in needed.items() if field != "kind"), record

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every value is in force, replaced by somebody who saw it (see `_did`), or shown as a conflict."""
        board, plain = self.acted.board, read_plainly(self.acted.log)
        for (record, field), names in plain.heads.items():
            assert {head.changeset for head in board.record(record).heads(field)} == names
        records = records_of(self.acted.log)
        assert {each for each in records if board.record(each).gone} == plain.gone
        assert {each for each in records if board.is_live(each)} == plain.live
        hidden = {each for each in records if each.startswith("edge:")} - plain.gone - plain.live
        assert set(board.index.loose_edges()) == hidden
        assert _told_conflicts(board) == plain.conflicts

    @invariant()
    def one_person_alone_is_asked_nothing(self) -> None:
        board = self.acted.board
        if self.acted.alone:
            assert not (board.conflicts() or board.kept() or board.loose_edges())

    def teardown(self) -> None:
        if not hasattr(self, "people"):
            return
        for person in self.people:
            _undo_and_redo_everything(self, person)
        self._all_orders_give_one_board()
        self._clocks_decide_no_conflict()

    def _all_orders_give_one_board(self) -> None:
        records = records_of(self.written)
        random = Random(len(self.written))
        orders = list(permutations(self.people))
        for giver, taker in random.sample([(a, b) for a in self.people for b in self.people], len(self.people)):
            taker.receive(giver.log)  # some have met before
        boards = []
        for order in orders:
            copy = Replica(9)
            for person in order:
                copy.receive(_shuffled(person.log, random))
            boards.append(copy.board)
        for person in self.people:
            for other in self.people:
                person.receive(other.log)
            boards += [person.board, Board(person.log, boards[0].index.copy())]
        first = everything(boards[0], records)
        for board in boards[1:]:
            assert everything(board, records) == first

    def _clocks_decide_no_conflict(self) -> None:
        told = read_plainly(self.written)
        other, names = reclocked(self.written, Random(len(self.written)))
        board = Board(MemoryLog(other))
        board.apply(other)
        assert _told_conflicts(board) == told.conflicts
        records = records_of(self.written)
        assert {each for each in records if board.record(each).gone} == told.gone
        for (record, field), heads in told.heads.items():
            assert {head.changeset for head in board.record(record).heads(field)} == {names[head] for head in heads}


def _undo_and_redo_everything(laws: Laws, person: Person) -> None:
    """Undo everything → an empty board; redo everything → the same."""
    if not person.alone:
        return
    while laws.step(person, "redo", 0):
        pass
    whole = laws.view(person)
    while laws.step(person, "undo", 0):
        pass
    assert laws.view(person) == (person.first or {FIRST_SHEET: {"name": {'"Board"'}}})
    while laws.step(person, "redo", 0):
        pass
    assert laws.view(person) == whole


def _told_conflicts(board: Board) -> dict[tuple[RecordId, str], set[str]]:
    return {(each.record, each.field): {canonical(head.value) for head in each.heads} for each in board.conflicts()}


def _shuffled(things: Any, random: Random) -> list[Any]:
    listed = list(things)
    random.shuffle(listed)
    return listed


TestLaws = Laws.TestCase
TestLaws.settings = settings(
    max_examples=1000,
    stateful_step_count=30,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
