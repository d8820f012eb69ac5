"""Text in place: one plain text field that lies over the card while it is written on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from evidenceboard.ui import theme

REST_MS = 500  # of rest after which what was typed is kept as a draft


class CardEditor(QPlainTextEdit):
    """Writes on a card: the first line is its title, the rest its text.

    Leaving the field in any way (Esc, Ctrl+Enter, a click elsewhere) keeps what was typed.

    Signals:
        rested: the text, after half a second without a key.
        left: the text, once.
    """

    rested = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Text of the card: the first line is its title")
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(self.toPlainText()))
        self.textChanged.connect(self._rest.start)
        self.hide()

    @property
    def writing(self) -> bool:
        """Whether it is open."""
        return not self.isHidden()

    def open_over(self, rect: QRectF, text: str, zoom: float) -> None:
        """Lie over ``rect`` (of the parent) with this text, all of it selected."""
        colours = theme.current()
        pixels = max(12, round(13 * zoom))
        self.setFont(theme.interface_font(pixels, 500))
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {colours.card.name()}; color: {colours.ink.name()};"
            f" border: 2px solid {colours.accent.name()}; border-radius: 8px; padding: 6px 8px; }}"
        )
        self.setGeometry(rect.toAlignedRect())
        self.setPlainText(text)
        self._rest.stop()
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close, and say what was written."""
        if self.writing:
            self._rest.stop()
            text = self.toPlainText()
            self.hide()
            if (below := self.parentWidget()) is not None:
                below.setFocus(Qt.FocusReason.OtherFocusReason)
            self.left.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and control):
            self.leave()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave()


def split_text(text: str) -> tuple[str, str]:
    """Title and text of what was typed on a card."""
    title, _, rest = text.strip("\n").partition("\n")
    return title.strip(), rest.strip("\n")
