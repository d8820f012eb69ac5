"""Filtering through the real window: built by choosing, seen on the board and in the table, saved and chosen again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evidenceboard.model.commands import set_fields
from evidenceboard.ui.views.table import TableView
from tests.journeys.filter_hands import (
    about,
    add_rule,
    bar,
    choose_saved,
    close_popup,
    compare,
    mark,
    menu_of,
    open_bar,
    press,
    saved,
    saved_names,
)
from tests.journeys.hands import CONTROL, Hands, command
from tests.journeys.menus import choose, names

Key = Qt.Key
FROM = "From the card it begins at"


def build_it(hands: Hands) -> None:
    """Contradicting links from sources C or worse since January."""
    open_bar(hands)
    about(hands, "Links")
    mark(add_rule(hands, "Link"), "Contradicts")
    close_popup(hands)
    mark(add_rule(hands, FROM, "Reliability"), "C · fairly reliable")
    close_popup(hands)
    mark(add_rule(hands, FROM, "Said"), "Jan 2024")
    close_popup(hands)


def keys_of(hands: Hands, records: object) -> set[str]:
    return {str(hands.board.value(record, "key")) for record in records or ()}  # type: ignore[attr-defined]


def lit(hands: Hands) -> tuple[set[str], list[tuple[str, str]]]:
    """The cards that are lit, and the ends of the links that are, by their keys."""
    state, ends = hands.page.view._state, hands.board.index.ends
    links = sorted((hands.board.value(ends(edge)[0], "key"), ends(edge)[1]) for edge in state.lit_edges or ())
    called = [(tail, hands.board.value(head, "key") or "a link") for tail, head in links]
    return keys_of(hands, state.lit), called


def test_contradicting_links_from_bad_sources_since_january_by_choosing_alone(case: Hands, tmp_path: Path) -> None:
    build_it(case)
    assert list(bar(case).words()) == ["Link contradicts", "From: reliability C or worse", "From: said since Jan 2024"]
    assert bar(case).count.text() == "2 of 21 links"
    cards, links = lit(case)
    assert cards == {"E5a", "E5b", "C2"}
    assert [tail for tail, _ in links] == ["E5a", "E5b"] and links[1] == ("E5b", "C2")
    steps = len(case.page.bridge.document.log.changeset_ids())
    menu = saved(case)
    assert names(menu)[0] == "None saved yet"
    choose(menu, "Save as…")
    case.window.activateWindow()
    case.keys("Doubtful denials")
    case.key(Key.Key_Return)
    case.settle()
    assert bar(case).saved.text() == "Doubtful denials"
    assert len(case.page.bridge.document.log.changeset_ids()) == steps + 1  # nothing else was written
    press(bar(case).close_button)
    assert not bar(case).isVisible() and case.page.view._state.lit is None
    case.save_to(tmp_path / "case.board")
    case.window.wanted.emit("new", None)
    case.settle()
    case.open(tmp_path / "case.board")
    again = next(window for window in case.program.windows if window.page and window.document.path)  # type: ignore
    case.window = again
    open_bar(case)
    assert saved_names(case) == ["Doubtful denials"]
    choose_saved(case, "Doubtful denials")
    case.settle()
    assert bar(case).count.text() == "2 of 21 links" and lit(case)[0] == {"E5a", "E5b", "C2"}


def test_what_changes_is_filtered_at_once_and_so_is_what_is_undone(case: Hands) -> None:
    open_bar(case)
    popup = add_rule(case, "Reliability")
    mark(popup, "C · fairly reliable")
    close_popup(case)
    assert lit(case)[0] == {"E5a", "E5b"} and bar(case).count.text() == "2 of 16 cards"
    kirby = case.board.value(next(card for card in case.cards() if case.board.value(card, "key") == "E4"), "source")
    case.page.bridge.commit(set_fields(kirby, {"reliability": "D"}))
    case.settle()
    assert lit(case)[0] == {"E4", "E5a", "E5b"} and bar(case).count.text() == "3 of 16 cards"
    case.page.bridge.undo()
    case.settle()
    assert bar(case).count.text() == "2 of 16 cards"
    press(bar(case).choose)
    assert keys_of(case, case.page.view.selection) == {"E5a", "E5b"}
    case.page.delete()
    case.settle()
    assert bar(case).count.text() == "0 of 14 cards" and lit(case)[0] == set()
    case.page.bridge.undo()
    case.settle()
    assert bar(case).count.text() == "2 of 16 cards"


def test_the_table_shows_only_the_rows_that_match(case: Hands) -> None:
    command(case, "Table view")
    assert case.window.shown is not None
    table = case.window.shown.views.view
    assert isinstance(table, TableView) and table.page.model.rowCount() == 16
    open_bar(case)
    mark(add_rule(case, "Kind"), "Gap")
    close_popup(case)
    assert keys_of(case, table.page.model.rows.order) == {"G1", "G2"} and table.count.text() == "2 cards in the filter"
    g1 = next(card for card in case.cards() if case.board.value(card, "key") == "G1")
    case.page.bridge.commit(set_fields(g1, {"role": "claim"}))
    case.settle()
    assert keys_of(case, table.page.model.rows.order) == {"G2"}
    case.page.bridge.undo()
    case.settle()
    assert keys_of(case, table.page.model.rows.order) == {"G1", "G2"}
    about(case, "Links")
    mark(add_rule(case, "Link"), "Contradicts")
    close_popup(case)
    assert keys_of(case, table.page.model.rows.order) >= {"A2", "C1", "H0"}
    press(next(each for each in table.kinds.segments() if each.words == "Links"))
    case.settle()
    assert table.page.model.rowCount() == 9
    bar(case).close_button.setFocus()
    case.key(Key.Key_Escape)
    case.settle()
    assert not bar(case).isVisible() and table.page.model.rowCount() == 21


def test_several_values_and_other_comparisons(case: Hands) -> None:
    open_bar(case)
    popup = add_rule(case, "Kind")
    mark(popup, "Photo")
    mark(popup, "Claim")
    case.settle()
    assert lit(case)[0] == {"E1", "C1", "C2"}
    compare(popup, "is not")
    case.settle()
    assert not lit(case)[0] & {"E1", "C1", "C2"} and len(lit(case)[0]) == 13
    close_popup(case)
    popup = add_rule(case, "Said")
    compare(popup, "before")
    case.key(Key.Key_Tab)
    assert popup.words is not None
    popup.words.setFocus()
    case.window.activateWindow()
    case.keys("8 Jan 2024")
    case.settle()
    assert "Read as 8 Jan 2024" in popup.told.text()
    close_popup(case)
    assert lit(case)[0] == {"E2"}
    bar(case).chips[0].setFocus()
    case.key(Key.Key_Delete)
    case.settle()
    assert list(bar(case).words()) == ["Said before 8 Jan 2024"]
    press(bar(case).chips[0])
    popup = bar(case).popup  # type: ignore[assignment]
    assert popup is not None
    compare(popup, "has none")
    case.settle()
    QTest.keyClick(popup, Key.Key_Escape)
    assert len(lit(case)[0]) == 10 and bar(case).popup is None and bar(case).isVisible()


def test_a_saved_filter_is_changed_renamed_and_deleted_and_all_of_it_undone(case: Hands) -> None:
    open_bar(case)
    mark(add_rule(case, "Kind"), "Gap")
    close_popup(case)
    choose_saved(case, "Save as…")
    case.keys("Gaps")
    case.key(Key.Key_Return)
    press(bar(case).chips[0])
    popup = bar(case).popup
    assert popup is not None
    mark(popup, "Question")
    close_popup(case)
    assert bar(case).saved.text() == "Gaps (changed)"
    choose_saved(case, "Save the changes")
    assert bar(case).saved.text() == "Gaps"
    choose_saved(case, "Rename…")
    case.keys("What is missing")
    case.key(Key.Key_Return)
    assert saved_names(case) == ["What is missing"]
    choose_saved(case, "Delete")
    assert saved_names(case) == ["None saved yet"] and list(bar(case).words()) == ["Kind gap or question"]
    for wanted in (["What is missing"], ["Gaps"], ["Gaps"], ["None saved yet"]):
        case.page.bridge.undo()
        case.settle()
        assert saved_names(case) == wanted


def test_the_palette_finds_saved_filters(case: Hands) -> None:
    filtering = case.window.shown.filtering  # type: ignore[union-attr]
    open_bar(case)
    mark(add_rule(case, "Kind"), "Gap")
    close_popup(case)
    filtering.save_as("What is missing")
    press(bar(case).close_button)
    case.key(Key.Key_K, CONTROL)
    case.keys("missing")
    QTest.qWait(200)
    case.settle()
    palette = case.window.palette_popup
    row = next(row for row in palette.shown() if row.title == "What is missing")
    assert row.detail == "saved filter" and row.run is not None
    palette.dismiss()
    row.run()
    case.settle()
    assert bar(case).isVisible() and lit(case)[0] == {"G1", "G2"}


def test_fields_of_the_users_own_are_offered_with_their_values(case: Hands) -> None:
    card = case.cards()[0]
    case.page.bridge.commit(set_fields(card, {"custom:Case & number": "7/2024", "tags": ["a<b>"]}))
    open_bar(case)
    case.settle()
    press(bar(case).add)
    menu = menu_of(case)
    assert "Case && number" in names(menu)
    choose(menu, "Case && number")
    case.window.activateWindow()
    popup = bar(case).popup
    assert popup is not None
    mark(popup, "7/2024")
    case.settle()
    assert case.page.view._state.lit == {card}
    compare(popup, "contains")
    assert popup.words is not None
    popup.words.setFocus()
    case.keys("2024")
    case.settle()
    assert case.page.view._state.lit == {card}
    close_popup(case)
    assert list(bar(case).words()) == ["Case && number contains “2024”"]
