"""The tables of a `.board` file, format 1.

The log (`actor`, `changeset`, `change`) is the truth. The other tables are a reading of it, kept so that plain
SQLite tools can read a board; they hold only records that are there, and can be rebuilt at any time.
Photos lie in `sqlar`, as original bytes, so that ``sqlite3 -A`` takes them out.

A change takes some 380 bytes of a file, all tables and indexes together, 100 of them its values; the soak looks at it
(`tests/faults/growth.py`). Numbers in place of the ids of records would save an eighth of the log, and in place of what
is replaced, too, a quarter; without row numbers it would take a tenth more. That is worth no new format.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import BLOB, INTEGER, REAL, TEXT, Column, Index, MetaData, Table
from sqlalchemy.engine import Connection, Engine, create_engine
from sqlalchemy.event import listens_for
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

APPLICATION_ID = 0x45764264  # "EvBd"
FORMAT = 1  # user_version: raised only when an older program could not read the file
FORMAT_NAME = "1.0"
READ_BACK = {"ON": "1", "OFF": "0", "NORMAL": "1", "FULL": "2"}

tables = MetaData()

_Type = type[TypeEngine[str]] | type[TypeEngine[int]] | type[TypeEngine[float]]


def _table(name: str, *columns: Column[object], with_rowid: bool = True, index: Iterable[Index] = ()) -> Table:
    """A table. Without a rowid a row of more than 1,000 bytes fills pages of its own: for short rows only."""
    return Table(name, tables, *columns, *index, sqlite_strict=True, sqlite_with_rowid=with_rowid)


meta = _table("meta", Column("key", TEXT, primary_key=True), Column("value", TEXT, nullable=False), with_rowid=False)

actor = _table("actor", Column("number", INTEGER, primary_key=True), Column("id", BLOB, nullable=False, unique=True))

changeset = _table(
    "changeset",
    Column("number", INTEGER, primary_key=True),
    Column("id", BLOB, nullable=False, unique=True),
    Column("actor", INTEGER, nullable=False),
    Column("seq", INTEGER, nullable=False),
    Column("prev", BLOB),
    Column("wall", INTEGER, nullable=False),
    Column("counter", INTEGER, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("label", TEXT, nullable=False),
    Column("reverts", BLOB),
)

change = _table(
    "change",
    Column("changeset", INTEGER, primary_key=True),
    Column("place", INTEGER, primary_key=True),
    Column("record", TEXT, nullable=False),
    Column("fields", TEXT),  # with `digest`, what is left of a value that was erased
    Column("digest", BLOB),
    Column("salt", BLOB),
    Column("vals", TEXT),
    Column("replaces", BLOB, nullable=False),  # ids of 32 bytes, one after the other
    index=[Index("change_by_record", "record")],
)

sqlar = _table(
    "sqlar",
    Column("name", TEXT, primary_key=True),
    Column("mode", INTEGER),
    Column("mtime", INTEGER),
    Column("sz", INTEGER),
    Column("data", BLOB),
)


# Fields of each kind as columns: a type, or the names that the parts of a list go by.
FOLD: dict[str, dict[str, _Type | tuple[str, ...]]] = {
    "board": {"title": TEXT, "question": TEXT, "handling": TEXT},
    "card": {
        "kind": TEXT,
        "role": TEXT,
        "key": TEXT,
        "title": TEXT,
        "text": TEXT,
        "original": TEXT,
        "language": TEXT,
        "source": TEXT,
        "credibility": INTEGER,
        "certainty": TEXT,
        "happened": TEXT,
        "said": TEXT,
        "captured": TEXT,
        "derives_from": TEXT,
        "status": TEXT,
        "assumption": TEXT,
        "base": REAL,
        "colour": TEXT,
        "rivals": TEXT,
        "photo": TEXT,
        "photo_label": TEXT,
        "file_name": TEXT,
    },
    "place": {
        "sheet": TEXT,
        "card": TEXT,
        "pos": ("x", "y"),
        "size": ("w", "h"),
        "z": INTEGER,
        "pinned": INTEGER,
        "folded": INTEGER,
    },
    "edge": {"from": TEXT, "to": TEXT, "kind": TEXT, "strength": TEXT, "weight": REAL, "reason": TEXT, "key": TEXT},
    "source": {"name": TEXT, "kind": TEXT, "reliability": TEXT, "note": TEXT},
    "origin": {"name": TEXT, "note": TEXT},
    "rivals": {"name": TEXT, "relation": TEXT},
    "sheet": {"name": TEXT, "order": REAL},
    "region": {"card": TEXT, "rect": ("x", "y", "w", "h"), "note": TEXT},
    "frame": {
        "sheet": TEXT,
        "name": TEXT,
        "rect": ("x", "y", "w", "h"),
        "colour": TEXT,
        "origin": TEXT,
        "rivals": TEXT,
    },
    "stop": {"sheet": TEXT, "order": REAL, "name": TEXT, "view": ("x", "y", "w", "h"), "note": TEXT},
}


def _fold_table(kind: str) -> Table:
    columns: list[Column[object]] = [Column("id", TEXT, primary_key=True)]
    for field, shape in FOLD[kind].items():
        if isinstance(shape, tuple):
            columns += [Column(part, REAL) for part in shape]
        else:
            columns.append(Column(field, shape))
    columns += [
        Column("contested", INTEGER, nullable=False),  # people differ on a field
        Column("kept", INTEGER, nullable=False),  # one removed it, another changed it: it stays
        Column("extra", TEXT),  # JSON: lists, fields of the user's own, fields of newer versions
    ]
    return _table(kind, *columns, with_rowid=kind == "card")


fold = {kind: _fold_table(kind) for kind in FOLD}
LOG_TABLES = ("actor", "changeset", "change")


def statements() -> list[str]:
    """The SQL that makes all tables and indexes, in order, as the definitions above have it."""
    engine = create_engine("sqlite://")
    made = []
    for table in tables.tables.values():
        made.append(str(CreateTable(table).compile(engine)).strip())
        made += [str(CreateIndex(index).compile(engine)).strip() for index in sorted(table.indexes, key=str)]
    engine.dispose()
    return made


def released(version: int | None = None) -> list[str]:
    """The SQL that a released format, else this one, was made by. It is never changed: a new format is another file."""
    text = Path(__file__).with_name(f"format_{version or FORMAT}.sql").read_text("utf-8")
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def make(connection: Connection) -> None:
    """Make all tables in an empty database and stamp it as a board. Its indexes are made by `make_indexes`."""
    for statement in released():
        if not makes_index(statement):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def make_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes, of what the tables hold by then: of millions of changes that takes a minute."""
    for statement in filter(makes_index, released()):
        connection.execute(statement)


