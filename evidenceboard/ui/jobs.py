"""Long work beside the window: plain values in, plain values out, the result on the GUI thread.

A worker never touches the document. This is one of the two places where any exception is caught: it is handed to
whoever started the work.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from evidenceboard.errors import KnownError, places
from evidenceboard.progress import Progress, Stopped

log = logging.getLogger(__name__)

Work = Callable[[Progress], Any]
SEEN = 0.04  # seconds between two reports of progress that the window is told of
STILL = 0.06  # seconds after the last frame when the canvas is at rest
PAUSE = 0.01  # seconds between two looks whether it is
LONGEST = 30.0  # seconds for which work gives way to a hand that never rests


class Job(QObject):
    """One piece of work that is under way.

    Signals, all on the GUI thread:
        progressed: done and total.
        finished: the result; never once the job was cancelled.
        failed: the exception; `Stopped` if the job was cancelled.
        ended: after either, always once.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(self, title: str, gives_way: bool = False) -> None:
        super().__init__()
        self.title = title
        self._to_wait = LONGEST if gives_way else 0.0
        self._cancelled = False
        self._told = -math.inf  # when progress was last told of
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._raised.connect(self._give_up, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask it to stop: it does so at its next report of progress, and a result that is on its way is let go."""
        self._cancelled = True

    def report(self, done: int, total: int) -> bool:
        """Progress from the worker, told on to the window as often as an eye can follow; False once the job was
        cancelled."""
        now = time.monotonic()
        if now - self._told >= SEEN or done == total:
            self._told = now
            self.progressed.emit(done, total)
        self._give_way()
        return not self._cancelled

    def _give_way(self) -> None:
        """Wait while frames are painted. Python has one lock: each frame would ask for it a hundred times over."""
        while self._to_wait > 0 and time.monotonic() - _frames.last < STILL and not self._cancelled:
            time.sleep(PAUSE)
            self._to_wait -= PAUSE

    def work(self, work: Work) -> None:
        """Do it; called in the worker's thread."""
        self._give_way()
        try:
            result = work(self.report)
        except Exception as problem:  # noqa: BLE001 - handed to whoever started the work
            if not isinstance(problem, KnownError):
                log.error("a job failed: %s at %s", type(problem).__name__, places(problem.__traceback__))
            self._raised.emit(problem)
        else:
            self._returned.emit(result)

    def _deliver(self, result: Any) -> None:
        if self._cancelled:
            if hasattr(result, "close"):
                result.close()
            self._give_up(Stopped())
        else:
            _running.discard(self)
            self.finished.emit(result)
            self.ended.emit()

    def _give_up(self, problem: BaseException) -> None:
        _running.discard(self)
        self.failed.emit(problem)
        self.ended.emit()


class _Frames:
    last = -math.inf  # when the canvas was last painted


_frames = _Frames()


def frame_painted() -> None:
    """The canvas moved: what gives way waits a little."""
    _frames.last = time.monotonic()


class _Runner(QRunnable):
    def __init__(self, job: Job, work: Work) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        self._job.work(self._work)


_running: set[Job] = set()


def run(
    title: str,
    work: Work,
    done: Callable[[Any], object],
    failed: Callable[[BaseException], object],
    progressed: Callable[[int, int], object] | None = None,
    gives_way: bool = False,
) -> Job:
    """Do ``work`` in a thread of the pool; ``done`` or ``failed`` is called on the GUI thread.

    A result that has a ``close`` is closed where the job was cancelled before it arrived.

    Args:
        gives_way: nobody waits for it: it begins, and goes on at each report of progress, when the canvas is at rest.
    """
    job = Job(title, gives_way)
    _running.add(job)
    job.finished.connect(done)
    job.failed.connect(failed)
    if progressed is not None:
        job.progressed.connect(progressed, Qt.ConnectionType.QueuedConnection)
    QThreadPool.globalInstance().start(_Runner(job, work))
    return job


def finish() -> None:
    """Cancel what is under way and wait for its end: the program is about to leave."""
    for job in running():
        job.cancel()
    QThreadPool.globalInstance().waitForDone()


def running() -> tuple[Job, ...]:
    """The jobs under way."""
    return tuple(_running)
