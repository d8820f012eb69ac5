"""Why a hypothesis or a claim stands as it does: what each card gives to it, the greatest first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.sensitivity import Contribution, contributions
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Clickable
from evidenceboard.ui.panels.says_rows import SaysSection, named
from evidenceboard.ui.panels.worked_out import WorkedOut, how_far
from evidenceboard.ui.plain import plain_label

REST_MS = 250
LARGE = 2_000  # links of a board of which nothing is worked out for a card that is only passed
NOTHING = "No card bears on it."
QUADRATIC = "quadratic"


class Signed(QWidget):
    """What a card gives, as a bar from the middle: to the right it lifts, to the left it weighs down."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedSize(QSize(72, 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws track, middle and bar."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle, length = self.width() / 2, abs(self._share) * self.width() / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(active.track)
            painter.drawRoundedRect(QRectF(0, 3, self.width(), 4), 2, 2)
            painter.setBrush(active.support if self._share > 0 else active.contra)
            left = middle if self._share > 0 else middle - length
            painter.drawRect(QRectF(left, 2, max(1.5, length), 6))
            painter.fillRect(QRectF(middle - 0.5, 0, 1, 10), active.ctl)


class CardContributions(SaysSection):
    """Worked out beside the window, for the card that is shown only, on the board as it is.

    Signals:
        go_to: a card.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Why it stands so", self._row)
        self._bridge, self._card, self._most = bridge, "", 1.0
        self.work = WorkedOut(bridge, "why", self._search)
        self.work.changed.connect(self._show_found)
        self.work.tell_in(self.told)
        self.rows.insertWidget(2, self.work.button, 0, Qt.AlignmentFlag.AlignLeft)
        meaning = MEANINGS["contribution"]
        self.meaning = plain_label(f"{meaning.says} {meaning.not_says}", size=12, ink="ink3", wrap=True)
        self.add(self.meaning)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._work)
        bridge.standings.assessed.connect(self._begin)

    def show_card(self, card: RecordId) -> None:
        """Shows a card; what bears on it follows."""
        if card != self._card:
            self._card = card
            self.work.forget()
        self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while nobody looked."""
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        graph, board = self._bridge.standings.graph, self._bridge.document.board
        there = graph is not None and self._card in graph.row and board.is_live(self._card)
        stands = there and (
            board.value(self._card, "kind") == "hypothesis" or board.value(self._card, "role") == "claim"
        )
        self.setVisible(stands)
        if stands and graph is not None and self.isVisible():
            self.work.follow()
            if self.work.found is None and not self.work.running and len(graph.edges) <= LARGE:
                self._soon.start(0)
            self._show_found()

    def _work(self) -> None:
        if self.work.found is None and not self.work.running and self.isVisible():
            self.work.ask()

    def _search(self, graph: Graph, counted: str, progress: Progress) -> list[Contribution]:
        return contributions(graph, self._card, counted, progress) if self._card in graph.row else []

    def _show_found(self) -> None:
        if self._bridge.document.closed:
            return
        live = self._bridge.document.board.is_live
        found: Sequence[Contribution] = [each for each in self.work.found or () if live(each.card)]
        self._most = max((abs(_by_quadratic(each)) for each in found), default=1.0) or 1.0
        self.meaning.setVisible(bool(found))
        told = how_far(0, 0) if self.work.running else "" if found or self.work.found is None else NOTHING
        self.show_items(found, told)

    def key(self, item: Contribution) -> Hashable:
        return item.card

    def _row(self, item: Contribution) -> QWidget:
        share = _by_quadratic(item) / self._most
        words = "lifts it" if share > 0 else "weighs it down" if share < 0 else "by other methods only"
        name = named(self._bridge.document.board, item.card)
        made = Clickable(f"Go to {name}: {words}")
        row = QHBoxLayout(made)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(plain_label(name, size=12, wrap=True, max_lines=2))
        column.addWidget(plain_label(words, size=11, ink="supink" if share > 0 else "conink" if share < 0 else "ink3"))
        row.addLayout(column, 1)
        row.addWidget(Signed(share))
        made.clicked.connect(partial(self.go_to.emit, item.card))
        return made


def _by_quadratic(item: Contribution) -> float:
    value = item.change[QUADRATIC]
    return value if value == value else 0.0  # NaN does not settle
