"""Reading the matrix anew whenever what it shows may have changed, a large board's beside the window."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from evidenceboard.analysis.ach_table import Table, Wish, read
from evidenceboard.analysis.guards import says_null
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.searching import Query
from evidenceboard.ui.standings import SMALL

AT_ONCE = 50  # cards whose keys are read in one step


class Known(NamedTuple):
    """What must be known of a card before the matrix can be shown: its key, and whether it says "none of these"."""

    key: str
    null: bool


class Reading(QObject):
    """Reads the matrix of one board.

    Attributes:
        wish: what is wanted of it.

    Signals:
        done: the `Table` as it is now.
    """

    done = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wish = Wish()
        self._bridge = bridge
        self._known: dict[RecordId, Known] = {}
        self._job, self._stale = False, False
        self._query: Query | None = None

    def ask(self, **wishes: Any) -> bool:
        """Wish for something else, and read that; whether the board is known well enough to be read."""
        self.wish = replace(self.wish, **wishes)
        return self.begin()

    def begin(self) -> bool:
        """Read the matrix anew; whether the board is known well enough."""
        now = self._bridge.standings.now
        if now is None:
            return False
        if self._job or self._query is not None:
            self._stale = True
            return True
        keys = {card: known.key for card, known in self._known.items()}
        work = partial(read, now.shown, now.cards, now.before, self.wish, keys)
        if len(now.shown.graph.edges) <= SMALL:
            self._take(work())
        else:
            self._job = True
            jobs.run("Matrix", lambda _progress: work(), self._delivered, lambda _problem: self._ended())
        return True

    def forget(self, records: Iterable[RecordId]) -> None:
        """These may have other keys or words now."""
        for record in records:
            self._known.pop(record, None)

    def has_null(self, table: Table) -> bool:
        """Whether one of the rivals says that none of the others holds."""
        return any(self._known[row].null for row in table.matrix.rows if row in self._known)

    def _delivered(self, table: Table) -> None:
        self._job = False
        if not self._bridge.document.closed:
            self._take(table)
        self._again()

    def _ended(self) -> None:
        self._job = False
        self._again()

    def _take(self, table: Table) -> None:
        """Show it where all keys are known; else read them first."""
        strange = [card for card in (*table.matrix.rows, *table.matrix.columns) if card not in self._known]
        if strange:
            self._query = self._bridge.searching.run(self._learn(strange), partial(self._learned, table))
            if not self._query.waiting:
                self._query = None
        else:
            self.done.emit(table)

    def _learn(self, cards: Sequence[RecordId]) -> Generator[None, None, bool]:
        """Read keys, some in each step; whether any of these cards has one."""
        log, keyed = self._bridge.document.log, False
        for start in range(0, len(cards), AT_ONCE):
            part = cards[start : start + AT_ONCE]
            found = log.records_named("card", part)
            for card in part:
                values = found.get(card, {})
                self._known[card] = Known(str(values.get("key") or ""), says_null(values))
                keyed = keyed or bool(values.get("key"))
            yield
        return keyed

    def _learned(self, table: Table, keyed: bool) -> None:
        self._query = None
        if keyed:
            self.begin()  # once more, now that they can be put in order
        else:
            self._take(table)
            self._again()

    def _again(self) -> None:
        if self._stale and not self._bridge.document.closed:
            self._stale = False
            self.begin()
