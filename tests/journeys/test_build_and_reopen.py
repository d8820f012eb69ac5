"""Build a board by hand, close, reopen, undo all of it, do all of it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from tests.journeys.hands import Hands

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def build(hands: Hands) -> None:
    """Three cards and two links."""
    hands.window.wanted.emit("new", None)
    hands.settle()
    places = (QPoint(200, 150), QPoint(200, 450), QPoint(700, 300))
    for place, text in zip(places, ("A report", "Another report", "They say the same"), strict=True):
        hands.double_click(place)
        hands.write(text)
        hands.click(QPoint(450, 640))
    first, second, third = hands.cards()
    hands.drag(hands.dot_of(first), hands.middle_of(third))
    hands.click(QPoint(450, 640))
    hands.drag(hands.dot_of(second), hands.middle_of(third), Qt.KeyboardModifier.AltModifier)


def state(hands: Hands) -> dict[str, object]:
    board = hands.board
    return {r: board.record(r).shown_values() for kind in ("card", "place", "edge") for r in board.live(kind)}


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
