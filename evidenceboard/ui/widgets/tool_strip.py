"""The strip of tools at the left edge."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.widgets.buttons import Hairline, IconButton, fill

WIDTH = 48


class ToolStrip(QWidget):
    """Buttons under each other: tools, of which one is chosen, and at the foot commands that only run."""

    tool_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Tools")
        self._buttons: dict[str, IconButton] = {}
        self._tools = QButtonGroup(self)
        self._top, self._foot = QVBoxLayout(), QVBoxLayout()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(4)
        for part in (self._top, self._foot):
            part.setSpacing(4)
        rows.addLayout(self._top)
        rows.addStretch()
        rows.addLayout(self._foot)

    def add_tool(self, key: str, icon: str, name: str, shortcut: str = "") -> IconButton:
        """Adds a tool; choosing it unchooses the others and emits `tool_chosen(key)`."""
        button = self._make(key, icon, name, shortcut)
        button.setCheckable(True)
        self._tools.addButton(button)
        self._top.addWidget(button)
        return button

    def add_command(self, key: str, icon: str, name: str, shortcut: str = "", *, foot: bool = True) -> IconButton:
        """Adds a button that stays unchosen; it emits `tool_chosen(key)`, too."""
        button = self._make(key, icon, name, shortcut)
        (self._foot if foot else self._top).addWidget(button)
        return button

    def add_separator(self) -> None:
        """Adds a short line below what there is."""
        self._top.addSpacing(4)
        self._top.addWidget(Hairline(length=24), alignment=Qt.AlignmentFlag.AlignHCenter)
        self._top.addSpacing(3)

    def set_current(self, key: str) -> None:
        """Shows a tool as the chosen one without telling anybody."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def current(self) -> str:
        """The chosen tool, "" for none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def button(self, key: str) -> IconButton:
        """The button of a tool or command."""
        return self._buttons[key]

    def _make(self, key: str, icon: str, name: str, shortcut: str) -> IconButton:
        button = IconButton(icon, f"{name}  {shortcut}".strip(), parent=self)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.tool_chosen.emit(key))
        self._buttons[key] = button
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the line to the canvas."""
        fill(self, theme.current().bar, line="hair", edge=Qt.Edge.RightEdge)
