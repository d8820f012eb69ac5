"""Minimap and legend under real hands: where they show, what a click does, what the window remembers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from evidenceboard.ui.canvas.legend import Legend
from evidenceboard.ui.canvas.minimap import HEIGHT, MARGIN, WIDTH, Minimap
from tests.journeys.hands import Hands

LEFT = Qt.MouseButton.LeftButton


def open_case(hands: Hands, zoom: float) -> tuple[Minimap, Legend]:
    """The founding case, seen at a zoom."""
    hands.window.wanted.emit("sample", None)
    hands.settle()
    look(hands, zoom)
    hands.page.view.setFocus()
    return hands.page.map_aids.minimap, hands.page.map_aids.legend


def look(hands: Hands, zoom: float) -> None:
    hands.page.view.fit()
    hands.window.zoom_by(zoom / hands.page.view.zoom)
    hands.settle()


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        at = QPointF(start + (end - start) * step / 4)
        move = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT,
                           Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, LEFT, Qt.KeyboardModifier.NoModifier, end)


def test_the_minimap_lies_in_its_corner_while_something_is_out_of_view(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.0)
    view = hands.page.view
    assert minimap.isVisible()
    assert minimap.geometry().bottomRight() == QPoint(view.width() - MARGIN - 1, view.height() - MARGIN - 1)
    hands.window.resize(1500, 800)
    hands.settle()
    assert minimap.geometry().bottomRight() == QPoint(view.width() - MARGIN - 1, view.height() - MARGIN - 1)
    view.fit()
    hands.settle()
    assert not minimap.isVisible()
    view.pan_by(-400, 0)
    assert minimap.isVisible()


def test_a_click_on_the_minimap_goes_there(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.5)
    view = hands.page.view
    selected, zoom = view.selection, view.zoom
    bounds = view.geometry.bounds()
    assert bounds is not None
    for corner in (QPointF(bounds.left, bounds.top), QPointF(bounds.right, bounds.bottom)):
        QTest.mouseClick(minimap, LEFT, Qt.KeyboardModifier.NoModifier, minimap._to_map(corner).toPoint())
        scale = minimap._scale()[0]
        assert (view.centre - corner).manhattanLength() < 3 / scale
    assert view.zoom == zoom and view.selection == selected


def test_the_frame_on_the_minimap_is_dragged(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.5)
    view = hands.page.view
    held = minimap.frame().center().toPoint() + QPoint(3, 2)
    before, scale = view.centre, minimap._scale()[0]
    drag(minimap, held, held + QPoint(20, -10))
    moved = view.centre - before
    assert abs(moved.x() - 20 / scale) < 2 / scale and abs(moved.y() + 10 / scale) < 2 / scale
    assert abs(minimap.frame().center().x() - held.x() + 3 - 20) < 3


def test_m_hides_the_minimap_and_the_window_remembers(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.0)
    hands.key(Qt.Key.Key_M)
    assert not minimap.isVisible()
    look(hands, 1.4)
    assert not minimap.isVisible()
    another = Hands(hands.program)
    minimap, _ = open_case(another, 1.4)
    assert not minimap.isVisible()
    another.key(Qt.Key.Key_M)
    assert minimap.isVisible()


def test_the_minimap_follows_the_board(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.0)
    before = minimap.grab().toImage()
    hands.page.select_all()
    hands.page.delete()
    hands.settle()
    assert not minimap.isVisible()
    hands.window.undo()
    hands.settle()
    assert minimap.isVisible() and minimap.grab().toImage() == before


def test_writing_lies_over_the_minimap(hands: Hands) -> None:
    minimap, _ = open_case(hands, 1.0)
    view = hands.page.view
    corner = QPoint(view.width() - MARGIN - WIDTH // 2, view.height() - MARGIN - HEIGHT // 2)
    hands.page.new_card("claim", view.map_to_scene(QPointF(corner - QPoint(60, 30))))
    editor = hands.page.writing.editor
    assert editor.writing and editor.geometry().intersects(minimap.geometry())
    shared = editor.geometry().intersected(minimap.geometry()).center()
    over = view.childAt(shared)
    assert over is not None and (over is editor or editor.isAncestorOf(over))
    hands.write("Written over the minimap")


def test_the_legend_shows_from_far_and_stays_closed(hands: Hands) -> None:
    minimap, legend = open_case(hands, 0.25)
    assert not legend.isVisible()
    look(hands, 0.12)
    view = hands.page.view
    assert legend.isVisible()
    assert legend.geometry().bottomLeft() == QPoint(MARGIN, view.height() - MARGIN - 1)
    QTest.mouseClick(legend._close, LEFT)
    assert not legend.isVisible()
    look(hands, 0.1)
    assert not legend.isVisible()
    hands.window.actions_table.named("Legend of the map").trigger()
    assert legend.isVisible()


def test_legend_and_minimap_do_not_meet(hands: Hands) -> None:
    minimap, legend = open_case(hands, 0.12)
    for width in (1000, 1366, 1900):
        hands.window.resize(width, 768)
        hands.settle()
        hands.page.view.pan_by(-hands.page.view.width() // 2, 0)
        assert legend.isVisible() and legend.geometry().right() < hands.page.view.width()
        if minimap.isVisible():
            assert not legend.geometry().intersects(minimap.geometry())
    assert minimap.isVisible()
