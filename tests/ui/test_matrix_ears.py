"""What a screen reader hears of the matrix, asked for as it asks: through Qt's accessible interfaces."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from evidenceboard.analysis.ach_table import ORIGIN, Table
from evidenceboard.ui.views import matrix_accessible
from evidenceboard.ui.views.matrix_accessible import Teller
from evidenceboard.ui.views.matrix_grid import MatrixGrid
from evidenceboard.ui.views.matrix_words import CellWords
from tests.ui.test_matrix import ITEMS, KEYS, Names, table

NAME, VALUE, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description
Event = QAccessible.Event


def grid_of(made: Table, wide: int = 1_200) -> MatrixGrid:
    matrix_accessible.install()

    def describe(row: int, column: int) -> CellWords:
        shown = grid.table
        assert shown is not None
        name = f"{KEYS[shown.matrix.columns[column]]} on {KEYS[shown.matrix.rows[row]]}"
        return CellWords(name, shown.value(row, column), "")

    grid = MatrixGrid(None, describe)  # type: ignore[arg-type]  (its faces are others)
    grid.faces = Names()  # type: ignore[assignment]
    grid.resize(wide, 700)
    grid.show()
    QApplication.processEvents()
    grid.show_table(made)
    return grid


@pytest.fixture
def grid(qtbot: QtBot) -> MatrixGrid:
    made = grid_of(table())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Event, str]]]:
    """A screen reader listens: the events it gets, each with the name of what it is about."""
    QAccessible.setActive(True)
    got: list[tuple[Event, str]] = []
    send = Teller.send

    def noted(self: Teller, interface: QAccessibleInterface, kind: Event) -> None:
        got.append((kind, interface.text(NAME)))
        send(self, interface, kind)

    monkeypatch.setattr(Teller, "send", noted)
    yield got
    QAccessible.setActive(False)


def whole_of(grid: MatrixGrid) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(grid)


def names(whole: QAccessibleInterface) -> list[str]:
    return [whole.child(number).text(NAME) for number in range(whole.childCount())]


def test_cells_are_children_with_name_value_and_place(grid: MatrixGrid) -> None:
    whole = whole_of(grid)
    assert whole.role() == QAccessible.Role.Table and whole.text(NAME) == "Matrix"
    assert whole.text(DESCRIPTION) == "4 hypotheses in rows, 5 items; 1 cells are not rated"
    assert whole.childCount() == 20 and names(whole)[0] == "E1 on H0: I"
    cell = whole.child(7)
    assert cell.role() == QAccessible.Role.Cell and cell.parent() is whole and whole.indexOfChild(cell) == 7
    assert (cell.text(NAME), cell.text(VALUE)) == ("E3 on H1: C", "C")
    assert cell.text(DESCRIPTION) == "Row 2 of 4, column 3 of 5."
    assert whole.child(99) is None and whole.child(-1) is None


def test_transposed_a_cell_says_where_it_stands_then(grid: MatrixGrid) -> None:
    whole = whole_of(grid)
    grid.set_transposed(True)
    assert whole.text(DESCRIPTION).startswith("4 hypotheses in columns")
    cell = next(whole.child(at) for at in range(whole.childCount()) if names(whole)[at] == "E3 on H1: C")
    assert cell.text(DESCRIPTION) == "Row 3 of 5, column 2 of 4."


def test_a_cell_lies_where_it_is_seen(grid: MatrixGrid) -> None:
    whole = whole_of(grid)
    middle = grid.viewport().mapToGlobal(grid.place_of(1, 2).center())
    cell = whole.childAt(middle.x(), middle.y())
    assert cell.text(NAME) == "E3 on H1: C" and cell.rect().contains(middle)
    corner = grid.viewport().mapToGlobal(grid.viewport().rect().topLeft())
    assert whole.childAt(corner.x() + 3, corner.y() + 3) is None


def test_only_what_is_in_view_is_told_and_the_current_cell(qtbot: QtBot) -> None:
    grid = grid_of(table(), 760)
    qtbot.addWidget(grid)
    whole = whole_of(grid)
    assert "E10 on H3: C" not in names(whole) and whole.childCount() < 20
    grid.set_current((3, 4))
    grid.horizontalScrollBar().setValue(0)
    assert names(whole)[-1] == "E10 on H3: C" and bool(whole.child(whole.childCount() - 1).state().offscreen)


def test_focus_follows_the_current_cell_and_its_rating_is_told(
    grid: MatrixGrid, heard: list[tuple[Event, str]], qtbot: QtBot
) -> None:
    whole = whole_of(grid)
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    assert whole.focusChild() is None
    grid.set_current((2, 2))
    assert heard[-1] == (Event.Focus, "E3 on H2: N") and whole.focusChild().text(NAME) == "E3 on H2: N"
    assert bool(whole.focusChild().state().focused)
    made = table(ORIGIN)
    made.matrix.cells[2, 2] = -1
    grid.show_table(made)
    assert heard[-1] == (Event.NameChanged, "E3 on H2: I")


def test_a_cell_that_is_gone_is_let_go(grid: MatrixGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = whole_of(grid)
    held = [whole.child(at) for at in range(whole.childCount())]
    monkeypatch.delitem(ITEMS, "card:5")
    grid.show_table(table())
    assert whole.childCount() == 16
    assert sum(Shiboken.isValid(cell) for cell in held) == 16


def test_interfaces_come_and_go_with_their_grid(qtbot: QtBot, heard: list[tuple[Event, str]]) -> None:
    for _ in range(4):
        grid = grid_of(table())
        whole = whole_of(grid)
        for number in range(60):
            assert len(names(whole)) == 20
            grid.set_current((number % 4, number % 5))
            grid.set_transposed(bool(number % 2))
            gc.collect(0)
        cell = whole.child(0)
        grid.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not Shiboken.isValid(whole) and not Shiboken.isValid(cell)
        del grid, whole, cell
        gc.collect()


def test_the_program_ends_in_peace_while_a_screen_reader_holds_cells() -> None:
    program = """
from evidenceboard.ui.application import make_app
app = make_app()
from PySide6.QtGui import QAccessible
from tests.ui.test_matrix import table
from tests.ui.test_matrix_ears import grid_of
grid = grid_of(table())
whole = QAccessible.queryAccessibleInterface(grid)
held = [whole.child(number) for number in range(whole.childCount())]
assert len(held) == 20
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env={**os.environ}, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
