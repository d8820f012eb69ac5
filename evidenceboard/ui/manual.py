"""The manual in a window of its own: our own Markdown, shown as plain text with headings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from evidenceboard import paths
from evidenceboard.ui import theme


class Manual(QDialog):
    """Shows ``resources/help/index.md``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Manual")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 640)
        text = QPlainTextEdit(self)
        text.setReadOnly(True)
        text.setAccessibleName("Manual")
        text.setFont(theme.interface_font(13, 400))
        text.setPlainText((paths.resources() / "help" / "index.md").read_text(encoding="utf-8"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(text)


def show_manual(parent: QWidget | None = None) -> None:
    """Open the manual."""
    Manual(parent).show()
