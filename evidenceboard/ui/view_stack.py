"""The views of one board, of which one is shown: the canvas, and those that are made when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.views.view import View


def _matrix(bridge: Bridge) -> View:
    from evidenceboard.ui.views.matrix import MatrixView

    return MatrixView(bridge)


def _table(bridge: Bridge) -> View:
    from evidenceboard.ui.views.table import TableView

    return TableView(bridge)


def _timeline(bridge: Bridge) -> View:
    from evidenceboard.ui.views.timeline import TimelineView

    return TimelineView(bridge)


def _outline(bridge: Bridge) -> View:
    from evidenceboard.ui.views.outline import OutlineView

    return OutlineView(bridge)


def _sources(bridge: Bridge) -> View:
    from evidenceboard.ui.views.sources import SourcesView

    return SourcesView(bridge)


BOARD_VIEW = "Board"
# In the order of the tabs, after the board. Loaded when first looked at: together they would cost every start 20 ms.
VIEWS: dict[str, Callable[[Bridge], View]] = {
    "Matrix": _matrix,
    "Timeline": _timeline,
    "Table": _table,
    "Outline": _outline,
    "Sources": _sources,
}
NAMES = (BOARD_VIEW, *VIEWS)


class ViewStack(QStackedWidget):
    """The views of the document of a bridge.

    Args:
        board: the widget with the canvas.
        canvas: what has the focus in it.

    Signals:
        changed: another view is shown: its name.
        selected: a frozenset of the records that a person chose in a view beside the canvas.
        go_to: a record that should be shown on the canvas.
        asked: the name of a command that the window should give.
        lit: the cards that a view picks out of all, and by what, in words; None where it picks none.
    """

    changed = Signal(str)
    selected = Signal(object)
    go_to = Signal(str)
    asked = Signal(str)
    lit = Signal(object, str)

    def __init__(self, bridge: Bridge, board: QWidget, canvas: QWidget) -> None:
        super().__init__()
        self._bridge = bridge
        self._canvas = canvas
        self._board = board
        self._made: dict[str, View] = {}
        self._chosen: frozenset[RecordId] = frozenset()
        self._pick: Pick | None = None
        self.addWidget(board)

    @property
    def name(self) -> str:
        """Which view is shown."""
        return next((name for name, view in self._made.items() if view is self.currentWidget()), BOARD_VIEW)

    @property
    def view(self) -> View | None:
        """The view that is shown; None for the board."""
        shown = self.currentWidget()
        return shown if isinstance(shown, View) else None

    @property
    def entry(self) -> QWidget:
        """What takes the focus in the view that is shown."""
        return self.view or self._canvas

    def show_view(self, name: str) -> None:
        """Show a view, and give it the focus."""
        if name != self.name:
            self.finish_editing()
            self.setCurrentWidget(self._board if name == BOARD_VIEW else self._view(name))
            self.changed.emit(name)
        self.entry.setFocus()

    def select(self, records: Iterable[RecordId]) -> None:
        """These are selected."""
        self._chosen = frozenset(records)
        for view in self._made.values():
            view.select(self._chosen)

    def narrow(self, pick: Pick | None) -> None:
        """Show only what a filter finds, in the views that list; None shows everything."""
        self._pick = pick
        if self.view is not None:  # the others when they are shown
            self.view.narrow(pick)

    def open_filter(self) -> bool:
        """Put the cursor into what finds in the view that is shown; False where that is the canvas."""
        return self.view is not None and self.view.open_filter()

    def finish_editing(self) -> None:
        """Keep what is being typed in the view that is shown."""
        if self.view is not None:
            self.view.finish_editing()

    def end_brush(self) -> bool:
        """Let no view pick out cards any more; whether one did."""
        return any([view.end_brush() for view in self._made.values()])

    def _view(self, name: str) -> View:
        """A view as it should be shown: hidden ones do not follow a filter."""
        if name not in self._made:
            view = self._made[name] = VIEWS[name](self._bridge)
            view.select(self._chosen)
            view.selected.connect(self.selected)
            view.go_to.connect(self.go_to)
            view.asked.connect(self.asked)
            view.lit.connect(self.lit)
            self.addWidget(view)
        self._made[name].narrow(self._pick)
        return self._made[name]
