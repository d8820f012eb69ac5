"""What dialogs are made of that show a list, or scroll."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.ui import theme


def record_list(name: str, padding: int, tabular: bool = False) -> QListWidget:
    """A list of records.

    Args:
        name: what a screen reader calls it.
        padding: px above and below the words of an item.
        tabular: whether digits stand below one another.
    """
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFont(theme.interface_font(13, tabular=tabular))
    made.setStyleSheet(f"QListWidget::item {{ padding: {padding}px 16px; }}")
    return made


def rows_of(dialog: QDialog) -> QVBoxLayout:
    """The rows of a dialog, without a margin: each brings its own."""
    rows = QVBoxLayout(dialog)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    return rows


def foot(*buttons: QPushButton) -> QHBoxLayout:
    """The last row: buttons at its right end, the one that does it last."""
    row = QHBoxLayout()
    row.setContentsMargins(20, 12, 20, 14)
    row.setSpacing(8)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row


def scrolled(content: QWidget) -> QScrollArea:
    """What scrolls down over the ground of the dialog."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
