"""Frames drawn, moved, pulled, named, folded and deleted by mouse and keys through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from evidenceboard.model.commands import add_record, move_cards, set_fields
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.ui.arrangement import Arrangement
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.talk.audience import AudienceView
from tests.journeys.frames_by_hand import at, draw, fold, frame, rect, strip
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands, _move, assert_kept_is_fresh, command
from tests.journeys.small_board import pos, steps


def test_a_drag_after_shift_f_draws_a_frame_and_asks_for_its_name(built: Hands) -> None:
    draw(built, "What they say")
    assert built.board.value(frame(built), "name") == "What they say"
    assert built.page.view.selection == {frame(built)}
    x, y, w, h = rect(built)
    first, second, third = built.cards()
    inside = Arrangement(built.page.bridge.document, FIRST_SHEET).inside(built.page.view.zones)
    assert set(inside) == {first, second} and third not in inside and w > 300 and h > 300
    assert_kept_is_fresh(built)
    built.key(Qt.Key.Key_Z, CONTROL)  # the name
    built.key(Qt.Key.Key_Z, CONTROL)
    assert not list(built.board.live("frame")) and not built.page.view.selection
    assert_kept_is_fresh(built)


def test_escape_and_a_mere_click_draw_nothing(built: Hands) -> None:
    built.key(Qt.Key.Key_F, SHIFT)
    built.key(Qt.Key.Key_Escape)
    built.drag(QPoint(40, 560), QPoint(200, 620))
    built.key(Qt.Key.Key_F, SHIFT)
    built.click(QPoint(450, 600))
    assert not list(built.board.live("frame"))


def test_the_tool_strip_has_the_tool(built: Hands) -> None:
    QTest.mouseClick(built.window.strip.button("frame"), Qt.MouseButton.LeftButton)
    built.drag(QPoint(400, 400), QPoint(560, 560))
    assert len(list(built.board.live("frame"))) == 1


def test_frame_the_selection(built: Hands) -> None:
    first, second, third = built.cards()
    built.click(built.middle_of(first))
    built.click(built.middle_of(third), SHIFT)
    command(built, "Frame the selection")
    zones = built.page.view.zones
    assert set(built.page.sheets.now.inside(zones)) >= {first, third}
    box = built.page.view.geometry.bounds_of([first, third])
    assert box is not None and zones[0].box.left < box.left and zones[0].box.bottom > box.bottom
    assert zones[0].box.top + zones[0].head <= box.top  # the name has room of its own
    assert second not in built.page.view.selection


def test_its_inside_belongs_to_the_paper_its_name_and_border_to_the_frame(framed: Hands) -> None:
    x, y, w, h = rect(framed)
    framed.click(at(framed, x + w / 2, y + h / 2))
    assert not framed.page.view.selection
    for place in (strip(framed), at(framed, x + 1, y + h / 2), at(framed, x + w / 2, y + h - 1)):
        framed.page.view.set_selection(frozenset())
        framed.click(place)
        assert framed.page.view.selection == {frame(framed)}
    inspector = framed.window.shown.panels.inspector  # type: ignore[union-attr]
    assert inspector.frame.name.toPlainText() == "Reports" and inspector.frame.holds.text() == "2 cards"
    assert_kept_is_fresh(framed)


def test_a_drag_on_the_name_moves_it_with_its_cards_in_one_step(framed: Hands) -> None:
    first, second, third = framed.cards()
    before = [rect(framed), pos(framed, first), pos(framed, second), pos(framed, third)]
    count, zoom = steps(framed), framed.page.view.zoom
    start = strip(framed)
    framed.drag(start, start + QPoint(50, 30))
    x, y, w, h = before[0]
    assert rect(framed) == [x + round(50 / zoom), y + round(30 / zoom), w, h]
    for card, old in ((first, before[1]), (second, before[2])):
        assert pos(framed, card) == [old[0] + round(50 / zoom), old[1] + round(30 / zoom)]
    assert pos(framed, third) == before[3] and steps(framed) == count + 1
    assert_kept_is_fresh(framed)
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert [rect(framed), pos(framed, first), pos(framed, second), pos(framed, third)] == before
    assert_kept_is_fresh(framed)


def test_alt_moves_the_frame_alone_and_arrows_move_all(framed: Hands) -> None:
    first = framed.cards()[0]
    (x, y, w, h), old = rect(framed), pos(framed, first)
    start = strip(framed)
    framed.drag(start, start + QPoint(20, 10), ALT)
    assert rect(framed)[0] > x and pos(framed, first) == old
    framed.key(Qt.Key.Key_Z, CONTROL)
    framed.click(strip(framed))
    framed.key(Qt.Key.Key_Right, SHIFT)
    framed.rest()
    assert rect(framed) == [x + 240, y, w, h] and pos(framed, first) == [old[0] + 240, old[1]]
    assert_kept_is_fresh(framed)


def test_a_frame_in_a_frame_goes_along(framed: Hands) -> None:
    x, y, _w, _h = rect(framed)
    outer = frame(framed)
    inner = add_record("frame", {"sheet": FIRST_SHEET, "name": "Inner", "rect": [x + 60, y + 60, 100, 60]})
    framed.page.bridge.commit(inner)
    start = strip_of(framed, outer)
    framed.drag(start, start + QPoint(40, 0))
    by = framed.board.value(outer, "rect")[0] - x
    assert by > 0 and framed.board.value(inner.made[0], "rect") == [x + 60 + by, y + 60, 100, 60]


def strip_of(hands: Hands, chosen: RecordId) -> QPoint:
    x, y, w, _h = hands.board.value(chosen, "rect")
    return at(hands, x + w / 2, y + 12)


def test_sides_and_corners_of_the_selected_frame_pull_it(framed: Hands) -> None:
    framed.click(strip(framed))
    x, y, w, h = rect(framed)
    zoom, count = framed.page.view.zoom, steps(framed)
    low = at(framed, x + w, y + h)
    framed.drag(low, low + QPoint(30, 20))
    assert rect(framed) == pytest.approx([x, y, w + 30 / zoom, h + 20 / zoom], abs=2)
    left = at(framed, x, y + h / 2)
    framed.drag(left, left + QPoint(-25, 70))
    assert rect(framed) == pytest.approx([x - 25 / zoom, y, w + 55 / zoom, h + 20 / zoom], abs=2)
    assert steps(framed) == count + 2
    far = at(framed, rect(framed)[0], y + h / 2)
    framed.drag(far, far + QPoint(900, 0))
    assert rect(framed)[2] == pytest.approx(48, abs=1)  # never so small that it is lost
    for _ in range(3):
        framed.key(Qt.Key.Key_Z, CONTROL)
    assert rect(framed) == [x, y, w, h]
    assert_kept_is_fresh(framed)


def test_rename_by_double_click_and_by_enter(framed: Hands) -> None:
    field = framed.page.frames.name_field
    framed.double_click(strip(framed))
    assert field.writing and field.selectedText() == "Reports"
    QTest.keyClicks(field, "Voices")
    framed.click(QPoint(450, 600))
    assert framed.board.value(frame(framed), "name") == "Voices"
    framed.click(strip(framed))
    framed.key(Qt.Key.Key_Return)
    QTest.keyClicks(field, "Not this")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert framed.board.value(frame(framed), "name") == "Voices"
    framed.key(Qt.Key.Key_Return)
    framed.page.view.pan_by(10, 0)
    assert not field.writing  # it does not stay behind when the board moves
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert framed.board.value(frame(framed), "name") == "Reports"
    assert_kept_is_fresh(framed)


def test_delete_takes_the_frame_and_no_card(framed: Hands) -> None:
    framed.click(strip(framed))
    framed.key(Qt.Key.Key_Delete)
    assert not list(framed.board.live("frame")) and len(framed.cards()) == 3 and len(framed.edges()) == 2
    assert_kept_is_fresh(framed)
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert framed.board.value(frame(framed), "name") == "Reports"
    assert_kept_is_fresh(framed)


# --- folding -----------------------------------------------------------------------------------------------------


def said(hands: Hands) -> list[tuple[str, RecordId]]:
    """What the bundles say, and at which cards they end."""
    bundles = hands.page.view.folds.bundles
    heads = bundles.ways.head[bundles.rows]
    return sorted((bundles.words(row), bundles.ways.cards[head]) for row, head in enumerate(heads.tolist()))


def test_a_folded_frame_hides_its_cards_and_counts_its_links(framed: Hands) -> None:
    first, second, third = framed.cards()
    fold(framed)
    view = framed.page.view
    assert framed.board.value(frame(framed), "folded") is True
    assert view.geometry.cards == [third] and not view.geometry.edges
    (plate,) = view.folds.plates
    assert (plate.name, plate.holds) == ("Reports", "2 statements")
    assert said(framed) == [("+", third), ("×", third)]
    assert "3 cards · 2 links" in framed.window.status._counts.text()
    assert framed.board.is_live(first) and framed.board.is_live(second)
    assert_kept_is_fresh(framed)
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert len(view.geometry.cards) == 3 and not view.folds.plates
    assert_kept_is_fresh(framed)


def test_a_double_click_on_the_plate_or_its_room_unfolds(framed: Hands) -> None:
    x, y, w, h = rect(framed)
    for dx, dy in ((30, 30), (w / 2, h * 0.8)):
        fold(framed)
        framed.page.view.set_selection(frozenset())
        framed.double_click(at(framed, x + dx, y + dy))
        framed.settle()
        assert framed.board.value(frame(framed), "folded") is False and len(framed.page.view.geometry.cards) == 3
        assert len(framed.cards()) == 3 and not framed.page.writing.editor.writing
        assert_kept_is_fresh(framed)
    fold(framed)
    framed.key(Qt.Key.Key_F, CONTROL, SHIFT)  # the same key opens it
    assert not framed.page.view.folds.plates
    fold(framed)
    command(framed, "Unfold all frames")
    assert not framed.page.view.folds.plates


def test_the_plate_moves_with_all_that_it_hides(framed: Hands) -> None:
    first, _second, third = framed.cards()
    fold(framed)
    (x, y, _w, _h), old, other = rect(framed), pos(framed, first), pos(framed, third)
    zoom, start = framed.page.view.zoom, at(framed, x + 30, y + 30)
    framed.drag(start, start + QPoint(44, -20))
    by = [round(44 / zoom), round(-20 / zoom)]
    assert rect(framed)[:2] == [x + by[0], y + by[1]]
    assert pos(framed, first) == [old[0] + by[0], old[1] + by[1]] and pos(framed, third) == other
    assert framed.page.view.folds.plates[0].box(zoom).left == x + by[0]
    assert_kept_is_fresh(framed)


def test_a_card_that_is_dragged_into_the_room_goes_into_the_fold_and_comes_back_with_undo(framed: Hands) -> None:
    third = framed.cards()[2]
    fold(framed)
    x, y, w, h = rect(framed)
    framed.drag(framed.middle_of(third), at(framed, x + w / 2, y + h * 0.7))
    framed.settle()
    assert not framed.page.view.geometry.cards and framed.page.view.folds.plates[0].holds == "3 statements"
    assert not said(framed) and "1 card went into a folded frame" in framed.told()
    assert_kept_is_fresh(framed)
    framed.key(Qt.Key.Key_Z, CONTROL)
    framed.settle()
    assert framed.page.view.geometry.cards == [third] and len(framed.page.view.folds.bundles) == 2
    assert_kept_is_fresh(framed)


def test_a_found_card_opens_its_frame_for_the_moment_and_nothing_is_written(framed: Hands) -> None:
    first = framed.cards()[0]
    fold(framed)
    count = steps(framed)
    framed.page.show_records([first])
    framed.settle()
    assert first in framed.page.view.geometry.row and framed.page.view.selection == {first}
    assert framed.board.value(frame(framed), "folded") is True and steps(framed) == count
    assert_kept_is_fresh(framed)
    framed.page.view.set_selection(frozenset())
    framed.settle()
    assert first not in framed.page.view.geometry.row and len(framed.page.view.folds.plates) == 1
    assert_kept_is_fresh(framed)


def test_a_talk_opens_the_frame_whose_cards_it_speaks_of(framed: Hands, qtbot) -> None:  # type: ignore[no-untyped-def]
    first, _second, third = framed.cards()
    fold(framed)
    document = framed.page.bridge.document
    for order, shows in enumerate(([third], [first])):
        document.commit(add_record("stop", {"sheet": FIRST_SHEET, "order": order, "shows": shows}))
    count = steps(framed)
    talk = AudienceView(document, FaceReader(document).faces)
    qtbot.addWidget(talk)
    talk.resize(1280, 720)
    talk.show()
    assert talk.view.folds.plates and first not in talk.view.geometry.row
    talk.go_to(1)
    assert not talk.view.folds.plates and first in talk.view.geometry.row
    talk.go_to(0)
    assert talk.view.folds.plates and steps(framed) == count
    talk.close()


def test_folded_stays_folded_after_reopening_and_only_on_its_sheet(framed: Hands, tmp_path: Path) -> None:
    command(framed, "New sheet like this one")
    framed.page.bridge.show_sheet(FIRST_SHEET)
    (zone,) = framed.page.view.zones
    framed.page.frames.fold([zone.id], folded=True)
    path = tmp_path / "case.board"
    framed.save_to(path)
    framed.window.close()
    again = Hands(framed.program)
    again.open(path)
    assert len(again.page.view.folds.plates) == 1 and len(again.page.view.geometry.cards) == 1
    assert_kept_is_fresh(again)
    again.window.activateWindow()
    again.settle()
    again.key(Qt.Key.Key_PageDown, CONTROL)
    assert not again.page.view.folds.plates and len(again.page.view.geometry.cards) == 3
    assert_kept_is_fresh(again)


def test_links_and_words_of_hidden_cards_may_change_meanwhile(framed: Hands) -> None:
    first, _second, third = framed.cards()
    fold(framed)
    document = framed.page.bridge.document
    support = next(edge for edge in framed.edges() if document.board.value(edge, "kind") == "support")
    document.commit(set_fields(support, {"kind": "contradict"}))
    document.commit(set_fields(first, {"title": "Another title", "kind": "photo"}))
    framed.settle()
    assert said(framed) == [("× 2", third)]
    assert framed.page.view.folds.plates[0].holds == "1 photo, 1 statement"
    assert_kept_is_fresh(framed)


def test_a_new_card_does_not_fall_into_a_room(framed: Hands) -> None:
    fold(framed)
    x, y, w, h = rect(framed)
    framed.page.view.centre_on(QPointF(x + w / 2, y + h / 2))
    framed.key(Qt.Key.Key_S)
    framed.write("Beside it")
    new = next(card for card in framed.cards() if framed.board.value(card, "title") == "Beside it")
    assert new in framed.page.view.geometry.row and framed.page.view.selection == {new}
    assert_kept_is_fresh(framed)


def test_to_go_to_a_frame_turns_to_its_sheet_and_shows_it(framed: Hands) -> None:
    command(framed, "New empty sheet")
    framed.page.view.look_at(QPointF(9000, 9000), 1.0)
    framed.page.show_records([frame(framed)])
    framed.settle()
    assert framed.page.bridge.sheet == FIRST_SHEET and framed.page.view.selection == {frame(framed)}
    assert framed.page.view.rect().contains(strip(framed))


def test_the_whole_board_in_view_holds_what_is_folded(framed: Hands) -> None:
    framed.page.select_all()
    command(framed, "Frame the selection")
    QTest.keyClick(framed.page.frames.name_field, Qt.Key.Key_Return)
    command(framed, "Fold or unfold the frame")
    framed.page.view.look_at(QPointF(9000, 9000), 1.0)
    framed.key(Qt.Key.Key_1, SHIFT)
    framed.settle()
    (plate,) = framed.page.view.folds.plates  # the inner frame lies in the outer one
    assert not framed.page.view.geometry.cards and plate.holds == "3 statements"
    box = plate.box(framed.page.view.zoom)
    assert framed.page.view.rect().contains(at(framed, box.left, box.top))
    assert framed.page.view.rect().contains(at(framed, box.right, box.bottom))
    assert_kept_is_fresh(framed)


def test_the_inspector_says_what_a_frame_stands_for_and_folds_it(framed: Hands) -> None:
    origin = add_record("origin", {"name": "The ministry"})
    framed.page.bridge.commit(origin)
    framed.click(strip(framed))
    form = framed.window.shown.panels.inspector.frame  # type: ignore[union-attr]
    framed.settle()
    at_origin = form.origin.findText("The ministry")
    form.origin.setCurrentIndex(at_origin)
    form.origin.activated.emit(at_origin)
    assert framed.board.value(frame(framed), "origin") == origin.made[0]
    framed.settle()
    assert framed.page.view.zones[0].detail == "no report yet"
    QTest.mouseClick(form.fold, Qt.MouseButton.LeftButton)
    framed.settle()
    assert framed.page.view.folds.plates and form.fold.text() == "Unfold"
    QTest.mouseClick(form.fold, Qt.MouseButton.LeftButton)
    assert not framed.page.view.folds.plates
    assert_kept_is_fresh(framed)


def test_several_frames_are_moved_and_deleted_together(framed: Hands) -> None:
    third = framed.cards()[2]
    framed.page.view.set_selection({third})
    command(framed, "Frame the selection")
    QTest.keyClick(framed.page.frames.name_field, Qt.Key.Key_Return)
    one, two = (zone.id for zone in framed.page.view.zones)
    framed.click(strip_of(framed, one))
    framed.click(strip_of(framed, two), SHIFT)
    assert framed.page.view.selection == {one, two}
    old, start = pos(framed, third), strip_of(framed, one)
    framed.drag(start, start + QPoint(30, 0))
    assert pos(framed, third)[0] == old[0] + round(30 / framed.page.view.zoom)
    framed.key(Qt.Key.Key_Delete)
    assert not list(framed.board.live("frame")) and len(framed.cards()) == 3
    framed.key(Qt.Key.Key_Z, CONTROL)
    assert len(list(framed.board.live("frame"))) == 2
    assert_kept_is_fresh(framed)


def test_escape_puts_a_frame_in_hand_back_where_it_was(framed: Hands) -> None:
    for folded in (False, True):
        if folded:
            fold(framed)
        framed.settle()
        before, count = framed.page.view.kept_picture(), steps(framed)
        x, y, _w, _h = rect(framed)
        start = at(framed, x + 30, y + 12)
        view, none = framed.page.view, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(view, Qt.MouseButton.LeftButton, none, start)
        for step in (5, 20, 60):
            _move(view, start + QPoint(step, step), none)
        framed.settle()
        assert view.kept_picture() != before  # it is in hand, and not in the picture below
        framed.key(Qt.Key.Key_Escape)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, none, start)
        framed.settle()
        assert view.kept_picture() == before and steps(framed) == count
        assert_kept_is_fresh(framed)


def test_a_plate_lies_over_the_cards(framed: Hands) -> None:
    third = framed.cards()[2]
    fold(framed)
    x, y, _w, _h = rect(framed)
    document = framed.page.bridge.document
    document.commit(move_cards(FIRST_SHEET, {third: (x - 150, y - 20)}))  # its middle is not in the frame
    framed.settle()
    assert framed.page.view.geometry.card_at(x + 20, y + 20) == third
    framed.click(at(framed, x + 20, y + 20))
    assert framed.page.view.selection == {frame(framed)}
    framed.click(at(framed, x - 100, y + 20))
    assert framed.page.view.selection == {third}
    assert_kept_is_fresh(framed)
