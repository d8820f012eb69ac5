"""How the board's cards stand, kept up with every change, for whatever shows it.

A small board is worked out in the turn after a change. A large one is worked out beside the window, so that the canvas
never waits for a number. Of both only what a change bears on is worked out anew.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from evidenceboard.analysis.card_standing import CardStanding, card_standings
from evidenceboard.analysis.earlier import Earlier
from evidenceboard.analysis.facts import KINDS, Values, facts_of
from evidenceboard.analysis.graph import Graph, build
from evidenceboard.analysis.standing import assess
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.document import Committed, Document
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import jobs
from evidenceboard.ui.faces_of import StandingOf
from evidenceboard.ui.reckoning import Assessed, Changes, Reckoning

SMALL = 1_500  # links that are worked out in one turn
REST_MS = 40  # after a change of a larger board


def standing_in(document: Document) -> StandingOf:
    """The standing of the cards of a document of which a picture is made, worked out at once."""
    cards = card_standings(assess(build(facts_of(document.records))))
    return lambda card: (cards.get(card), None)


class Standings(QObject):
    """The standing of one document.

    Attributes:
        count: "origin" or "report".
        what_if: judgements laid over the board, for looking at; nothing of it is ever written.
        earlier: what was other at the moment that is replayed; empty for now.
        now: what was worked out last; None until the first time.

    Signals:
        changed: a frozenset of the cards that show something else now.
        assessed: there is a new `now`.
        what_if_changed: another what-if is laid over the board, or none; its numbers follow.
    """

    changed = Signal(object)
    assessed = Signal()
    what_if_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.count, self.what_if, self.earlier = "origin", WhatIf(), Earlier()
        self.now: Assessed | None = None
        self._reckoning: Reckoning | None = None
        self._touched: set[RecordId] = set()
        self._stale = self._stopped = False
        self._job: jobs.Job | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._work)

    @property
    def busy(self) -> bool:
        """Whether `now` is about to be another one."""
        return self._stale or self._job is not None

    @property
    def graph(self) -> Graph | None:
        """The graph of the board as it is, or in a replay as it was."""
        return self.now.board.graph if self.now is not None else None

    def of(self, card: RecordId) -> tuple[CardStanding | None, CardStanding | None]:
        """How a card stands, and how it stood without the what-if; None where that is not known, or there is none."""
        if self.now is None:
            return None, None
        return self.now.cards.get(card), self.now.before.get(card)

    def begin(self) -> None:
        """Read the board, now that what joins what is known."""
        if self._reckoning is None and not self._stopped:
            self._soon.start(0 if self._is_small() else REST_MS)

    def follow(self, event: Committed) -> None:
        """What was committed bears on it."""
        touched = {record for record in event.records if kind_of(record) in KINDS}
        if touched:
            self._touched |= touched
            self._again()

    def set_count(self, count: str) -> None:
        """Count "origin" or "report"."""
        if count != self.count:
            self.count = count
            self._again()

    def set_what_if(self, what_if: WhatIf) -> None:
        """Lay other judgements over the board; an empty one ends it."""
        if what_if != self.what_if:
            self.what_if = what_if
            self._again()
            self.what_if_changed.emit()

    def set_earlier(self, earlier: Earlier) -> None:
        """Work out how the board stood at an earlier moment; an empty one is now."""
        if earlier or self.earlier:
            self.earlier = earlier
            self._again()

    def stop(self) -> None:
        """The board is about to be closed."""
        self._stopped = True
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()

    def settle(self) -> None:
        """Work out at once what waits for its turn, where the board is small."""
        if self._soon.isActive() and self._is_small():
            self._soon.stop()
            self._work()

    def _again(self) -> None:
        self._stale = True
        if not self._stopped and (self._reckoning is not None or self.now is not None):
            self._soon.start(0 if self._is_small() else REST_MS)

    def _is_small(self) -> bool:
        if self._reckoning is not None:
            return self._reckoning.links <= SMALL
        return self._document.index_is_ready and self._document.board.index.count("edge") <= SMALL

    def _work(self) -> None:
        if self._stopped or self._job is not None or self._document.closed:
            return
        if self._is_small():
            if self._reckoning is None:
                self._touched.clear()
                self._reckoning = Reckoning.of(self._document.records)
            self._stale = False
            changes = self._take_in()
            self._show(self._reckoning.work_out(changes, self.count, self.what_if, earlier=self.earlier))
            return
        self._stale = False
        work: jobs.Work
        if self._reckoning is None:
            self._touched.clear()
            work = self._document.page_reader(Reckoning.of_pages)
        else:
            changes = self._take_in()
            work = partial(self._reckoning.work_out, changes, self.count, self.what_if, earlier=self.earlier)
        self._job = jobs.run("Standing", work, self._delivered, self._failed, gives_way=True)

    def _take_in(self) -> Changes:
        """What was touched, as the board has it now."""
        board, log = self._document.board, self._document.log
        changes: list[tuple[str, RecordId, Values | None]] = []
        for kind in KINDS:
            records = [record for record in self._touched if kind_of(record) == kind]
            found = log.records_named(kind, records)
            changes += [(kind, each, found.get(each) if board.is_live(each) else None) for each in records]
        self._touched.clear()
        return changes

    def _delivered(self, result: object) -> None:
        self._job = None
        if self._stopped:
            return
        if isinstance(result, Reckoning):
            self._reckoning = result
            self._stale = True
        elif isinstance(result, Assessed):
            self._show(result)
        if self._stale:
            self._soon.start(0)

    def _failed(self, _problem: BaseException) -> None:
        self._job = self._reckoning = None  # what was half taken in is read anew at the next change

    def _show(self, found: Assessed) -> None:
        self.now = found
        if found.changed:
            self.changed.emit(found.changed)
        self.assessed.emit()
