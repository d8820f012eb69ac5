"""Plates and bundles on the canvas: what is drawn, and that the kept picture is what a fresh one would be."""

from __future__ import annotations

import random
from math import log2

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.model.folded_ways import FoldedWays
from evidenceboard.model.folding import Folding
from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.bundle_lines import BundleLines, bundle_lines, width_of
from evidenceboard.ui.canvas.folds import HEIGHT, WIDTH, Folds, Plate
from evidenceboard.ui.canvas.frame_parts import frame_at, sides_at, strip_of
from evidenceboard.ui.canvas.lens import level_at
from evidenceboard.ui.canvas.pills import Pills
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.canvas.zones import Zone
from tests.ui.canvas_parts import board, differing, photos, provider, settle


def folded(whole: Geometry, rooms: list[Box]) -> tuple[Geometry, Folds]:
    """A sheet with these rooms folded, as the page works it out."""
    seen = Folding(whole)
    seen.follow(rooms, frozenset())
    plates = tuple(Plate(f"frame:{n}", room, f"Frame {n}", "3 photos") for n, room in enumerate(rooms))
    found, ways = seen.bundles(), FoldedWays()
    ways.follow(whole, seen.shown, None, {plate.id: plate.box(1.0) for plate in plates}, found)
    return seen.shown, Folds(plates, bundle_lines(ways, found), whole, seen.groups, found.of)


def lines(*rows: tuple[Box | None, bool, int, int]) -> BundleLines:
    """Bundles from the first plate to a card's box, or to a second plate on the same place where there is none."""
    plate, ways = Box(0, 0, WIDTH, HEIGHT), Geometry()
    cards = [("plate", plate), *((f"end {n}", row[0] or plate) for n, row in enumerate(rows))]
    ways.load(
        [(name, "claim", b.left, b.top, b.right - b.left, b.bottom - b.top, 0) for name, b in cards],
        [(f"bundle {n}", "plate", f"end {n}", row[1], False) for n, row in enumerate(rows)],
    )
    against, count, side = (np.array([row[column] for row in rows]) for column in (1, 2, 3))
    return BundleLines(ways, np.arange(len(rows)), against, count, side, np.full(len(rows), -1))


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    whole = board()
    shown, folds = folded(whole, [Box(-20, -20, 950, 640), Box(1300, 200, 2200, 900)])
    assert len(shown.cards) < len(whole.cards) and len(folds.bundles) > 4
    made = BoardView(shown, provider(whole), photos)
    made.set_frames((Zone(Box(2200, -40, 3300, 500), "Open", id="frame:9"),), folds)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.look_at(QPointF(1200, 500), 1.0)
    settle(qtbot, made)
    return made


def test_after_pans_zooms_and_folds_the_picture_is_a_fresh_one(qtbot: QtBot, view: BoardView) -> None:
    dice = random.Random(5)
    whole = board()
    for _ in range(14):
        for _ in range(3):
            view.pan_by(dice.randint(-160, 160), dice.randint(-110, 110))
            QApplication.processEvents()
        if dice.random() < 0.6:
            view.look_at(QPointF(dice.uniform(0, 2600), dice.uniform(0, 1200)), dice.choice((0.1, 0.25, 0.5, 1.0, 1.6)))
        if dice.random() < 0.3:
            view.show_sheet(*_with(whole, dice))
        settle(qtbot, view)
        assert differing(view.kept_picture(), view.fresh_picture()) == 0


def _with(whole: Geometry, dice: random.Random) -> tuple[Geometry, tuple[Zone, ...], Folds]:
    x, y = dice.uniform(0, 2000), dice.uniform(0, 900)
    shown, folds = folded(whole, [Box(x, y, x + 800, y + 600)])
    return shown, (), folds


@pytest.mark.parametrize("zoom", (0.25, 0.6, 1.0))
def test_a_part_painted_alone_is_that_part_of_the_whole(view: BoardView, qtbot: QtBot, zoom: float) -> None:
    """Pills must not depend on which part of the sheet is painted."""
    view.look_at(QPointF(1200, 500), zoom)
    settle(qtbot, view)
    before = view.kept_picture()
    view.pan_by(70, 0)
    view.pan_by(-70, 0)  # the strip at the left is painted alone
    strip = view.kept_picture().copy(0, 0, 70, 600)
    settle(qtbot, view)
    assert differing(before, view.kept_picture()) == 0
    assert differing(strip, before.copy(0, 0, 70, 600)) < 0.02 * 70 * 600  # lines cut elsewhere may differ a little


def test_another_sheet_with_as_many_changes_is_not_taken_for_the_first(qtbot: QtBot, view: BoardView) -> None:
    """What is remembered by the version of a geometry must not outlive that geometry."""
    view.look_at(QPointF(1200, 500), 0.12)
    settle(qtbot, view)
    other = Geometry()
    other.load([("c1", "claim", 0.0, 0.0, 264.0, 90.0, 0)], [])
    assert other.version <= view.geometry.version
    while other.version < view.geometry.version:
        other.place("c1", "claim", 0.0, 0.0, 264.0, 90.0)
    view.show_sheet(other, (), Folds())
    settle(qtbot, view)
    qtbot.waitUntil(lambda: not view._turn.isActive(), timeout=10_000)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    small, _lens = view._retained.overview._made  # type: ignore[misc]
    expected = QImage(small.size(), QImage.Format.Format_RGB32)
    painter = QPainter(expected)
    from evidenceboard.ui.canvas.painting import draw_now

    draw_now(painter, view._stage, _lens, expected.rect())
    painter.end()
    assert differing(small, expected) == 0


