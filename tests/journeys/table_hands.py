"""A person at the table."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.grid import Grid
from evidenceboard.ui.views.table import TableView
from tests.journeys.hands import CONTROL, NONE, Hands, command


class Table:
    """The table of a window, shown."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        command(hands, "Table view")
        assert hands.window.shown is not None
        view = hands.window.shown.views.view
        assert isinstance(view, TableView)
        self.view = view

    @property
    def grid(self) -> Grid:
        return self.view.page.grid

    def column(self, field: str) -> int:
        return next(at for at, column in enumerate(self.grid.cells.columns) if column.field == field)

    def index(self, record: RecordId, field: str) -> QModelIndex:
        return self.grid.cells.index(self.grid.cells.rows.row[record], self.column(field))

    def said(self, record: RecordId, field: str) -> str:
        return str(self.grid.cells.data(self.index(record, field), Qt.ItemDataRole.EditRole))

    def column_of(self, field: str) -> list[str]:
        rows = range(self.grid.cells.rowCount())
        return [self.grid.cells.said(row, self.column(field)) for row in rows]

    def click(self, record: RecordId, field: str) -> None:
        self.grid.scrollTo(self.index(record, field))
        at = self.grid.visualRect(self.index(record, field)).center()
        QTest.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.grid, key, keys)

    def open_editor(self, record: RecordId, field: str) -> QWidget:
        self.click(record, field)
        self.press(Qt.Key.Key_F2)
        editor = self.grid.delegate.editor
        assert editor is not None
        return editor

    def write(self, record: RecordId, field: str, text: str) -> None:
        """Type over what a cell says, and Enter."""
        editor = self.open_editor(record, field)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(next(at for at in range(editor.count()) if editor.itemData(at) == text))
        else:
            QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
            QTest.keyClicks(editor, text)
            if not text:
                QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.hands.settle()

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CONTROL)
        self.hands.settle()

    def select(self, rows: range, field: str) -> None:
        """Some cells of a column."""
        model, at = self.grid.cells, self.column(field)
        self.grid.setCurrentIndex(model.index(rows[0], at))
        area = QItemSelection(model.index(rows[0], at), model.index(rows[-1], at))
        self.grid.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def sort(self, field: str) -> None:
        """A click on the header."""
        header = self.grid.horizontalHeader()
        self.grid.scrollTo(self.grid.cells.index(0, self.column(field)))
        at = header.sectionViewportPosition(self.column(field)) + 10
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 12))
        self.hands.settle()
