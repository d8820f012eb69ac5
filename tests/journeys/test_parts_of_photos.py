"""Parts of photos by mouse and keys: marked, linked, moved with their cards, exported, kept, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.exporting import export_picture
from evidenceboard.ui.photo_views import edit_view
from evidenceboard.ui.theme import THEMES
from evidenceboard.ui.words import name_of
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands, assert_kept_is_fresh, command
from tests.journeys.menus import menu_at, names
from tests.ui.canvas_parts import pixels


@pytest.fixture
def shot(new: Hands, tmp_path: Path) -> Hands:
    """A board with one photo, blue with a red quarter, and a claim at its right."""
    path = tmp_path / "shot.png"
    image = Image.new("RGB", (900, 600), (30, 60, 160))
    image.paste((230, 30, 30), (0, 0, 450, 300))
    image.save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    new.window.intake.drop(data, QPoint(250, 300).toPointF())
    new.settle()
    new.double_click(QPoint(760, 250))
    new.write("It has the fuze of an F-7")
    new.click(QPoint(500, 640))
    new.settle()
    return new


def photo_of(hands: Hands) -> RecordId:
    return next(card for card in hands.cards() if hands.board.value(card, "kind") == "photo")


def claim_of(hands: Hands) -> RecordId:
    return next(card for card in hands.cards() if hands.board.value(card, "kind") == "statement")


def parts(hands: Hands) -> list[RecordId]:
    return sorted(hands.board.live("region"))


def at(hands: Hands, x: float, y: float) -> QPoint:
    """A place on the picture of the photo, by shares."""
    found = hands.page.parts.picture(photo_of(hands))
    assert found is not None
    room = found.room
    place = QPointF(room.left() + x * room.width(), room.top() + y * room.height())
    return hands.page.view.map_to_view(place).toPoint()


def mark(hands: Hands, note: str = "the fuze", low: tuple[float, float] = (0.3, 0.25), size: float = 0.3) -> RecordId:
    """Draw a box on the picture and write its note."""
    before = set(parts(hands))
    hands.key(Qt.Key.Key_R, SHIFT)
    hands.drag(at(hands, *low), at(hands, low[0] + size, low[1] + size))
    field = hands.page.parts.note_field
    assert field.writing
    QTest.keyClicks(field, note)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.settle()
    (made,) = set(parts(hands)) - before
    return made


def box(hands: Hands, part: RecordId) -> QRectF:
    """A part, in view pixels."""
    view, found = hands.page.view, hands.page.parts.box(part)
    return QRectF(view.map_to_view(found.topLeft()), view.map_to_view(found.bottomRight()))


def dot(hands: Hands, part: RecordId) -> QPoint:
    found = box(hands, part)
    return QPointF(found.right(), found.center().y()).toPoint()


def link_to_claim(hands: Hands, part: RecordId) -> RecordId:
    hands.click(box(hands, part).center().toPoint())
    assert hands.page.view.selection == {part}
    hands.drag(dot(hands, part), hands.middle_of(claim_of(hands)), ALT)
    hands.settle()
    (edge,) = [edge for edge in hands.edges() if hands.board.value(edge, "from") == part]
    return edge


def begins_in_box(hands: Hands, edge: RecordId, part: RecordId) -> bool:
    """Whether the line that is painted begins at the border of the part's box."""
    hands.settle()
    geometry = hands.page.view.geometry
    x, y = geometry.points(geometry.edge_row[edge])[0].tolist()
    left, top, right, bottom = geometry.spot_box(part)
    near = min(abs(x - left), abs(x - right)) < 0.01 or min(abs(y - top), abs(y - bottom)) < 0.01
    return near and left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01


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


def test_esc_while_writing_the_note_makes_no_part(shot: Hands) -> None:
    shot.key(Qt.Key.Key_R, SHIFT)
    shot.drag(at(shot, 0.3, 0.3), at(shot, 0.6, 0.6))
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Escape)
    shot.settle()
    assert not parts(shot) and not shot.page.hand.busy


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
    shot.page.bridge.commit(_set(photo_of(shot), crop=[0.6, 0.2, 0.4, 0.6]))
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


