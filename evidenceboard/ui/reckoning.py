"""Works out a board's standing again and again, and only what a change bears on anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from evidenceboard.analysis.agreement import briefs
from evidenceboard.analysis.card_standing import CardStanding
from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.earlier import Earlier, graph_then
from evidenceboard.analysis.edits import regraded
from evidenceboard.analysis.facts import Facts, Pages, Records, Values, facts_of, facts_of_pages
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.kept import Kept
from evidenceboard.analysis.shown import Shown, shown
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.analysis.what_if import NOTHING, WhatIf, applied
from evidenceboard.bulk import settle_down, uncollected
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress

MANY = 500  # cards that are told of one by one


class Assessed(NamedTuple):
    """What was worked out.

    Attributes:
        whole: the graph of the board as it is.
        board: the standing of the board as it is, or in a replay as it was.
        shown: the same, or what it would be in the what-if.
        cards, before: what cards show; without the what-if. `before` is empty where there is none.
        changed: cards that show something else than they did.
        off: cards that give nothing in the what-if.
        regraded: some of the cards whose sources are graded otherwise in it.
        agreement: of each set of rivals, for a narrow place, how many methods agree in what is shown.
    """

    whole: Graph
    board: Standing
    shown: Standing
    cards: Mapping[RecordId, CardStanding]
    before: Mapping[RecordId, CardStanding]
    changed: frozenset[RecordId]
    off: frozenset[RecordId] = frozenset()
    agreement: Mapping[RecordId, str] = {}
    regraded: frozenset[RecordId] = NOTHING


Changes = Sequence[tuple[str, RecordId, Values | None]]  # kind, record, and its values where it is there


class Reckoning:
    """Works out one board again and again: in one thread at a time, which need not always be the same.

    Attributes:
        kept: the board, as it was taken in last.
    """

    def __init__(self, facts: Facts) -> None:
        self.kept = Kept(Columns(facts))
        self._board: Shown | None = None
        self._seen: Shown | None = None
        self._now: Standing | None = None  # how the board stands, until something that bears on it changes
        self._then: tuple[Earlier, Standing] | None = None  # how it stood at an earlier moment, likewise

    @classmethod
    @uncollected()
    def of(cls, records: Records) -> Reckoning:
        """Of the live records of a board."""
        return cls(facts_of(records))

    @classmethod
    @uncollected()
    def of_pages(cls, pages: Pages) -> Reckoning:
        """Of the records of a large board, in a thread beside the window."""
        found = cls(facts_of_pages(pages))
        settle_down()
        return found

    @property
    def links(self) -> int:
        """About how many links there are."""
        return len(self.kept.columns.edges)

    def work_out(
        self,
        changes: Changes,
        count: str,
        what_if: WhatIf,
        progress: Progress | None = None,
        earlier: Earlier | None = None,
    ) -> Assessed:
        """Take in what has changed, and work out the board.

        Args:
            earlier: what was other at the moment that is replayed.

        Raises:
            Stopped: the progress says so.
        """
        self._take_in(changes, count)
        now = self._now = self._now or self.kept.follow(progress)
        board, whole = self._stood(now, earlier, progress), now.graph
        if not what_if:
            other = board
        elif earlier:
            other = assess(applied(board.graph, what_if), count, progress)
        else:
            other = self.kept.what_if(what_if, progress)
        if progress is not None:  # beside the window: what is said of it takes a while, too
            other.work_ahead()
        was_board = self._seen is self._board
        self._board = shown(board, self._board)
        self._seen = self._board if was_board and not what_if else shown(other, self._seen)
        graph, before = board.graph, self._board.cards if what_if else {}
        off = frozenset(graph.cards[row] for row in what_if.rows_off(graph)) | what_if.false if what_if else frozenset()
        return Assessed(
            whole, board, other, self._seen.cards, before, self._seen.changed, off, briefs(other),
            frozenset(islice(regraded(graph, what_if), MANY)),
        )  # fmt: skip

    def _take_in(self, changes: Changes, count: str) -> None:
        """Words on cards and what-ifs change nothing of how the board stands: it is not worked out anew for them."""
        columns, same = self.kept.columns, self.kept.count == count
        for kind, record, values in changes:
            before = columns.facts.weighs(record)
            if values is None:
                columns.take_out(record)
            else:
                columns.put(kind, record, values)
            same = same and columns.facts.weighs(record) == before
        self.kept.count = count
        if not same:
            self._now = self._then = None

    def _stood(self, now: Standing, earlier: Earlier | None, progress: Progress | None) -> Standing:
        """How the board stood at an earlier moment, or stands now."""
        if not earlier:
            return now
        if self._then is None or self._then[0] is not earlier:
            graph = graph_then(now.graph, self.kept.columns.facts, earlier)
            self._then = earlier, assess(graph, self.kept.count, progress)
        return self._then[1]
