"""The matrix: how each item rates each rival hypothesis, read off the links and written back as links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.guards import NO_NULL
from evidenceboard.exchange.matrices import MatrixPage
from evidenceboard.model.ids import BOARD, RecordId, kind_of, silence_id
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views import matrix_accessible, matrix_rivals
from evidenceboard.ui.views import matrix_words as words
from evidenceboard.ui.views.matrix_editing import rate
from evidenceboard.ui.views.matrix_grid import MatrixGrid
from evidenceboard.ui.views.matrix_head import MatrixHead
from evidenceboard.ui.views.matrix_heads import Head
from evidenceboard.ui.views.matrix_menus import MatrixMenus
from evidenceboard.ui.views.matrix_page import as_table, page_of
from evidenceboard.ui.views.matrix_reading import Reading
from evidenceboard.ui.views.matrix_strip import MatrixStrip
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import Hairline
from evidenceboard.ui.words import one_line

BESIDE = ("board", "silence")  # kinds of records that say something of the whole, and nothing of how it stands
AT_ONCE = 1_000  # cells that are put into words in one turn
EXPORT = "Export the matrix…"  # the window's command


class MatrixView(View):
    """The matrix of one set of rivals, live and editable.

    Attributes:
        head: its question, and how it is ordered and scored.
        grid: the cells.
        strip: what can be done with the current cell.
        reading: what is read, and how.
        menus: what a click of the right button offers.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setAccessibleName("Matrix")
        matrix_accessible.install()
        self.head = MatrixHead(self)
        self.grid = MatrixGrid(bridge.document, self.describe, self)
        self.strip = MatrixStrip(bridge, self)
        self.reading = Reading(bridge, self)
        self.menus = MatrixMenus(self)
        self._line = Hairline()
        self._dirty = True
        self.setFocusProxy(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.grid, 1)
        column.addWidget(self._line)
        column.addWidget(self.strip)
        self.strip.hide()
        self._connect()

    def _connect(self) -> None:
        grid, head, strip = self.grid, self.head, self.strip
        grid.current_changed.connect(self._show_current)
        grid.rated.connect(self.rate)
        grid.opened.connect(self.open_current)
        grid.reason_wanted.connect(strip.write_reason)
        grid.transpose_wanted.connect(self.transpose)
        grid.copy_wanted.connect(self.copy_table)
        grid.head_chosen.connect(self._choose_head)
        grid.menu_wanted.connect(self.menus.open)
        head.turned.connect(self.transpose)
        head.copied.connect(self.copy_table)
        head.exported.connect(lambda: self.asked.emit(EXPORT))
        head.wished.connect(lambda name, value: self.ask(**{name: value}))
        head.pill.chosen.connect(self.relate)
        head.pill.null_wanted.connect(self.add_null)
        strip.rated.connect(self.rate)
        strip.opened.connect(self.open_current)
        strip.left.connect(grid.setFocus)
        self.reading.done.connect(self._show)
        self.bridge.standings.assessed.connect(self._assessed)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dirty:
            self._dirty = not self.reading.begin()
            self.mark(self.chosen)

    def _assessed(self) -> None:
        self._dirty = not (self.isVisible() and self.reading.begin())

    def ask(self, **wishes: object) -> None:
        """Show it in another order, scored otherwise, or of another set: fields of `Wish`."""
        self.reading.ask(**wishes)
        self.head.show_wish(self.reading.wish)

    def _show(self, table: Table) -> None:
        self._show_title(table)
        self.head.show_sets({name: self._set_name(name) for name in table.sets}, table.rivals)
        self._show_relation(table)
        self.head.arrange()
        self.grid.show_table(table)
        self._say(table)

    def _show_title(self, table: Table) -> None:
        value = self.bridge.document.board.value(BOARD, "question") if len(table.sets) <= 1 else None
        self.head.title.setText(one_line(str(value or "") or self._set_name(table.rivals), 300))

    def _say(self, table: Table) -> None:
        self.head.say(table, self.grid.transposed, bool(self.bridge.standings.what_if))

    def _show_relation(self, table: Table) -> None:
        board, rivals = self.bridge.document.board, table.rivals
        relation = str(board.value(rivals, "relation") or "") if rivals else ""
        missing = relation == "exclusive" and not self.reading.has_null(table) and not table.left_out
        missing = missing and not board.is_live(silence_id(NO_NULL, rivals))
        self.head.pill.setVisible(bool(table.matrix.rows))
        self.head.pill.show_relation(bool(rivals), relation, missing, not self.bridge.document.read_only)

    def _set_name(self, rivals: str) -> str:
        name = self.bridge.document.board.value(rivals, "name") if rivals else None
        return one_line(str(name or ("Rivals without a name" if rivals else "Hypotheses of no set")), 80)

    def describe(self, row: int, column: int) -> words.CellWords:
        """A cell in words."""
        table, now = self.grid.table, self.bridge.standings.now
        assert table is not None
        board, matrix = self.bridge.document.board, table.matrix
        way = ""
        if now is not None and matrix.through[row, column]:
            way = words.way_words(board, now.shown.graph, matrix.columns[column], matrix.rows[row])
        return words.cell_words(board, table, row, column, way)

    # What a person does

    def transpose(self) -> None:
        """Put the hypotheses into columns, or back into rows."""
        self.grid.set_transposed(not self.grid.transposed)
        if self.grid.table is not None:
            self._say(self.grid.table)

    def copy_table(self) -> None:
        """Put the whole matrix on the clipboard, for a spreadsheet."""
        self.with_page(self._copy)

    def _copy(self, page: MatrixPage) -> None:
        if page.table.matrix.cells.size <= AT_ONCE:
            _put(as_table(page))
        else:
            jobs.run("Copy", lambda _progress: as_table(page), _put, lambda _problem: None)

    def with_page(self, work: Callable[[MatrixPage], object]) -> None:
        """Do something with the matrix in words, as soon as these are read."""
        if self.grid.table is not None:
            head, grid = self.head, self.grid
            steps = page_of(self.grid.table, grid.faces, head.title.text(), head.told.text(), grid.transposed)
            self.bridge.searching.run(steps, work)

    def turn_claims(self) -> None:
        """Count what bears through claims, or not any more."""
        self.ask(through=not self.reading.wish.through)

    def relate(self, relation: str) -> None:
        """Say how the rivals exclude each other."""
        table, board = self.grid.table, self.bridge.document.board
        if table is not None:
            self.bridge.commit(matrix_rivals.relate(board, table.rivals, table.matrix.rows, relation))
            self.bridge.standings.settle()

    def add_null(self) -> None:
        """Add a hypothesis that none of the others holds."""
        table, sheet = self.grid.table, self.bridge.sheet
        if table is not None:
            geometry = self.bridge.document.geometry(sheet)
            self.bridge.commit(matrix_rivals.add_null(geometry, sheet, table.rivals, table.matrix.rows))
            self.bridge.standings.settle()

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

    def _choose_head(self, head: Head) -> None:
        """Select what a head speaks of."""
        self.choose(self.menus.cards_of(head))

    def open_current(self) -> None:
        """Show the link of the current cell on the board; without one its item."""
        cell = self._cell()
        if cell is not None:
            self.go_to.emit(cell[2][0] if cell[2] else cell[0])

    def _show_current(self) -> None:
        cell, table = self.grid.current, self.grid.table
        self.strip.setVisible(cell is not None)
        self._line.setVisible(cell is not None)
        if cell is None or table is None:
            return
        edges = table.edges.get(cell, ())
        self.strip.show_cell(table.value(*cell), self.grid.accessibleDescription(), edges[0] if edges else None)
        if self.isVisible():
            self.choose(edges[:1] or (table.matrix.columns[cell[1]],))

    # What every view does

    def follow(self, records: frozenset[RecordId]) -> None:
        self.reading.forget(records)
        table = self.grid.table
        if table is not None and any(kind_of(record) in BESIDE for record in records):
            self._show_title(table)
            self._show_relation(table)
            self.head.arrange()

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
        self.strip.keep_reason()


def _put(text: str) -> None:
    QApplication.clipboard().setText(text)
