"""Parts of photos by mouse and keys: marked, linked, moved with their cards, exported, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.exporting import export_picture
from evidenceboard.ui.photo_views import edit_view
from evidenceboard.ui.theme import THEMES
from tests.journeys.hands import CONTROL, SHIFT, Hands, assert_kept_is_fresh, command
from tests.journeys.parts_hands import (
    at,
    begins_in_box,
    box,
    claim_of,
    link_to_claim,
    mark,
    parts,
    photo_of,
    with_values,
)
from tests.ui.canvas_parts import pixels


def test_a_box_drawn_on_a_photo_is_a_part_with_a_note_in_one_step(shot: Hands) -> None:
    before = shot.page.bridge.document.log.counts()["changesets"]
    part = mark(shot)
    assert shot.page.bridge.document.log.counts()["changesets"] == before + 1
    assert shot.board.value(part, "note") == "the fuze"
    assert shot.page.view.selection == {part}
    found = shot.page.parts.picture(photo_of(shot))
    assert found is not None
    x, y, w, h = shot.board.value(part, "rect")
    assert 0 < w < 0.35 and x == pytest.approx(0.3, abs=0.02)  # the card shows the photo's whole width
    assert_kept_is_fresh(shot)


def test_a_box_beside_a_photo_is_refused_with_words(shot: Hands) -> None:
    shot.key(Qt.Key.Key_R, SHIFT)
    shot.drag(QPoint(500, 600), QPoint(560, 640))
    shot.settle()
    assert not parts(shot) and "picture of a photo card" in shot.told()


def test_a_part_is_marked_linked_moved_and_deleted_by_keys_alone(shot: Hands) -> None:
    shot.click(shot.middle_of(claim_of(shot)))
    shot.page.view.set_selection(frozenset({photo_of(shot)}))
    shot.page.view.setFocus()
    shot.key(Qt.Key.Key_R, SHIFT)
    for _ in range(3):
        shot.key(Qt.Key.Key_Right)
    shot.key(Qt.Key.Key_Down, SHIFT)
    shot.key(Qt.Key.Key_Return)
    QTest.keyClicks(shot.page.parts.note_field, "a mark")
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Return)
    shot.settle()
    (part,) = parts(shot)
    shot.key(Qt.Key.Key_E)
    shot.key(Qt.Key.Key_Return)
    shot.settle()
    (edge,) = shot.edges()
    assert shot.board.value(edge, "from") == part and shot.board.value(edge, "to") == claim_of(shot)
    shot.page.view.set_selection(frozenset({part}))
    before = shot.board.value(part, "rect")
    shot.key(Qt.Key.Key_Left)
    shot.key(Qt.Key.Key_Left)
    shot.key(Qt.Key.Key_Return)
    shot.settle()
    after = shot.board.value(part, "rect")
    assert after[0] < before[0] and after[2:] == pytest.approx(before[2:], abs=1e-4)
    shot.page.view.set_selection(frozenset({part}))
    shot.key(Qt.Key.Key_Delete)
    shot.settle()
    assert not parts(shot) and not shot.edges()
    shot.key(Qt.Key.Key_Z, CONTROL)
    shot.settle()
    assert parts(shot) == [part] and shot.edges() == [edge] and begins_in_box(shot, edge, part)


def test_the_link_stays_in_the_box_through_everything(
    shot: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    photo = photo_of(shot)
    assert shot.board.value(edge, "kind") == "contradict" and begins_in_box(shot, edge, part)
    assert_kept_is_fresh(shot)

    place = place_id(FIRST_SHEET, photo)
    before = shot.board.value(place, "pos")
    shot.click(QPoint(500, 640))
    shot.drag(at(shot, 0.05, 0.9), at(shot, 0.05, 0.9) + QPoint(-60, 40))  # the card, by its picture
    shot.settle()
    assert shot.board.value(place, "pos") != before and begins_in_box(shot, edge, part)

    shot.drag(shot.corner_of(photo), shot.corner_of(photo) + QPoint(60, 120))
    shot.settle()
    assert shot.board.value(place, "size")[1] > 200 and begins_in_box(shot, edge, part)
    assert_kept_is_fresh(shot)

    dialog = edit_view(shot.window, photo)
    assert dialog is not None
    shot.settle()
    QTest.keyClick(dialog.surface, Qt.Key.Key_BracketRight)
    QTest.keyClick(dialog.surface, Qt.Key.Key_Return)
    shot.settle()
    assert shot.board.value(photo, "turn") == 90 and begins_in_box(shot, edge, part)
    assert_kept_is_fresh(shot)

    picture = tmp_path / "board.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(picture), "PNG picture (*.png)"))
    export_picture(shot.window)
    assert _ends_in_box(shot, edge, QImage(str(picture)))

    target = tmp_path / "case.board"
    shot.save_to(target)
    shot.window.close()
    shot.program.app.processEvents()
    other = Hands(shot.program)
    other.open(target)
    assert begins_in_box(other, edge, part)
    assert other.board.value(part, "note") == "the fuze"


def _ends_in_box(hands: Hands, edge: RecordId, image: QImage) -> bool:
    """Whether the exported picture has the link's dot where its line begins."""
    geometry = hands.page.view.geometry
    bounds = geometry.bounds()
    assert bounds is not None
    x, y = geometry.points(geometry.edge_row[edge])[0].tolist()
    scale = image.width() / (bounds.right - bounds.left + 80)
    across, down = round((x - bounds.left + 40) * scale), round((y - bounds.top + 40) * scale)
    around = pixels(image)[down - 6 : down + 7, across - 6 : across + 7].reshape(-1, 3).astype(int)
    colour = THEMES["light"].contra
    wanted = (colour.blue(), colour.green(), colour.red())
    return bool((abs(around - wanted).max(axis=1) < 6).any())


