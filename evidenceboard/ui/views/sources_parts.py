"""What the view of sources is set from: lists, headings, parts above one another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.views.sources_rows import LookDelegate, Rows


class Letters(QObject):
    """Lets a letter look for a row in a list, instead of making a card."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A plain letter is no shortcut of the window here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.text().strip() and event.text().isprintable():
                event.accept()
                return True
        return False


def record_list(rows: Rows, name: str, lines: int) -> QListView:
    """A list of records with so many lines below the first."""
    made = QListView()
    made.setModel(rows)
    made.setItemDelegate(LookDelegate(lines, made))
    made.setUniformItemSizes(True)
    made.setAccessibleName(name)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    made.installEventFilter(Letters(made))
    rows.setParent(made)
    return made


def one_above_the_other(first: QWidget, second: QWidget, share: int = 50) -> QSplitter:
    """Two parts with a border that can be moved; the first has so many of a hundred parts of the height."""
    made = QSplitter(Qt.Orientation.Vertical)
    made.addWidget(first)
    made.addWidget(second)
    made.setChildrenCollapsible(False)
    made.setSizes([6 * share, 600 - 6 * share])
    return made


def heading(words: str, *parts: QWidget) -> QHBoxLayout:
    """What stands above a part: words, the rest at the right end."""
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 16, 4)
    if words:
        row.addWidget(plain_label(words, size=11, weight=600, ink="ink3"))
    for part in parts:
        row.addWidget(part)
        if part is parts[0]:
            row.addStretch()
    return row


def column(head: QHBoxLayout, body: QWidget, foot: QWidget | None = None) -> QWidget:
    """A part: its head, its body, and what stands below it."""
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addLayout(head)
    rows.addWidget(body, 1)
    if foot is not None:
        rows.addWidget(foot)
    return made
