"""Build a board by hand, close, reopen, undo all of it, do all of it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.journeys.hands import CONTROL, SHIFT, Hands
from tests.journeys.small_board import build, state


def test_build_close_reopen_undo_everything_redo_everything(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    assert [hands.board.value(card, "title") for card in hands.cards()] == [
        "A report",
        "Another report",
        "They say the same",
    ]
    assert sorted(hands.board.value(edge, "kind") for edge in hands.edges()) == ["contradict", "support"]
    built = state(hands)
    path = tmp_path / "case.board"
    hands.save_to(path)
    hands.window.close()

    again = Hands(hands.program)
    again.open(path)
    assert state(again) == built
    for _ in range(20):
        again.key(Qt.Key.Key_Z, CONTROL)
    assert not again.cards() and not again.edges()
    assert not again.page.bridge.document.history.can_undo
    for _ in range(20):
        again.key(Qt.Key.Key_Z, CONTROL, SHIFT)
    assert state(again) == built
