"""The strip below the matrix: what the current cell says, its rating, and the reason of its link."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evidenceboard.model.commands import set_edges
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.views import matrix_words as words
from evidenceboard.ui.views.matrix_editing import RATINGS
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl

LONGEST_REASON = 2_000


class MatrixStrip(QWidget):
    """Shown while there is a current cell.

    Signals:
        rated: the current cell should say this, -2 to 2.
        opened: the current cell should be shown on the board.
        left: the cells should have the focus again.
    """

    rated = Signal(int)
    opened = Signal()
    left = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._edge: RecordId | None = None
        self.said = plain_label("", size=12, ink="ink2", elide=True)
        self.rating = SegmentedControl(tuple(RATINGS), "What the cell says")
        self.rating.explain({letters: said.capitalize() for letters, said in words.MEANINGS.items()})
        self.rating.setFixedWidth(220)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("Why? One line is enough")
        self.reason.setAccessibleName("Reason of the link")
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.installEventFilter(self)
        self.go = push_button("Show on the board", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.rating)
        row.addWidget(self.said, 3)
        row.addWidget(self.reason, 2)
        row.addWidget(self.go)
        self.rating.chosen.connect(lambda letters: self.rated.emit(RATINGS[letters]))
        self.reason.editingFinished.connect(self.keep_reason)
        self.go.clicked.connect(self.opened)

    def show_cell(self, letters: str, said: str, edge: RecordId | None) -> None:
        """Show a cell: its letters, itself in words, and its link where it has one."""
        writable = not self._bridge.document.read_only
        self.said.setText(said)
        self.rating.set_value(letters)
        self.rating.setEnabled(writable)
        self._edge = edge
        self.reason.setText(self._kept())
        self.reason.setEnabled(edge is not None and writable)
        self.go.setText("Show on the board" if edge is not None else "Show the item")

    def write_reason(self) -> None:
        """Put the cursor into the reason."""
        if self.reason.isEnabled() and self.isVisible():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reason.selectAll()

    def keep_reason(self) -> None:
        """What was typed becomes the reason of the link."""
        edge, text = self._edge, self.reason.text().strip()
        if edge is not None and text != self._kept() and self._bridge.document.board.is_live(edge):
            self._bridge.commit(set_edges([edge], reason=text or None))

    def _kept(self) -> str:
        value = self._bridge.document.board.value(self._edge, "reason") if self._edge is not None else None
        return str(value or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps a reason, Esc leaves it as it was; both go back to the cells."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.reason.setText(self._kept())
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
