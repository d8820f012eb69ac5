"""Replaying one open board: which day or change is looked at, and how the canvas and the standings come there.

Nothing is ever written: while it goes on, the document takes no change of ours. What others send is taken in, and the
replay goes on over it, at the same day or after the same change; who is at the end stays at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtCore import QObject, QTimer, Signal

from evidenceboard.analysis.earlier import Earlier
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import jobs
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.readings import Then
from evidenceboard.ui.replay.course import Course, Told
from evidenceboard.ui.replay.days import Days
from evidenceboard.ui.replay.leading import Leading
from evidenceboard.ui.replay.marks import ReplayMarks
from evidenceboard.ui.replay.sheet_then import SheetThen, make
from evidenceboard.ui.replay.steps import Steps
from evidenceboard.ui.searching import Query

CAPTURED, SAID, HAPPENED, CHANGES = "captured", "said", "happened", "changes"
CLOCKS = (CAPTURED, SAID, HAPPENED, CHANGES)
PLAY_MS = 1_500  # at each place


class Replaying(QObject):
    """The replay of one page.

    Attributes:
        active: it goes on.
        clock: which of `CLOCKS` it goes by.
        at: the place that is wanted; what is shown follows.
        shown: the place that is shown; None before there is one.
        reading: the course is being read.

    Signals:
        changed: any of that is another now, or more can be said of it.
        began, ended: it goes on, or is over and everything is as it was.
    """

    changed = Signal()
    began = Signal()
    ended = Signal()

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page, self._bridge = page, page.bridge
        self.active = self.reading = False
        self.clock, self.at = CAPTURED, 0
        self.shown: int | None = None
        self.course: Course = Days(self._bridge.document, CAPTURED)
        self.leading = Leading(self._bridge.standings)
        self.marks = ReplayMarks(page)
        self._selected: frozenset[RecordId] = frozenset()  # when it began
        self._wanted: int | None = None  # the change to begin at
        self._chosen = False  # the clock was chosen by the person
        self._queries: list[Query] = []  # what is read of the course
        self._arranging: Query | None = None
        self._job: jobs.Job | None = None
        self._again = False  # another place is wanted than the job is for
        self._beat = QTimer(self, interval=PLAY_MS)
        self._beat.timeout.connect(self._play_on)
        self._bridge.committed.connect(self._follow)
        self._bridge.sheet_leaving.connect(self._leave_sheet)
        self._bridge.sheet_changed.connect(self._reach)
        self._bridge.standings.assessed.connect(self._stood)

    # Beginning and ending

    def begin(self) -> None:
        """Look back, from now."""
        if self.active:
            return
        self._bridge.changing.emit()  # what hands have done comes first
        self._page.hand.cancel()
        self._page.focus.end()
        self._selected = self._page.view.selection
        self._bridge.document.looked_back = True
        self.active = True
        self.began.emit()
        self._open(self.clock)

    def begin_after(self, change: int) -> None:
        """Look at the board as it was after a change, by its number."""
        self.begin()
        self._wanted = change
        self._chosen = True
        self._open(CHANGES)

    def end(self) -> bool:
        """Come back to now; whether it went on."""
        if not self.active:
            return False
        self.active = False
        self.stop()
        self._drop()
        self._bridge.document.looked_back = False
        self.shown = None
        self.marks.clear()
        self._bridge.standings.set_earlier(Earlier())
        self._page.sheets.show_then(None)
        self._bridge.standings.settle()
        self._bridge.look_at(None)
        if not self._page.view.selection:
            self._page.view.set_selection(record for record in self._selected if self._page.holds(record))
        self.ended.emit()
        self.changed.emit()
        return True

    def choose(self, clock: str) -> None:
        """Go by another clock, from now."""
        if clock != self.clock or self.reading:
            self._chosen = True
            self._open(clock)

    def _open(self, clock: str) -> None:
        self.stop()
        self._drop()
        self.clock = clock
        self.shown = None
        document = self._bridge.document
        self.course = Steps(document) if clock == CHANGES else Days(document, clock)
        self._read(self._opened)

    def _read(self, then: Callable[[object], None]) -> None:
        self.reading = True
        self.marks.touched = {}
        self.changed.emit()
        self._run(self.course.read(), then)

    def _opened(self, _found: object) -> None:
        """The course is known; where no card has such a date, another clock is looked at, unless it was chosen."""
        if not self.course.ticks and not self._chosen:
            self._open(CLOCKS[CLOCKS.index(self.clock) + 1])
            return
        self._chosen = True
        self.reading = False
        self._learn()
        wanted, self._wanted = self._wanted, None
        course = self.course
        self.go(course.place(wanted) if wanted is not None and isinstance(course, Steps) else course.last)

    # Going

    def go(self, at: int) -> None:
        """Look at a place."""
        self.at = max(self.course.first, min(self.course.last, at))
        self._reach()

    def step(self, by: int) -> None:
        """Go so many places further at which something happened, or back."""
        ticks, at = self.course.ticks, self.at
        if not ticks or self.reading:
            return
        here = sum(tick <= at for tick in ticks) - 1 if not isinstance(ticks, range) else at
        if by < 0 and here >= 0 and ticks[here] < at:
            by += 1  # the first step back leads to what came last
        place = here + by
        self.go(ticks[min(place, len(ticks) - 1)] if place >= 0 else self.course.first)

    def turn(self, far: int) -> None:
        """Go a tenth of the way further, or back."""
        self.step(far * max(1, len(self.course.ticks) // 10))

    @property
    def playing(self) -> bool:
        return self._beat.isActive()

    def play(self) -> None:
        """Go on by itself, from the beginning if this is the end; or stop that."""
        if self.playing:
            self.stop()
        elif self.course.ticks and not self.reading:
            self._beat.start()
            if self.at >= self.course.last:
                self.go(self.course.first)
            self.changed.emit()

    def stop(self) -> None:
        """Do not go on by itself."""
        if self.playing:
            self._beat.stop()
            self.changed.emit()

    def _play_on(self) -> None:
        if self.busy:
            return  # what is shown has not come so far: the pace is its own
        self.step(1)
        if self.at >= self.course.last:
            self.stop()

    @property
    def busy(self) -> bool:
        """Whether what is shown is not yet what is wanted."""
        return self.active and (self.reading or self.shown != self.at)

    @property
    def turns(self) -> frozenset[int]:
        """The places at which somebody else leads than before, as far as that is known."""
        return self.leading.turns if isinstance(self.course, Days) else frozenset()

    def show_touched(self) -> None:
        """Bring what was touched at this place into view."""
        self._page.bring_into_view(list(self.marks.touched))

    def tell(self) -> Told:
        """What is said of the place that is wanted."""
        if self.reading:
            return Told("Looking through the board…", "")
        told = self.course.tell(self.at)
        leads = self.leading.words(self._bridge.document.board, self.at) if not self.busy else ""
        return told._replace(what="; ".join(part for part in (told.what, leads) if part))

    # Coming there

    def _reach(self) -> None:
        """Find what was other at the place that is wanted; only the latest place counts."""
        if not self.active or self.reading:
            return
        self.changed.emit()
        if self._job is not None:
            self._again = True
            self._job.cancel()
            return
        at, course = self.at, self.course
        if isinstance(course, Days):
            self._arrange(at, lambda: course.earlier(at))
            return
        found = course.earlier(at)
        if isinstance(found, Earlier):
            self._arrange(at, lambda: found)
            return
        self._again = False
        self._job = jobs.run("Replay", found, lambda earlier: self._found(at, earlier), self._not_found)

    def _found(self, at: int, earlier: Earlier) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._reach()
        elif self.active and at == self.at and not self.reading:
            self._arrange(at, lambda: earlier)

    def _not_found(self, _problem: BaseException) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._reach()

    def _arrange(self, at: int, find: Callable[[], Earlier]) -> None:
        """Make the sheet as it was, in slices, then show it with the standings of then."""
        self._drop_arranging()
        self._arranging = self._bridge.searching.run(self._make(find), lambda then: self._show(at, then))

    def _make(self, find: Callable[[], Earlier]) -> Generator[None, None, SheetThen]:
        now, reading = self._page.sheets.now, Then(self._bridge.document, find())
        yield
        then = yield from make(reading, now.sheet, now.whole, now.all_zones)
        return then

    def _show(self, at: int, then: SheetThen) -> None:
        self.shown = at
        standings = self._bridge.standings
        standings.set_earlier(then.reading.earlier)
        self._page.sheets.show_then(then)
        standings.settle()
        self.marks.show(then, self.course.touched(at))
        self._bridge.look_at(then.reading)
        self.changed.emit()

    def _stood(self) -> None:
        if self.active and not self.reading:
            self.changed.emit()

    def _learn(self) -> None:
        """Who leads on each day of a small board, to say when that changes."""
        if isinstance(self.course, Days):
            self._run(self.leading.learn(self.course, self.course.ticks), lambda _none: self.changed.emit())

    # Following the board

    def _follow(self, _event: object) -> None:
        if not self.active:
            return
        at_end, course = self.at >= self.course.last, self.course
        name = course.name(self.at) if isinstance(course, Steps) and course.ticks else None
        self._drop()

        def read(_found: object) -> None:
            self.reading = False
            self._learn()
            if at_end:
                self.go(self.course.last)
            elif name is not None and isinstance(course, Steps):
                self.go(course.place(name))
            else:
                self.go(self.at)

        self._read(read)

    def _leave_sheet(self) -> None:
        if self.active:
            self._drop_arranging()
            self._page.sheets.then = None

    # Work in slices

    def _run(self, steps: Generator[None, None, object], deliver: Callable[..., object]) -> None:
        self._queries = [query for query in self._queries if query.waiting]
        self._queries.append(self._bridge.searching.run(steps, deliver))

    def _drop_arranging(self) -> None:
        if self._arranging is not None:
            self._arranging.drop()
            self._arranging = None

    def _drop(self) -> None:
        """Let go of all that is under way."""
        self._drop_arranging()
        for query in self._queries:
            query.drop()
        self._queries.clear()
        self._again = False
        if self._job is not None:
            self._job.cancel()
            self._again = True
