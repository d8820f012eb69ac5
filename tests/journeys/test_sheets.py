"""Several sheets of one board, by mouse and keys through the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from evidenceboard.document import Document
from evidenceboard.model import arrangements
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.store.reading import read_board
from evidenceboard.ui.dialogs.absent_cards import AbsentCardsDialog
from evidenceboard.ui.dialogs.stops import StopsDialog
from evidenceboard.ui.sheet_row import SheetRow
from tests.journeys.hands import CONTROL, Hands, _move, assert_kept_is_fresh, command

LEFT = Qt.MouseButton.LeftButton


def row(hands: Hands) -> SheetRow:
    assert hands.window.shown is not None
    return hands.window.shown.sheet_row


def sheets(hands: Hands) -> list[RecordId]:
    return hands.page.bridge.document.sheets()


def names(hands: Hands) -> list[str]:
    return [hands.board.value(sheet, "name") for sheet in sheets(hands)]


def press_tab(hands: Hands, number: int) -> None:
    tabs = row(hands).tabs
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(number).center())
    hands.settle()


def spots(hands: Hands, sheet: RecordId) -> dict[RecordId, list[float]]:
    places = {card: place_id(sheet, card) for card in hands.cards()}
    return {card: hands.board.value(place, "pos") for card, place in places.items() if hands.board.is_live(place)}


def test_a_card_moved_on_one_sheet_stays_where_it_was_on_the_other(built: Hands) -> None:
    assert row(built).isHidden()
    command(built, "New sheet like this one")
    first, second = sheets(built)
    assert names(built) == ["Board", "Sheet 2"] and not row(built).isHidden()
    assert built.page.bridge.sheet == second and spots(built, second) == spots(built, first)
    card, before = built.cards()[0], spots(built, first)
    start = built.middle_of(card)
    built.drag(start, start + QPoint(60, 90))
    assert spots(built, first) == before and spots(built, second)[card] != before[card]
    assert_kept_is_fresh(built)
    press_tab(built, 0)
    assert built.page.bridge.sheet == first
    geometry = built.page.view.geometry
    assert [geometry.x[geometry.row[card]], geometry.y[geometry.row[card]]] == before[card]
    assert_kept_is_fresh(built)
    assert len(built.page.view.geometry.edges) == 2  # links belong to the board


def test_keys_turn_the_sheets_over_and_each_is_looked_at_as_it_was_left(built: Hands) -> None:
    view = built.page.view
    command(built, "New sheet like this one")
    view.zoom_at(view.rect().center().toPointF(), 0.5)
    view.pan_by(130, 40)
    left = view.centre, view.zoom
    built.key(Qt.Key.Key_PageUp, CONTROL)
    assert built.page.bridge.sheet == sheets(built)[0] and (view.centre, view.zoom) != left
    assert_kept_is_fresh(built)
    built.key(Qt.Key.Key_PageDown, CONTROL)
    assert built.page.bridge.sheet == sheets(built)[1]
    assert view.zoom == left[1] and (view.centre - left[0]).manhattanLength() < 1 / view.zoom
    built.key(Qt.Key.Key_PageDown, CONTROL)
    assert built.page.bridge.sheet == sheets(built)[0]  # after the last comes the first


def test_a_double_click_renames_a_sheet_and_escape_does_not(built: Hands) -> None:
    command(built, "New sheet like this one")
    tabs = row(built).tabs
    for key, expected in ((Qt.Key.Key_Escape, "Sheet 2"), (Qt.Key.Key_Return, "Tom & Ann")):
        QTest.mouseDClick(tabs, LEFT, pos=tabs.tabRect(1).center())
        assert row(built).field.writing
        QTest.keyClicks(row(built).field, "Tom & Ann")
        QTest.keyClick(row(built).field, key)
        assert names(built) == ["Board", expected] and not row(built).field.writing
    assert tabs.name(1) == "Tom & Ann"
    built.key(Qt.Key.Key_Z, CONTROL)
    assert names(built) == ["Board", "Sheet 2"] and tabs.name(1) == "Sheet 2"


def test_a_drag_on_the_row_puts_a_sheet_elsewhere_in_one_step(built: Hands) -> None:
    for _ in range(2):
        command(built, "New empty sheet")
    tabs, before = row(built).tabs, sheets(built)
    document = built.page.bridge.document
    steps = document.log.counts()["changesets"]
    start, end = tabs.tabRect(0).center(), tabs.tabRect(2).center() + QPoint(20, 0)
    QTest.mousePress(tabs, LEFT, pos=start)
    for step in range(1, 11):
        _move(tabs, start + (end - start) * step / 10, Qt.KeyboardModifier.NoModifier)
    QTest.mouseRelease(tabs, LEFT, pos=end)
    assert sheets(built) == [before[1], before[2], before[0]]
    assert [tabs.tabData(at) for at in range(3)] == sheets(built)
    assert document.log.counts()["changesets"] == steps + 1
    command(built, "Move this sheet to the left")
    assert sheets(built) == [before[1], before[0], before[2]]


def test_the_menu_of_the_plus_offers_a_copy_first(built: Hands) -> None:
    command(built, "New empty sheet")
    assert not built.page.view.geometry.cards
    press_tab(built, 0)
    QTest.mouseClick(row(built).plus, LEFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert words == ["New sheet like this one", "New empty sheet"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    built.settle()
    assert len(sheets(built)) == 3 and len(built.page.view.geometry.cards) == 3
    assert sheets(built).index(built.page.bridge.sheet) == 1  # beside the one that it is like


def test_remove_undo_and_the_last_sheet(built: Hands) -> None:
    command(built, "New sheet like this one")
    first, second = sheets(built)
    card = built.cards()[0]
    start = built.middle_of(card)
    built.drag(start, start + QPoint(60, 90))
    moved = spots(built, second)
    command(built, "Remove this sheet")
    assert sheets(built) == [first] and built.page.bridge.sheet == first and row(built).isHidden()
    assert len(built.cards()) == 3 and len(built.page.view.geometry.cards) == 3
    assert_kept_is_fresh(built)
    command(built, "Remove this sheet")
    assert sheets(built) == [first] and "there is only one sheet" in built.told()
    built.key(Qt.Key.Key_Z, CONTROL)
    assert sheets(built) == [first, second] and spots(built, second) == moved
    assert built.page.bridge.sheet == second  # it is shown where it came back
    assert_kept_is_fresh(built)


def test_undo_shows_the_sheet_on_which_something_is_undone(built: Hands) -> None:
    command(built, "New sheet like this one")
    card = built.cards()[0]
    start = built.middle_of(card)
    built.drag(start, start + QPoint(60, 90))
    press_tab(built, 0)
    built.key(Qt.Key.Key_Z, CONTROL)
    assert built.page.bridge.sheet == sheets(built)[1]
    assert spots(built, sheets(built)[1]) == spots(built, FIRST_SHEET)


def test_sheets_are_there_again_after_reopening(built: Hands, tmp_path: Path) -> None:
    command(built, "New sheet like this one")
    card = built.cards()[0]
    start = built.middle_of(card)
    built.drag(start, start + QPoint(60, 90))
    expected = {sheet: spots(built, sheet) for sheet in sheets(built)}
    path = tmp_path / "case.board"
    built.save_to(path)
    built.window.close()
    again = Hands(built.program)
    again.open(path)
    assert {sheet: spots(again, sheet) for sheet in sheets(again)} == expected
    assert names(again) == ["Board", "Sheet 2"] and not row(again).isHidden()
    press_tab(again, 1)
    geometry = again.page.view.geometry
    assert [geometry.x[geometry.row[card]], geometry.y[geometry.row[card]]] == expected[sheets(again)[1]][card]


def test_a_new_card_lies_on_the_shown_sheet_alone_and_is_found_and_put_on_the_other(built: Hands) -> None:
    command(built, "New empty sheet")
    built.double_click(QPoint(300, 300))
    built.write("Only there")
    new = next(card for card in built.cards() if built.board.value(card, "title") == "Only there")
    first, second = sheets(built)
    assert new in spots(built, second) and new not in spots(built, first)
    press_tab(built, 0)
    built.key(Qt.Key.Key_F, CONTROL)
    assert built.window.shown is not None
    bar = built.window.shown.find_bar
    QTest.keyClicks(bar.field, "only there")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 1, not on this sheet" and built.page.bridge.sheet == first
    QTest.mouseClick(bar.put_here, LEFT)
    built.settle()
    assert new in spots(built, first) and built.page.view.selection == {new}
    assert bar.count.text() == "1 of 1" and not bar.put_here.isVisible()
    assert_kept_is_fresh(built)


def test_cards_taken_off_are_listed_and_put_back(built: Hands) -> None:
    first, _second, third = built.cards()
    command(built, "Show on this sheet…")
    assert "all cards are on this sheet" in built.told()
    for card in (first, third):
        built.click(built.middle_of(card))
        command(built, "Take off this sheet")
    assert len(built.page.view.geometry.cards) == 1 and len(built.cards()) == 3
    assert "2 not on this sheet" in built.window.status._counts.text()
    command(built, "Show on this sheet…")
    dialog = built.window.findChild(AbsentCardsDialog)
    assert [dialog.list.item(at).text() for at in range(2)] == ["A report", "They say the same"]
    dialog.list.clearSelection()
    assert not dialog.put.isEnabled()
    dialog.list.item(1).setSelected(True)
    QTest.mouseClick(dialog.put, LEFT)
    built.settle()
    assert third in spots(built, FIRST_SHEET) and first not in spots(built, FIRST_SHEET)
    assert built.page.view.selection == {third}
    assert_kept_is_fresh(built)


def test_to_go_to_a_card_of_another_sheet_turns_to_that_sheet(built: Hands) -> None:
    card = built.cards()[0]
    command(built, "New empty sheet")
    built.page.show_records([card])
    assert built.page.bridge.sheet == FIRST_SHEET and built.page.view.selection == {card}


def test_a_sheet_that_a_colleague_removes_gives_way_to_another(built: Hands) -> None:
    command(built, "New sheet like this one")
    second = sheets(built)[1]
    document = built.page.bridge.document
    document.commit(arrangements.remove_sheet(document.board, second))
    built.settle()
    assert built.page.bridge.sheet == FIRST_SHEET and len(built.page.view.geometry.cards) == 3
    document.undo()
    built.settle()
    assert len(document.geometry(second).cards) == 3


def test_the_copies_of_two_people_one_of_whom_added_a_sheet_come_together(built: Hands, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine.board", tmp_path / "theirs.board"
    built.save_to(mine)
    theirs.write_bytes(mine.read_bytes())
    installation = built.page.bridge.document.installation
    colleague = Document.open(theirs, installation, "Ben")
    card = built.cards()[0]
    places = [values for _name, values in colleague.records("place")]
    colleague.commit(arrangements.add_sheet("Ben's order", 1.0, [p | {"pos": [9.0, 9.0]} for p in places]))
    colleague.publish()
    colleague.close()
    start = built.middle_of(card)
    built.drag(start, start + QPoint(60, 90))
    moved = spots(built, FIRST_SHEET)
    with read_board(theirs, installation.scratch()) as foreign:
        built.page.bridge.document.receive(foreign.changesets, foreign.photos())
    built.settle()
    assert names(built) == ["Board", "Ben's order"] and built.page.bridge.sheet == FIRST_SHEET
    assert spots(built, FIRST_SHEET) == moved and set(map(tuple, spots(built, sheets(built)[1]).values())) == {
        (9.0, 9.0)
    }
    assert not row(built).isHidden()
    assert_kept_is_fresh(built)


def test_a_stop_belongs_to_the_sheet_on_which_its_view_was_taken(built: Hands) -> None:
    page = built.page
    command(built, "New sheet like this one")
    second = sheets(built)[1]
    dialog = StopsDialog(page.bridge, page.camera, built.window)
    dialog.show_view.connect(page.show_view)
    QTest.mouseClick(dialog.add, LEFT)
    (stop,) = built.board.live("stop")
    assert built.board.value(stop, "sheet") == second
    press_tab(built, 0)
    dialog.list.itemActivated.emit(dialog.list.item(0))
    assert page.bridge.sheet == second
    press_tab(built, 0)
    QTest.mouseClick(dialog.take_view, LEFT)
    assert built.board.value(stop, "sheet") == FIRST_SHEET
    built.key(Qt.Key.Key_Z, CONTROL)
    assert built.board.value(stop, "sheet") == second
    dialog.close()


def test_a_board_that_may_only_be_read_offers_no_change_of_sheets(built: Hands, tmp_path: Path) -> None:
    command(built, "New sheet like this one")
    path = tmp_path / "case.board"
    built.save_to(path)
    built.window.close()
    again = Hands(built.program)
    again.program.show(Document.open(path, built.program.installation, "Ann", read_only=True), again.window)
    again.settle()
    press_tab(again, 1)
    assert again.page.bridge.sheet == sheets(again)[1] and not row(again).plus.isEnabled()
    row(again).rename(sheets(again)[1])
    assert not row(again).field.writing
    command(again, "Remove this sheet")
    assert len(sheets(again)) == 2 and "open for reading only" in again.told()


def test_what_is_being_written_is_kept_on_the_sheet_where_it_was_begun(built: Hands) -> None:
    command(built, "New sheet like this one")
    first, second = sheets(built)
    card = built.cards()[0]
    built.double_click(built.middle_of(card))
    QTest.keyClicks(built.page.writing.editor, "A title so long that the card has to grow for it, line by line by line")
    built.page.bridge.show_sheet(first)
    assert not built.page.writing.editor.writing
    sizes = [built.board.value(place_id(sheet, card), "size")[1] for sheet in (first, second)]
    assert sizes[1] > sizes[0]
    assert_kept_is_fresh(built)


def test_where_two_people_removed_each_a_sheet_none_is_left_and_a_new_one_takes_all_cards(built: Hands) -> None:
    command(built, "New sheet like this one")
    document, card = built.page.bridge.document, built.cards()[0]
    for sheet in sheets(built):  # as a merge of both removals has it
        document.commit(Action("Remove a sheet", {sheet: {"removed": True}}))
    built.settle()
    assert not sheets(built) and not built.page.view.geometry.cards and not row(built).isHidden()
    assert_kept_is_fresh(built)
    command(built, "New empty sheet")
    command(built, "Show on this sheet…")
    QTest.mouseClick(built.window.findChild(AbsentCardsDialog).put, LEFT)
    built.settle()
    assert len(built.page.view.geometry.cards) == 3 and len(built.page.view.geometry.edges) == 2
    for _ in range(3):
        built.key(Qt.Key.Key_Z, CONTROL)
    built.settle()
    assert len(sheets(built)) == 1 and card in built.page.view.geometry.row
    start = built.middle_of(card)
    built.drag(start, start + QPoint(0, 50))
    assert_kept_is_fresh(built)
