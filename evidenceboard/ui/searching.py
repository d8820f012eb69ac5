"""Searching beside what hands do: a few milliseconds of it in each turn of the event loop, on the GUI thread.

A thread of its own would hold Python's lock from the canvas, and the records would change under it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from time import thread_time
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from evidenceboard.bulk import Reading
from evidenceboard.document import Document
from evidenceboard.errors import undone_on_error
from evidenceboard.finding.find import Finder, Found
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.board_texts import BoardTexts

SLICE = 0.003  # seconds of searching in one turn: of the processor, or a busy machine would make them too many
AT_ONCE = 0.006  # the same in the turn in which somebody asks: a small board answers in that one
QUIET_MS = 1_500  # after opening, or after a change, until texts are gathered that nobody asked for yet
BREATH_MS = 10  # between two slices of that
LONG = 30  # slices after which what was read is so much that no later collection shall pass over it


Steps = Generator[None, None, Any]  # what returns a result, a step at a time


class Query:
    """Something that is being looked for, and somebody waits for it.

    Attributes:
        waiting: its result has not been delivered yet, and it was not dropped.
    """

    def __init__(self, steps: Steps, deliver: Callable[[Any], object]) -> None:
        self.waiting = True
        self._steps = steps
        self._deliver = deliver

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self.waiting = False
        self._steps.close()

    def step(self) -> None:
        """Go on a little; the last step delivers."""
        try:
            next(self._steps)
        except StopIteration as end:
            self.waiting = False
            self._deliver(end.value)


class Searching(QObject):
    """Searches one open document. What it finds, it finds in the board as it is when the result is delivered."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._finder = Finder(BoardTexts(document))
        self._queries: list[Query] = []
        self._paused = self._stopped = self._working = False
        self._reading = Reading(LONG)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(lambda: self._work(SLICE))
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.setTimerType(Qt.TimerType.CoarseTimer)
        self._quiet.timeout.connect(self._warm_up)
        self._quiet.start(QUIET_MS)

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a result."""
        return any(query.waiting for query in self._queries)

    def look(self, words: str, deliver: Callable[[Found], object]) -> Query:
        """Look for words; the result is delivered on the GUI thread, before this returns where that costs no time."""
        return self.run(self.steps(words), deliver)

    def steps(self, words: str) -> Generator[None, None, Found]:
        """Looking for words as a part of something longer, for `run`."""
        return self._finder.look(words)

    def run(self, steps: Steps, deliver: Callable[[Any], object]) -> Query:
        """Do such steps, and deliver what they return as `look` does."""
        query = Query(steps, deliver)
        first = not self.busy
        self._queries.append(query)
        if first:  # or its turn comes: several that are asked for together take one slice of this one
            self._work(AT_ONCE)
        return query

    def touch(self, records: Iterable[RecordId]) -> None:
        """These records have changed."""
        self._finder.touch(records)
        if not self._stopped:
            self._quiet.start(QUIET_MS)

    def pause(self) -> None:
        """Wait: what joins what is being read, and asking for it now would hold up the window."""
        self._paused = True

    def resume(self) -> None:
        """That is known now."""
        self._paused = False
        self._work(SLICE)
        if not self._stopped:
            self._quiet.start(QUIET_MS)

    def stop(self) -> None:
        """The board is about to be closed: nothing is read any more, and nothing delivered."""
        self._stopped = True
        for query in self._queries:
            query.drop()
        self._queries.clear()
        self._reading.end()
        self._turn.stop()
        self._quiet.stop()

    def _work(self, seconds: float) -> None:
        """One slice for whoever waits, first come first served."""
        if self._paused or self._stopped or self._working:
            return
        self._working, end = True, thread_time() + seconds
        self._reading.go_on()
        try:
            with undone_on_error(self.stop):  # or it would fail again at every turn
                while self._has_next():
                    self._queries[0].step()
                    if thread_time() >= end:
                        break
        finally:
            self._working = False
        if self._has_next():
            self._turn.start()
        else:
            self._reading.end()
            self._turn.stop()

    def _has_next(self) -> bool:
        self._queries = [query for query in self._queries if query.waiting]
        return bool(self._queries)

    def _warm_up(self) -> None:
        """One slice that nobody waits for: the texts are gathered before the first search."""
        if self._paused or self._finder.settled or self._document.closed:
            return
        if not self.busy and not QGuiApplication.mouseButtons().value:
            end = thread_time() + SLICE
            for _ in self._finder.settle():
                if thread_time() >= end:
                    break
        self._quiet.start(BREATH_MS)
