"""The table's model: plain values of the rows that are asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views.columns import COLUMNS, COUNTED, Column, in_one_line
from evidenceboard.ui.views.rows import Rows

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NO_INDEX = QModelIndex()
READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
EDITED = READ | Qt.ItemFlag.ItemIsEditable
LARGEST_STEP = 100  # rows that are taken out or put in one by one


class TableModel(QAbstractTableModel):
    """Cards or links as rows.

    Attributes:
        rows: which, and what they hold.
        columns: all there are, those that are hidden too.
    """

    def __init__(self, bridge: Bridge, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.kind = kind
        self.rows = Rows(bridge, kind)
        self.columns: list[Column] = [*COLUMNS[kind]]
        self._left: dict[RecordId, int] = {}  # where rows were that have gone

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows.order)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Whatever has an editor can be edited, unless the board is for reading only."""
        return EDITED if self.columns[index.column()].edit and not self._bridge.document.read_only else READ

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        return self.columns[section].name if orientation == Qt.Orientation.Horizontal else section + 1

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return in_one_line(self.said(index.row(), index.column()))
        if role == Role.EditRole:
            return self.said(index.row(), index.column())
        if role == Role.AccessibleTextRole:
            words = in_one_line(self.said(index.row(), index.column()))
            return f"{self.columns[index.column()].name}: {words or 'not set'}"
        return None

    def said(self, row: int, column: int) -> str:
        """What a cell says, uncut."""
        return self.columns[column].said(self.rows, row, self.rows.values(row))

    def written(self, row: int, column: int) -> str:
        """The text of a cell as its editor shows it: dates as they are kept, choices by their value."""
        each, values = self.columns[column], self.rows.values(row)
        if each.edit == "date" or (each.edit == "choice" and each.field not in ("reliability", "status")):
            return str(values.get(each.field) or "")
        return self.said(row, column)

    # Following the board

    def arrange(self, order: list[RecordId], row: dict[RecordId, int] | None = None) -> None:
        """Show these records in this order; `row` is `numbered` of it, where that is known."""
        self.beginResetModel()
        self.rows.arrange(order, row)
        self._left.clear()
        self.endResetModel()

    def add_column(self, column: Column) -> None:
        """One more column at the right, unless there is one for its field."""
        if all(column.field != each.field for each in self.columns):
            at = len(self.columns)
            self.beginInsertColumns(NO_INDEX, at, at)
            self.columns.append(column)
            self.endInsertColumns()

    def follow(self, records: frozenset[RecordId]) -> None:
        """Show touched records anew, take out those that have gone, and put back those that came back."""
        live = self._bridge.reading.is_live
        mine = [record for record in records if kind_of(record) == self.kind]
        held = [record for record in mine if record in self.rows.row]
        hanging = self.kind == "edge" and any(kind_of(record) in ("card", "region") for record in records)
        gone = [record for record in (self.rows.order if hanging else held) if not live(record)]
        came = [record for record in (self._left if hanging else mine) if record not in self.rows.row and live(record)]
        self.rows.touch(records)
        self.take_out(gone)
        self._put_in([record for record in came if record in self._left])
        self._tell(records, held)

    def add(self, records: list[RecordId]) -> None:
        """More rows at the end."""
        if records:
            at = len(self.rows.order)
            self.beginInsertRows(NO_INDEX, at, at + len(records) - 1)
            self.rows.insert(at, records)
            self.endInsertRows()

    def take_out(self, records: list[RecordId], gone: bool = True) -> None:
        """Rows less; what has gone from the board comes back to its place should it come back."""
        if gone:
            self._left |= {record: self.rows.row[record] for record in records}
        if len(records) > LARGEST_STEP:
            self.beginResetModel()
            leaving = set(records)
            self.rows.arrange([record for record in self.rows.order if record not in leaving])
            self.endResetModel()
            return
        for row in sorted((self.rows.row[record] for record in records), reverse=True):
            self.beginRemoveRows(NO_INDEX, row, row)
            self.rows.remove(row)
            self.endRemoveRows()

    def _put_in(self, records: list[RecordId]) -> None:
        ordered = sorted(records, key=self._left.__getitem__)
        if len(ordered) > LARGEST_STEP:
            self.beginResetModel()
            order = [*self.rows.order]
            for record in ordered:
                order.insert(self._left.pop(record), record)
            self.rows.arrange(order)
            self.endResetModel()
            return
        for record in ordered:
            row = min(self._left.pop(record), len(self.rows.order))
            self.beginInsertRows(NO_INDEX, row, row)
            self.rows.insert(row, [record])
            self.endInsertRows()

    def _tell(self, records: frozenset[RecordId], held: list[RecordId]) -> None:
        last = len(self.rows.order) - 1, len(self.columns) - 1
        if last[0] < 0:
            return
        kinds = {kind_of(record) for record in records}
        if kinds & {"source", "origin", "region"} or (self.kind == "edge" and "card" in kinds):
            self.dataChanged.emit(self.index(0, 0), self.index(*last))
        elif self.kind == "card" and kinds & {"edge", "card"}:
            columns = [at for at, column in enumerate(self.columns) if column.field in COUNTED]
            self.dataChanged.emit(self.index(0, columns[0]), self.index(last[0], columns[-1]))
        for record in held:
            row = self.rows.row.get(record)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last[1]))
