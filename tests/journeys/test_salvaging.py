"""A person opens a damaged board and salvages what is intact."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from evidenceboard.ui.dialogs.left_out import LeftOutDialog
from tests.journeys.hands import Hands
from tests.store.conftest import Maker

BUTTON = "Salvage what is intact…"


def buttons(hands: Hands) -> list[QPushButton]:
    return [each for each in hands.window.messages.findChildren(QPushButton) if each.text().strip() == BUTTON]


def dialogs(hands: Hands) -> list[LeftOutDialog]:
    widgets = hands.program.app.topLevelWidgets()
    return [each for each in widgets if isinstance(each, LeftOutDialog) and each.isVisible()]


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    board = Maker(tmp_path).board(cards=30)
    content = board.read_bytes()
    board.write_bytes(content[: 36 * 4096])
    return board


def test_a_cut_board_is_salvaged_from_its_refusal(hands: Hands, cut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, new = cut.read_bytes(), cut.with_name("new.board")
    hands.open(cut)
    assert "This board is incomplete" in hands.told() and hands.window.document is None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(new), ""))
    (button,) = buttons(hands)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.settle()
    hands.settle()
    assert hands.window.document is not None and hands.window.document.path == new
    assert 0 < len(hands.cards()) < 31 and not buttons(hands)
    (shown,) = dialogs(hands)
    assert "changeset" in shown.text()
    shown.close()
    assert cut.read_bytes() == before


def test_nothing_is_written_over(hands: Hands, cut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = cut.with_name("mine.txt")
    other.write_text("precious")
    hands.open(cut)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    QTest.mouseClick(buttons(hands)[0], Qt.MouseButton.LeftButton)
    hands.settle()
    assert other.read_text() == "precious" and "of that name already" in hands.told()


def test_what_is_no_board_is_not_salvaged(hands: Hands, tmp_path: Path) -> None:
    for name, content in (("text", b"hello " * 99), ("empty", b""), ("jpeg", b"\xff\xd8\xff" + bytes(500))):
        path = tmp_path / f"{name}.board"
        path.write_bytes(content)
        hands.open(path)
        assert hands.told() and not buttons(hands)
