"""The history of the board: every step of everybody, the newest first, read page by page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.document import Committed, Document
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.store import lookups
from evidenceboard.store.lookups import Entry
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import WIDTH, IconLabel
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button
from evidenceboard.ui.words import day, moment, one_line

PAGE = 100
ROW, DAY = 42, 30  # heights in px: a step, and the name of a day above the first of its steps
Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole


class HistoryModel(QAbstractListModel):
    """The steps, as far as somebody has scrolled."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._entries: list[Entry] = []
        self._end = False
        self.mine: set[str] = set()

    def reload(self) -> None:
        """Begins again with the newest."""
        self.beginResetModel()
        self.mine = set(self._document.installation.my_actors(self._document.board_id))
        self._entries = lookups.entries(self._document.log, max(PAGE, min(len(self._entries), 1000)))
        self._end = len(self._entries) < PAGE
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many steps were read."""
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older ones."""
        return not parent.isValid() and bool(self._entries) and not self._end

    def fetchMore(self, parent: Index) -> None:
        """Reads the next page."""
        more = lookups.entries(self._document.log, PAGE, self._entries[-1])
        self._end = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(more) - 1)
            self._entries += more
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The step itself, or its words."""
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.label, 200) or "a step without a name"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one_line(entry.label, 200)}, {self.who(entry)}, {moment(entry.wall, self._document.now())}"
        return None

    def who(self, entry: Entry) -> str:
        """Who did it."""
        return "you" if entry.actor in self.mine else one_line(entry.author, 60) or "somebody"

    def day_before(self, row: int) -> str:
        """The name of the day that begins, from the top, with this row; empty where none does."""
        here = _day(self._entries[row], self._document.now())
        return here if row == 0 or _day(self._entries[row - 1], self._document.now()) != here else ""


def _day(entry: Entry, now_ms: int) -> str:
    try:
        then, now = datetime.fromtimestamp(entry.wall / 1000), datetime.fromtimestamp(now_ms / 1000)
    except (ValueError, OverflowError, OSError):
        return "Time unknown"
    days = (now.date() - then.date()).days
    return {0: "Today", 1: "Yesterday"}.get(days, day(then))


class HistoryDelegate(QStyledItemDelegate):
    """Draws a step: what was done, who and when; the day above its first step."""

    def _model(self, index: Index) -> HistoryModel:
        model = index.model()
        assert isinstance(model, HistoryModel)
        return model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, and one more for the day."""
        return QSize(200, ROW + (DAY if self._model(index).day_before(index.row()) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one row."""
        active, model = theme.current(), self._model(index)
        entry: Entry = index.data(ENTRY)
        rect, flags = QRect(option.rect), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if name := model.day_before(index.row()):
            painter.setFont(theme.interface_font(11, 600))
            painter.setPen(active.ink3)
            painter.drawText(rect.adjusted(16, 8, -16, 0).adjusted(0, 0, 0, DAY - 8 - rect.height()), flags, name)
            rect.setTop(rect.top() + DAY)
        self._paint_ground(painter, rect, option)
        when = moment(entry.wall, model._document.now()).rpartition(" ")[2]
        painter.setFont(theme.interface_font(12, tabular=True))
        painter.setPen(active.ink3)
        painter.drawText(QRect(rect.left() + 16, rect.top() + 4, 44, 18), flags, when)
        words = QRect(rect.left() + 62, rect.top() + 4, rect.width() - 78, 18)
        painter.setFont(theme.interface_font(13))
        painter.setPen(active.ink3 if entry.reverts else active.ink)
        self._draw(painter, words, index.data())
        painter.setFont(theme.interface_font(12))
        painter.setPen(active.ink3)
        self._draw(painter, words.translated(0, 17), model.who(entry))

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        active = theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, active.selbg)
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), active.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.blend(active.ink, active.panel, 0.05))

    def _draw(self, painter: QPainter, rect: QRect, text: str) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


class HistoryPanel(QWidget):
    """The list of steps.

    Signals:
        go_to: a record that a step touched, after a double click or Enter.
        replay_wanted: the number of the chosen step, or of the newest: the board as it was after it is wanted.
    """

    go_to = Signal(str)
    replay_wanted = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.model = HistoryModel(bridge.document, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("History of the board")
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._go)
        self._stale = True
        self._lay_out()
        bridge.committed.connect(self._follow)

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(44)
        header = QHBoxLayout(top)
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("history", "ink2"))
        header.addWidget(plain_label("History", weight=600), 1)
        self.replay = push_button("Replay", "link")
        plain_tooltip(self.replay, "The board as it was after the chosen step")
        self.replay.clicked.connect(self._ask_for_replay)
        header.addWidget(self.replay)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(Hairline())
        rows.addWidget(self.list, 1)

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def _follow(self, _event: Committed) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while it was hidden is caught up with."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Shows the newest."""
        self._stale = False
        place = self.list.verticalScrollBar().value()
        self.model.reload()
        self.list.verticalScrollBar().setValue(place)

    def _ask_for_replay(self) -> None:
        chosen = self.list.currentIndex()
        entry = (chosen if chosen.isValid() else self.model.index(0)).data(ENTRY)
        if entry is not None:
            self.replay_wanted.emit(entry.number)

    def _go(self, index: QModelIndex) -> None:
        entry: Entry = index.data(ENTRY)
        record = self._shown_record(lookups.touched(self.bridge.document.log, entry))
        if record is not None:
            self.go_to.emit(record)

    def _shown_record(self, records: list[RecordId]) -> RecordId | None:
        """The first of them that stands on the canvas: a card or a link, or the card of a place."""
        board = self.bridge.document.board
        for record in records:
            kind = kind_of(record)
            end = board.value(record, "card") if kind in ("place", "region") else record
            if end and kind_of(end) in ("card", "edge") and board.is_live(end):
                return str(end)
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
