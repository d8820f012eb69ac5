"""Which columns of a table are seen, where and how wide; a person's choice is remembered for all boards."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView

from evidenceboard.ui.views.columns import Column

HIDDEN = {  # at first
    "card": ("original", "language", "translator", "outlet", "quote", "captured", "assumption", "certainty",
             "status_reason", "address", "shows", "caption"),
    "edge": (),
}  # fmt: skip


class ColumnChoice:
    """The columns of one kind of rows.

    Args:
        settings: where windows remember how a person likes them.
    """

    def __init__(self, header: QHeaderView, columns: list[Column], kind: str, settings: QSettings) -> None:
        self._header, self._columns = header, columns
        self._settings, self._group = settings, f"table/{kind}"
        self._hidden = set(self._read("hidden", HIDDEN[kind]))
        self._order = self._read("order", ())
        self._hidden |= {field for field in HIDDEN[kind] if self._order and field not in self._order}  # columns since
        self._widths = dict(zip(self._read("fields", ()), map(int, self._read("widths", ())), strict=False))
        self._applying = False
        header.sectionMoved.connect(self._keep)
        header.sectionResized.connect(self._keep)

    def _read(self, name: str, otherwise: tuple[str, ...]) -> list[str]:
        found = self._settings.value(f"{self._group}/{name}")
        if found is None:
            return list(otherwise)
        return [str(each) for each in (found if isinstance(found, list) else [found]) if each]

    def apply(self) -> None:
        """Show the columns as they were chosen; those that nobody chose yet stand at the right."""
        self._applying = True
        place = {field: at for at, field in enumerate(self._order)}
        far = len(place)
        wanted = sorted(range(len(self._columns)), key=lambda at: place.get(self._columns[at].field, far + at))
        for at, logical in enumerate(wanted):
            column = self._columns[logical]
            self._header.moveSection(self._header.visualIndex(logical), at)
            self._header.resizeSection(logical, self._widths.get(column.field, column.width))
            self._header.setSectionHidden(logical, column.field in self._hidden)
        self._applying = False

    def is_shown(self, column: Column) -> bool:
        return column.field not in self._hidden

    def show(self, column: Column, shown: bool) -> None:
        """Show a column, or hide it; one at least stays."""
        if shown:
            self._hidden.discard(column.field)
        elif sum(each.field not in self._hidden for each in self._columns) > 1:
            self._hidden.add(column.field)
        self.apply()
        self._keep()

    def move(self, column: Column, by: int) -> None:
        """Move a column past its neighbour that is seen."""
        header = self._header
        at = header.visualIndex(self._columns.index(column)) + by
        while 0 <= at < header.count() and header.isSectionHidden(header.logicalIndex(at)):
            at += by
        if 0 <= at < header.count():
            header.moveSection(header.visualIndex(self._columns.index(column)), at)

    def _keep(self) -> None:
        if self._applying:
            return
        seen = [self._columns[self._header.logicalIndex(at)] for at in range(self._header.count())]
        mine = {column.field for column in seen}
        self._order = [column.field for column in seen] + [field for field in self._order if field not in mine]
        for at, column in enumerate(self._columns):
            if not self._header.isSectionHidden(at):
                self._widths[column.field] = self._header.sectionSize(at)
        self._settings.setValue(f"{self._group}/order", self._order)
        self._settings.setValue(f"{self._group}/hidden", ["", *sorted(self._hidden)])  # an empty list is read as none
        self._settings.setValue(f"{self._group}/fields", list(self._widths))
        self._settings.setValue(f"{self._group}/widths", [str(width) for width in self._widths.values()])
