"""The start page."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard.ui import theme
from evidenceboard.ui.widgets.start_overlay import CrashOffer, RecentBoard, StartOverlay
from tests.ui.widgets.hands import LEFT, buttons, compose, words


def _boards(count: int) -> list[RecentBoard]:
    names = ["Founding case", "박물관 도난 사건", "<b>Letters</b> of 1911", "Personnel\u202e matter"]
    picture = QPixmap(300, 200)
    picture.fill(theme.current().canvas)
    return [
        RecentBoard(str(at), names[at % 4], "8 January", "16 cards", picture if at % 2 else None, at == 3, at == 4)
        for at in range(count)
    ]


def test_start_page_by_mouse(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show_boards(_boards(6), [CrashOffer("c", "Harbour", "8 January", "Nothing was lost.")])
    page.show()
    for signal, widget in (
        (page.new_requested, page.ways.new),
        (page.open_requested, page.ways.open),
        (page.sample_requested, page.ways.sample),
        (page.clear_requested, page.recent.clear_button),
        (page.recover_requested, buttons(page)["Show me"]),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(widget, LEFT)
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.mouseClick(page.recent.cards()[2], LEFT)
    assert told.args == ["2"]
    assert "Harbour was not closed properly on 8 January" in words(page)


def test_start_page_by_keys(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    page.show_boards(_boards(6))
    cards = page.recent.cards()
    assert cards[0].hasFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
    assert cards[3].hasFocus()
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.keyClick(cards[3], Qt.Key.Key_Return)
    assert told.args == ["3"]
    with qtbot.waitSignal(page.forget_requested) as told:
        qtbot.keyClick(cards[3], Qt.Key.Key_Delete)
    assert told.args == ["3"]
    with qtbot.waitSignal(page.dismissed):
        qtbot.keyClick(cards[3], Qt.Key.Key_Escape)


def test_start_page_finds_a_board(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    page.show_boards(_boards(6))
    compose(page.recent.field, "도난")
    assert [card.board.key for card in page.recent.cards()] == ["1", "5"]
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.keyClick(page.recent.field, Qt.Key.Key_Return)
    assert told.args == ["1"]
    qtbot.keyClick(page.recent.field, Qt.Key.Key_Escape)
    assert len(page.recent.cards()) == 6


def test_start_page_fits_and_shows_hidden_characters(qapp: QApplication, qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    for boards in (0, 1, 7):
        page.show_boards(_boards(boards))
        for size in ((1318, 664), (800, 480), (2400, 1300)):
            window.resize(*size)
            qtbot.wait(1)
            for each in theme.THEMES.values():
                theme.apply(qapp, each)
                assert not window.grab().isNull()
            inside = page.mapTo(window, page.recent.geometry().bottomRight())
            assert window.rect().contains(inside)
    assert "‹U+202E›" in page.recent.cards()[3].accessibleName()


def test_start_page_takes_a_dropped_board(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/x/photo.jpg"), QUrl.fromLocalFile("/x/case.board")])
    event = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(page.file_dropped) as told:
        page.dropEvent(event)
    assert told.args == ["/x/case.board"]


def test_what_lies_beside_the_start_page_stays_usable(qtbot: QtBot, window: QWidget) -> None:
    class Below(QWidget):
        clicks = 0

        def mouseDoubleClickEvent(self, event: object) -> None:
            Below.clicks += 1

    below = Below(window)
    below.resize(1200, 800)
    below.show()
    page = StartOverlay(below)
    page.show()
    qtbot.mouseDClick(page, LEFT, pos=QPoint(10, 10))
    assert Below.clicks == 1
    qtbot.mouseDClick(page, LEFT, pos=QPoint(400, 60))
    assert Below.clicks == 1
