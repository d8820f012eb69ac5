"""Rows into the tables of a board: the log, the tables that are made of it, and photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.engine import Connection

from evidenceboard.errors import KnownError
from evidenceboard.model.board import Record
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.ids import ActorId
from evidenceboard.store import files, header, rows, schema
from evidenceboard.store.photos import LARGEST, Photo

ROOM_FOR_LOG = 256 * 1024 * 1024  # bytes that photos leave free in the largest board
ROOM_TO_REMOVE = 8 * 1024 * 1024  # bytes that are left for the snapshot, which may be laid out otherwise
NOT_ADDED = "Nothing was added. Begin a new board for what is to come."
AT_ONCE = 2_000  # changesets or rows written together

Thing = TypeVar("Thing")


def in_parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """A whole board in pieces, so that its rows are never all in memory."""
    rest = iter(things)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def insert_log(connection: Connection, changesets: Iterable[Changeset], numbers: dict[ActorId, int]) -> None:
    """Append changesets to the log.

    Args:
        numbers: of the actors that are known to have one; the others' are added.
    """
    last = connection.execute(select(func.max(schema.changeset.c.number))).scalar() or 0
    log: list[tuple[Value, ...]] = []
    changes: list[tuple[Value, ...]] = []
    for number, changeset in enumerate(changesets, start=last + 1):
        if changeset.actor not in numbers:
            numbers[changeset.actor] = _number_of(connection, changeset.actor)
        log.append((number, *rows.changeset_row(changeset, numbers[changeset.actor])))
        changes += rows.change_rows(number, changeset)
    _check_log(connection, len(changes))
    insert_rows(connection, "changeset", ("number", *rows.CHANGESET_ROW), log)
    insert_rows(connection, "change", rows.CHANGE_ROW, changes)


def _number_of(connection: Connection, actor: ActorId) -> int:
    name = bytes.fromhex(actor)
    found = connection.execute(select(schema.actor.c.number).where(schema.actor.c.id == name)).scalar()
    return _insert(connection, schema.actor, {"id": name}) if found is None else int(found)


def fold(connection: Connection, records: Iterable[Record]) -> None:
    """Bring the tables up to date with these records; those that are gone leave them."""
    there: dict[str, list[tuple[Value, ...]]] = {kind: [] for kind in schema.fold}
    gone: dict[str, list[dict[str, Value]]] = {kind: [] for kind in schema.fold}
    for record in records:
        if record.kind not in schema.fold:
            continue
        values = record.values_if_there()
        if values is None:
            gone[record.kind].append({"gone": record.id})
        else:
            there[record.kind].append(rows.fold_parts(record, values))
    for kind, table in schema.fold.items():
        if gone[kind]:
            connection.execute(delete(table).where(table.c.id == bindparam("gone")), gone[kind])
        insert_rows(connection, kind, rows.fold_columns(kind), there[kind])


def insert_photos(connection: Connection, photos: Iterable[Photo]) -> None:
    """Add photos; those that are there already are passed over, and their bytes not asked for."""
    driver: Any = connection.connection.dbapi_connection  # five hundred questions through SQLAlchemy take 30 ms
    for photo in photos:
        if driver.execute("SELECT 1 FROM sqlar WHERE name = ?", (photo.name,)).fetchone():
            continue
        data = photo.data  # once: it may be read from its file
        _check_room(connection, len(data))
        row = {"name": photo.name, "mode": 0o100644, "mtime": 0, "sz": len(data), "data": data}
        connection.execute(insert(schema.sqlar).prefix_with("OR IGNORE"), row)


def _check_room(connection: Connection, size: int) -> None:
    """Never keep what no gate would let in again."""
    if not 0 < size <= LARGEST:
        raise KnownError("A photo is empty or larger than 64 MB", "Nothing was added. Make it smaller, then add it.")
    pages, free = (connection.exec_driver_sql(f"PRAGMA {what}_count").scalar_one() for what in ("page", "freelist"))
    if (pages - free) * header.PAGE + size > files.LARGEST_BOARD - ROOM_FOR_LOG:
        raise KnownError("With this photo the board would be larger than 4 GB", "It was not added.")


def _check_log(connection: Connection, more: int) -> None:
    """Never let a log grow beyond what any gate would let in again."""
    last = connection.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM change").scalar_one()  # no row ever goes
    if last + more > files.MOST_CHANGES:
        raise KnownError(f"The board would hold more than {files.MOST_CHANGES:,} changes, the limit", NOT_ADDED)
    pages, free = (connection.exec_driver_sql(f"PRAGMA {what}_count").scalar_one() for what in ("page", "freelist"))
    if (pages - free) * header.PAGE > files.LARGEST_BOARD - ROOM_TO_REMOVE:
        raise KnownError("The board would be larger than 4 GB", NOT_ADDED)


def insert_rows(connection: Connection, table: str, columns: Sequence[str], found: list[tuple[Value, ...]]) -> None:
    """Insert rows, into tables that are made of the log in place of those of the same key.

    As plain SQL, for a whole board may come at once.
    """
    if not found:
        return
    verb = "INSERT OR REPLACE" if table in schema.fold else "INSERT"
    names = ", ".join(f'"{column}"' for column in columns)
    connection.exec_driver_sql(f'{verb} INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', found)


def _insert(connection: Connection, table: Table, row: Mapping[str, Value]) -> int:
    """Insert a row; returns the number that it got."""
    made = connection.execute(insert(table), dict(row)).inserted_primary_key
    assert made is not None
    return int(made[0])
