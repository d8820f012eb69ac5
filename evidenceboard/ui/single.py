"""One process for all windows: a second start hands its files over and ends.

A local socket of this user in place of a network port; nothing leaves the machine.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 500


class Single(QObject):
    """Listens for later starts of the program with the same data folder."""

    asked = Signal(str)

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._name = "evidenceboard-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._read)

    def hand_over(self, files: Sequence[Path]) -> bool:
        """Give these files to a process that runs already; False if there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        socket.write(json.dumps([str(Path(os.path.realpath(file))) for file in files]).encode())
        done = socket.waitForBytesWritten(PATIENCE_MS)
        socket.disconnectFromServer()
        return done

    def listen(self) -> None:
        """Be the one that later starts find. A name left behind by a crash is taken over."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def close(self) -> None:
        self._server.close()

    def _read(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.waitForReadyRead(PATIENCE_MS)
            try:
                names = json.loads(bytes(socket.readAll().data()))
            except (ValueError, RecursionError):
                names = []
            for name in names if isinstance(names, list) else []:
                if isinstance(name, str):
                    self.asked.emit(name)
            socket.deleteLater()
