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
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.errors import BoardUnavailable, KnownError, NotSaved, OwnCopyDamaged
from evidenceboard.store import backups as kept
from evidenceboard.store import files, gate, header, schema, snapshot
from evidenceboard.store.disk import refused
from evidenceboard.store.intact import Examination
from evidenceboard.store.snapshot import SAFE, Pending

ELSEWHERE = "It was not touched. Save elsewhere, or move that file away first."


@dataclass(frozen=True)
class Published:
    """What was put in place, and read back before.

    Attributes:
        sha256: of the file.
        size: its length in bytes.
        changesets: how many it holds; more may have come to the working copy since.
        backup_problem: why no backup was kept, if one was wanted.
        broke_hard_link: the old file had a second name, which still shows the old board.
        kept_older: where a copy of the old file is kept for ever, for it was of an older format.
    """

    sha256: str
    size: int
    changesets: int
    backup_problem: str | None = None
    broke_hard_link: bool = False
    kept_older: Path | None = None


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
    pending: Pending = frozenset,
    over_damaged: bool = False,
    examination: Examination | None = None,
) -> Published:
    """Put the working copy's board at a place of the user's. A symbolic link stays; what it names is replaced.

    Args:
        database: the working copy; it may be written to meanwhile.
        scratch: a folder on a disk of ours, for when SQLite cannot write on the target's: a drive without locks.
        expect_changesets: how many the working copy holds, at least.
        backups: the folder for a verified copy, or None.
        pending: tells the names of photos that are left out unless a change names them.
        over_damaged: what lies there is no whole board, and a person wants it replaced.
        examination: of the working copy: what was written is compared with what it has seen.

    Raises:
        OwnCopyDamaged: the working copy is not what was written to it; the target is as it was.
        NotSaved: it could not be done; the target is as it was, and no temporary file is left.
    """
    target = Path(os.path.realpath(target))
    with _refusals():
        before = _look_before(database, target, over_damaged)
        remove_strays(target)
        temporary = _temporary(target)
        try:
            with _disk_asked(temporary):
                sha256, size, changesets = snapshot.write(
                    database, temporary, scratch, before, expect_changesets, pending
                )
                if examination is not None:
                    examination.confirm(temporary, database)
            files.patiently(lambda: os.replace(temporary, target))
        finally:
            _remove(temporary)
        files.sync_folder(target.parent)
    problem = keep_backup(database, backups, pending, examination)
    return Published(sha256, size, changesets, problem, before is not None and before.st_nlink > 1)


def copy_own(path: Path, database: Path) -> str:
    """A file that this installation published becomes a working copy; returns the SHA-256 of what was copied.

    Raises:
        BoardUnavailable, UnreadableBoard: it cannot be read.
        FileExistsError: a working copy is there already.
        KnownError: the disk refuses.
    """
    if database.exists():
        raise FileExistsError(database)
    unfinished = files.unfinished(database)
    with files.opened(path) as source:
        sha256 = files.copy(source, unfinished, durable=True)
    try:
        unfinished.replace(database)
        files.sync_folder(database.parent)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise refused(problem, "The board could not be opened") from problem
    return sha256


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the disk or SQLite refuses into the one error that the window shows."""
    try:
        yield
    except (NotSaved, OwnCopyDamaged):
        raise
    except KnownError as problem:
        raise NotSaved(f"Not saved: {problem.title}", SAFE) from problem
    except OSError as problem:
        raise NotSaved(f"Not saved: {_reason(problem)}", SAFE) from problem
    except (sqlite3.Error, MemoryError) as problem:
        full = "full" in str(problem) or isinstance(problem, MemoryError)
        reason = "the disk is full" if full else f"the copy could not be made ({problem})"
        raise NotSaved(f"Not saved: {reason}", SAFE) from problem


@contextmanager
def _disk_asked(temporary: Path) -> Iterator[None]:
    """SQLite says only that a write was refused: the disk itself says why, if it is asked once more."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if (getattr(problem, "sqlite_errorname", None) or "").startswith("SQLITE_IOERR"):
            with temporary.open("ab") as file:
                file.write(bytes(files.CHUNK))
                file.flush()
                os.fsync(file.fileno())
        raise


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
    if getattr(problem, "winerror", None) in files.HELD_OPEN:
        return "another program holds the file open"
    return REASONS.get(problem.errno or 0, problem.strerror or "the disk refuses")


