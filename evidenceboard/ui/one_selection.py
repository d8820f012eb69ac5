"""What is selected, one and the same in every view."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.board_page import BoardPage


class OneSelection(QObject):
    """The canvas holds what lies on its sheet; what was chosen elsewhere and does not lie there is known here.

    Signals:
        changed: another selection, or something of it is another now.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._elsewhere: frozenset[RecordId] = frozenset()
        self._on_canvas: frozenset[RecordId] = page.view.selection
        self._choosing = False
        page.selection_changed.connect(self._follow)

    @property
    def records(self) -> frozenset[RecordId]:
        """All that is selected."""
        return self._page.view.selection | self._elsewhere

    def choose(self, records: Iterable[RecordId]) -> None:
        """Select these, wherever they lie."""
        chosen = frozenset(records)
        cards = chosen & self._page.view.geometry.row.keys()  # all at once: there may be very many
        here = cards | {record for record in chosen - cards if self._page.holds(record)}
        self._choosing = True
        self._elsewhere = chosen - here
        self._page.view.set_selection(here)
        self._on_canvas = here
        self._choosing = False
        self.changed.emit()

    def _follow(self) -> None:
        if self._choosing:
            return
        if self._on_canvas != self._page.view.selection:  # a person chose on the canvas: that is all now
            self._on_canvas, self._elsewhere = self._page.view.selection, frozenset()
        live = self._page.bridge.document.board.is_live
        self._elsewhere = frozenset(record for record in self._elsewhere if live(record))
        self.changed.emit()
