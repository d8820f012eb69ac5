"""The one dialog for what nobody foresaw: what is safe, what happened, and where it is written down."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from evidenceboard.errors import report
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import one_line

LONGEST = 20_000  # characters of several reports

_open: list[CrashDialog] = []


class CrashDialog(QDialog):
    """Tells of an error of the program itself. A second one joins the first: there is never a stack of dialogs."""

    def __init__(self, problem: BaseException, logs: Path, parent: QWidget | None = None) -> None:
        """A dialog about `problem`; `logs` is the folder of the log."""
        super().__init__(parent)
        self.setWindowTitle("Evidence Board")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(600, 440)
        self._report = report(problem)
        self.details = QPlainTextEdit(self._report)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName("What happened, for those who mend the program")
        self.copy = push_button("Copy report", icon="copy")
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._report))
        self.go_on = push_button("Go on working", "primary")
        self.go_on.clicked.connect(self.accept)
        self.go_on.setDefault(True)
        self._lay_out(logs)
        self.go_on.setFocus()

    def _lay_out(self, logs: Path) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 22, 24, 18)
        rows.setSpacing(8)
        rows.addWidget(plain_label("Something in the program went wrong", size=15, weight=600, wrap=True))
        words = (
            "Your work is safe: every step was kept on this machine before this happened, and nothing of it is lost. "
            "You can go on. If the window behaves strangely, close it and open the board again."
        )
        rows.addWidget(plain_label(words, ink="ink2", wrap=True))
        rows.addSpacing(4)
        rows.addWidget(self.details, 1)
        said = "The report names places in the program and no word of your board. It is copied when you ask for it."
        rows.addWidget(plain_label(said, size=12, ink="ink3", wrap=True))
        rows.addWidget(plain_label(f"Log: {one_line(str(logs), 300)}", size=12, ink="ink3", wrap=True))
        rows.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch()
        row.addWidget(self.go_on)
        rows.addLayout(row)

    def open(self) -> None:
        """Shows the dialog, or adds its report to the one that is open."""
        if _open:
            _open[0].add(self._report)
            self.deleteLater()
            return
        _open.append(self)
        self.finished.connect(lambda: _open.remove(self))
        super().open()

    def add(self, text: str) -> None:
        """Adds another report, up to a length."""
        if len(self._report) + len(text) < LONGEST and text not in self._report:
            self._report += "\n" + text
            self.details.setPlainText(self._report)
