"""Lines while cards are moved about, in the real window."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage

from evidenceboard.model.geometry import KINDS, Geometry
from evidenceboard.model.routing import route
from evidenceboard.ui.app import sample_document
from tests.journeys.hands import Hands


@pytest.fixture
def case(hands: Hands) -> Hands:
    """The founding case at 100 %."""
    hands.program.show(sample_document(hands.program.installation, "Ana Lyst"), hands.window)
    hands.settle()
    hands.window.zoom_reset()
    hands.settle()
    return hands


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    return flat.reshape(image.height(), -1)


def in_sight(hands: Hands) -> list[str]:
    """Cards that can be taken hold of, and moved a little."""
    area = hands.page.view.rect().adjusted(120, 120, -120, -120)
    return [card for card in hands.cards() if area.contains(hands.middle_of(card))]


def drag_something(hands: Hands, dice: random.Random) -> None:
    start = hands.middle_of(dice.choice(in_sight(hands)))
    hands.drag(start, start + QPoint(dice.randint(-90, 90), dice.randint(-60, 60)))


def loaded_anew(geometry: Geometry) -> Geometry:
    """The same sheet, of which no path is known yet."""
    fresh = Geometry()
    places = np.column_stack([geometry.x, geometry.y, geometry.w, geometry.h]).tolist()
    marks = zip(geometry.cards, geometry.kind, places, geometry.z.tolist(), strict=True)
    cards = [(card, KINDS[kind], *place, z) for card, kind, place, z in marks]
    ends = [
        (geometry.cards[geometry.tail[row]],
         geometry.cards[geometry.head[row]] if geometry.head[row] >= 0 else geometry.edges[geometry.onto[row]])
        for row in range(len(geometry.edges))
    ]  # fmt: skip
    kinds = zip(geometry.contradict.tolist(), geometry.strong.tolist(), strict=True)
    fresh.load(cards, [(edge, *end, *kind) for edge, end, kind in zip(geometry.edges, ends, kinds, strict=True)])
    return fresh


def test_after_drags_the_picture_is_what_a_fresh_one_would_be(case: Hands) -> None:
    dice, view = random.Random(4), case.page.view
    for number in range(6):
        drag_something(case, dice)
        view.pan_by(dice.randint(-40, 40), dice.randint(-30, 30))
        if number % 2:
            case.settle()
            assert (pixels(view.kept_picture()) == pixels(view.fresh_picture())).all()


def test_after_drags_lines_run_as_on_a_board_just_opened(case: Hands) -> None:
    dice, view = random.Random(5), case.page.view
    for number in range(5):
        drag_something(case, dice)
        if number % 2:
            case.settle()
    view.fit()
    case.settle()
    fresh = loaded_anew(view.geometry)
    route(fresh, np.arange(len(fresh.edges)))
    assert set(view.geometry.paths) == set(fresh.edges)
    for edge, path in fresh.paths.items():
        assert np.array_equal(path.points, view.geometry.paths[edge].points), edge
        assert path[1:] == view.geometry.paths[edge][1:], edge


def test_a_card_put_onto_a_line_is_gone_around(case: Hands) -> None:
    view = case.page.view
    view.fit()
    case.settle()
    geometry = view.geometry
    line = geometry.lines()
    free = [row for row in range(len(geometry.edges)) if geometry.head[row] >= 0 and line["run"][row] > 300]
    edge = geometry.edges[max(free, key=lambda row: float(line["bx"][row] - line["ax"][row]))]
    ends = geometry.ends_of(edge)
    card = next(card for card in case.cards() if card not in ends and not geometry.edges_of(card)[1:])
    middle = geometry.paths[edge].points[len(geometry.paths[edge].points) // 3]
    case.drag(case.middle_of(card), view.map_to_view(QPointF(*middle)).toPoint())
    case.settle()
    box, points = geometry.box_of(geometry.row[card]), geometry.paths[edge].points
    along = np.concatenate([points[:-1] + (points[1:] - points[:-1]) * share for share in np.linspace(0, 1, 40)])
    inside = (along[:, 0] > box.left) & (along[:, 0] < box.right) & (along[:, 1] > box.top) & (along[:, 1] < box.bottom)
    assert not inside.any()
