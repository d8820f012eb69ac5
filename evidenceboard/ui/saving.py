"""Publishing from the window: on Ctrl+S, on close, after a rest, and at the latest a minute after the first change.

The work runs in a thread; what a colleague has put into the file meanwhile is received first. When it fails the
work is safe in the working copy, the window says so until it succeeds, and it is tried again after a while.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, NotSaved, TargetGone
from evidenceboard.model.changes import Changeset
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published
from evidenceboard.store.reading import Foreign
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.widgets.status_bar import SaveState
from evidenceboard.ui.words import one_line

REST_MS = 10_000
LATEST_MS = 60_000
RETRY_MS = 20_000  # after a failure
SLOW_MS = 5_000  # until a person is told that the drive does not answer
CARDS_IN_A_MS = 5  # that are surely written: a first saving of 100,000 takes 4 to 8 s of processor
MOMENT_MS = 10  # between two looks whether a saving that is waited for is over
LARGE = 20 * 1024 * 1024  # bytes; a larger board is published by itself only every ten minutes
LARGE_MS = 600_000
HELD_MS = 1_000  # until it is looked again whether photos are still being added
ROUNDS = 5  # of receiving before giving up for this time


@dataclass(frozen=True)
class Wish:
    """What is to be saved, and what a person has allowed.

    Attributes:
        target: another place than the board's file, which is then its file.
        recreate: the file may be made anew where it is gone.
        replace_damaged: what lies in its place may be replaced though it is no whole board.
    """

    target: Path | None = None
    recreate: bool = False
    replace_damaged: bool = False


class Saving(QObject):
    """Keeps the user's file up to date.

    Signals:
        state_changed: a `SaveState` and the words for the status bar.
        failed: a `KnownError`; stays until `succeeded`.
        succeeded: the file holds everything; a `Published`.
        received: the changesets of others that came in on the way, and how many the file lacked.
        slow: the drive does not answer; `ended` tells when it did.
        ended: an attempt is over.
    """

    state_changed = Signal(object, str)
    failed = Signal(object)
    succeeded = Signal(object)
    received = Signal(object, int)
    slow = Signal()
    ended = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._attempts = 0  # an attempt that is not the latest was given up: what comes of it is let go
        self._busy = False
        self._again: Wish | None = None
        self._first_change = 0.0
        self._trouble: KnownError | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save_by_itself)
        self._slow = QTimer(self, singleShot=True)
        self._slow.timeout.connect(self._tell_slow)
        bridge.committed.connect(self._changed)
        self.show_state()

    @property
    def document(self) -> Document:
        return self._bridge.document

    @property
    def busy(self) -> bool:
        return self._busy

    @property
    def trouble(self) -> KnownError | None:
        """Why the last attempt failed; None where it did not."""
        return self._trouble

    def save(self, target: Path | None = None, recreate: bool = False, replace_damaged: bool = False) -> None:
        """Publish now, beside the window; to ``target`` if given, which is then the board's file."""
        self._bridge.changing.emit()
        self._timer.stop()
        wish = Wish(target, recreate, replace_damaged)
        if self._busy and (target in (None, self.document.path) or self._slow.isActive()):
            self._again = wish
        else:
            self._attempt(wish, ROUNDS)  # an attempt that a drive holds up is let go for another place

    def save_now(self, patience_ms: int | None = None) -> None:
        """Publish and wait for it: the window is closing. A drive that does not answer is not waited for long.

        Raises:
            KnownError: it did not succeed; the work is safe in the working copy.
        """
        if self.document.path is None or not self.document.unpublished:
            return
        self.save()
        end = time.monotonic() + (self._patience_ms() if patience_ms is None else patience_ms) / 1000
        while self._busy and time.monotonic() < end:
            self._wait(MOMENT_MS)
        if self._busy:
            raise NotSaved("The drive does not answer", "Wait until it does, or save elsewhere.")
        if self._trouble is not None:
            raise NotSaved(self._trouble.title, self._trouble.advice)

    def _patience_ms(self) -> int:
        """A board of very many cards takes a while on any drive."""
        return SLOW_MS + len(self.document.geometry().cards) // CARDS_IN_A_MS

    def _wait(self, milliseconds: int) -> None:
        """Let the window go on for a moment, without the person's hands."""
        loop = QEventLoop(self)
        timer = QTimer(loop, singleShot=True)
        timer.timeout.connect(loop.quit)
        timer.start(milliseconds)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        loop.deleteLater()

    def show_state(self) -> None:
        """Say how things stand."""
        document = self.document
        if document.filing.read_only:
            self.state_changed.emit(SaveState.READ_ONLY, "Open for reading only")
        elif document.path is None:
            self.state_changed.emit(SaveState.NOT_YET, "Kept as a draft · not in a file yet")
        elif self._trouble is not None:
            self.state_changed.emit(SaveState.FAILED, f"Not saved to {one_line(document.path.name, 80)}")
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
        if self.document.path is not None and self._by_itself():
            waited = (time.monotonic() - self._first_change) * 1000
            large = self._size() > LARGE
            rest, latest = (LARGE_MS, LARGE_MS) if large else (REST_MS, LATEST_MS)
            self._timer.start(max(0, int(min(rest, latest - waited))))
        self.show_state()

    def _by_itself(self) -> bool:
        return self.document.installation.preferences().publish == "auto"

    def _save_by_itself(self) -> None:
        """Not while photos are being added: all of them would be left out, at the cost of writing the board twice."""
        if self.document.filing.ahead.pending:
            self._timer.start(HELD_MS)
        else:
            self.save()

    def _size(self) -> int:
        """Of the working copy: the user's drive may hang, and must not be asked here."""
        try:
            return self.document.log.path.stat().st_size
        except OSError:
            return 0

    def _attempt(self, wish: Wish, rounds: int) -> None:
        try:
            publication = self.document.publication(wish.target, wish.recreate, wish.replace_damaged)
        except KnownError as problem:
            self._fail(problem)
            return
        self._busy = True
        self._attempts += 1
        attempt = self._attempts
        self.state_changed.emit(SaveState.SAVING, "Saving…")
        self._slow.start(self._patience_ms())
        jobs.run(
            "Saving",
            publication.run,
            lambda result: self._done(attempt, publication, result, wish, rounds),
            lambda problem: self._fail(problem, attempt),
        )

    def _tell_slow(self) -> None:
        self.state_changed.emit(SaveState.SAVING, "Still saving: the drive does not answer")
        self.slow.emit()

    def _is_over(self, attempt: int) -> bool:
        """Whether nobody waits for an attempt any more: the board is closed, or is being saved elsewhere."""
        return self.document.closed or attempt != self._attempts

    def _done(
        self, attempt: int, publication: Publication, result: Published | Foreign, wish: Wish, rounds: int
    ) -> None:
        if self._is_over(attempt):
            if isinstance(result, Foreign):
                result.close()
        elif isinstance(result, Published):
            self.document.finish_publication(publication, result)
            self._first_change = 0.0
            self._trouble = None
            self._end()
            self.succeeded.emit(result)
            self.show_state()
            self._go_on()
        elif rounds <= 0:
            result.close()
            self._fail(KnownError("The file keeps changing", "Somebody else saves it again and again. Try once more."))
        else:
            self._receive(publication, result, wish, rounds)

    def _receive(self, publication: Publication, foreign: Foreign, wish: Wish, rounds: int) -> None:
        """Take in what somebody else has put there, then try again."""
        try:
            with foreign:
                new: tuple[Changeset, ...] = self.document.take_in_from_file(publication, foreign)
        except KnownError as problem:
            self._fail(problem)
            return
        if new or self.document.lacked:
            self.received.emit(new, self.document.lacked)
        self._attempt(wish, rounds - 1)

    def _go_on(self) -> None:
        """What was wished meanwhile."""
        if self._again is not None:
            again, self._again = self._again, None
            self._attempt(again, ROUNDS)

    def _end(self) -> None:
        self._busy = False
        self._slow.stop()
        self.ended.emit()

    def _fail(self, problem: BaseException, attempt: int | None = None) -> None:
        if attempt is not None and self._is_over(attempt):
            return
        known = (
            problem if isinstance(problem, KnownError) else KnownError("The board was not saved", str(type(problem)))
        )
        self._trouble = known.with_traceback(None)  # whose frames would keep the window that is about to go
        known.__cause__ = known.__context__ = None
        self._end()
        self.show_state()
        self.failed.emit(known)
        asks = isinstance(known, TargetGone) and not known.folder_gone
        if self.document.path is not None and self._by_itself() and not asks:
            self._timer.start(RETRY_MS)
        self._go_on()
