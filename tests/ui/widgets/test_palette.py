"""The command palette, and the list of shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard.ui.widgets.command_palette import Command, CommandPalette
from evidenceboard.ui.widgets.fuzzy import rank
from evidenceboard.ui.widgets.keycap import cap_words
from evidenceboard.ui.widgets.shortcuts import ShortcutOverview
from evidenceboard.ui.widgets.surface import Veil
from tests.ui.widgets.hands import LEFT, compose


def _palette(window: QWidget, ran: list[str]) -> CommandPalette:
    palette = CommandPalette(window)
    palette.set_commands(
        [
            Command("New board", "Ctrl+N", lambda: ran.append("new"), section="File"),
            Command("Save", "Ctrl+S", lambda: ran.append("save"), lambda: "everything is saved", "File"),
            Command("Merge a colleague’s board", "", lambda: ran.append("merge"), section="File"),
            Command("Redo", "Ctrl+Shift+Z / Ctrl+Y", lambda: ran.append("redo"), section="Edit"),
        ]
    )
    return palette


def test_palette_runs_what_is_typed(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open()
    assert [row.title for row in palette.shown()] == [
        "File", "New board", "Save", "Merge a colleague’s board", "Edit", "Redo",
    ]  # fmt: skip
    qtbot.keyClicks(palette.field, "merg")
    assert palette.chosen() is not None
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["merge"]
    assert not palette.isVisible()


def test_palette_walks_over_headings_and_wraps(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(palette.field, key)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["redo"]
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["redo", "redo"]


def test_palette_says_why_a_command_is_off(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open("save")
    row = palette.chosen()
    assert row is not None
    assert (row.title, row.reason) == ("Save", "everything is saved")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()
    assert not window.grab().isNull()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_palette_finds_on_the_board(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.set_finder(lambda typed, take: take([(f"<b>{typed}</b>", "E3 · NIS", lambda: ran.append("hit"))]))
    palette.open()
    compose(palette.field, "국정")
    qtbot.waitUntil(lambda: [row.title for row in palette.shown()] == ["On the board", "<b>국정</b>"])
    assert not window.grab().isNull()
    rect = palette.list.visualItemRect(palette.list.item(1))
    qtbot.mouseClick(palette.list.viewport(), LEFT, pos=rect.center())
    assert ran == ["hit"]


def test_palette_keeps_the_choice_when_finds_arrive(qtbot: QtBot, window: QWidget) -> None:
    palette = _palette(window, [])
    palette.set_finder(lambda typed, take: take([("a find", "", lambda: None)]))
    palette.open()
    qtbot.keyClicks(palette.field, "board")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    before = palette.chosen()
    qtbot.waitUntil(lambda: any(row.title == "a find" for row in palette.shown()))
    assert before is not None
    assert palette.chosen() is not None
    assert palette.chosen() == before


def test_veil_gives_the_focus_back_and_closes_beside(qtbot: QtBot, window: QWidget) -> None:
    below = QPushButton("below", window)
    below.show()
    below.setFocus()
    palette = _palette(window, [])
    palette.open()
    assert palette.field.hasFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.hasFocus()
    with qtbot.waitSignal(palette.closed):
        qtbot.mouseClick(palette, LEFT, pos=QPoint(5, 700))
    assert below.hasFocus()


def test_best_fitting_names_come_first() -> None:
    names = ["Save as…", "New statement", "Undo", "Merge a board", "Theme: dark"]
    assert rank("state", names) == [1]
    assert rank("mrege", names) == [3]
    assert rank("dark th", names) == [4]
    assert rank("nst", names)[0] == 1
    assert rank("zzz", names) == []


def test_shortcuts_fit_the_window_and_close(qtbot: QtBot, window: QWidget) -> None:
    sections = {"Cards": [("New statement", "S")] * 6, "Edit": [("Redo", "Ctrl+Shift+Z / Ctrl+Y")] * 9}
    page = ShortcutOverview(window, sections)
    for width in (1200, 700, 420):
        window.resize(width, 500)
        page.open()
        assert window.rect().contains(page.panel.geometry())
        assert not window.grab().isNull()
        qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Escape)
        assert not page.isVisible()


def test_veil_follows_the_window(window: QWidget) -> None:
    page = ShortcutOverview(window, {"Cards": [("New statement", "S")]})
    page.open()
    window.resize(900, 640)
    QApplication.processEvents()
    assert page.geometry() == window.rect()
    assert isinstance(page, Veil)


@pytest.mark.parametrize(
    ("shortcut", "caps"),
    [
        ("Ctrl+K", ["Ctrl K"]),
        ("Ctrl+Shift+Z / Ctrl+Y", ["Ctrl Shift Z", "Ctrl Y"]),
        ("Ctrl++", ["Ctrl +"]),
        ("+ / -", ["+", "-"]),
        ("", []),
    ],
)
def test_keys_on_caps(shortcut: str, caps: list[str]) -> None:
    assert cap_words(shortcut) == caps
