"""The tabs of the window: which view of the board is shown, and what else of the window goes with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidenceboard.ui.actions import Entry
from evidenceboard.ui.open_board import OpenBoard
from evidenceboard.ui.view_stack import BOARD_VIEW, NAMES

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


KEYS = {name: f"Ctrl+{at}" for at, name in enumerate(NAMES, 1)}


class Tabs(QObject):
    """Keeps the row of tabs and the views of the open board together."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for name in NAMES:
            window.top.add_tab(name)
        window.top.tab_chosen.connect(self.show)

    def follow(self, shown: OpenBoard) -> None:
        """Another board is in the window."""
        shown.views.changed.connect(self.tell)

    def show(self, name: str) -> None:
        """Show a view; without a board there is but the first tab."""
        if self._window.shown is None:
            self.tell(BOARD_VIEW)
            self._window.messages.news("Open or begin a board first")
        else:
            self._window.shown.views.show_view(name)

    def to_board(self) -> None:
        """Turn to the canvas, for a command that works there."""
        if self._window.shown is not None and self._window.shown.views.view is not None:
            self._window.shown.views.show_view(BOARD_VIEW)

    def tell(self, name: str) -> None:
        """Another view is shown: the tools and the zoom belong to the canvas."""
        self._window.top.set_tab(name)
        self._window.strip.setVisible(name == BOARD_VIEW)
        self._window.status.show_zoom(name == BOARD_VIEW)

    def entries(self) -> list[Entry]:
        """A command for each view."""
        return [Entry(_command(name), "View", partial(self.show, name), (KEYS[name],)) for name in NAMES]


def _command(name: str) -> str:
    return f"{name} view" if name != BOARD_VIEW else "Board"
