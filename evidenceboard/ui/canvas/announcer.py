"""What a screen reader is told without asking: words of a gesture, where the focus went, that the board is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from evidenceboard.ui.canvas.accessible_board import BoardAccessible

QUIET = 200  # ms without a change after which it is told that other cards are in view

Text, Event = QAccessible.Text, QAccessible.Event


def announce(widget: QWidget, words: str) -> None:
    """Have the screen reader say something, if one listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class Announcer(QObject):
    """Says to the screen reader that the focus went elsewhere, and that the board is another now.

    It is made with the first question of a screen reader: where nobody listens, nothing is connected.
    """

    def __init__(self, board: BoardAccessible) -> None:
        super().__init__(board.view)
        self._board = board
        self._said: tuple[str | None, str, str] = (None, "", "")
        self._children: list[str] = []
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._tell_children)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_focus)
        view = board.view
        view.selection_changed.connect(self._follow_selection)
        view.content_changed.connect(self._follow_content)
        view.camera_changed.connect(self._quiet.start)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:  # after Qt has told of the canvas itself
            self._soon.start()
        return False

    def _follow_selection(self) -> None:
        if QAccessible.isActive():
            self._send(self._board, Event.SelectionWithin)
            self._tell_focus()

    def _tell_focus(self) -> None:
        """The card that is selected has the focus; with none or several the board itself."""
        board = self._board
        if not board.view.hasFocus() or not QAccessible.isActive():
            return
        current = board.current()
        self._said = (current, *self._words(current))
        self._send(board if current is None else board.record(current), Event.Focus)

    def _follow_content(self) -> None:
        self._board.drop_gone()
        self._quiet.start()
        current = self._board.current()
        if current is None or current != self._said[0] or not QAccessible.isActive():
            return
        before, self._said = self._said, (current, *self._words(current))
        if before[1] != self._said[1]:
            self._send(self._board.record(current), Event.NameChanged)
        if before[2] != self._said[2]:
            self._send(self._board.record(current), Event.DescriptionChanged)

    def _words(self, record: str | None) -> tuple[str, str]:
        if record is None:
            return "", ""
        interface = self._board.record(record)
        return interface.text(Text.Name), interface.text(Text.Description)

    def _tell_children(self) -> None:
        records = self._board.records()
        if records != self._children and QAccessible.isActive():
            self._children = list(records)
            self._send(self._board, Event.ObjectReorder)

    def _send(self, interface: QAccessibleInterface, kind: QAccessible.Event) -> None:
        QAccessible.updateAccessibility(QAccessibleEvent(interface, kind))
