"""Real mouse and keys on the real window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.app import Program
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.main_window import MainWindow
from evidenceboard.ui.plain import PlainLabel
from evidenceboard.ui.screenshot import settle

NONE, CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Hands:
    """A person at one window."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.window: MainWindow = program.new_window()
        self.window.resize(1366, 768)
        self.settle()

    @property
    def page(self) -> BoardPage:
        assert self.window.page is not None
        return self.window.page

    @property
    def board(self):  # type: ignore[no-untyped-def]
        return self.page.bridge.document.board

    def settle(self) -> None:
        settle(self.program.app, self.window)

    def middle_of(self, card: RecordId) -> QPoint:
        """The middle of a card, in view pixels."""
        return self._point(card, 0.5, 0.5)

    def dot_of(self, card: RecordId, side: int = 1) -> QPoint:
        """One of the four dots: 0 top, 1 right, 2 bottom, 3 left."""
        across, down = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))[side]
        return self._point(card, across, down)

    def corner_of(self, card: RecordId) -> QPoint:
        return self._point(card, 1.0, 1.0)

    def roundel_of(self, edge: RecordId) -> QPoint:
        geometry = self.page.view.geometry
        x, y = geometry.roundel(geometry.edge_row[edge])
        return self.page.view.map_to_view(QPointF(x, y)).toPoint()

    def _point(self, card: RecordId, across: float, down: float) -> QPoint:
        g = self.page.view.geometry
        row = g.row[card]
        return self.page.view.map_to_view(QPointF(g.x[row] + g.w[row] * across, g.y[row] + g.h[row] * down)).toPoint()

    def click(self, at: QPoint, *modifiers: Qt.KeyboardModifier) -> None:
        QTest.mouseClick(self.page.view, Qt.MouseButton.LeftButton, _both(modifiers), at)

    def double_click(self, at: QPoint) -> None:
        QTest.mouseDClick(self.page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def drag(self, start: QPoint, end: QPoint, *modifiers: Qt.KeyboardModifier) -> None:
        """Press, move in steps, let go."""
        view, keys = self.page.view, _both(modifiers)
        QTest.mouseMove(view, start)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, start)
        for step in range(1, 9):
            point = start + (end - start) * step / 8
            _move(view, point, keys)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, end)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key in whatever has the focus of the window."""
        target = QApplication.focusWidget() or self.page.view
        QTest.keyClick(target, key, _both(modifiers))

    def rest(self) -> None:
        """Do nothing until what keys have moved is a step of the history."""
        end = time.monotonic() + 5
        while self.page.hand.busy and time.monotonic() < end:
            QTest.qWait(20)
        assert not self.page.hand.busy

    def wait_for(self, done: Callable[[], bool], seconds: float = 20) -> None:
        """Let the window go on until something is so."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, "it never came to that"
            QTest.qWait(10)
        self.settle()

    def keys(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.page.view, text)

    def write(self, text: str) -> None:
        """Type into the open editor, and leave it."""
        assert self.page.writing.editor.writing
        QTest.keyClicks(self.page.writing.editor, text)
        QTest.keyClick(self.page.writing.editor, Qt.Key.Key_Escape)

    def told(self) -> str:
        """All words in the bars above the board."""
        return " | ".join(label.text() for label in self.window.messages.findChildren(PlainLabel))

    def words(self) -> list[str]:
        """All words that the window shows beside the canvas."""
        return [label.text() for label in self.window.findChildren(PlainLabel) if label.isVisible()]

    def cards(self) -> list[RecordId]:
        return list(self.board.live("card"))

    def edges(self) -> list[RecordId]:
        return list(self.board.live("edge"))

    def open(self, path: Path) -> None:
        self.program.open(path, self.window)
        self.settle()

    def save_to(self, path: Path) -> None:
        assert self.window.shown is not None
        self.window.shown.saving.save(path)
        self.settle()


def command(hands: Hands, name: str) -> None:
    """Give a command as the palette does."""
    table = hands.window.actions_table
    table.run(next(entry for entry in table.entries if entry.name == name))
    hands.settle()


def assert_kept_is_fresh(hands: Hands) -> None:
    hands.page.view.repaint()
    for _ in range(10):  # links that step back a moment after a selection begin a picture anew
        hands.settle()
        if hands.page.view.is_settled():
            break
    assert hands.page.view.is_settled()
    assert hands.page.view.kept_picture() == hands.page.view.fresh_picture()


def _both(modifiers: tuple[Qt.KeyboardModifier, ...]) -> Qt.KeyboardModifier:
    keys = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        keys |= modifier
    return keys


def _move(view, point: QPoint, keys: Qt.KeyboardModifier) -> None:  # type: ignore[no-untyped-def]
    """A mouse move with the button held, which `QTest.mouseMove` does not say."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(point),
        QPointF(view.mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        keys,
    )
    QApplication.sendEvent(view, event)
