"""The kept picture is larger than the view: what a pan brings is painted ahead, and what is old is never shown."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.paper import Paper
from evidenceboard.ui.canvas.view import BoardView
from tests.ui.canvas_parts import differing, face, photos, pixels, settle

LENS = Lens(1.0, 1.0, 500, 300, Level.FULL)
SIZE = QSize(300, 200)


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    """Cards without links: strips of them are what a whole redraw gives, but for the edges of smoothed corners."""
    geometry = Geometry()
    geometry.load([(f"c{n}", "claim", n % 12 * 300.0, n // 12 * 200.0, 264.0, 120.0, 0) for n in range(144)], [])
    made = BoardView(geometry, lambda cards: [face(card) for card in cards], photos)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.look_at(QPointF(1800, 1200), 1.0)
    settle(qtbot, made)
    return made


def painted_everywhere(qtbot: QtBot, view: BoardView) -> None:
    """Wait until the apron is painted, too."""
    qtbot.waitUntil(lambda: not view._turn.isActive() and not view._rest.isActive(), timeout=10_000)


def paper() -> Paper:
    made = Paper(LENS, SIZE)
    picture = QImage(SIZE, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    made.put(picture, LENS, only=True)
    return made


def plain(size: QSize, colour: str) -> QImage:
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    return picture


@given(st.lists(st.tuples(st.integers(-150, 150), st.integers(-150, 150)), max_size=12))
@settings(max_examples=60)
def test_what_is_called_painted_was_painted(steps: list[tuple[int, int]]) -> None:
    made, lens = paper(), LENS
    for dx, dy in steps:
        lens = Lens(1.0, 1.0, lens.left + dx, lens.top + dy, Level.FULL)
        if not made.holds(lens):
            made.centre(lens)
        if made.share(lens) == 0:
            made.put(plain(SIZE, "red"), lens, only=True)
        for area in made.missing(lens):
            painter = made.paint_on()
            painter.fillRect(area, QColor("red"))
            painter.end()
            made.grow(area)
        assert made.covers(lens)
        strip = made.next_strip(lens)
        if strip is not None:
            made.put(plain(strip.size(), "red"), made.lens_at(strip))
        whole, seen = made.shown()
        assert (pixels(whole) == (0, 0, 255)).all()
        assert (seen.left, seen.top) <= (lens.left, lens.top)
        assert (pixels(made.copy(lens)) == (0, 0, 255)).all()


def test_strips_fill_the_apron_and_then_there_is_nothing_to_do() -> None:
    made, count = paper(), 0
    while (strip := made.next_strip(LENS)) is not None:
        made.put(plain(strip.size(), "red"), made.lens_at(strip))
        count += 1
    assert count == 4 and made.spare(LENS) == 1.0


def test_a_corner_alone_is_not_called_painted() -> None:
    made = paper()
    before = QRect(made.painted)
    made.put(plain(QSize(40, 40), "red"), made.lens_at(QRect(before.bottomRight() + QPoint(1, 1), QSize(40, 40))))
    assert made.painted == before


def test_a_pan_finds_painted_what_it_brings(qtbot: QtBot, view: BoardView, monkeypatch: pytest.MonkeyPatch) -> None:
    painted_everywhere(qtbot, view)
    at_once: list[QRect] = []
    monkeypatch.setattr(view._retained, "_paint_part", at_once.append)
    view.pan_by(-120, 90)
    assert not at_once
    assert differing(view.kept_picture(), view.fresh_picture()) < 0.001 * 900 * 600


@pytest.mark.parametrize("hidden", [1, 7, 30])
def test_any_way_of_the_hand_shows_the_sheet(qtbot: QtBot, view: BoardView, hidden: int) -> None:
    dice = random.Random(hidden)
    for _ in range(40):
        view.pan_by(dice.randint(-hidden * 5, hidden * 5), dice.randint(-hidden * 4, hidden * 4))
        if dice.random() < 0.6:
            qtbot.wait(1)
        shown = view.grab().toImage()
        assert differing(shown, view.fresh_picture()) < 0.002 * 900 * 600
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_zooming_out_shows_the_apron_at_once(qtbot: QtBot, view: BoardView) -> None:
    painted_everywhere(qtbot, view)
    view._retained.overview.drop()
    view.zoom_at(QPointF(450, 300), 0.8)
    margin = pixels(view.grab(QRect(0, 0, 60, 600)).toImage())
    assert len(np.unique(margin.reshape(-1, 3), axis=0)) > 20


def test_a_change_outside_the_view_is_there_when_it_comes_into_view(qtbot: QtBot, view: BoardView) -> None:
    painted_everywhere(qtbot, view)
    beyond = next(
        card for card, row in view.geometry.row.items() if view.map_to_view(QPointF(view.geometry.x[row], 0)).x() > 910
    )
    view.geometry.drop(beyond)
    view.cards_changed([beyond])
    view.pan_by(-150, 0)
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_a_resized_view_keeps_what_it_had(qtbot: QtBot, view: BoardView) -> None:
    painted_everywhere(qtbot, view)
    view.resize(1000, 640)
    assert differing(view.grab().toImage(), view.fresh_picture()) < 0.002 * 1000 * 640
    view.resize(500, 400)
    assert differing(view.grab().toImage(), view.fresh_picture()) < 0.002 * 500 * 400


def test_a_middle_drag_far_beyond_the_apron(qtbot: QtBot, view: BoardView) -> None:
    qtbot.mousePress(view, Qt.MouseButton.MiddleButton, pos=QPoint(800, 500))
    for x in range(800, 0, -50):
        qtbot.mouseMove(view, QPoint(x, 300))
    qtbot.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=QPoint(10, 300))
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
