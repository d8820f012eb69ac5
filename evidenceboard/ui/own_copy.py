"""Looks whether the working copy of the board that is shown is as it was written, and has it mended where it is not.

Piece by piece beside the window, from a while after the opening on: what a failing disk changed is found before it
takes the place of what is whole in the user's file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from evidenceboard.document import Document
from evidenceboard.errors import OwnCopyDamaged
from evidenceboard.store.disk import ADVICE, DAMAGED
from evidenceboard.ui import jobs

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

BEGIN_MS = 15_000  # after a board was opened
PAUSE_MS = 800  # between two pieces, which take a fourth of that
KEY = "own-copy"


class OwnCopy(QObject):
    """The look at the working copy, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        window.messages.own_copy_damaged.connect(self.tell)

    def follow(self) -> None:
        """Another board is shown now."""
        self._window.messages.dismiss(KEY)
        self._timer.start(BEGIN_MS)

    def _look(self) -> None:
        document = self._window.document
        if document is None or document.closed:
            return
        examination, path = document.filing.examination, document.log.path
        jobs.run(
            "Looking at the working copy",
            lambda _report: examination.go_on(path),
            lambda last: self._go_on(document, last),
            lambda problem: self._failed(document, problem),
        )

    def _go_on(self, document: Document, last: bool) -> None:
        if document is self._window.document and not last:
            self._timer.start(PAUSE_MS)

    def _failed(self, document: Document, problem: BaseException) -> None:
        if document is self._window.document and isinstance(problem, OwnCopyDamaged):
            self.tell()

    def tell(self) -> None:
        """Say it, and offer the way out; it stays until it is taken."""
        if self._window.document is not None:
            mend = ("Mend it", lambda: self._window.wanted.emit("mend", None))
            self._window.messages.tell("danger", DAMAGED, ADVICE, (mend,), permanent=True, key=KEY)
