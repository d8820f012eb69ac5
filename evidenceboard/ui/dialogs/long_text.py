"""A text that is too long to be written on its card, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.dialogs.dialog_parts import foot, rows_of
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button

LONG_WORD = 1_000  # characters: a paragraph with such a word breaks anywhere, for Qt takes minutes to break it well


class LongTextDialog(QDialog):
    """Shows all of a text; it is written only when a person says so.

    Signals:
        written: the text as it is to be from now on.
    """

    written = Signal(str)

    def __init__(self, text: str, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Text of the card")
        self.resize(720, 560)
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Text of the card: the first line is its title")
        self.field.setFont(theme.interface_font(13))
        self.field.setWordWrapMode(_wrapping(text))
        self.field.setPlainText(text)
        self.field.setReadOnly(read_only)
        self.keep = push_button("Keep", "primary")
        self.keep.setEnabled(not read_only)
        self.keep.clicked.connect(self._keep)
        cancel = push_button("Close" if read_only else "Cancel")
        cancel.clicked.connect(self.reject)
        words = plain_label(f"{len(text):,} characters: too long to be written on the card", ink="ink2", wrap=True)
        words.setContentsMargins(20, 14, 20, 12)
        rows = rows_of(self)
        for widget in (words, Hairline(), self.field, Hairline()):
            rows.addWidget(widget, 1 if widget is self.field else 0)
        rows.addLayout(foot(cancel, self.keep))

    def _keep(self) -> None:
        self.accept()
        self.written.emit(self.field.toPlainText())


def _wrapping(text: str) -> QTextOption.WrapMode:
    longest = max(map(len, text.split()), default=0)
    return QTextOption.WrapMode.WrapAnywhere if longest > LONG_WORD else QTextOption.WrapMode.WordWrap
