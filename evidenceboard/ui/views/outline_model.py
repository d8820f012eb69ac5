"""The outline as a tree for a view: lines are made when somebody opens what they stand below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from evidenceboard.finding import outline
from evidenceboard.finding.outline import Line
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.outline_words import OutlineWords

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
PAGE = 40  # beginnings that are shown at once

Key = tuple[str, RecordId, RecordId, str]


class Node:
    """A line that is shown, and what of the lines below it is known."""

    __slots__ = ("children", "id", "line", "parent")

    def __init__(self, number: int, line: Line, parent: Node | None) -> None:
        self.id = number
        self.line = line
        self.parent = parent
        self.children: list[Node] | None = None

    @property
    def key(self) -> Key:
        """What makes it the same line after a change."""
        return key_of(self.line)


def key_of(line: Line) -> Key:
    return line.what, line.record, line.edge, line.words


class OutlineModel(QAbstractItemModel):
    """Lines below lines.

    Attributes:
        beginnings: the lines that stand by themselves, cards by their ids; so many of them as were scrolled to have
            rows.
    """

    def __init__(self, words: OutlineWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._look = words.look
        self._numbers = count(1)
        self._root = Node(0, Line("heading"), None)
        self._root.children = []
        self._nodes: dict[int, Node] = {0: self._root}
        self.beginnings: Sequence[Line | RecordId] = []

    # What Qt asks

    def node(self, index: Index) -> Node:
        """The line of an index; the root for none."""
        return self._nodes[index.internalId()] if index.isValid() else self._root

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a line."""
        if node.parent is None:
            return QModelIndex()
        assert node.parent.children is not None
        return self.createIndex(node.parent.children.index(node), 0, node.id)

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        children = self.node(parent).children or []
        return self.createIndex(row, column, children[row].id) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        return self.index_of(above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return len(self.node(parent).children or ())

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 1

    def hasChildren(self, parent: Index = NO_INDEX) -> bool:
        node = self.node(parent)
        return bool(node.children) if node.children is not None else outline.has_below(node.line, self._look)

    def canFetchMore(self, parent: Index) -> bool:
        node = self.node(parent)
        if node is self._root:
            return len(node.children or ()) < len(self.beginnings)
        return node.children is None

    def fetchMore(self, parent: Index) -> None:
        node = self.node(parent)
        known = len(node.children or ())
        first = node is self._root
        lines = self._begin(known, known + PAGE) if first else outline.below(node.line, self._look)
        if node.children is None:
            node.children = []
        self._insert(node, known, lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " – ".join(self.words.of_line(self.node(index).line))
        return None

    # Following the board

    def show_beginnings(self, lines: Sequence[Line | RecordId]) -> None:
        """Begin with these; lines that were there stay as they are."""
        self.beginnings = lines
        self._replace(self._root, self._begin(0, max(PAGE, len(self._root.children or ()))))

    def _begin(self, first: int, last: int) -> list[Line]:
        some = self.beginnings[first:last]
        self._look.load([each for each in some if isinstance(each, str)])
        return [Line("card", each) if isinstance(each, str) else each for each in some]

    def children_again(self) -> Iterator[None]:
        """Ask anew what stands below every line that is known, from the top, a line in each step."""
        todo = list(self._root.children or ())
        while todo:
            node = todo.pop()
            if node.id in self._nodes and node.children is not None:
                self._replace(node, outline.below(node.line, self._look))
                todo += node.children
                yield

    def holds(self, node: Node) -> bool:
        """Whether a line is still there."""
        return node.id in self._nodes

    def follow(self, touched: Iterable[RecordId], bears_on: set[RecordId]) -> None:
        """Show touched records anew, and what stands below those that a change bears on."""
        for node in [node for node in self._nodes.values() if node.line.what == "card"]:
            if node.id in self._nodes and {node.line.record, node.line.edge} & bears_on and node.children is not None:
                self._replace(node, outline.below(node.line, self._look))
        changed = set(touched) | bears_on
        for node in self._nodes.values():
            if node.parent is not None and (node.line.what == "question" or node.line.record in changed
                                            or node.line.edge in changed):  # fmt: skip
                index = self.index_of(node)
                self.dataChanged.emit(index, index)

    def nodes_of(self, record: RecordId) -> Iterator[Node]:
        """The lines of a card that are known, from the top."""
        return (node for node in self._nodes.values() if node.line.record == record)

    def _replace(self, node: Node, lines: Sequence[Line]) -> None:
        """Put lines below one, and keep the rows of those that stay."""
        children = node.children or []
        wanted = dict.fromkeys(key_of(line) for line in lines)
        kept = dict.fromkeys(child.key for child in children if child.key in wanted)
        if list(kept) != [key for key in wanted if key in kept]:
            self._remove(node, list(range(len(children))))
        else:
            self._remove(node, [at for at, child in enumerate(children) if child.key not in wanted])
        held = {child.key: child for child in node.children or []}
        for at, line in enumerate(lines):
            child = held.get(key_of(line))
            if child is None:
                self._insert(node, at, [line])
                continue
            before, child.line = child.line, line
            if line.what == "heading" and child.children is not None and before != line:
                self._replace(child, outline.below(line, self._look))

    def _insert(self, node: Node, at: int, lines: Sequence[Line]) -> None:
        if not lines:
            return
        assert node.children is not None
        self.beginInsertRows(self.index_of(node), at, at + len(lines) - 1)
        made = [Node(next(self._numbers), line, node) for line in lines]
        node.children[at:at] = made
        self._nodes |= {each.id: each for each in made}
        self.endInsertRows()

    def _remove(self, node: Node, rows: Sequence[int]) -> None:
        assert node.children is not None or not rows
        for row in reversed(rows):
            assert node.children is not None
            self.beginRemoveRows(self.index_of(node), row, row)
            gone = [node.children.pop(row)]
            self.endRemoveRows()
            while gone:
                each = gone.pop()
                del self._nodes[each.id]
                gone += each.children or []
