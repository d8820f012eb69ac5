"""The menus of the matrix: of a cell, of the heads of hypotheses, items and origins, and of the paper beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.views.matrix_editing import RATINGS
from evidenceboard.ui.views.matrix_head import ORDERS, THROUGH
from evidenceboard.ui.views.matrix_heads import ORIGIN, RIVAL, Head
from evidenceboard.ui.views.matrix_words import MEANINGS
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.views.matrix import MatrixView

Cell = tuple[int, int]


class MatrixMenus(QObject):
    """Opens the menus of one view.

    Attributes:
        menu: the one that was opened last.
    """

    def __init__(self, view: MatrixView) -> None:
        super().__init__(view)
        self._view = view
        self.menu: QMenu | None = None

    def open(self, what: Cell | Head | None, at: QPoint) -> None:
        """Open a menu about a cell or a head, at a place of the screen."""
        table = self._view.grid.table
        if table is None or not table.matrix.rows:
            return
        menu = self.menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(what, Head):
            self._fill_head(menu, table, what)
        elif what is not None:
            self._fill_cell(menu, table, what)
        self._fill_whole(menu)
        menu.popup(at)

    def cards_of(self, head: Head) -> tuple[RecordId, ...]:
        """The card of a head, or all of an origin."""
        table = self._view.grid.table
        assert table is not None
        if head.kind == ORIGIN:
            group = table.groups[head.at]
            return table.matrix.columns[group.first : group.first + group.count]
        return ((table.matrix.rows if head.kind == RIVAL else table.matrix.columns)[head.at],)

    def _fill_cell(self, menu: QMenu, table: Table, cell: Cell) -> None:
        view, writable = self._view, not self._view.bridge.document.read_only
        group = QActionGroup(menu)
        for letters, value in RATINGS.items():
            action = menu.addAction(f"{letters} – {MEANINGS[letters]}", partial(view.rate, value))
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(letters == table.value(*cell))
            action.setEnabled(writable)
        menu.addSeparator()
        linked = bool(table.edges.get(cell))
        menu.addAction("Write the reason", view.strip.write_reason).setEnabled(writable and linked)
        menu.addAction("Show the link on the board" if linked else "Show the item on the board", view.open_current)
        menu.addSeparator()

    def _fill_head(self, menu: QMenu, table: Table, head: Head) -> None:
        view, cards = self._view, self.cards_of(head)
        if head.kind == ORIGIN:
            origin = table.groups[head.at].origin
            menu.addAction(f"Select its {count(len(cards), 'item')}", partial(view.choose, cards))
            if kind_of(origin) == "card":
                menu.addAction("Show on the board", partial(view.go_to.emit, origin))
            name = view.grid.faces.origin(origin)
            self._fill_what_if(menu, [("Look without this origin", "origin", origin)])
        else:
            menu.addAction("Open the card", partial(view.choose, cards))
            menu.addAction("Show on the board", partial(view.go_to.emit, cards[0]))
            face = view.grid.faces.card(cards[0])
            name = f"{face.key} {face.title}".strip()
            self._fill_what_if(menu, self._ways_without(cards[0], head, table))
        menu.addAction("Copy the name", partial(QApplication.clipboard().setText, name))
        menu.addSeparator()

    def _ways_without(self, card: RecordId, head: Head, table: Table) -> list[tuple[str, str, RecordId]]:
        ways = [("Look without this card", "card", card)]
        if head.kind != RIVAL:
            source = self._view.bridge.document.board.value(card, "source")
            origin = table.matrix.origins[head.at]
            ways += [("Look without its source", "source", str(source))] if source else []
            ways += [("Look without its origin", "origin", origin)] if table.matrix.origins.count(origin) > 1 else []
        return ways

    def _fill_what_if(self, menu: QMenu, ways: list[tuple[str, str, RecordId]]) -> None:
        """Lay something aside, or take it back: nothing of it is saved."""
        part, standings = menu.addMenu("What if"), self._view.bridge.standings
        taken = set(standings.what_if.taken())
        for words, what, record in ways:
            if (what, record) in taken:
                again = f"{words.replace('Look without', 'Look with')} again"
                part.addAction(again, self._laying(partial(_again, what, record)))
            else:
                part.addAction(words, self._laying(partial(_without, what, record)))
        if taken:
            part.addSeparator()
            part.addAction("End the what-if", self._laying(lambda _laid: WhatIf()))

    def _laying(self, change: Callable[[WhatIf], WhatIf]) -> Callable[[], None]:
        standings = self._view.bridge.standings

        def lay() -> None:
            standings.set_what_if(change(standings.what_if))
            standings.settle()

        return lay

    def _fill_whole(self, menu: QMenu) -> None:
        """What is done with all of it, wherever the pointer is."""
        view, wish = self._view, self._view.reading.wish
        sort = menu.addMenu("Sort the items")
        group = QActionGroup(sort)
        for order, said in ORDERS:
            action = sort.addAction(said[:1].upper() + said[1:], partial(view.ask, order=order))
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(order == wish.order)
        menu.addAction("Transpose", view.transpose)
        counted = menu.addAction(THROUGH, view.turn_claims)
        counted.setCheckable(True)
        counted.setChecked(wish.through)
        menu.addSeparator()
        menu.addAction("Copy as table", view.copy_table)
        menu.addAction("Export the matrix…", lambda: view.asked.emit("Export the matrix…"))


def _without(what: str, record: RecordId, laid: WhatIf) -> WhatIf:
    return laid.without(what, record)


def _again(what: str, record: RecordId, laid: WhatIf) -> WhatIf:
    return laid.again_with(what, record)
