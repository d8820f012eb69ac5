"""What hands do on the canvas, each through the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from evidenceboard.model.ids import FIRST_SHEET, place_id
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands, _move
from tests.journeys.small_board import pos


def test_a_drag_moves_what_is_selected_in_one_step(built: Hands) -> None:
    first, second, _third = built.cards()
    before = pos(built, first), pos(built, second)
    built.click(built.middle_of(first))
    built.click(built.middle_of(second), SHIFT)
    start = built.middle_of(first)
    built.drag(start, start + QPoint(90, 40))
    zoom = built.page.view.zoom
    for old, card in zip(before, (first, second), strict=True):
        assert pos(built, card) == pytest.approx([old[0] + 90 / zoom, old[1] + 40 / zoom], abs=1.5)
    built.key(Qt.Key.Key_Z, CONTROL)
    assert (pos(built, first), pos(built, second)) == before


def test_shift_keeps_the_axis(built: Hands) -> None:
    first = built.cards()[0]
    before, start = pos(built, first), built.middle_of(first)
    built.drag(start, start + QPoint(80, 15), SHIFT)
    assert pos(built, first)[1] == before[1] and pos(built, first)[0] > before[0]


def test_alt_drag_makes_a_copy(built: Hands) -> None:
    first = built.cards()[0]
    before, start = pos(built, first), built.middle_of(first)
    built.drag(start, start + QPoint(0, 120), ALT)
    assert len(built.cards()) == 4 and pos(built, first) == before


def test_the_rubber_band_selects_what_it_touches(built: Hands) -> None:
    built.drag(QPoint(20, 20), QPoint(480, 560))
    first, second, third = built.cards()
    assert {first, second} <= built.page.view.selection and third not in built.page.view.selection


def test_the_corner_makes_a_card_wider(built: Hands) -> None:
    first = built.cards()[0]
    built.click(built.middle_of(first))
    before = built.board.value(place_id(FIRST_SHEET, first), "size")
    corner = built.corner_of(first)
    built.drag(corner, corner + QPoint(80, 30))
    assert built.board.value(place_id(FIRST_SHEET, first), "size")[0] > before[0] + 40


def test_delete_takes_the_links_along_and_undo_brings_them_back(built: Hands) -> None:
    third = built.cards()[2]
    built.click(built.middle_of(third))
    built.key(Qt.Key.Key_Delete)
    assert len(built.cards()) == 2 and not built.edges()
    built.key(Qt.Key.Key_Z, CONTROL)
    assert len(built.cards()) == 3 and len(built.edges()) == 2


def test_keys_on_a_roundel_change_kind_and_strength(built: Hands) -> None:
    edge = next(e for e in built.edges() if built.board.value(e, "kind") == "support")
    built.click(built.roundel_of(edge))
    assert built.page.view.selection == {edge}
    built.key(Qt.Key.Key_Minus)
    built.key(Qt.Key.Key_2)
    assert built.board.value(edge, "kind") == "contradict" and built.board.value(edge, "strength") == "strong"
    built.key(Qt.Key.Key_Plus)
    built.key(Qt.Key.Key_1)
    assert built.board.value(edge, "kind") == "support" and built.board.value(edge, "strength") == "normal"


def test_a_link_dropped_on_a_roundel_undercuts(built: Hands) -> None:
    first, second, _third = built.cards()
    edge = next(e for e in built.edges() if first in built.board.index.ends(e))
    built.click(built.middle_of(second))
    built.drag(built.dot_of(second, 0), built.roundel_of(edge))
    undercut = [e for e in built.edges() if built.board.value(e, "to") == edge]
    assert len(undercut) == 1 and built.board.value(undercut[0], "kind") == "contradict"


def test_a_link_dragged_to_empty_canvas_makes_the_linked_card(built: Hands) -> None:
    first = built.cards()[0]
    built.click(built.middle_of(first))
    built.drag(built.dot_of(first, 2), QPoint(450, 620))
    built.write("What follows")
    assert len(built.cards()) == 4 and len(built.edges()) == 3


def test_link_many_to_one_by_keys_in_one_step(built: Hands) -> None:
    first, second, third = built.cards()
    built.key(Qt.Key.Key_Z, CONTROL)
    built.key(Qt.Key.Key_Z, CONTROL)
    assert not built.edges()
    built.click(built.middle_of(first))
    built.click(built.middle_of(second), SHIFT)
    built.key(Qt.Key.Key_E)
    built.key(Qt.Key.Key_Right)
    built.key(Qt.Key.Key_Minus)
    built.key(Qt.Key.Key_Return)
    assert {built.board.value(e, "to") for e in built.edges()} == {third}
    assert {built.board.value(e, "kind") for e in built.edges()} == {"contradict"}
    built.key(Qt.Key.Key_Z, CONTROL)
    assert not built.edges()


def test_arrows_nudge_and_alt_arrows_jump(built: Hands) -> None:
    first, _second, third = built.cards()
    built.click(built.middle_of(first))
    before = pos(built, first)
    built.key(Qt.Key.Key_Right)
    built.key(Qt.Key.Key_Down, SHIFT)
    built.rest()
    assert pos(built, first) == [before[0] + 24, before[1] + 240]
    built.key(Qt.Key.Key_Right, ALT)
    assert built.page.view.selection == {third}


def test_tab_walks_in_reading_order(built: Hands) -> None:
    built.page.view.setFocus()
    seen = []
    for _ in range(3):
        built.key(Qt.Key.Key_Tab)
        seen += list(built.page.view.selection)
    assert sorted(seen) == sorted(built.cards())


def test_copy_paste_duplicate(built: Hands) -> None:
    built.key(Qt.Key.Key_A, CONTROL)
    built.key(Qt.Key.Key_C, CONTROL)
    built.key(Qt.Key.Key_V, CONTROL)
    assert len(built.cards()) == 6 and len(built.edges()) == 4
    built.key(Qt.Key.Key_Z, CONTROL)
    built.key(Qt.Key.Key_A, CONTROL)
    built.key(Qt.Key.Key_D, CONTROL)
    assert len(built.cards()) == 6 and len(built.edges()) == 4


def test_paste_between_boards(built: Hands) -> None:
    built.key(Qt.Key.Key_A, CONTROL)
    built.key(Qt.Key.Key_C, CONTROL)
    other = Hands(built.program)
    other.window.wanted.emit("new", None)
    other.settle()
    other.key(Qt.Key.Key_V, CONTROL)
    assert len(other.cards()) == 3 and len(other.edges()) == 2
    assert set(other.cards()).isdisjoint(built.cards())


def test_pasted_text_is_a_statement(built: Hands) -> None:
    QGuiApplication.clipboard().setText("국정원 발표\nWhat they said")
    built.key(Qt.Key.Key_V, CONTROL)
    new = built.cards()[-1]
    assert built.board.value(new, "title") == "국정원 발표"
    assert built.board.value(new, "text") == "What they said"


def test_enter_writes_on_the_selected_card(built: Hands) -> None:
    first = built.cards()[0]
    built.click(built.middle_of(first))
    built.key(Qt.Key.Key_Return)
    built.write("Rewritten")
    assert built.board.value(first, "title") == "Rewritten"
    built.key(Qt.Key.Key_Z, CONTROL)
    assert built.board.value(first, "title") == "A report"


def test_find_lights_hits_and_enter_flies(built: Hands) -> None:
    built.key(Qt.Key.Key_F, CONTROL)
    built.keys("report")
    built.key(Qt.Key.Key_Return)
    assert built.window.shown is not None and built.window.shown.find_bar.count.text() == "1 of 2"
    built.key(Qt.Key.Key_Return)
    assert built.window.shown.find_bar.count.text() == "2 of 2"
    built.key(Qt.Key.Key_Escape)


def test_escape_in_the_middle_of_a_drag_leaves_everything_as_it_was(built: Hands) -> None:
    from PySide6.QtTest import QTest

    first = built.cards()[0]
    before, start = pos(built, first), built.middle_of(first)
    QTest.mousePress(built.page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    _move(built.page.view, start + QPoint(60, 60), Qt.KeyboardModifier.NoModifier)
    built.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(
        built.page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 60)
    )
    assert pos(built, first) == before
