"""The window around the canvas: palette, shortcuts, themes, preferences, presenting."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.journeys.hands import CONTROL, Hands
from tests.journeys.small_board import build


def test_the_palette_finds_commands_and_cards(hands: Hands) -> None:
    build(hands)
    hands.page.view.setFocus()
    hands.key(Qt.Key.Key_K, CONTROL)
    popup = hands.window.palette_popup
    assert popup.isVisible()
    hands.keys("founding")
    assert popup.chosen() is not None
    hands.key(Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_shortcut_overview_opens_and_closes(hands: Hands) -> None:
    build(hands)
    hands.page.view.setFocus()
    hands.window.show_shortcuts()
    assert hands.window.shortcut_overview.isVisible()
    hands.key(Qt.Key.Key_Escape)
    assert not hands.window.shortcut_overview.isVisible()


def test_a_command_that_cannot_be_given_says_why(hands: Hands) -> None:
    reasons = {entry.name: entry.why_not() for entry in hands.window.actions_table.entries}
    assert reasons["Delete"] == "no board is open"
    build(hands)
    hands.page.view.set_selection(frozenset())
    reasons = {entry.name: entry.why_not() for entry in hands.window.actions_table.entries}
    assert reasons["Delete"] == "nothing is selected" and reasons["Save"] is None


def test_themes_change_the_whole_window(hands: Hands) -> None:
    build(hands)
    hands.settle()
    light = hands.window.grab().toImage().pixelColor(200, 700)
    hands.window.wanted.emit("theme", "dark")
    hands.settle()
    dark = hands.window.grab().toImage().pixelColor(200, 700)
    assert light.lightness() > 200 > 60 > dark.lightness()
    hands.window.wanted.emit("theme", "light")


def test_present_walks_the_stops_and_writes_nothing(hands: Hands) -> None:
    hands.window.wanted.emit("sample", None)
    hands.settle()
    changesets = hands.page.bridge.document.log.counts()["changesets"]
    hands.window.present()
    hands.settle()
    talk = hands.window.talk
    assert talk is not None and talk.isVisible()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_End):
        hands.program.app.processEvents()
        from PySide6.QtTest import QTest

        QTest.keyClick(talk, key)
    QTest.keyClick(talk, Qt.Key.Key_Escape)
    assert not talk.isVisible()
    assert hands.page.bridge.document.log.counts()["changesets"] == changesets
