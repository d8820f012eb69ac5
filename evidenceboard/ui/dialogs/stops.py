"""The stops of the talk, in order: name, note for the presenter, and the view that each shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.commands import Action, add_record, remove, set_fields
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.dialogs.dialog_parts import foot, record_list, rows_of
from evidenceboard.ui.dialogs.stop_editor import StopEditor
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.words import one_line

Camera = Callable[[], tuple[float, float, float, float]]
STOP = Qt.ItemDataRole.UserRole


class StopsDialog(QDialog):
    """Edits the stops beside the board, which stays usable: the camera is moved there, and taken here.

    Signals:
        show_view: x, y, width, height of a stop that should be looked at.
    """

    show_view = Signal(object)

    def __init__(self, bridge: Bridge, camera: Camera, parent: QWidget | None = None) -> None:
        """A dialog; `camera` gives what the board's view shows, in scene units."""
        super().__init__(parent)
        self.bridge, self._camera = bridge, camera
        self._stop: RecordId | None = None
        self.setWindowTitle("Stops of the talk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self.list = record_list("Stops in their order", 7, tabular=True)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.list.currentItemChanged.connect(self._turn_to)
        self.list.model().rowsMoved.connect(lambda: QTimer.singleShot(0, self._reorder))
        self.editor = StopEditor(bridge)
        self.add = push_button("Add from the current view", icon="plus")
        self.take_view = push_button("Take the current view")
        self.earlier, self.later = push_button("Earlier"), push_button("Later")
        self.delete = push_button("Delete", "danger")
        self.done_button = push_button("Done", "primary")
        self._lay_out()
        self._connect()
        self.refresh()
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 12, 0, 12)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(16, 0, 16, 0)
        below.addWidget(self.add)
        below.addStretch()
        left.addLayout(below)
        self._hint = plain_label(
            "A stop is a view of the board with a name. Move the board so that it shows what you want to speak of, "
            "then add a stop.", ink="ink3", wrap=True,
        )  # fmt: skip
        moves = QHBoxLayout()
        moves.setSpacing(8)
        moves.addWidget(self.earlier)
        moves.addWidget(self.later)
        moves.addStretch()
        moves.addWidget(self.delete)
        self._about = QWidget()
        about = QVBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(12)
        about.addWidget(self.editor, 1)
        view = QHBoxLayout()
        view.addWidget(self.take_view)
        view.addStretch()
        about.addLayout(view)
        about.addLayout(moves)
        right = QVBoxLayout()
        right.setContentsMargins(20, 18, 20, 12)
        right.addWidget(self._hint)
        right.addWidget(self._about, 1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addLayout(left, 5)
        columns.addWidget(Hairline(upright=True))
        columns.addLayout(right, 6)
        rows = rows_of(self)
        rows.addLayout(columns, 1)
        rows.addWidget(Hairline())
        rows.addLayout(foot(self.done_button))

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.take_view.clicked.connect(self._take_view)
        self.earlier.clicked.connect(lambda: self._shift(-1))
        self.later.clicked.connect(lambda: self._shift(1))
        self.delete.clicked.connect(self._delete)
        self.done_button.clicked.connect(self.accept)
        self.list.itemActivated.connect(lambda _item: self._show())
        self.bridge.committed.connect(self._follow)

    def open(self) -> None:
        """Shows the dialog beside the board, not in its way."""
        self.show()
        self.raise_()

    # Reading

    def stops(self) -> list[RecordId]:
        """The stops in their order."""
        board = self.bridge.document.board
        return sorted(board.live("stop"), key=lambda stop: (board.value(stop, "order") or 0.0, stop))

    def _value(self, field: str) -> object:
        return self.bridge.document.board.value(self._stop, field) if self._stop else None

    def _show(self) -> None:
        """Look at what the stop shows, on its sheet."""
        self.bridge.show_sheet(str(self._value("sheet") or self.bridge.sheet))
        if view := self._value("view"):
            self.show_view.emit(view)

    def _follow(self, event: Committed) -> None:
        if any(kind_of(record) == "stop" for record in event.records):
            self.refresh()

    def refresh(self) -> None:
        """Shows the stops as the board has them now."""
        board, stops = self.bridge.document.board, self.stops()
        self.list.blockSignals(True)
        self.list.clear()
        for at, stop in enumerate(stops, 1):
            item = QListWidgetItem(f"{at}   {one_line(str(board.value(stop, 'name') or ''), 100) or 'without a name'}")
            item.setData(STOP, stop)
            self.list.addItem(item)
        at = stops.index(self._stop) if self._stop in stops else min(self.list.count() - 1, 0)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self._turn_to(self.list.currentItem())
        for button in (self.add, self.take_view, self.delete):
            button.setEnabled(not self.bridge.document.read_only)

    def _turn_to(self, item: QListWidgetItem | None, _before: object = None) -> None:
        self.editor.leave()
        self._stop = str(item.data(STOP)) if item is not None else None
        self._about.setVisible(self._stop is not None)
        self._hint.setVisible(self._stop is None)
        if self._stop is not None:
            self.editor.show_stop(self._stop)
        row, last = self.list.currentRow(), self.list.count() - 1
        self.earlier.setEnabled(row > 0 and not self.bridge.document.read_only)
        self.later.setEnabled(0 <= row < last and not self.bridge.document.read_only)

    # Writing

    def _add(self) -> None:
        stops, board = self.stops(), self.bridge.document.board
        order = (board.value(stops[-1], "order") or 0.0) + 1 if stops else 1.0
        values = {
            "sheet": self.bridge.sheet,
            "order": order,
            "name": f"Stop {len(stops) + 1}",
            "view": self._view(),
        }
        action = add_record("stop", values)
        self.editor.leave()
        if self.bridge.commit(action) is not None:
            self._stop = action.made[0]
            self.refresh()
            self.editor.begin()

    def _view(self) -> list[float]:
        return [round(float(part), 2) for part in self._camera()]

    def _take_view(self) -> None:
        stop = self._stop
        if stop is not None:
            values = {"sheet": self.bridge.sheet, "view": self._view()}
            self.bridge.attempt(lambda: set_fields(stop, values, "Change the view of a stop"))

    def _shift(self, by: int) -> None:
        stops = self.stops()
        if self._stop in stops:
            at = stops.index(self._stop)
            to = max(0, min(len(stops) - 1, at + by))
            stops.insert(to, stops.pop(at))
            self._keep_order(stops)

    def _reorder(self) -> None:
        self._keep_order([str(self.list.item(row).data(STOP)) for row in range(self.list.count())])

    def _keep_order(self, stops: list[RecordId]) -> None:
        edits = {stop: {"order": float(at)} for at, stop in enumerate(stops, 1)}
        self.bridge.commit(Action("Change the order of the stops", edits))
        self.refresh()

    def _delete(self) -> None:
        if self._stop is not None:
            stops = self.stops()
            at, gone = stops.index(self._stop), self._stop
            rest = [stop for stop in stops if stop != gone]
            self._stop = rest[min(at, len(rest) - 1)] if rest else None
            self.bridge.commit(remove(self.bridge.document.board, [gone]))

    def done(self, result: int) -> None:
        """What is being typed is kept."""
        self.editor.leave()
        super().done(result)
