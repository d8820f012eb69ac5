"""Bundles of folded frames around cards and in the hand, what undercuts them, and colours of frames: by mouse and keys
through the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from evidenceboard.model.commands import link, move_cards
from evidenceboard.model.curves import pass_through
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui import theme
from tests.journeys.frames_by_hand import fold, frame, rect, strip
from tests.journeys.hands import CONTROL, NONE, Hands, _move, assert_kept_is_fresh, command
from tests.journeys.menus import choose, menu_at, names


def distance(image: QImage, colour: QColor) -> np.ndarray:
    """How far each pixel is from a colour: the largest difference of red, green and blue."""
    flat = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
    bgr = flat.reshape(image.height(), -1, 4)[:, :, :3].astype(int)
    return np.abs(bgr - [colour.blue(), colour.green(), colour.red()]).max(axis=2)


def coloured(hands: Hands, at: QPointF, colour: QColor, reach: int = 5) -> bool:
    """Whether there is a pixel of this colour close to a place of the view, marks included."""
    image = hands.page.view.grab().toImage()
    x, y = round(at.x() * image.devicePixelRatio()), round(at.y() * image.devicePixelRatio())
    return bool((distance(image, colour)[y - reach : y + reach + 1, x - reach : x + reach + 1] < 40).any())


def held(hands: Hands, start: QPoint, end: QPoint) -> None:
    """Press and move, and do not let go."""
    view = hands.page.view
    QTest.mouseMove(view, start)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, start)
    for step in range(1, 6):
        _move(view, start + (end - start) * step / 5, NONE)


def let_go(hands: Hands, end: QPoint) -> None:
    QTest.mouseRelease(hands.page.view, Qt.MouseButton.LeftButton, NONE, end)
    hands.settle()


def plate_middle(hands: Hands) -> QPointF:
    view = hands.page.view
    left, top, right, bottom = view.folds.plates[0].box(view.zoom)
    return view.map_to_view(QPointF((left + right) / 2, (top + bottom) / 2))


def along(hands: Hands, end: QPointF, share: float, aside: float) -> QPointF:
    """A place on the way from the plate to another place, so many pixels beside it."""
    run = end - plate_middle(hands)
    length = (run.x() ** 2 + run.y() ** 2) ** 0.5
    return plate_middle(hands) + run * share + QPointF(-run.y(), run.x()) * (aside / length)


def test_bundles_follow_the_card_that_is_dragged(framed: Hands) -> None:
    fold(framed)
    view, third = framed.page.view, framed.cards()[2]
    view.set_selection(frozenset())
    start = framed.middle_of(third)
    grip = start + QPoint(0, -8)
    held(framed, grip, grip + QPoint(40, 250))
    framed.settle()
    end = QPointF(start + QPoint(40, 250))
    support, contra = theme.current().support, theme.current().contra
    assert any(coloured(framed, along(framed, end, 0.7, aside), support, 2) for aside in (-6, -4, 4, 6))
    assert any(coloured(framed, along(framed, end, share, 5.5), contra, 4) for share in (0.68, 0.7, 0.72))
    assert not coloured(framed, along(framed, QPointF(start), 0.6, 0), support, 8)  # nothing is left where it was
    let_go(framed, grip + QPoint(40, 250))
    assert_kept_is_fresh(framed)


def test_bundles_follow_the_plate_that_is_dragged(framed: Hands) -> None:
    fold(framed)
    view, third = framed.page.view, framed.cards()[2]
    grip = plate_middle(framed).toPoint()
    old = plate_middle(framed)
    held(framed, grip, grip + QPoint(60, 260))
    framed.settle()
    moved = old + QPointF(60, 260)
    way = QPointF(framed.middle_of(third)) - moved
    side = QPointF(-way.y(), way.x()) / (way.x() ** 2 + way.y() ** 2) ** 0.5
    places = [moved + way * 0.55 + side * aside for aside in (-7, -5, -3, 0, 3, 5, 7)]
    assert any(coloured(framed, place, theme.current().support, 2) for place in places)
    let_go(framed, grip + QPoint(60, 260))
    assert view.folds.plates and framed.board.value(frame(framed), "folded") is True
    assert_kept_is_fresh(framed)


def test_a_bundle_goes_around_a_card_that_is_put_in_its_way(framed: Hands) -> None:
    fold(framed)
    view, bundles = framed.page.view, framed.page.view.folds.bundles
    framed.double_click(QPoint(450, 620))
    framed.write("In the way")
    framed.click(QPoint(900, 640))
    wall = framed.cards()[3]
    first = bundles.ways.points(int(bundles.rows[0]))
    middle = view.map_to_view(QPointF(*(first[0] + first[-1]) / 2)).toPoint()
    framed.drag(framed.middle_of(wall), middle)
    framed.settle()
    view.set_selection(frozenset())
    framed.settle()
    bundles, box = view.folds.bundles, np.array([view.geometry.box_of(view.geometry.row[wall])])
    assert len(bundles) == 2
    for row in range(2):
        points = bundles.points(row, view.zoom, curved=True)
        assert pass_through(*bundles.straight(view.zoom)[row].reshape(2, 2).T, box)  # it is in the way
        assert not pass_through(*points.T, box + (-5, -5, 5, 5))
        spot = view.map_to_view(QPointF(*points[len(points) // 2]))
        colour = theme.current().contra if bundles.contradict[row] else theme.current().support
        assert coloured(framed, spot, colour, 12)
    assert_kept_is_fresh(framed)


@pytest.mark.parametrize("zoom", (1.0, 0.5))
def test_an_undercut_of_a_link_in_a_bundle_ends_at_its_sign(framed: Hands, zoom: float) -> None:
    framed.double_click(QPoint(600, 600))
    framed.write("Why not")
    framed.click(QPoint(900, 640))
    why = framed.cards()[3]
    edge = next(edge for edge in framed.edges() if framed.board.value(edge, "kind") == "support")
    framed.page.bridge.commit(link(framed.board, [why], edge, "contradict", "normal"))
    fold(framed)
    view = framed.page.view
    view.set_selection(frozenset())
    view.look_at(view.centre, zoom)
    framed.settle()
    bundles = view.folds.bundles
    (attack,) = np.flatnonzero(bundles.onto >= 0)
    ways, base = bundles.ways, int(bundles.rows[bundles.onto[attack]])
    assert ways.cards[ways.tail[bundles.rows[attack]]] == why and not bundles.contradict[bundles.onto[attack]]
    end = bundles.points(int(attack), view.zoom, curved=True)[-1]
    sign = np.array(ways.roundel(base))
    assert np.hypot(*(end - sign)) < 16
    assert coloured(framed, view.map_to_view(QPointF(*sign)), theme.current().support, 6)
    assert coloured(framed, view.map_to_view(QPointF(*end)), theme.current().contra, 6)
    assert_kept_is_fresh(framed)
    framed.page.bridge.commit(move_cards(FIRST_SHEET, {why: (0.0, 2000.0)}))
    framed.settle()
    end, sign = bundles.ways.points(int(bundles.rows[attack]))[-1], np.array(bundles.ways.roundel(base))
    assert np.hypot(*(end - sign)) < 16
    assert_kept_is_fresh(framed)


# --- colours of frames ---------------------------------------------------------------------------------------------


def border(hands: Hands) -> QPointF:
    """A place on the left border of the frame."""
    x, y, _w, h = rect(hands)
    return hands.page.view.map_to_view(QPointF(x, y + h * 0.6))


def test_a_frame_gets_a_colour_from_its_menu_in_one_step(framed: Hands, tmp_path: Path) -> None:
    menu = menu_at(framed, strip(framed))
    assert framed.page.view.selection == {frame(framed)}
    assert {"Rename the frame", "Fold or unfold the frame", "Colour", "Delete"} <= set(names(menu))
    assert "Make it contradict" not in names(menu)
    colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
    colours.popup(framed.page.view.mapToGlobal(strip(framed)))
    choose(colours, "Colour olive")
    menu.close()
    framed.settle()
    assert framed.board.value(frame(framed), "colour") == "olive"
    assert framed.page.bridge.document.history.undo_text == "Colour 1 frame"
    framed.page.view.set_selection(frozenset())
    framed.settle()
    assert coloured(framed, border(framed), theme.current().olive)
    path = tmp_path / "coloured.board"
    framed.save_to(path)
    framed.window.close()
    again = Hands(framed.program)
    again.open(path)
    assert again.board.value(frame(again), "colour") == "olive"
    again.key(Qt.Key.Key_Z, CONTROL)
    assert again.board.value(frame(again), "colour") is None
    again.settle()
    assert not coloured(again, border(again), theme.current().olive)
    assert_kept_is_fresh(again)


@pytest.mark.parametrize("name", ("light", "dark", "contrast", "projector"))
def test_the_colour_is_seen_in_every_theme_open_or_folded_near_or_far(framed: Hands, name: str) -> None:
    framed.program.show_theme(name)
    framed.click(strip(framed))
    command(framed, "Colour rose")
    view, rose = framed.page.view, theme.current().rose
    view.set_selection(frozenset())
    for zoom in (1.0, 0.25, 0.1):
        view.look_at(view.centre, zoom)
        framed.settle()
        assert coloured(framed, border(framed), rose), zoom
    folded = frame(framed)
    view.set_selection({folded})
    framed.key(Qt.Key.Key_F, CONTROL, Qt.KeyboardModifier.ShiftModifier)
    view.set_selection(frozenset())
    for zoom in (1.0, 0.25):
        view.look_at(view.centre, zoom)
        framed.settle()
        box = view.folds.plates[0].box(view.zoom)
        corner = view.map_to_view(QPointF((box.left + box.right) / 2, box.top))
        assert coloured(framed, corner, rose), zoom
    assert_kept_is_fresh(framed)


def test_cards_and_frames_are_coloured_together(framed: Hands) -> None:
    first = framed.cards()[0]
    framed.page.view.set_selection({first, frame(framed)})
    command(framed, "Colour brown")
    assert framed.page.bridge.document.history.undo_text == "Colour 1 card and 1 frame"
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert framed.board.value(first, "colour") is None and framed.board.value(frame(framed), "colour") is None
