"""The words of a card in the inspector: typed where they are read, kept as drafts, one step each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.panels.inspector import InspectorPanel
from tests.ui.panels.hands import click, settle, write
from tests.ui.small_case import SmallCase


def test_a_title_typed_and_left_is_one_step_that_undo_takes_back(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    steps = case.steps()
    write(panel.card.words.title, "They cooperate")
    assert case.value("C2", "title") == "They cooperate"
    assert case.steps() == steps + 1
    panel.bridge.undo()
    settle()
    assert panel.card.words.title.toPlainText() == "North Korea and Hamas cooperate militarily"


def test_a_longer_title_makes_the_card_on_the_canvas_higher(case: SmallCase, panel: InspectorPanel) -> None:
    geometry = case.document.geometry(FIRST_SHEET)
    before = float(geometry.h[geometry.row[case["C2"]]])
    panel.show_records([case["C2"]])
    write(panel.card.words.title, "North Korea and Hamas cooperate militarily, and have for many years " * 2)
    assert geometry.h[geometry.row[case["C2"]]] > before


def test_escape_gives_back_what_was_there(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    steps = case.steps()
    write(panel.card.words.title, "Wrong", Qt.Key.Key_Escape)
    assert panel.card.words.title.toPlainText() == case.value("C2", "title")
    assert case.steps() == steps and case.document.filing.drafts() == []


def test_typing_keeps_a_draft_and_leaving_lets_it_go(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.text, "half a thou", end=None)
    assert case.document.filing.drafts() == []
    qtbot.waitUntil(lambda: case.document.filing.drafts() == [(case["C2"], "text", "half a thou")], timeout=3000)
    assert case.value("C2", "text") is None
    QTest.keyClick(panel.card.words.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert case.value("C2", "text") == "half a thou" and case.document.filing.drafts() == []


def test_another_selection_keeps_what_was_being_typed_where_it_belongs(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.title, "Half written", end=None)
    panel.show_records([case["H1"]])
    assert case.value("C2", "title") == "Half written"
    assert case.value("H1", "title") == "North Korea supplied Hamas directly"
    assert panel.card.words.title.toPlainText() == "North Korea supplied Hamas directly"


def test_what_comes_from_elsewhere_never_overwrites_what_is_being_typed(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.text, "mine", end=None)
    case.set("C2", title="From elsewhere", text="theirs")
    settle()
    assert panel.card.words.title.toPlainText() == "From elsewhere"
    assert panel.card.words.text.toPlainText() == "mine"


def test_the_original_text_is_asked_for_and_kept(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    assert not panel.card.words.original.isVisible()
    click(panel.card.words.add_original)
    QTest.keyClicks(panel.card.words.original, "No signs")
    click(panel.header)
    panel.card.words.original.clearFocus()
    settle()
    assert case.value("E4", "original") == "No signs" and panel.card.words.original.isVisible()


def test_markup_is_words_and_a_huge_text_is_shown_in_part(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("C2", title="<img src='file:///x'><b>bold</b>", text="x" * 300_000)
    panel.show_records([case["C2"]])
    assert panel.card.words.title.toPlainText() == "<img src='file:///x'><b>bold</b>"
    assert panel.card.words.text.isReadOnly() and len(panel.card.words.text.toPlainText()) < 30_000
    panel.card.words.text.setFocus()
    panel.show_records([])
    assert len(case.value("C2", "text")) == 300_000
