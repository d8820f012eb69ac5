"""The gate: how SQLite may look at a file that a stranger may have made.

A private copy is opened, read-only and immutable, so that no journal beside it is ever applied. Before any statement
runs over its tables its schema must be, word for word, that of a released format: nothing of it is executed.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from evidenceboard.errors import DamagedBoard, UnreadableBoard, undone_on_error
from evidenceboard.progress import Progress
from evidenceboard.store import files, header, migrations, schema
from evidenceboard.store.files import NOT_TOUCHED
from evidenceboard.store.patience import bounded
from evidenceboard.store.photos import LARGEST

PREFIX = "reading-"
ANOTHER_COPY = NOT_TOUCHED + " Is there a backup or another copy?"
SCHEMA_SECONDS = 3.0
CHECK_SECONDS = 20.0
COUNT_SECONDS = 5.0
LEAST_OF_CHANGE = 60  # bytes of one in a file
CHECK_BYTES_A_SECOND = 5_000_000
BLOCK = 200  # rows fetched at once

PRAGMAS = (
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("query_only", "ON", 1),
    ("temp_store", "MEMORY", 2),
)
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 4 * LARGEST + 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 60,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 50_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 20,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
FUNCTIONS = frozenset({"count", "length", "sum", "total", "max", "min", "coalesce"})

# What SQLite or the driver raises on bytes that are not what they should be.
DAMAGE = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)


class Gate:
    """A private copy of a file, open for reading under guard.

    Attributes:
        sha256: of the file as it was copied.
        size: its length in bytes.
    """

    def __init__(self, copy: Path, sha256: str, connection: sqlite3.Connection) -> None:
        self.sha256 = sha256
        self.size = copy.stat().st_size
        self._copy = copy
        self._connection = connection

    def rows(self, query: str, arguments: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of the file. Texts that are no UTF-8 come as bytes.

        Raises:
            DamagedBoard: the tables are damaged.
        """
        with damage_refused():
            cursor = self._connection.execute(query, arguments)
        while True:
            with damage_refused():
                found = cursor.fetchmany(BLOCK)
            if not found:
                return
            yield from found

    def close(self) -> None:
        """Remove the private copy."""
        self._connection.close()
        self._copy.unlink(missing_ok=True)


def open_gate(path: Path, scratch: Path, progress: Progress | None = None) -> Gate:
    """Copy a file and look whether it is a whole board of a format we know.

    Args:
        scratch: where the private copy goes.
        progress: of the copying, in bytes.

    Raises:
        UnreadableBoard: it is not; the file is as it was.
        BoardUnavailable: it is not there, or may not be read.
    """
    remove_strays(scratch)
    copy = scratch / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}.board"
    with files.opened(path) as source:
        size = os.fstat(source).st_size
        header.check_header(_head(source), size)
        os.lseek(source, 0, os.SEEK_SET)
        sha256 = files.copy(source, copy, progress)
    with undone_on_error(lambda: copy.unlink(missing_ok=True)):
        head = _first(copy)
        header.check_header(head, copy.stat().st_size)  # it may have changed between the two looks
        with closing(guarded(copy)) as connection:
            check_schema(connection, header.format_of(head))
            _check_length(connection, size)
            _check_pages(connection, size, progress)
        with damage_refused():
            migrations.bring_up_to_date(copy, progress=progress)
        return Gate(copy, sha256, guarded(copy))


def _head(file: int) -> bytes:
    return next(files.chunks(file), b"")[: header.LENGTH]


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(header.LENGTH)


def remove_strays(scratch: Path) -> None:
    """Remove private copies of processes that are no more."""
    for stray in scratch.glob(f"{PREFIX}*.board"):
        process = stray.name.removeprefix(PREFIX).partition("-")[0]
        if files.is_stray(stray, process):
            stray.unlink(missing_ok=True)


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn what SQLite says of a damaged file into words."""
    try:
        yield
    except DAMAGE as problem:
        if isinstance(problem, sqlite3.OperationalError) and "interrupted" in str(problem):
            title = "This file takes far too long to read: it is damaged or hostile"
            raise DamagedBoard(title, NOT_TOUCHED) from None
        raise DamagedBoard("This board is damaged", ANOTHER_COPY) from None


def guarded(path: Path) -> sqlite3.Connection:
    """A connection that can only read, and for which no journal beside the file exists.

    Raises:
        UnreadableBoard: SQLite does not take it for a database.
    """
    address = schema.uri(path, "immutable=1&mode=ro")
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    connection.text_factory = _text
    with undone_on_error(connection.close):
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        with damage_refused():
            connection.execute("PRAGMA mmap_size = 0").fetchall()
            for name, word, value in PRAGMAS:
                connection.execute(f"PRAGMA {name} = {word}")
                if connection.execute(f"PRAGMA {name}").fetchone() != (value,):
                    raise UnreadableBoard("This SQLite cannot read strangers' files safely", f"It has no {name}.")
        connection.set_authorizer(_authorize)
    return connection


def _text(data: bytes) -> str | bytes:
    """A text, or its bytes where it is none; told apart by whoever checks the row."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _authorize(action: int, first: str | None, second: str | None, database: str | None, _by: str | None) -> int:
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "quick_check":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def check_schema(connection: sqlite3.Connection, version: int) -> None:
    """Refuse a file whose tables are not, word for word, those of the released format that it says it has.

    Raises:
        DamagedBoard: it has more, less, or other ones.
    """
    with damage_refused(), bounded(connection, SCHEMA_SECONDS):
        query = "SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT 100"
        found = Counter(map(_plain, connection.execute(query)))
    expected = released(version)
    strange = sorted((found - expected).keys(), key=str)
    if strange:
        what = strange[0][0]
        known = any(entry[:2] == strange[0][:2] for entry in expected)
        title = (
            "This board's tables are not as this program makes them"
            if known
            else (f"This file holds something that no board holds: {_article(what)}")
        )
        raise DamagedBoard(title, "It may be damaged, or made to do harm. " + NOT_TOUCHED)
    if found != expected:
        raise DamagedBoard("A table is missing in this board: it is damaged", NOT_TOUCHED)


Entry = tuple[str, str, str, str]


@cache
def released(version: int) -> Counter[Entry]:
    """All entries that the schema of a released format has."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in schema.released(version):
            connection.execute(statement)
        return Counter(map(_plain, connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")))


def _plain(row: tuple[object, ...]) -> Entry:
    """A row of the schema with every run of blanks as one."""
    kind, name, table, sql = (" ".join(part.split()) if isinstance(part, str) else repr(part) for part in row)
    return kind, name, table, sql


def _article(kind: str) -> str:
    names = {"table": "a further table", "index": "an index of its own", "view": "a view", "trigger": "a trigger"}
    return names.get(kind, "an unknown part")


def _check_length(connection: sqlite3.Connection, size: int) -> None:
    """Tell the limit of the log before anything takes long; what cannot be counted is left to the look at all pages."""
    if size < files.MOST_CHANGES * LEAST_OF_CHANGE:
        return
    with suppress(*DAMAGE), bounded(connection, COUNT_SECONDS):
        files.check_length(connection.execute("SELECT count(*) FROM change").fetchone()[0])


def _check_pages(connection: sqlite3.Connection, size: int, progress: Progress | None) -> None:
    with damage_refused(), bounded(connection, CHECK_SECONDS + size / CHECK_BYTES_A_SECOND, progress):
        found = connection.execute("PRAGMA quick_check(1)").fetchall()
    if found != [("ok",)]:
        raise DamagedBoard("This board is damaged", ANOTHER_COPY)
