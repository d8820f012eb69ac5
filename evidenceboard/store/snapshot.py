"""A compact snapshot of a working copy: written to a temporary file, kept by the disk, and read back from it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.errors import NotSaved
from evidenceboard.store import files, gate, header, schema
from evidenceboard.store.disk import damage_told
from evidenceboard.store.schema import uri
from evidenceboard.store.unnamed import leave_out

NO_LOCKS = ("SQLITE_BUSY", "SQLITE_PROTOCOL", "SQLITE_IOERR_LOCK", "SQLITE_IOERR_UNLOCK", "SQLITE_IOERR_RDLOCK")
Pending = Callable[[], frozenset[str]]  # names of photos in the archive
SAFE = "Your work is safe on this computer. Try again, or save elsewhere."


def write(
    database: Path,
    temporary: Path,
    scratch: Path,
    before: os.stat_result | None,
    expected: int,
    pending: Pending = frozenset,
) -> tuple[str, int, int]:
    """Write and read back the snapshot; returns its SHA-256, its length and how many changesets it holds."""
    mode = 0o666 if before is None else 0o600  # the system takes from a new file what the person's umask says
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    os.close(os.open(temporary, flags, mode))
    with damage_told(), closing(reader(database)) as working:
        log = _log_of(working)
        if log.count < expected:
            raise NotSaved("Not saved: the working copy lacks changes that were made", SAFE)
        take(working, temporary, scratch)
    _leave_out(temporary, scratch, pending())
    _sync(temporary)
    size = temporary.stat().st_size
    if size > files.LARGEST_BOARD:
        raise NotSaved("Not saved: the board is larger than 4 GB", "Remove some photos, then save again.")
    changesets = _read_back(temporary, log)
    sha256 = files.file_sha256(temporary)
    if before is not None:
        _like(temporary, before)
    return sha256, size, changesets


def take(working: sqlite3.Connection, temporary: Path, scratch: Path) -> None:
    """Write the snapshot into an empty file, by way of our own disk where the other one has no locks."""
    try:
        working.execute("VACUUM INTO ?", (uri(temporary, "mode=rw"),))
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorname not in NO_LOCKS:
            raise
        made_here = scratch / f"{gate.PREFIX}{os.getpid()}-{secrets.token_hex(6)}.board"
        try:
            working.execute("VACUUM INTO ?", (uri(made_here, "mode=rwc"),))
            with made_here.open("rb") as source, temporary.open("wb") as copied:
                shutil.copyfileobj(source, copied, files.CHUNK)
        finally:
            made_here.unlink(missing_ok=True)


def _leave_out(temporary: Path, scratch: Path, photos: frozenset[str]) -> None:
    """Take photos out of the snapshot that no change in it names; on our own disk, for the other may have no locks."""
    if not photos:
        return
    lean = scratch / f"{gate.PREFIX}{os.getpid()}-{secrets.token_hex(6)}.board"
    try:
        with temporary.open("rb") as source, files.private(lean) as copied:
            shutil.copyfileobj(source, copied, files.CHUNK)
        with closing(sqlite3.connect(uri(lean, "mode=rw"), uri=True)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            with copy:
                changed = leave_out(copy, photos)
            if changed:
                copy.execute("VACUUM")
        if changed:
            with lean.open("rb") as source, temporary.open("wb") as copied:
                shutil.copyfileobj(source, copied, files.CHUNK)
    finally:
        lean.unlink(missing_ok=True)


def _like(temporary: Path, before: os.stat_result) -> None:
    """Who may read the old file may read the new one."""
    if before.st_gid != temporary.stat().st_gid:
        with suppress(OSError):  # not our group: then it stays the one that new files get
            os.chown(temporary, -1, before.st_gid)
    temporary.chmod(stat.S_IMODE(before.st_mode))


def reader(database: Path) -> sqlite3.Connection:
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
        gate.check_schema(copy, schema.FORMAT)
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
