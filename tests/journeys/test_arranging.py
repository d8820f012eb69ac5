"""Snapping, lining up, tidying, pinning, looking closer, and the menus under the pointer: by mouse and keys.

After each of them the kept picture is what a fresh one would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.ui import tidying
from evidenceboard.ui.widgets.command_palette import CommandPalette
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands, _move, assert_kept_is_fresh
from tests.journeys.menus import choose, menu_at, names
from tests.journeys.small_board import pos, steps


@pytest.fixture
def built(built: Hands) -> Iterator[Hands]:
    built.page.view.setFocus()
    yield built
    assert_kept_is_fresh(built)


@pytest.fixture
def case(case: Hands) -> Iterator[Hands]:
    case.page.view.setFocus()
    yield case
    assert_kept_is_fresh(case)


def give(hands: Hands, name: str) -> None:
    """Give a command by its name in the palette."""
    hands.key(Qt.Key.Key_K, CONTROL)
    popup: CommandPalette = hands.window.palette_popup
    hands.keys(name)
    hands.key(Qt.Key.Key_Return)
    assert not popup.isVisible()


def rect(hands: Hands, card: str) -> tuple[float, float, float, float]:
    place = place_id(FIRST_SHEET, card)
    return (*hands.board.value(place, "pos"), *hands.board.value(place, "size"))


def named(hands: Hands, key: str) -> str:
    return next(card for card in hands.cards() if hands.board.value(card, "key") == key)


def held_at(hands: Hands, card: str, by: QPoint, *modifiers: Qt.KeyboardModifier) -> None:
    """Press on a card and hold it elsewhere, without letting go."""
    view, start = hands.page.view, hands.middle_of(card)
    keys = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        keys |= modifier
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    _move(view, start + by / 2, Qt.KeyboardModifier.NoModifier)
    _move(view, start + by, keys)


# --- snapping --------------------------------------------------------------------------------------------------


def below(hands: Hands) -> tuple[str, str, QPoint]:
    """The third card, the first, and the way that puts the third 3 px off the first's left border."""
    first, _second, third = hands.cards()
    (x, y, *_), (x3, y3, *_) = rect(hands, first), rect(hands, third)
    zoom = hands.page.view.zoom
    return third, first, QPoint(round((x - x3) * zoom) + 3, round((y - y3) * zoom) + 190)


def test_a_dragged_card_snaps_to_the_border_of_another(built: Hands) -> None:
    third, first, way = below(built)
    start = built.middle_of(third)
    built.drag(start, start + way)
    assert pos(built, third)[0] == pos(built, first)[0]
    built.key(Qt.Key.Key_Z, CONTROL)
    assert pos(built, third)[0] != pos(built, first)[0]


def test_alt_in_the_middle_of_a_drag_keeps_from_snapping(built: Hands) -> None:
    third, first, way = below(built)
    end = built.middle_of(third) + way
    held_at(built, third, way, ALT)
    QTest.mouseRelease(built.page.view, Qt.MouseButton.LeftButton, ALT, end)
    assert pos(built, third)[0] == pytest.approx(pos(built, first)[0] + 3 / built.page.view.zoom, abs=1)
    assert pos(built, third)[0] != pos(built, first)[0] and len(built.cards()) == 3


def test_shift_snaps_on_its_axis_alone(built: Hands) -> None:
    third, first, way = below(built)
    before = pos(built, third)
    start = built.middle_of(third)
    built.drag(start, start + QPoint(way.x(), 9), SHIFT)
    assert pos(built, third) == [pos(built, first)[0], before[1]]


def test_guides_are_drawn_only_while_the_card_is_held(built: Hands) -> None:
    third, first, way = below(built)
    view, count = built.page.view, steps(built)
    held_at(built, third, way, ALT)
    plain = view.grab().toImage()
    _move(view, built.middle_of(third) + way, Qt.KeyboardModifier.NoModifier)
    snapping = built.page.hand.tool._snapping  # type: ignore[attr-defined]
    (upright,) = [guide for guide in snapping.guides if guide.axis == 0 and guide.at == pos(built, first)[0]]
    line = view.map_to_view(QPointF(upright.at, upright.low)).toPoint() + QPoint(0, 2)
    assert view.grab().toImage().pixelColor(line) != plain.pixelColor(line)
    built.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, built.middle_of(third) + way)
    built.settle()
    assert steps(built) == count and not built.page.hand.busy


