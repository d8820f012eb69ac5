"""Making a working copy, empty or of a whole board: beside its place, and put there when it is complete.

Nobody reads the file before, so it needs no journal; what goes wrong leaves nothing. Most records of a board were
changed once: they are folded while their changeset is in hand. The others are folded afterwards from the log, a few
at a time. So memory follows neither the log nor the board.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from evidenceboard.bulk import uncollected
from evidenceboard.model.board import Record, Touch, values_of_one
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ActorId, RecordId, kind_of
from evidenceboard.progress import Progress, report, standing_at
from evidenceboard.store import files, rows, schema, writing
from evidenceboard.store.disk import refused
from evidenceboard.store.patience import bounded
from evidenceboard.store.photos import Photo

UNSEEN = (
    "journal_mode = MEMORY",  # nothing is ever taken back: the file is thrown away unless it becomes whole
    "synchronous = OFF",
    "cache_size = -65536",  # KiB: rows of a table come in no order
)
OTHERS = """SELECT record FROM change GROUP BY record HAVING count(*) > 1
            UNION SELECT record FROM change WHERE length(replaces) > 0"""  # in the order of their ids


def make(
    path: Path,
    board_id: str,
    made_ms: int,
    changesets: Iterable[Changeset] = (),
    photos: Iterable[Photo] = (),
    progress: Progress | None = None,
) -> None:
    """Make the database of a working copy.

    Args:
        changesets: in the order in which the log shall hold them.
        progress: of what is done after the last changeset was taken.

    Raises:
        FileExistsError: something lies there already.
        KnownError: the disk refuses, or what the iterables raise. Nothing lies there then.
    """
    if path.exists():
        raise FileExistsError(path)
    unfinished = files.unfinished(path)
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        engine = schema.engine_for(unfinished, UNSEEN)
        try:
            with uncollected(), engine.begin() as connection:
                _fill(connection, _lines_of_meta(board_id, made_ms), changesets, photos, progress)
        finally:
            engine.dispose()
        _sync(unfinished)
        unfinished.replace(path)
        files.sync_folder(path.parent)  # or a power cut would find changes in its log, and no database of that name
    except (DBAPIError, sqlite3.Error, OSError) as problem:
        raise refused(problem, "The board could not be made") from problem
    finally:
        unfinished.unlink(missing_ok=True)


def _lines_of_meta(board_id: str, made_ms: int) -> dict[str, str]:
    made = str(made_ms)
    return {"board_id": board_id, "format": schema.FORMAT_NAME, "made": made, "seal": schema.seal(board_id, made)}


def _fill(
    connection: Connection,
    meta: dict[str, str],
    changesets: Iterable[Changeset],
    photos: Iterable[Photo],
    progress: Progress | None,
) -> None:
    schema.make(connection)
    connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in meta.items()])
    writing.insert_photos(connection, photos)
    numbers: dict[ActorId, int] = {}
    for part in _in_parts(changesets):
        writing.insert_log(connection, part, numbers)
        _fold_alone(connection, part)
    driver: Any = connection.connection.dbapi_connection
    with bounded(driver, None, standing_at(progress, 0, 1)):
        schema.make_indexes(driver)  # one sort costs a third of keeping them in order row by row
        others = [name for (name,) in driver.execute(OTHERS)]
    _fold_others(connection, others, progress)


def _in_parts(changesets: Iterable[Changeset]) -> Iterator[list[Changeset]]:
    """The log in pieces of not many more than `writing.AT_ONCE` changes, but for a gesture that was larger."""
    part: list[Changeset] = []
    changes = 0
    for changeset in changesets:
        part.append(changeset)
        changes += len(changeset.changes)
        if changes >= writing.AT_ONCE:
            yield part
            part, changes = [], 0
    yield part


def _fold_alone(connection: Connection, changesets: Iterable[Changeset]) -> None:
    """Write the rows that changes make by themselves, where they replace nothing: it may be the record's only one."""
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in schema.FOLD}
    for changeset in changesets:
        for change in changeset.changes:
            kind = kind_of(change.record)
            if kind in found and not change.replaces:
                values = values_of_one(kind, change.values)
                if values is not None:
                    found[kind].append(rows.row_of(change.record, kind, values))
    for kind, of_kind in found.items():
        of_kind.sort(key=itemgetter(0))  # so that rows of one page are written together
        writing.insert_rows(connection, kind, rows.fold_columns(kind), of_kind)


def _fold_others(connection: Connection, names: list[RecordId], progress: Progress | None) -> None:
    """Write anew the rows of all records that more than one such change made, and take out those that are gone."""
    driver: Any = connection.connection.dbapi_connection
    for done in range(0, len(names), writing.AT_ONCE):
        report(progress, done, len(names))
        part = names[done : done + writing.AT_ONCE]
        touches = rows.read_touches(driver.cursor(), part)
        writing.fold(connection, map(_folded, touches, touches.values()))


def _folded(name: RecordId, touches: Iterable[Touch]) -> Record:
    record = Record(name)
    for touch in touches:
        record.fold(touch)
    return record


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
