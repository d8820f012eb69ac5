"""What every view beside the canvas has in common."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.widgets.buttons import fill


class View(QWidget):
    """One view of the document of a bridge, live and editable.

    While it is hidden it costs nothing: what was touched and what is selected is only noted, and taken in when it
    is shown again. A view overrides `follow`, `mark` and, unless it follows the standing alone, `look_back`. What it
    shows it reads through `bridge.reading`.

    Signals:
        selected: a frozenset of the records that a person chose here.
        go_to: a record that should be shown on the canvas.
        asked: the name of a command that the window should give.
        lit: the cards that it picks out of all, for the canvas to dim the rest, and by what, in words; None where it
            picks none.
    """

    selected = Signal(object)
    go_to = Signal(str)
    asked = Signal(str)
    lit = Signal(object, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.chosen: frozenset[RecordId] = frozenset()
        self._missed: set[RecordId] = set()
        self._looked_at = bridge.reading
        bridge.committed.connect(self._tell)
        bridge.looked_back.connect(self._turn_to_moment)

    def follow(self, records: frozenset[RecordId]) -> None:
        """Show these records, which were touched by whoever it was, as the board has them now."""

    def look_back(self) -> None:
        """Another moment of the board is looked at: read anew what is shown."""

    def mark(self, records: frozenset[RecordId]) -> None:
        """Show that these are selected, as far as they are seen here; `selected` is not emitted."""

    def reveal(self, record: RecordId) -> bool:
        """Bring a record into view; False where it is not seen here."""
        return False

    def open_filter(self) -> bool:
        """Put the cursor into what finds here; False where the canvas should look instead."""
        return False

    def narrow(self, pick: Pick | None) -> None:
        """Show only what a filter finds; None shows everything. For a view that lists."""

    def finish_editing(self) -> None:
        """Keep what is being typed: the board is about to be saved, or the view to be left."""

    def end_brush(self) -> bool:
        """Pick out no cards any more; whether it did."""
        return False

    def select(self, records: Iterable[RecordId]) -> None:
        """These are selected, here or in another view."""
        chosen = frozenset(records)
        if chosen != self.chosen:
            self.chosen = chosen
            if self.isVisible():
                self.mark(chosen)

    def choose(self, records: Iterable[RecordId]) -> None:
        """A person chose these here: for a view to call."""
        chosen = frozenset(records)
        if chosen != self.chosen:
            self.chosen = chosen
            self.selected.emit(chosen)

    def _tell(self, event: Committed) -> None:
        if self.isVisible():
            self.follow(event.records)
        else:
            self._missed |= event.records

    def _turn_to_moment(self) -> None:
        if self.isVisible() and self._looked_at is not self.bridge.reading:
            self._looked_at = self.bridge.reading
            self.look_back()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed is taken in before anything is painted."""
        super().showEvent(event)
        self._turn_to_moment()
        missed, self._missed = frozenset(self._missed), set()
        if missed:
            self.follow(missed)
        self.mark(self.chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
