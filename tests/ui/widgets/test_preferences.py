"""Preferences, and the field in which a name is asked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from evidenceboard.store.preferences import Preferences
from evidenceboard.ui.widgets.name_prompt import NamePrompt
from evidenceboard.ui.widgets.preferences import PreferencesPage
from tests.ui.widgets.hands import LEFT, Shown, buttons


def test_preferences_tell_every_change(qtbot: QtBot, shown: Shown) -> None:
    page = PreferencesPage(Preferences(author="Mina"))
    shown(page)
    told: list[Preferences] = []
    page.changed.connect(told.append)
    qtbot.mouseClick(page.theme.segments()[2], LEFT)
    assert told[-1].theme == "dark"
    qtbot.mouseClick(page.publish.segments()[1], LEFT)
    assert told[-1].publish == "on save"
    qtbot.mouseClick(page.backups, LEFT, pos=QPoint(8, page.backups.height() // 2))
    assert told[-1].backups is False
    page.author.selectAll()
    qtbot.keyClicks(page.author, "Mina Park")
    qtbot.mouseClick(buttons(page)["Done"], LEFT)
    assert told[-1] == Preferences("Mina Park", "dark", "on save", backups=False)
    assert not page.isVisible()


def test_preferences_keep_a_name(qtbot: QtBot, shown: Shown) -> None:
    page = PreferencesPage(Preferences(author="Mina"))
    shown(page)
    page.author.selectAll()
    qtbot.keyClick(page.author, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(page.changed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.preferences().author == "Mina"


def test_name_is_asked_with_one_to_start_from(qtbot: QtBot, shown: Shown) -> None:
    prompt = NamePrompt("mina")
    shown(prompt)
    qtbot.keyClicks(prompt.field, "Mina Park")
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    assert prompt.name() == "Mina Park"
    assert not prompt.isVisible()
    other = NamePrompt("mina")
    shown(other)
    qtbot.keyClick(other.field, Qt.Key.Key_Delete)
    qtbot.mouseClick(buttons(other)["Start"], LEFT)
    assert other.name() == "mina"
