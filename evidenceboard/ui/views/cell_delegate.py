"""How a cell is painted, and what edits it where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from evidenceboard.ui import icons, theme
from evidenceboard.ui.label import draw_line
from evidenceboard.ui.plain import PlainLabel, PlainWriting, plain_label
from evidenceboard.ui.views.columns import in_one_line
from evidenceboard.ui.words import card_icon, card_ink

if TYPE_CHECKING:
    from evidenceboard.ui.views.grid import Grid

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
LEFT = 8  # px between a cell's border and its words
LONGEST = 20_000  # characters that are edited in a cell; a longer text is edited in the inspector
LINES = 6  # that are seen of a text while it is edited
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
NOT_SET = "not set"


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a grid and opens their editors."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._complaint = _Complaint(grid.viewport())
        self._index = QPersistentModelIndex()
        self.editor: QWidget | None = None
        self._begun: str | None = None  # what the editor said when it was opened

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The words in one line, over a tint where the row is selected; a ring where the keys are."""
        active, grid = theme.current(), self._grid
        rect = option.rect
        column = grid.cells.columns[index.column()]
        chosen = grid.cells.rows.order[index.row()] in grid.chosen
        if chosen or grid.selectionModel().isSelected(index):
            painter.fillRect(rect, active.selbg)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), active.hair)
        left = rect.left() + LEFT
        values = grid.cells.rows.values(index.row())
        if column.field == "role" and values:
            icon = QRectF(left, rect.center().y() - 7, 14, 14)
            icons.paint_icon(painter, card_icon(values), icon, active.color(card_ink(values)), 1.4)
            left += 20
        words = in_one_line(grid.cells.said(index.row(), index.column()))
        if words:
            heavy = column.field in ("key", "title")
            retracted = values.get("status") == "retracted"
            font = theme.interface_font(13, 600 if column.field == "key" else 400)
            font.setStrikeOut(retracted and column.field == "title")
            painter.setFont(font)
            painter.setPen(active.ink3 if retracted else active.ink if heavy else active.ink2)
            room = QRectF(left, rect.top(), rect.right() - LEFT - left, rect.height())
            draw_line(
                painter, room, QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            )
        if grid.currentIndex() == index and grid.hasFocus():
            painter.setPen(QPen(active.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """What edits a cell of this column."""
        column = self._grid.cells.columns[index.column()]
        if column.edit == "choice":
            editor: QWidget = self._choice(parent, index)
        elif column.edit == "words":
            editor = PlainWriting(parent)
        else:
            editor = self._line(parent, column.field if column.edit == "name" else "")
        editor.setAccessibleName(column.name)
        editor.setStyleSheet(_style())
        editor.setFont(theme.interface_font(13))
        self._index = QPersistentModelIndex(index)
        self.editor = editor
        return editor

    def _line(self, parent: QWidget, named: str) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setMaxLength(LONGEST)
        editor.textEdited.connect(self._complaint.hide)
        if named:
            names = QStringListModel(self._grid.names(named), editor)
            completer = QCompleter(names, editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(completer)
            self._grid.more_names(named, lambda keys: self._offer(editor, names, keys))
        return editor

    def _offer(self, editor: QLineEdit, names: QStringListModel, more: list[str]) -> None:
        """Complete with these, too, if the editor is still there."""
        if editor is self.editor:
            names.setStringList([*names.stringList(), *more])

    def _choice(self, parent: QWidget, index: Index) -> QComboBox:
        editor = QComboBox(parent)
        column = self._grid.cells.columns[index.column()]
        if column.field not in ("role", "status", "kind", "strength"):
            editor.addItem(NOT_SET, "")
        for value, called in (column.choices or {}).items():
            editor.addItem(called, value)
        editor.activated.connect(lambda: self._take(editor))
        QTimer.singleShot(0, editor, editor.showPopup)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The cell's own text, once: what is being typed is not written over when others change the row."""
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        self._begun = None
        text = self._grid.cells.written(index.row(), index.column())
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()
        elif isinstance(editor, PlainWriting):
            editor.setPlainText(text)
            editor.selectAll()
        self._begun = self._text(editor)

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Write what the editor says; where it is refused now, the editor is gone: the grid tells it.

        An editor shows some characters as others: what nobody changed in it is not written.
        """
        if self._text(editor) == self._begun:
            return
        self._grid.write(index.row(), index.column(), self._text(editor), tell=True)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """A line covers its cell; a text gets room for some lines, and for wide enough ones."""
        rect = QRect(option.rect)
        if isinstance(editor, PlainWriting):
            rect.setSize(QSize(max(rect.width(), 320), LINES * 18 + 10))
            room = self._grid.viewport().rect()
            rect.moveLeft(max(0, min(rect.left(), room.right() - rect.width())))
            rect.moveTop(max(0, min(rect.top(), room.bottom() - rect.height())))
        elif isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab keep what was typed if it can be read, and go on; Esc leaves the cell as it was."""
        assert isinstance(editor, QWidget)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            newline = isinstance(editor, PlainWriting) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if (enter and not newline) or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._leave(editor, event.key())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closeEditor.emit(editor, Hint.RevertModelCache)
                self._gone()
                return True
            return False
        if isinstance(event, QFocusEvent) and event.lostFocus():
            if event.reason() in PASSING:
                return False
            self._complaint.hide()
        return super().eventFilter(editor, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The editor has done its work."""
        self._gone()
        super().destroyEditor(editor, index)

    def finish(self) -> None:
        """Keep what is being typed, and close the editor."""
        if self.editor is not None:
            self._end(self.editor, Hint.NoHint)

    def _leave(self, editor: QWidget, key: int) -> None:
        if self._index.isValid():
            text = self._text(editor)
            reason = self._grid.reason(self._index.row(), self._index.column(), text) if text != self._begun else ""
            if reason:
                self._complaint.tell(editor, reason)
                return
        hints = {Qt.Key.Key_Tab: Hint.EditNextItem, Qt.Key.Key_Backtab: Hint.EditPreviousItem}
        hint = hints.get(Qt.Key(key), Hint.NoHint)
        self._end(editor, hint)
        if hint is Hint.NoHint:
            self._grid.go_down()

    def _take(self, editor: QComboBox) -> None:
        if editor is self.editor:
            self._leave(editor, Qt.Key.Key_unknown)

    def _end(self, editor: QWidget, hint: Hint) -> None:
        self.commitData.emit(editor)
        self._gone()
        self.closeEditor.emit(editor, hint)

    def _gone(self) -> None:
        self.editor = None
        self._complaint.hide()

    def _text(self, editor: QWidget) -> str:
        if isinstance(editor, QComboBox):
            return str(editor.currentData() or "")
        return editor.toPlainText() if isinstance(editor, PlainWriting) else str(editor.property("text"))


class _Complaint(QWidget):
    """Why what is typed cannot stand in its cell, right below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words: PlainLabel = plain_label("", size=12, ink="danger", wrap=True, parent=self)
        self.hide()

    def tell(self, editor: QWidget, reason: str) -> None:
        """Show the reason below an editor, above it where there is no room."""
        width = max(260, editor.width())
        self.words.setText(reason)
        self.words.setGeometry(8, 5, width - 16, max(17, self.words.heightForWidth(width - 16)))
        self.resize(width, self.words.height() + 10)
        above = self.parentWidget()
        assert above is not None
        room = above.rect()
        at = QPoint(min(editor.x(), room.right() - width), editor.geometry().bottom() + 2)
        if at.y() + self.height() > room.bottom():
            at.setY(editor.y() - self.height() - 2)
        self.move(at)
        self.setAccessibleName(reason)
        self.show()
        self.raise_()

    def paintEvent(self, _event: object) -> None:
        active = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), active.dangerbg)
            painter.setPen(QPen(active.danger, active.border))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _style() -> str:
    """An editor lies on its cell: a ring, no rounding, no height of its own."""
    active = theme.current()
    one = f"border: 2px solid {active.accent.name()}; border-radius: 0; background: {active.field.name()};"
    return f"""QLineEdit, QLineEdit:focus, QComboBox, QComboBox:focus {{ {one} min-height: 0; padding: 0 5px; }}
               QTextEdit, QTextEdit:focus {{ {one} padding: 2px; color: {active.ink.name()}; }}"""
