"""How the board's cards stand, kept up with every change, for whatever shows it.

A small board is worked out in the turn after a change. A large one is worked out beside the window, from a copy of the
facts that bear on it, so that the canvas never waits for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from evidenceboard.analysis.agreement import briefs
from evidenceboard.analysis.card_standing import CardStanding, card_standings, changed
from evidenceboard.analysis.earlier import Earlier, graph_then
from evidenceboard.analysis.facts import KINDS, Facts, facts_of
from evidenceboard.analysis.graph import Graph, build
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.document import Committed, Document
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs
from evidenceboard.ui.faces_of import StandingOf

SMALL = 1_500  # links that are worked out in one turn
NOW = Earlier()
REST_MS = 250  # after a change of a larger board


class Assessed(NamedTuple):
    """What was worked out.

    Attributes:
        whole: the graph of the board as it is.
        earlier: what was other in `board` than it is now.
        board: the standing of the board as it is, or in a replay as it was.
        shown: the same, or what it would be in the what-if.
        cards, before: what cards show; without the what-if. `before` is empty where there is none.
        changed: cards that show something else than they did.
        off: cards that give nothing in the what-if.
        agreement: of each set of rivals, for a narrow place, how many methods agree in what is shown.
    """

    whole: Graph
    earlier: Earlier
    board: Standing
    shown: Standing
    cards: Mapping[RecordId, CardStanding]
    before: Mapping[RecordId, CardStanding]
    changed: frozenset[RecordId]
    off: frozenset[RecordId] = frozenset()
    agreement: Mapping[RecordId, str] = {}


def work_out(
    facts: Facts,
    count: str,
    what_if: WhatIf,
    shown: Mapping[RecordId, CardStanding],
    progress: Progress | None = None,
    earlier: Earlier = NOW,
    whole: Graph | None = None,
    known: Standing | None = None,
) -> Assessed:
    """Work out a board.

    Args:
        shown: what cards show now.
        earlier: what was other at the moment that is replayed.
        whole: the graph of the facts, where it is known.
        known: how the board stands then, where that is known, too.

    Raises:
        Stopped: the progress says so.
    """
    whole = whole or build(facts)
    if known is None:
        known = assess(graph_then(whole, facts, earlier) if earlier else whole, count, progress)
    board, graph = known, known.graph
    other = assess(applied(graph, what_if), count, progress) if what_if else board
    cards, before = card_standings(other), card_standings(board) if what_if else {}
    off = frozenset(graph.cards[row] for row in what_if.rows_off(graph)) | what_if.false if what_if else frozenset()
    return Assessed(whole, earlier, board, other, cards, before, changed(shown, cards), off, briefs(other))


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
        self._facts: Facts | None = None
        self._whole: Graph | None = None  # of the facts, until they change
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
        if self._facts is None and not self._stopped:
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
        if self._facts is not None and not self._stopped:
            self._soon.start(0 if self._is_small() else REST_MS)

    def _is_small(self) -> bool:
        if self._facts is not None:
            return len(self._facts.edges) <= SMALL
        return self._document.index_is_ready and self._document.board.index.count("edge") <= SMALL

    def _work(self) -> None:
        if self._stopped or self._job is not None or self._document.closed:
            return
        shown = self.now.cards if self.now is not None else {}
        if self._is_small():
            if self._facts is None:
                self._facts = facts_of(self._document.records)
            self._stale = False
            self._take_in()
            self._show(self._working(self._facts, self._known(), shown)())
            return
        self._stale = False
        work: jobs.Work
        if self._facts is None:
            self._touched.clear()
            work = self._document.reader(facts_of)
        else:
            self._take_in()
            known = self._known()
            work = self._working(self._facts if known is not None else self._facts.copy(), known, shown)
        self._job = jobs.run("Standing", work, self._delivered, self._failed)

    def _working(
        self, facts: Facts, known: Standing | None, shown: Mapping[RecordId, CardStanding]
    ) -> Callable[..., Assessed]:
        """What works it out, of plain values."""
        return partial(
            work_out, facts, self.count, self.what_if, shown, earlier=self.earlier, whole=self._whole, known=known
        )

    def _take_in(self) -> None:
        """What was touched, as the board has it now."""
        assert self._facts is not None
        board, log = self._document.board, self._document.log
        for kind in KINDS:
            records = [record for record in self._touched if kind_of(record) == kind]
            found = log.records_named(kind, records)
            for record in records:
                before = self._facts.weighs(record)
                if record in found and board.is_live(record):
                    self._facts.put(kind, record, found[record])
                else:
                    self._facts.take_out(record)
                if before != self._facts.weighs(record):
                    self._whole = None
        self._touched.clear()

    def _known(self) -> Standing | None:
        """How the board stands, where that is worked out already: words on cards and what-ifs change nothing of it."""
        now = self.now
        if now is None or now.whole is not self._whole or now.board.count != self.count:
            return None
        same = now.earlier is self.earlier or not (now.earlier or self.earlier)
        return now.board if same else None

    def _delivered(self, result: object) -> None:
        self._job = None
        if self._stopped:
            return
        if isinstance(result, Facts):
            self._facts = result
            self._stale, self._whole = True, None
        elif isinstance(result, Assessed):
            self._show(result)
        if self._stale:
            self._soon.start(0)

    def _failed(self, _problem: BaseException) -> None:
        self._job = None

    def _show(self, found: Assessed) -> None:
        self.now = found
        if not self._touched:
            self._whole = found.whole
        if found.changed:
            self.changed.emit(found.changed)
        self.assessed.emit()
