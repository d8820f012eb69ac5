"""Taking back a merge, a choice, a whole session; and what long histories and large gestures cost."""

from __future__ import annotations

from typing import Any

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.commands import move_cards
from evidenceboard.model.history import Inverse
from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.model.index import Index, Summary
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.pen import Pen
from tests.laws.replica import Replica, copies, exchange
from tests.model.histories import values, view


def merged(one: Replica, two: Replica) -> list[Changeset]:
    return one.receive(two.log)


def test_taking_back_a_merge_gives_the_board_of_before_and_can_be_undone() -> None:
    one, two = copies()
    card, gone = one.add(title="a", text="x"), one.add(title="b")
    exchange(one, two)
    one.put(card, text="mine")
    before = view(one)
    two.put(card, title="theirs")
    two.put(card, text="a conflict")
    two.add(title="new")
    two.link(card, gone)
    two.remove(gone)
    two.do(move_cards(FIRST_SHEET, {card: (99, 99)}))
    taken = merged(one, two)
    after = view(one)
    assert len(one.board.conflicts()) == 1 and not one.board.is_live(gone)
    assert one.take_back(taken)
    assert view(one) == before
    assert one.history.undo_text == "Take back merge"
    one.undo()
    assert view(one) == after
    one.redo()
    assert view(one) == before


def test_taking_back_a_merge_keeps_what_i_built_on_it() -> None:
    one, two = copies()
    new = two.add(title="theirs")
    card = two.add(title="b")
    taken = merged(one, two)
    one.put(new, text="mine")
    one.take_back(taken)
    assert one.board.kept() == [new] and values(one, new, "title") == ["theirs"]
    assert not one.board.is_live(card)


def test_taking_back_a_merge_takes_what_i_only_tried_on_it() -> None:
    one, two = copies()
    new = two.add(title="theirs")
    taken = merged(one, two)
    one.put(new, title="mine")
    one.undo()
    one.take_back(taken)
    assert not one.board.is_live(new)


def test_taking_back_what_is_not_in_force_writes_nothing() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    two.put(card, title="theirs")
    two.undo()
    two.add(title="b")
    two.undo()
    assert one.take_back(merged(one, two)) is None
    assert values(one, card, "title") == ["a"]


def test_taking_back_an_undo_brings_back_what_it_undid() -> None:
    one, two = copies()
    card = two.add(title="a")
    two.put(card, title="b")
    merged(one, two)
    two.undo()
    one.take_back(merged(one, two))
    assert values(one, card, "title") == ["b"]


def test_taking_back_a_merge_that_brought_a_removed_card_to_life_removes_it_again() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.remove(card)
    two.put(card, title="b")
    taken = merged(one, two)
    assert one.board.kept() == [card]
    one.take_back(taken)
    assert one.board.kept() == [] and not one.board.is_live(card)
    assert values(one, card, "title") == ["a"], "should it come back, it comes back as it was"


def test_taking_back_even_an_undone_edit_that_brought_a_removed_card_to_life() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.remove(card)
    two.put(card, title="b")
    two.undo()
    taken = merged(one, two)
    assert one.board.kept() == [card]
    one.take_back(taken)
    assert not one.board.is_live(card)


def test_taking_back_their_side_of_a_conflict_that_i_had_yielded() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.put(card, title="mine")
    two.put(card, title="theirs")
    taken = merged(one, two)
    one.undo()
    one.take_back(taken)
    assert values(one, card, "title") == ["a"]


def test_taking_back_a_choice_leaves_the_values_it_did_not_know() -> None:
    one, two, three = copies(3)
    card = one.add(title="a")
    exchange(one, two, three)
    one.commit("", {card: {"title": "mine"}}, wall=5)
    three.commit("", {card: {"title": "third"}}, wall=900)
    two.receive(one.log)
    one.receive(three.log)
    two.put(card, title="theirs")
    taken = merged(one, two)
    assert set(values(one, card, "title")) == {"theirs", "third"}
    one.take_back(taken)
    assert set(values(one, card, "title")) == {"mine", "third"}


def test_a_take_back_undone_stays_kept_where_the_card_was_removed_meanwhile() -> None:
    """What my undo gave back, the remover had not seen."""
    one, two = copies()
    card = two.add(title="a")
    merged(one, two)
    two.put(card, colour="red")
    one.take_back(merged(one, two))
    one.undo()
    two.remove(card)
    taken = merged(one, two)
    assert one.board.kept() == [card]
    one.take_back(taken)
    assert one.board.kept() == []
    one.undo()
    assert one.board.kept() == [card]


def test_revert_to_opened_takes_back_a_whole_session_as_one_step() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    before, opened = view(one), len(one.log)
    one.put(card, title="b")
    one.undo()
    one.redo()
    new = one.add(title="c")
    one.link(card, new)
    one.remove(card)
    session = list(one.log)[opened:]
    writes = Inverse(one.board, session, one.mine).writes()
    assert {write.record for write in writes} >= {card, new}
    one.write("Revert", writes)
    assert view(one) == before
    one.undo()
    assert one.board.is_live(new) and not one.board.is_live(card)


def test_nothing_is_written_for_nothing() -> None:
    one = copies(1)[0]
    assert Inverse(one.board, []).writes() == []


def test_a_thousand_steps_on_one_field_are_undone_in_reasonable_time() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    for step in range(300):
        one.do(move_cards(FIRST_SHEET, {card: (step, 1)}))
    for _ in range(300):
        one.undo()
    for _ in range(300):
        one.redo()
    assert one.board.value(place_id(FIRST_SHEET, card), "pos") == [299.0, 1.0]
    for _ in range(200):
        one.undo()
        one.redo()
    assert one.board.value(place_id(FIRST_SHEET, card), "pos") == [299.0, 1.0]


class Counting(MemoryLog):
    """A log that counts how often it is asked."""

    asked = 0

    def touches(self, records: Any) -> Any:
        self.asked += 1
        return super().touches(records)

    def reverts(self, changesets: Any) -> Any:
        self.asked += 1
        return super().reverts(changesets)

    def changeset(self, changeset: Any) -> Any:
        self.asked += 1
        return super().changeset(changeset)


def test_a_large_gesture_asks_the_log_a_few_times_and_not_for_every_record() -> None:
    asked = []
    for count in (3, 60):
        log = Counting()
        names = [f"card:{number}" for number in range(count)]
        made = []
        for number, name in enumerate(names):
            change = Change(name, {"removed": False, "kind": "statement"}, (), "0" * 32)
            made.append(Changeset(f"{number:032x}", 0, None, (number, 0), "", "", None, (change,)))
        log.append(made)
        board = Board(log, Index(Summary(name, False) for name in names))
        pen = Pen(board, (count, 0))
        for change in ({"title": "one"}, {"removed": True}):
            gesture = pen.changeset("f" * 32, "", 5, "", pen.writes(dict.fromkeys(names, change)))
            board.apply([gesture])
            log.append([gesture])
            pen.written(gesture)
            writes = Inverse(board, [gesture], {"f" * 32}).writes()
            assert len(writes) == count
        asked.append(log.asked)
    assert asked[0] == asked[1]
