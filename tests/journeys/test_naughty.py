"""Strings that programs trip over, in the window: shown, looked at by its editors, and left as they were."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import add_card, together
from evidenceboard.ui.panels.card_form import CardForm
from tests.journeys.hands import Hands
from tests.journeys.small_board import state, steps
from tests.journeys.table_hands import Table

STRINGS: list[str] = json.loads((Path(__file__).parents[1] / "exchange" / "naughty" / "blns.json").read_text("utf-8"))
STRINGS = [text for text in dict.fromkeys(STRINGS) if text]
STRINGS += ["no\u00a0break", "a\u2028b\u2029c", "\r\n", "tab\tand \x01", "\ufdd0 \ufeff", " ends "]
FIELDS = ("title", "text", "original", "language", "translator")


def cards_of(hands: Hands) -> dict[str, str]:
    """A card for each string, which it says in all its words."""
    made = {
        text: add_card(hands.page.bridge.sheet, "statement", (0, 0), dict.fromkeys(FIELDS, text)) for text in STRINGS
    }
    hands.page.bridge.commit(together("Strings", [*made.values()]))
    hands.settle()
    return {text: action.made[0] for text, action in made.items()}


def test_the_inspector_leaves_every_string_as_it_was(new: Hands) -> None:
    cards = cards_of(new)
    before, count = state(new), steps(new)
    new.window.activateWindow()
    for text, card in cards.items():
        new.page.view.set_selection(frozenset({card}))
        QApplication.processEvents()
        words = next(each for each in new.window.findChildren(CardForm) if each.isVisible()).words
        for field in (words.title, words.text, words.original, words.language, words.translator):
            field.setFocus(Qt.FocusReason.TabFocusReason)
            assert field.shown == text
        new.page.view.setFocus(Qt.FocusReason.TabFocusReason)
        assert steps(new) == count, repr(text)
    assert state(new) == before


def test_the_board_opens_every_string_and_leaves_it_as_it_was(new: Hands) -> None:
    cards = cards_of(new)
    before, count = state(new), steps(new)
    for text, card in cards.items():
        new.page.writing.edit(card)
        assert new.page.writing.editor.writing
        QTest.keyClick(new.page.writing.editor, Qt.Key.Key_Escape)
        assert steps(new) == count, repr(text)
    assert state(new) == before


def test_the_table_shows_every_string_and_leaves_it_as_it_was(new: Hands) -> None:
    cards = cards_of(new)
    table = Table(new)
    before, count = state(new), steps(new)
    for text, card in cards.items():
        assert table.said(card, "title") == table.said(card, "text") == text
        for field in ("title", "text"):
            at = table.index(card, field)
            table.grid.setCurrentIndex(at)
            table.grid.edit(at)
            assert table.grid.delegate.editor is not None
            QTest.keyClick(table.grid.delegate.editor, Qt.Key.Key_Return)
        assert steps(new) == count, repr(text)
    assert state(new) == before
