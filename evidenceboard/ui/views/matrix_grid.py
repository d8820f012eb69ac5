"""The surface of the matrix: what scrolls, which cell is the current one, and what keys and the pointer do with it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from evidenceboard.analysis.ach_table import Table
from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.plain import hide_tooltip, plain_tooltip
from evidenceboard.ui.views.matrix_faces import Faces
from evidenceboard.ui.views.matrix_heads import ORIGIN, RIVAL, Head, head_at
from evidenceboard.ui.views.matrix_keys import GridKeys
from evidenceboard.ui.views.matrix_layout import GAP, Layout
from evidenceboard.ui.views.matrix_numbers import meaning_at
from evidenceboard.ui.views.matrix_painting import Picture
from evidenceboard.ui.views.matrix_words import CellWords

Describe = Callable[[int, int], CellWords]
Cell = tuple[int, int]  # row and column of the matrix, whichever way it lies

STEP = 40  # px of a turn of the wheel


class MatrixGrid(QAbstractScrollArea):
    """Paints a table of ratings; only what is seen of it.

    Attributes:
        table: what is shown; None until it was read.
        transposed: hypotheses stand in columns.
        describe: a cell in words.

    Signals:
        current_changed: another cell is the current one, or it says something else.
        rated: the current cell should say this, -2 to 2.
        opened: the current cell should be shown on the board.
        reason_wanted, transpose_wanted, copy_wanted: as their keys say.
        head_chosen: a `Head` was clicked at.
        menu_wanted: a menu at a place of the screen, about a cell, a `Head`, or None.
    """

    current_changed = Signal()
    rated = Signal(int)
    opened = Signal()
    reason_wanted = Signal()
    transpose_wanted = Signal()
    copy_wanted = Signal()
    head_chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, document: Document, describe: Callable[[int, int], CellWords], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self.transposed = False
        self.describe = describe
        self.faces = Faces(document)
        self._keys = GridKeys(self)
        self._layout: Layout | None = None
        self._current: tuple[RecordId, RecordId] | None = None  # rival and item
        self._hovered: Cell | None = None
        self._spot = QWidget(self.viewport())  # lies under the cell that a tooltip speaks of
        self._spot.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Matrix")
        self.viewport().setMouseTracking(True)
        self.installEventFilter(self)
        theme.signals.theme_changed.connect(self.viewport().update)

    # What is shown

    def show_table(self, table: Table | None) -> None:
        """Show this; the current cell stays the same one."""
        self.table = table
        self.faces.forget()
        self._hovered = None
        self._lay_out()
        if self.current is None:
            self._current = None
        self.viewport().update()
        self._tell()

    def set_transposed(self, transposed: bool) -> None:
        """Put the hypotheses into columns, or rows."""
        self.transposed = transposed
        self._lay_out()
        self._bring_into_view()
        self.viewport().update()

    @property
    def current(self) -> Cell | None:
        """The current cell."""
        if self._current is None or self.table is None:
            return None
        rival, item = self._current
        rows, columns = self.table.matrix.rows, self.table.matrix.columns
        return (rows.index(rival), columns.index(item)) if rival in rows and item in columns else None

    def set_current(self, cell: Cell | None) -> None:
        """Make a cell the current one, and bring it into view."""
        matrix = self.table.matrix if self.table is not None else None
        ids = (matrix.rows[cell[0]], matrix.columns[cell[1]]) if matrix is not None and cell is not None else None
        if ids != self._current:
            self._current = ids
            self._bring_into_view()
            self.viewport().update()
            self._tell()

    def _tell(self) -> None:
        cell = self.current
        self.setAccessibleDescription(str(self.describe(*cell)) if cell is not None else "")
        self.current_changed.emit()

    # Places

    def _lay_out(self) -> None:
        if self.table is None:
            self._layout = None
            return
        size = self.viewport().size()
        self._layout = Layout(self.table, self.transposed, size.width(), size.height())
        across, down = self._layout.range
        page = self._layout.cells.size().toSize()
        for bar, most, seen in (
            (self.horizontalScrollBar(), across, page.width()),
            (self.verticalScrollBar(), down, page.height()),
        ):
            bar.setRange(0, most)
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(STEP)

    @property
    def scrolled(self) -> tuple[int, int]:
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def turned(self, cell: Cell) -> Cell:
        """Row and column of the matrix for (down, across), and back."""
        return (cell[1], cell[0]) if self.transposed else cell

    def place_of(self, row: int, column: int) -> QRect:
        """Where a cell of the matrix lies in the viewport."""
        assert self._layout is not None
        return self._layout.cell(*self.turned((row, column)), self.scrolled).toRect()

    def cells_in_view(self) -> list[Cell]:
        """The cells of which a part is seen, line by line as they lie."""
        if self._layout is None:
            return []
        (left, top), cells = self.scrolled, self._layout.cells
        across = self._layout.across.seen(left, left + int(cells.width()))
        down = self._layout.down.seen(top, top + int(cells.height()))
        return [self.turned(place) for place in product(down, across)]

    def cell_at(self, at: QPoint) -> Cell | None:
        """The cell of the matrix at a place of the viewport."""
        found = self._layout.hit(at.x(), at.y(), self.scrolled) if self._layout is not None else None
        return self.turned(found) if found is not None else None

    def head_of(self, at: QPoint) -> Head | None:
        """What a place beside the cells speaks of."""
        if self._layout is None or self.table is None:
            return None
        return head_at(self._layout, self.table, at.x(), at.y(), self.scrolled)

    def page_of_rows(self) -> int:
        """How many lines are seen."""
        return max(1, int(self._layout.cells.height()) // self._layout.down.pitch) if self._layout is not None else 1

    def _bring_into_view(self) -> None:
        cell, layout = self.current, self._layout
        if cell is None or layout is None:
            return
        down, across = self.turned(cell)
        room = layout.cells.size().toSize()
        for bar, axis, at, seen in (
            (self.horizontalScrollBar(), layout.across, across, room.width()),
            (self.verticalScrollBar(), layout.down, down, room.height()),
        ):
            start = int(axis.starts[at])
            bar.setValue(max(min(bar.value(), start - GAP), start + axis.pitch - seen))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean something here are no shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keys.work_of(event):
            event.accept()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        work = self._keys.work_of(event)
        if work is not None:
            work()
        else:
            super().keyPressEvent(event)

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell, head = self.cell_at(event.position().toPoint()), self.head_of(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.set_current(cell)
        elif event.button() == Qt.MouseButton.LeftButton and head is not None:
            self.head_chosen.emit(head)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.place_of(*self.current).center() if self.current is not None else self.viewport().rect().center()
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(at))
            return
        cell = self.cell_at(event.pos())
        if cell is not None:
            self.set_current(cell)
        self.menu_wanted.emit(cell or self.head_of(event.pos()), self.viewport().mapToGlobal(event.pos()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.cell_at(event.position().toPoint()) is not None:
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position().toPoint()))

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            hide_tooltip(self._spot)
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        """A cell in words, or the whole title of a head; of a number what it means and what it does not."""
        cell, words = self.cell_at(event.pos()), self.words_at(event.pos())
        if cell is not None:
            self._spot.setGeometry(self.place_of(*cell))
            plain_tooltip(self._spot, str(self.describe(*cell)))
        elif words:
            self._spot.setGeometry(QRect(event.pos() - QPoint(8, 8), QSize(16, 16)))
            plain_tooltip(self._spot, words)
        if cell is not None or words:
            QCoreApplication.sendEvent(self._spot, event)

    def words_at(self, at: QPoint) -> str:
        """What is said of a place beside the cells; "" for nothing."""
        head = self.head_of(at)
        if self._layout is None or self.table is None:
            return ""
        means = meaning_at(self._layout, self.table, at.x(), at.y())
        return "\n".join(part for part in (self._words_of(head) if head is not None else "", means) if part)

    def _words_of(self, head: Head) -> str:
        assert self.table is not None
        if head.kind == ORIGIN:
            return self.faces.origin(self.table.groups[head.at].origin)
        cards = self.table.matrix.rows if head.kind == RIVAL else self.table.matrix.columns
        face = self.faces.card(cards[head.at])
        about = " · ".join(part for part in (face.source, face.grade) if part)
        return f"{face.key} {face.title}".strip() + (f"\n{about}" if about else "")

    # Painting

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        hide_tooltip(self._spot)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), theme.current().panel)
            if self.table is not None and self._layout is not None and self.table.matrix.rows:
                cells = self.current, self._hovered
                current, hovered = (self.turned(cell) if cell is not None else None for cell in cells)
                picture = Picture(painter, theme.current(), self.table, self._layout, self.faces, self.scrolled)
                picture.paint(current, hovered, self.hasFocus())
