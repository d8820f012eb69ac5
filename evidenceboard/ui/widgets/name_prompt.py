"""Asks once who is at work, so that changes can bear a name."""

from __future__ import annotations

import getpass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evidenceboard.ui.plain import PlainDialog, plain_label
from evidenceboard.ui.widgets.buttons import push_button


def system_name() -> str:
    """The name of the system's user; "Analyst" where the system knows none."""
    try:
        return getpass.getuser() or "Analyst"
    except (OSError, KeyError, ImportError):  # what getpass raises differs between versions and systems
        return "Analyst"


class NamePrompt(PlainDialog):
    """One field with a name to start from; closing it takes that name."""

    def __init__(self, suggested: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Your name", 400)
        self._suggested = suggested
        self.field = QLineEdit(suggested, self)
        self.field.setMaxLength(120)
        self.field.setAccessibleName("Your name")
        self.field.selectAll()
        go = push_button("Start", "primary", parent=self)
        go.setDefault(True)
        go.clicked.connect(self.accept)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 22, 24, 20)
        rows.setSpacing(8)
        rows.addWidget(plain_label("What is your name?", size=15, weight=600, wrap=True, parent=self))
        text = "It stands beside your changes, for everybody who gets the board. The preferences can change it."
        rows.addWidget(plain_label(text, ink="ink2", wrap=True, parent=self))
        rows.addSpacing(4)
        rows.addWidget(self.field)
        rows.addSpacing(8)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(go)
        rows.addLayout(foot)

    def name(self) -> str:
        """The name that was given; what was suggested where the field was left empty."""
        return self.field.text().strip() or self._suggested


def ask_name(parent: QWidget | None, suggested: str = "") -> str:
    """Asks and waits.

    Args:
        suggested: What stands in the field; the system user's name if empty.
    """
    dialog = NamePrompt(suggested or system_name(), parent)
    dialog.exec()
    name = dialog.name()
    dialog.deleteLater()
    return name
