"""The rows of what is left to do: heads of the kinds with their counts, below each its cards or links."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import icons, theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.list_panel import RowDelegate
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.words import card_icon, card_ink, link_word, name_of, says_more, title_of

HEADS = {
    "unsourced": ("No source", "a reported statement or a photo that does not say where it is from"),
    "ungraded": ("No grade", "no credibility, or a source without reliability"),
    "undated": ("No date", "a reported statement without when it was said or happened"),
    "unlinked": ("Not linked", "a card that speaks for or against nothing"),
    "unreasoned": ("No reason", "a link that does not say why"),
    "gap": ("Gaps", "expected, not found"),
    "preliminary": ("Preliminary", "to be confirmed"),
}
ROW = 32  # px; all alike, so that nobody measures a hundred thousand of them
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
        return f"{name}  {title}" if says_more(title, name) else name

    def values(self, record: RecordId) -> dict[str, Any]:
        """The values of a card or a link."""
        return self._bridge.document.board.record(record).shown_values()


class ToDoDelegate(RowDelegate):
    """Paints heads and entries."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ToDoModel)
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
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
