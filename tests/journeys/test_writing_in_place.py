"""What is written stands where the card shows it: the field over a card cannot be told from the card."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtTest import QTest

from evidenceboard.ui import theme
from evidenceboard.ui.canvas.editor import CardEditor
from tests.journeys.hands import CONTROL, Hands
from tests.journeys.keyboard import keyed


def ink(image: QImage, area: QRect) -> NDArray[np.int64]:
    grey = image.copy(area).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].astype(np.int64)


def look_at(hands: Hands, key: str, zoom: float) -> QImage:
    """The view with a card selected in its middle."""
    view, card = hands.page.view, keyed(hands, key)
    box = view.geometry.box_of(view.geometry.row[card])
    view.set_selection({card})
    view.look_at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), zoom)
    QTest.qWait(150)
    hands.settle()
    return view.grab().toImage()


def write_on(hands: Hands) -> CardEditor:
    """Open the field, without a mark of selection or cursor in it."""
    hands.key(Qt.Key.Key_Return)
    editor = hands.page.writing.editor
    editor.setCursorWidth(0)
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    hands.settle()
    return editor


@pytest.mark.parametrize("key", ["E1", "E4", "C2", "A1", "G1", "H2"])
def test_at_100_percent_every_pixel_of_the_words_stays(case: Hands, key: str) -> None:
    before = look_at(case, key, 1.0)
    editor = write_on(case)
    after = case.page.view.grab().toImage()
    area = editor.geometry()
    differing = np.abs(ink(before, area) - ink(after, area)) > 64
    assert ink(before, area).min() < 100  # there are words
    assert differing.mean() < 0.005


@pytest.mark.parametrize("zoom", [0.9, 1.3, 2.0])
def test_at_other_zooms_lines_break_and_stand_alike(case: Hands, zoom: float) -> None:
    before = look_at(case, "C2", zoom)
    editor = write_on(case)
    after = case.page.view.grab().toImage()
    places = []
    for image in (before, after):
        dark = ink(image, editor.geometry()) < 140
        rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
        places.append([int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])])
    assert places[1] == pytest.approx(places[0], abs=2)


def test_the_card_grows_with_the_words_and_is_on_the_board_as_it_was_written(case: Hands) -> None:
    look_at(case, "E4", 1.0)
    editor = write_on(case)
    view, card = case.page.view, keyed(case, "E4")
    before = view.geometry.box_of(view.geometry.row[card])
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("\n" + "More words than the card had room for. " * 6)
    grown = editor.box
    assert grown.bottom > before.bottom + 60 and view.geometry.box_of(view.geometry.row[card]) == before
    assert editor.geometry().bottom() < view.map_to_view(QPointF(0, grown.bottom)).y()
    case.key(Qt.Key.Key_Escape)
    after = view.geometry.box_of(view.geometry.row[card])
    assert after.bottom == pytest.approx(grown.bottom, abs=40) and after.top == before.top


def test_a_new_card_looks_like_a_card_from_its_first_letter(case: Hands) -> None:
    case.page.view.set_selection(set())
    case.key(Qt.Key.Key_H)
    case.settle()
    editor, view = case.page.writing.editor, case.page.view
    low = view.map_to_view(QPointF(editor.box.left, editor.box.top)).toPoint()
    shown = view.grab().toImage()
    spine = shown.pixelColor(low.x() + 1, low.y() + 30)
    assert abs(spine.hue() - theme.current().hyp.hue()) < 20


def test_what_is_pasted_is_plain(case: Hands) -> None:
    look_at(case, "E4", 1.0)
    editor = write_on(case)
    editor.selectAll()
    data = QMimeData()
    data.setHtml("<b style='font-size:40px'>Bold</b><img src='file:///etc/passwd'>")
    data.setText("Bold")
    QGuiApplication.clipboard().setMimeData(data)
    case.key(Qt.Key.Key_V, CONTROL)
    assert editor.toPlainText() == "Bold"
    case.key(Qt.Key.Key_A, CONTROL)
    case.key(Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Bold" and not copied.hasHtml()


def test_undo_in_the_field_takes_back_typing_alone(case: Hands) -> None:
    look_at(case, "E4", 1.0)
    editor = write_on(case)
    before = editor.toPlainText()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "typed")
    editor.undo()
    editor.undo()
    assert editor.toPlainText() == before
    editor.redo()
    editor.redo()
    assert editor.toPlainText() == before + "\ntyped"


def test_the_theme_may_change_while_somebody_writes(case: Hands) -> None:
    look_at(case, "E4", 1.0)
    editor = write_on(case)
    words = editor.toPlainText()
    try:
        theme.apply(case.program.app, theme.THEMES["dark"])
        case.settle()
        assert editor.writing and editor.toPlainText() == words
        shown = ink(case.page.view.grab().toImage(), editor.geometry())
        assert shown.max() > 200 and np.median(shown) < 80  # light words on a dark card
    finally:
        theme.apply(case.program.app, theme.THEMES["light"])
