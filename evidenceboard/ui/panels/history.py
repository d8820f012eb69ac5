"""The history of the board: every step of everybody, the newest first, read page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import Shiboken

from evidenceboard.document import Committed, Document
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.merge import FORK, GAP, STRAY
from evidenceboard.store import lookups
from evidenceboard.store.chains import read_problems
from evidenceboard.store.lookups import Entry
from evidenceboard.ui import jobs, theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.list_panel import ListPanel, RowDelegate
from evidenceboard.ui.plain import plain_tooltip
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import day, moment, one_line

PAGE = 100
ROW, DAY = 42, 30  # heights in px: a step, and the name of a day above the first of its steps
Index = QModelIndex | QPersistentModelIndex
FLAGS = {
    GAP: "a step before it is missing",
    FORK: "another step claims its place",
    STRAY: "it does not follow the step before",
}
ENTRY = Qt.ItemDataRole.UserRole


class HistoryModel(QAbstractListModel):
    """The steps, as far as somebody has scrolled."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._entries: list[Entry] = []
        self._end = False
        self.mine: set[str] = set()
        self.broken: Mapping[str, str] = {}  # of changesets whose chain is broken, why

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
            said = f"{one_line(entry.label, 200)}, {self.who(entry)}, {moment(entry.wall, self._document.now())}"
            flag = self.flag_of(entry)
            return f"{said}; {flag}" if flag else said
        return None

    def who(self, entry: Entry) -> str:
        """Who did it."""
        return "you" if entry.actor in self.mine else one_line(entry.author, 60) or "somebody"

    def flag_of(self, entry: Entry) -> str:
        """Why a step does not stand in its writer's chain as it should; empty of most."""
        return FLAGS.get(self.broken.get(entry.id, ""), "")

    def set_flags(self, flags: Mapping[str, str]) -> None:
        """Marks the steps of which the chain of their writer shows that something was taken out, or written twice."""
        if flags != self.broken:
            self.broken = flags
            self.dataChanged.emit(self.index(0), self.index(max(0, len(self._entries) - 1)))

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


class HistoryDelegate(RowDelegate):
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
        self.paint_ground(painter, rect, option)
        when = moment(entry.wall, model._document.now()).rpartition(" ")[2]
        painter.setFont(theme.interface_font(12, tabular=True))
        painter.setPen(active.ink3)
        painter.drawText(QRect(rect.left() + 16, rect.top() + 4, 44, 18), flags, when)
        words = QRect(rect.left() + 62, rect.top() + 4, rect.width() - 78, 18)
        painter.setFont(theme.interface_font(13))
        painter.setPen(active.ink3 if entry.reverts else active.ink)
        self._draw(painter, words, index.data())
        painter.setFont(theme.interface_font(12))
        who, flag = model.who(entry), model.flag_of(entry)
        painter.setPen(active.warn if flag else active.ink3)
        self._draw(painter, words.translated(0, 17), f"{who} · {flag}" if flag else who)

    def _draw(self, painter: QPainter, rect: QRect, text: str) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


class HistoryPanel(ListPanel):
    """The list of steps.

    Signals:
        go_to: a record that a step touched, after a double click or Enter.
        replay_wanted: the number of the chosen step, or of the newest: the board as it was after it is wanted.
    """

    go_to = Signal(str)
    replay_wanted = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        model = HistoryModel(bridge.document)
        super().__init__(bridge, "history", "History", "History of the board", model, parent)
        self.model = model
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.activated.connect(self._go)
        self.replay = push_button("Replay", "link")
        plain_tooltip(self.replay, "The board as it was after the chosen step")
        self.replay.clicked.connect(self._ask_for_replay)
        self.header.addWidget(self.replay)
        self._stale = self._flags_stale = True
        bridge.committed.connect(self._follow)

    def _follow(self, event: Committed) -> None:
        self._stale = True
        self._flags_stale |= event.cause == "receive"
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
        self._look_for_flags()
        place = self.list.verticalScrollBar().value()
        self.model.reload()
        self.list.verticalScrollBar().setValue(place)

    def _ask_for_replay(self) -> None:
        chosen = self.list.currentIndex()
        entry = (chosen if chosen.isValid() else self.model.index(0)).data(ENTRY)
        if entry is not None:
            self.replay_wanted.emit(entry.number)

    def _look_for_flags(self) -> None:
        """Beside the window, once and after each time that others' work came in: ours cannot break a chain."""
        if self._flags_stale:
            self._flags_stale = False
            path = self.bridge.document.log.path
            jobs.run(
                "Looking for gaps",
                partial(read_problems, path),
                self._show_flags,
                lambda _problem: None,
                gives_way=True,
            )

    def _show_flags(self, flags: Mapping[str, str]) -> None:
        if Shiboken.isValid(self):
            self.model.set_flags(flags)

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
