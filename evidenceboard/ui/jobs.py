"""Long work beside the window: plain values in, plain values out, the result on the GUI thread.

A worker never touches the document. This is one of the two places where any exception is caught: it is handed to
whoever started the work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from evidenceboard.errors import KnownError

log = logging.getLogger(__name__)

Progress = Callable[[int, int], bool]
Work = Callable[[Progress], Any]


class Job(QObject):
    """One piece of work that is under way.

    Signals:
        progressed: done and total.
        finished: the result.
        failed: the exception.
        ended: after either, always once.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._cancelled = False

    def cancel(self) -> None:
        """Ask it to stop; it does so at its next report of progress."""
        self._cancelled = True

    def report(self, done: int, total: int) -> bool:
        """Progress from the worker; False once the job was cancelled."""
        self.progressed.emit(done, total)
        return not self._cancelled


class _Runner(QRunnable):
    def __init__(self, job: Job, work: Work) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        try:
            result = self._work(self._job.report)
        except Exception as problem:  # noqa: BLE001 - handed to whoever started the work
            if not isinstance(problem, KnownError):
                log.error("a job failed: %s", type(problem).__name__)
            self._job.failed.emit(problem)
        else:
            self._job.finished.emit(result)
        self._job.ended.emit()


_running: set[Job] = set()


def run(
    title: str,
    work: Work,
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None],
    progressed: Callable[[int, int], None] | None = None,
) -> Job:
    """Do ``work`` in a thread of the pool; ``done`` or ``failed`` is called on the GUI thread."""
    job = Job(title)
    queued = Qt.ConnectionType.QueuedConnection
    _running.add(job)
    job.finished.connect(done, queued)
    job.failed.connect(failed, queued)
    if progressed is not None:
        job.progressed.connect(progressed, queued)
    job.ended.connect(lambda: _running.discard(job), queued)
    QThreadPool.globalInstance().start(_Runner(job, work))
    return job


def running() -> tuple[Job, ...]:
    """The jobs under way."""
    return tuple(_running)
