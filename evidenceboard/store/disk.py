"""What the disk says when it refuses, in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from evidenceboard.errors import KnownError, OwnCopyDamaged

# The codes of SQLite that speak of the disk and not of what lies on it.
OF_THE_DISK = ("FULL", "IOERR", "CANTOPEN", "READONLY", "BUSY", "LOCKED", "PERM", "NOMEM", "PROTOCOL")
# What SQLite calls a mistake of ours, though our statements fit our tables, and we read our own format.
OF_DAMAGE = ("decode to UTF-8", "no such table", "no such column", "has no column", "unsupported file format")
DAMAGED = "The program's own copy of this board is damaged"
ADVICE = "Nothing was thrown away. Have it mended: from what is whole of it, the board's file and the latest backup."


def disk_refuses(problem: BaseException) -> bool:
    """Whether an error speaks of the disk; else it speaks of damage, or of a mistake in a statement."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    if isinstance(cause, OSError):
        return True
    name = getattr(cause, "sqlite_errorname", None) or ""
    return name.removeprefix("SQLITE_").partition("_")[0] in OF_THE_DISK


def speaks_of_damage(problem: BaseException) -> bool:
    """Whether an error of SQLite says that a database is not what was written."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    if not isinstance(cause, sqlite3.DatabaseError):
        return False
    name = getattr(cause, "sqlite_errorname", None) or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or any(words in str(cause) for words in OF_DAMAGE)


def refused(problem: BaseException, what: str) -> KnownError:
    """The error that the window shows.

    Args:
        what: what did not happen: "This change was not kept".
    """
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    if isinstance(cause, OSError):
        reason = "the disk is full" if cause.errno == errno.ENOSPC else cause.strerror or "the disk refuses"
    else:
        reason = "the disk is full" if "full" in str(cause) else str(cause)
    advice = "Free some space" if reason == "the disk is full" else "Check the program's data folder"
    return KnownError(f"{what}: {reason}", f"{advice}, then do it again.")


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what SQLite says of a damaged working copy into words.

    Raises:
        OwnCopyDamaged: what is read within is not what was written.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError, UnicodeError) as problem:
        if not isinstance(problem, UnicodeError) and not speaks_of_damage(problem):
            raise
        raise OwnCopyDamaged(DAMAGED, ADVICE) from problem
