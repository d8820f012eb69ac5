"""The table through the real window: every cell is the card, and the card is every cell."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from evidenceboard.model import dates
from evidenceboard.model.commands import add_card, set_fields, together
from evidenceboard.model.ids import RecordId
from tests.journeys.hands import CONTROL, SHIFT, Hands, command
from tests.journeys.small_board import state, steps
from tests.journeys.table_hands import Table


def many(hands: Hands, number: int) -> list[RecordId]:
    """So many cards more."""
    made = [
        add_card(
            hands.page.bridge.sheet,
            "statement",
            (at % 20 * 300, at // 20 * 120),
            {"key": f"E{at}", "title": f"Card {at}"},
        )
        for at in range(1, number + 1)
    ]
    hands.page.bridge.commit(together("Many cards", made))
    hands.settle()
    return [action.made[0] for action in made]


def face(hands: Hands, card: RecordId) -> str:
    return hands.page.faces.faces([card])[0].title


def test_a_cell_is_the_card_and_undo_brings_it_back(built: Hands) -> None:
    first = built.cards()[0]
    table, before = Table(built), steps(built)
    table.write(first, "title", "Written in the table")
    assert built.board.value(first, "title") == "Written in the table"
    assert steps(built) == before + 1
    command(built, "Board")
    assert face(built, first) == "Written in the table"
    table = Table(built)
    table.press(Qt.Key.Key_Z, CONTROL)
    assert table.said(first, "title") == "A report"
    command(built, "Board")
    assert face(built, first) == "A report"


def test_a_letter_writes_into_the_cell_and_makes_no_card(built: Hands) -> None:
    first = built.cards()[0]
    table = Table(built)
    table.click(first, "title")
    table.press(Qt.Key.Key_S)
    assert table.grid.delegate.editor is not None and table.view.isVisible()
    QTest.keyClicks(table.grid.delegate.editor, "o")
    QTest.keyClick(table.grid.delegate.editor, Qt.Key.Key_Return)
    assert str(built.board.value(first, "title")).casefold() == "so"
    assert len(built.cards()) == 3


def test_what_is_written_on_the_canvas_and_in_the_inspector_stands_in_the_cell(built: Hands) -> None:
    first = built.cards()[0]
    table = Table(built)
    table.click(first, "title")
    inspector = built.window.shown.panels.inspector  # type: ignore[union-attr]
    built.settle()
    line = inspector.card.dates.fields["happened"].line
    line.setFocus()
    QTest.keyClicks(line, "8 Jan 2024")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert table.said(first, "happened") == "8 Jan 2024"


def test_a_date_that_cannot_be_read_says_so_in_place_and_changes_nothing(built: Hands) -> None:
    first = built.cards()[0]
    table, before = Table(built), steps(built)
    table.write(first, "happened", "sometime")
    editor = table.grid.delegate.editor
    assert editor is not None and editor.isVisible()
    assert any("not read as a date" in words for words in built.words())
    assert steps(built) == before
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(editor, "before 7 Oct 2023")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert built.board.value(first, "happened") == "before 2023-10-07"
    assert table.said(first, "happened") == "before 7 Oct 2023"


def test_a_source_is_found_by_its_name_or_made(built: Hands) -> None:
    first, second, third = built.cards()
    table = Table(built)
    for card in (first, second):
        table.write(card, "source", "Kirby")
    table.write(first, "reliability", "B")
    assert built.board.value(first, "source") == built.board.value(second, "source")
    assert len(list(built.board.live("source"))) == 1
    assert table.said(second, "reliability") == "B"  # it belongs to the source
    table.write(third, "reliability", "A")
    assert any("name the source first" in words for words in built.words())


def test_200_values_pasted_into_a_column_are_one_step(new: Hands) -> None:
    cards = many(new, 200)
    table, before = Table(new), state(new)
    table.select(range(200), "happened")
    number = steps(new)
    days = [f"2024-{1 + at % 12:02d}-{1 + at % 28:02d}" for at in range(200)]
    days[17] = "no date"
    table.paste("\n".join(days))
    assert steps(new) == number + 1
    assert [new.board.value(card, "happened") for card in cards[:17]] == days[:17]
    assert new.board.value(cards[17], "happened") is None
    assert table.view.notice.isVisible()
    assert table.view.notice.lines.toPlainText().startswith("Row 18, Happened: “no date” is not read")
    assert table.view.notice.headline.text() == "199 cells changed, 1 not read"
    new.page.bridge.undo()
    assert state(new) == before


def test_a_rectangle_is_pasted_and_what_is_too_much_is_told(built: Hands) -> None:
    first, second, third = built.cards()
    table = Table(built)
    table.select(range(1, 2), "title")
    table.paste('One\t"two\nlines"\r\nThree\tfour\r\nFive\tsix\r\n')
    assert built.board.value(second, "title") == "One" and built.board.value(second, "text") == "two\nlines"
    assert built.board.value(third, "title") == "Three"
    assert "1 row more" in table.view.notice.lines.toPlainText()
    assert built.board.value(first, "title") == "A report"


def test_one_value_fills_all_selected_cells_and_delete_clears_them(built: Hands) -> None:
    table, before = Table(built), state(built)
    table.select(range(3), "tags")
    table.paste("asked, known")
    assert all(built.board.value(card, "tags") == ["asked", "known"] for card in built.cards())
    table.press(Qt.Key.Key_Delete)
    assert all(built.board.value(card, "tags") is None for card in built.cards())
    assert len(built.cards()) == 3
    built.page.bridge.undo()
    built.page.bridge.undo()
    assert state(built) == before


def test_what_is_copied_can_be_pasted_elsewhere(built: Hands) -> None:
    first, second, third = built.cards()
    built.page.bridge.commit(set_fields(first, {"text": '=1+1\nand "more"\ttoo'}))
    table = Table(built)
    table.click(first, "text")
    table.press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().startswith("\"'=1+1")
    table.click(third, "text")
    table.press(Qt.Key.Key_V, CONTROL)
    assert built.board.value(third, "text") == built.board.value(first, "text")


def test_sorted_by_the_day_it_happened_and_rows_stay_while_others_edit(new: Hands) -> None:
    cards = many(new, 60)
    days = ["", "2023", "before 2024-01-08", "2024-01", "2023-10?", "2024-01-08"]
    new.page.bridge.commit(
        together("Dates", [set_fields(card, {"happened": days[at % 6] or None}) for at, card in enumerate(cards)])
    )
    table = Table(new)
    table.sort("happened")
    order = [*table.grid.cells.rows.order]
    kept = [str(new.board.value(card, "happened") or "") for card in order]
    dated = [day for day in kept if day]
    assert kept[len(dated) :] == [""] * 10 and len(dated) == 50
    assert [dates.sort_key(day) for day in dated] == sorted(dates.sort_key(day) for day in dated)
    new.page.bridge.commit(set_fields(order[0], {"happened": "2030"}))  # somebody else
    assert table.grid.cells.rows.order == order
    assert table.view.again.isVisible()
    table.view.again.click()
    new.settle()
    assert table.grid.cells.rows.order.index(order[0]) == 49
    assert not table.view.again.isVisible()


def test_keys_are_sorted_as_people_count(new: Hands) -> None:
    many(new, 12)
    table = Table(new)
    assert table.column_of("key") == [f"E{at}" for at in range(1, 13)], "the table begins so"
    table.sort("key")
    assert table.column_of("key") == [f"E{at}" for at in range(12, 0, -1)]


def test_a_field_of_ones_own_is_a_column_and_is_found(built: Hands) -> None:
    first = built.cards()[0]
    table = Table(built)
    table.view.open_columns()
    menu = table.view.findChild(QMenu)
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "New field…").trigger()
    menu.close()
    QTest.keyClicks(table.view.field, "Case number")
    QTest.keyClick(table.view.field, Qt.Key.Key_Return)
    table.write(first, "custom:Case number", "KR-2024-17")
    assert built.board.value(first, "custom:Case number") == "KR-2024-17"
    QTest.keyClicks(table.view.words, "kr-2024")
    QTest.qWait(100)
    built.settle()
    assert table.grid.cells.rows.order == [first]
    assert table.view.count.text() == "1 card found"
    assert built.page.bridge.document.log.records_named("card", [first])[first]["custom:Case number"] == "KR-2024-17"


def test_a_field_that_comes_from_elsewhere_becomes_a_column(built: Hands) -> None:
    first = built.cards()[0]
    table = Table(built)
    built.page.bridge.commit(set_fields(first, {"custom:Desk": "East"}))
    assert table.said(first, "custom:Desk") == "East"


def test_a_deleted_card_leaves_its_row_and_undo_puts_it_back_there(built: Hands) -> None:
    first, second, _ = built.cards()
    table = Table(built)
    order = [*table.grid.cells.rows.order]
    built.page.bridge.commit(set_fields(second, {"removed": True}))
    assert second not in table.grid.cells.rows.row and table.grid.cells.rowCount() == 2
    built.page.bridge.undo()
    assert table.grid.cells.rows.order == order
    assert table.grid.cells.rows.row == {record: row for row, record in enumerate(order)}


def test_links_for_and_against_are_counted_and_listed(built: Hands) -> None:
    first, second, third = built.cards()
    table = Table(built)
    assert (table.said(third, "=for"), table.said(third, "=against")) == ("1", "1")
    table.view.kinds.chosen.emit("edge")
    built.settle()
    edge = next(edge for edge in built.edges() if built.board.value(edge, "from") == second)
    assert (table.said(edge, "from"), table.said(edge, "to")) == ("Another report", "They say the same")
    table.write(edge, "kind", "support")
    assert built.board.value(edge, "kind") == "support"
    table.view.kinds.chosen.emit("card")
    assert (table.said(third, "=for"), table.said(third, "=against")) == ("2", "")
    built.page.bridge.commit(set_fields(first, {"removed": True}))
    assert table.said(third, "=for") == "1"
    table.view.kinds.chosen.emit("edge")
    built.settle()
    assert table.grid.cells.rowCount() == 1


def test_columns_are_hidden_and_moved_and_that_is_remembered(built: Hands) -> None:
    table = Table(built)
    header = table.grid.horizontalHeader()
    said = next(column for column in table.grid.cells.columns if column.field == "said")
    table.view.page.columns.show(said, False)
    header.moveSection(header.visualIndex(table.column("tags")), 0)
    header.resizeSection(table.column("title"), 333)
    seen = [table.grid.cells.columns[at].field for at in table.grid.columns_in_sight()]
    assert seen[0] == "tags" and "said" not in seen
    hands = Hands(built.program)
    hands.window.wanted.emit("new", None)
    hands.settle()
    again = Table(hands)
    assert [again.grid.cells.columns[at].field for at in again.grid.columns_in_sight()][:1] == ["tags"]
    assert again.grid.horizontalHeader().sectionSize(again.column("title")) == 333


def test_what_is_being_typed_is_not_written_over_and_is_kept_by_leaving(built: Hands) -> None:
    first = built.cards()[0]
    table = Table(built)
    editor = table.open_editor(first, "title")
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(editor, "Half a sen")
    built.page.bridge.commit(set_fields(first, {"text": "from elsewhere"}))
    assert editor.property("text") == "Half a sen"
    command(built, "Board")
    assert built.board.value(first, "title") == "Half a sen"
    assert built.board.value(first, "text") == "from elsewhere"


def test_enter_goes_down_and_ctrl_enter_to_the_board(built: Hands) -> None:
    first, second, _ = built.cards()
    table = Table(built)
    table.write(first, "title", "Up")
    assert table.grid.currentIndex().row() == table.grid.cells.rows.row[second]
    table.press(Qt.Key.Key_Down, SHIFT)
    table.press(Qt.Key.Key_Up)
    table.press(Qt.Key.Key_Return, CONTROL)
    built.settle()
    assert built.page.isVisible() and built.page.view.selection == {second}


def test_100_random_edits_leave_the_model_and_all_views_equal(built: Hands) -> None:
    dice = random.Random(2024)
    table = Table(built)
    inspector = built.window.shown.panels.inspector  # type: ignore[union-attr]
    words = ["", "A", "B 12", "line", "2024-01-08", "Kirby", "NIS", "x, y"]
    for _ in range(100):
        card = dice.choice(built.cards())
        text = dice.choice(words)
        turn = dice.random()
        if turn < 0.45:
            field = dice.choice(["key", "title", "tags", "happened", "source", "custom:Own"])
            if field == "custom:Own" and all(column.field != field for column in table.grid.cells.columns):
                field = "key"
            table.write(card, field, text)
            if table.grid.delegate.editor is not None:
                QTest.keyClick(table.grid.delegate.editor, Qt.Key.Key_Escape)
        elif turn < 0.7:
            table.click(card, "title")
            built.settle()
            assert inspector.records == (card,)
            field = inspector.card.facts.tags
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
            QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif turn < 0.8:
            built.page.bridge.commit(set_fields(card, {"custom:Own": text or None}))
        else:
            built.page.bridge.undo() if dice.random() < 0.6 else built.page.bridge.redo()
        for each in built.cards():
            values = built.board.record(each).shown_values()
            assert table.said(each, "title") == (values.get("title") or "")
            assert table.said(each, "tags") == ", ".join(values.get("tags") or [])
            assert table.said(each, "happened") == dates.in_words(values.get("happened") or "")
            named = built.board.value(values["source"], "name") if values.get("source") else ""
            assert table.said(each, "source") == named
    built.settle()
    assert sorted(table.grid.cells.rows.order) == sorted(built.cards())
    command(built, "Board")
    titles = {card: built.board.value(card, "title") for card in built.cards()}
    assert {card: face(built, card) for card, title in titles.items() if title} == {
        c: t for c, t in titles.items() if t
    }
