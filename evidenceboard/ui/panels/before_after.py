"""Before and after, side by side: the rivals as the board is, and as they stand in the what-if."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.before_after import Compared, Side, claims, hypotheses, way
from evidenceboard.analysis.card_standing import ordinal
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Clickable, empty
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.searching import Query
from evidenceboard.ui.words import name_of, title_of

FIRST = 8  # rivals of a set, and claims, that are shown
SETS = 6
NAMES = 56  # px of the column of names; a title that is longer is read by pointing at it
ARROWS = {"gains": "↑", "loses": "↓", "changes": ""}
SAME = "Nothing stands otherwise."
WORKING = "Working it out …"
CLAIMS = "Claims that stand otherwise"


class BeforeAfter(QWidget):
    """A small table of the rivals, and the claims that stand otherwise; a name leads to its card."""

    def __init__(self, bridge: Bridge, go_to: Callable[[RecordId], None], *, with_claims: bool = True) -> None:
        super().__init__()
        self._bridge, self._go_to, self._with_claims = bridge, go_to, with_claims
        self._making: Query | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        self.told.setContentsMargins(6, 0, 6, 0)
        self._tables = QVBoxLayout()
        self._tables.setSpacing(10)
        self._rows.addLayout(self._tables)
        self._rows.addWidget(self.told)

    def show_now(self) -> None:
        """Show what was worked out last; nothing while there is no what-if. Only while it is seen."""
        if not self.isVisible():
            return
        if self._making is not None:
            self._making.drop()
            self._making = None
        standings = self._bridge.standings
        now = standings.now
        if now is None or not standings.what_if or now.shown is now.board:
            empty(self._tables)
            self.told.setText(WORKING if standings.what_if else "")
            self.told.setVisible(bool(standings.what_if))
            return
        self._making = self._bridge.searching.run(self._make(now.board, now.shown), self._show)

    def _make(self, board: Standing, other: Standing) -> Generator[None, None, tuple[list[QWidget], bool]]:
        """The tables, a row in each step, and whether anything stands otherwise."""
        made: list[QWidget] = []
        sets = hypotheses(board, other, FIRST)
        yield
        for each in sets[:SETS]:
            name = name_of(self._bridge.document.board, each.name) if len(sets) > 1 and each.name else ""
            made.append((yield from self._table(each.rows, each.number, name, heads=not made)))
        others, number = claims(board, other, FIRST) if self._with_claims else ([], 0)
        yield
        if others:
            made.append((yield from self._table(others, number, CLAIMS, heads=not sets)))
        return made, bool(others) or any(each.moves for each in sets)

    def _show(self, found: tuple[list[QWidget], bool]) -> None:
        tables, otherwise = found
        self._making = None
        empty(self._tables)
        for table in tables:
            self._tables.addWidget(table)
        self.told.setText(SAME)
        self.told.setVisible(not otherwise)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked."""
        super().showEvent(event)
        self.show_now()

    def _table(
        self, rows: Sequence[Compared], number: int, heading: str, *, heads: bool
    ) -> Generator[None, None, QWidget]:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        if heading:
            label = plain_label(heading, size=11, weight=600, ink="ink3", elide=True)
            label.setContentsMargins(6, 0, 0, 0)
            grid.addWidget(label, 0, 0, 1, 3)
        for column, words in ((1, "As it is"), (2, "What if")) if heads else ():
            grid.addWidget(plain_label(words, size=11, ink="ink3"), 1, column)
        for at, each in enumerate(rows, 2):
            self._fill(grid, at, each)
            yield
        if number > len(rows):
            rest = plain_label(f"and {number - len(rows):,} more", size=12, ink="ink3")
            rest.setContentsMargins(6, 0, 0, 0)
            grid.addWidget(rest, len(rows) + 2, 0, 1, 3)
        return made

    def _fill(self, grid: QGridLayout, at: int, each: Compared) -> None:
        name = name_of(self._bridge.document.board, each.card)
        go = Clickable(f"Go to {name}: {title_of(self._bridge.document.board, each.card)}"[:200])
        inside = QVBoxLayout(go)
        inside.setContentsMargins(6, 1, 4, 1)
        inside.addWidget(plain_label(name, size=12, weight=600, elide=True))
        go.setFixedWidth(NAMES)
        plain_tooltip(go, title_of(self._bridge.document.board, each.card))
        go.clicked.connect(lambda card=each.card: self._go_to(card))
        turned = each.before.rank != each.after.rank
        arrow = ARROWS[way(each)] if each.moves else ""
        after = f"{side_words(each.after)}\u00a0{arrow}" if arrow else side_words(each.after)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(go, at, 0, top)
        ink = "ink2" if each.moves else "ink3"
        grid.addWidget(_cell(side_words(each.before), ink), at, 1, top)
        grid.addWidget(_cell(after, "ink" if turned else ink, 600 if turned else 400), at, 2, top)


def _cell(words: str, ink: str, weight: int = 400) -> QWidget:
    label = plain_label(words, size=12, ink=ink, weight=weight, wrap=True, tabular=True)
    label.setContentsMargins(0, 1, 0, 1)
    return label


def side_words(side: Side) -> str:
    """One side in words: "2nd · even to fair"."""
    return f"{ordinal(side.rank)} · {side.word}" if side.rank is not None else side.word
