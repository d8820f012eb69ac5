"""What the board's reasoning says: why the order is as it is, what if, what to check, and what a reviewer would ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import WIDTH, IconLabel, Scroll
from evidenceboard.ui.panels.says_check import CheckPage
from evidenceboard.ui.panels.says_questions import QuestionsPage
from evidenceboard.ui.panels.says_standing import StandingPage
from evidenceboard.ui.panels.says_what_if import WhatIfPage
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, fill
from evidenceboard.ui.widgets.word_tabs import AROUND, WordTabs

WHY, WHAT_IF, CHECK, QUESTIONS = "Why", "What if", "To check", "Questions"
TABS = 34  # px


class _Tabs(WordTabs):
    """The pages; the current one is semibold above a thin bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("What this says", 12, parent)
        self.setUsesScrollButtons(False)
        self.setFixedHeight(TABS)

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the words."""
        return QSize(self.words_width(index) + AROUND + 3, TABS)

    def paint_ground(self, painter: QPainter, rect: QRect, index: int) -> None:
        """The bar below the current page."""
        if index == self.currentIndex():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().accent)
            painter.drawRoundedRect(QRectF(rect.left() + 12, TABS - 2, rect.width() - 24, 2), 1, 1)
            self.paint_focus(painter, QRectF(rect).adjusted(4, 4, -4, -4), 6)


class SaysPanel(QWidget):
    """Four pages; each reads only while it is seen.

    Signals:
        go_to: a card or a link.
        picked: a `Pick` to be lit on the canvas, or None.
    """

    go_to = Signal(str)
    picked = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setAccessibleName("What this says")
        self._selected: tuple[RecordId, ...] = ()
        self.why, self.what_if, self.check = StandingPage(bridge), WhatIfPage(bridge), CheckPage(bridge)
        self.questions = QuestionsPage(bridge, lambda: self._selected)
        self.pages = {WHY: self.why, WHAT_IF: self.what_if, CHECK: self.check, QUESTIONS: self.questions}
        self.tabs, self._stack = _Tabs(self), QStackedWidget(self)
        for name, page in self.pages.items():
            self.tabs.addTab(name)
            scroll = Scroll(self._stack)
            scroll.hold(page)
            self._stack.addWidget(scroll)
        for asks in (self.why.go_to, self.what_if.go_to, self.check.go_to, self.questions.go_to):
            asks.connect(self.go_to)
        self.what_if.picked.connect(self.picked)
        self.tabs.currentChanged.connect(self._turn)
        self._lay_out()
        self.show_records(())

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(36)
        header = QHBoxLayout(head)
        header.setContentsMargins(16, 4, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("info", "ink2"))
        header.addWidget(plain_label("What this says", weight=600), 1)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addLayout(row)
        rows.addWidget(Hairline())
        rows.addWidget(self._stack, 1)

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def show_page(self, name: str) -> None:
        """Turn to a page by its name."""
        self.tabs.setCurrentIndex(list(self.pages).index(name))

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return list(self.pages)[self.tabs.currentIndex()]

    def _turn(self, at: int) -> None:
        self.finish_editing()
        self._stack.setCurrentIndex(at)

    def ask_flip(self, cards: Sequence[RecordId]) -> None:
        """Look for the smallest flip of these hypotheses."""
        self.show_page(WHAT_IF)
        self.what_if.flip.ask(cards)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """What is selected: two cards can be put into the ledger."""
        self._selected = tuple(records)
        self.questions.ledger.show_selection()

    def finish_editing(self) -> None:
        """Keep what is being typed in a field."""
        field = self.focusWidget()
        if isinstance(field, TextField | LineField):
            field.let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was being typed is kept."""
        self.finish_editing()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
