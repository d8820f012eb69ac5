"""What the board's reasoning says, what it hangs on, and what a reviewer would ask of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.linchpins import Linchpin, effort, has_rivals, linchpins
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.said import Said, said_of
from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs, theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import WIDTH, IconLabel, Scroll, Section
from evidenceboard.ui.panels.says_parts import AgreementPart, GuardsPart, LedgerPart, LinchpinsPart
from evidenceboard.ui.panels.says_rows import Meaning
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button

AT_ONCE = 5_000_000  # links to work out: about half a second beside the window; more only when asked
REST_MS = 300  # after a change, before a large board is read anew
SMALL = 2_000  # cards of a board that is read anew at once
SAYS = ("silence", "pair", "card", "edge", "rivals", "source", "origin")
NONE = "Nothing alone changes the order: it hangs on no single card, source or origin."


class SaysPanel(QWidget):
    """Agreement, linchpins, warnings, contradictions. Reads only while it is seen.

    Signals:
        go_to: a card.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setAccessibleName("What this says")
        self._selected: tuple[RecordId, ...] = ()
        self._stale = True
        self._reading: jobs.Job | None = None
        self._searching: jobs.Job | None = None
        self._found: Sequence[Linchpin] | None = None
        self._searched: tuple[Graph, str] | None = None  # of which the linchpins are known, or wanted
        self.agreement = AgreementPart(bridge)
        self.linchpins = LinchpinsPart(bridge)
        self.guards = GuardsPart(bridge)
        self.ledger = LedgerPart(bridge, lambda: self._selected)
        self.work = push_button("Work out the linchpins", "link")
        self.add_pair = push_button("Add the two selected cards", "link")
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._read)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(44)
        header = QHBoxLayout(head)
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("info", "ink2"))
        header.addWidget(plain_label("What this says", weight=600), 1)
        form = QWidget()
        parts = QVBoxLayout(form)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        self.linchpins.rows.insertWidget(2, self.work, 0, Qt.AlignmentFlag.AlignLeft)
        self.ledger.rows.insertWidget(2, self.add_pair, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.agreement, self.linchpins, self.guards, self.ledger, self._meanings()):
            parts.addWidget(part)
        parts.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(Hairline())
        rows.addWidget(Scroll(form), 1)

    def _meanings(self) -> Section:
        section = Section("What the words mean")
        for key in ("standing", "rank", "word", "linchpin", "balance"):
            meaning = MEANINGS[key]
            section.add(plain_label(meaning.title, size=12, weight=600))
            section.add(Meaning(meaning.says, meaning.not_says))
        return section

    def _connect(self) -> None:
        for part in (self.linchpins, self.guards, self.ledger):
            part.go_to.connect(self.go_to)
        self.work.clicked.connect(self._work_or_stop)
        self.add_pair.clicked.connect(self.ledger.add_selected)
        self.bridge.standings.assessed.connect(self._follow_standing)
        self.bridge.standings.what_if_changed.connect(self._show_linchpins)
        self.bridge.committed.connect(self._follow)
        self.show_records(())

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """What is selected: two cards can be put into the ledger."""
        self._selected = tuple(records)
        cards = [record for record in records if kind_of(record) == "card"]
        self.add_pair.setEnabled(len(cards) == 2 and not self.bridge.document.read_only)
        plain_tooltip(self.add_pair, "" if len(cards) == 2 else "Select two cards first")

    # Following the board

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is caught up with."""
        super().showEvent(event)
        self._follow_standing()
        if self._stale:
            self._read()

    def _follow(self, event: Committed) -> None:
        if any(kind_of(record) in SAYS for record in event.records):
            self._stale = True
            if self.isVisible():
                self._soon.start(0 if len(self.bridge.document.geometry().cards) <= SMALL else REST_MS)

    def _read(self) -> None:
        document = self.bridge.document
        if self._reading is not None or document.closed or not self.isVisible():
            return
        self._stale = False
        read = document.reader(said_of)
        self._reading = jobs.run("What this says", read, self._take, self._not_read)

    def _take(self, said: Said) -> None:
        self._reading = None
        if self.bridge.document.closed:
            return
        self.guards.show_warnings(said.warnings)
        self.ledger.show_pairs(said.pairs, said.proposed)
        if self._stale:
            self._read()

    def _not_read(self, _problem: BaseException) -> None:
        self._reading = None

    def _follow_standing(self) -> None:
        now = self.bridge.standings.now
        if now is None or not self.isVisible():
            return
        self.agreement.show_standing(now.shown, what_if=bool(self.bridge.standings.what_if))
        wanted = (now.board.graph, now.board.count)
        if self._searched is None or self._searched[0] is not wanted[0] or self._searched[1] != wanted[1]:
            self._search(asked=False)

    # Linchpins

    def _search(self, *, asked: bool) -> None:
        now = self.bridge.standings.now
        if now is None:
            return
        if self._searching is not None:
            self._searching.cancel()
        graph, count = self._searched = (now.board.graph, now.board.count)

        def work(progress: Progress) -> Sequence[Linchpin] | None:
            if not asked and effort(graph) > AT_ONCE:
                return None
            return linchpins(graph, count, progress)

        job = jobs.run("Linchpins", work, lambda found: self._found_them(job, found), lambda _e: self._give_up(job))
        self._searching = job
        job.progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self._show_linchpins()

    def _found_them(self, job: jobs.Job, found: Sequence[Linchpin] | None) -> None:
        if self._searching is job:
            self._searching, self._found = None, found
            self._show_linchpins()

    def _give_up(self, job: jobs.Job) -> None:
        if self._searching is job:
            self._searching, self._found = None, None
            self._show_linchpins()

    def _tell_progress(self, done: int, total: int) -> None:
        if self._searching is not None:
            self.linchpins.told.setText(f"Working them out: {done:,} of {total:,}")

    def _work_or_stop(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
        else:
            self._search(asked=True)

    def _show_linchpins(self) -> None:
        if not self.isVisible() or self.bridge.document.closed:
            return
        graph = self.bridge.standings.graph
        rivals = graph is not None and has_rivals(graph)
        self.work.setVisible(rivals and (self._searching is not None or self._found is None))
        self.work.setText("Cancel" if self._searching is not None else "Work out the linchpins")
        if self._searching is not None:
            told = "Working them out …"
        elif self._found is None:
            told = "This board is large: they are worked out when you ask." if rivals else ""
        else:
            told = "" if self._found or not rivals else NONE
        live = self.bridge.document.board.is_live
        self.linchpins.show_items([each for each in self._found or () if live(each.record)], told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
