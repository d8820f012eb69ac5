"""What a person sees of a board that is not as it should be, and the ways out of it: bars, lists, history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET, edge_id, place_id
from evidenceboard.ui.dialogs.left_out import LeftOutDialog
from tests.faults import fuzz
from tests.faults.absurd import change, forged, plant
from tests.faults.conftest import Tried
from tests.faults.test_hostile_chains import broken
from tests.journeys.conftest import hands, program
from tests.journeys.hands import Hands

__all__ = ["hands", "program"]

A, B = (f"card:{number:032x}" for number in range(2))


def press(hands: Hands, words: str, within: Any = None) -> None:
    found = (within or hands.window.messages).findChildren(QPushButton)
    (button,) = [each for each in found if each.text().strip() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.settle()


def listing(hands: Hands) -> LeftOutDialog:
    press(hands, "Show")
    widgets = QApplication.topLevelWidgets()
    (shown,) = [each for each in widgets if isinstance(each, LeftOutDialog) and each.isVisible()]
    return shown


def test_row_64_a_report_of_what_was_left_out_is_saved(
    hands: Hands, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = make.with_sql(make.board(), "UPDATE change SET vals = CAST(x'fffe' AS TEXT) WHERE changeset = 3")
    hands.open(board)
    assert "beside the backups" in hands.told()
    shown, target = listing(hands), tmp_path / "report.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(hands, "Save report…", shown)
    hands.wait_for(target.exists)
    said = json.loads(target.read_bytes())["left_out"]
    assert said[0]["changes"][0]["values"] == "hex:fffe" and "report.json" in hands.told()
    shown.close()


def test_row_69_the_history_marks_steps_whose_chain_is_broken(hands: Hands, make: Any) -> None:
    hands.open(broken(make))
    assert "3 things of this file are not as they should be" in hands.told()
    shown = listing(hands)
    assert shown.text().count("chain") >= 2
    assert not [each for each in shown.findChildren(QPushButton) if each.text().strip() == "Save report…"]
    shown.close()
    hands.window.show_history()
    history = hands.window.shown.panels.history  # type: ignore[union-attr]
    hands.wait_for(lambda: bool(history.model.broken))
    said = [history.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(14)]
    for words in ("a step before it is missing", "another step claims its place", "it does not follow the step before"):
        assert sum(words in each for each in said) == 1
    hands.window.grab()


def test_row_72_what_hangs_on_nothing_is_listed_where_it_needs_somebody(hands: Hands, make: Any) -> None:
    board = make.board()
    loose = edge_id(A, "card:00ee")
    plant(board, [forged(change(loose, **{"from": A, "to": "card:00ee", "kind": "support"}))])
    hands.open(board)
    hands.window.show_conflicts()
    hands.settle()
    assert any("link" in words for words in hands.words()) and hands.window.shown.panels.conflicts.count >= 1  # type: ignore[union-attr]


def test_row_74_a_hundred_thousand_cards_on_one_point(hands: Hands, make: Any, tried: Tried) -> None:
    """In the fault loops; in the tests some thousands take the same way."""
    many = 100_000 if fuzz.cases(0) >= 20_000 else 3_000
    cards = [f"card:{number:x}" for number in range(0x10000, 0x10000 + many)]
    edits = [change(card, kind="statement", title="one of many") for card in cards]
    spots = [change(place_id(FIRST_SHEET, card), sheet=FIRST_SHEET, card=card, pos=[7.0, 7.0]) for card in cards]
    board = make.board()
    plant(board, [forged(*edits, *spots)])
    hands.open(board)
    hands.wait_for(lambda: f"{many:,} cards lie on one point" in hands.told(), 120)
    hands.window.grab()
    assert ("stands still" in hands.told()) == (many > 10_000)
    press(hands, "Spread them")
    hands.wait_for(lambda: not hands.window.messages.keys().count("crowd"), 120)
    sheet = hands.page.view.geometry
    points = {(float(x), float(y)) for x, y in zip(sheet.x, sheet.y, strict=True)}
    assert len(points) >= many
    hands.window.save()
    hands.wait_for(lambda: not hands.page.bridge.document.unpublished, 300)
    tried(many)


def test_row_79_an_older_copy_says_what_it_lacks(hands: Hands, make: Any) -> None:
    """A copy that was mailed a week ago, opened from another folder: nothing of the newer one is taken in unasked."""
    board = make.board()
    old = board.read_bytes()
    hands.open(board)
    hands.page.bridge.commit(commands.set_fields(A, {"title": "newer"}))
    hands.page.bridge.commit(commands.set_fields(A, {"text": "newer, too"}))
    hands.window.save()
    hands.settle()
    mailed = make.folder / "mailed.board"
    mailed.write_bytes(old)
    second = Hands(hands.program)  # the first window still has the newer one open
    second.open(mailed)
    assert second.page.bridge.document.path == mailed
    assert "This copy is older: it lacks 2 changes that you have seen in case.board" in second.told()
    assert second.board.value(A, "title") == "changed"
    press(second, "Merge them in…")
    second.wait_for(lambda: second.window.merging.preview is not None)


def test_row_79_a_copy_that_lacks_nothing_says_nothing(hands: Hands, make: Any) -> None:
    board = make.board()
    hands.open(board)
    hands.page.bridge.commit(commands.set_fields(A, {"title": "newer"}))
    hands.window.save()
    hands.settle()
    same = make.folder / "same.board"
    same.write_bytes(board.read_bytes())
    second = Hands(hands.program)
    second.open(same)
    assert second.page.bridge.document.path == same and "lacks" not in second.told()
