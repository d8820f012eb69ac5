"""One hundred random edits, made in whichever view: afterwards every view shows what one made anew would show."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from evidenceboard.model.commands import set_fields
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.view_stack import VIEWS
from evidenceboard.ui.views.matrix import MatrixView
from evidenceboard.ui.views.matrix_page import as_table
from evidenceboard.ui.views.outline import OutlineView
from evidenceboard.ui.views.sources import SourcesView
from evidenceboard.ui.views.sources_rows import LOOK, RECORD
from evidenceboard.ui.views.table import TableView
from evidenceboard.ui.views.timeline import TimelineView
from evidenceboard.ui.views.view import View
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands, command
from tests.journeys.table_hands import Table

EDITS = 100
WORDS = ("a port", "before 2024", "not aware", "=1+1", "x" * 90)  # such as keys can type
PASTED = ("국정원", "شحنة", "“seen”", "🚢", "10월 중순")
DATES = ("mid-October 2023", "before 7 Oct 2023", "2014/2023", "2024-01-08", "")


def shown_by_table(view: TableView) -> Any:
    """Every cell of every row; rows keep their places while anybody edits, so their order is left out."""
    found = {}
    for kind in ("edge", "card"):
        view.kinds.chosen.emit(kind)
        while view.page.busy:
            QApplication.processEvents()
        model = view.page.model
        names = [column.field for column in model.columns]
        for row, record in enumerate(model.rows.order):
            cells = [model.said(row, column) for column in range(len(names))]
            found[record] = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    return found


def shown_by_timeline(view: TimelineView) -> Any:
    """What stands in the lanes, and in which order."""
    lanes = [placed.lane for placed in view.chart.lanes]
    return [
        (lane.clock, lane.title, dict(zip(lane.cards, lane.stored, strict=True)), set(lane.undated)) for lane in lanes
    ]


def shown_by_sources(view: SourcesView) -> Any:
    """The sources, and with each of them selected what it says and the trees that are open."""

    def lines(seen: QAbstractItemView) -> list[str]:
        rows = seen.model()
        return [rows.index(row, 0).data(LOOK).words() for row in range(rows.rowCount())]

    def tree() -> list[str]:
        found, index = [], view.origins.tree.index(0, 0)
        while index.isValid():
            found.append(index.data(LOOK).words())
            index = view.origins.indexBelow(index)
        return found

    found = {"sources": lines(view.sources), "hypotheses": lines(view.hypotheses)}
    for source in [str(view.sources.model().index(row, 0).data(RECORD)) for row in range(len(found["sources"]))]:
        view._select_source(source)
        while view.bridge.searching.busy:
            QApplication.processEvents()
        found[source] = [*lines(view.says), *tree()]
    return found


def shown_by_outline(view: OutlineView) -> Any:
    """All of it as text; what begins a branch of its own stays where it came while anybody edits."""
    while view.bridge.searching.busy:
        QApplication.processEvents()
    view.copy_all()
    while view.bridge.searching.busy:
        QApplication.processEvents()
    return sorted(QApplication.clipboard().text().splitlines())


def shown_by_matrix(view: MatrixView) -> Any:
    """Every cell with its links and in words, and every number."""
    view.bridge.standings.settle()
    table = view.grid.table
    assert table is not None
    cells = {place: (edges, view.describe(*place)) for place, edges in table.edges.items()}
    pages: list[Any] = []
    view.with_page(pages.append)
    while not pages:
        QApplication.processEvents()
    return as_table(replace(pages[0], transposed=False)), cells


SHOWN: dict[str, Callable[[Any], Any]] = {
    "Matrix": shown_by_matrix,
    "Table": shown_by_table,
    "Timeline": shown_by_timeline,
    "Outline": shown_by_outline,
    "Sources": shown_by_sources,
}


def test_every_view_can_be_asked_what_it_shows() -> None:
    assert SHOWN.keys() == VIEWS.keys()


class Editor:
    """Somebody who edits here and there."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self.hands, self.dice = hands, Random(seed)
        self.diary: list[str] = []

    def edit(self) -> None:
        act = self.dice.choice(
            (
                self.in_matrix,
                self.in_table,
                self.in_timeline,
                self.on_canvas,
                self.by_links,
                self.in_sources,
                self.back,
                self.anew,
            )
        )
        self.diary.append(act.__name__)
        act()
        self.hands.settle()

    def a_card(self) -> str:
        return self.dice.choice(self.hands.cards())

    def in_table(self) -> None:
        table = Table(self.hands)
        field = self.dice.choice(("title", "text", "said", "happened", "source", "tags", "credibility", "status"))
        text = self.dice.choice(DATES if field in ("said", "happened") else WORDS)
        if field == "credibility":
            text = self.dice.choice("123456")
        if field == "status":
            text = self.dice.choice(("live", "retracted", "superseded"))
        card = self.a_card()
        if field in ("title", "text", "tags") and self.dice.random() < 0.5:
            table.click(card, field)
            table.paste(self.dice.choice(PASTED))
        else:
            table.write(card, field, text)

    def in_timeline(self) -> None:
        command(self.hands, "Timeline view")
        assert self.hands.window.shown is not None
        view = self.hands.window.shown.views.view
        assert isinstance(view, TimelineView)
        dated = sorted({card for placed in view.chart.lanes for card in placed.lane.cards})
        if dated:
            card = self.dice.choice(dated)
            view.chart.chosen.emit(frozenset({card}))
            QTest.keyClick(view.chart, self.dice.choice((Qt.Key.Key_Right, Qt.Key.Key_Left)), ALT)
            view.finish_editing()

    def in_matrix(self) -> None:
        """Rate a cell by keys; where there is no rival yet, a card becomes one."""
        if not any(self.hands.board.value(card, "kind") == "hypothesis" for card in self.hands.cards()):
            self.hands.page.bridge.commit(set_fields(self.a_card(), {"kind": "hypothesis"}))
        command(self.hands, "Matrix view")
        self.hands.settle()
        assert self.hands.window.shown is not None
        view = self.hands.window.shown.views.view
        assert isinstance(view, MatrixView) and view.grid.table is not None
        if view.grid.table.matrix.columns:
            for _ in range(self.dice.randrange(1, 4)):
                QTest.keyClick(view.grid, self.dice.choice((Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_T)))
            QTest.keyClick(view.grid, self.dice.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_C)))

    def in_sources(self) -> None:
        command(self.hands, "Sources view")
        assert self.hands.window.shown is not None
        view = self.hands.window.shown.views.view
        assert isinstance(view, SourcesView)
        if self.dice.random() < 0.5:
            view.editing.set_origin(self.a_card(), self.dice.choice(("", self.a_card())))
        elif sources := sorted(self.hands.board.live("source")):
            view.editing.set_grade(self.dice.choice(sources), self.dice.choice("ABF"))

    def on_canvas(self) -> None:
        command(self.hands, "Board")
        card = self.a_card()
        self.hands.page.view.set_selection({card})
        self.hands.key(Qt.Key.Key_Return)
        if self.hands.page.writing.editor.writing:  # not one that is too small to be written on
            self.hands.write(self.dice.choice(WORDS[:4]))

    def by_links(self) -> None:
        command(self.hands, "Board")
        one, two = self.dice.sample(self.hands.cards(), 2)
        self.hands.page.view.set_selection({one})
        command(self.hands, "Show the whole board")
        self.hands.drag(self.hands.dot_of(one), self.hands.middle_of(two), *self.dice.choice(((), (ALT,))))

    def back(self) -> None:
        self.hands.key(Qt.Key.Key_Z, *self.dice.choice(((CONTROL,), (CONTROL, SHIFT))))

    def anew(self) -> None:
        """A card comes, or one goes while there are enough."""
        command(self.hands, "Board")
        if len(self.hands.cards()) > 5:
            self.hands.page.view.set_selection({self.a_card()})
            self.hands.key(Qt.Key.Key_Delete)
        else:
            self.hands.double_click(QPoint(self.dice.randrange(120, 900), self.dice.randrange(120, 600)))
            if self.hands.page.writing.editor.writing:
                self.hands.write(self.dice.choice(WORDS[:4]))


