"""The columns of a stranger's table under one another: name, first values, and what each becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.mapping import IGNORED, TARGETS, Mapping, own_field
from evidenceboard.model.records import CUSTOM
from evidenceboard.ui.dialogs.dialog_parts import scrolled
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import field_words, one_line

MOST = 60  # columns that are asked about; further ones become fields of the person's own
NAME, CHOICE = 168, 188  # px
SAMPLES = 3  # values that are shown of a column
OWN, LEAVE = "own field", "leave out"


class ColumnList(QWidget):
    """Says what a table has, and asks what it is.

    Signals:
        changed: a choice is another.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Becomes] = []
        self._sheet, self._further = None, ()  # type: Sheet | None, tuple[str, ...]
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def show_table(self, sheet: Sheet, mapping: Mapping) -> None:
        """Shows the columns of a table with what they are guessed to be."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._further = mapping.targets[MOST:]
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(24, 12, 24, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, words in enumerate(("Column", "First rows", "Becomes")):
            grid.addWidget(plain_label(words, size=11, weight=600, ink="ink3"), 0, at)
        self.choices = []
        for place, name in enumerate(sheet.header[:MOST]):
            self._add_column(grid, place + 1, name, [cells[place] for _, cells in sheet.rows[:200]])
            choice = Becomes(name, place, mapping.targets[place])
            choice.chosen.connect(self._choose)
            self.choices.append(choice)
            grid.addWidget(choice, place + 1, 2)
        if self._further:
            words = f"{len(self._further):,} further columns become fields of your own, by their names"
            grid.addWidget(plain_label(words, size=12, ink="ink3", wrap=True), MOST + 1, 0, 1, 3)
        grid.setRowStretch(len(self.choices) + 2, 1)
        area = scrolled(content)
        area.setAccessibleName("Columns of the table")
        self._rows.addWidget(area)

    def _add_column(self, grid: QGridLayout, row: int, name: str, cells: list[str]) -> None:
        label = plain_label(one_line(name, 80) or "without a name", weight=600, elide=True)
        label.setFixedWidth(NAME)
        grid.addWidget(label, row, 0)
        said = [one_line(cell, 60) for cell in cells if cell.strip()][:SAMPLES]
        samples = plain_label("   ·   ".join(said) or "empty", size=12, ink="ink2" if said else "ink3", elide=True)
        grid.addWidget(samples, row, 1)

    def targets(self) -> tuple[str, ...]:
        """What each column becomes."""
        return (*(choice.target() for choice in self.choices), *self._further)

    def _choose(self, chosen: Becomes) -> None:
        """A field has one column, but for dates and texts: the other column becomes a field of the person's own."""
        target = chosen.target()
        if target in TARGETS and target not in SEVERAL:
            for choice in self.choices:
                if choice is not chosen and choice.target() == target:
                    choice.set_target(choice.own)
        self.changed.emit()


SEVERAL = ("text", "tags", "happened", "said", "captured")


class Becomes(QComboBox):
    """What one column becomes.

    Signals:
        chosen: itself, when a person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, place: int, target: str) -> None:
        super().__init__()
        self.own = own_field(name, place)
        self.setFixedWidth(CHOICE)
        self.setAccessibleName(f"What the column {one_line(name, 60)} becomes")
        for field, words in TARGETS.items():
            self.addItem(words, field)
        if target not in TARGETS and target != IGNORED and not target.startswith(CUSTOM):
            self.addItem(field_words(target), target)  # a column of ours that few tables have
        self.insertSeparator(self.count())
        self.addItem("A field of your own", OWN)
        self.addItem("Left out", LEAVE)
        self.setMaxVisibleItems(self.count())
        self.set_target(target)
        self.activated.connect(lambda: self.chosen.emit(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_target(self, target: str) -> None:
        """Shows a choice."""
        self.setCurrentIndex(
            self.findData(LEAVE if target == IGNORED else OWN if target.startswith(CUSTOM) else target)
        )

    def target(self) -> str:
        """The choice."""
        data = str(self.currentData())
        return {OWN: self.own, LEAVE: IGNORED}.get(data, data)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The list scrolls; a choice is not changed by the way."""
        event.ignore()
