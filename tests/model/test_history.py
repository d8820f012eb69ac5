"""Undo, redo and taking back a merge: changesets like any other, which never touch what others changed since."""

from __future__ import annotations

from typing import Any

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.commands import keep, move_cards
from evidenceboard.model.history import History, Inverse, Step
from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.model.index import Index, Summary
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.pen import Pen
from tests.laws.readings import in_view, records_of
from tests.laws.replica import Replica, copies, exchange


def view(person: Replica) -> dict[RecordId, Any]:
    return in_view(person.board, records_of(person.log))


def values(person: Replica, record: RecordId, field: str) -> list[Any]:
    return [head.value for head in person.board.record(record).heads(field)]


# The two stacks


def test_the_stacks_follow_from_the_steps() -> None:
    history = History([Step("1", "New card", None), Step("2", "Move 1 card", None)])
    assert (history.next_undo, history.undo_text, history.redo_text) == ("2", "Move 1 card", "")
    history.push(Step("3", "Undo: Move 1 card", "2"))
    assert (history.undo_text, history.redo_text) == ("New card", "Move 1 card")
    history.push(Step("4", "Redo: Move 1 card", "3"))
    assert (history.undo_text, history.can_redo) == ("Move 1 card", False)
    history.push(Step("5", "Undo: Move 1 card", "4"))
    assert (history.next_redo, history.redo_text, history.label("5")) == ("5", "Move 1 card", "Move 1 card")
    history.push(Step("6", "Link", None))
    assert (history.undo_text, history.can_redo) == ("Link", False)
    history.skip("6")
    history.skip("1")
    assert (history.can_undo, history.undo_text) == (False, "")


def test_a_revert_of_what_is_not_there_is_no_step() -> None:
    history = History([Step("2", "Undo", "1")])
    assert not history.can_undo and not history.can_redo


def test_undo_and_redo_have_the_words_of_what_was_done() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    one.put(card, title="b")
    assert one.history.undo_text == "Change title"
    one.undo()
    assert (one.history.undo_text, one.history.redo_text) == ("New statement", "Change title")
    one.redo()
    one.undo()
    one.undo()
    assert (one.history.undo_text, one.history.redo_text) == ("", "New statement")
    assert one.undo() is None


# Alone


def test_every_step_back_and_forth_gives_the_board_of_before() -> None:
    one = copies(1)[0]
    views = [view(one)]
    steps = [lambda: one.add(title="a"), lambda: one.add(title="b")]
    for step in steps:
        step()
        views.append(view(one))
    first, second = one.board.live("card")
    edge = one.link(first, second)
    views.append(view(one))
    for step in (
        lambda: one.put(first, title="c", text="d"),
        lambda: one.do(move_cards(FIRST_SHEET, {first: (5, 5), second: (6, 6)})),
        lambda: one.do(move_cards(FIRST_SHEET, {first: (0, 0)})),
        lambda: one.remove(edge),
        lambda: one.link(first, second, "contradict"),
        lambda: one.put(first, title="a"),
        lambda: one.remove(first),
    ):
        step()
        views.append(view(one))
    for _ in range(2):
        for before in views[-2::-1]:
            assert one.undo()
            assert view(one) == before
        for after in views[1:]:
            assert one.redo()
            assert view(one) == after
    assert one.redo() is None


def test_undo_survives_closing_and_reopening_and_a_change_of_actor() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    one.put(card, title="b")
    one.reopen()
    assert one.history.undo_text == "Change title"
    one.put(card, text="c")
    one.undo()
    one.reopen()
    assert (one.history.undo_text, one.history.redo_text) == ("Change title", "Change text")
    one.undo()
    assert one.board.value(card, "title") == "a"
    one.reopen()
    one.undo()
    assert not one.board.is_live(card), "all that is on it was ours"
    one.reopen()
    for _ in range(3):
        one.redo()
    assert one.board.value(card, "title") == "b" and one.board.value(card, "text") == "c"


def test_an_undo_is_written_like_any_change_and_travels() -> None:
    one, two = copies()
    card = one.add(title="a")
    edit = one.put(card, title="b")
    exchange(one, two)
    undo = one.undo()
    assert edit and undo and undo.reverts == edit.id
    exchange(one, two)
    assert two.board.value(card, "title") == "a"
    assert not two.history.can_undo, "what arrives by itself never enters it"


# With others