# Before


def _look_before(database: Path, target: Path, over_damaged: bool) -> os.stat_result | None:
    """The old file's state, or None. Refuse what must never be replaced."""
    try:
        before = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(before.st_mode):
        raise NotSaved("Not saved: what lies there is no file", SAFE)
    if not before.st_mode & 0o222 or not os.access(target, os.W_OK):
        why = REASONS[errno.EROFS] if _on_read_only_disk(target) else "the file is write-protected"
        raise NotSaved(f"Not saved: {why}", SAFE)
    with closing(snapshot.reader(database)) as working:
        (mine,) = working.execute("SELECT value FROM meta WHERE key = 'board_id'").fetchone()
    if before.st_size and _other_in(target, mine, over_damaged):
        raise NotSaved("Not saved: another board lies there", ELSEWHERE)
    return before


def _on_read_only_disk(target: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(target).f_flag & os.ST_RDONLY)


def _other_in(target: Path, mine: str, over_damaged: bool) -> bool:
    try:
        return board_in(target) != mine
    except NotSaved:
        if over_damaged:
            return False
        raise


def older_format(target: Path) -> int | None:
    """The format of what lies there, where it is a board of an older one.

    Raises:
        NotSaved: it cannot be read.
    """
    with _refusals(), files.opened(target) as file:
        head = next(files.chunks(file), b"")[: header.LENGTH]
    return header.format_of(head) if header.is_board(head) and header.format_of(head) < schema.FORMAT else None


def keep_aside(target: Path, folder: Path, why: str = "replaced") -> Path:
    """Keep a copy of a file that is about to be replaced, and that nothing else would bring back.

    Raises:
        NotSaved: it could not be kept.
    """
    with _refusals(), files.opened(target) as source:
        made = folder / f"{why}-{secrets.token_hex(4)}-{target.stem[:40]}.kept"
        files.copy(source, made, durable=True)
        return made


def board_in(path: Path) -> str | None:
    """The id of the board in a file; a few pages are read, nothing is written.

    Whoever takes in its content goes through `store.reading`; this only keeps us from replacing it.

    Raises:
        NotSaved: no whole board lies there.
    """
    try:
        with path.open("rb") as file:
            head = file.read(header.LENGTH)
        header.check_header(head, path.stat().st_size)
        with closing(gate.guarded(path)) as connection, gate.damage_refused():
            gate.check_schema(connection, header.format_of(head))
            found = connection.execute("SELECT value FROM meta WHERE key = 'board_id'").fetchone()
    except KnownError as problem:
        raise NotSaved(f"Not saved: another file lies there. {problem.title}", ELSEWHERE) from None
    return found[0] if found else None


def remove_strays(target: Path) -> None:
    """Remove what processes that are no more have left beside a target."""
    form = re.compile(rf"\.{re.escape(_short_stem(target))}\.([0-9a-f]{{6}})-(\d+)-[0-9a-f]{{12}}\.tmp(-journal)?")
    with suppress(OSError):  # a folder that may be written to, but not listed
        for name in os.listdir(target.parent):
            found = form.fullmatch(name)
            if found and files.is_stray(target.parent / name, found[2] if found[1] == _machine() else ""):
                _remove(target.parent / name)


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _temporary(target: Path) -> Path:
    mark = f"{_machine()}-{os.getpid()}-{secrets.token_hex(6)}"
    return target.with_name(f".{_short_stem(target)}.{mark}.tmp")


def _short_stem(target: Path) -> str:
    """As much of the name as surely leaves room for the rest, at four bytes a letter."""
    return target.stem[:48]


def _remove(temporary: Path) -> None:
    """What cannot be removed now is removed at the next publishing."""
    with suppress(OSError):
        temporary.unlink(missing_ok=True)
        temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)


def keep_backup(
    database: Path, folder: Path | None, pending: Pending, examination: Examination | None = None
) -> str | None:
    """Why no backup could be kept, or None. The board is saved either way."""
    if folder is None:
        return None
    try:
        kept.keep(database, folder, time.time(), pending, examination.confirm_backup if examination else None)
    except (OSError, sqlite3.Error, KnownError) as problem:
        return str(problem)
    return None
