"""The matrix through the real window: a cell is a link, whichever of the two a person takes in hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import link, remove, set_fields
from evidenceboard.model.ids import edge_id
from tests.journeys.hands import CONTROL, NONE, SHIFT, Hands, command
from tests.journeys.matrix_hands import Matrix, card, cells_of, undo
from tests.journeys.small_board import state, steps

Key = Qt.Key


@pytest.mark.parametrize(
    ("key", "held", "letters", "kind", "strength"),
    [
        (Key.Key_1, (), "II", "contradict", "strong"),
        (Key.Key_2, (), "I", "contradict", "normal"),
        (Key.Key_4, (), "C", "support", "normal"),
        (Key.Key_5, (), "CC", "support", "strong"),
        (Key.Key_I, (), "I", "contradict", "normal"),
        (Key.Key_I, (SHIFT,), "II", "contradict", "strong"),
        (Key.Key_C, (), "C", "support", "normal"),
        (Key.Key_C, (SHIFT,), "CC", "support", "strong"),
    ],
)
def test_a_key_makes_a_link_that_the_canvas_shows(
    case: Hands, key: Qt.Key, held: tuple[Qt.KeyboardModifier, ...], letters: str, kind: str, strength: str
) -> None:
    matrix, item, rival = Matrix(case), card(case, "E1"), card(case, "H2")
    edge, before, was = edge_id(item, rival), steps(case), state(case)
    assert matrix.says(item, rival) == "N" and edge not in case.edges()
    matrix.click(item, rival)
    matrix.press(key, *held)
    assert matrix.says(item, rival) == letters and steps(case) == before + 1
    assert (case.board.value(edge, "kind"), case.board.value(edge, "strength")) == (kind, strength)
    assert edge in case.page.view.geometry.edge_row
    undo(matrix)
    assert matrix.says(item, rival) == "N" and state(case) == was
    assert edge not in case.page.view.geometry.edge_row


@pytest.mark.parametrize("key", [Key.Key_3, Key.Key_N, Key.Key_Delete])
def test_not_rated_takes_the_link_away_with_its_reason_and_undo_brings_both_back(case: Hands, key: Qt.Key) -> None:
    matrix, item, rival = Matrix(case), card(case, "E3"), card(case, "H1")
    edge, was = edge_id(item, rival), state(case)
    matrix.click(item, rival)
    matrix.press(key)
    assert matrix.says(item, rival) == "N" and edge not in case.edges()
    undo(matrix)
    assert state(case) == was and matrix.says(item, rival) == "C"


def test_the_same_rating_again_writes_nothing(case: Hands) -> None:
    matrix, before = Matrix(case), steps(case)
    matrix.click(card(case, "E3"), card(case, "H1"))
    matrix.press(Key.Key_C)
    matrix.click(card(case, "E1"), card(case, "H1"))
    matrix.press(Key.Key_N)
    assert steps(case) == before


def test_a_link_deleted_on_the_canvas_empties_its_cell(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E3"), card(case, "H1")
    command(case, "Board")
    case.page.view.set_selection({edge_id(item, rival)})
    case.key(Key.Key_Delete)
    case.settle()
    command(case, "Matrix view")
    assert matrix.says(item, rival) == "N"


def test_enter_shows_the_link_on_the_board(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E3"), card(case, "H1")
    matrix.click(item, rival)
    matrix.press(Key.Key_Return)
    assert case.page.view.isVisible() and case.page.view.selection == {edge_id(item, rival)}
    command(case, "Matrix view")
    assert matrix.view.grid.current == matrix.place(item, rival)


def test_one_key_transposes_and_the_cell_stays_the_same(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E3"), card(case, "H1")
    matrix.click(item, rival)
    before = matrix.view.grid.place_of(*matrix.place(item, rival))
    matrix.press(Key.Key_T)
    assert matrix.view.grid.transposed and matrix.view.grid.current == matrix.place(item, rival)
    assert matrix.view.grid.place_of(*matrix.place(item, rival)) != before
    matrix.click(item, rival)
    matrix.press(Key.Key_Down)
    row, column = matrix.place(item, rival)
    assert matrix.view.grid.current == (row, column + 1)
    matrix.press(Key.Key_T)
    matrix.press(Key.Key_Down)
    assert matrix.view.grid.current == (row + 1, column + 1)


def test_the_strip_rates_and_writes_the_reason(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E3"), card(case, "H1")
    edge = edge_id(item, rival)
    matrix.click(item, rival)
    segment = next(each for each in matrix.view.strip.rating.segments() if each.value == "II")
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
    case.settle()
    assert case.board.value(edge, "kind") == "contradict" and matrix.says(item, rival) == "II"
    matrix.view.grid.setFocus()
    matrix.press(Key.Key_F2)
    matrix.view.strip.reason.selectAll()
    case.keys("seen twice")
    matrix.press(Key.Key_Return)
    assert case.board.value(edge, "reason") == "seen twice"
    matrix.press(Key.Key_F2)
    case.keys("never mind")
    matrix.press(Key.Key_Escape)
    assert case.board.value(edge, "reason") == "seen twice"


def test_ears_hear_the_current_cell(case: Hands) -> None:
    matrix = Matrix(case)
    matrix.click(card(case, "E1"), card(case, "H1"))
    said = matrix.view.grid.accessibleDescription()
    assert said.startswith("E1 on H1: N, not rated; through claims it speaks for it: E1 supports C1 supports H1")
    matrix.press(Key.Key_1)
    assert matrix.view.grid.accessibleDescription().startswith("E1 on H1: II, strongly inconsistent")


def test_the_matrix_goes_to_a_spreadsheet(case: Hands) -> None:
    matrix = Matrix(case)
    matrix.click(card(case, "E3"), card(case, "H1"))
    matrix.press(Key.Key_C, CONTROL)
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert len({len(row) for row in rows}) == 1
    head, first = rows[0], next(row for row in rows if row[0].startswith("H1"))
    column = next(at for at, words in enumerate(head) if words.startswith("E3"))
    assert first[column] == "C" and head[-4:] == ["plain", "weighted", "by origin", "standing"]


def test_a_link_from_a_part_of_a_photo_counts_as_the_photos_and_one_rating_remains(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E1"), card(case, "H2")
    bridge = case.page.bridge
    from evidenceboard.model.commands import add_record

    region = add_record("region", {"card": item, "rect": [0.1, 0.1, 0.2, 0.2], "note": "mark"})
    bridge.commit(region)
    bridge.commit(link(case.board, [region.made[0]], rival))
    bridge.commit(link(case.board, [item], rival))
    case.settle()
    assert matrix.says(item, rival) == "CC"
    matrix.click(item, rival)
    matrix.press(Key.Key_I)
    assert matrix.says(item, rival) == "I"
    undo(matrix)
    assert matrix.says(item, rival) == "CC"


def test_a_board_for_reading_only_is_not_rated(case: Hands, tmp_path: Path) -> None:
    path = tmp_path / "case.board"
    case.save_to(path)
    other = Hands(case.program)
    case.window.close()
    other.program.open(path, other.window, read_only=True)
    other.settle()
    matrix, before = Matrix(other), steps(other)
    matrix.click(card(other, "E3"), card(other, "H1"))
    matrix.press(Key.Key_1)
    assert steps(other) == before and matrix.says(card(other, "E3"), card(other, "H1")) == "C"
    assert not matrix.view.strip.rating.isEnabled() and not matrix.view.strip.reason.isEnabled()


def test_the_sets_of_rivals_have_a_matrix_each(case: Hands) -> None:
    from evidenceboard.model.commands import add_card, add_record

    matrix, bridge = Matrix(case), case.page.bridge
    assert not matrix.view.head.sets.isVisible()
    rivals = add_record("rivals", {"name": "Who paid?"})
    bridge.commit(rivals)
    other = add_card(bridge.sheet, "hypothesis", (0, 3000), {"title": "A bank", "rivals": rivals.made[0]})
    bridge.commit(other)
    case.settle()
    assert matrix.view.head.sets.isVisible() and matrix.view.head.sets.count() == 2
    matrix.view.ask(rivals=rivals.made[0])
    assert matrix.view.grid.table is not None and matrix.view.grid.table.matrix.rows == other.made
    bridge.commit(remove(case.board, [other.made[0]]))
    case.settle()
    assert len(matrix.view.grid.table.matrix.rows) == 4


def test_a_click_beside_the_cells_changes_nothing(case: Hands) -> None:
    matrix = Matrix(case)
    QTest.mouseClick(matrix.view.grid.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(4, 4))
    assert matrix.view.grid.current is None and not matrix.view.strip.isVisible()


def test_a_board_without_rivals_says_what_to_do(built: Hands) -> None:
    matrix = Matrix(built)
    assert "press H" in matrix.view.head.told.text()
    built.page.bridge.commit(set_fields(built.cards()[2], {"kind": "hypothesis"}))
    built.settle()
    assert sorted(cells_of(matrix).values()) == ["C", "I"]
