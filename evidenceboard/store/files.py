"""Plain files: copied with their SHA-256, written whole or not at all, and never waited for."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from evidenceboard.errors import BoardUnavailable, KnownError, UnreadableBoard
from evidenceboard.progress import Progress, report
from evidenceboard.store.locks import is_running

LARGEST_BOARD = 4 * 1024**3  # bytes; what is larger is neither read nor written
MOST_CHANGES = 5_000_000  # in one board; likewise
CHUNK = 1024 * 1024
DAY = 24 * 3600.0  # seconds
NOT_TOUCHED = "It was not touched."
RETRIES = 10  # Windows: somebody, often a virus scanner, holds the file open for a moment
PAUSE = 0.2  # seconds between them
HELD_OPEN = (5, 32, 33)  # Windows' errors for that
UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)  # of disks that synchronise no folder

T = TypeVar("T")


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """A board's file, open for reading. A pipe, a device or a folder is refused before anything waits for it.

    Raises:
        BoardUnavailable: it is not there, or may not be read.
        UnreadableBoard: it is no plain file, or too large.
    """
    try:
        _check_plain(path.stat())
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        file = patiently(lambda: os.open(path, flags))
    except OSError as problem:
        raise unavailable(problem) from None
    try:
        _check_plain(os.fstat(file))
        yield file
    finally:
        os.close(file)


def _check_plain(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableBoard("This is a folder, not a board", "Choose a file that ends in .board.")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableBoard("This is a device or a pipe, not a board", "Choose a file that ends in .board.")
    if found.st_size > LARGEST_BOARD:
        raise UnreadableBoard("This file is larger than 4 GB: no board is", NOT_TOUCHED)


def check_length(changes: int) -> None:
    """Refuse a log that is too long.

    Raises:
        UnreadableBoard: it holds more changes than are read.
    """
    if changes > MOST_CHANGES:
        title = f"This board holds {changes:,} changes: more than this program can read"
        raise UnreadableBoard(title, f"{MOST_CHANGES:,} is the limit. {NOT_TOUCHED}")


def patiently(work: Callable[[], T]) -> T:
    """Try again while another program holds the file open."""
    for _attempt in range(RETRIES):
        try:
            return work()
        except OSError as problem:
            if getattr(problem, "winerror", None) not in HELD_OPEN:
                raise
            time.sleep(PAUSE)
    return work()


def unavailable(problem: OSError) -> BoardUnavailable:
    """A refusal of the system to let us read, in words."""
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        return BoardUnavailable("There is no such file", "Was it moved or renamed?")
    if getattr(problem, "winerror", None) in HELD_OPEN[1:]:
        return BoardUnavailable("Another program holds this file open", "Close it there, then try again.")
    if isinstance(problem, PermissionError):
        return BoardUnavailable("This file may not be read", "Ask its owner, or check its permissions.")
    if problem.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP):
        return BoardUnavailable("That is no name of a file on this disk", "Choose a shorter or another name.")
    return BoardUnavailable(f"This file could not be read: {problem.strerror}", "Is the drive still there?")


def chunks(file: int) -> Iterator[bytes]:
    """The rest of an open file.

    Raises:
        BoardUnavailable: the drive refuses.
    """
    while True:
        try:
            chunk = os.read(file, CHUNK)
        except OSError as problem:
            raise unavailable(problem) from None
        if not chunk:
            return
        yield chunk


def file_sha256(path: Path, progress: Progress | None = None) -> str:
    """SHA-256 of a board's file as it is now; the progress may stop it (errors: see `opened`)."""
    digest = hashlib.sha256()
    with opened(path) as file:
        for chunk in chunks(file):
            report(progress, 0, 1)
            digest.update(chunk)
    return digest.hexdigest()


def copy(source: int, target: Path, progress: Progress | None = None, durable: bool = False) -> str:
    """Copy an open file to a new one that only we may read; returns the SHA-256 of what was copied.

    Args:
        progress: called with bytes copied and bytes to copy; what it answers stops it if False.
        durable: the copy is on the disk when this returns, as what is built upon it will be.

    Raises:
        BoardUnavailable: it could not be read, or there is no room for the copy.
        UnreadableBoard: it changed its length meanwhile.
        Stopped: `progress` said so. No copy is left then, or after any other error.
    """
    size = os.fstat(source).st_size
    digest, done = hashlib.sha256(), 0
    try:
        with private(target) as file:
            for chunk in chunks(source):
                digest.update(chunk)
                done += len(chunk)
                if done > size:
                    break
                file.write(chunk)
                report(progress, done, size)
            if durable:
                file.flush()
                os.fsync(file.fileno())
    except OSError as problem:
        target.unlink(missing_ok=True)
        title = f"There is no room to read this file: {problem.strerror}"
        raise BoardUnavailable(title, "Free some space on the disk of the program's data folder.") from None
    except KnownError:
        target.unlink(missing_ok=True)
        raise
    if done != size:
        target.unlink(missing_ok=True)
        raise UnreadableBoard("This file is being written right now", "Wait until it is complete, then try again.")
    return digest.hexdigest()


def private(path: Path) -> IO[bytes]:
    """A new file for writing, that only we may read.

    Raises:
        FileExistsError: something lies there already.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def write_whole(path: Path, data: bytes, durable: bool = True) -> None:
    """Put a file at its place all at once; only its owner may read it."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with private(temporary) as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder: what was renamed in it, and what was made."""
    if os.name != "posix":
        return  # a folder cannot be opened there
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    except OSError as problem:
        if problem.errno not in UNSUPPORTED:
            raise
    finally:
        os.close(file)


def is_stray(path: Path, process: str) -> bool:
    """Whether a temporary file was left by a process that is no more; one of unknown origin after a day."""
    try:
        old = path.stat().st_mtime < time.time() - DAY
    except OSError:
        return False
    return old or (process.isdecimal() and len(process) < 10 and not is_running(int(process)))


def unfinished(path: Path) -> Path:
    """Where a database is made before it takes its place; what was left there by a killed process goes."""
    for stray in path.parent.glob(f"{glob.escape(path.name)}.*.new*"):
        stray.unlink(missing_ok=True)
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