def test_undo_of_all_leaves_an_empty_board_and_redo_brings_all_back(shot: Hands) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    shot.click(box(shot, part).center().toPoint())
    shot.drag(box(shot, part).center().toPoint(), box(shot, part).center().toPoint() + QPoint(20, 10))
    shot.settle()
    moved = shot.board.value(part, "rect")
    document = shot.page.bridge.document
    while document.history.can_undo:
        shot.page.bridge.undo()
        shot.settle()
    assert not shot.cards() and not parts(shot) and not shot.page.view.geometry.spots
    while document.history.can_redo:
        shot.page.bridge.redo()
        shot.settle()
    assert shot.board.value(part, "rect") == moved and begins_in_box(shot, edge, part)
    assert_kept_is_fresh(shot)


def test_a_corner_pulls_and_the_middle_moves_a_selected_part(shot: Hands) -> None:
    part = mark(shot)
    x, y, w, h = shot.board.value(part, "rect")
    corner = box(shot, part).bottomRight().toPoint()
    shot.drag(corner, corner + QPoint(30, 10))
    shot.settle()
    left, top, wide, high = shot.board.value(part, "rect")
    assert (left, top) == pytest.approx((x, y), abs=1e-4) and wide > w and high > h
    middle = box(shot, part).center().toPoint()
    shot.drag(middle, middle + QPoint(-20, -4))
    shot.settle()
    assert shot.board.value(part, "rect")[0] < left
    assert shot.board.value(part, "rect")[2:] == pytest.approx((wide, high), abs=1e-4)


def test_a_drag_on_an_unselected_part_moves_the_card(shot: Hands) -> None:
    part = mark(shot)
    shot.click(QPoint(500, 640))
    before = shot.board.value(place_id(FIRST_SHEET, photo_of(shot)), "pos")
    rect = shot.board.value(part, "rect")
    middle = box(shot, part).center().toPoint()
    shot.drag(middle, middle + QPoint(48, 48))
    shot.settle()
    assert shot.board.value(place_id(FIRST_SHEET, photo_of(shot)), "pos") != before
    assert shot.board.value(part, "rect") == rect


def test_many_parts_to_one_card_in_one_step(shot: Hands) -> None:
    first, second = mark(shot), mark(shot, "a second mark", (0.05, 0.1), 0.15)
    shot.page.view.set_selection(frozenset({first, second}))
    shot.page.view.setFocus()
    before = shot.page.bridge.document.log.counts()["changesets"]
    shot.key(Qt.Key.Key_E)
    shot.key(Qt.Key.Key_Return)
    shot.settle()
    assert shot.page.bridge.document.log.counts()["changesets"] == before + 1
    assert {shot.board.value(edge, "from") for edge in shot.edges()} == {first, second}


