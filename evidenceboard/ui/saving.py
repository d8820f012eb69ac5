"""Publishing from the window: on Ctrl+S, on close, after a rest, and at the latest a minute after the first change.

The work runs in a thread; what a colleague has put into the file meanwhile is received first. When it fails the
work is safe in the working copy, and the window says so until it succeeds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published
from evidenceboard.store.reading import Foreign
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.widgets.status_bar import SaveState

REST_MS = 10_000
LATEST_MS = 60_000
LARGE = 20 * 1024 * 1024  # bytes; a larger board is published by itself only every ten minutes
LARGE_MS = 600_000
HELD_MS = 1_000  # until it is looked again whether photos are still being added
ROUNDS = 5  # of receiving before giving up for this time


class Saving(QObject):
    """Keeps the user's file up to date.

    Signals:
        state_changed: a `SaveState` and the words for the status bar.
        failed: a `KnownError`; stays until `succeeded`.
        succeeded: the file holds everything.
        received: how many changesets of others came in on the way.
    """

    state_changed = Signal(object, str)
    failed = Signal(object)
    succeeded = Signal()
    received = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: jobs.Job | None = None
        self._again: Path | None = None
        self._first_change = 0.0
        self._trouble = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save_by_itself)
        bridge.committed.connect(self._changed)
        self.show_state()

    @property
    def document(self) -> Document:
        return self._bridge.document

    @property
    def busy(self) -> bool:
        return self._job is not None

    def save(self, target: Path | None = None) -> None:
        """Publish now, beside the window; to ``target`` if given, which is then the board's file."""
        self._bridge.changing.emit()
        self._timer.stop()
        if self.busy:
            self._again = target or self.document.path
            return
        self._attempt(target, ROUNDS)

    def save_now(self) -> None:
        """Publish and wait for it: the window is closing.

        Raises:
            KnownError: it did not succeed; the work is safe in the working copy.
        """
        self._timer.stop()
        if self.document.path is not None and self.document.unpublished:
            self.document.publish()
            self.show_state()

    def show_state(self) -> None:
        """Say how things stand."""
        document = self.document
        if document.read_only:
            self.state_changed.emit(SaveState.READ_ONLY, "Open for reading only")
        elif document.path is None:
            self.state_changed.emit(SaveState.NOT_YET, "Kept as a draft · not in a file yet")
        elif self._trouble:
            self.state_changed.emit(SaveState.FAILED, f"Not saved to {document.path.name}")
        elif document.unpublished:
            self.state_changed.emit(SaveState.NOT_YET, "Every change kept · saving soon")
        elif document.filing.saved_ms is not None:
            when = time.strftime("%H:%M", time.localtime(document.filing.saved_ms / 1000))
            self.state_changed.emit(SaveState.SAVED, f"Saved {when}, verified")
        else:
            self.state_changed.emit(SaveState.SAVED, "Saved")

    def _changed(self, _event: object) -> None:
        if not self._first_change:
            self._first_change = time.monotonic()
        if self.document.path is not None and self.document.installation.preferences().publish == "auto":
            waited = (time.monotonic() - self._first_change) * 1000
            large = self._size() > LARGE
            rest, latest = (LARGE_MS, LARGE_MS) if large else (REST_MS, LATEST_MS)
            self._timer.start(max(0, int(min(rest, latest - waited))))
        self.show_state()

    def _save_by_itself(self) -> None:
        """Not while photos are being added: all of them would be left out, at the cost of writing the board twice."""
        if self.document.filing.ahead.pending:
            self._timer.start(HELD_MS)
        else:
            self.save()

    def _size(self) -> int:
        try:
            return self.document.path.stat().st_size if self.document.path else 0
        except OSError:
            return 0

    def _attempt(self, target: Path | None, rounds: int) -> None:
        try:
            publication = self.document.publication(target)
        except KnownError as problem:
            self._fail(problem)
            return
        self.state_changed.emit(SaveState.SAVING, "Saving…")
        self._job = jobs.run(
            "Saving",
            publication.run,
            lambda result: self._done(publication, result, target, rounds),
            self._fail,
        )

    def _done(self, publication: Publication, result: Published | Foreign, target: Path | None, rounds: int) -> None:
        self._job = None
        if isinstance(result, Published):
            self.document.finish_publication(publication, result)
            self._first_change = 0.0
            self._trouble = False
            self.succeeded.emit()
            self.show_state()
        elif rounds <= 0:
            result.close()
            self._fail(KnownError("The file keeps changing", "Somebody else saves it again and again. Try once more."))
            return
        else:
            with result:
                new = self._guarded(lambda: self.document.take_in_from_file(publication, result))
            if new is None:
                return
            if new:
                self.received.emit(len(new))
            self._attempt(target, rounds - 1)
            return
        if self._again is not None:
            again, self._again = self._again, None
            self.save(again if again != self.document.path else None)

    def _guarded(self, work: Callable[[], tuple[object, ...]]) -> tuple[object, ...] | None:
        try:
            return work()
        except KnownError as problem:
            self._fail(problem)
            return None

    def _fail(self, problem: BaseException) -> None:
        self._job = None
        self._trouble = True
        known = (
            problem if isinstance(problem, KnownError) else KnownError("The board was not saved", str(type(problem)))
        )
        self.show_state()
        self.failed.emit(known)
