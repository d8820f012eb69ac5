"""Locks between processes of this machine. The system gives them back when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.05  # seconds between two attempts


class Lock:
    """One lock file, held or not. Lock files lie in the program's own folder, never beside a board."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Take it, unless somebody has it; never waits."""
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(file):
                os.close(file)
                return False
            if self._is_still_there(file):
                self._file = file
                return True
            os.close(file)  # who held it before has removed the file: this lock would guard nothing

    def _is_still_there(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self, remove: bool = False) -> None:
        """Give it back; with ``remove``, and take its file away."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if remove and os.name == "posix":
            self.path.unlink(missing_ok=True)  # while it is held, so that nobody can lock the file that goes
        os.close(file)
        if remove and os.name != "posix":
            _unlink_if_free(self.path)


def _unlink_if_free(path: Path) -> None:
    """Windows lets nobody remove a file that is open: then the next one does it."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return


@contextmanager
def waiting_for(path: Path, seconds: float) -> Iterator[bool]:
    """Hold a lock, waiting for it at most so long; gives whether it came."""
    lock = Lock(path)
    end = time.monotonic() + seconds
    taken = lock.take()
    while not taken and time.monotonic() < end:
        time.sleep(PAUSE)
        taken = lock.take()
    try:
        yield taken
    finally:
        lock.release(remove=True)


def is_running(process: int) -> bool:
    """Whether a process of this machine may still run; True where that cannot be told."""
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
