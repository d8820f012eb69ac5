"""The grid of a table: keys, what is selected in it, and what its cells write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views import clipboard
from evidenceboard.ui.views.cell_delegate import CellDelegate
from evidenceboard.ui.views.cell_writing import CellWriting, Unreadable
from evidenceboard.ui.views.table_model import TableModel
from evidenceboard.ui.words import count

ROW = 30  # px
MOST_RANGES = 2_000  # rows that are selected cell by cell; more are only tinted

Cell = tuple[int, int, str]  # row, column, text


class Grid(QTableView):
    """The cells.

    Attributes:
        cells: the model.
        chosen: the records that are selected, in whatever view.

    Signals:
        picked: a frozenset of the records whose cells a person selected.
        told: a headline and lines: what was written, and what could not be read.
        opened: a record that should be shown on the canvas.
    """

    picked = Signal(object)
    told = Signal(str, list)
    opened = Signal(str)

    def __init__(self, bridge: Bridge, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.cells = model
        self.chosen: frozenset[RecordId] = frozenset()
        self.names: Callable[[str], list[str]] = lambda _field: []
        self.more_names: Callable[[str, Callable[[list[str]], object]], object] = lambda _field, _deliver: None
        self._marking = False
        self.setModel(model)
        self.delegate = CellDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setHighlightSections(False)  # it would ask every cell of a row or column for its flags
        self.horizontalHeader().setSectionsMovable(True)
        self.horizontalHeader().setHighlightSections(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):  # to paint one they ask every cell below it
            header.setSelectionModel(QItemSelectionModel(model, header))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().selectionChanged.connect(self._tell_picked)

    # Selecting

    def mark(self, records: frozenset[RecordId]) -> None:
        """Tint the rows of these records, select a cell in each, and bring the first into view."""
        self.chosen = records
        rows = sorted(self.cells.rows.row[record] for record in records if record in self.cells.rows.row)
        column = max(0, self.currentIndex().column())
        marked = QItemSelection()
        for first, last in _ranges(rows) if len(rows) <= MOST_RANGES else ():
            marked.select(self.cells.index(first, column), self.cells.index(last, column))
        self._marking = True
        self.selectionModel().select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows and self.currentIndex().row() not in rows:
            self.selectionModel().setCurrentIndex(
                self.cells.index(rows[0], column), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.scrollTo(self.currentIndex())
        self._marking = False
        self.viewport().update()

    def _tell_picked(self) -> None:
        if not self._marking:
            order = self.cells.rows.order
            picked = {order[row] for each in self._chosen() for row in _rows_of(each)}
            self.chosen = frozenset(picked)
            self.viewport().update()
            self.picked.emit(self.chosen)

    def _chosen(self) -> list[QItemSelectionRange]:
        """The rectangles of selected cells."""
        selection = self.selectionModel().selection()
        return [
            QItemSelectionRange(selection.at(number)) for number in range(selection.count())
        ]  # copies: they outlive it

    def columns_in_sight(self) -> list[int]:
        """The columns from left to right, without those that are hidden."""
        header = self.horizontalHeader()
        columns = [header.logicalIndex(at) for at in range(header.count())]
        return [column for column in columns if not header.isSectionHidden(column)]

    def selected_cells(self) -> list[tuple[int, list[int]]]:
        """The rows with selected cells, each with its columns from left to right; the current cell if none is."""
        found: dict[int, set[int]] = {}
        for each in self._chosen():
            for row in _rows_of(each):
                found.setdefault(row, set()).update(range(each.left(), each.right() + 1))
        if not found and self.currentIndex().isValid():
            found = {self.currentIndex().row(): {self.currentIndex().column()}}
        columns = self.columns_in_sight()
        return [(row, [column for column in columns if column in found[row]]) for row in sorted(found)]

    # Writing

    def reason(self, row: int, column: int, text: str) -> str:
        """Why a text cannot stand in a cell; empty where it can."""
        try:
            self._writing([(row, column, text)])
        except Unreadable as problem:
            return str(problem)
        return ""

    def write(self, row: int, column: int, text: str, *, tell: bool = False) -> None:
        """Write one cell as one step; one that says so already is left alone."""
        if text == self.cells.written(row, column):
            return
        try:
            writing = self._writing([(row, column, text)])
        except Unreadable as problem:
            if tell:
                self.told.emit("Not written", [f"Row {row + 1}, {self.cells.columns[column].name}: {problem}"])
            return
        self._commit(writing, f"Change {self.cells.columns[column].name.lower()}")

    def write_all(self, cells: Sequence[Cell], label: str, left_out: Sequence[str] = ()) -> None:
        """Write many cells as one step; what cannot be read is listed by row, the rest is written."""
        self._bridge.document.board.load({self.cells.rows.order[row] for row, _, _ in cells})
        writing, refused = CellWriting(self._bridge.document), list[str]()
        for row, column, text in cells:
            try:
                if text != self.cells.said(row, column):
                    writing.put(self.cells.rows.order[row], self.cells.columns[column], text)
            except Unreadable as problem:
                refused.append(f"Row {row + 1}, {self.cells.columns[column].name}: {problem}")
        self._commit(writing, label)
        lines = [*refused, *left_out]
        done = f"{count(writing.cells, 'cell')} changed"
        self.told.emit(f"{done}, {len(refused)} not read" if refused else done, lines)

    def _writing(self, cells: Sequence[Cell]) -> CellWriting:
        writing = CellWriting(self._bridge.document)
        for row, column, text in cells:
            writing.put(self.cells.rows.order[row], self.cells.columns[column], text)
        return writing

    def _commit(self, writing: CellWriting, label: str) -> None:
        if writing.cells:
            self._bridge.attempt(lambda: writing.action(label, self._bridge.sheet))

    # What the keys do

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as text with tabs."""
        rows = [[self.cells.said(row, column) for column in columns] for row, columns in self.selected_cells()]
        QApplication.clipboard().setText(clipboard.as_text(rows))

    def paste(self) -> None:
        """Write what lies on the clipboard from the first selected cell on; one cell or row fills all selected."""
        pasted = clipboard.from_text(QApplication.clipboard().text())
        selected = self.selected_cells()
        if not selected or not any(any(row) for row in pasted):
            return
        sight = self.columns_in_sight()
        first, left = selected[0][0], min(sight.index(columns[0]) for _, columns in selected)
        if len(pasted) == 1:
            rows = [row for row, _ in selected]
            pasted = pasted * len(rows)
        else:
            rows = list(range(first, min(first + len(pasted), len(self.cells.rows.order))))
        if len(pasted[0]) == 1 and len(pasted) == len(selected):  # a single value fills what is selected
            wide = max(len(columns) for _, columns in selected)
            pasted = [row * wide for row in pasted] if len(set(map(tuple, pasted))) == 1 else pasted
        cells = [
            (row, column, text)
            for row, line in zip(rows, pasted, strict=False)
            for column, text in zip(sight[left:], line, strict=False)
        ]
        over = len(pasted) - len(rows)
        left_out = [f"{count(over, 'row')} more than the table has from here on: left out"] if over > 0 else []
        self.write_all(cells, f"Paste {count(len(cells), 'cell')}", left_out)

    def clear(self) -> None:
        """Take the values of the selected cells away."""
        cells = [
            (row, column, "")
            for row, columns in self.selected_cells()
            for column in columns
            if self.cells.columns[column].edit and self.cells.written(row, column)
        ]
        self.write_all(cells, f"Clear {count(len(cells), 'cell')}")

    def go_down(self) -> None:
        """The cell below, after one was written."""
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            self.setCurrentIndex(below)

    def event(self, event: QEvent) -> bool:
        """Letters and the keys of cells are no shortcuts of the window while the focus is here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if not held:
            keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            return event.text().isprintable() and bool(event.text()) or event.key() in keys
        mine = (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_A)
        return held == Qt.KeyboardModifier.ControlModifier and event.key() in mine

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not control:
                self.edit(self.currentIndex())
            elif self.currentIndex().isValid():
                self.opened.emit(self.cells.rows.order[self.currentIndex().row()])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif control and event.key() == Qt.Key.Key_C:
            self.copy()
        elif control and event.key() == Qt.Key.Key_V:
            self.paste()
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """Without a current cell every key begins at the first."""
        if not self.currentIndex().isValid() and self.cells.rowCount() and self.columns_in_sight():
            return self.cells.index(0, self.columns_in_sight()[0])
        return super().moveCursor(action, keys)


def _rows_of(each: object) -> range:
    return range(each.top(), each.bottom() + 1)  # type: ignore[attr-defined]


def _ranges(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow one another, as first and last."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last
