"""Where a statement is taken apart: its words as they were said, and below them one claim in each line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from evidenceboard.model.splitting import MOST
from evidenceboard.ui import theme
from evidenceboard.ui.plain import PlainDialog, plain_label
from evidenceboard.ui.widgets.buttons import push_button

WIDTH, GUTTER = 560, 28  # px
SAID, CLAIMS = 110, 190  # px high


class Lines(QPlainTextEdit):
    """A text of which every line has its number at the left."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.interface_font(13))
        self.setViewportMargins(GUTTER, 0, 0, 0)
        self._numbers = _Numbers(self)
        self.updateRequest.connect(lambda _rect, _dy: self._numbers.update())

    def claims(self) -> list[str]:
        """The lines that say something."""
        return [" ".join(line.split()) for line in self.toPlainText().split("\n") if line.strip()]

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """The numbers stand at the left edge."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), GUTTER, inside.height()))

    def paint_numbers(self, painter: QPainter) -> None:
        """Draws the number of every line that is seen."""
        painter.setFont(theme.interface_font(11, 600, tabular=True))
        painter.setPen(theme.current().ink3)
        block, number = self.firstVisibleBlock(), 0
        for _ in range(block.blockNumber()):
            number += 1
        while block.isValid():
            number += 1
            rect = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if rect.top() > self.height():
                break
            if block.text().strip():
                where = QRect(0, round(rect.top()), GUTTER - 6, self.fontMetrics().height() + 1)
                painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            block = block.next()


class _Numbers(QWidget):
    """The room of the numbers."""

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._lines = lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws them."""
        with QPainter(self) as painter:
            self._lines.paint_numbers(painter)


class SplitDialog(PlainDialog):
    """Marks the claims of a statement.

    Signals:
        wanted: the claims, when the person is done.
    """

    wanted = Signal(list)

    def __init__(self, words: str, parts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, "Split into claims", WIDTH)
        self.said = QPlainTextEdit(words)
        self.said.setReadOnly(True)
        self.said.setAccessibleName("What was said")
        self.said.setFont(theme.interface_font(13))
        self.said.setFixedHeight(SAID)
        self.said.setTabChangesFocus(True)
        self.lines = Lines()
        self.lines.setPlainText("\n".join(parts))
        self.lines.setAccessibleName("Claims, one in each line")
        self.lines.setFixedHeight(CLAIMS)
        self.lines.setTabChangesFocus(True)
        self.piece = push_button("Make a claim of this", "link")
        self.again = push_button("Sentences and clauses", "link")
        self.done_button = push_button("", "primary")
        self.done_button.setDefault(True)
        self._parts = list(parts)
        self._lay_out()
        self._connect()
        self._count()
        self.lines.setFocus()
        self.lines.moveCursor(QTextCursor.MoveOperation.Start)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 18)
        rows.setSpacing(6)
        rows.addWidget(_head("What was said", self.piece))
        rows.addWidget(self.said)
        rows.addSpacing(8)
        rows.addWidget(_head("Claims, one in each line", self.again))
        rows.addWidget(self.lines)
        rows.addWidget(
            plain_label(
                "Each keeps source, dates, grade and this quote, and derives from the statement: one origin.",
                size=12,
                ink="ink3",
                wrap=True,
            )  # fmt: skip
        )
        rows.addSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        cancel = push_button("Cancel")
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addWidget(self.done_button)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.said.selectionChanged.connect(self._offer)
        self.lines.textChanged.connect(self._count)
        self.piece.clicked.connect(self._take_piece)
        self.again.clicked.connect(lambda: self.lines.setPlainText("\n".join(self._parts)))
        self.done_button.clicked.connect(self._finish)
        self._offer()

    def _offer(self) -> None:
        self.piece.setEnabled(self.said.textCursor().hasSelection())

    def _take_piece(self) -> None:
        """What is selected above becomes one more line."""
        words = " ".join(self.said.textCursor().selection().toPlainText().split())
        if words:
            self.lines.setPlainText("\n".join([*self.lines.claims(), words]))
            self.lines.moveCursor(QTextCursor.MoveOperation.End)

    def _count(self) -> None:
        number = len(self.lines.claims())
        words = {0: "No claim yet", 1: "Make 1 claim"}.get(number, f"Split into {number} claims")
        self.done_button.setText(words if number <= MOST else f"At most {MOST} claims")
        self.done_button.setEnabled(0 < number <= MOST)

    def _finish(self) -> None:
        self.wanted.emit(self.lines.claims())
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is done: Enter begins a new line."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.done_button.isEnabled():
                self._finish()
            return
        super().keyPressEvent(event)


def _head(words: str, button: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(plain_label(words, size=12, weight=600, ink="ink2"), 1)
    row.addWidget(button)
    return line