def fresh(bridge: Bridge, name: str, hands: Hands) -> View:
    view = VIEWS[name](bridge)
    view.resize(1000, 600)
    view.show()
    hands.settle()
    return view


@pytest.fixture
def views(built: Hands) -> Generator[dict[str, View], None, None]:
    """All views of the window, each made and looked at once."""
    assert built.window.shown is not None
    stack, made = built.window.shown.views, {}
    for name in VIEWS:
        stack.show_view(name)
        built.settle()
        assert stack.view is not None
        made[name] = stack.view
    stack.show_view("Board")
    yield made


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_in_any_view_leave_all_of_them_equal(built: Hands, views: dict[str, View], seed: int) -> None:
    editor = Editor(built, seed)
    assert built.window.shown is not None
    for number in range(1, EDITS + 1):
        editor.edit()
        if number % 25 == 0:
            for name, view in views.items():
                built.window.shown.views.show_view(name)
                built.settle()
                other = fresh(built.page.bridge, name, built)
                assert SHOWN[name](view) == SHOWN[name](other), f"{name}, after {editor.diary}"
                other.close()
                other.deleteLater()
    kinds = {type(view) for view in views.values()}
    assert {MatrixView, TableView, TimelineView, SourcesView} <= kinds
    assert set(editor.diary) >= {"in_matrix", "in_table", "in_timeline", "in_sources", "on_canvas"}