def test_undo_leaves_alone_what_somebody_else_changed_since() -> None:
    one, two = copies()
    card = one.add(title="a", text="x")
    one.put(card, title="b", text="y")
    exchange(one, two)
    two.put(card, title="theirs")
    exchange(one, two)
    one.undo()
    assert values(one, card, "title") == ["theirs"]
    assert values(one, card, "text") == ["x"]
    one.redo()
    assert values(one, card, "title") == ["theirs"]
    assert values(one, card, "text") == ["y"]


def test_undo_passes_over_what_nothing_is_left_of() -> None:
    one, two = copies()
    card = one.add(title="a", text="x")
    one.put(card, text="y")
    one.put(card, title="b")
    exchange(one, two)
    two.put(card, title="theirs")
    exchange(one, two)
    one.undo()
    assert values(one, card, "text") == ["x"]
    assert one.history.undo_text == "New statement"


def test_undo_of_my_side_of_a_conflict_leaves_the_other_and_redo_brings_it_again() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.put(card, title="mine")
    two.put(card, title="theirs")
    exchange(one, two)
    one.undo()
    assert set(values(one, card, "title")) == {"theirs"} and one.board.conflicts() == []
    one.redo()
    assert set(values(one, card, "title")) == {"mine", "theirs"}


def test_undo_of_a_new_card_that_a_colleague_edited_since_leaves_it_and_says_so() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    two.put(card, text="theirs")
    exchange(one, two)
    assert one.undo()
    assert one.board.is_live(card) and one.board.kept() == [card]
    assert values(one, card, "text") == ["theirs"] and values(one, card, "title") == ["a"]
    assert one.redo()
    assert one.board.is_live(card) and one.board.kept() == []


def test_undo_of_a_new_card_leaves_a_colleagues_link_to_it_to_be_told() -> None:
    one, two = copies()
    card, other = one.add(title="a"), one.add(title="b")
    exchange(one, two)
    edge = two.link(card, other)
    exchange(one, two)
    one.undo()
    assert not one.board.is_live(other) and one.board.loose_edges() == [edge]


def test_a_colleagues_edit_that_i_removed_and_brought_back_stays_when_i_undo_my_card() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    two.put(card, text="theirs")
    exchange(one, two)
    one.remove(card)
    one.undo()
    one.undo()
    assert one.board.is_live(card) and values(one, card, "text") == ["theirs"]


def test_my_own_edit_from_elsewhere_goes_with_the_card_i_undo() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    two.put(card, text="mine too")
    exchange(one, two)
    one.mine += two.mine
    one.undo()
    assert not one.board.is_live(card)


def test_undo_of_an_edit_that_alone_had_kept_a_card_lets_it_go() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.put(card, title="b")
    two.remove(card)
    exchange(one, two)
    assert one.board.kept() == [card]
    one.undo()
    assert not one.board.is_live(card)
    one.redo()
    assert one.board.kept() == [card] and values(one, card, "title") == ["b"]


def test_undo_of_keeping_a_card_leaves_it_kept() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.put(card, title="b")
    two.remove(card)
    exchange(one, two)
    one.do(keep(card))
    assert one.board.kept() == []
    one.undo()
    assert one.board.kept() == [card] and values(one, card, "title") == ["b"]


def test_redo_of_a_removal_does_not_take_what_came_between() -> None:
    one, two = copies()
    card = one.add(title="a")
    exchange(one, two)
    one.remove(card)
    one.undo()
    two.put(card, text="theirs")
    exchange(one, two)
    one.redo()
    assert one.board.kept() == [card]


def test_redo_of_a_removal_knows_the_links_it_had_seen() -> None:
    one = copies(1)[0]
    card, other = one.add(title="a"), one.add(title="b")
    one.link(card, other)
    one.remove(card)
    one.undo()
    one.undo()
    one.redo()
    one.redo()
    assert not one.board.is_live(card) and one.board.loose_edges() == []


# Taking back a merge


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


# The working out


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
        for values in ({"title": "one"}, {"removed": True}):
            gesture = pen.changeset("f" * 32, "", 5, "", pen.writes(dict.fromkeys(names, values)))
            board.apply([gesture])
            log.append([gesture])
            pen.written(gesture)
            writes = Inverse(board, [gesture], {"f" * 32}).writes()
            assert len(writes) == count
        asked.append(log.asked)
    assert asked[0] == asked[1]
