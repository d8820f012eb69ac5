"""What came of writing many cells: a headline, and what could not be read, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import IconButton, fill

LINE = 17  # px
MOST = 6  # lines that are seen at once


class Notice(QWidget):
    """A band above the rows; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = plain_label("", size=12, weight=600, parent=self)
        self.lines = QPlainTextEdit(self)
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName("What could not be read")
        self.lines.setTabChangesFocus(True)
        self.close_button = IconButton("close", "Close", side=24, parent=self)
        self.close_button.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.addWidget(self.headline, 1)
        head.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 6, 12, 8)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self.lines)
        self.hide()

    def tell(self, headline: str, lines: Sequence[str]) -> None:
        """Say what happened; where all went well nothing is left standing."""
        self.setVisible(bool(lines))
        self.headline.setText(headline)
        self.lines.setPlainText("\n".join(lines))
        self.lines.setFixedHeight(min(len(lines), MOST) * LINE + 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().warnbg, line="hair")
