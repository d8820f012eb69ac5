"""A person at the real window with keys alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.canvas.tools.link import LinkTool
from tests.journeys.hands import CONTROL, NONE, Hands

Key = Qt.Key


@dataclass
class Keyboard:
    """A person without a pointer. What is found out by looking or hearing is read from what the window shows."""

    hands: Hands

    def press(self, key: Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.hands.key(key, *modifiers)
        QApplication.processEvents()
        window = self.hands.window
        if not window.isActiveWindow() and QApplication.activePopupWidget() is None:
            window.activateWindow()  # a desktop does so when a popup closes; the platform without a screen does not
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Into whatever has the focus; it must be a field by itself."""
        widget = QApplication.focusWidget()
        assert widget is not None and widget is not self.hands.page.view
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(widget, sign)
            else:  # QTest knows no others
                QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))

    def titled(self, title: str) -> RecordId:
        board = self.hands.board
        return next(card for card in board.live("card") if board.value(card, "title") == title)

    def select(self, card: RecordId) -> None:
        view = self.hands.page.view
        for _ in range(40):
            if view.selection == {card}:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("Tab does not come to the card")

    def write(self, title: str, key: Key) -> RecordId:
        self.press(key)
        self.type(title)
        self.press(Key.Key_Escape)
        return self.titled(title)

    def paste_photo(self, title: str) -> RecordId:
        picture = QImage(60, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor("teal"))
        QGuiApplication.clipboard().setImage(picture)
        before = len(self.hands.cards())
        self.press(Key.Key_V, CONTROL)
        self.hands.wait_for(lambda: len(self.hands.cards()) > before)  # it is taken in beside the window
        self.press(Key.Key_Return)
        self.press(Key.Key_A, CONTROL)
        self.type(title)
        self.press(Key.Key_Escape)
        return self.titled(title)

    def link(self, tail: RecordId, head: RecordId, kind: str, strength: str) -> None:
        """From a card to a card, or onto a link."""
        board = self.hands.board
        self.select(tail)
        self.press(Key.Key_E)
        tool = self.hands.page.hand.tool
        assert isinstance(tool, LinkTool)
        if kind_of(head) == "card":
            self._aim_at_card(tool, head)
        else:
            self._aim_at_card(tool, board.value(head, "to"))
            self._aim_at_link(tool, head)
        self.press(Key.Key_Minus if kind == "contradict" else Key.Key_Plus)
        self.press(Key.Key_2 if strength == "strong" else Key.Key_1)
        self.press(Key.Key_Return)

    def _aim_at_card(self, tool: LinkTool, card: RecordId) -> None:
        """Arrows towards it while they lead there, then Tab."""
        geometry = self.hands.page.view.geometry
        for _ in range(8):
            if tool._target == card:
                return
            row, here = geometry.row[card], geometry.row[tool._card]
            down, across = geometry.y[row] - geometry.y[here], geometry.x[row] - geometry.x[here]
            vertical = abs(down) >= abs(across)
            self.press((Key.Key_Down if down > 0 else Key.Key_Up) if vertical else
                       (Key.Key_Right if across > 0 else Key.Key_Left))  # fmt: skip
        for _ in range(20):
            if tool._target == card:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("neither the arrows nor Tab come to the card")

    def _aim_at_link(self, tool: LinkTool, edge: RecordId) -> None:
        for _ in range(12):
            if tool._target == edge:
                assert "undercuts" in tool._words()
                return
            self.press(Key.Key_L)
        raise AssertionError("L does not come to the link")

    def go_to(self, name: str) -> None:
        """From the canvas into a field of the inspector: F6, which goes to where one was last, then Tab or back."""
        assert self.hands.window.shown is not None
        panels = self.hands.window.shown.panels
        for key in (Key.Key_Tab, Key.Key_Backtab):
            self.press(Key.Key_F6)
            assert panels.isAncestorOf(QApplication.focusWidget())
            while (focused := QApplication.focusWidget()) is not None and panels.isAncestorOf(focused):
                if name in (focused.accessibleName(), focused.parentWidget().accessibleName()):
                    return
                self.press(key)
            self.hands.page.view.setFocus()
        raise AssertionError(f"Tab does not come to “{name}”")

    def home(self) -> None:
        if QApplication.focusWidget() is not self.hands.page.view:
            self.press(Key.Key_Escape)
        assert QApplication.focusWidget() is self.hands.page.view


def keyed(hands: Hands, key: str) -> RecordId:
    return next(r for r in [*hands.cards(), *hands.edges()] if hands.board.value(r, "key") == key)
