"""What is left to do on the board, with counts; each entry leads to its card or link."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QWidget,
)

from evidenceboard.document import Committed
from evidenceboard.finding.todo import KINDS, ToDo
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.board_facts import BoardFacts
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.list_panel import ListPanel
from evidenceboard.ui.panels.todo_rows import ToDoDelegate, ToDoModel
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query

NOTHING = "Nothing is left to do: all is sourced, graded, dated, linked and reasoned."
SMALL = 2_000  # cards of a board that is counted before anybody looks


class ToDoPanel(ListPanel):
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
        model = ToDoModel(bridge)
        super().__init__(bridge, "check", "To do", "What is left to do", model, parent)
        self.model = model
        self.count = 0
        self._todo: ToDo | None = None
        self._queries: list[Query] = []
        self._missed: set[RecordId] = set()
        self.list.setItemDelegate(ToDoDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        self.told.setContentsMargins(16, 12, 16, 12)
        self.above.addWidget(self.told)
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self.begin)

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
        self.heading.setText(f"{self.count:,} left to do" if self.count else "To do")
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
