"""Each row of the table of hands, with the mouse and with the keys, through the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui.canvas.view import FLIGHT
from tests.journeys.hands import ALT, CONTROL, NONE, SHIFT, Hands, _move
from tests.journeys.small_board import pos, steps

Key, Left, Middle = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
EMPTY = QPoint(480, 620)  # where `build` leaves no card


def edge_of(hands: Hands, kind: str) -> str:
    return next(edge for edge in hands.edges() if hands.board.value(edge, "kind") == kind)


def turn_wheel(
    hands: Hands, at: QPoint, turn: QPoint, *, pixels: QPoint | None = None, held: Qt.KeyboardModifier = NONE
) -> None:
    view = hands.page.view
    where = QPointF(view.mapToGlobal(at))
    event = QWheelEvent(QPointF(at), where, pixels or QPoint(), turn, Qt.MouseButton.NoButton, held,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)


def picture(tmp_path: Path) -> Path:
    made = QImage(60, 40, QImage.Format.Format_RGB32)
    made.fill(QColor("teal"))
    made.save(str(tmp_path / "a.png"))
    return tmp_path / "a.png"


# New statement, hypothesis, photo


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


# Link


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


# Support and contradict, strength


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


# Link many to one


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


# Move


def test_move_by_the_mouse_in_one_step(built: Hands) -> None:
    first = built.cards()[0]
    before, start = pos(built, first), built.middle_of(first)
    built.drag(start, start + QPoint(120, 40))
    assert pos(built, first) != before
    built.key(Key.Key_Z, CONTROL)
    assert pos(built, first) == before


@pytest.mark.parametrize(("held", "step"), [((), 24), ((SHIFT,), 240), ((CONTROL,), 1)])
def test_move_by_arrows_in_steps_of_the_grid(built: Hands, held: tuple[Qt.KeyboardModifier, ...], step: int) -> None:
    first = built.cards()[0]
    built.click(built.middle_of(first))
    x, y = pos(built, first)
    built.key(Key.Key_Right, *held)
    built.key(Key.Key_Down, *held)
    built.rest()
    assert pos(built, first) == [x + step, y + step]
    built.key(Key.Key_Left, *held)
    built.key(Key.Key_Up, *held)
    built.rest()
    assert pos(built, first) == [x, y]


# Pan and zoom


@pytest.mark.parametrize("way", ["middle", "space"])
def test_pan_by_dragging(built: Hands, way: str) -> None:
    view, card = built.page.view, built.cards()[0]
    before, place, button = built.middle_of(card), pos(built, card), Middle if way == "middle" else Left
    start = built.middle_of(card)  # over a card, too
    view.setFocus()
    if way == "space":
        QTest.keyPress(view, Key.Key_Space)
    QTest.mousePress(view, button, NONE, start)
    _move(view, start + QPoint(30, 20), NONE)
    _move(view, start + QPoint(70, 50), NONE)
    QTest.mouseRelease(view, button, NONE, start + QPoint(70, 50))
    if way == "space":
        QTest.keyRelease(view, Key.Key_Space)
    assert built.middle_of(card) == before + QPoint(70, 50) and pos(built, card) == place


def test_pan_by_wheel_and_touchpad(built: Hands) -> None:
    card = built.cards()[0]
    before = built.middle_of(card)
    turn_wheel(built, EMPTY, QPoint(0, -120))
    assert built.middle_of(card) == before - QPoint(0, 60)
    turn_wheel(built, EMPTY, QPoint(0, -120), held=SHIFT)
    assert built.middle_of(card) == before - QPoint(60, 60)
    turn_wheel(built, EMPTY, QPoint(0, 0), pixels=QPoint(13, 7))
    assert (built.middle_of(card) - before + QPoint(47, 53)).manhattanLength() <= 2


@pytest.mark.parametrize("way", ["wheel", "native pinch"])
def test_zoom_at_the_pointer(built: Hands, way: str) -> None:
    view, at = built.page.view, QPoint(333, 222)
    zoom, below = view.zoom, view.map_to_scene(QPointF(at))
    if way == "wheel":
        turn_wheel(built, at, QPoint(0, 240), held=CONTROL)
    else:
        place = QPointF(at)
        pinch = QNativeGestureEvent(Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
                                    place, place, QPointF(view.mapToGlobal(at)), 0.3, QPointF())  # fmt: skip
        QApplication.sendEvent(view, pinch)
    assert view.zoom > zoom * 1.2
    assert (view.map_to_scene(QPointF(at)) - below).manhattanLength() < 2 / view.zoom


def test_zoom_by_keys(built: Hands) -> None:
    view = built.page.view
    view.look_at(QPointF(0, 0), 0.4)
    built.key(Key.Key_0, CONTROL)
    assert view.zoom == pytest.approx(1.0)
    view.look_at(QPointF(9_000, 9_000), 2.0)
    built.key(Key.Key_1, SHIFT)
    for card in built.cards():
        assert view.rect().contains(built.middle_of(card))
    view.set_selection({built.cards()[2]})
    built.key(Key.Key_2, SHIFT)
    assert (built.middle_of(built.cards()[2]) - view.rect().center()).manhattanLength() < 4


def test_a_flight_is_short_and_ends_where_it_should(built: Hands, qtbot: QtBot) -> None:
    view = built.page.view
    view.motion = True
    view.look_at(QPointF(4_000, 4_000), 0.5)
    seen: list[float] = []
    view.camera_changed.connect(lambda: seen.append(view.zoom))
    view.set_selection({built.cards()[2]})
    built.key(Key.Key_2, SHIFT)
    qtbot.waitUntil(lambda: (built.middle_of(built.cards()[2]) - view.rect().center()).manhattanLength() < 4)
    assert len(seen) > 1 and 150 <= FLIGHT <= 250


# Select


def test_select_by_click_shift_and_rubber_band(built: Hands) -> None:
    first, second, third = built.cards()
    view = built.page.view
    built.click(built.middle_of(first))
    assert view.selection == {first}
    built.click(built.middle_of(third), SHIFT)
    assert view.selection == {first, third}
    built.click(built.middle_of(third), SHIFT)
    assert view.selection == {first}
    built.drag(EMPTY, built.middle_of(second), SHIFT)
    assert {first, second} <= view.selection
    built.click(EMPTY)
    assert not view.selection


def test_select_by_keys(built: Hands) -> None:
    first, second, third = built.cards()
    view = built.page.view
    view.setFocus()
    walked = []
    for _ in range(4):
        built.key(Key.Key_Tab)
        walked += view.selection
    assert walked == [first, third, second, first]  # line by line
    built.key(Key.Key_Backtab, SHIFT)
    assert view.selection == {second}
    built.key(Key.Key_Right, ALT)
    assert view.selection == {third}
    built.key(Key.Key_A, CONTROL)
    assert view.selection == {first, second, third}


# Edit text


@pytest.mark.parametrize("way", ["double click", "Enter"])
def test_edit_makes_one_step_when_left(built: Hands, way: str) -> None:
    first = built.cards()[0]
    before = steps(built)
    if way == "Enter":
        built.click(built.middle_of(first))
        built.key(Key.Key_Return)
    else:
        built.double_click(built.middle_of(first))
    QTest.keyClicks(built.page.writing.editor, "Another title")
    assert steps(built) == before
    built.key(Key.Key_Escape)
    assert steps(built) == before + 1 and built.board.value(first, "title") == "Another title"
    assert QApplication.focusWidget() is built.page.view and built.page.view.selection == {first}


def test_a_draft_is_kept_while_typing(built: Hands, qtbot: QtBot) -> None:
    first = built.cards()[0]
    built.double_click(built.middle_of(first))
    QTest.keyClicks(built.page.writing.editor, "Half a thou")
    filing = built.page.bridge.document.filing
    qtbot.waitUntil(lambda: any(text == "Half a thou" for _, _, text in filing.drafts()))
    built.key(Key.Key_Escape)
    assert not list(filing.drafts())


# Duplicate, copy, paste


def test_duplicate_by_alt_drag_and_keys(built: Hands) -> None:
    first = built.cards()[0]
    start = built.middle_of(first)
    built.drag(start, start + QPoint(0, 130), ALT)
    copy = built.cards()[-1]
    assert built.board.value(copy, "title") == "A report" and built.page.view.selection == {copy}
    built.key(Key.Key_D, CONTROL)
    assert len(built.cards()) == 5
    built.key(Key.Key_Z, CONTROL)
    built.key(Key.Key_Z, CONTROL)
    assert len(built.cards()) == 3


# Undo and redo


@pytest.mark.parametrize("redo", [(Key.Key_Z, CONTROL, SHIFT), (Key.Key_Y, CONTROL)])
def test_undo_and_redo_have_names(built: Hands, redo: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    first = built.cards()[0]
    start = built.middle_of(first)
    built.drag(start, start + QPoint(50, 0))
    moved, top = pos(built, first), built.window.top
    assert "Move 1 card" in top.undo_button.accessibleName()
    QTest.mouseClick(top.undo_button, Left, pos=top.undo_button.rect().center())
    assert pos(built, first) != moved and "Move 1 card" in top.redo_button.accessibleName()
    built.page.view.setFocus()
    key, *held = redo
    built.key(key, *held)
    assert pos(built, first) == moved


# Find, delete, present


def test_find_counts_and_flies(built: Hands) -> None:
    built.page.view.look_at(QPointF(5_000, 5_000), 1.0)
    built.key(Key.Key_F, CONTROL)
    built.keys("they say")
    built.key(Key.Key_Return)
    assert built.window.shown is not None and built.window.shown.find_bar.count.text() == "1 of 1"
    assert built.page.view.rect().contains(built.middle_of(built.cards()[2]))
    built.key(Key.Key_Escape)
    assert QApplication.focusWidget() is built.page.view


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_asks_nothing(built: Hands, key: Qt.Key) -> None:
    built.click(built.middle_of(built.cards()[2]))
    built.key(key)
    assert QApplication.activeModalWidget() is None and len(built.cards()) == 2 and not built.edges()
    built.key(Key.Key_Z, CONTROL)
    assert len(built.cards()) == 3 and len(built.edges()) == 2


def test_present_and_back(built: Hands) -> None:
    built.key(Key.Key_F5)
    QApplication.processEvents()
    assert built.window.talk is not None and built.window.talk.isVisible()
    QTest.keyClick(built.window.talk, Key.Key_Escape)
    QApplication.processEvents()
    assert not built.window.talk or not built.window.talk.isVisible()


# Hovering


def test_hovering_and_selecting_light_the_neighbours(built: Hands) -> None:
    first, _second, third = built.cards()
    view = built.page.view
    looks: dict[str, QImage] = {}
    actions: dict[str, Callable[[], object]] = {
        "plain": lambda: QTest.mouseMove(view, EMPTY),
        "hovered": lambda: QTest.mouseMove(view, built.middle_of(first)),
        "selected": lambda: built.click(built.middle_of(first)),
    }
    for name, act in actions.items():
        act()
        QTest.qWait(250)
        built.settle()
        looks[name] = view.grab().toImage()
    ring = built.middle_of(third) - QPoint(round(132 * view.zoom), 0)
    around = [ring + QPoint(dx, 0) for dx in range(-6, 6)]
    seen = {name: [look.pixelColor(at).name() for at in around] for name, look in looks.items()}
    assert seen["plain"] != seen["selected"] and looks["plain"] != looks["hovered"]


def test_a_leave_event_ends_hovering(built: Hands) -> None:
    QTest.mouseMove(built.page.view, built.middle_of(built.cards()[0]))
    QApplication.sendEvent(built.page.view, QEvent(QEvent.Type.Leave))
    assert built.page.view.hovered is None
