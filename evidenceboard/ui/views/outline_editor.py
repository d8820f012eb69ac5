"""Words of the outline, written where they stand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.label import wrap_text
from evidenceboard.ui.plain import PlainWriting

REST_MS = 500  # without a key, after which what was typed is kept as a draft
HIGHEST = 220  # px
LONGEST = 20_000  # characters; a longer text is written in the inspector
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class OutlineEditor(PlainWriting):
    """Lies over one field of one row.

    Esc and Enter leave it, and so does a click elsewhere; what was typed is kept. Tab goes on to the next field.

    Signals:
        left: what was typed, and the key that ended it.
        rested: the text, after half a second without a key.
    """

    left = Signal(str, int)
    rested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.writing = False
        self._lines = False
        self._room = QRectF()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(self.toPlainText()))
        self.textChanged.connect(self._typed)
        self.hide()

    def open_over(self, rect: QRectF, text: str, font: QFont, name: str, lines: bool) -> None:
        """Lie over a rectangle of the parent; with `lines`, Shift+Enter begins a new one."""
        active = theme.current()
        self.setStyleSheet(
            f"QTextEdit {{ border: 2px solid {active.accent.name()}; border-radius: 4px; padding: 0 2px;"
            f" background: {active.field.name()}; color: {active.ink.name()}; }}"
        )
        upright = QFont(font)
        upright.setItalic(False)
        self.setFont(upright)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.document().setDocumentMargin(1)
        self._lines, self._room = lines, rect.adjusted(-6, -4, 6, 4)
        self.setPlainText(text)
        self.writing = True
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        self._rest.stop()

    def leave(self, key: int = 0) -> None:
        """Close it, and tell what was typed."""
        if self.writing:
            self.writing = False
            self._rest.stop()
            text = self.toPlainText()
            self.hide()
            self.left.emit(text, key)

    def _typed(self) -> None:
        if self.writing:
            self._rest.start()
            self._fit()

    def _fit(self) -> None:
        width = round(self._room.width())
        parts = self.toPlainText().split("\n")
        lines = sum(len(wrap_text(part, self.font(), width - 14)) for part in parts)
        wanted = lines * QFontMetrics(self.font()).lineSpacing() + 8
        self.setGeometry(
            round(self._room.left()), round(self._room.top()), width,
            max(round(self._room.height()), min(wanted, HIGHEST)),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and Esc leave."""
        key = Qt.Key(event.key())
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        newline = self._lines and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or (enter and not newline):
            self.leave(event.key())
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere keeps what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self.leave()
        elif self._rest.isActive():
            self._rest.stop()
            self.rested.emit(self.toPlainText())