def test_a_corner_snaps_to_the_width_of_another_card(built: Hands) -> None:
    first, second, _third = built.cards()
    for card, by in ((first, 61), (second, 59)):
        built.click(built.middle_of(card))
        corner = built.corner_of(card)
        built.drag(corner, corner + QPoint(by, 60))
    assert rect(built, first)[2] == rect(built, second)[2] > 264


# --- lining up and spreading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "axis", "share"), [
    ("Align left", 0, 0.0), ("Align centres", 0, 0.5), ("Align right", 0, 1.0),
    ("Align top", 1, 0.0), ("Align middles", 1, 0.5), ("Align bottom", 1, 1.0),
])  # fmt: skip
def test_aligning_is_one_step(built: Hands, name: str, axis: int, share: float) -> None:
    before, count = [rect(built, card) for card in built.cards()], steps(built)
    built.key(Qt.Key.Key_A, CONTROL)
    give(built, name)
    lines = [each[axis] + share * each[axis + 2] for each in (rect(built, card) for card in built.cards())]
    assert max(lines) - min(lines) < 0.02 and steps(built) == count + 1
    built.key(Qt.Key.Key_Z, CONTROL)
    assert [rect(built, card) for card in built.cards()] == before


def test_distributing_makes_equal_gaps(built: Hands) -> None:
    first, second, third = built.cards()
    start = built.middle_of(third)
    built.drag(start, start + QPoint(20, -57), ALT)
    built.key(Qt.Key.Key_Z, CONTROL)
    built.drag(start, start + QPoint(17, -80))
    count = steps(built)
    built.key(Qt.Key.Key_A, CONTROL)
    give(built, "Distribute down")
    tops = sorted((rect(built, card)[1], rect(built, card)[1] + rect(built, card)[3]) for card in built.cards())
    gaps = [after[0] - before[1] for before, after in zip(tops, tops[1:], strict=False)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.05) and steps(built) == count + 1
    assert {first, second, third} == set(built.cards())


def test_too_few_cards_are_told(built: Hands) -> None:
    built.click(built.middle_of(built.cards()[0]))
    count = steps(built)
    reasons = {entry.name: entry.why_not() for entry in built.window.actions_table.entries}
    assert reasons["Align left"] == "fewer than 2 cards are selected"
    assert reasons["Distribute down"] == "fewer than 3 cards are selected"
    assert reasons["Tidy up"] is not None and reasons["Pin"] is None
    built.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert "only one card is selected" in built.told() and steps(built) == count


# --- tidying and pins ------------------------------------------------------------------------------------------


def overlapping(hands: Hands) -> bool:
    rects = [rect(hands, card) for card in hands.cards()]
    return any(
        one[0] < two[0] + two[2] and two[0] < one[0] + one[2] and one[1] < two[1] + two[3] and two[1] < one[1] + one[3]
        for number, one in enumerate(rects)
        for two in rects[:number]
    )


def test_tidy_lays_out_the_board_and_undo_brings_it_back(case: Hands) -> None:
    before, count = {card: rect(case, card) for card in case.cards()}, steps(case)
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    after = {card: rect(case, card) for card in case.cards()}
    assert steps(case) == count + 1 and after != before and not overlapping(case)
    for edge in case.edges():
        tail, head = case.board.index.ends(edge)
        if head in after and case.board.value(tail, "kind") != "hypothesis":
            assert after[tail][0] < after[head][0]
    assert_kept_is_fresh(case)
    case.key(Qt.Key.Key_Z, CONTROL)
    assert {card: rect(case, card) for card in case.cards()} == before


def test_a_large_board_is_tidied_beside_the_window(case: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 3)
    count = steps(case)
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert steps(case) == count, "it is under way"
    case.settle()
    assert steps(case) == count + 1 and not overlapping(case)
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    case.key(Qt.Key.Key_Z, CONTROL)
    undone = {card: rect(case, card) for card in case.cards()}
    case.settle()
    assert {card: rect(case, card) for card in case.cards()} == undone, "places of another board are let go"


def test_frames_go_with_their_cards(case: Hands) -> None:
    frames = {frame: list(case.board.value(frame, "rect")) for frame in case.board.live("frame")}
    held = {frame: [card for card in case.cards() if inside(case, card, frame)] for frame in frames}
    assert all(held.values())
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert {frame: [card for card in case.cards() if inside(case, card, frame)] for frame in frames} == held
    assert all(list(case.board.value(frame, "rect")) != rect for frame, rect in frames.items())
    case.key(Qt.Key.Key_Z, CONTROL)
    assert {frame: list(case.board.value(frame, "rect")) for frame in frames} == frames


