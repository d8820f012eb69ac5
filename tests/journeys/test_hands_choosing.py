"""The table of hands by mouse and keys: selecting, writing, copying, undoing, finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands
from tests.journeys.hands_of_table import EMPTY, Key, Left
from tests.journeys.small_board import pos, steps


def test_select_by_click_shift_and_rubber_band(built: Hands) -> None:
    first, second, third = built.cards()
    view = built.page.view
    built.click(built.middle_of(first))
    assert view.selection == {first}
    built.click(built.middle_of(third), SHIFT)
    assert view.selection == {first, third}
    built.click(built.middle_of(third), SHIFT)
    assert view.selection == {first}
    built.drag(EMPTY, built.middle_of(second), SHIFT)
    assert {first, second} <= view.selection
    built.click(EMPTY)
    assert not view.selection


def test_select_by_keys(built: Hands) -> None:
    first, second, third = built.cards()
    view = built.page.view
    view.setFocus()
    walked = []
    for _ in range(4):
        built.key(Key.Key_Tab)
        walked += view.selection
    assert walked == [first, third, second, first]  # line by line
    built.key(Key.Key_Backtab, SHIFT)
    assert view.selection == {second}
    built.key(Key.Key_Right, ALT)
    assert view.selection == {third}
    built.key(Key.Key_A, CONTROL)
    assert view.selection == {first, second, third}


@pytest.mark.parametrize("way", ["double click", "Enter"])
def test_edit_makes_one_step_when_left(built: Hands, way: str) -> None:
    first = built.cards()[0]
    before = steps(built)
    if way == "Enter":
        built.click(built.middle_of(first))
        built.key(Key.Key_Return)
    else:
        built.double_click(built.middle_of(first))
    QTest.keyClicks(built.page.writing.editor, "Another title")
    assert steps(built) == before
    built.key(Key.Key_Escape)
    assert steps(built) == before + 1 and built.board.value(first, "title") == "Another title"
    assert QApplication.focusWidget() is built.page.view and built.page.view.selection == {first}


def test_a_draft_is_kept_while_typing(built: Hands, qtbot: QtBot) -> None:
    first = built.cards()[0]
    built.double_click(built.middle_of(first))
    QTest.keyClicks(built.page.writing.editor, "Half a thou")
    filing = built.page.bridge.document.filing
    qtbot.waitUntil(lambda: any(text == "Half a thou" for _, _, text in filing.drafts()))
    built.key(Key.Key_Escape)
    assert not list(filing.drafts())


def test_duplicate_by_alt_drag_and_keys(built: Hands) -> None:
    first = built.cards()[0]
    start = built.middle_of(first)
    built.drag(start, start + QPoint(0, 130), ALT)
    copy = built.cards()[-1]
    assert built.board.value(copy, "title") == "A report" and built.page.view.selection == {copy}
    built.key(Key.Key_D, CONTROL)
    assert len(built.cards()) == 5
    built.key(Key.Key_Z, CONTROL)
    built.key(Key.Key_Z, CONTROL)
    assert len(built.cards()) == 3


@pytest.mark.parametrize("redo", [(Key.Key_Z, CONTROL, SHIFT), (Key.Key_Y, CONTROL)])
def test_undo_and_redo_have_names(built: Hands, redo: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    first = built.cards()[0]
    start = built.middle_of(first)
    built.drag(start, start + QPoint(50, 0))
    moved, top = pos(built, first), built.window.top
    assert "Move 1 card" in top.undo_button.accessibleName()
    QTest.mouseClick(top.undo_button, Left, pos=top.undo_button.rect().center())
    assert pos(built, first) != moved and "Move 1 card" in top.redo_button.accessibleName()
    built.page.view.setFocus()
    key, *held = redo
    built.key(key, *held)
    assert pos(built, first) == moved


def test_find_counts_and_flies(built: Hands) -> None:
    built.page.view.look_at(QPointF(5_000, 5_000), 1.0)
    built.key(Key.Key_F, CONTROL)
    built.keys("they say")
    built.key(Key.Key_Return)
    assert built.window.shown is not None and built.window.shown.find_bar.count.text() == "1 of 1"
    assert built.page.view.rect().contains(built.middle_of(built.cards()[2]))
    built.key(Key.Key_Escape)
    assert QApplication.focusWidget() is built.page.view


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_asks_nothing(built: Hands, key: Qt.Key) -> None:
    built.click(built.middle_of(built.cards()[2]))
    built.key(key)
    assert QApplication.activeModalWidget() is None and len(built.cards()) == 2 and not built.edges()
    built.key(Key.Key_Z, CONTROL)
    assert len(built.cards()) == 3 and len(built.edges()) == 2


def test_present_and_back(built: Hands) -> None:
    built.key(Key.Key_F5)
    QApplication.processEvents()
    assert built.window.talk is not None and built.window.talk.isVisible()
    QTest.keyClick(built.window.talk, Key.Key_Escape)
    QApplication.processEvents()
    assert not built.window.talk or not built.window.talk.isVisible()


def test_hovering_and_selecting_light_the_neighbours(built: Hands) -> None:
    first, _second, third = built.cards()
    view = built.page.view
    looks: dict[str, QImage] = {}
    actions: dict[str, Callable[[], object]] = {
        "plain": lambda: QTest.mouseMove(view, EMPTY),
        "hovered": lambda: QTest.mouseMove(view, built.middle_of(first)),
        "selected": lambda: built.click(built.middle_of(first)),
    }
    for name, act in actions.items():
        act()
        QTest.qWait(250)
        built.settle()
        looks[name] = view.grab().toImage()
    ring = built.middle_of(third) - QPoint(round(132 * view.zoom), 0)
    around = [ring + QPoint(dx, 0) for dx in range(-6, 6)]
    seen = {name: [look.pixelColor(at).name() for at in around] for name, look in looks.items()}
    assert seen["plain"] != seen["selected"] and looks["plain"] != looks["hovered"]


def test_a_leave_event_ends_hovering(built: Hands) -> None:
    QTest.mouseMove(built.page.view, built.middle_of(built.cards()[0]))
    QApplication.sendEvent(built.page.view, QEvent(QEvent.Type.Leave))
    assert built.page.view.hovered is None
