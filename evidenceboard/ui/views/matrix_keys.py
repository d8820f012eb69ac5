"""What keys do in the matrix: they go from cell to cell, and rate the current one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from evidenceboard.ui.views.matrix_grid import MatrixGrid

Key, Modifier = Qt.Key, Qt.KeyboardModifier

RATES = {
    Key.Key_1: -2, Key.Key_2: -1, Key.Key_3: 0, Key.Key_4: 1, Key.Key_5: 2,
    Key.Key_I: -1, Key.Key_N: 0, Key.Key_C: 1, Key.Key_Delete: 0, Key.Key_Backspace: 0,
}  # fmt: skip
STRONG = {Key.Key_I: -2, Key.Key_C: 2}
ARROWS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
FAR = {Key.Key_Home: (0, -1), Key.Key_End: (0, 1), Key.Key_PageUp: (-1, 0), Key.Key_PageDown: (1, 0)}


class GridKeys:
    """The keys of one grid."""

    def __init__(self, grid: MatrixGrid) -> None:
        self._grid = grid

    def work_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here."""
        key, held = Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier
        grid = self._grid
        if grid.table is None or not grid.table.matrix.rows:
            return None
        if held == Modifier.ControlModifier:
            if key == Key.Key_C:
                return grid.copy_wanted.emit
            return (lambda: self._far(key, whole=True)) if key in (Key.Key_Home, Key.Key_End) else None
        if held == Modifier.ShiftModifier and key in STRONG:
            return lambda: grid.rated.emit(STRONG[key])
        return self._plain(key) if held == Modifier.NoModifier else None

    def _plain(self, key: Qt.Key) -> Callable[[], object] | None:
        grid = self._grid
        if key in RATES:
            return lambda: grid.rated.emit(RATES[key])
        if key in ARROWS:
            return lambda: self._step(*ARROWS[key])
        if key in FAR:
            return lambda: self._far(key, whole=False)
        others: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Return: grid.opened.emit,
            Key.Key_Enter: grid.opened.emit,
            Key.Key_T: grid.transpose_wanted.emit,
            Key.Key_F2: grid.reason_wanted.emit,
            Key.Key_U: self.go_to_unrated,
        }
        return others.get(key)

    def _counts(self) -> tuple[int, int]:
        assert self._grid.table is not None
        rows, columns = self._grid.table.matrix.cells.shape
        return (columns, rows) if self._grid.transposed else (rows, columns)

    def _step(self, down: int, across: int) -> None:
        """Go to a neighbour; the first key makes the first cell the current one."""
        grid, (high, wide) = self._grid, self._counts()
        if not high or not wide:
            return
        if grid.current is None:
            grid.set_current((0, 0))
            return
        here = grid.turned(grid.current)
        place = min(max(here[0] + down, 0), high - 1), min(max(here[1] + across, 0), wide - 1)
        grid.set_current(grid.turned(place))

    def _far(self, key: Qt.Key, whole: bool) -> None:
        high, wide = self._counts()
        down, across = FAR[key]
        self._step(down * self._grid.page_of_rows() + (high * across if whole else 0), across * wide)

    def go_to_unrated(self) -> None:
        """Make the next cell without a rating the current one, line by line; the last leads to the first."""
        grid = self._grid
        assert grid.table is not None
        rated = grid.table.matrix.rated
        rated = rated.T if grid.transposed else rated
        left = np.flatnonzero(~rated.ravel())
        if len(left):
            here = grid.turned(grid.current) if grid.current is not None else (0, -1)
            at = int(np.searchsorted(left, here[0] * rated.shape[1] + here[1], "right")) % len(left)
            down, across = divmod(int(left[at]), rated.shape[1])
            grid.set_current(grid.turned((down, across)))
