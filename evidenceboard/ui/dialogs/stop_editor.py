"""Name and note of one stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from evidenceboard.model.commands import set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import plain_label

_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class StopEditor(QWidget):
    """Two fields; leaving one keeps what was typed, as one step."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._stop: RecordId | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the stop")
        self.name.setPlaceholderText("What this stop is about")
        self.note = QPlainTextEdit()
        self.note.setAccessibleName("Note for the presenter")
        self.note.setPlaceholderText("What you want to say here")
        self.note.setTabChangesFocus(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(plain_label("Name", size=12, ink="ink2"))
        rows.addWidget(self.name)
        rows.addSpacing(8)
        rows.addWidget(plain_label("Note for the presenter", size=12, ink="ink2"))
        rows.addWidget(self.note, 1)
        self.name.returnPressed.connect(self.leave)
        for field in (self.name, self.note):
            field.installEventFilter(self)

    def show_stop(self, stop: RecordId) -> None:
        """Shows a stop, but never over what is being typed."""
        board = self._bridge.document.board
        same, self._stop = stop == self._stop, stop
        name, note = board.value(stop, "name") or "", board.value(stop, "note") or ""
        if not (same and self.name.hasFocus()) and self.name.text() != name:
            self.name.setText(name)
        if not (same and self.note.hasFocus()) and self.note.toPlainText() != note:
            self.note.setPlainText(note)
        for field in (self.name, self.note):
            field.setReadOnly(self._bridge.document.read_only)

    def begin(self) -> None:
        """Puts the cursor into the name, all of it selected."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def leave(self) -> None:
        """Keeps what was typed."""
        stop = self._stop
        board = self._bridge.document.board
        if stop is None or not board.is_live(stop) or self._bridge.document.read_only:
            return
        typed = {"name": " ".join(self.name.text().split()), "note": self.note.toPlainText().rstrip()}
        known = {field: str(board.value(stop, field) or "").rstrip() for field in typed}
        new = {field: text or None for field, text in typed.items() if text != known[field]}
        if new:
            label = "Rename a stop" if list(new) == ["name"] else "Change the note of a stop"
            self._bridge.attempt(lambda: set_fields(stop, new, label))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving a field by any way but a menu or another window keeps it."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _PASSING:
            self.leave()
        return False