def inside(hands: Hands, card: str, frame: str) -> bool:
    """Whether any part of a card lies in a frame."""
    (x, y, w, h), (left, top, wide, high) = rect(hands, card), hands.board.value(frame, "rect")
    return bool(left < x + w and x < left + wide and top < y + h and y < top + high)


def test_tidying_a_selection_moves_nothing_else_and_covers_nothing(case: Hands) -> None:
    chosen = [named(case, key) for key in ("E1", "E2", "C1", "H1")]
    before = {card: rect(case, card) for card in case.cards()}
    case.page.view.set_selection(chosen)
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    moved = {card for card in case.cards() if rect(case, card) != before[card]}
    assert moved and moved <= set(chosen) and not overlapping(case)


def test_pinned_cards_stay_while_the_rest_is_tidied(case: Hands) -> None:
    pinned = [named(case, "H1"), named(case, "E4")]
    before = [rect(case, card) for card in pinned]
    case.page.view.set_selection(pinned)
    give(case, "Pin")
    assert all(case.board.value(place_id(FIRST_SHEET, card), "pinned") for card in pinned)
    case.key(Qt.Key.Key_Escape)
    case.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert [rect(case, card) for card in pinned] == before and not overlapping(case)
    case.page.view.set_selection(pinned)
    count = steps(case)
    give(case, "Unpin")
    give(case, "Unpin")
    assert steps(case) == count + 1, "what is not pinned is not written again"


def test_a_pin_shows_on_the_card(built: Hands) -> None:
    first = built.cards()[0]
    before = built.page.view.kept_picture()
    built.click(built.middle_of(first))
    give(built, "Pin")
    built.page.view.set_selection(frozenset())
    built.settle()
    assert built.page.view.kept_picture() != before


def test_cards_glide_and_the_picture_is_true_afterwards(built: Hands) -> None:
    built.page.view.motion = True
    built.key(Qt.Key.Key_A, CONTROL)
    give(built, "Align left")
    count = steps(built)
    assert built.page.view._lifted is not None
    start = built.middle_of(built.cards()[0])
    wait(lambda: built.page.view._lifted is None)
    assert steps(built) == count, "what is on its way is never written"
    built.key(Qt.Key.Key_Z, CONTROL)
    give(built, "Align right")
    built.drag(start, start + QPoint(30, 30))  # a hand takes them on their way
    wait(lambda: built.page.view._lifted is None)


