"""The trees of origins: below each origin the reports that go back to it, below each report those that repeat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from evidenceboard.finding.who_says import WhoSays
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.views.sources_rows import (
    LOOK,
    MIME,
    NO_INDEX,
    RECORD,
    Index,
    Look,
    LookDelegate,
    cards_in,
    mime_of,
)

OPENED = 300  # rows that are opened when a tree comes; the rest by hand
LARGEST = 3_000  # rows whose shape is compared with what it was
DEEPEST = 100  # steps of a chain that are opened to show a card


class Node:
    """One place in a tree; a card that is met in a circle stands below itself once and no deeper."""

    def __init__(self, record: RecordId, above: Node | None, row: int) -> None:
        self.record, self.above, self.row = record, above, row
        self.below: list[Node] | None = None  # not asked for yet

    def is_below(self, record: RecordId) -> bool:
        """Whether a record stands on the way up from here, or here."""
        node: Node | None = self
        while node is not None:
            if node.record == record:
                return True
            node = node.above
        return False


class OriginTree(QAbstractItemModel):
    """Origins and what goes back to them, made as far down as it is looked at.

    Signals:
        repeats: a card was dropped on what it repeats; "" where it was dropped beside everything.
    """

    repeats = Signal(str, str)

    def __init__(self, said: WhoSays, look: Callable[[RecordId], Look], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.said, self._look = said, look
        self._held: dict[RecordId, Look] = {}
        self._shape: tuple[object, ...] = ()
        self.roots: list[Node] = []

    def show(self, roots: Sequence[RecordId]) -> bool:
        """The trees of these origins; whether their shape is another than it was."""
        shape = self._shape_of(roots)
        if shape == self._shape:
            self.refresh()
            return False
        self._held.clear()
        self.beginResetModel()
        self._shape = shape
        self.roots = [Node(record, None, row) for row, record in enumerate(roots)]
        self.endResetModel()
        return True

    def refresh(self) -> None:
        """Their words are other ones now."""
        self._held.clear()
        if self.roots:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.roots) - 1, 0))

    def _shape_of(self, roots: Sequence[RecordId]) -> tuple[object, ...]:
        """What stands below what; never equal where that is too much to be looked through."""
        below: list[object] = []
        waiting = list(roots)
        met: set[RecordId] = set()
        while waiting and len(below) < LARGEST:
            each = waiting.pop()
            if each not in met:
                met.add(each)
                found = self._order(each)
                below.append((each, tuple(found)))
                waiting += found
        return (tuple(roots), *below, object()) if waiting else (tuple(roots), *below)

    def place(self, way: Sequence[RecordId]) -> QModelIndex:
        """Where the last card of a chain stands that begins at its origin; no index where it does not."""
        index = QModelIndex()
        for record in way:
            nodes = self._below(self.node(index)) if index.isValid() else self.roots
            row = next((node.row for node in nodes if node.record == record), -1)
            index = self.index(row, 0, index)
            if not index.isValid():
                break
        return index

    def _order(self, record: RecordId) -> list[RecordId]:
        """What repeats a record, by key."""
        cards = self.said.deriving.get(record, ())
        return sorted(cards, key=lambda card: (natural(self.said.cards[card].key), card))

    def node(self, index: Index) -> Node:
        """The place of an index."""
        found = index.internalPointer()
        assert isinstance(found, Node)
        return found

    def _below(self, node: Node) -> list[Node]:
        if node.below is None:
            found = [card for card in self._order(node.record) if not node.is_below(card)]
            node.below = [Node(card, node, row) for row, card in enumerate(found)]
        return node.below

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        nodes = self._below(self.node(parent)) if parent.isValid() else self.roots
        return self.createIndex(row, column, nodes[row]) if 0 <= row < len(nodes) and not column else QModelIndex()

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).above if index.isValid() else None
        return self.createIndex(above.row, 0, above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return len(self._below(self.node(parent))) if parent.isValid() else len(self.roots)

    def hasChildren(self, parent: Index = NO_INDEX) -> bool:
        return bool(self.rowCount(parent))

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.node(index).record
        if role == RECORD:
            return record
        if role in (LOOK, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if record not in self._held:
                self._held[record] = self._look(record)
            look = self._held[record]
            return look if role == LOOK else look.name() if role == Qt.ItemDataRole.DisplayRole else look.words()
        return None

    # Dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be dropped on, and every card dragged."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        card = index.isValid() and kind_of(self.node(index).record) == "card"
        return flags | Qt.ItemFlag.ItemIsDragEnabled if card else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.LinkAction | Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return mime_of([self.node(index).record for index in indexes])

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Tells what was dropped on what; the tree itself follows the board. Never a move of Qt's own."""
        onto = self.node(parent).record if parent.isValid() else ""
        for card in cards_in(data):
            if card != onto:
                self.repeats.emit(card, onto)
        return False


class OriginView(QTreeView):
    """The trees as they are seen.

    Signals:
        picked: a card that a person chose.
        opened: a card that should be shown on the canvas.
    """

    picked = Signal(str)
    opened = Signal(str)

    def __init__(self, model: OriginTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = model
        self.setModel(model)
        self.setItemDelegate(LookDelegate(0, self, side=4))
        self.setAccessibleName("Origins")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(20)
        self.setExpandsOnDoubleClick(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(True)  # on a row, never between two
        self.setDefaultDropAction(Qt.DropAction.LinkAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._marking = False
        self.selectionModel().currentChanged.connect(self._tell)
        self.activated.connect(lambda index: self.opened.emit(str(index.data(RECORD))))

    def show_roots(self, roots: Sequence[RecordId], chosen: RecordId = "") -> None:
        """The trees of these origins, opened as far as that is not too much."""
        self._marking = True
        if self.tree.show(roots):
            self._open()
        self._marking = False
        self.mark(chosen)

    def _open(self) -> None:
        waiting = [self.tree.index(row, 0) for row in range(min(len(self.tree.roots), OPENED))]
        seen = len(waiting)
        while waiting and seen < OPENED:
            index = waiting.pop(0)
            rows = self.tree.rowCount(index)
            if rows:
                self.expand(index)
                seen += rows
                waiting += [self.tree.index(row, 0, index) for row in range(min(rows, OPENED))]

    def mark(self, card: RecordId) -> None:
        """Show that a card is selected, where it stands in one of the trees."""
        way = self.tree.said.way_to(card) if card else []
        index = self.tree.place(way) if 0 < len(way) <= DEEPEST else QModelIndex()
        if index != self.currentIndex():
            self._marking = True
            self.setCurrentIndex(index)
            self._marking = False
        if not index.isValid():
            self.clearSelection()

    def _tell(self, index: QModelIndex) -> None:
        if not self._marking and index.isValid() and kind_of(str(index.data(RECORD))) == "card":
            self.picked.emit(str(index.data(RECORD)))
