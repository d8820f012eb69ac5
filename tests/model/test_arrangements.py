"""Several sheets of one board, on one copy and on two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import arrangements, frames
from evidenceboard.model.arrangements import move_sheet
from evidenceboard.model.changes import BadChange
from evidenceboard.model.commands import move_cards, put_on_sheet, take_off_sheet
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import FIRST_SHEET, RecordId, kind_of, place_id
from tests.laws.replica import Replica, copies, exchange


def placed(person: Replica, sheet: RecordId) -> dict[RecordId, list[float]]:
    """The cards on a sheet with where they lie."""
    board = person.board
    places = {card: place_id(sheet, card) for card in board.live("card")}
    return {card: board.value(place, "pos") for card, place in places.items() if board.is_live(place)}


def copy_of_first(person: Replica, name: str = "Sheet 2") -> RecordId:
    board = person.board
    places = [board.record(place_id(FIRST_SHEET, card)).shown_values() for card in board.live("card")]
    held = [board.record(frame).shown_values() for frame in board.live("frame")]
    action = arrangements.add_sheet(name, 1.0, places, held)
    person.do(action)
    return action.made[0]


def test_a_copy_is_an_arrangement_of_its_own() -> None:
    (one,) = copies(1)
    first, second = one.add(title="a"), one.add(title="b")
    one.do(frames.add_frame(FIRST_SHEET, Box(0, 0, 300, 200), "All"))
    sheet = copy_of_first(one)
    assert placed(one, sheet) == placed(one, FIRST_SHEET)
    assert [one.board.value(frame, "sheet") for frame in one.board.live("frame")] == [FIRST_SHEET, sheet]
    one.do(move_cards(sheet, {first: (500, 0)}))
    one.do(take_off_sheet(sheet, [second]))
    assert placed(one, sheet) == {first: [500.0, 0.0]}
    assert placed(one, FIRST_SHEET) == {first: [0.0, 0.0], second: [0.0, 0.0]}
    assert arrangements.absent_cards(one.board, placed(one, sheet)) == [second]
    one.do(put_on_sheet(sheet, {second: (7, 8, 264, 80)}))
    assert placed(one, sheet)[second] == [7.0, 8.0]


def test_a_new_sheet_is_one_step() -> None:
    (one,) = copies(1)
    one.add(title="a")
    sheet = copy_of_first(one)
    one.undo()
    assert not one.board.is_live(sheet) and list(one.board.live("sheet")) == [FIRST_SHEET]
    one.redo()
    assert len(placed(one, sheet)) == 1


def test_a_removed_sheet_takes_no_card_along_and_undo_brings_it_back_as_it_was() -> None:
    (one,) = copies(1)
    card = one.add(title="a")
    sheet = copy_of_first(one)
    before = placed(one, sheet)
    one.do(arrangements.remove_sheet(one.board, sheet))
    assert not placed(one, sheet) and one.board.is_live(card) and placed(one, FIRST_SHEET)
    one.undo()
    assert placed(one, sheet) == before


def test_the_last_sheet_stays() -> None:
    (one,) = copies(1)
    with pytest.raises(BadChange, match="last sheet"):
        arrangements.remove_sheet(one.board, FIRST_SHEET)
    sheet = copy_of_first(one)
    one.do(arrangements.remove_sheet(one.board, FIRST_SHEET))
    with pytest.raises(BadChange):
        arrangements.remove_sheet(one.board, sheet)


def test_one_adds_a_sheet_while_the_other_works_on_the_first() -> None:
    one, two = copies(2)
    card = one.add(title="a")
    exchange(one, two)
    sheet = copy_of_first(one)
    two.do(move_cards(FIRST_SHEET, {card: (50, 60)}))
    new = two.add(title="theirs")
    exchange(one, two)
    for person in (one, two):
        assert placed(person, sheet) == {card: [0.0, 0.0]}
        assert placed(person, FIRST_SHEET) == {card: [50.0, 60.0], new: [0.0, 0.0]}


def test_what_somebody_does_on_a_sheet_that_another_removed_comes_back_with_it() -> None:
    one, two = copies(2)
    card = one.add(title="a")
    sheet = copy_of_first(one)
    exchange(one, two)
    one.do(arrangements.remove_sheet(one.board, sheet))
    two.do(move_cards(sheet, {card: (50, 60)}))
    exchange(one, two)
    assert not placed(one, sheet) and not placed(two, sheet)
    one.undo()
    exchange(one, two)
    assert placed(one, sheet) == placed(two, sheet) == {card: [50.0, 60.0]}


def test_a_name_that_the_remover_had_not_seen_keeps_the_sheet() -> None:
    one, two = copies(2)
    sheet = copy_of_first(one)
    exchange(one, two)
    one.do(arrangements.remove_sheet(one.board, sheet))
    two.do(arrangements.rename_sheet(sheet, "Needed"))
    exchange(one, two)
    for person in (one, two):
        assert person.board.is_live(sheet) and person.board.kept() == [sheet]


@given(
    orders=st.lists(st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0, -1e9, 1e9])), min_size=1, max_size=8),
    data=st.data(),
)
def test_a_sheet_comes_to_lie_where_it_was_put(orders: list[float], data: st.DataObject) -> None:
    known = sorted((order, f"sheet:{n}") for n, order in enumerate(orders))
    shown = [(sheet, order) for order, sheet in known]
    sheet = data.draw(st.sampled_from([name for name, _ in shown]))
    to = data.draw(st.integers(0, len(shown) - 1))
    action = move_sheet(shown, sheet, to)
    after = dict(shown) | {record: values["order"] for record, values in action.edits.items()}
    names = [name for name, _order in shown if name != sheet]
    names.insert(to, sheet)
    assert sorted(after, key=lambda name: (after[name], name)) == names
    assert all(abs(order) <= 1e9 for order in after.values())


def test_frames_move_with_their_cards_in_one_step_and_own_none() -> None:
    (one,) = copies(1)
    card = one.add(title="a")
    made = frames.add_frame(FIRST_SHEET, Box(-10.4, 0, 300, 200.2), "All")
    one.do(made)
    (frame,) = made.made
    assert one.board.value(frame, "rect") == [-10.0, 0.0, 310.0, 200.0]
    steps = len(one.log)
    one.do(frames.move_frames(FIRST_SHEET, {frame: Box(-10, 0, 300, 200)}, {card: (0, 0)}, 40, -5))
    assert len(one.log) == steps + 1
    assert one.board.value(frame, "rect") == [30.0, -5.0, 310.0, 200.0]
    assert placed(one, FIRST_SHEET) == {card: [40.0, -5.0]}
    one.remove(frame)
    assert one.board.is_live(card) and not one.board.is_live(frame)


def test_folding_is_nobodys_argument() -> None:
    one, two = copies(2)
    made = frames.add_frame(FIRST_SHEET, Box(0, 0, 300, 200), "All")
    one.do(made)
    exchange(one, two)
    one.do(frames.fold_frames(made.made, True), wall=1)
    two.do(frames.fold_frames(made.made, False), wall=2)
    exchange(one, two)
    assert one.board.value(made.made[0], "folded") is two.board.value(made.made[0], "folded") is False
    assert not one.board.conflicts()


def test_a_frame_is_never_too_small_to_take_hold_of() -> None:
    assert frames.rect_of(Box(3.4, 0, 4, 1)) == [3.0, 0.0, frames.LEAST, frames.LEAST]
    assert kind_of(frames.add_frame(FIRST_SHEET, Box(0, 0, 1, 1), "x").made[0]) == "frame"
