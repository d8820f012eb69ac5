"""What to check next: the assumptions, each with what breaks if it is false, and the gaps that are worth filling."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.analysis import collection, sensitivity
from evidenceboard.analysis.breaking import sentences
from evidenceboard.analysis.collection import Gap, collection_plan
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.sensitivity import Broken, key_assumptions
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.says_rows import Do, Meaning, SaysRow, SaysSection, named
from evidenceboard.ui.panels.worked_out import WorkedOut, how_far
from evidenceboard.ui.words import name_of

LARGE = "This board is large: it is worked out when you ask."
NO_ASSUMPTION = "No assumption is on the board. What do you take as given? A writes one down."
NO_GAP = "No gap is on the board, or there are no rivals yet. What should be there, and is not? G writes one down."
UNSAID = "no level set"


class _Worked(SaysSection):
    """Rows that are worked out, with what they mean below the heading."""

    go_to = Signal(str)
    none = ""

    def __init__(self, bridge: Bridge, heading: str, meaning: str, work: WorkedOut, *, line: bool = True) -> None:
        super().__init__(heading, self.row, line=line)
        self._bridge, self.work = bridge, work
        said = MEANINGS[meaning]
        self.meaning = Meaning(said.says, said.not_says)
        self.meaning.setContentsMargins(6, 0, 6, 0)
        self.rows.insertWidget(1, self.meaning)
        self.rows.insertWidget(3, work.button, 0, Qt.AlignmentFlag.AlignLeft)
        work.changed.connect(self.show_found)
        work.tell_in(self.told)

    def follow(self) -> None:
        """The board may stand otherwise now."""
        self.work.follow()
        self.show_found()

    def show_found(self) -> None:
        """Show what was found."""
        if self._bridge.document.closed:
            return
        live = self._bridge.document.board.is_live
        found = [each for each in self.work.found or () if live(self.about(each))]
        self.show_items(found, how_far(0, 0) if self.work.running else self.work.about(self._told(found)))

    def _told(self, found: Sequence[Broken | Gap]) -> str:
        if self.work.found is None:
            return LARGE
        return "" if found else self.none

    def key(self, item: Broken | Gap) -> Hashable:
        return self.about(item)

    def about(self, item: Broken | Gap) -> str:
        return item.assumption if isinstance(item, Broken) else item.card

    def row(self, item: Broken | Gap) -> QWidget:
        raise NotImplementedError


class AssumptionsPart(_Worked):
    """The key-assumptions check."""

    none = NO_ASSUMPTION

    def __init__(self, bridge: Bridge) -> None:
        work = WorkedOut(bridge, "what breaks", key_assumptions, sensitivity.effort)
        super().__init__(bridge, "Key assumptions", "assumption", work, line=False)
        bridge.standings.what_if_changed.connect(self.show_found)

    def row(self, item: Broken | Gap) -> QWidget:
        assert isinstance(item, Broken)
        board, standings, card = self._bridge.document.board, self._bridge.standings, item.assumption
        false = ("false", card) in standings.what_if.taken()
        turn = standings.what_if.again_with if false else standings.what_if.without
        words = "Suppose it holds again" if false else "Suppose it is false"
        do: Do = (words, lambda: standings.set_what_if(turn("false", card)))
        level = str(board.value(card, "assumption") or UNSAID).capitalize()
        graph = self.work.graph
        said = sentences(item, graph, lambda each: name_of(board, each)) if graph is not None else ""
        row = SaysRow(named(board, card), f"{level}. {said}", [do], bar="warn" if item.methods else "ctl")
        row.go.connect(lambda: self.go_to.emit(card))
        return row


class CollectPart(_Worked):
    """The collection plan."""

    none = NO_GAP

    def __init__(self, bridge: Bridge) -> None:
        work = WorkedOut(bridge, "the plan", collection_plan, collection.effort)
        super().__init__(bridge, "To collect", "collection", work)

    def row(self, item: Broken | Gap) -> QWidget:
        assert isinstance(item, Gap)
        board, card = self._bridge.document.board, item.card
        place = 1 + next(at for at, each in enumerate(self.work.found) if each is item)
        row = SaysRow(f"{place}. {named(board, card)}", collection.sentence(item), bar="warn" if item.leader else "ctl")
        row.go.connect(lambda: self.go_to.emit(card))
        return row


class CheckPage(QWidget):
    """The page "To check" of the panel.

    Signals:
        go_to: a card.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.assumptions, self.collect = AssumptionsPart(bridge), CollectPart(bridge)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.assumptions, self.collect):
            part.go_to.connect(self.go_to)
            rows.addWidget(part)
        rows.addStretch()
        bridge.standings.assessed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is caught up with."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if self.isVisible() and self._bridge.standings.now is not None:
            self.assumptions.follow()
            self.collect.follow()
