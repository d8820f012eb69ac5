"""What is left to do on the board, with counts; each entry leads to its card or link."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.analysis.fold import natural
from evidenceboard.analysis.todo import KINDS, ToDo
from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import icons, theme
from evidenceboard.ui.board_facts import BoardFacts
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import WIDTH, IconLabel
from evidenceboard.ui.plain import draw_line, plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.widgets.buttons import Hairline, fill
from evidenceboard.ui.words import card_icon, card_ink, link_word, name_of, title_of

HEADS = {
    "unsourced": ("No source", "a reported statement or a photo that does not say where it is from"),
    "ungraded": ("No grade", "no credibility, or a source without reliability"),
    "undated": ("No date", "a reported statement without when it was said or happened"),
    "unlinked": ("Not linked", "a card that speaks for or against nothing"),
    "unreasoned": ("No reason", "a link that does not say why"),
    "gap": ("Gaps", "expected, not found"),
    "preliminary": ("Preliminary", "to be confirmed"),
}
NOTHING = "Nothing is left to do: all is sourced, graded, dated, linked and reasoned."
ROW = 32  # px; all alike, so that nobody measures a hundred thousand of them
SMALL = 2_000  # cards of a board that is counted before anybody looks
RECORD = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class ToDoModel(QAbstractListModel):
    """Heads of the kinds that have entries, and below each that is open its entries. Words are read when painted."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._left: dict[str, list[RecordId]] = {}
        self.closed: set[str] = set()

    def show_left(self, left: dict[str, list[RecordId]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._left = {kind: records for kind, records in left.items() if records}
        self.endResetModel()

    def turn(self, kind: str) -> None:
        """Open a kind, or close it."""
        self.beginResetModel()
        self.closed ^= {kind}
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else sum(self._height(kind) for kind in self._left)

    def _height(self, kind: str) -> int:
        return 1 if kind in self.closed else 1 + len(self._left[kind])

    def at(self, row: int) -> tuple[str, RecordId]:
        """The kind of a row, and its record; "" for the head of the kind."""
        for kind, records in self._left.items():
            if row == 0:
                return kind, ""
            if row < self._height(kind):
                return kind, records[row - 1]
            row -= self._height(kind)
        raise IndexError(row)

    def row_of(self, kind: str, record: RecordId) -> int:
        """The row of an entry; -1 where it is not there or not open."""
        row = 0
        for each, records in self._left.items():
            if each == kind:
                return row + 1 + records.index(record) if record in records and each not in self.closed else -1
            row += self._height(each)
        return -1

    def count(self, kind: str) -> int:
        """How many entries a kind has."""
        return len(self._left.get(kind, ()))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        kind, record = self.at(index.row())
        if role == RECORD:
            return record
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(record) if record else f"{HEADS[kind][0]}: {self.count(kind):,}"
        return None

    def words(self, record: RecordId) -> str:
        """An entry in words."""
        board = self._bridge.document.board
        if not board.is_live(record):
            return ""
        if kind_of(record) == "edge":
            values = board.record(record).shown_values()
            verb = link_word(values.get("kind"), undercut=kind_of(str(values.get("to"))) == "edge").lower()
            ends = [name_of(board, str(values[end])) for end in ("from", "to")]
            return f"{ends[0]} {verb} {ends[1]}"
        name, title = name_of(board, record), title_of(board, record)
        return name if title[:60] == name[:60] else f"{name}  {title}"

    def values(self, record: RecordId) -> dict[str, Any]:
        """The values of a card or a link."""
        return self._bridge.document.board.record(record).shown_values()


class ToDoDelegate(QStyledItemDelegate):
    """Paints heads and entries."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ToDoModel)
        active, rect = theme.current(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, active.selbg)
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), active.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.blend(active.ink, active.panel, 0.05))
        kind, record = model.at(index.row())
        if record:
            self._entry(painter, rect, model, record)
        else:
            self._head(painter, rect, model, kind)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, model: ToDoModel, kind: str) -> None:
        active, name = theme.current(), HEADS[kind][0]
        chevron = "chevron-right" if kind in model.closed else "chevron-down"
        icons.paint_icon(painter, chevron, QRectF(rect.left() + 14, rect.center().y() - 6, 12, 12), active.ink3)
        painter.setFont(theme.interface_font(12, 600))
        painter.setPen(active.ink)
        room = QRectF(rect).adjusted(34, 0, -16, 0)
        draw_line(painter, room, name)
        painter.setFont(theme.interface_font(12, 600, tabular=True))
        painter.setPen(active.ink2)
        draw_line(painter, room, f"{model.count(kind):,}", Qt.AlignmentFlag.AlignRight)

    def _entry(self, painter: QPainter, rect: QRect, model: ToDoModel, record: RecordId) -> None:
        active, values = theme.current(), model.values(record)
        icon, token = ("link", "ink2") if kind_of(record) == "edge" else (card_icon(values), card_ink(values))
        if kind_of(record) == "edge":
            token = "contra" if values.get("kind") == "contradict" else "support"
        place = QRectF(rect.left() + 34, rect.center().y() - 7, 14, 14)
        icons.paint_icon(painter, icon, place, active.color(token), 1.4)
        painter.setFont(theme.interface_font(13))
        painter.setPen(active.ink)
        room = QRectF(rect).adjusted(56, 0, -16, 0)
        words = painter.fontMetrics().elidedText(model.words(record), Qt.TextElideMode.ElideRight, int(room.width()))
        draw_line(painter, room, words)


class ToDoPanel(QWidget):
    """The list.

    Attributes:
        count: how many things there are to do.

    Signals:
        go_to: the card or link of an entry.
        count_changed: how many there are.
    """

    go_to = Signal(str)
    count_changed = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.count = 0
        self._todo: ToDo | None = None
        self._queries: list[Query] = []
        self._missed: set[RecordId] = set()
        self.model = ToDoModel(bridge, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ToDoDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("What is left to do")
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        self.told.setContentsMargins(16, 12, 16, 12)
        self._heading = plain_label("To do", weight=600)
        self._lay_out()
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self.begin)

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(44)
        header = QHBoxLayout(top)
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("check", "ink2"))
        header.addWidget(self._heading, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(Hairline())
        rows.addWidget(self.told)
        rows.addWidget(self.list, 1)

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    @property
    def left(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {kind: self.model.count(kind) for kind in KINDS}

    # Following the board

    def showEvent(self, event: QShowEvent) -> None:
        """The board is read when somebody looks for the first time; what was missed is caught up with."""
        super().showEvent(event)
        if self._todo is None:
            self._begin()
        elif self._missed:
            self._catch_up()

    def begin(self) -> None:
        """Count beforehand on a board that is soon counted."""
        document = self.bridge.document
        if self._todo is None and document.index_is_ready and self._is_small():
            self._begin()

    def _begin(self) -> None:
        self._todo = ToDo(BoardFacts(self.bridge.document))
        self.told.setText("Looking …")
        self.told.show()
        self._run(self._read(self._todo, None))

    def _follow(self, event: Committed) -> None:
        if self._todo is not None:
            self._missed |= event.records
            if self.isVisible() or self._is_small():
                self._catch_up()

    def _is_small(self) -> bool:
        return len(self.bridge.document.geometry().cards) <= SMALL

    def _catch_up(self) -> None:
        assert self._todo is not None
        records, self._missed = frozenset(self._missed), set()
        self._run(self._read(self._todo, records))

    def _run(self, steps: Generator[None, None, dict[str, list[RecordId]]]) -> None:
        self._queries = [query for query in self._queries if query.waiting]
        self._queries.append(self.bridge.searching.run(steps, self._take))

    def _read(
        self, todo: ToDo, records: frozenset[RecordId] | None
    ) -> Generator[None, None, dict[str, list[RecordId]]]:
        if records is None or todo.changes_all(records):
            yield from todo.read()
        else:
            yield from todo.follow(records)
        left = {}
        for kind, found in todo.left.items():
            left[kind] = list(found)
            if len(found) <= SMALL:  # a list that a person reads from top to bottom
                value = self.bridge.document.board.value
                left[kind].sort(key=lambda record: natural(str(value(record, "key") or "")))
            yield
        return left

    def _take(self, left: dict[str, list[RecordId]]) -> None:
        current, place = self._current(), self.list.verticalScrollBar().value()
        self.model.show_left(left)
        self.list.verticalScrollBar().setValue(place)
        if current is not None and (row := self.model.row_of(*current)) >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self.count = sum(map(len, left.values()))
        self._heading.setText(f"{self.count:,} left to do" if self.count else "To do")
        self.told.setText("" if self.count else NOTHING)
        self.told.setVisible(not self.count)
        self.count_changed.emit(self.count)

    def _current(self) -> tuple[str, RecordId] | None:
        index = self.list.currentIndex()
        return self.model.at(index.row()) if index.isValid() else None

    # What hands do

    def _go(self, index: QModelIndex) -> None:
        kind, record = self.model.at(index.row())
        if record:
            self.go_to.emit(record)
        else:
            self.turn(kind)

    def turn(self, kind: str) -> None:
        """Open the entries of a kind, or close them."""
        place = self.list.verticalScrollBar().value()
        self.model.turn(kind)
        self.list.verticalScrollBar().setValue(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the entry."""
        index = self.list.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._go(index)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
