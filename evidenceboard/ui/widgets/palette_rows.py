"""How a line of the palette looks: a heading, a command with its keys, or something found on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.widgets.keycap import caps_width, paint_caps

#: The item's role that holds its Row.
ROW = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Row:
    """One line; without `run` a heading. `reason` says why it cannot be run now."""

    title: str
    detail: str = ""
    shortcut: str = ""
    reason: str = ""
    run: Callable[[], object] | None = None


def row_height(row: Row) -> int:
    """The height in px."""
    return 34 if row.run else 28


class RowDelegate(QStyledItemDelegate):
    """Paints the rows as plain text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the list."""
        return QSize(100, row_height(index.data(ROW)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws one row."""
        row: Row = index.data(ROW)
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.run is None:
            self._head(painter, rect, row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._line(painter, rect, row, chosen)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, row: Row) -> None:
        painter.setFont(theme.interface_font(11, 600))
        painter.setPen(theme.current().ink3)
        draw_line(painter, QRectF(rect.adjusted(20, 6, -20, 0)), row.title)

    def _line(self, painter: QPainter, rect: QRect, row: Row, chosen: bool) -> None:
        active = theme.current()
        if chosen:
            painter.setPen(QPen(active.accent, 2) if active.border > 1 else Qt.PenStyle.NoPen)
            painter.setBrush(active.selbg)
            painter.drawRoundedRect(QRectF(rect).adjusted(9, 1, -9, -1), 6, 6)
        right = rect.right() - 20
        if row.shortcut:
            paint_caps(painter, right, rect.center().y() + 0.5, row.shortcut)
            right -= caps_width(row.shortcut) + 12
        ink = theme.disabled_ink(active) if row.reason else active.ink
        used = self._words(painter, rect, row.title, rect.left() + 20, right, ink, 13)
        detail = row.reason or row.detail
        if detail:
            self._words(painter, rect, detail, used + 10, right, active.ink3, 12)

    def _words(self, painter: QPainter, rect: QRect, words: str, left: int, right: int, ink: QColor, size: int) -> int:
        """Draws words cut to the room there is; returns where they end."""
        font = theme.interface_font(size)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, right - left))
        painter.setFont(font)
        painter.setPen(ink)
        sunk = 0.36 * (13 - size)  # smaller words stand on the same line
        draw_line(painter, QRectF(left, rect.top() + sunk, max(0, right - left), rect.height()), shown)
        return left + metrics.horizontalAdvance(shown)