def test_the_inspector_lists_parts_and_says_links_in_words(shot: Hands) -> None:
    part = mark(shot)
    edge = link_to_claim(shot, part)
    assert name_of(shot.board, part).startswith("The part “the fuze” of")
    inspector = shot.window.shown.panels.inspector
    shot.page.view.set_selection(frozenset({claim_of(shot)}))
    shot.settle()
    row = inspector.card.links.row(edge)
    assert row is not None and "Contradicted by the part “the fuze” of" in row._sentence.text()
    shot.page.view.set_selection(frozenset({photo_of(shot)}))
    shot.settle()
    listed = inspector.card.parts.row(part)
    assert listed is not None
    listed.note.setFocus()
    listed.note.selectAll()
    QTest.keyClicks(listed.note, "the tail fuze")
    listed.note.let_go()
    shot.settle()
    assert shot.board.value(part, "note") == "the tail fuze"
    QTest.mouseClick(listed.chip, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.page.view.selection == {part} and inspector.region.note.toPlainText() == "the tail fuze"
    shot.page.view.set_selection(frozenset({edge}))
    shot.settle()
    assert inspector.edge.rests_on.isVisible() and "the tail fuze" in inspector.edge.tail.accessibleName()
    inspector.edge.rests_on.chosen.emit("caption")
    shot.settle()
    assert shot.board.value(edge, "rests_on") == "caption"


def test_a_part_goes_along_on_the_clipboard(shot: Hands) -> None:
    part = mark(shot)
    link_to_claim(shot, part)
    shot.page.view.set_selection(frozenset(shot.cards()))
    shot.page.view.setFocus()
    shot.key(Qt.Key.Key_C, CONTROL)
    shot.window.wanted.emit("new", None)
    shot.settle()
    other = max(shot.program.windows, key=lambda window: window is not shot.window)
    there = shot if other is shot.window else _hands_on(shot, other)
    there.page.view.setFocus()
    command(there, "Paste")
    assert len(parts(there)) == 1 and len(there.edges()) == 1
    (edge,) = there.edges()
    assert there.board.value(edge, "from") == parts(there)[0]
    assert begins_in_box(there, edge, parts(there)[0])


def _hands_on(hands: Hands, window: object) -> Hands:
    other = Hands.__new__(Hands)
    other.program, other.window = hands.program, window  # type: ignore[assignment]
    return other


def _set(card: RecordId, **values: object):  # type: ignore[no-untyped-def]
    from evidenceboard.model.commands import set_fields

    return set_fields(card, values)  # type: ignore[arg-type]


def test_the_menu_of_a_part_and_of_its_photo(shot: Hands) -> None:
    part = mark(shot)
    photo = photo_of(shot)
    menu = menu_at(shot, box(shot, part).center().toPoint())
    assert shot.page.view.selection == {part}
    assert {"Write the note of the part", "Link to a card", "Delete"} <= set(names(menu))
    assert "Pin" not in names(menu)
    menu.close()
    menu = menu_at(shot, shot.corner_of(photo) - QPoint(60, 30))
    assert shot.page.view.selection == {photo}
    assert {"Edit view of photo…", "Mark a part of a photo", "New card with this view"} <= set(names(menu))
    menu.close()


def test_a_double_click_on_a_part_changes_its_note(shot: Hands) -> None:
    part = mark(shot)
    shot.click(QPoint(500, 640))
    shot.double_click(box(shot, part).center().toPoint())
    field = shot.page.parts.note_field
    assert field.writing and field.text() == "the fuze"
    QTest.keyClicks(field, "a base fuze")
    QTest.keyClick(field, Qt.Key.Key_Return)
    shot.settle()
    assert shot.board.value(part, "note") == "a base fuze"


def test_a_note_that_is_being_typed_outlives_a_crash(shot: Hands) -> None:
    part, filing = mark(shot), shot.page.bridge.document.filing
    field = shot.page.parts.note_field
    shot.click(QPoint(500, 640))
    shot.double_click(box(shot, part).center().toPoint())
    QTest.keyClicks(field, "half a no")
    shot.wait_for(lambda: filing.drafts() == [(part, "note", "half a no")])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert filing.drafts() == [] and shot.board.value(part, "note") == "the fuze"
    shot.double_click(box(shot, part).center().toPoint())
    QTest.keyClicks(field, "a base fuze")
    shot.wait_for(lambda: bool(filing.drafts()))
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert filing.drafts() == [] and shot.board.value(part, "note") == "a base fuze"


def test_the_note_of_a_part_that_is_just_being_marked_is_kept_too(shot: Hands) -> None:
    before, filing = set(parts(shot)), shot.page.bridge.document.filing
    shot.key(Qt.Key.Key_R, SHIFT)
    shot.drag(at(shot, 0.3, 0.25), at(shot, 0.6, 0.55))
    field = shot.page.parts.note_field
    QTest.keyClicks(field, "a serial num")
    shot.wait_for(lambda: [words for _, name, words in filing.drafts() if name == "note"] == ["a serial num"])
    assert set(parts(shot)) == before  # it is made when its note is left
    place = field.pos()
    shot.page.view.pan_by(30, 0)  # a bar above the canvas moves it, too
    assert field.writing and field.pos() == place + QPoint(30, 0)
    ((record, name, words), (_record, _name, _box)) = filing.drafts()
    QTest.keyClick(field, Qt.Key.Key_Return)
    shot.settle()
    (made,) = set(parts(shot)) - before
    assert made == record and filing.drafts() == []
    shot.window.intake.put_back_draft(made, name, words + "ber")  # as after a crash
    assert shot.board.value(made, "note") == "a serial number"


def test_parts_are_walked_by_tab_after_their_photo(shot: Hands) -> None:
    low, high = mark(shot, "low", (0.1, 0.6), 0.2), mark(shot, "high", (0.5, 0.1), 0.2)
    photo, view = photo_of(shot), shot.page.view
    order = view.geometry.reading_order()
    after = order[(order.index(photo) + 1) % len(order)]
    view.set_selection(frozenset({photo}))
    walked = []
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        walked.append(*view.selection)
    assert walked == [high, low, after]
    for wanted in (low, high, photo):
        QTest.keyClick(view, Qt.Key.Key_Backtab, SHIFT)
        assert view.selection == {wanted}
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Return)  # and then it is written by keys
    assert shot.page.parts.note_field.writing and shot.page.parts.note_field.text() == "high"
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Escape)


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