def wait(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        QTest.qWait(10)
    raise AssertionError("it never came to an end")


def test_a_colour_is_set_on_the_selection_in_one_step(built: Hands) -> None:
    before, count = built.page.view.kept_picture(), steps(built)
    built.key(Qt.Key.Key_A, CONTROL)
    give(built, "Colour rose")
    assert [built.board.value(card, "colour") for card in built.cards()] == ["rose"] * 3
    assert steps(built) == count + 1
    give(built, "Colour rose")
    assert steps(built) == count + 1, "what is so already is not written again"
    built.page.view.set_selection(frozenset())
    built.settle()
    assert built.page.view.kept_picture() != before
    built.key(Qt.Key.Key_A, CONTROL)
    give(built, "No colour")
    assert not any(built.board.value(card, "colour") for card in built.cards())


# --- looking closer --------------------------------------------------------------------------------------------


def test_keys_set_how_far_neighbours_are_lit(case: Hands) -> None:
    view = case.page.view
    view.set_selection([named(case, "E4")])
    lit = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        case.key(key, ALT)
        case.settle()
        lit.append(view._stage.lit)
        assert_kept_is_fresh(case)
    assert lit[0] is not None and lit[0] < lit[1] <= lit[2]
    assert case.window.status._counts.text().endswith("links · neighbours 3 links away")
    case.key(Qt.Key.Key_1, ALT)
    assert view._stage.lit == lit[0]


def test_focus_hides_all_but_the_selection_and_its_neighbours(case: Hands) -> None:
    view, count = case.page.view, steps(case)
    chosen = named(case, "E4")
    near = {chosen, *view.geometry.neighbours(chosen)}
    view.set_selection([chosen])
    case.key(Qt.Key.Key_F)
    assert set(view.geometry.cards) == near and view.selection == {chosen}
    words = f"Focus: {len(near)} of {len(case.cards())} cards"
    assert case.window.status._counts.text() == words
    assert_kept_is_fresh(case)
    case.key(Qt.Key.Key_2, ALT)
    assert set(view.geometry.cards) > near
    case.key(Qt.Key.Key_A, CONTROL)
    assert view.selection < set(case.cards()), "what is hidden is not selected"
    case.key(Qt.Key.Key_Escape)
    assert set(view.geometry.cards) == set(case.cards()) and view.selection
    assert case.window.status._counts.text() != words
    assert steps(case) == count, "looking writes nothing"
    case.key(Qt.Key.Key_F)
    case.key(Qt.Key.Key_F)
    assert set(view.geometry.cards) == set(case.cards())


def test_in_focus_the_board_can_be_worked_on(built: Hands) -> None:
    view = built.page.view
    first, second, third = built.cards()
    built.click(built.middle_of(first))
    built.key(Qt.Key.Key_F)
    built.settle()
    assert set(view.geometry.cards) == {first, third}
    before, start = pos(built, first), built.middle_of(first)
    built.drag(start, start + QPoint(60, 40), ALT)  # a copy: it is in focus
    assert len(built.cards()) == 4 and len(view.geometry.cards) == 3
    built.key(Qt.Key.Key_Z, CONTROL)
    assert set(view.geometry.cards) == {first, third}
    built.drag(start, start + QPoint(60, 40))
    assert pos(built, first) != before
    assert_kept_is_fresh(built)
    built.page.show_records([second])
    assert set(view.geometry.cards) == {first, second, third} and view.selection == {second}


# --- menus under the pointer -----------------------------------------------------------------------------------


def test_the_menu_of_a_card_selects_it(built: Hands) -> None:
    first, second, _third = built.cards()
    built.click(built.middle_of(second))
    menu = menu_at(built, built.middle_of(first))
    assert built.page.view.selection == {first}
    assert "Pin" in names(menu) and "Unpin" not in names(menu) and "Align" not in names(menu)
    choose(menu, "Pin")
    assert built.board.value(place_id(FIRST_SHEET, first), "pinned") is True
    menu = menu_at(built, built.middle_of(first))
    assert "Unpin" in names(menu) and "Pin" not in names(menu)
    menu.close()


def test_the_menu_of_a_selection_keeps_it(built: Hands) -> None:
    built.key(Qt.Key.Key_A, CONTROL)
    menu = menu_at(built, built.middle_of(built.cards()[0]))
    assert built.page.view.selection == set(built.cards())
    submenu = next(action.menu() for action in menu.actions() if action.text() == "Align")
    assert [action.text() for action in submenu.actions()][:2] == ["Align left", "Align centres"]
    count = steps(built)
    choose(menu, "Tidy up")
    assert steps(built) == count + 1


def test_the_menu_of_a_link_and_of_the_paper(built: Hands) -> None:
    edge = next(e for e in built.edges() if built.board.value(e, "kind") == "support")
    choose(menu_at(built, built.roundel_of(edge)), "Make it contradict")
    assert built.board.value(edge, "kind") == "contradict"
    built.key(Qt.Key.Key_Z, CONTROL)
    at = QPoint(700, 560)
    menu = menu_at(built, at)
    assert not built.page.view.selection and "New statement" in names(menu) and "Delete" not in names(menu)
    middle = built.page.view.map_to_scene(at.toPointF())
    choose(menu, "New statement")
    built.write("Where the pointer was")
    made = built.cards()[-1]
    x, _y, w, _h = rect(built, made)
    assert x + w / 2 == pytest.approx(middle.x(), abs=2)
    built.settle()
    assert built.page.pointed is None


def test_the_key_for_it_opens_the_menu_of_what_is_selected(built: Hands) -> None:
    first, second, _third = built.cards()
    built.page.view.set_selection([first, second])
    away = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, away, built.page.view.mapToGlobal(away))
    QApplication.sendEvent(built.page.view, event)
    (menu,) = [menu for menu in built.window.findChildren(QMenu) if menu.isVisible()]
    assert built.page.view.selection == {first, second} and "Align" in names(menu)
    menu.close()


def test_focus_in_the_middle_of_a_drag_lets_the_card_go(built: Hands) -> None:
    first = built.cards()[0]
    before, count = pos(built, first), steps(built)
    held_at(built, first, QPoint(60, 60))
    built.key(Qt.Key.Key_F)
    assert built.page.focus.active and not built.page.hand.busy
    QTest.mouseRelease(built.page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    assert pos(built, first) == before and steps(built) == count


def test_no_menu_opens_in_the_middle_of_a_drag(built: Hands) -> None:
    first = built.cards()[0]
    held_at(built, first, QPoint(60, 60))
    handle = built.window.windowHandle()
    at = built.page.view.mapTo(built.window, built.middle_of(first))
    QTest.mouseClick(handle, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    assert not [menu for menu in built.window.findChildren(QMenu) if menu.isVisible()]
    built.key(Qt.Key.Key_Escape)
