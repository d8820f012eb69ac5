"""Publishing: a compact snapshot of the working copy takes the place of the user's file, whole or not at all.

The file itself is never written to: a temporary file beside it is written, read back, and renamed over it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evidenceboard.errors import BoardUnavailable, KnownError, NotSaved
from evidenceboard.store import backups as kept
from evidenceboard.store import files, gate, header
from evidenceboard.store.schema import uri

RETRIES = 10  # Windows: somebody, often a virus scanner, holds the file open for a moment
PAUSE = 0.2  # seconds between them
HELD_OPEN = (5, 32, 33)  # Windows' errors for that
SAFE = "Your work is safe on this computer. Try again, or save elsewhere."
NO_LOCKS = ("SQLITE_BUSY", "SQLITE_PROTOCOL", "SQLITE_IOERR_LOCK", "SQLITE_IOERR_UNLOCK", "SQLITE_IOERR_RDLOCK")
UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)

T = TypeVar("T")


@dataclass(frozen=True)
class Published:
    """What was put in place, and read back before.

    Attributes:
        sha256: of the file.
        size: its length in bytes.
        changesets: how many it holds; more may have come to the working copy since.
        backup_problem: why no backup was kept, if one was wanted.
        broke_hard_link: the old file had a second name, which still shows the old board.
    """

    sha256: str
    size: int
    changesets: int
    backup_problem: str | None = None
    broke_hard_link: bool = False


def look(path: Path, seen_sha256: str | None) -> str:
    """Whether a file is still what it was: "missing", "same" or "changed".

    Raises:
        BoardUnavailable, UnreadableBoard: it cannot be read.
    """
    if not os.path.lexists(path):
        return "missing"
    try:
        return "same" if files.file_sha256(path) == seen_sha256 else "changed"
    except BoardUnavailable:
        if not path.exists():
            return "missing"  # it went away while we looked, or is a link to nothing
        raise


def publish(
    database: Path,
    target: Path,
    scratch: Path,
    expect_changesets: int,
    backups: Path | None = None,
) -> Published:
    """Put the working copy's board at a place of the user's. A symbolic link stays; what it names is replaced.

    Args:
        database: the working copy; it may be written to meanwhile.
        scratch: a folder on a disk of ours, for when SQLite cannot write on the target's: a drive without locks.
        expect_changesets: how many the working copy holds, at least.
        backups: the folder for a verified copy, or None.

    Raises:
        NotSaved: it could not be done; the target is as it was, and no temporary file is left.
    """
    target = Path(os.path.realpath(target))
    with _refusals():
        before = _look_before(database, target)
        remove_strays(target)
        temporary = _temporary(target)
        try:
            sha256, size, changesets = _write(database, temporary, scratch, before, expect_changesets)
            _patiently(lambda: os.replace(temporary, target))
        finally:
            _remove(temporary)
        _sync_folder(target.parent)
    problem = _keep_backup(database, backups)
    return Published(sha256, size, changesets, problem, before is not None and before.st_nlink > 1)


def copy_own(path: Path, database: Path) -> str:
    """A file that this installation published becomes a working copy; returns the SHA-256 of what was copied.

    Raises:
        BoardUnavailable, UnreadableBoard: it cannot be read.
        FileExistsError: a working copy is there already.
    """
    if database.exists():
        raise FileExistsError(database)
    unfinished = files.unfinished(database)
    with files.opened(path) as source:
        sha256 = files.copy(source, unfinished)
    unfinished.replace(database)
    return sha256


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the disk or SQLite refuses into the one error that the window shows."""
    try:
        yield
    except NotSaved:
        raise
    except KnownError as problem:
        raise NotSaved(f"Not saved: {problem.title}", SAFE) from problem
    except OSError as problem:
        raise NotSaved(f"Not saved: {_reason(problem)}", SAFE) from problem
    except (sqlite3.Error, MemoryError) as problem:
        full = "full" in str(problem) or isinstance(problem, MemoryError)
        reason = "the disk is full" if full else f"the copy could not be made ({problem})"
        raise NotSaved(f"Not saved: {reason}", SAFE) from problem


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the file would be larger than this disk allows",
    errno.EACCES: "nothing may be written there",
    errno.EPERM: "nothing may be written there",
    errno.EROFS: "that disk can only be read",
    errno.ENOENT: "the folder is not there any more",
    errno.ENOTDIR: "the folder is not there any more",
    errno.ENAMETOOLONG: "the name is too long for that disk",
    errno.EIO: "the drive does not answer",
    errno.EISDIR: "a folder of that name is there",
}


def _reason(problem: OSError) -> str:
    if getattr(problem, "winerror", None) in HELD_OPEN:
        return "another program holds the file open"
    return REASONS.get(problem.errno or 0, problem.strerror or "the disk refuses")


# Before


def _look_before(database: Path, target: Path) -> os.stat_result | None:
    """The old file's state, or None. Refuse what must never be replaced."""
    try:
        before = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(before.st_mode):
        raise NotSaved("Not saved: what lies there is no file", SAFE)
    if not before.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise NotSaved("Not saved: the file is write-protected", SAFE)
    with closing(_reader(database)) as working:
        (mine,) = working.execute("SELECT value FROM meta WHERE key = 'board_id'").fetchone()
    if before.st_size and board_in(target) != mine:
        raise NotSaved("Not saved: another board or another file lies there", "It was not touched. Save elsewhere.")
    return before