def test_cut_away_a_part_is_hidden_and_its_link_ends_at_the_card(shot: Hands) -> None:
    part = mark(shot, low=(0.1, 0.2), size=0.2)
    edge = link_to_claim(shot, part)
    shot.page.bridge.commit(with_values(photo_of(shot), crop=[0.6, 0.2, 0.4, 0.6]))
    shot.settle()
    geometry = shot.page.view.geometry
    assert part not in geometry.spots and part in parts(shot)
    shot.settle()
    x, y = geometry.points(geometry.edge_row[edge])[0].tolist()
    card = geometry.box_of(geometry.row[photo_of(shot)])
    assert x in (card.left, card.right) or y in (card.top, card.bottom)
    assert_kept_is_fresh(shot)
    shot.key(Qt.Key.Key_Z, CONTROL)
    assert begins_in_box(shot, edge, part)


def test_a_link_begins_on_its_part_in_another_font(shot: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    before = QRectF(shot.page.parts.box(part))
    monkeypatch.setattr(anatomy, "count_lines", lambda *_: 3)  # as in a font so wide that everything takes more lines
    QApplication.sendEvent(shot.page.view, QEvent(QEvent.Type.FontChange))
    shot.settle()
    found = shot.page.parts.picture(photo_of(shot))
    assert found is not None and shot.page.parts.box(part) != before
    kept = found.rect(shot.page.parts.box(part))
    assert kept == pytest.approx(shot.board.value(part, "rect"), abs=1e-4)  # the same place on the photo
    assert begins_in_box(shot, edge, part)


def test_focus_on_a_part_shows_its_photo_and_what_it_speaks_for(shot: Hands) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    shot.page.view.set_selection(frozenset({part}))
    shot.page.view.setFocus()
    shot.key(Qt.Key.Key_F)
    shot.settle()
    assert set(shot.page.view.geometry.cards) == set(shot.cards()) and begins_in_box(shot, edge, part)
    shot.key(Qt.Key.Key_Escape)


def test_a_card_in_the_hand_takes_its_link_along(shot: Hands) -> None:
    part = mark(shot)
    link_to_claim(shot, part)
    shot.page.view.set_selection(frozenset())
    shot.settle()
    photo = photo_of(shot)
    shot.page.view.lift([photo])
    shot.page.view.lift_offset = QPointF(40, 60)
    shot.page.view.update()
    shot.settle()
    lifted = shot.page.view._lifted
    assert lifted is not None
    shot.page.view.grab()
    left, top, right, bottom = lifted._part.spot_box(part)
    home = shot.page.view.geometry.spot_box(part)
    assert (left, top) == pytest.approx((home.left + 40, home.top + 60))
    shot.page.view.drop_lift()
    shot.settle()


def test_on_another_sheet_and_beside_a_fold_the_link_begins_in_the_box_too(shot: Hands) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    shot.double_click(QPoint(760, 520))
    shot.write("Something else")
    shot.click(QPoint(500, 660))
    other = next(card for card in shot.cards() if shot.board.value(card, "title") == "Something else")
    shot.page.view.set_selection(frozenset({other}))
    shot.page.frames.around_selection()
    shot.page.frames.name_field.leave()
    (frame,) = shot.board.live("frame")
    shot.page.frames.fold([frame], folded=True)
    shot.settle()
    assert other not in shot.page.view.geometry.row and begins_in_box(shot, edge, part)
    shot.page.move_cards([photo_of(shot)], -24, 48)
    shot.settle()
    assert begins_in_box(shot, edge, part)
    assert_kept_is_fresh(shot)
    command(shot, "New sheet like this one")
    shot.settle()
    assert len(list(shot.board.live("sheet"))) == 2 and begins_in_box(shot, edge, part)


def test_far_out_the_camera_comes_nearer_to_draw(shot: Hands) -> None:
    shot.page.view.look_at(shot.page.view.centre, 0.2)
    shot.settle()
    part = mark(shot)
    assert shot.page.view.zoom == 1.0
    assert shot.board.value(part, "rect")[0] == pytest.approx(0.3, abs=0.03)
