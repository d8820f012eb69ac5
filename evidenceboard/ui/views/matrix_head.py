"""The head of the matrix: its question, what kind of a set the rivals are, and how it is ordered, scored and lies."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from evidenceboard.analysis.ach_scoring import SCHEMES
from evidenceboard.analysis.ach_table import AGAINST, DIAGNOSTICITY, LEADERS, MOST_ROWS, ORIGIN, Table, Wish
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.views.matrix_rivals import RivalPill
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import count

ORDERS = (
    (ORIGIN, "by origin"),
    (DIAGNOSTICITY, "by diagnosticity"),
    (LEADERS, "by what tells the leaders apart"),
    (AGAINST, "by what speaks against most"),
)
THROUGH = "Count what bears through claims"
READING = "The links are being read …"
NO_RIVALS = "There is no hypothesis yet: press H on the board to write one."
NO_ITEMS = "Nothing bears on these hypotheses yet: link a card to one of them, and it stands here."
IN_ROWS = (
    "Hypotheses in rows: read along a row for what speaks against it. The row with least against it survives best."
)
IN_COLUMNS = "Hypotheses in columns: read down a column for what speaks against it. In rows, they mislead less."


class MatrixHead(QWidget):
    """Title and controls of the matrix.

    Signals:
        wished: a `Wish` field and its new value, as a person chose it.
        turned, copied, exported: as their buttons say.
    """

    wished = Signal(str, object)
    turned = Signal()
    copied = Signal()
    exported = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = plain_label("", size=18, weight=600, elide=True)
        self.pill = RivalPill(self)
        self.told = plain_label(READING, size=12, ink="ink3", elide=True)
        self.sets, self.order = QComboBox(self), QComboBox(self)
        self.scoring, self.turn, self.out = (
            push_button("Scoring", "menu"),
            push_button("Transpose"),
            push_button("Export", "menu"),
        )
        self._wish = Wish()
        self._dress()
        self._lay_out()
        self.sets.activated.connect(lambda at: self.wished.emit("rivals", str(self.sets.itemData(at))))
        self.order.activated.connect(lambda at: self.wished.emit("order", str(self.order.itemData(at))))
        self.turn.clicked.connect(self.turned)

    def _dress(self) -> None:
        self.sets.setAccessibleName("Set of rivals")
        self.order.setAccessibleName("Order of the items")
        for value, said in ORDERS:
            self.order.addItem(f"Items {said}", value)
        self.order.setMaximumWidth(224)
        plain_tooltip(self.turn, "Hypotheses in rows or in columns  T")
        self.pill.hide()
        ways, outward = QMenu(self.scoring), QMenu(self.out)
        ways.aboutToShow.connect(partial(self._fill_scoring, ways))
        self.scoring.setMenu(ways)
        outward.addAction("Copy as table", self.copied.emit)
        outward.addAction("Export the matrix…", self.exported.emit)
        self.out.setMenu(outward)

    def _lay_out(self) -> None:
        self._controls = QWidget(self)
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.sets, self.order, self.scoring, self.turn, self.out):
            row.addWidget(widget)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.setContentsMargins(16, 12, 16, 0)
        self._first.setSpacing(8)
        self._first.addWidget(self.title)
        self._first.addWidget(self.pill)
        self._first.addStretch(1)
        self._first.addWidget(self._controls)
        self._second.setContentsMargins(16, 0, 16, 0)
        below = QHBoxLayout()
        below.setContentsMargins(16, 2, 16, 6)
        below.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._first, self._second, below):
            column.addLayout(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Beside the question where there is room for both, else below it."""
        pill = self.pill.sizeHint().width() if not self.pill.isHidden() else 0
        wanted = self.title.sizeHint().width() + pill + self._controls.sizeHint().width() + 60
        below = wanted > self.width()
        if below != (self._second.indexOf(self._controls) >= 0):
            (self._first if below else self._second).removeWidget(self._controls)
            (self._second if below else self._first).addWidget(self._controls)
            self._second.setContentsMargins(16, 6 * below, 16, 2 * below)
            if below:
                self._second.addStretch(1)
            elif (rest := self._second.takeAt(0)) is not None:
                del rest

    def _fill_scoring(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for key, scheme in SCHEMES.items():
            action = menu.addAction(scheme.title, partial(self.wished.emit, "scheme", key))
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(key == self._wish.scheme)
        menu.addSeparator()
        counted = menu.addAction(THROUGH)
        counted.setCheckable(True)
        counted.setChecked(self._wish.through)
        counted.toggled.connect(partial(self.wished.emit, "through"))

    def show_wish(self, wish: Wish) -> None:
        """Show how the matrix is ordered and scored."""
        self._wish = wish
        self.order.setCurrentIndex(self.order.findData(wish.order))

    def show_sets(self, names: dict[str, str], shown: str) -> None:
        """Offer these sets by their names, where there are several."""
        self.sets.clear()
        for rivals, name in names.items():
            self.sets.addItem(name, rivals)
        self.sets.setCurrentIndex(self.sets.findData(shown))
        self.sets.setVisible(len(names) > 1)

    def say(self, table: Table, transposed: bool, what_if: bool) -> None:
        """What the matrix is, in a line."""
        if not table.matrix.rows:
            self.told.setText(NO_RIVALS)
            return
        if not table.matrix.columns:
            self.told.setText(NO_ITEMS)
            return
        parts = [
            "What if, not the board as it is." if what_if else "",
            "What bears through claims is counted." if table.wish.through else "",
            IN_COLUMNS if transposed else IN_ROWS,
            f"{count(len(table.matrix.rows), 'rival')} × {count(len(table.matrix.columns), 'item')}.",
            f"Only the {MOST_ROWS} that stand strongest; {table.left_out:,} are left out." if table.left_out else "",
        ]
        self.told.setText(" ".join(part for part in parts if part))
