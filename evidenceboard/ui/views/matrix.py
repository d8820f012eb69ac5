"""The matrix: how each item rates each rival hypothesis, read off the links and written back as links."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evidenceboard.model.commands import set_edges
from evidenceboard.model.ids import BOARD, RecordId, kind_of
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.standings import SMALL
from evidenceboard.ui.views import matrix_words as words
from evidenceboard.ui.views.matrix_editing import RATINGS, rate
from evidenceboard.ui.views.matrix_grid import MatrixGrid
from evidenceboard.ui.views.matrix_table import DIAGNOSTICITY, LEADERS, ORIGIN, Table, read
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count, one_line

ORDERS = ((ORIGIN, "by origin"), (DIAGNOSTICITY, "by diagnosticity"), (LEADERS, "by what tells the leaders apart"))
READING = "The links are being read …"
NO_RIVALS = "There is no hypothesis yet: press H on the board to write one."
NO_ITEMS = "Nothing bears on these hypotheses yet: link a card to one of them, and it stands here."
IN_ROWS = (
    "Hypotheses in rows: read along a row for what speaks against it. The row with least against it survives best."
)
IN_COLUMNS = "Hypotheses in columns: read down a column for what speaks against it. In rows, they mislead less."
LONGEST_REASON = 2_000


class MatrixView(View):
    """The matrix of one set of rivals, live and editable.

    Attributes:
        grid: the cells.
        strip: what can be done with the current cell.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setAccessibleName("Matrix")
        self.grid = MatrixGrid(bridge.document, self.describe, self)
        self.title = plain_label("", size=18, weight=600, elide=True)
        self.told = plain_label(READING, size=12, ink="ink3", elide=True)
        self.sets, self.order = QComboBox(self), QComboBox(self)
        self.turn = push_button("Transpose")
        self.copy = push_button("Copy as table")
        self.strip = QWidget(self)
        self.said = plain_label("", size=12, ink="ink2", elide=True)
        self.rating = SegmentedControl(tuple(RATINGS), "What the cell says")
        self.reason = QLineEdit(self.strip)
        self.go = push_button("Show on the board", "link")
        self._rivals: str | None = None
        self._keys: dict[RecordId, str] = {}
        self._reason_of: RecordId | None = None
        self._dirty, self._stale, self._job = True, False, False
        self.setFocusProxy(self.grid)
        self._dress()
        self._lay_out()
        self._connect()

    def _dress(self) -> None:
        self.sets.setAccessibleName("Set of rivals")
        self.order.setAccessibleName("Order of the items")
        for value, said in ORDERS:
            self.order.addItem(f"Items {said}", value)
        plain_tooltip(self.turn, "Hypotheses in rows or in columns  T")
        plain_tooltip(self.copy, "Copy the matrix for a spreadsheet  Ctrl+C")
        self.reason.setPlaceholderText("Why? One line is enough")
        self.reason.setAccessibleName("Reason of the link")
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.installEventFilter(self)
        self.rating.explain({letters: said.capitalize() for letters, said in words.MEANINGS.items()})
        self.strip.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for widget in (self.sets, self.order, self.turn, self.copy):
            head.addWidget(widget)
        below = QHBoxLayout()
        below.setContentsMargins(16, 2, 16, 6)
        below.addWidget(self.told)
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.rating)
        row.addWidget(self.said, 3)
        row.addWidget(self.reason, 2)
        row.addWidget(self.go)
        self.rating.setFixedWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.grid, 1)
        self._line = Hairline()
        column.addWidget(self._line)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        grid = self.grid
        grid.current_changed.connect(self._show_current)
        grid.rated.connect(self.rate)
        grid.opened.connect(self.open_current)
        grid.reason_wanted.connect(self._write_reason)
        grid.transpose_wanted.connect(self.transpose)
        grid.copy_wanted.connect(self.copy_table)
        self.turn.clicked.connect(self.transpose)
        self.copy.clicked.connect(self.copy_table)
        self.go.clicked.connect(self.open_current)
        self.rating.chosen.connect(lambda letters: self.rate(RATINGS[letters]))
        self.reason.editingFinished.connect(self._keep_reason)
        self.sets.activated.connect(lambda at: self.show_set(str(self.sets.itemData(at))))
        self.order.activated.connect(lambda _at: self._read())
        self.bridge.standings.assessed.connect(self._assessed)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dirty:
            self._read()
            self.mark(self.chosen)

    def _assessed(self) -> None:
        if self.isVisible():
            self._read()
        else:
            self._dirty = True

    def _read(self) -> None:
        """Read the matrix anew; that of a large board beside the window."""
        now = self.bridge.standings.now
        if now is None:
            return
        self._dirty = False
        work = partial(
            read, now.shown, now.cards, now.before, self._rivals, str(self.order.currentData()), dict(self._keys)
        )
        if len(now.shown.graph.edges) <= SMALL:
            self._show(work())
        elif self._job:
            self._stale = True
        else:
            self._job = True
            jobs.run("Matrix", lambda _progress: work(), self._delivered, lambda _problem: self._job_ended())

    def _delivered(self, table: Table) -> None:
        if not self.bridge.document.closed:
            self._show(table)
        self._job_ended()

    def _job_ended(self) -> None:
        self._job = False
        if self._stale and not self.bridge.document.closed:
            self._stale = False
            self._read()

    def _learn_keys(self, table: Table) -> bool:
        """Read the keys of cards that came in; whether there were any."""
        strange = [card for card in (*table.matrix.rows, *table.matrix.columns) if card not in self._keys]
        found = self.bridge.document.log.records_named("card", strange) if strange else {}
        self._keys.update((card, str(found[card].get("key") or "") if card in found else "") for card in strange)
        return any(self._keys[card] for card in strange)

    def _show(self, table: Table) -> None:
        if self._learn_keys(table):
            self._read()  # once more, now that they can be put in order
            return
        self._name_sets(table)
        board = self.bridge.document.board
        question = str(board.value(BOARD, "question") or "") if len(table.sets) <= 1 else ""
        self.title.setText(one_line(question or self._set_name(table.rivals), 300))
        self.grid.show_table(table)
        self._say(table)

    def _say(self, table: Table) -> None:
        if not table.matrix.rows:
            self.told.setText(NO_RIVALS)
            return
        if not table.matrix.columns:
            self.told.setText(NO_ITEMS)
            return
        looked = "What if, not the board as it is. " if self.bridge.standings.what_if else ""
        sizes = f"{count(len(table.matrix.rows), 'rival')} × {count(len(table.matrix.columns), 'item')}"
        self.told.setText(f"{looked}{IN_COLUMNS if self.grid.transposed else IN_ROWS} {sizes}.")

    def _name_sets(self, table: Table) -> None:
        self.sets.clear()
        for name in table.sets:
            self.sets.addItem(self._set_name(name), name)
        self.sets.setCurrentIndex(table.sets.index(table.rivals) if table.rivals in table.sets else -1)
        self.sets.setVisible(len(table.sets) > 1)

    def _set_name(self, rivals: str) -> str:
        name = self.bridge.document.board.value(rivals, "name") if rivals else None
        return one_line(str(name or ("Rivals without a name" if rivals else "Hypotheses of no set")), 80)

    def describe(self, row: int, column: int) -> str:
        """A cell in words."""
        table, now = self.grid.table, self.bridge.standings.now
        assert table is not None
        board, matrix = self.bridge.document.board, table.matrix
        way = ""
        if now is not None and matrix.through[row, column]:
            way = words.way_words(board, now.shown.graph, matrix.columns[column], matrix.rows[row])
        return words.cell_words(board, table, row, column, way)

    # What a person does

    def show_set(self, rivals: str) -> None:
        """Show the matrix of another set."""
        self._rivals = rivals
        self._read()

    def sort_by(self, order: str) -> None:
        """Put the items in another order."""
        self.order.setCurrentIndex(self.order.findData(order))
        self._read()

    def transpose(self) -> None:
        """Put the hypotheses into columns, or back into rows."""
        self.grid.set_transposed(not self.grid.transposed)
        if self.grid.table is not None:
            self._say(self.grid.table)

    def copy_table(self) -> None:
        """Put the whole matrix on the clipboard, for a spreadsheet."""
        if self.grid.table is not None:
            text = words.as_table(self.bridge.document.board, self.grid.table, self.grid.transposed)
            QApplication.clipboard().setText(text)

    def _cell(self) -> tuple[RecordId, RecordId, tuple[RecordId, ...]] | None:
        """Item, rival and links of the current cell."""
        cell, table = self.grid.current, self.grid.table
        if cell is None or table is None:
            return None
        return table.matrix.columns[cell[1]], table.matrix.rows[cell[0]], table.edges.get(cell, ())

    def rate(self, value: int) -> None:
        """Make the current cell say this: its link is made, changed or removed."""
        cell = self._cell()
        if cell is None:
            return
        item, rival, edges = cell
        board = self.bridge.document.board
        self.bridge.attempt(lambda: rate(board, item, rival, [e for e in edges if board.is_live(e)], value))
        self.bridge.standings.settle()
        self._show_current()

    def open_current(self) -> None:
        """Show the link of the current cell on the board; without one its item."""
        cell = self._cell()
        if cell is not None:
            self.go_to.emit(cell[2][0] if cell[2] else cell[0])

    # The strip

    def _show_current(self) -> None:
        cell, table = self.grid.current, self.grid.table
        self.strip.setVisible(cell is not None)
        self._line.setVisible(cell is not None)
        if cell is None or table is None:
            return
        edges = table.edges.get(cell, ())
        self.said.setText(self.describe(*cell))
        self.rating.set_value(table.value(*cell))
        self.rating.setEnabled(not self.bridge.document.read_only)
        self._reason_of = edges[0] if edges else None
        self.reason.setText(self._kept_reason())
        self.reason.setEnabled(bool(edges) and not self.bridge.document.read_only)
        self.go.setText("Show on the board" if edges else "Show the item")
        if self.isVisible():
            self.choose(edges[:1] or (table.matrix.columns[cell[1]],))

    def _kept_reason(self) -> str:
        edge = self._reason_of
        return str(self.bridge.document.board.value(edge, "reason") or "") if edge is not None else ""

    def _write_reason(self) -> None:
        if self.reason.isEnabled() and self.strip.isVisible():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.reason.selectAll()

    def _keep_reason(self) -> None:
        edge, text = self._reason_of, self.reason.text().strip()
        if edge is not None and text != self._kept_reason() and self.bridge.document.board.is_live(edge):
            self.bridge.commit(set_edges([edge], reason=text or None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps a reason, Esc leaves it as it was; both go back to the cells."""
        if watched is self.reason and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.reason.setText(self._kept_reason())
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.grid.setFocus()
                return True
        return super().eventFilter(watched, event)

    # What every view does

    def follow(self, records: frozenset[RecordId]) -> None:
        for record in records:
            self._keys.pop(record, None)

    def mark(self, records: frozenset[RecordId]) -> None:
        """A selected link is the current cell, where it is one of them."""
        for record in records:
            if kind_of(record) == "edge" and self.reveal(record):
                return

    def reveal(self, record: RecordId) -> bool:
        table = self.grid.table
        found = next((cell for cell, edges in table.edges.items() if record in edges), None) if table else None
        if found is not None:
            self.grid.set_current(found)
        return found is not None

    def finish_editing(self) -> None:
        self._keep_reason()
