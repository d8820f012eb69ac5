"""What the window always says of its board: title, counts, zoom, what can be undone, and whether it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidenceboard.ui.open_board import OpenBoard
from evidenceboard.ui.widgets.status_bar import SaveState

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


class Readouts(QObject):
    """Keeps title bar, top row and status bar at what is shown now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def follow(self, shown: OpenBoard) -> None:
        """Keep up with a board as it changes."""
        view, bridge = shown.page.view, shown.bridge
        bridge.history_changed.connect(self._show_history)
        bridge.committed.connect(self.show_counts)
        bridge.sheet_changed.connect(self.show_counts)
        view.camera_changed.connect(lambda: self._window.status.set_zoom(view.zoom))
        shown.page.focus.changed.connect(self.show_counts)
        shown.panels.todo.count_changed.connect(self._window.status.set_todo)
        bridge.standings.assessed.connect(self._show_standing)

    def show(self) -> None:
        """Everything anew: another board is shown, or none, or it has another name."""
        window = self._window
        document = window.document
        name = (document.title or "New board") if document else ""
        window.setWindowTitle(f"{name} — Evidence Board" if name else "Evidence Board")
        self.show_counts()
        self._show_history()
        window.status.set_zoom(window.page.view.zoom if window.page else 1.0)
        window.status.set_todo(window.shown.panels.todo.count if window.shown else 0)
        self._show_standing()
        if window.shown is not None:
            window.shown.saving.show_state()
        else:
            window.status.set_saved(SaveState.NOT_YET, "")

    def show_counts(self, _event: object = None) -> None:
        """How much is on the sheet, or how much of it is shown."""
        page, status = self._window.page, self._window.status
        if page is None:
            status.set_counts("")
            return
        columns = page.sheets.now.whole
        cards, links = len(columns.cards), len(columns.edges)
        if page.sheets.then is not None:
            then = len(page.view.geometry.cards)
            of = f" of {cards:,}" if then <= cards else ""
            status.set_counts(f"Replay: {then:,}{of} card{'s' * (max(then, cards) != 1)}")
            return
        words = f"{cards:,} card{'s' * (cards != 1)} · {links:,} link{'s' * (links != 1)}"
        elsewhere = page.sheets.elsewhere()
        words += f" · {elsewhere:,} not on this sheet" if elsewhere else ""
        status.set_counts(page.focus.words(words if cards or elsewhere else "Empty board"))

    def _show_standing(self) -> None:
        standings = self._window.bridge.standings if self._window.bridge else None
        graph = standings.graph if standings is not None else None
        there = standings is not None and graph is not None and any(graph.rivals)
        self._window.status.set_standing(standings.count if standings is not None and there else None)

    def _show_history(self) -> None:
        document = self._window.document
        history = document.history if document else None
        undo = history.undo_text if history and history.can_undo else None
        self._window.top.set_history(undo, history.redo_text if history and history.can_redo else None)
