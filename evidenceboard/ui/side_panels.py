"""What stands right of the canvas: the inspector, what needs the person or is left to do, the history,
paths, and what the standing says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflicts import ConflictsPanel
from evidenceboard.ui.panels.history import HistoryPanel
from evidenceboard.ui.panels.inspector import InspectorPanel
from evidenceboard.ui.panels.paths import PathsPanel
from evidenceboard.ui.panels.says import WHAT_IF, SaysPanel
from evidenceboard.ui.panels.then import ThenPanel
from evidenceboard.ui.panels.todo import ToDoPanel
from evidenceboard.ui.widgets.buttons import fill, push_button

WIDTH = 320


class SidePanels(QWidget):
    """One panel at a time; "needs you" shows itself only while something does."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(280)
        self.stack = QStackedWidget(self)
        self.inspector, self.conflicts = InspectorPanel(bridge, self.stack), ConflictsPanel(bridge, self.stack)
        self.history, self.todo = HistoryPanel(bridge, self.stack), ToDoPanel(bridge, self.stack)
        self.paths, self.says = PathsPanel(bridge, self.stack), SaysPanel(bridge, self.stack)
        self.then = ThenPanel(bridge, self.stack)
        self._home: QWidget = self.inspector  # what stands here of itself
        self.needs_you = push_button("", "link")
        self.needs_you.clicked.connect(self.show_conflicts)
        self.back = push_button("Back to what is selected", "link")
        self.back.clicked.connect(lambda: self._show(self._home))
        row = QHBoxLayout()
        row.setContentsMargins(11, 4, 11, 0)
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.needs_you)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        for panel in (self.inspector, self.conflicts, self.history, self.todo, self.paths, self.says, self.then):
            self.stack.addWidget(panel)
            panel.go_to.connect(self.go_to)
        self.inspector.sides_wanted.connect(lambda: self.show_says(WHAT_IF))
        self._show(self.inspector)
        self.set_attention(0)

    def finish_editing(self) -> None:
        """Keep what is being typed in a field."""
        self.inspector.finish_editing()
        self.says.finish_editing()

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Show what is selected."""
        self.inspector.show_records(list(records))
        self.says.show_records(records)
        self.then.show_records(records)

    def edit_note(self, region: RecordId) -> None:
        """Put the cursor into the note of a part of a photo."""
        self._show(self.inspector)
        self.inspector.edit_note(region)

    def edit_reason(self, edge: RecordId) -> None:
        """Put the cursor into the reason of an edge."""
        self._show(self.inspector)
        self.inspector.edit_reason(edge)

    def show_conflicts(self) -> None:
        self._show(self.conflicts)

    def show_history(self) -> None:
        self._show(self.history)

    def show_todo(self) -> None:
        self._show(self.todo)
        self.todo.list.setFocus()

    def show_says(self, page: str = "") -> None:
        """Show what the board's reasoning says; a page of it, or that which was shown last."""
        if page:
            self.says.show_page(page)
        self._show(self.says)

    def show_paths(self, card: RecordId) -> None:
        """Show how a card bears on a hypothesis."""
        self._show(self.paths)
        self.paths.show_card(card)
        self.paths.list.setFocus()

    def look_back(self, back: bool) -> None:
        """Let what a change did, and how things were after it, stand here in place of how they are."""
        home: QWidget = self.then if back else self.inspector
        if home is not self._home:
            at_home = self.stack.currentWidget() is self._home
            self._home = home
            self.back.setVisible(not (back or at_home))
            if back or at_home:
                self._show(home)

    def set_attention(self, count: int) -> None:
        """How many things need the person."""
        self.needs_you.setText(f"{count} things need you" if count > 1 else "1 thing needs you")
        self.needs_you.setVisible(count > 0)

    def _show(self, panel: QWidget) -> None:
        self.stack.setCurrentWidget(panel)
        self.back.setVisible(panel is not self._home)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the panels; the window gives the focus back to the canvas."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focused is not None:
            focused.clearFocus()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(self, theme.current().panel)
