"""The what-if: all that is laid over the board, before and after side by side, and the smallest flip."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.before_after import BeforeAfter
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.says_flip import FlipPart
from evidenceboard.ui.panels.says_rows import SaysRow, SaysSection
from evidenceboard.ui.what_if_words import Laid, laid
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import capital, title_of

NOTHING = (
    "Nothing is laid over the board. Select a card or a link: in its menu, and in the inspector, “What if” takes it "
    "away, gives it another grade or strength, or supposes that an assumption is false."
)
UNWRITTEN = "Nothing of this is saved."


class LaidPart(SaysSection):
    """What is otherwise, one by one; each can be taken back."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Laid over the board", self._row, line=False)
        self._bridge = bridge
        self.end = push_button("End the what-if", "link")
        self.end.clicked.connect(lambda: bridge.standings.set_what_if(WhatIf()))
        self.rows.addWidget(self.end, 0, Qt.AlignmentFlag.AlignLeft)

    def show_laid(self) -> None:
        """Show what is laid over the board now."""
        found = laid(self._bridge.document.board, self._bridge.standings.what_if)
        self.end.setVisible(bool(found))
        self.show_items(found, UNWRITTEN if found else NOTHING)

    def key(self, item: Laid) -> Hashable:
        return item.words

    def _row(self, item: Laid) -> QWidget:
        title = title_of(self._bridge.document.board, item.record) if kind_of(item.record) == "card" else ""
        back = ("Take back", lambda: self._bridge.standings.set_what_if(item.back))
        row = SaysRow(capital(item.words), title, [back], bar="accent")
        row.words.setVisible(bool(title))
        row.go.connect(lambda: self._go(item.record))
        return row

    def _go(self, record: RecordId) -> None:
        graph = self._bridge.standings.graph
        if kind_of(record) in ("card", "edge"):
            self.go_to.emit(record)
        elif graph is not None:
            rows = zip(graph.cards, graph.facts, strict=True)
            of_source = [card for card, facts in rows if record in (facts.source, facts.derives_from)]
            if of_source:
                self.go_to.emit(of_source[0])


class WhatIfPage(QWidget):
    """The page "What if" of the panel.

    Signals:
        go_to: a card or a link.
        picked: a `Pick` to be lit on the canvas, or None.
    """

    go_to = Signal(str)
    picked = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.laid, self.flip = LaidPart(bridge), FlipPart(bridge)
        self.compared = BeforeAfter(bridge, self.go_to.emit)
        self.sides = Section("Before and after")
        self.sides.rows.addWidget(self.compared)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.laid, self.sides, self.flip):
            rows.addWidget(part)
        rows.addStretch()
        for part in (self.laid, self.flip):
            part.go_to.connect(self.go_to)
        self.flip.picked.connect(self.picked)
        bridge.standings.assessed.connect(self._follow)
        bridge.standings.what_if_changed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is caught up with."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible() or self._bridge.document.closed:
            return
        self.laid.show_laid()
        self.sides.setVisible(bool(self._bridge.standings.what_if))
        self.compared.show_now()
        self.flip.follow()
