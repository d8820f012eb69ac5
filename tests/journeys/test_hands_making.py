"""The table of hands by mouse and keys: making cards and links."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.hands import ALT, CONTROL, NONE, SHIFT, Hands
from tests.journeys.hands_of_table import EMPTY, Key, Left, turn_wheel
from tests.journeys.small_board import pos, steps


def edge_of(hands: Hands, kind: str) -> str:
    return next(edge for edge in hands.edges() if hands.board.value(edge, "kind") == kind)


def picture(tmp_path: Path) -> Path:
    made = QImage(60, 40, QImage.Format.Format_RGB32)
    made.fill(QColor("teal"))
    made.save(str(tmp_path / "a.png"))
    return tmp_path / "a.png"


def test_new_by_double_click(new: Hands) -> None:
    new.double_click(QPoint(300, 300))
    new.write("A statement")
    (card,) = new.cards()
    assert new.board.value(card, "kind") == "statement" and new.board.value(card, "title") == "A statement"
    middle = new.middle_of(card)
    assert (middle - QPoint(300, 300)).manhattanLength() < 60


@pytest.mark.parametrize(
    ("tool", "key", "kind"), [("statement", Key.Key_S, "statement"), ("hypothesis", Key.Key_H, "hypothesis")]
)
def test_new_by_toolbar_and_by_key(new: Hands, tool: str, key: Qt.Key, kind: str) -> None:
    button = new.window.strip.button(tool)
    QTest.mouseClick(button, Left, pos=button.rect().center())
    new.write("By the toolbar")
    new.page.view.setFocus()
    new.key(key)
    new.write("By a key")
    assert [new.board.value(card, "kind") for card in new.cards()] == [kind, kind]


@pytest.mark.parametrize("way", ["toolbar", "key"])
def test_new_photo_asks_which(new: Hands, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = str(picture(tmp_path))
    monkeypatch.setattr("evidenceboard.ui.intake.QFileDialog.getOpenFileNames", lambda *_: ([chosen], ""))
    if way == "key":
        new.key(Key.Key_P)
    else:
        button = new.window.strip.button("photo")
        QTest.mouseClick(button, Left, pos=button.rect().center())
    new.settle()
    assert [new.board.value(card, "kind") for card in new.cards()] == ["photo"]


def test_a_dropped_photo_lies_where_it_was_dropped(new: Hands, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path)))])
    at = new.page.view.mapTo(new.window, QPoint(500, 350))
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, Left, NONE)
    QApplication.sendEvent(new.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, Left, NONE)
    QApplication.sendEvent(new.window, drop)
    new.settle()
    (card,) = new.cards()
    assert new.board.value(card, "kind") == "photo"
    assert (new.middle_of(card) - QPoint(500, 350)).manhattanLength() < 120


def test_a_pasted_picture_is_a_photo(new: Hands) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    new.key(Key.Key_V, CONTROL)
    new.wait_for(lambda: bool(new.cards()))  # it is taken in beside the window
    (card,) = new.cards()
    assert new.board.value(card, "kind") == "photo" and new.page.view.selection == {card}


def test_a_pasted_table_is_cards_in_one_step(new: Hands) -> None:
    QGuiApplication.clipboard().setText("title\ttext\tsource\nA\tsays\tKirby\nB\tsays too\tNIS\n")
    new.key(Key.Key_V, CONTROL)
    new.settle()
    assert [new.board.value(card, "title") for card in new.cards()] == ["A", "B"]
    assert new.page.view.selection == set(new.cards())
    new.key(Key.Key_Z, CONTROL)
    assert not new.cards()


def test_nothing_on_the_clipboard_is_no_mistake(new: Hands) -> None:
    QGuiApplication.clipboard().clear()
    new.key(Key.Key_V, CONTROL)
    assert not new.cards() and not new.told()


def test_link_from_the_dot_of_a_card_that_is_only_hovered(built: Hands) -> None:
    first, second, _third = built.cards()
    built.drag(built.dot_of(first, 2), built.middle_of(second))
    assert any((built.board.value(e, "from"), built.board.value(e, "to")) == (first, second) for e in built.edges())
    assert len(built.cards()) == 3 and pos(built, first) == pos(built, first)


def test_link_to_empty_canvas_makes_a_linked_card(built: Hands) -> None:
    first = built.cards()[0]
    built.drag(built.dot_of(first, 3), EMPTY, ALT)
    built.write("What speaks against it")
    made = built.cards()[-1]
    edge = next(e for e in built.edges() if built.board.value(e, "to") == made)
    assert built.board.value(edge, "from") == first and built.board.value(edge, "kind") == "contradict"


def test_link_to_empty_canvas_makes_nothing_if_nothing_is_written(built: Hands) -> None:
    before = steps(built)
    built.drag(built.dot_of(built.cards()[0], 3), EMPTY)
    built.key(Key.Key_Escape)
    assert steps(built) == before and len(built.cards()) == 3


@pytest.mark.parametrize(("key", "kind"), [(Key.Key_Plus, "support"), (Key.Key_Minus, "contradict")])
def test_link_by_keys(built: Hands, key: Qt.Key, kind: str) -> None:
    first, second, _third = built.cards()
    built.click(built.middle_of(first))
    built.key(Key.Key_E)
    built.key(Key.Key_Down)
    built.key(key)
    built.key(Key.Key_Return)
    made = next(e for e in built.edges() if built.board.index.ends(e) == (first, second))
    assert built.board.value(made, "kind") == kind


def test_a_click_selects_the_roundel_and_the_wheel_over_it_changes_the_strength(built: Hands) -> None:
    edge, view = edge_of(built, "support"), built.page.view
    at = built.roundel_of(edge)
    QTest.mouseMove(view, at)
    turn_wheel(built, at, QPoint(0, 120))
    assert built.board.value(edge, "strength") == "normal"  # not selected: the wheel pans
    turn_wheel(built, at, QPoint(0, -120))
    built.settle()
    built.click(built.roundel_of(edge))
    assert view.selection == {edge}
    QTest.mouseMove(view, built.roundel_of(edge) + QPoint(1, 0))
    turn_wheel(built, built.roundel_of(edge), QPoint(0, 120))
    assert built.board.value(edge, "strength") == "strong"
    turn_wheel(built, built.roundel_of(edge), QPoint(0, -120))
    assert built.board.value(edge, "strength") == "normal"


def test_turning_further_than_strong_is_no_step(built: Hands) -> None:
    edge = edge_of(built, "support")
    built.click(built.roundel_of(edge))
    QTest.mouseMove(built.page.view, built.roundel_of(edge) + QPoint(1, 0))
    for _ in range(4):
        turn_wheel(built, built.roundel_of(edge), QPoint(0, 120))
    before = built.page.bridge.document.history.undo_text
    built.key(Key.Key_Z, CONTROL)
    assert built.board.value(edge, "strength") == "normal" and before


def test_a_touchpad_does_not_flicker_through_the_strengths(built: Hands) -> None:
    """A swipe is many small turns: they add up to a notch before anything changes."""
    edge = edge_of(built, "support")
    built.click(built.roundel_of(edge))
    QTest.mouseMove(built.page.view, built.roundel_of(edge) + QPoint(1, 0))
    turn_wheel(built, built.roundel_of(edge), QPoint(0, 8), pixels=QPoint(0, 4))
    assert built.board.value(edge, "strength") == "normal"
    for _ in range(20):
        turn_wheel(built, built.roundel_of(edge), QPoint(0, 8), pixels=QPoint(0, 4))
    assert built.board.value(edge, "strength") == "strong"


def test_kind_and_strength_by_keys(built: Hands) -> None:
    edge = edge_of(built, "support")
    built.click(built.roundel_of(edge))
    for key, field, value in (
        (Key.Key_Minus, "kind", "contradict"),
        (Key.Key_2, "strength", "strong"),
        (Key.Key_Plus, "kind", "support"),
        (Key.Key_1, "strength", "normal"),
    ):
        built.key(key)
        assert built.board.value(edge, field) == value


def test_many_to_one_from_the_dot_of_the_selection_is_one_step(built: Hands) -> None:
    first, second, third = built.cards()
    built.click(built.middle_of(third))
    built.key(Key.Key_Delete)
    built.double_click(QPoint(700, 300))
    built.write("Target")
    target = built.cards()[-1]
    built.click(built.middle_of(first))
    built.click(built.middle_of(second), SHIFT)
    built.drag(built.dot_of(second), built.middle_of(target))
    assert {built.board.index.ends(e) for e in built.edges()} == {(first, target), (second, target)}
    built.key(Key.Key_Z, CONTROL)
    assert not built.edges()
