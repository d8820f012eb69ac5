"""F6 goes from part to part of the window: canvas, inspector, messages, top row, tools, status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


class Regions(QObject):
    """Knows the parts, and in each of them where the focus was last.

    A field that is left by Enter or Esc lets go of the focus; it goes back to the canvas then, so that no key is
    ever said into the void.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._last: dict[QWidget, QWidget] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # Not `QTimer.singleShot`: where its context goes first, it never lets go of what it would have called.
        self._catching = QTimer(self, singleShot=True, interval=0)
        self._catching.timeout.connect(self._catch)
        app.focusChanged.connect(self._follow)

    def go(self, by: int) -> None:
        """Put the focus into the next part, or the one before."""
        parts = [part for part in self._parts() if part.isVisible()]
        focused = QApplication.focusWidget()
        at = next((n for n, part in enumerate(parts) if _holds(part, focused)), None)
        if at is None:
            self.home()
            return
        for step in range(1, len(parts)):
            target = self._entry(parts[(at + by * step) % len(parts)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def home(self) -> None:
        """Put the focus on the canvas, or on the start page."""
        parts = self._parts()
        target = self._entry(parts[0])
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self) -> list[QWidget]:
        window = self._window
        shown = window.shown
        board = [shown.views, shown.filter_bar, shown.panels] if shown else [window.empty]
        return [*board, window.messages, window.top, window.strip, window.status]

    def _entry(self, part: QWidget) -> QWidget | None:
        if self._window.shown is not None and part is self._window.shown.views:
            return self._window.shown.views.entry
        last = self._last.get(part)
        if last is not None and Shiboken.isValid(last) and _can_take(last) and _holds(part, last):
            return last
        return next(_focusable(part), None)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if not Shiboken.isValid(self._window):  # it is being taken down
            return
        if new is None and old is not None and self._window.isAncestorOf(old):
            self._catching.start()
        for part in self._parts() if new is not None else ():
            if _holds(part, new) and new is not None:
                self._last[part] = new

    def _catch(self) -> None:
        if QApplication.focusWidget() is None and self._window.isActiveWindow():
            self.home()


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (part is widget or part.isAncestorOf(widget))


def _can_take(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _focusable(part: QWidget) -> Iterator[QWidget]:
    """What takes the focus in a part, in the order in which Tab reaches it."""
    widget = part.nextInFocusChain()
    first = widget
    while widget is not None:
        if _holds(part, widget) and _can_take(widget):
            yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return
