"""The rows of the outline: opened and closed, walked by keys, written where they stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import icons, theme
from evidenceboard.ui.views.outline_editor import LONGEST, OutlineEditor
from evidenceboard.ui.views.outline_model import Node, OutlineModel
from evidenceboard.ui.views.outline_painting import Block, OutlineDelegate
from evidenceboard.ui.views.outline_words import OutlineWords

Index = QModelIndex | QPersistentModelIndex
INDENT = 24  # px for each level
NAMES = {"title": "Title", "text": "Text", "reason": "Why? One line is enough", "question": "Question of the board"}
FONTS = {"title": (13, 600), "text": (13, 400), "reason": (12, 400)}
LOW = 18.0  # px of an empty field


class OutlineTree(QTreeView):
    """A tree of words.

    Attributes:
        lines: its model.
        chosen: what is selected in all views.

    Signals:
        picked: the records that a person chose.
        opened: a card that should be shown on the canvas.
        written: a line, a field of it, and the new words.
        rested: the same while they are being typed.
        copy_wanted: a person wants what is current as text.
    """

    picked = Signal(object)
    opened = Signal(str)
    written = Signal(object, str, str)
    rested = Signal(object, str, str)
    copy_wanted = Signal()

    def __init__(self, words: OutlineWords, refuses: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.lines = OutlineModel(words, self)
        self.chosen: frozenset[RecordId] = frozenset()
        self._refuses = refuses
        self._quiet = False
        self._field: tuple[Node, str] | None = None
        self.painter = OutlineDelegate(self)
        self.setModel(self.lines)
        self.setItemDelegate(self.painter)
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(False)
        self.setAnimated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Outline")
        self.editor = OutlineEditor(self.viewport())
        self.editor.left.connect(self._left)
        self.editor.rested.connect(self._rested)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.editor.leave())
        self._relay = QTimer(self, singleShot=True, interval=0)
        self._relay.timeout.connect(self.lay_out_again)
        theme.signals.theme_changed.connect(self._relay.start)
        self.lines.dataChanged.connect(lambda first, _last: self.painter.forget(self.lines.node(first)))

    def width_of(self, node: Node) -> float:
        """How wide a row is from its left to the right of the view."""
        depth, above = 1, node.parent
        while above is not None and above.parent is not None:
            depth, above = depth + 1, above.parent
        return float(self.viewport().width() - depth * INDENT)

    @property
    def current(self) -> Node | None:
        """The line that keys are about."""
        return self.lines.node(self.currentIndex()) if self.currentIndex().isValid() else None

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A chevron at the height of the first words, where something stands below."""
        if self.lines.hasChildren(index):
            node = self.lines.node(index)
            first = self.painter.blocks(node, self.width_of(node))[0]
            middle = rect.top() + first.rect.top() + first.line / 2
            place = QRectF(rect.right() - 17, middle - 6, 12, 12)
            icon = "chevron-down" if self.isExpanded(index) else "chevron-right"
            icons.paint_icon(painter, icon, place, theme.current().ink3)

    def lay_out_again(self) -> None:
        """All rows may need other heights."""
        self.painter.forget()
        self.scheduleDelayedItemsLayout()

    def open_below(self, index: Index) -> None:
        """Open a line, and make what stands below it known at once."""
        if self.lines.canFetchMore(index):
            self.lines.fetchMore(index)
        self.expand(index)

    # Choosing

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        node = self.lines.node(current) if current.isValid() else None
        if node is not None and node.line.what == "card" and not self._quiet:
            self.chosen = frozenset({node.line.record})
            self.picked.emit(self.chosen)

    def mark(self, records: frozenset[RecordId]) -> None:
        """Show that these are selected; the first of them that is known here becomes current."""
        self.chosen = records
        node = self.current
        if records and (node is None or node.line.record not in records):
            found = next((each for record in sorted(records) for each in self.lines.nodes_of(record)), None)
            if found is not None:
                self.show_node(found)
        self.viewport().update()

    def show_node(self, node: Node) -> None:
        """Make a line current and bring it into view; nobody is told."""
        above = node.parent
        while above is not None and above.parent is not None:
            self.expand(self.lines.index_of(above))
            above = above.parent
        self._quiet = True
        index = self.lines.index_of(node)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self._quiet = False

    # Writing

    def edit_field(self, node: Node, field: str) -> bool:
        """Write a field of a line where it stands; False where there is none."""
        if field not in self.fields_of(node) or self._refuses():
            return False
        index = self.lines.index_of(node)
        self.scrollTo(index)
        text = self.stored(node, field)
        if len(text) > LONGEST:
            return False
        self._field = (node, field)
        rect, block = self._place(node, field)
        self.editor.open_over(rect, text, block.font, NAMES[field], lines=field == "text")
        return True

    def fields_of(self, node: Node) -> list[str]:
        """The fields of a line that can be written, from the top."""
        if node.line.what == "question":
            return ["question"]
        if node.line.what != "card":
            return []
        return ["title", "text", *(["reason"] if node.line.edge else [])]

    def stored(self, node: Node, field: str) -> str:
        """What a field holds."""
        if field == "question":
            return self.words.question
        record = node.line.edge if field == "reason" else node.line.record
        return str(self.words.look.values(record).get(field) or "")

    def _place(self, node: Node, field: str) -> tuple[QRectF, Block]:
        """Where a field stands in the viewport; one that is empty stands below the others."""
        row = self.visualRect(self.lines.index_of(node))
        blocks = self.painter.blocks(node, self.width_of(node))
        found = next((block for block in blocks if block.field == field), None)
        if found is None:
            last = blocks[-1]
            size, weight = FONTS[field]
            rect = QRectF(last.rect.left(), last.rect.bottom() + 4, last.rect.width(), LOW)
            found = Block(field, rect, (), theme.interface_font(size, weight), 18, "ink")
        return found.rect.translated(row.left(), row.top()), found

    def _left(self, text: str, key: int) -> None:
        field, self._field = self._field, None
        if key:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if field is None:
            return
        self.written.emit(field[0].line, field[1], text)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go_on(*field, -1 if key == Qt.Key.Key_Backtab else 1)

    def _go_on(self, node: Node, field: str, by: int) -> None:
        """Write the next field of the line, or the first of the next line."""
        if node.parent is None or node.parent.children is None or node not in node.parent.children:
            return
        fields = self.fields_of(node)
        at = fields.index(field) + by
        if 0 <= at < len(fields):
            self.edit_field(node, fields[at])
            return
        index = self.lines.index_of(node)
        following = self.indexBelow(index) if by > 0 else self.indexAbove(index)
        while following.isValid() and not self.fields_of(self.lines.node(following)):
            following = self.indexBelow(following) if by > 0 else self.indexAbove(following)
        if following.isValid():
            self.setCurrentIndex(following)
            fields = self.fields_of(self.lines.node(following))
            self.edit_field(self.lines.node(following), fields[0 if by > 0 else -1])

    def _rested(self, text: str) -> None:
        if self._field is not None:
            self.rested.emit(self._field[0].line, self._field[1], text)

    # What hands do

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes; arrows walk, and open and close."""
        node = self.current
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and node is not None:
            fields = self.fields_of(node)
            if fields:
                self.edit_field(node, fields[0])
            else:
                self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & ~_SHIFT:
            event.ignore()  # no search by typing: letters are commands of the window
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Copying and writing are this view's own while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
            if event.matches(QKeySequence.StandardKey.Copy) or event.key() in own:
                event.accept()
                return True
        return super().event(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Writes the field under the pointer; on the icon, shows the card on the board."""
        at = event.position()
        index = self.indexAt(at.toPoint())
        if not index.isValid():
            return
        node, row = self.lines.node(index), self.visualRect(index)
        blocks = self.painter.blocks(node, self.width_of(node))
        if node.line.what == "card" and at.x() < row.left() + blocks[0].rect.left():
            self.opened.emit(node.line.record)
            return
        below = [block for block in blocks if block.field and at.y() >= row.top() + block.rect.top() - 3]
        fields = self.fields_of(node)
        if fields and not self.edit_field(node, below[-1].field if below else fields[0]):
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines anew."""
        self.editor.leave()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._relay.start()


_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
