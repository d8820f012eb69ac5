"""A person at the matrix."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.matrix import MatrixView
from tests.journeys.hands import CONTROL, NONE, Hands, command

Key = Qt.Key


class Matrix:
    """A person at the matrix."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        command(hands, "Matrix view")
        hands.settle()

    @property
    def view(self) -> MatrixView:
        assert self.hands.window.shown is not None
        view = self.hands.window.shown.views.view
        assert isinstance(view, MatrixView)
        return view

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        self.hands.key(key, *held)
        self.hands.settle()

    def place(self, item: RecordId, rival: RecordId) -> tuple[int, int]:
        assert self.view.grid.table is not None
        matrix = self.view.grid.table.matrix
        return matrix.rows.index(rival), matrix.columns.index(item)

    def click(self, item: RecordId, rival: RecordId) -> None:
        """Scroll there, and click into the cell."""
        grid = self.view.grid
        grid.set_current(self.place(item, rival))
        at = grid.place_of(*self.place(item, rival)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, at)
        self.hands.settle()
        assert grid.current == self.place(item, rival)

    def menu_at(self, at: QPoint) -> QMenu:
        """The menu that a click of the right button opens there."""
        grid = self.view.grid
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid.viewport().mapToGlobal(at))
        QApplication.sendEvent(grid.viewport(), event)
        assert self.view.menus.menu is not None
        return self.view.menus.menu

    def head_of(self, card: RecordId) -> QPoint:
        """A place in the head of a card that is seen, whichever way the matrix lies."""
        grid = self.view.grid
        assert grid.table is not None
        matrix = grid.table.matrix
        at = (matrix.rows.index(card), 0) if card in matrix.rows else (0, matrix.columns.index(card))
        across = (card in matrix.columns) != grid.transposed
        middle = grid.place_of(*at).center()
        return QPoint(middle.x(), grid.place_of(0, 0).top() - 40) if across else QPoint(60, middle.y())

    def says(self, item: RecordId, rival: RecordId) -> str:
        assert self.view.grid.table is not None
        return self.view.grid.table.value(*self.place(item, rival))


def card(hands: Hands, key: str) -> RecordId:
    board = hands.board
    return next(each for each in board.live("card") if board.value(each, "key") == key)


def done(steps: Generator[None, None, Any]) -> Any:
    """What steps come to, all taken at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def undo(matrix: Matrix) -> None:
    matrix.press(Key.Key_Z, CONTROL)


def cells_of(matrix: Matrix) -> dict[tuple[str, str], str]:
    table = matrix.view.grid.table
    assert table is not None
    rows, columns = table.matrix.rows, table.matrix.columns
    cells = ((row, column) for row in range(len(rows)) for column in range(len(columns)))
    return {(columns[c], rows[r]): table.value(r, c) for r, c in cells if table.matrix.rated[r, c]}


def offered(menu: QMenu) -> dict[str, str]:
    """What a menu offers, those of its submenus as "Menu > name", with "on", "off" or "" for ticks."""
    found = {}
    for action in menu.actions():
        if action.menu() is not None:
            found |= {f"{action.text()} > {name}": tick for name, tick in offered(action.menu()).items()}  # type: ignore[arg-type]
        elif action.text():
            found[action.text()] = ("on" if action.isChecked() else "off") if action.isCheckable() else ""
    return found


def take(menu: QMenu, name: str) -> None:
    """Choose from a menu as the mouse does."""
    first, _, rest = name.partition(" > ")
    (action,) = [action for action in menu.actions() if action.text() == first]
    if rest:
        under = action.menu()
        assert isinstance(under, QMenu)
        take(under, rest)
        menu.close()
    else:
        assert action.isEnabled()
        menu.setActiveAction(action)
        QTest.keyClick(menu, Key.Key_Return)
