"""The picture that the canvas keeps, and cards in the hand over it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas import lifted
from evidenceboard.ui.canvas.view import BoardView
from tests.ui.canvas_parts import board, differing, face, photos, pixels, settle, shown, wander


def test_a_pan_moves_the_picture(qtbot: QtBot, view: BoardView) -> None:
    before = pixels(view.kept_picture())
    view.pan_by(37, -23)
    view.repaint()
    after = pixels(view.kept_picture())
    inner = np.s_[100:400, 200:700]
    moved = np.roll(np.roll(before, 37, axis=1), -23, axis=0)
    assert (after[inner] == moved[inner]).all()
    assert (after[inner] != before[inner]).any()


@pytest.mark.parametrize("start", [1.0, 0.5, 0.25, 0.1])
def test_after_rest_the_picture_is_what_a_fresh_redraw_gives(qtbot: QtBot, view: BoardView, start: float) -> None:
    dice = random.Random(start)
    view.look_at(QPointF(1500, 600), start)

    def move_one() -> None:
        card = view.geometry.cards[dice.randrange(60)]
        view.lift([card])
        view.lift_offset = QPointF(dice.randrange(-90, 90), 40)
        view.repaint()
        view.drop_lift()
        box = view.geometry.box_of(view.geometry.row[card])
        view.geometry.place(card, "claim", box.left + 10, box.top, 264, 100)
        view.cards_changed([card])

    wander(view, dice, 50, move_one)
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_lifted_cards_are_not_in_the_picture(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.card_at(1500, 600) or view.geometry.cards[24]
    whole = view.kept_picture()
    view.lift([card])
    settle(qtbot, view)
    assert differing(whole, view.kept_picture()) > 1000
    view.lift_offset = QPointF(60, 40)
    view.repaint()
    view.drop_lift()
    settle(qtbot, view)
    assert differing(whole, view.kept_picture()) == 0


def test_a_change_is_told_once(qtbot: QtBot, view: BoardView) -> None:
    told: list[None] = []
    view.content_changed.connect(lambda: told.append(None))
    view.cards_changed([view.geometry.cards[0]])
    assert len(told) == 1


def test_many_cards_can_be_lifted(qtbot: QtBot, view: BoardView) -> None:
    view.look_at(QPointF(1500, 600), 0.3)
    view.lift(view.geometry.cards)
    view.lift_offset = QPointF(300, 0)
    before = view.grab().toImage()
    view.lift_offset = QPointF(400, 0)
    assert differing(before, view.grab().toImage()) > 500
    view.drop_lift()
    settle(qtbot, view)


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2, 0.1])
def test_many_cards_in_the_hand_look_as_few_do(
    qtbot: QtBot, view: BoardView, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    """The edges between them are painted once with them; those that lead out of the hand follow in every frame."""
    view.look_at(QPointF(1500, 600), zoom)
    cards = view.geometry.cards[5:45]
    pictures = []
    for few in (lifted.FEW, 10_000):
        monkeypatch.setattr(lifted, "FEW", few)
        view.lift(cards)
        settle(qtbot, view)
        for step in (40, 80):
            view.lift_offset = QPointF(step, step) / zoom
            pictures.append(view.grab().toImage())
        view.drop_lift()
        settle(qtbot, view)
    for once, anew in zip(pictures[:2], pictures[2:], strict=True):
        assert strikingly_differing(once, anew) < 0.004 * once.width() * once.height()
    assert differing(pictures[0], pictures[1]) > 1000


def strikingly_differing(one: QImage, other: QImage) -> int:
    """Pixels that an eye would tell apart: not the rims that were blended in another order."""
    a, b = (
        np.frombuffer(each.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).astype(int)
        for each in (one, other)
    )
    return int((np.abs(a - b).reshape(-1, 4).max(axis=1) > 60).sum())


def test_a_changed_card_looks_changed(qtbot: QtBot) -> None:
    geometry = board(4)
    words = ["before"]
    view = BoardView(geometry, lambda cards: [face(card, title=words[0]) for card in cards], photos)
    shown(qtbot, view, size=(700, 400), at=(350, 200))
    before = view.kept_picture()
    words[0] = "after it was changed"
    view.cards_changed(["c0"])
    settle(qtbot, view)
    assert differing(before, view.kept_picture()) > 20
    geometry.drop("c1")
    view.cards_changed(["c1"])
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_nothing_of_a_sheet_is_left_when_another_is_shown(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.cards[24]
    view.look_at(QPointF(1500, 600), 0.6)
    view.set_selection([card])
    settle(qtbot, view)
    qtbot.waitUntil(lambda: view._retained.overview._made is not None)
    other = Geometry()
    other.load([(card, "claim", 1500, 600, 264, 100, 0), ("c25", "claim", 1900, 600, 264, 100, 0)], [])
    other.version = view.geometry.version
    view.set_geometry(other)
    assert not view._joined.edges(other, frozenset((card,)))
    view.zoom_at(QPointF(450, 300), 0.5)
    margin = view.grab(QRect(0, 0, 900, 140)).toImage()  # above the scaled picture: what the small one fills in
    assert len(np.unique(pixels(margin).reshape(-1, 3), axis=0)) == 1
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_cards_glide_from_where_they_were(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.card_at(1500, 600) or view.geometry.cards[24]
    view.look_at(QPointF(1500, 600), 1.0)
    settle(qtbot, view)
    before, x, y = view.grab().toImage(), *view.geometry.box_of(view.geometry.row[card])[:2]
    view.geometry.place(card, "claim", x + 200, y + 90, 264, 100)
    view.cards_changed([card])
    view.glide({card: (x, y)})
    settle(qtbot, view)
    there = view.kept_picture()
    assert view._lifted is None, "where nothing may move they arrive at once"
    view.motion = True
    view.glide({card: (x, y)})
    settle(qtbot, view)
    assert view._lifted is not None and differing(there, view.kept_picture()) > 500
    held = view.grab().toImage()
    assert differing(before, held) > 0 and differing(there, held) > 500
    qtbot.waitUntil(lambda: view._lifted is None)
    settle(qtbot, view)
    assert differing(there, view.kept_picture()) == 0
    view.glide(dict.fromkeys(map(str, range(500)), (0.0, 0.0)))
    assert view._lifted is None, "very many cards arrive at once"


def test_resizing_and_hiding_do_no_harm(qtbot: QtBot, view: BoardView) -> None:
    view.resize(1100, 500)
    view.resize(500, 700)
    settle(qtbot, view)
    assert view.kept_picture().size().toTuple() == (500, 700)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    view.hide()
    view.show()
    view.geometry_changed()
    settle(qtbot, view)
