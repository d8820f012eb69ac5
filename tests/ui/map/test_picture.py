"""The board from far: the picture that is kept, and the way from one level of detail to the next."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from pytestqt.qtbot import QtBot

from evidenceboard.ui.canvas.cross_fade import DURATION
from evidenceboard.ui.canvas.lens import Level
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import differing, pixels, settle, shown, wander
from tests.ui.map.sheets import A, B, C, drawn, faces_of, places_of, sheet, stage_of


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = sheet()
    made = BoardView(geometry, faces_of(geometry)._provider, lambda _: None)
    made.set_zones((A, B, C))
    return shown(qtbot, made, size=(900, 500), at=(3_500, 500), zoom=0.1)


def test_a_part_of_the_map_is_like_that_part_of_the_whole() -> None:
    stage = stage_of(sheet(), A, B, C)
    part = QRect(300, 50, 300, 250)
    whole, some = (pixels(drawn(stage, area=area)) for area in (None, part))
    inside = np.s_[54:296, 304:596]
    assert (whole[inside] != some[inside]).any(axis=2).mean() < 0.01


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_what_is_contested_is_ringed_in_every_theme(theme: str) -> None:
    geometry = sheet()
    stage = stage_of(geometry, A, B, C)
    stage.theme = THEMES[theme]
    warn = THEMES[theme].warn
    ringed = (pixels(drawn(stage)) == [warn.blue(), warn.green(), warn.red()]).all(axis=2).sum()
    geometry.unlink("against0")
    geometry.unlink("against1")
    plain = (pixels(drawn(stage)) == [warn.blue(), warn.green(), warn.red()]).all(axis=2).sum()
    assert ringed > 60 > plain


@pytest.mark.parametrize("start", [0.06, 0.12, 0.17, 0.2])
def test_after_rest_the_map_is_what_a_fresh_redraw_gives(qtbot: QtBot, view: BoardView, start: float) -> None:
    dice = random.Random(start)
    view.look_at(QPointF(3_500, 500), start)

    def move_one() -> None:
        card = view.geometry.cards[dice.randrange(27)]
        view.geometry.place(card, "claim", dice.uniform(0, 6_700), dice.uniform(0, 800), 264, 120)
        view.cards_changed([card])

    wander(view, dice, 40, move_one)
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_a_card_moved_to_another_frame_takes_its_links_along(qtbot: QtBot, view: BoardView) -> None:
    before = view.kept_picture()
    view.lift(["a0"])
    view.lift_offset = QPointF(6_000, 0)
    view.repaint()
    view.drop_lift()
    view.geometry.place("a0", "hypothesis", 6_050, 60, 264, 120)
    view.cards_changed(["a0"])
    settle(qtbot, view)
    assert differing(before, view.kept_picture()) > 100
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    places = places_of(view.geometry, A, B, C)
    assert places.bundles.links.tolist() == [2, 2]


def test_frames_that_come_and_go_change_the_map(qtbot: QtBot, view: BoardView) -> None:
    with_frames = view.kept_picture()
    view.set_zones((A,))
    settle(qtbot, view)
    assert differing(with_frames, view.kept_picture()) > 500
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


@pytest.mark.parametrize("motion", [True, False])
@pytest.mark.parametrize("step", [0.18, 0.30, 0.75])
def test_a_change_of_level_ends_in_the_picture_of_a_fresh_redraw(
    qtbot: QtBot, view: BoardView, step: float, motion: bool
) -> None:
    view.motion = motion
    view.look_at(QPointF(500, 500), step * 1.1)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    settle(qtbot, view)
    assert view.level == Level([0.18, 0.30, 0.75].index(step))
    shown = view.grab().toImage()
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    view.repaint()
    assert differing(shown, view.grab().toImage()) == 0


def test_levels_fade_into_each_other_where_things_may_move(qtbot: QtBot, view: BoardView) -> None:
    view.motion = True
    view.look_at(QPointF(500, 500), 0.2)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    qtbot.waitUntil(lambda: view._fade_out.running, timeout=5_000)
    view._fade_out._clock.setCurrentTime(DURATION // 2)
    between = view.grab().toImage()
    settle(qtbot, view)
    assert differing(between, view.grab().toImage()) > 1_000
    assert not view._fade_out.running


def test_levels_change_at_once_where_nothing_may_move(qtbot: QtBot, view: BoardView) -> None:
    assert not view.motion
    view.look_at(QPointF(500, 500), 0.2)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    qtbot.waitUntil(lambda: not view._retained.busy, timeout=5_000)
    assert not view._fade_out.running
