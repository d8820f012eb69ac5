"""How the canvas answers hands: camera, selection, pointer, events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.painting import find_paths
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import board, differing, face, photos, pixels, provider, settle


def test_an_empty_sheet_is_shown(qtbot: QtBot) -> None:
    view = BoardView(Geometry(), lambda cards: [], photos)
    qtbot.addWidget(view)
    view.show()
    view.fit()
    assert view.zoom == 1.0
    view.zoom_at(QPointF(10, 10), 1e-9)
    assert view.zoom == 0.02
    view.zoom_at(QPointF(10, 10), 1e9)
    assert view.zoom == 4.0


def test_camera_maps_there_and_back(view: BoardView) -> None:
    for at in (QPointF(0, 0), QPointF(333, 222)):
        back = view.map_to_view(view.map_to_scene(at))
        assert (back - at).manhattanLength() < 1e-6
    place = view.map_to_scene(QPointF(300, 200))
    view.zoom_at(QPointF(300, 200), 0.5)
    assert (view.map_to_scene(QPointF(300, 200)) - place).manhattanLength() < 2.1
    view.fit()
    box = view.geometry.bounds()
    assert box is not None
    seen = QRectF(0, 0, view.width(), view.height())
    assert seen.contains(view.map_to_view(QPointF(box.left, box.top)))
    assert seen.contains(view.map_to_view(QPointF(box.right, box.bottom)))
    view.fly_to(Box(0, 0, 100, 100))
    assert (view.centre - QPointF(50, 50)).manhattanLength() < 2


def test_a_sheet_of_any_size_can_be_seen_whole(qtbot: QtBot) -> None:
    geometry = Geometry()
    geometry.load([(f"c{n}", "claim", n * 90_000.0, 0.0, 264.0, 90.0, 0) for n in range(3)], [])
    view = BoardView(geometry, lambda cards: [face(card) for card in cards], photos)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    settle(qtbot, view)
    ends = [view.map_to_view(QPointF(x, 0)).x() for x in (0, 180_264)]
    assert 0 <= ends[0] < ends[1] <= 900
    view.zoom_at(QPointF(10, 10), 1e-9)
    assert view.zoom > 0.003


def test_a_link_longer_than_a_screen_is_faint_unless_it_is_looked_at(qtbot: QtBot) -> None:
    def darkest(view: BoardView) -> int:
        x, y = view.map_to_view(QPointF(1500, 45)).toTuple()
        return int(pixels(view.grab(QRect(int(x) - 3, int(y) - 12, 6, 24)).toImage()).sum(axis=2).min())

    shades = []
    for far in (2_000.0, 6_000.0):
        geometry = Geometry()
        places = [("a", "claim", 0.0, 0.0, 264.0, 90.0, 0), ("b", "claim", far, 0.0, 264.0, 90.0, 0)]
        geometry.load(places, [("e", "a", "b", False, True)])
        view = BoardView(geometry, lambda cards: [face(card) for card in cards], photos)
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show()
        view.look_at(QPointF(1_500, 45), 1.0)
        settle(qtbot, view)
        shades.append(darkest(view))
        view.set_selection(["a"])
        settle(qtbot, view)
        shades.append(darkest(view))
    near, _, faint, chosen = shades
    assert faint > near + 100 and chosen < faint - 100


def test_selection_tells_once(qtbot: QtBot, view: BoardView) -> None:
    told: list[frozenset[str]] = []
    view.selection_changed.connect(lambda: told.append(view.selection))
    view.set_selection(["c1", "e1"])
    view.set_selection(["e1", "c1"])
    view.geometry.drop("c1")
    view.cards_changed(["c1"])
    assert told[0] == {"c1", "e1"}
    assert all("c1" not in records for records in told[1:])


def test_marks_are_drawn_over_the_picture(qtbot: QtBot, view: BoardView) -> None:
    card = "c24"
    box = view.geometry.box_of(view.geometry.row[card])
    view.look_at(QPointF(box.left, box.top), 1.0)
    settle(qtbot, view)
    plain, kept = view.grab().toImage(), view.kept_picture()
    edge = next(edge for row, edge in enumerate(view.geometry.edges)
                if view.rect().contains(view.map_to_view(QPointF(*view.geometry.roundel(row))).toPoint()))  # fmt: skip
    marks: list[Callable[[], None]] = [
        lambda: view.set_selection([card]),
        lambda: view.set_hits([card], card),
        lambda: view.set_lit([card]),
        lambda: view.set_target(card),
        lambda: view.set_target(edge),
    ]
    for mark in marks:
        mark()
        assert differing(plain, view.grab().toImage()) > 50
        view.set_selection([])
        view.set_hits(None)
        view.set_lit(None)
        view.set_target(None)
    assert differing(kept, view.kept_picture()) == 0


def test_wheel_pans_and_zooms(qtbot: QtBot, view: BoardView) -> None:
    centre, zoom = view.centre, view.zoom

    def wheel(by: int, modifiers: Qt.KeyboardModifier) -> None:
        at = QPointF(200, 200)
        event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifiers,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, event)

    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert view.centre.y() > centre.y() and view.zoom == zoom
    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > zoom


def test_space_and_middle_drag_pan(qtbot: QtBot, view: BoardView) -> None:
    centre = view.centre
    qtbot.mousePress(view, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    qtbot.mouseMove(view, QPoint(350, 320))
    qtbot.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=QPoint(350, 320))
    assert view.centre.x() < centre.x()


def test_the_pointer_hovers_cards_and_roundels(qtbot: QtBot, view: BoardView) -> None:
    row = view.geometry.row["c24"]
    box = view.geometry.box_of(row)
    view.look_at(QPointF(box.left + 100, box.top + 50), 1.0)
    qtbot.mouseMove(view, view.map_to_view(QPointF(box.left + 60, box.top + 40)).toPoint())
    assert view.hovered == "c24"
    dots = view.dots_of("c24")
    assert len(dots) == 4 and dots[0].y() < dots[2].y() and dots[3].x() < dots[1].x()
    x, y = view.geometry.roundel(view.geometry.edge_row["e24"])
    view.look_at(QPointF(x, y), 1.0)
    settle(qtbot, view)
    x, y = view.geometry.roundel(view.geometry.edge_row["e24"])
    qtbot.mouseMove(view, view.map_to_view(QPointF(x, y)).toPoint())
    assert view.hovered is not None and view.hovered.startswith("e")


def test_events_go_to_the_tool(qtbot: QtBot, view: BoardView) -> None:
    class Hand:
        got: list[str] = []

        def __getattr__(self, name: str) -> object:
            return lambda event: self.got.append(name) or True

    view.tool = Hand()  # type: ignore[assignment]
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_A)
    got = [name for name in Hand.got if name != "move"]
    assert got == ["press", "release", "double_click", "key", "key_up", "key", "key_up"]


def test_frames_are_counted_and_overlays_painted(qtbot: QtBot, view: BoardView) -> None:
    frames, drawn = [], []
    view.painted.connect(lambda: frames.append(1))
    view.overlays.append(lambda painter, shown: drawn.append(shown.zoom))
    view.repaint()
    assert len(frames) == 1 and drawn == [1.0]


def test_the_theme_can_change(qtbot: QtBot, view: BoardView) -> None:
    light = view.kept_picture()
    view.set_theme(THEMES["dark"])
    settle(qtbot, view)
    assert differing(light, view.kept_picture()) > 900 * 600 * 0.8


def test_first_frame_shows_everything(qtbot: QtBot) -> None:
    geometry = board()
    view = BoardView(geometry, provider(geometry), photos)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.repaint()
    image = view.grab(QRect(0, 0, 900, 600)).toImage()
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 20


def test_a_strip_waits_for_no_way_around_cards() -> None:
    geometry = Geometry()
    cards = [("a", 0.0, 0.0), ("wall", 400.0, -30.0), ("b", 800.0, 0.0), ("c", 0.0, 300.0), ("d", 800.0, 300.0)]
    geometry.load(
        [(card, "claim", x, y, 264.0, 120.0, 0) for card, x, y in cards],
        [("blocked", "a", "b", False, False), ("free", "c", "d", False, False)],
    )
    box = Box(0, 0, 1100, 500)
    assert len(list(find_paths(geometry, box, 5))) == 2  # the direct ways at once, and the first look for one around
    geometry.place("wall", "claim", 400.0, -20.0, 264.0, 120.0)
    assert len(list(find_paths(geometry, box, 1))) == 1
    assert list(find_paths(geometry, box, 1)) == []  # nothing is looked at twice while the paper moves
    assert set(geometry.paths) >= {"free"} and not geometry.lines()["shaped"][geometry.edge_row["blocked"]]
    list(find_paths(geometry, box))
    assert geometry.lines()["routed"].all()
