"""The matrix for a screen reader: a table whose children are the cells in view and the current one.

As on the canvas, every interface that Qt knows is held here and let go only together with Qt (see
`canvas.accessible_board`). Qt would ask for rows and columns through an interface that Python cannot give it, so each
cell says itself where it stands.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.matrix_grid import Cell, MatrixGrid

MOST = 2_000  # cells that are held of those that were in view some time ago

Event, Role, Text = QAccessible.Event, QAccessible.Role, QAccessible.Text
Pair = tuple[RecordId, RecordId]  # rival and item: what a cell is, wherever it stands


@cache
def install() -> None:
    """From now on Qt asks here how a matrix is to be heard. It asks only while a screen reader listens."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_key: str, thing: QObject) -> QAccessibleInterface | None:
    return GridAccessible(thing) if isinstance(thing, MatrixGrid) else None


class GridAccessible(QAccessibleWidget):
    """One matrix."""

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__(grid, Role.Table)
        self.grid = grid
        self._held: dict[Pair, CellAccessible] = {}
        self._teller = Teller(self)
        grid.destroyed.connect(lambda: self._let_go())  # holds this object as long as there is the grid

    # What is there

    def cells(self) -> list[Cell]:
        """The cells in view, line by line, and the current one even if it is not."""
        seen, current = self.grid.cells_in_view(), self.grid.current
        return seen if current is None or current in seen else [*seen, current]

    def cell(self, cell: Cell) -> CellAccessible:
        """The interface of a cell; Qt knows it from now on."""
        table = self.grid.table
        assert table is not None
        pair = table.matrix.rows[cell[0]], table.matrix.columns[cell[1]]
        found = self._held.get(pair)
        if found is None:
            found = self._held[pair] = CellAccessible(self, pair)
            QAccessible.registerAccessibleInterface(found)
        return found

    def place_of(self, pair: Pair) -> Cell | None:
        """Row and column of a cell; None where it is not in the matrix."""
        table = self.grid.table
        if table is None or pair[0] not in table.matrix.rows or pair[1] not in table.matrix.columns:
            return None
        return table.matrix.rows.index(pair[0]), table.matrix.columns.index(pair[1])

    def drop_gone(self) -> None:
        """Let go of cells that are not in the matrix any more, and of those that were in view some time ago."""
        table = self.grid.table
        rows, columns = (set(table.matrix.rows), set(table.matrix.columns)) if table is not None else (set(), set())
        gone = [pair for pair in self._held if pair[0] not in rows or pair[1] not in columns]
        if len(self._held) - len(gone) > MOST:
            seen = {self.cell(cell).pair for cell in self.cells()}
            gone = [pair for pair in self._held if pair not in seen]
        for pair in gone:
            _forget(self._held.pop(pair))

    def _let_go(self) -> None:
        for interface in self._held.values():
            _forget(interface)
        self._held.clear()
        _forget(self)

    # What Qt asks

    def childCount(self) -> int:
        return len(self.cells())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        cells = self.cells()
        return self.cell(cells[index]) if 0 <= index < len(cells) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        place = self.place_of(child.pair) if isinstance(child, CellAccessible) else None
        cells = self.cells()
        return cells.index(place) if place is not None and place in cells else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        cell = self.grid.cell_at(self.grid.viewport().mapFromGlobal(QPoint(x, y)))
        return self.cell(cell) if cell is not None else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        current = self.grid.current
        return self.cell(current) if current is not None and self.grid.hasFocus() else None

    def text(self, kind: QAccessible.Text) -> str:
        table = self.grid.table
        if kind != Text.Description or table is None:
            return super().text(kind)
        high, wide = table.matrix.cells.shape
        lie = "columns" if self.grid.transposed else "rows"
        return f"{high} hypotheses in {lie}, {wide} items; {table.unrated()} cells are not rated"


class CellAccessible(QAccessibleInterface):
    """One cell."""

    def __init__(self, whole: GridAccessible, pair: Pair) -> None:
        super().__init__()
        self.pair = pair
        self._whole = whole

    @property
    def _place(self) -> Cell | None:
        return self._whole.place_of(self.pair)

    def isValid(self) -> bool:
        return self._place is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._whole.grid.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._whole

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """Name: item, rival and rating; value: the rating alone; description: where it stands, and why."""
        place, grid = self._place, self._whole.grid
        if place is None or kind not in (Text.Name, Text.Value, Text.Description):
            return ""
        said = grid.describe(*place)
        if kind == Text.Value:
            return said.rating
        if kind == Text.Name:
            return f"{said.name}: {said.rating}"
        assert grid.table is not None
        down, across = grid.turned(place)
        high, wide = grid.turned(grid.table.matrix.cells.shape)
        return f"Row {down + 1} of {high}, column {across + 1} of {wide}. {said.more}".strip()

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cells are rated with the hands."""

    def rect(self) -> QRect:
        """Where it shows on the screen."""
        place, grid = self._place, self._whole.grid
        if place is None:
            return QRect()
        on_view = grid.place_of(*place)
        return QRect(grid.viewport().mapToGlobal(on_view.topLeft()), on_view.size())

    def role(self) -> QAccessible.Role:
        return Role.Cell

    def state(self) -> QAccessible.State:
        state, grid, place = QAccessible.State(), self._whole.grid, self._place
        state.focusable = state.selectable = 1
        state.selected = int(place is not None and grid.current == place)
        state.focused = int(bool(state.selected) and grid.hasFocus())
        state.invalid = int(place is None)
        state.offscreen = int(place is None or place not in grid.cells_in_view())
        return state


class Teller(QObject):
    """Tells a screen reader that the focus went to another cell, or that the current one says something else."""

    def __init__(self, whole: GridAccessible) -> None:
        super().__init__(whole.grid)
        self._whole = whole
        self._said: tuple[Pair | None, str] = (None, "")
        whole.grid.current_changed.connect(self._tell)
        whole.grid.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._said = (None, "")
            self._tell()
        return False

    def _tell(self) -> None:
        self._whole.drop_gone()
        grid = self._whole.grid
        if not QAccessible.isActive() or not grid.hasFocus() or grid.current is None:
            return
        cell = self._whole.cell(grid.current)
        before, self._said = self._said, (cell.pair, cell.text(Text.Name))
        if before[0] != cell.pair:
            self.send(cell, Event.Focus)
        elif before[1] != self._said[1]:
            self.send(cell, Event.NameChanged)

    def send(self, interface: QAccessibleInterface, kind: QAccessible.Event) -> None:
        """Tell it."""
        QAccessible.updateAccessibility(QAccessibleEvent(interface, kind))


def _forget(interface: QAccessibleInterface) -> None:
    """Take an interface out of Qt's cache, which deletes it; the Python object is an empty shell from now on."""
    if Shiboken.isValid(interface):
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))
