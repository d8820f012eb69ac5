"""Rows of two lines for lists of records: how a row looks, the model that gives it, the delegate that paints it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import icons, theme
from evidenceboard.ui.label import draw_line

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LOOK = int(Qt.ItemDataRole.UserRole)
RECORD = LOOK + 1
MIME = "application/x-evidence-card"  # cards that are dragged within this view
HELD = 400  # looks that are kept until something changes
ABOVE, LINE, SMALL, SIDE = 7, 18, 17, 16  # px
CHIP, LEFT = 22, 120


@dataclass(frozen=True)
class Look:
    """One row.

    Attributes:
        key, title: the first line; the key heavier.
        lines: the lines below it, each with its ink.
        chip: a grade in a frame before the words; None for rows without one.
        left: words in a column of their own before the words; None for rows without it.
        right: at the end of the first line, with its ink.
        struck: it was taken back.
        strong: it stands out among others.
    """

    title: str
    key: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    chip: str | None = None
    left: str | None = None
    right: tuple[str, str] = ("", "ink3")
    icon: tuple[str, str] = ("", "")
    struck: bool = False
    strong: bool = True

    def name(self) -> str:
        """The first line."""
        return f"{self.key} {self.title}".strip()

    def words(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.chip, self.key, self.title, self.left, *(words for words, _ in self.lines), self.right[0])
        return ", ".join(part for part in parts if part)


class Rows(QAbstractListModel):
    """Records in an order; looks are asked for when they are seen.

    Attributes:
        order: the records.
    """

    def __init__(
        self, look: Callable[[RecordId], Look], parent: QObject | None = None, *, dragged: bool = False
    ) -> None:
        super().__init__(parent)
        self._look, self._dragged = look, dragged
        self.order: list[RecordId] = []
        self._row: dict[RecordId, int] = {}
        self._held: dict[RecordId, Look] = {}

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == RECORD:
            return self.order[index.row()]
        if role == LOOK:
            return self.look(self.order[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:  # what letters look for
            return self.look(self.order[index.row()]).name()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.look(self.order[index.row()]).words()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A card can be dragged onto what it repeats."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self._dragged and index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return mime_of([self.order[index.row()] for index in indexes])

    def look(self, record: RecordId) -> Look:
        """How a record looks; kept until something changes."""
        if record not in self._held:
            if len(self._held) >= HELD:
                self._held.clear()
            self._held[record] = self._look(record)
        return self._held[record]

    def show(self, order: list[RecordId]) -> None:
        """These records in this order; where it is the order there is, only their words are asked for anew."""
        if order == self.order:
            self.refresh()
            return
        self._held.clear()
        self.beginResetModel()
        self.order = order
        self._row = {record: row for row, record in enumerate(order)}
        self.endResetModel()

    def refresh(self) -> None:
        """Their words are other ones now."""
        self._held.clear()
        if self.order:
            self.dataChanged.emit(self.index(0), self.index(len(self.order) - 1))

    def at(self, record: RecordId) -> QModelIndex:
        """Where a record stands; no index where it does not."""
        return self.index(self._row[record]) if record in self._row else QModelIndex()


def mime_of(cards: Collection[RecordId]) -> QMimeData:
    """Cards as they are dragged."""
    data = QMimeData()
    data.setData(MIME, "\n".join(cards).encode())
    return data


def cards_in(data: QMimeData) -> list[RecordId]:
    """The cards that are dragged."""
    return bytes(data.data(MIME).data()).decode().split("\n") if data.hasFormat(MIME) else []


class LookDelegate(QStyledItemDelegate):
    """Paints looks; all rows of a list are equally high."""

    def __init__(self, lines: int, parent: QObject | None = None, *, side: int = SIDE) -> None:
        """Rows with so many lines below the first."""
        super().__init__(parent)
        self._lines, self._side = lines, side

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list."""
        return QSize(100, 2 * ABOVE + LINE + SMALL * self._lines)

    def chip_rect(self, row: QRect) -> QRect:
        """Where the grade of a row is."""
        return QRect(row.left() + self._side, row.top() + ABOVE - 1, CHIP, 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row as plain text."""
        look: Look = index.data(LOOK)
        active, rect = theme.current(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, active.selbg)
            if active.border > 1:
                painter.setPen(QPen(active.accent, 2))
                painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        left = self._before(painter, look, rect)
        right = rect.right() - SIDE
        top = rect.top() + ABOVE
        if look.right[0]:
            words, token = look.right
            right -= self._words(painter, words, 12, 400, active.color(token), left + 60, top, right, end=True) + 12
        if look.key:
            heavy = active.ink3 if look.struck else active.ink
            left += self._words(painter, look.key, 13, 600, heavy, left, top, right) + 6
        ink = active.ink3 if look.struck else active.ink if look.strong else active.ink2
        self._words(painter, look.title, 13, 400 if look.key else 600, ink, left, top, right, struck=look.struck)
        left = rect.left() + self._indent(look)
        for number, (words, token) in enumerate(look.lines):
            at = top + LINE + SMALL * number
            self._words(painter, words, 12, 400, active.color(token), left, at, rect.right() - SIDE, height=SMALL)
        painter.restore()

    def _indent(self, look: Look) -> int:
        chip = CHIP + 10 if look.chip is not None else 0
        return self._side + chip + (LEFT if look.left is not None else 0) + (20 if look.icon[0] else 0)

    def _before(self, painter: QPainter, look: Look, rect: QRect) -> int:
        """The chip, or the column at the left; gives where the words begin."""
        active, left = theme.current(), rect.left() + self._side
        if look.chip is not None:
            self._chip(painter, look.chip, self.chip_rect(rect))
        if look.left:
            self._words(painter, look.left, 12, 400, active.ink3, left, rect.top() + ABOVE, left + LEFT - 10)
        if look.icon[0]:
            at = rect.left() + self._indent(look) - 20
            where = QRectF(at, rect.top() + ABOVE + 2, 14, 14)
            icons.paint_icon(painter, look.icon[0], where, active.color(look.icon[1]), 1.4)
        return rect.left() + self._indent(look)

    def _chip(self, painter: QPainter, words: str, rect: QRect) -> None:
        active = theme.current()
        painter.setPen(QPen(active.ctl, active.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(theme.interface_font(11, 600))
        painter.setPen(active.ink2 if words != "–" else active.ink3)
        draw_line(painter, QRectF(rect), words, Qt.AlignmentFlag.AlignHCenter)

    def _words(
        self, painter: QPainter, words: str, size: int, weight: int, ink: QColor, left: int, top: int, right: int,
        *, struck: bool = False, end: bool = False, height: int = LINE,
    ) -> int:  # fmt: skip
        """One line, cut to its room; gives how wide it is."""
        font = theme.interface_font(size, weight, tabular=True)
        font.setStrikeOut(struck)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, right - left))
        wide = metrics.horizontalAdvance(shown)
        painter.setFont(font)
        painter.setPen(ink)
        start = right - wide if end else left
        draw_line(painter, QRectF(start, top, wide + 2, height), shown)
        return wide
