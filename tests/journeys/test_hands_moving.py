"""The table of hands by mouse and keys: moving cards and the camera."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QNativeGestureEvent,
    QPointingDevice,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui.canvas.view import FLIGHT
from tests.journeys.hands import CONTROL, NONE, SHIFT, Hands, _move
from tests.journeys.hands_of_table import EMPTY, Key, Left, Middle, turn_wheel
from tests.journeys.small_board import pos


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
