"""The inspector as a whole: history of a record, several records, the board, every theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.commands import move_cards, remove
from evidenceboard.model.ids import BOARD, FIRST_SHEET
from evidenceboard.store.installation import Installation
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.inspector import InspectorPanel
from evidenceboard.ui.panels.record_lists import SourceRow
from tests.ui.panels.hands import click, settle, shown, write
from tests.ui.small_case import SmallCase


def test_the_history_of_a_card_says_what_changed(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("E4", credibility=4)
    panel.show_records([case["E4"]])
    words = [label.text() for label in panel.card.history.sentences()]
    assert words[0] == "Change credibility 3 → 4 · you"
    assert words[1] == "Contradict C2 · you"
    assert words[-1] == "New statement · you"


def test_a_move_leaves_the_inspector_alone(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    case.document.commit(move_cards(FIRST_SHEET, {case["E4"]: (50, 50)}))
    assert not panel._refreshing.isActive()


def test_several_are_counted_and_deleted_in_one_step(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"], case["C2"], case["L3"]])
    settle()
    assert panel.header.key.text() == "2 cards, 1 link"
    click(panel.several.delete)
    assert not any(case.document.board.is_live(case[name]) for name in ("E4", "C2", "L3", "L1"))
    panel.bridge.undo()
    assert all(case.document.board.is_live(case[name]) for name in ("E4", "C2", "L3", "L1"))


def test_tags_of_several_cards_change_in_one_step(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("E4", tags=["weapons", "old"])
    case.set("C2", tags=["weapons"])
    panel.show_records([case["E4"], case["C2"], case["L3"]])
    settle()
    field, steps = panel.several.tags.field, case.steps()
    assert field.shown == "weapons"
    write(field, "arms, seen")
    assert case.value("E4", "tags") == ["old", "arms", "seen"] and case.value("C2", "tags") == ["arms", "seen"]
    assert case.steps() == steps + 1
    settle()
    assert field.shown == "arms, seen"
    write(field, "")
    assert case.value("E4", "tags") == ["old"] and case.value("C2", "tags") is None
    panel.show_records([case["L1"], case["L3"]])
    settle()
    assert panel.several.tags.isHidden()


def test_the_board_has_a_title_a_question_and_sources(case: SmallCase, panel: InspectorPanel) -> None:
    write(panel.board.question, "How did the weapons reach Gaza?")
    assert case.document.board.value(BOARD, "question") == "How did the weapons reach Gaza?"
    row = panel.board.sources.entries[case["S3"]]
    assert isinstance(row, SourceRow) and row._cards.text() == "1 card"
    click(row.head)
    assert row.editor is not None
    write(row.editor.name, "John F. Kirby")
    click(row.editor.reliability.segments()[0])
    assert (case.value("S3", "name"), case.value("S3", "reliability")) == ("John F. Kirby", "A")
    click(panel.board.sources.add_button)
    QTest.keyClicks(QApplication.focusWidget(), "Voice of America")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    names = {case.document.board.value(source, "name") for source in case.document.board.live("source")}
    assert names == {"John F. Kirby", "US official, unnamed", "Voice of America"}


def test_a_deleted_card_gives_way_to_the_board(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    case.document.commit(remove(case.document.board, [case["E4"]]))
    settle()
    assert panel._stack.currentWidget() is panel._pages[panel.board]


def test_a_board_that_is_only_read_has_no_fields_to_write_in(case: SmallCase, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "case.board"
    case.document.publish(path)
    document = Document.open(path, Installation(paths.folders(tmp_path / "other")), "Somebody", read_only=True)
    panel = InspectorPanel(Bridge(document))
    shown(panel, qtbot)
    panel.show_records([case["E4"]])
    assert not panel.card.words.title.isEnabled() and not panel.card.facts.isEnabled()
    assert not panel.header.more.isVisible()
    document.close()


@pytest.mark.parametrize("name", sorted(theme.THEMES))
def test_every_theme_draws_every_form(case: SmallCase, panel: InspectorPanel, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, theme.THEMES[name])
    for records in ([], ["E4"], ["H1"], ["L1"], ["E4", "L1"]):
        panel.show_records([case[each] for each in records])
        settle()
        assert not panel.grab().isNull()
    theme.apply(qapp, theme.THEMES["light"])
