"""The database of an installation: small, in WAL mode, opened for every call and closed after it."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from evidenceboard.store.schema import uri

VERSION = 1
TABLES = """
CREATE TABLE IF NOT EXISTS actor (board_id TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (board_id, actor)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS published (sha256 TEXT NOT NULL PRIMARY KEY, board_id TEXT NOT NULL, path BLOB NOT NULL,
    at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recent (path BLOB NOT NULL PRIMARY KEY, board_id TEXT NOT NULL, title TEXT NOT NULL,
    opened_ms INTEGER NOT NULL, cards INTEGER NOT NULL, picture BLOB) STRICT;
CREATE TABLE IF NOT EXISTS draft (board_id TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL,
    text TEXT NOT NULL, PRIMARY KEY (board_id, record, field)) STRICT;
"""


def opened_book(path: Path) -> sqlite3.Connection:
    """The book, open; made anew if it is missing, or damaged. A damaged one is kept beside it."""
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise  # the disk is full or the folder is gone: another book would not help
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # what SQLite quotes of damage may be no text
        set_aside(path)
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.touch(mode=0o600)
    book = sqlite3.connect(uri(path, "mode=rw"), uri=True, timeout=20)
    try:
        book.execute("PRAGMA secure_delete = ON")  # it holds titles, and texts that were being typed
        if book.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            _make(book)
        book.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()  # only now it is read what tables there are
    except (sqlite3.Error, UnicodeDecodeError):
        book.close()
        raise
    return book


def _make(book: sqlite3.Connection) -> None:
    """Several processes may come here at once: the statements do no harm when repeated."""
    book.execute("PRAGMA journal_mode = WAL")
    book.executescript(f"BEGIN IMMEDIATE;{TABLES}PRAGMA user_version = {VERSION};COMMIT;")


def set_aside(path: Path) -> None:
    """Put a damaged book under another name; the next opening makes a new one."""
    mark = secrets.token_hex(4)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        found = path.with_name(name)
        if found.exists():
            found.rename(path.with_name(f"damaged-{mark}-{name}"))
