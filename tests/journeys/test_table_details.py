"""Details of the table: what it asks of its cells, what its bars and headers say, editors that nobody changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from evidenceboard.model.commands import add_card, set_fields, together
from evidenceboard.ui.views.table import TableView
from evidenceboard.ui.views.table_model import TableModel
from tests.journeys.hands import CONTROL, Hands
from tests.journeys.table_hands import Table


def table_of(hands: Hands) -> TableView:
    """The table, in the window."""
    Table(hands)
    assert hands.window.shown is not None
    shown = hands.window.shown.views.view
    assert isinstance(shown, TableView)
    return shown


def test_selecting_all_asks_few_cells_what_can_be_done_with_them(case: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    flags = TableModel.flags  # before there is a table: Qt looks it up once
    monkeypatch.setattr(TableModel, "flags", lambda self, index: asked.append(1) or flags(self, index))
    table = table_of(case)
    bridge = case.page.bridge
    for _ in range(4):
        bridge.commit(
            together("More", [add_card(bridge.sheet, "statement", (0, 0), {"title": "x"}) for _ in range(50)])
        )
    case.settle()
    asked.clear()
    table.page.grid.setFocus()
    case.key(Qt.Key.Key_A, CONTROL)
    table.grab()
    cells = len(table.page.model.rows.order) * len(table.page.model.columns)
    assert len(table.page.grid.chosen) == len(table.page.model.rows.order) > 200
    assert len(asked) < cells / 4


def test_a_notice_goes_with_the_rows_that_it_speaks_of(case: Hands) -> None:
    table = table_of(case)
    table.notice.tell("1 cell changed, 1 not read", ["Row 1, Said: no date"])
    assert table.notice.isVisible()
    table.kinds.segments()[1].click()
    assert not table.notice.isVisible()


def test_the_arrow_shows_the_first_order_and_a_kind_is_one_word(case: Hands) -> None:
    table = table_of(case)
    header, model = table.page.grid.horizontalHeader(), table.page.model
    assert header.isSortIndicatorShown() and model.columns[header.sortIndicatorSection()].field == "key"
    kinds = {model.said(row, 1) for row in range(model.rowCount())}
    assert kinds == {"Reported", "Claim", "Assumption", "Gap", "Photo", "Hypothesis"}


def test_an_editor_that_nobody_changed_writes_nothing(case: Hands) -> None:
    table, bridge = table_of(case), case.page.bridge
    record = table.page.model.rows.order[0]
    strange = "no\u00a0break \u2028line\r\nend \x01 \ufeff"
    bridge.commit(set_fields(record, {"title": strange, "text": strange}))
    case.settle()
    before = bridge.document.log.counts()["changesets"]
    for field in ("title", "text"):
        column = next(at for at, each in enumerate(table.page.model.columns) if each.field == field)
        at = table.page.model.index(table.page.model.rows.row[record], column)
        table.page.grid.setCurrentIndex(at)
        table.page.grid.edit(at)
        case.key(Qt.Key.Key_Return)
    assert bridge.document.log.counts()["changesets"] == before
    assert bridge.document.board.value(record, "title") == strange
