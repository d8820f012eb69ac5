"""A stranger's board of which some entries cannot be read: the window says so, once for each opening."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from evidenceboard.ui.dialogs.left_out import LeftOutDialog
from evidenceboard.ui.plain import PlainLabel
from tests.journeys.hands import Hands
from tests.store.conftest import Maker

BROKEN = (
    "UPDATE change SET vals = replace(vals, 'changed', 'CHANGED')",
    "UPDATE changeset SET author = 'Mallory' WHERE number = 3",
    "UPDATE sqlar SET data = zeroblob(length(data))",
)
TOLD = "3 entries of this file could not be read and were left out"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return Maker(tmp_path).board()


@pytest.fixture
def broken(board: Path, tmp_path: Path) -> Path:
    return Maker.with_sql(None, board, *BROKEN)  # type: ignore[arg-type]


def press(hands: Hands, words: str, within: object = None) -> None:
    found = (within or hands.window.messages).findChildren(QPushButton)  # type: ignore[attr-defined]
    (button,) = [each for each in found if each.text().strip() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog(hands: Hands) -> LeftOutDialog:
    widgets = hands.program.app.topLevelWidgets()
    (found,) = [each for each in widgets if isinstance(each, LeftOutDialog) and each.isVisible()]
    return found


def test_what_was_left_out_is_told_listed_and_copied(
    hands: Hands, broken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = broken.read_bytes()
    hands.open(broken)
    assert TOLD in hands.told() and "Saving" in hands.told() and "until it is saved" in hands.told()
    assert hands.window.messages.keys().count("left-out") == 1
    press(hands, "Show")
    hands.settle()
    shown = dialog(hands)
    words = [label.text() for label in shown.findChildren(PlainLabel)]
    assert sum(each.startswith(("changeset ", "photo ")) for each in words) == 3
    press(hands, "Copy list", shown)
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 3 and all("it was altered" in line for line in copied)
    for secret in ("Mallory", "CHANGED", "국정원", broken.name):
        assert secret not in "\n".join(copied) and secret not in caplog.text
    shown.close()
    assert broken.read_bytes() == before


def test_the_file_keeps_them_until_it_is_saved(hands: Hands, broken: Path) -> None:
    hands.open(broken)
    before = broken.read_bytes()
    hands.window.close()
    assert broken.read_bytes() == before  # nobody changed anything
    again = Hands(hands.program)
    again.open(broken)
    assert TOLD in again.told()  # another opening
    again.page.select_all()
    again.page.nudge(1, 0, 5)
    again.rest()
    again.window.save()
    again.settle()
    assert broken.read_bytes() != before
    with closing(sqlite3.connect(broken)) as saved:
        assert saved.execute("SELECT count(*) FROM changeset WHERE author = 'Mallory'").fetchone() == (0,)
    again.window.close()
    third = Hands(hands.program)
    third.open(broken)
    assert third.window.document is not None and "left out" not in third.told()


def test_save_elsewhere_leaves_the_file_as_it_is(hands: Hands, broken: Path) -> None:
    before = broken.read_bytes()
    hands.open(broken)
    hands.save_to(broken.with_name("elsewhere.board"))
    hands.window.close()
    assert broken.read_bytes() == before


def test_for_reading_only_other_words_are_used(hands: Hands, broken: Path) -> None:
    hands.program.open(broken, hands.window, read_only=True)
    hands.settle()
    assert TOLD in hands.told() and "stays as it is" in hands.told() and "Saving" not in hands.told()


def test_of_a_sound_board_nothing_is_said(hands: Hands, board: Path) -> None:
    hands.open(board)
    assert hands.window.document is not None and not hands.told()


def test_another_board_in_the_window_takes_the_words_away(hands: Hands, broken: Path) -> None:
    hands.open(broken)
    assert TOLD in hands.told()
    hands.window.set_document(hands.window.document.new_from_this())  # type: ignore[union-attr]
    shown = hands.window.messages.keys()
    assert "left-out" not in shown


def test_what_the_working_copy_holds_is_not_left_out(hands: Hands, board: Path) -> None:
    hands.open(board)
    count = len(hands.cards())
    hands.window.close()
    Maker.with_sql(None, board, *BROKEN)  # type: ignore[arg-type]
    again = Hands(hands.program)
    again.open(board)
    assert len(again.cards()) == count and not again.told()
    assert again.window.document is not None and again.window.document.unpublished
