"""The views of the same data: tabs, keys, one selection in all of them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import set_fields
from evidenceboard.ui.views.table import TableView
from evidenceboard.ui.views.view import View
from tests.journeys.hands import CONTROL, Hands, command

Shown = TypeVar("Shown", bound=View)


def view(hands: Hands, kind: type[Shown]) -> Shown:
    """The view that is shown."""
    assert hands.window.shown is not None
    shown = hands.window.shown.views.view
    assert isinstance(shown, kind)
    return shown


def test_a_tab_shows_a_view_and_the_tools_of_the_canvas_go(built: Hands) -> None:
    tabs = built.window.top.tabs
    at = next(index for index in range(tabs.count()) if tabs.tabText(index) == "Table")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
    assert view(built, TableView).isVisible()
    assert not built.page.isVisible() and not built.window.strip.isVisible()
    assert not built.window.status._zoom.isVisible()  # only the canvas has one
    built.key(Qt.Key.Key_1, CONTROL)
    assert built.page.isVisible() and built.window.strip.isVisible() and built.window.status._zoom.isVisible()
    assert tabs.currentIndex() == 0 and QApplication.focusWidget() is built.page.view


def test_without_a_board_there_is_but_the_first_tab(hands: Hands) -> None:
    command(hands, "Table view")
    assert hands.window.top.tabs.currentIndex() == 0
    assert "Open or begin a board first" in hands.told()


def test_a_view_is_made_when_it_is_first_looked_at(built: Hands) -> None:
    assert built.window.findChildren(TableView) == []
    command(built, "Table view")
    assert len(built.window.findChildren(TableView)) == 1


def test_what_is_selected_on_the_canvas_is_selected_in_the_table(built: Hands) -> None:
    first, second, _ = built.cards()
    built.click(built.middle_of(second))
    command(built, "Table view")
    table = view(built, TableView)
    assert {index.row() for index in table.page.grid.selectedIndexes()} == {table.page.model.rows.row[second]}
    at = table.page.grid.visualRect(table.page.model.index(table.page.model.rows.row[first], 2)).center()
    QTest.mouseClick(table.page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert built.page.view.selection == {first}
    assert built.window.shown is not None and built.window.shown.panels.inspector.records == (first,)


def test_a_hidden_view_takes_in_what_it_missed_when_it_is_shown(built: Hands) -> None:
    first = built.cards()[0]
    command(built, "Table view")
    table = view(built, TableView)
    command(built, "Board")
    asked: list[int] = []
    table.page.model.dataChanged.connect(lambda *_: asked.append(1))
    built.page.bridge.commit(set_fields(first, {"title": "Changed meanwhile"}))
    assert asked == []
    command(built, "Table view")
    assert table.page.model.said(table.page.model.rows.row[first], 2) == "Changed meanwhile"


def test_a_card_of_another_sheet_can_be_selected_in_the_table(built: Hands) -> None:
    first = built.cards()[0]
    built.click(built.middle_of(first))
    command(built, "Take off this sheet")
    command(built, "Table view")
    table = view(built, TableView)
    at = table.page.grid.visualRect(table.page.model.index(table.page.model.rows.row[first], 2)).center()
    QTest.mouseClick(table.page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    inspector = built.window.shown.panels.inspector  # type: ignore[union-attr]
    assert built.page.view.selection == frozenset() and inspector.records == (first,)
    built.page.bridge.commit(set_fields(first, {"title": "Still shown"}))
    built.settle()
    assert inspector.records == (first,)
    command(built, "Board")
    built.click(QPoint(450, 640))
    assert inspector.records == (first,)  # nothing was selected on the canvas, and nothing is
    built.click(built.middle_of(built.cards()[1]))
    built.click(QPoint(450, 640))
    assert inspector.records == ()


def test_a_command_of_the_canvas_turns_to_it(built: Hands) -> None:
    command(built, "Table view")
    command(built, "Show the whole board")
    assert built.page.isVisible() and built.window.top.tabs.currentIndex() == 0