def board_in(path: Path) -> str | None:
    """The id of the board in a file, or None where it holds no board; a few pages are read, nothing is written.

    Whoever takes in its content goes through `store.reading`; this only keeps us from replacing it.
    """
    try:
        with path.open("rb") as file:
            header.check_header(file.read(header.LENGTH), path.stat().st_size)
        with closing(gate.guarded(path)) as connection, gate.damage_refused():
            gate.check_schema(connection)
            found = connection.execute("SELECT value FROM meta WHERE key = 'board_id'").fetchone()
    except KnownError:
        return None
    return found[0] if found else None


def remove_strays(target: Path) -> None:
    """Remove what processes that are no more have left beside a target."""
    form = re.compile(rf"\.{re.escape(target.stem)}\.([0-9a-f]{{6}})-(\d+)-[0-9a-f]{{12}}\.tmp")
    with suppress(OSError):  # a folder that may be written to, but not listed
        for name in os.listdir(target.parent):
            found = form.fullmatch(name)
            if found and files.is_stray(target.parent / name, found[2] if found[1] == _machine() else ""):
                _remove(target.parent / name)


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.stem}.{_machine()}-{os.getpid()}-{secrets.token_hex(6)}.tmp")


# The snapshot


def _write(
    database: Path, temporary: Path, scratch: Path, before: os.stat_result | None, expected: int
) -> tuple[str, int, int]:
    """Write and read back the snapshot; returns its SHA-256, its length and how many changesets it holds."""
    mode = 0o666 if before is None else 0o600  # the system takes from a new file what the person's umask says
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    os.close(os.open(temporary, flags, mode))
    with closing(_reader(database)) as working:
        log = _log_of(working)
        if log.count < expected:
            raise NotSaved("Not saved: the working copy lacks changes that were made", SAFE)
        _snapshot(working, temporary, scratch)
    if before is not None:
        _like(temporary, before)
    _sync(temporary)
    size = temporary.stat().st_size
    if size > files.LARGEST_BOARD:
        raise NotSaved("Not saved: the board is larger than 4 GB", "Remove some photos, then save again.")
    changesets = _read_back(temporary, log)
    return files.file_sha256(temporary), size, changesets


def _snapshot(working: sqlite3.Connection, temporary: Path, scratch: Path) -> None:
    try:
        working.execute("VACUUM INTO ?", (str(temporary),))
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorname not in NO_LOCKS:
            raise
        made_here = scratch / f"{gate.PREFIX}{os.getpid()}-{secrets.token_hex(6)}.board"
        try:
            working.execute("VACUUM INTO ?", (str(made_here),))
            with made_here.open("rb") as source, temporary.open("wb") as copied:
                shutil.copyfileobj(source, copied, files.CHUNK)
        finally:
            made_here.unlink(missing_ok=True)


def _like(temporary: Path, before: os.stat_result) -> None:
    """Who may read the old file may read the new one."""
    if before.st_gid != temporary.stat().st_gid:
        with suppress(OSError):  # not our group: then it stays the one that new files get
            os.chown(temporary, -1, before.st_gid)
    temporary.chmod(stat.S_IMODE(before.st_mode))


def _reader(database: Path) -> sqlite3.Connection:
    """A connection of its own that cannot write to the working copy."""
    return sqlite3.connect(uri(database, "mode=ro"), uri=True, isolation_level=None, timeout=20)


@dataclass(frozen=True)
class _Log:
    """The log of a database in brief: how many changesets, and a hash over their ids."""

    board_id: str
    count: int
    sha256: str


def _log_of(connection: sqlite3.Connection, first: int = -1) -> _Log:
    """The log, or the first so many of its changesets."""
    (board_id,) = connection.execute("SELECT value FROM meta WHERE key = 'board_id'").fetchone()
    digest, count = hashlib.sha256(), 0
    for (name,) in connection.execute("SELECT id FROM changeset ORDER BY number LIMIT ?", (first,)):
        digest.update(name)
        count += 1
    return _Log(board_id, count, digest.hexdigest())


def _read_back(temporary: Path, log: _Log) -> int:
    """Look whether the file that was written is the board; returns how many changesets it holds."""
    with temporary.open("rb") as file:
        header.check_header(file.read(header.LENGTH), temporary.stat().st_size)
    with closing(sqlite3.connect(uri(temporary, "immutable=1&mode=ro"), uri=True, isolation_level=None)) as copy:
        gate.check_schema(copy)
        sound = copy.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
        same = sound and _log_of(copy, log.count) == log
        (count,) = copy.execute("SELECT count(*) FROM changeset").fetchone()
    if not same:
        raise NotSaved("Not saved: what was written could not be read back", SAFE)
    return int(count)


def _sync(path: Path) -> None:
    """Have the disk keep it, and forget what the system holds of it, so that reading back asks the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
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


def _patiently(work: Callable[[], T]) -> T:
    """Try again while another program holds the file open."""
    for _attempt in range(RETRIES):
        try:
            return work()
        except OSError as problem:
            if getattr(problem, "winerror", None) not in HELD_OPEN:
                raise
            time.sleep(PAUSE)
    return work()


def _remove(temporary: Path) -> None:
    """What cannot be removed now is removed at the next publishing."""
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def _keep_backup(database: Path, folder: Path | None) -> str | None:
    """Why no backup could be kept, or None. The board is saved either way."""
    if folder is None:
        return None
    try:
        kept.keep(database, folder, time.time())
    except (OSError, sqlite3.Error, KnownError) as problem:
        return str(problem)
    return None