@pytest.mark.parametrize("hidden_first", (True, False))
def test_a_picture_that_was_left_half_painted_is_finished_when_it_is_seen_again(
    qtbot: QtBot, view: BoardView, hidden_first: bool
) -> None:
    if hidden_first:
        view.hide()
    view.show_sheet(*_with(board(), random.Random(8)))
    view.hide()
    assert not view._turn.isActive()  # nobody sees it
    view.show()
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


# --- bundles and pills --------------------------------------------------------------------------------------------


PLATE = Plate("frame:1", Box(0, 0, 400, 300), "Plate", "Nothing in it")


def test_far_out_a_plate_grows_on_the_sheet_so_that_it_can_be_read_but_never_beyond_its_room() -> None:
    assert PLATE.box(1.0) == Box(0, 0, WIDTH, HEIGHT)
    assert PLATE.box(0.4).right * 0.4 == pytest.approx(132) and PLATE.box(0.25).bottom * 0.25 == pytest.approx(24)
    assert PLATE.box(0.02) == PLATE.room
    small = Plate("frame:2", Box(0, 0, 60, 50), "Small", "")
    assert small.box(0.1) == small.box(1.0) == Box(0, 0, WIDTH, HEIGHT)


def test_a_bundle_is_as_wide_as_the_look_says() -> None:
    assert width_of(1) == 1.5 and width_of(8) == pytest.approx(1.5 + 0.7 * 3)
    assert width_of(23) == pytest.approx(1.5 + 0.7 * log2(23))


@pytest.mark.parametrize(("against", "count", "words"), [(False, 3, "+ 3"), (True, 2, "× 2"), (False, 1, "+")])
def test_what_a_pill_says(against: bool, count: int, words: str) -> None:
    assert lines((Box(5, 5, 6, 6), against, count, 0)).words(0) == words


@pytest.mark.parametrize("side", (-1, 0, 1))
@pytest.mark.parametrize("to", [(900, 40), (-900, 700), (30, 800), (0, -600)])
def test_a_bundle_leaves_and_enters_at_the_borders(side: int, to: tuple[float, float]) -> None:
    end = Box(to[0], to[1], to[0] + 264, to[1] + 90)
    (ends,) = lines((end, False, 2, side)).straight(1.0)
    for box, x, y in ((PLATE.box(1.0), *ends[:2]), (end, *ends[2:])):
        near = min(abs(x - box.left), abs(x - box.right)), min(abs(y - box.top), abs(y - box.bottom))
        assert min(near) < 20 and box.grown(1e-3).meets(Box(x, y, x, y))


def test_boxes_that_overlap_have_no_line_between_them() -> None:
    assert not lines((Box(50, 50, 150, 150), False, 1, 0), (None, False, 1, 0)).drawn().any()


def places(folds: Folds, geometry: Geometry, zoom: float) -> list[QRectF]:
    pills = Pills(folds, folds.bundles, geometry, zoom, level_at(zoom))
    for _ in pills.place():
        pass
    return list(pills._placed.values())


def test_pills_cover_neither_cards_nor_one_another_where_there_is_room() -> None:
    end = Box(1500, 0, 1764, 60)
    two = lines((end, False, 3, -1), (end, True, 3, 1))
    geometry = Geometry()
    geometry.load([("c", "claim", 750.0, -50.0, 250.0, 150.0, 0)], [])  # right where both would lie
    found = places(Folds((PLATE,), two), geometry, 1.0)
    assert len(found) == 2 and not found[0].intersects(found[1])
    assert not any(rect.intersects(QRectF(750, -50, 250, 150)) for rect in found)


def test_far_out_single_links_have_no_sign_and_a_count_without_room_is_left_out() -> None:
    end = Box(900, 0, 1164, 60)
    geometry = Geometry()
    geometry.load([("c", "claim", -100.0, -100.0, 2000.0, 400.0, 0)], [])
    both = Folds((PLATE,), lines((end, False, 1, 0), (end, False, 5, 0)))
    assert len(places(both, geometry, 0.5)) == 2
    assert places(both, geometry, 0.2) == []
    assert len(places(both, Geometry(), 0.2)) == 1


# --- what hands can take hold of ----------------------------------------------------------------------------------

SQUARE = Zone(Box(0, 0, 400, 300), "Square", id="frame:1")


@pytest.mark.parametrize(
    ("x", "y", "sides"),
    [(0, 0, "nw"), (400, 0, "ne"), (400, 300, "se"), (0, 300, "sw"), (200, 0, "n"), (200, 300, "s"), (0, 150, "w"),
     (400, 150, "e"), (200, 150, ""), (200, 20, ""), (410, 150, ""), (394, 298, "se"), (200, -8, "")],
)  # fmt: skip
def test_the_sides_of_a_frame(x: float, y: float, sides: str) -> None:
    assert sides_at(SQUARE.box, QPointF(x, y), 1.0) == sides


def test_of_frames_in_one_another_the_inner_one_is_taken_and_the_inside_of_none() -> None:
    inner = Zone(Box(50, 50, 200, 200), "Inner", id="frame:2")
    both = (SQUARE, inner)
    assert frame_at(both, Folds(), QPointF(100, 60), 1.0) == "frame:2"
    assert frame_at(both, Folds(), QPointF(300, 10), 1.0) == "frame:1"
    assert frame_at(both, Folds(), QPointF(120, 150), 1.0) is None


def test_a_name_that_stands_above_its_frame_is_a_handle_too() -> None:
    assert strip_of(SQUARE, 1.0) == Box(0, 0, 400, 30)
    small = strip_of(SQUARE, 0.2)
    assert small.top < 0 < small.bottom
