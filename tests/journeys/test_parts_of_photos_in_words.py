"""What is written and said of parts of photos: their notes, menus, the inspector, the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evidenceboard.ui.photo_views import edit_view
from evidenceboard.ui.words import name_of
from tests.journeys.hands import CONTROL, SHIFT, Hands, command
from tests.journeys.menus import menu_at, names
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


def test_esc_while_writing_the_note_makes_no_part(shot: Hands) -> None:
    shot.key(Qt.Key.Key_R, SHIFT)
    shot.drag(at(shot, 0.3, 0.3), at(shot, 0.6, 0.6))
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Escape)
    shot.settle()
    assert not parts(shot) and not shot.page.hand.busy


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


def test_a_long_note_is_never_cut_by_a_double_click(shot: Hands) -> None:
    part = mark(shot)
    note = "a line\n" + "and another " * 60
    shot.page.bridge.commit(with_values(part, note=note))
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


def test_the_inspector_says_what_is_cropped_away(shot: Hands) -> None:
    part = mark(shot, low=(0.1, 0.2), size=0.2)
    shot.page.bridge.commit(with_values(photo_of(shot), crop=[0.6, 0.2, 0.4, 0.6]))
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