def makes_index(statement: str) -> bool:
    """Whether it is one that is carried out when the tables are full."""
    return statement.startswith("CREATE INDEX")


def seal(board_id: str, made: str) -> str:
    """What shows that the lines of `meta` are as they were written; the log is sealed by its own hashes."""
    return hashlib.sha256(f"{board_id}\0{made}".encode()).hexdigest()


def uri(path: Path, mode: str) -> str:
    """A database file as the address that the driver opens, whatever characters its name holds."""
    return f"{path.absolute().as_uri()}?{mode}"


def engine_for(path: Path, pragmas: Iterable[str], mode: str = "mode=rw") -> Engine:
    """An engine with one connection, whose transactions begin when we say so and lock at once.

    Python's driver opens transactions by itself; the two events are the recipe SQLAlchemy documents against it.

    Raises:
        RuntimeError: on connecting, where a pragma with a value did not take effect.
    """
    engine = create_engine("sqlite://", creator=lambda: _connect(uri(path, mode)), poolclass=StaticPool)

    @listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            _set(connection, pragma)

    @listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if "mode=rw" in mode else "BEGIN")

    return engine


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=10, check_same_thread=False)


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """SQLite passes over a pragma that it cannot follow without a word: read it back."""
    name, _, value = (part.strip() for part in pragma.partition("="))
    connection.execute(f"PRAGMA {pragma}").fetchall()
    found = connection.execute(f"PRAGMA {name}").fetchone()
    if found is None or str(found[0]).lower() != READ_BACK.get(value, value.lower()):
        raise RuntimeError(f"SQLite did not follow PRAGMA {pragma}: {found}")
