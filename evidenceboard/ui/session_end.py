"""The end of the session: logging off, shutting down, or a system that asks the program to go.

Every finished change is on the disk already. Here what is being typed becomes one, too, and the files are saved as far
as their drives answer; what they could not take is offered at the next start.
"""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication, QSessionManager

from evidenceboard.errors import KnownError

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program

SIGNALS = ("SIGTERM", "SIGHUP")
PATIENCE_MS = 3_000  # for each board: a system that shuts down does not wait for long


class SessionEnd(QObject):
    """Puts everything in order when the system asks for it."""

    def __init__(self, program: Program, app: QGuiApplication) -> None:
        super().__init__(program)
        self._program = program
        self._app = app
        app.commitDataRequest.connect(self._commit_data)
        if os.name == "posix":
            self._hear_signals()

    def put_in_order(self) -> None:
        """Commit what is being typed, and save what the files lack; no question is asked."""
        for window in tuple(self._program.windows):
            if window.shown is not None:
                with suppress(KnownError):
                    window.shown.leave_fields()
                    window.shown.saving.save_now(PATIENCE_MS)

    def leave(self) -> None:
        """Put everything in order, then go."""
        self.put_in_order()
        for window in tuple(self._program.windows):
            window.let_go()
        self._app.quit()

    def _commit_data(self, _manager: QSessionManager) -> None:
        self.put_in_order()

    def _hear_signals(self) -> None:
        """Python runs its handlers only between two of its own steps; the byte in the socket wakes Qt's loop."""
        self._near, far = socket.socketpair()
        far.setblocking(False)
        self._far = far
        signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
        for name in SIGNALS:
            signal.signal(getattr(signal, name), lambda _number, _frame: None)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._called)

    def _called(self) -> None:
        numbers = self._near.recv(64)
        if any(getattr(signal, name) in numbers for name in SIGNALS):
            self.leave()
