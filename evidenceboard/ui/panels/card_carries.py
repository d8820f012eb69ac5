"""What a card carries: how the hypotheses would stand without it, and without all of its origin."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent

from evidenceboard.analysis.carries import Moved, carried, in_words, origin_of
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import name_of

LARGE = 2_000  # links of a board; of a larger one nothing is worked out for a card that is only passed
REST_MS = 250
Found = tuple[list[Moved], list[Moved] | None]


class CardCarries(Section):
    """Worked out beside the window, for the card that is shown only, on the board as it is."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("What it carries")
        self._bridge, self._card = bridge, ""
        self._job: jobs.Job | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._work)
        self.alone = plain_label("", size=12, ink="ink2", wrap=True, max_lines=10)
        self.origin = plain_label("", size=12, ink="ink2", wrap=True, max_lines=10)
        self.try_card = push_button("Look without it", "link")
        self.try_origin = push_button("Look without this origin", "link")
        self.meaning = plain_label(MEANINGS["contribution"].not_says, size=12, ink="ink3", wrap=True)
        self.add(self.alone)
        self.rows.addWidget(self.try_card, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.origin)
        self.rows.addWidget(self.try_origin, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.meaning)
        self.try_card.clicked.connect(lambda: self._lay_aside("card", self._card))
        self.try_origin.clicked.connect(lambda: self._lay_aside("origin", self._origin()))
        bridge.standings.assessed.connect(self._begin)

    def show_card(self, card: RecordId) -> None:
        """Shows a card; the standing may follow later."""
        if card != self._card:
            self._card = card
            self.alone.setText("Working it out …")
            for part in (self.origin, self.try_card, self.try_origin):
                part.hide()
        self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while nobody looked."""
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        graph, board = self._bridge.standings.graph, self._bridge.document.board
        there = graph is not None and self._card in graph.row and any(graph.rivals)
        self.setVisible(there and board.is_live(self._card) and board.value(self._card, "kind") != "hypothesis")
        if graph is not None and self.isVisible():
            self._soon.start(0 if len(graph.edges) <= LARGE else REST_MS)

    def _origin(self) -> RecordId:
        graph = self._bridge.standings.graph
        return origin_of(graph, self._card) if graph is not None else ""

    def _work(self) -> None:
        now, card, origin = self._bridge.standings.now, self._card, self._origin()
        if self._job is not None:
            self._job.cancel()
        if now is None or card not in now.board.graph.row:
            return
        board = now.board

        def work(progress: Progress) -> Found:
            alone = carried(board, WhatIf().without("card", card), progress)
            return alone, carried(board, WhatIf().without("origin", origin), progress) if origin else None

        job = jobs.run(
            "What a card carries",
            work,
            lambda found: self._show(job, card, origin, found),
            self._let_go,
            gives_way=True,
        )
        self._job = job

    def _let_go(self, _problem: BaseException) -> None:
        """The next card asks anew."""

    def _show(self, job: jobs.Job, card: RecordId, origin: RecordId, found: Found) -> None:
        if job is not self._job or card != self._card or self._bridge.document.closed:
            return
        self._job = None
        board = self._bridge.document.board
        alone, together = found
        self.alone.setText(in_words(alone, name_of(board, card), lambda each: name_of(board, each)))
        self.try_card.show()
        self.origin.setVisible(together is not None)
        self.try_origin.setVisible(together is not None)
        if together is not None:
            without = f"the whole of {name_of(board, origin)}"
            self.origin.setText(in_words(together, without, lambda each: name_of(board, each)))

    def _lay_aside(self, what: str, record: RecordId) -> None:
        standings = self._bridge.standings
        if record:
            standings.set_what_if(standings.what_if.without(what, record))
