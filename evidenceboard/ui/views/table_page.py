"""One kind of rows in the table, cards or links: sorted, filtered, and kept up with the board."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.records import CUSTOM
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.searching import Query
from evidenceboard.ui.views.column_choice import ColumnChoice
from evidenceboard.ui.views.columns import Column, own_column
from evidenceboard.ui.views.grid import Grid
from evidenceboard.ui.views.rows import numbered
from evidenceboard.ui.views.sorting import in_order, live_in
from evidenceboard.ui.views.table_model import LARGEST_STEP, TableModel
from evidenceboard.ui.window_places import window_settings

Arranged = tuple[list[RecordId], dict[RecordId, int]]  # records in their order, and the row of each
Arranging = Generator[None, None, Arranged]


class TablePage(QWidget):
    """A grid with its order.

    Rows keep their places while anybody edits: only a person who sorts moves them. New ones come last.

    Attributes:
        sorted_by: the field, and whether the greatest comes first; None for the order in which they were made.
        stale: rows were changed or added since they were sorted.
        words: what they are filtered by.
        pick: the cards and links that a filter finds; None while nothing is filtered.

    Signals:
        changed: how many rows there are, how they are sorted, or whether that is still so.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self.kind = bridge, kind
        self.sorted_by: tuple[str, bool] | None = ("key", False)
        self.stale, self.words = False, ""
        self.pick: Pick | None = None
        self._query: Query | None = None
        self._since: set[RecordId] = set()
        self.model = TableModel(bridge, kind, self)
        self.grid = Grid(bridge, self.model, self)
        self.grid.setAccessibleName("Cards" if kind == "card" else "Links")
        self.grid.names, self.grid.more_names = self._names, self._read_keys
        header = self.grid.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._turn)
        settings = window_settings(bridge.document.installation)
        self.columns = ColumnChoice(header, self.model.columns, kind, settings)
        self.columns.apply()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.grid)
        bridge.index_read.connect(self.grid.viewport().update)
        if kind == "card":
            bridge.searching.run(self._unsorted(), self._begin)
        self._show_order()
        self.arrange()
        bridge.searching.run(lookups.own_fields_in_steps(bridge.document.log, kind), self._add_fields)

    @property
    def busy(self) -> bool:
        """Whether the order is being worked out."""
        return self._query is not None and self._query.waiting

    def follow(self, records: frozenset[RecordId]) -> None:
        """These were touched."""
        live, board = self._bridge.reading.is_live, self._bridge.document.board
        mine = [record for record in records if kind_of(record) == self.kind]
        if self.busy:
            self._since.update(mine)
        self.model.follow(records)
        known = {column.field for column in self.model.columns}
        for record in mine:
            for field in board.record(record).fields:
                if field.startswith(CUSTOM) and field not in known and board.value(record, field):
                    known.add(field)
                    self.add_column(own_column(field))
        new = sorted(record for record in mine if record not in self.model.rows.row and live(record))
        if self.pick is not None:
            pass  # the filter follows, too, and says what of it is found
        elif new and self.words:
            self.arrange()
        else:
            self.model.add(new)
        self.stale = self.stale or (self.sorted_by is not None and bool(mine))
        self.changed.emit()

    def _add_fields(self, fields: Sequence[str]) -> None:
        """Columns for fields of the person's own, those that were added meanwhile left out."""
        for field in fields:
            self.model.add_column(own_column(field))
        if fields:
            self.columns.apply()

    def add_column(self, column: Column) -> None:
        """One more column."""
        self.model.add_column(column)
        self.columns.apply()

    # The order

    def sort(self, field: str, descending: bool = False) -> None:
        """Sort by a column."""
        self.sorted_by = field, descending
        self._show_order()
        self.arrange()

    def _show_order(self) -> None:
        """The arrow in the header of the column that they are sorted by."""
        if self.sorted_by is None:
            return
        field, descending = self.sorted_by
        header = self.grid.horizontalHeader()
        at = next(at for at, column in enumerate(self.model.columns) if column.field == field)
        header.setSortIndicator(at, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)

    def unsort(self) -> None:
        """Back to the order in which they were made."""
        self.sorted_by = None
        self.grid.horizontalHeader().setSortIndicatorShown(False)
        self.arrange()

    def filter(self, words: str) -> None:
        """Show only the cards in which these words are found, or the links between such."""
        self.words = words.strip()
        self.arrange()

    def narrow(self, pick: Pick | None) -> None:
        """Show only the cards that a filter finds, or the links that it finds or that join such."""
        before, self.pick = self.pick, pick
        looks_back = bool(self._bridge.reading.earlier)
        if before is None or pick is None or self.busy or self.words or self.kind == "edge" or looks_back:
            if before != pick:
                self.arrange()
            return
        gone = [record for record in self.model.rows.order if record not in pick.cards]
        came = sorted(card for card in pick.cards - before.cards if card not in self.model.rows.row)
        if len(gone) + len(came) > LARGEST_STEP:
            self.arrange()
        else:
            self.model.take_out(gone, gone=False)
            self.model.add(came)
            self.changed.emit()

    def arrange(self) -> None:
        """Work the order out anew, beside what hands do."""
        if self._query is not None:
            self._query.drop()
        self._since.clear()
        self._query = self._bridge.searching.run(self._steps(self.sorted_by, self.words, self.pick), self._take)
        self.changed.emit()

    def _turn(self, at: int) -> None:
        """A click on a header: up, down, as made."""
        field = self.model.columns[at].field
        if self.sorted_by is None or self.sorted_by[0] != field:
            self.sort(field)
        elif not self.sorted_by[1]:
            self.sort(field, descending=True)
        else:
            self.unsort()

    def _unsorted(self) -> Arranging:
        """What is shown until it is in order."""
        order = [*self._bridge.reading.of_kind(self.kind)]
        row = yield from numbered(order)
        return order, row

    def _begin(self, found: Arranged) -> None:
        live = self._bridge.reading.is_live
        if self._since:
            self.model.arrange([each for each in found[0] if live(each)])
        else:
            self.model.arrange(*found)
        self.grid.mark(self.grid.chosen)

    def _steps(self, by: tuple[str, bool] | None, words: str, pick: Pick | None) -> Arranging:
        reading = self._bridge.reading
        if by is not None:
            column = next(column for column in self.model.columns if column.field == by[0])
            order = yield from in_order(reading, self.kind, column, by[1])
        else:
            order = yield from live_in(reading, self.kind, [*reading.of_kind(self.kind)])
        if pick is not None:
            order = [each for each in order if self._picked(each, pick)]
            yield
        if words:
            found = yield from self._bridge.searching.steps(words)
            hits, ends = set(found.cards), reading.ends
            yield
            card = self.kind == "card"
            order = [each for each in order if (each in hits if card else not hits.isdisjoint(ends(each)))]
        row = yield from numbered(order)
        return order, row

    def _picked(self, record: RecordId, pick: Pick) -> bool:
        if self.kind == "card":
            return record in pick.cards
        if pick.edges is not None:
            return record in pick.edges
        ends = (self._card_of(end) for end in self._bridge.reading.ends(record))
        return all(kind_of(end) == "edge" or end in pick.cards for end in ends)

    def _card_of(self, end: RecordId) -> RecordId:
        return str(self._bridge.reading.value(end, "card")) if kind_of(end) == "region" else end

    def _take(self, found: Arranged) -> None:
        order, numbers = found[0], None if self._since else found[1]
        if self._since and self.pick is None:
            live, held = self._bridge.reading.is_live, set(order)
            order = [record for record in order if record not in self._since or live(record)]
            order += sorted(record for record in self._since if record not in held and live(record))
        self.stale = self.sorted_by is not None and bool(self._since)
        index, row = self.grid.currentIndex(), self.grid.currentIndex().row()
        current = self.model.rows.order[row] if index.isValid() else ""
        column = index.column()
        self.model.arrange(order, numbers)
        if current in self.model.rows.row:
            at = self.model.index(self.model.rows.row[current], column)
            self.grid.selectionModel().setCurrentIndex(at, self.grid.selectionModel().SelectionFlag.NoUpdate)
        self.grid.mark(self.grid.chosen)
        self.changed.emit()

    def _names(self, field: str) -> list[str]:
        """What a field that names a record can name."""
        document = self._bridge.document
        kind = "source" if field in ("source", "outlet") else "origin"
        return sorted(str(values["name"]) for _, values in document.log.records(kind) if values.get("name"))

    def _read_keys(self, field: str, deliver: Callable[[list[str]], object]) -> None:
        """Hand over what a field can name as well, when it is read: the keys of the cards."""
        if field == "derives_from":
            self._bridge.searching.run(lookups.keys_in_steps(self._bridge.document.log), deliver)
