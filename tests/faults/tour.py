"""A walk through the window past every place that shows words of a board."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.journeys.hands import Hands, command

LONGEST = 20.0  # seconds of this process for one stop of the walk: a text that is read as markup takes for ever
MOST = 12  # records of a kind that are selected one by one


class Tour:
    """Goes from place to place; `stops` counts them."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.stops = 0

    def walk(self) -> None:
        """Past everything."""
        self.canvas()
        self.inspector()
        self.panels()
        self.views()
        self.search()
        self.tips(self.hands.window)

    def _stop(self, there: Callable[[], object]) -> None:
        begun = time.process_time()
        there()
        self.hands.settle()
        assert time.process_time() - begun < LONGEST, "the window stood still"
        self.stops += 1

    def canvas(self) -> None:
        view = self.hands.page.view
        self._stop(view.fit)
        for factor in (0.05, 30.0, 4.0):
            self._stop(lambda factor=factor: view.zoom_at(view.rect().center().toPointF(), factor))
            self._stop(view.grab)
        self._stop(view.fit)

    def inspector(self) -> None:
        page = self.hands.page
        for kind in ("card", "edge", "frame", "region"):
            for record in list(self.hands.board.live(kind))[:MOST]:
                self._stop(lambda record=record: page.view.set_selection(frozenset((record,))))
                self._stop(self.hands.window.grab)
        everything = frozenset(self.hands.page.view.geometry.cards)
        self._stop(lambda: page.view.set_selection(everything))
        self._stop(lambda: page.view.set_selection(frozenset()))

    def panels(self) -> None:
        for name in ("History", "What needs you"):
            self._stop(lambda name=name: command(self.hands, name))
            self._stop(self.hands.window.grab)

    def views(self) -> None:
        for name in ("Table view", "Timeline view"):
            self._stop(lambda name=name: command(self.hands, name))
            self._stop(self.hands.window.grab)
        self._stop(self.hands.window.tabs.to_board)

    def search(self) -> None:
        window = self.hands.window
        self._stop(window.open_palette)
        for words in ("<", "a", "."):  # such as keys can type
            self._stop(lambda words=words: QTest.keyClicks(QApplication.focusWidget() or window, words))
        self._stop(window.grab)
        self._stop(window.palette_popup.hide)
        self._stop(window.open_find)
        self._stop(lambda: QTest.keyClicks(QApplication.focusWidget() or window, "table"))

    def tips(self, widget: QWidget) -> None:
        """Rest the pointer on everything that has a tooltip."""
        for each in widget.findChildren(QWidget):
            if each.isVisible() and each.property("plain_tip"):
                at = QPoint(3, 3)
                event = QHelpEvent(QEvent.Type.ToolTip, at, each.mapToGlobal(at))
                QApplication.sendEvent(each, event)
        self._stop(lambda: None)

    def dialogs(self) -> list[QDialog]:
        """Those that are open."""
        widgets = QApplication.topLevelWidgets()
        return [each for each in widgets if isinstance(each, QDialog) and each.isVisible()]


_opened: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _opened is not None and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.exec"):
        _opened.append(f"{event} {arguments[0]}")


sys.addaudithook(_hear)  # such a hook cannot be taken away again, so there is one for all tests


@contextmanager
def watched() -> Iterator[list[str]]:
    """What Python opens meanwhile: files, sockets, programs. Qt's own reading of files is seen by `reads_of`."""
    global _opened
    _opened = found = []
    try:
        yield found
    finally:
        _opened = None
