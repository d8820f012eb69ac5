"""Undo and redo: the words, the stacks, and what they leave alone."""

from __future__ import annotations

from evidenceboard.model.commands import keep, move_cards
from evidenceboard.model.history import History, Step
from evidenceboard.model.ids import FIRST_SHEET
from tests.laws.replica import copies, exchange
from tests.model.histories import values, view


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
