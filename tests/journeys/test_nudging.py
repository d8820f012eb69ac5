"""Cards and frames moved by keys that are held: one step of the history, and nothing of it is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.frames_by_hand import draw, frame, rect, strip
from tests.journeys.hands import CONTROL, NONE, SHIFT, Hands, assert_kept_is_fresh, command
from tests.journeys.menus import menu_at
from tests.journeys.small_board import build, pos, steps

Key = Qt.Key


@pytest.fixture
def chosen(hands: Hands) -> Hands:
    """Three cards and two links; the first two cards are selected."""
    build(hands)
    hands.click(hands.middle_of(hands.cards()[0]))
    hands.click(hands.middle_of(hands.cards()[1]), SHIFT)
    hands.settle()
    return hands


def all_pos(hands: Hands) -> list[list[float]]:
    return [pos(hands, card) for card in hands.cards()]


def hold(
    hands: Hands, key: Qt.Key, repeats: int, modifiers: Qt.KeyboardModifier = NONE, by_pairs: bool = False
) -> None:
    """Press a key and keep it down for so many repetitions; some systems send each with a release of its own."""
    view = hands.page.view
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))
    for _ in range(repeats):
        if by_pairs:
            QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyRelease, key, modifiers, "", True))
        QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", True))
        QApplication.processEvents()


def let_go(hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(hands.page.view, QKeyEvent(QEvent.Type.KeyRelease, key, modifiers))


@pytest.mark.parametrize("by_pairs", (False, True))
def test_a_key_that_is_held_is_one_step(chosen: Hands, by_pairs: bool) -> None:
    before, count = all_pos(chosen), steps(chosen)
    hold(chosen, Key.Key_Right, 9, by_pairs=by_pairs)
    QTest.qWait(500)  # longer than a rest: it is still held
    assert all_pos(chosen) == before and steps(chosen) == count
    assert chosen.page.view.lift_offset.x() == 240
    let_go(chosen, Key.Key_Right)
    chosen.rest()
    moved = [[x + 240, y] for x, y in before[:2]]
    assert all_pos(chosen) == [*moved, before[2]] and steps(chosen) == count + 1
    assert chosen.page.bridge.document.history.undo_text == "Move 2 cards"
    assert_kept_is_fresh(chosen)
    chosen.key(Key.Key_Z, CONTROL)
    assert all_pos(chosen) == before
    chosen.key(Key.Key_Z, CONTROL, SHIFT)
    assert all_pos(chosen) == [*moved, before[2]]
    assert_kept_is_fresh(chosen)


def test_keys_pressed_soon_after_one_another_are_one_step_and_later_ones_another(chosen: Hands) -> None:
    before, count = all_pos(chosen), steps(chosen)
    chosen.key(Key.Key_Right)
    chosen.key(Key.Key_Down, SHIFT)
    chosen.key(Key.Key_Right, CONTROL)
    chosen.rest()
    assert all_pos(chosen)[0] == [before[0][0] + 25, before[0][1] + 240] and steps(chosen) == count + 1
    chosen.key(Key.Key_Left, CONTROL)
    chosen.rest()
    assert all_pos(chosen)[0] == [before[0][0] + 24, before[0][1] + 240] and steps(chosen) == count + 2


def test_there_and_back_again_is_no_step(chosen: Hands) -> None:
    before, count = all_pos(chosen), steps(chosen)
    chosen.key(Key.Key_Right)
    chosen.key(Key.Key_Left)
    chosen.rest()
    assert all_pos(chosen) == before and steps(chosen) == count
    assert_kept_is_fresh(chosen)


def test_a_key_whose_release_is_never_told_of_is_taken_for_let_go(chosen: Hands) -> None:
    before = all_pos(chosen)
    hold(chosen, Key.Key_Up, 2)
    chosen.rest()
    assert all_pos(chosen)[0] == [before[0][0], before[0][1] - 72]


def open_menu(hands: Hands) -> None:
    menu_at(hands, hands.middle_of(hands.cards()[2])).close()


MEANWHILE: dict[str, Callable[[Hands], object]] = {
    "a click": lambda hands: hands.click(QPoint(450, 640)),
    "a drag": lambda hands: hands.drag(hands.middle_of(hands.cards()[2]), QPoint(800, 500)),
    "a link by the pointer": lambda hands: hands.drag(hands.dot_of(hands.cards()[2]), QPoint(960, 560)),
    "the menu": open_menu,
    "another card": lambda hands: hands.key(Key.Key_Tab),
    "escape": lambda hands: hands.key(Key.Key_Escape),
    "a link by keys": lambda hands: hands.key(Key.Key_E),
    "a colour": lambda hands: command(hands, "Colour rose"),
    "duplicate": lambda hands: hands.key(Key.Key_D, CONTROL),
    "delete": lambda hands: hands.key(Key.Key_Delete),
    "the find bar": lambda hands: hands.key(Key.Key_F, CONTROL),
    "focus": lambda hands: hands.key(Key.Key_F),
    "a frame": lambda hands: command(hands, "Frame the selection"),
    "another sheet": lambda hands: command(hands, "New empty sheet"),
    "all are selected": lambda hands: hands.page.select_all(),
    "the focus goes": lambda hands: hands.page.view.clearFocus(),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_whatever_comes_meanwhile_the_move_comes_first(chosen: Hands, what: str) -> None:
    first, second, _third = chosen.cards()
    before = pos(chosen, first), pos(chosen, second)
    chosen.page.view.setFocus()
    hold(chosen, Key.Key_Down, 4)
    MEANWHILE[what](chosen)
    history = chosen.page.bridge.document.history
    while history.undo_text != "Move 2 cards":  # what came is taken back first, if it was a change
        assert chosen.page.bridge.undo() is not None
    assert [pos(chosen, first), pos(chosen, second)] == [[x, y + 120] for x, y in before]
    chosen.page.bridge.undo()
    assert (pos(chosen, first), pos(chosen, second)) == before
    chosen.page.hand.cancel()
    chosen.page.focus.end()
    assert_kept_is_fresh(chosen)


def test_moving_the_view_does_not_end_it(chosen: Hands) -> None:
    count = steps(chosen)
    hold(chosen, Key.Key_Down, 2)
    chosen.page.view.zoom_at(chosen.page.view.rect().center().toPointF(), 0.6)
    hold(chosen, Key.Key_Down, 1)
    let_go(chosen, Key.Key_Down)
    chosen.rest()
    assert steps(chosen) == count + 1
    assert_kept_is_fresh(chosen)


def test_undo_while_the_key_is_held_takes_all_of_it_back(chosen: Hands) -> None:
    before = all_pos(chosen)
    hold(chosen, Key.Key_Right, 6)
    chosen.key(Key.Key_Z, CONTROL)
    assert all_pos(chosen) == before
    hold(chosen, Key.Key_Right, 1)  # it was still down: a step of its own
    let_go(chosen, Key.Key_Right)
    chosen.rest()
    assert all_pos(chosen)[0] == [before[0][0] + 48, before[0][1]]


@pytest.mark.parametrize("way", ("save", "close"))
def test_a_save_or_a_close_meanwhile_keeps_the_move(chosen: Hands, tmp_path: Path, way: str) -> None:
    first = chosen.cards()[0]
    path = tmp_path / "case.board"
    chosen.save_to(path)
    x, y = pos(chosen, first)
    chosen.page.view.setFocus()
    hold(chosen, Key.Key_Left, 3)
    if way == "save":
        chosen.key(Key.Key_S, CONTROL)
        chosen.settle()
    else:
        chosen.window.close()
    again = Hands(chosen.program)
    if way == "save":
        chosen.window.close()
    again.open(path)
    assert pos(again, first) == [x - 96, y]


def test_frames_go_with_what_lies_in_them(hands: Hands) -> None:
    build(hands)
    draw(hands)
    hands.click(strip(hands))
    (x, y, w, h), old, count = rect(hands), pos(hands, hands.cards()[0]), steps(hands)
    hold(hands, Key.Key_Right, 3)
    assert rect(hands) == [x, y, w, h] and hands.page.view.lift_offset.x() == 96
    let_go(hands, Key.Key_Right)
    hands.rest()
    assert rect(hands) == [x + 96, y, w, h] and pos(hands, hands.cards()[0]) == [old[0] + 96, old[1]]
    assert steps(hands) == count + 1 and hands.page.view.selection == {frame(hands)}
    assert_kept_is_fresh(hands)


def test_what_is_held_is_painted_where_it_is_held(chosen: Hands) -> None:
    view, first = chosen.page.view, chosen.cards()[0]
    at = chosen.middle_of(first)
    old = view.grab().toImage()
    hold(chosen, Key.Key_Down, 9)
    chosen.settle()
    new, by = view.grab().toImage(), round(240 * view.zoom)
    there = [old.pixel(at.x() + dx, at.y() + dy) for dx in range(-60, 60, 7) for dy in (-8, 0, 8)]
    here = [new.pixel(at.x() + dx, at.y() + dy + by) for dx in range(-60, 60, 7) for dy in (-8, 0, 8)]
    assert sum(one == other for one, other in zip(there, here, strict=True)) > 0.8 * len(there)
    let_go(chosen, Key.Key_Down)
    chosen.rest()
    assert_kept_is_fresh(chosen)
