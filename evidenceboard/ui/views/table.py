"""The table: all cards of the board, or all links, a row each."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views.table_model import TableModel
from evidenceboard.ui.views.view import View


class TableView(View):
    """Rows and columns over the whole board, whatever sheet is shown."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.model = TableModel(bridge, "card", self)
        self.grid = QTableView(self)
        self.grid.setAccessibleName("Table")
        self.grid.setModel(self.model)
        self.setFocusProxy(self.grid)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.grid)
        self.model.arrange([*bridge.document.board.live("card")])
        self.grid.selectionModel().selectionChanged.connect(self._tell_chosen)

    def follow(self, records: frozenset[RecordId]) -> None:
        self.model.follow(records)
        live, known = self.bridge.document.board.is_live, self.model.rows.row
        new = [record for record in records if kind_of(record) == "card" and record not in known and live(record)]
        self.model.add(sorted(new))

    def mark(self, records: frozenset[RecordId]) -> None:
        rows = sorted(self.model.rows.row[record] for record in records if record in self.model.rows.row)
        picked = QItemSelection()
        for row in rows:
            picked.select(self.model.index(row, 0), self.model.index(row, 0))
        model = self.grid.selectionModel()
        model.selectionChanged.disconnect(self._tell_chosen)
        model.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        model.selectionChanged.connect(self._tell_chosen)
        if rows:
            self.grid.scrollTo(self.model.index(rows[0], 0))

    def reveal(self, record: RecordId) -> bool:
        return record in self.model.rows.row

    def _tell_chosen(self) -> None:
        order = self.model.rows.order
        chosen = {
            order[row]
            for each in self.grid.selectionModel().selection()
            for row in range(each.top(), each.bottom() + 1)
        }
        self.choose(chosen)
