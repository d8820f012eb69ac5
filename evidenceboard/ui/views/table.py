"""The table: all cards of the board, or all links, a row each, written where they stand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CUSTOM
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import plain_label, visible_controls
from evidenceboard.ui.views.columns import Column, own_column
from evidenceboard.ui.views.notice import Notice
from evidenceboard.ui.views.table_page import TablePage
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count

KINDS = (("card", "Cards"), ("edge", "Links"))
REST_MS = 60


class TableView(View):
    """Rows and columns over the whole board, whatever sheet is shown."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setAccessibleName("Table")
        self.pages: dict[str, TablePage] = {}
        self._pick: Pick | None = None
        self.kinds = SegmentedControl(KINDS, "Rows of the table", hug=True, parent=self)
        self.kinds.set_value("card")
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Filter by words")
        self.words.setAccessibleName("Filter by words")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(320)
        self.words.installEventFilter(self)
        self.count = plain_label("", size=12, ink="ink3", parent=self)
        self.again = push_button("Sort again", "link", parent=self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Name of the new field")
        self.field.setAccessibleName("Name of the new field")
        self.field.setMaxLength(100)
        self.field.setMaximumWidth(200)
        self.field.installEventFilter(self)
        self.field.hide()
        self.choose_columns = push_button("Columns", parent=self)
        self.notice = Notice(self)
        self._stack = QStackedWidget(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._lay_out()
        self._connect()
        self._show_kind("card")

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(12)
        bar.addWidget(self.kinds)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.count)
        bar.addWidget(self.again)
        bar.addStretch()
        bar.addWidget(self.field)
        bar.addWidget(self.choose_columns)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(bar)
        rows.addWidget(Hairline())
        rows.addWidget(self.notice)
        rows.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._show_kind)
        self.words.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(lambda: self.page.filter(self.words.text()))
        self.again.clicked.connect(lambda: self.page.arrange())
        self.choose_columns.clicked.connect(self.open_columns)

    @property
    def page(self) -> TablePage:
        """The rows that are shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, TablePage)
        return page

    def _show_kind(self, kind: str) -> None:
        self.notice.hide()  # it speaks of the other rows
        if kind not in self.pages:
            page = self.pages[kind] = TablePage(self.bridge, kind, self)
            page.narrow(self._pick)
            page.changed.connect(self._say)
            page.grid.picked.connect(self.choose)
            page.grid.opened.connect(self.go_to)
            page.grid.told.connect(self.notice.tell)
            page.grid.customContextMenuRequested.connect(self._open_menu)
            page.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header = page.grid.horizontalHeader()
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(lambda at: self._open_header_menu(at))
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self.pages[kind])
        self.setFocusProxy(self.page.grid)
        if self.page.words != self.words.text().strip():
            self.page.filter(self.words.text())
        self.page.grid.mark(self.chosen)
        self._say()

    # What every view does

    def follow(self, records: frozenset[RecordId]) -> None:
        for page in self.pages.values():
            page.follow(records)

    def look_back(self) -> None:
        for page in self.pages.values():
            page.arrange()

    def mark(self, records: frozenset[RecordId]) -> None:
        self.page.grid.mark(records)

    def reveal(self, record: RecordId) -> bool:
        grid = self.page.grid
        if record not in grid.cells.rows.row:
            return False
        grid.scrollTo(grid.cells.index(grid.cells.rows.row[record], max(0, grid.currentIndex().column())))
        return True

    def narrow(self, pick: Pick | None) -> None:
        for page in self.pages.values():
            page.narrow(pick)
        self._pick = pick

    def finish_editing(self) -> None:
        self.page.grid.delegate.finish()

    # Words and menus

    def _say(self) -> None:
        page, rows = self.page, self.page.model.rowCount()
        name = "card" if page.kind == "card" else "link"
        if page.busy:
            self.count.setText("Looking…" if page.words else "Sorting…")
        elif page.words:
            self.count.setText(f"{count(rows, name)} found" if rows else "Nothing found")
        elif page.pick is not None:
            self.count.setText(f"{count(rows, name)} in the filter")
        else:
            self.count.setText(count(rows, name))
        self.again.setVisible(page.stale and not page.busy)

    def open_columns(self) -> None:
        """The menu of the columns: which are seen, and a new field."""
        self._menu(self._column_rows(), self.choose_columns.mapToGlobal(QPoint(0, self.choose_columns.height())))

    def _column_rows(self) -> QMenu:
        page, menu = self.page, QMenu(self)
        for column in page.model.columns:
            action = menu.addAction(_name(column))
            action.setCheckable(True)
            action.setChecked(page.columns.is_shown(column))
            action.toggled.connect(partial(page.columns.show, column))
        if not self.bridge.document.read_only:
            menu.addSeparator()
            menu.addAction("New field…", self._open_field)
        return menu

    def _open_menu(self, at: QPoint) -> None:
        grid = self.page.grid
        index = grid.currentIndex()
        if not index.isValid():
            return
        column, menu = self.page.model.columns[index.column()], QMenu(self)
        menu.addAction("Show on the board", lambda: self.go_to.emit(self.page.model.rows.order[index.row()]))
        menu.addAction("Write", lambda: grid.edit(grid.currentIndex()))
        menu.addSeparator()
        menu.addAction("Copy", grid.copy)
        paste, clear = menu.addAction("Paste", grid.paste), menu.addAction("Clear", grid.clear)
        for action in (paste, clear):
            action.setEnabled(not self.bridge.document.read_only)
        menu.addSeparator()
        self._add_column_actions(menu, column)
        self._menu(menu, grid.viewport().mapToGlobal(at))

    def _open_header_menu(self, at: QPoint) -> None:
        header = self.page.grid.horizontalHeader()
        logical, menu = header.logicalIndexAt(at), QMenu(self)
        if logical >= 0:
            self._add_column_actions(menu, self.page.model.columns[logical])
            self._menu(menu, header.mapToGlobal(at))

    def _add_column_actions(self, menu: QMenu, column: Column) -> None:
        page = self.page
        menu.addAction(f"Sort by {_name(column)}", lambda: page.sort(column.field))
        menu.addAction("Sort the other way round", lambda: page.sort(column.field, descending=True))
        menu.addAction("Order as made", page.unsort)
        menu.addSeparator()
        menu.addAction("Move the column left", lambda: page.columns.move(column, -1))
        menu.addAction("Move the column right", lambda: page.columns.move(column, 1))
        menu.addAction("Hide the column", lambda: page.columns.show(column, False))

    def _menu(self, menu: QMenu, at: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    # A new field

    def _open_field(self) -> None:
        self.field.show()
        self.field.setFocus()

    def add_field(self) -> None:
        """A column for the field whose name was typed; its first value makes it a field of the board."""
        name = " ".join(self.field.text().split())
        if name:
            column = own_column(CUSTOM + name)
            page = self.page
            page.add_column(column)
            known = next(each for each in page.model.columns if each.field == column.field)
            page.columns.show(known, True)
            at = page.model.index(max(0, page.grid.currentIndex().row()), page.model.columns.index(known))
            page.grid.setCurrentIndex(at)
        self._close_field()

    def _close_field(self) -> None:
        self.field.clear()
        self.field.hide()
        self.page.grid.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc in the fields of the bar; Down goes from the filter to the rows."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        escape = event.key() == Qt.Key.Key_Escape
        if watched is self.field and (enter or escape):
            (self.add_field if enter else self._close_field)()
            return True
        if watched is self.words and (enter or escape or event.key() == Qt.Key.Key_Down):
            if escape:
                self.words.clear()
            self.page.grid.setFocus()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what the last writing had to say."""
        if event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.hide()
        else:
            super().keyPressEvent(event)

    def open_filter(self) -> bool:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        return True


def _name(column: Column) -> str:
    """The name of a column in a menu, where `&` marks a key."""
    return visible_controls(column.name).replace("&", "&&")
