"""What a reviewer would ask, each to be silenced with a reason that stays to be read; and the ledger below."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.analysis.guards import GUARDS, Warning
from evidenceboard.analysis.said import Said, said_of
from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.judgements import bring_back, silence
from evidenceboard.model.text_folding import natural
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.says_ledger import LedgerPart
from evidenceboard.ui.panels.says_rows import ReasonLine, SaysRow, SaysSection, named
from evidenceboard.ui.words import name_of, names_in_words

REST_MS = 300  # after a change, before a large board is read anew
SMALL = 2_000  # cards of a board that is read anew at once
SAYS = ("silence", "pair", "card", "edge", "rivals", "source", "origin")
SILENCED = "Silenced: "


class GuardsPart(SaysSection):
    """Warnings against one's own bias; each can be silenced with a reason."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Questions to ask", self._row, line=False)
        self._bridge = bridge

    def show_warnings(self, warnings: Sequence[Warning]) -> None:
        """Show these, the silenced ones last."""
        heard = sum(each.silenced is None for each in warnings)
        self.show_items(warnings, self._told(heard, len(warnings) - heard), heard)

    @staticmethod
    def _told(heard: int, silenced: int) -> str:
        told = "" if heard else "No question is open."
        return f"{told} {silenced} silenced, each with its reason.".strip() if silenced else told

    def key(self, item: Warning) -> Hashable:
        return item.silence, item.silenced is None

    def _row(self, warning: Warning) -> QWidget:
        board = self._bridge.document.board
        items = names_in_words(sorted((name_of(board, each) for each in warning.items), key=natural), 4)
        words = f"{GUARDS[warning.guard]} ({items})" if items else GUARDS[warning.guard]
        writable = not self._bridge.document.read_only
        if warning.silenced is not None:
            back = [("Bring back", lambda: self._bring_back(warning))] if writable else []
            reason = f"{SILENCED}{warning.silenced or 'no reason given'}"
            row = SaysRow(named(board, warning.about), f"{words}\n{reason}", back, quiet=True)
        else:
            line = ReasonLine("Why this question is silenced", "Why is it no worry here?")
            line.given.connect(lambda text: self._silence(warning, text))
            ask = [("Silence…", line.ask)] if writable else []
            row = SaysRow(named(board, warning.about), words, ask)
            row.add(line)
        card = warning.about if kind_of(warning.about) == "card" else next(iter(warning.items), "")
        row.go.connect(lambda: self.go_to.emit(card))
        return row

    def _silence(self, warning: Warning, reason: str) -> None:
        self._bridge.attempt(lambda: silence(warning.guard, warning.about, reason))

    def _bring_back(self, warning: Warning) -> None:
        self._bridge.attempt(lambda: bring_back(warning.guard, warning.about))


class QuestionsPage(QWidget):
    """The page "Questions" of the panel: it reads the board only while it is seen.

    Signals:
        go_to: a card.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, selection: Callable[[], Sequence[RecordId]]) -> None:
        super().__init__()
        self._bridge = bridge
        self._stale = True
        self._reading: jobs.Job | None = None
        self.guards, self.ledger = GuardsPart(bridge), LedgerPart(bridge, selection)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.guards, self.ledger):
            part.go_to.connect(self.go_to)
            rows.addWidget(part)
        rows.addStretch()
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._read)
        bridge.committed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is caught up with."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _follow(self, event: Committed) -> None:
        if any(kind_of(record) in SAYS for record in event.records):
            self._stale = True
            if self.isVisible():
                self._soon.start(0 if len(self._bridge.document.geometry().cards) <= SMALL else REST_MS)

    def _read(self) -> None:
        document = self._bridge.document
        if self._reading is not None or document.closed or not self.isVisible():
            return
        self._stale = False
        self._reading = jobs.run("What this says", document.reader(said_of), self._take, self._not_read, gives_way=True)

    def _take(self, said: Said) -> None:
        self._reading = None
        if self._bridge.document.closed:
            return
        self.guards.show_warnings(said.warnings)
        self.ledger.show_pairs(said.pairs, said.proposed)
        if self._stale:
            self._read()

    def _not_read(self, _problem: BaseException) -> None:
        self._reading = None