def test_a_long_note_is_never_cut_by_a_double_click(shot: Hands) -> None:
    part = mark(shot)
    note = "a line\n" + "and another " * 60
    shot.page.bridge.commit(_set(part, note=note))
    shot.settle()
    shot.double_click(box(shot, part).center().toPoint())
    shot.settle()
    assert not shot.page.parts.note_field.writing
    inspector = shot.window.shown.panels.inspector
    assert inspector.region.note.hasFocus() and shot.board.value(part, "note") == note


def test_words_and_pins_stay_a_double_click_away(shot: Hands) -> None:
    """Below the picture a double click writes on the card, as on every other one."""
    photo = photo_of(shot)
    shot.double_click(shot.corner_of(photo) - QPoint(80, 40))
    assert shot.page.writing.editor.writing
    shot.page.writing.leave()


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


def test_the_inspector_says_what_is_cropped_away(shot: Hands) -> None:
    part = mark(shot, low=(0.1, 0.2), size=0.2)
    shot.page.bridge.commit(_set(photo_of(shot), crop=[0.6, 0.2, 0.4, 0.6]))
    shot.page.view.set_selection(frozenset({photo_of(shot)}))
    shot.settle()
    row = shot.window.shown.panels.inspector.card.parts.row(part)
    assert row is not None and "cropped away" in row._links.text()
    QTest.mouseClick(row.chip, Qt.MouseButton.LeftButton)  # its card is shown in its place
    shot.settle()
    assert shot.page.view.selection == {photo_of(shot)}


def test_a_board_for_reading_only_says_why_nothing_is_marked(shot: Hands, tmp_path: Path) -> None:
    part = mark(shot)
    target = tmp_path / "case.board"
    shot.save_to(target)
    shot.window.close()
    shot.program.app.processEvents()
    other = Hands(shot.program)
    other.program.open(target, other.window, read_only=True)
    other.settle()
    assert parts(other) == [part] and other.page.bridge.document.read_only
    other.page.view.set_selection(frozenset({photo_of(other)}))
    other.window.choose_tool("part")
    assert not other.page.hand.busy and "reading only" in other.told()
    assert edit_view(other.window, photo_of(other)) is None


def test_far_out_the_camera_comes_nearer_to_draw(shot: Hands) -> None:
    shot.page.view.look_at(shot.page.view.centre, 0.2)
    shot.settle()
    part = mark(shot)
    assert shot.page.view.zoom == 1.0
    assert shot.board.value(part, "rect")[0] == pytest.approx(0.3, abs=0.03)
