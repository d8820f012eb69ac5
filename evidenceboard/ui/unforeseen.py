"""Errors that nobody foresaw: the log, and one dialog. The work is safe, for every gesture was committed before."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from evidenceboard.errors import KnownError, report
from evidenceboard.store.disk import speaks_of_damage
from evidenceboard.ui import logbook
from evidenceboard.ui.dialogs.crash import CrashDialog

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program

PAINTING = {"paintEvent", "paint"}  # what Qt calls again with every frame


class Unforeseen:
    """The second of the two places where any exception ends; also for what Python itself could only print."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._told: set[str] = set()

    def install(self) -> None:
        """From now on; a thread and a destructor have no window to tell anybody of their errors."""
        sys.excepthook = self.meet
        threading.excepthook = lambda told: self.note(told.exc_type, told.exc_traceback)
        sys.unraisablehook = lambda told: self.note(told.exc_type, told.exc_traceback)

    def note(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        """Only write it down: where it happened, without its message."""
        logbook.note_crash(kind, trace)

    def meet(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Tell of one error: the first time in a dialog, and in a bar from then on. What fails while it is painted
        fails with every frame, and is told once: else nobody would come past the dialog."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, problem, trace)
            return
        if threading.current_thread() is not threading.main_thread():  # which alone may make a dialog
            self.note(kind, trace)
            return
        window = self._program.windows[0] if self._program.windows else None
        if window is not None and (isinstance(problem, KnownError) or speaks_of_damage(problem)):
            window.messages.error(problem)
            return
        said = report(problem)
        if said not in self._told:
            self._told.add(said)
            self.note(kind, trace)
            print(said, file=sys.stderr)
            dialog = CrashDialog(problem, self._program.installation.folders.logs, window)
            QTimer.singleShot(0, dialog, dialog.open)  # no window is opened in the middle of a frame
        elif window is not None and not is_painting(trace):
            window.messages.error(problem)


def is_painting(trace: TracebackType | None) -> bool:
    """Whether it went wrong while something was painted."""
    return any(frame.name in PAINTING for frame in traceback.extract_tb(trace))
