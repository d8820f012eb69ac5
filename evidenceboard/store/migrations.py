"""From an older format to this one: format n + 1 is made of format n, one step after the other.

Nothing is changed in place. The newer database is made beside the older one and takes its place when it is whole, so
that a kill at any moment leaves the one or the other. What stands in the log is carried over as it is: its hashes hold.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from evidenceboard.progress import Progress
from evidenceboard.store import files, header, schema
from evidenceboard.store.disk import disk_refuses, refused
from evidenceboard.store.patience import bounded

# What is new in format n + 1: of a table the columns that format n has not, each as an expression over a row of the
# same table there; without one it is empty. A column that both have is carried over, a new table begins empty.
STEPS: dict[int, Mapping[str, Mapping[str, str]]] = {}


def bring_up_to_date(path: Path, keep_older: bool = False, progress: Progress | None = None) -> None:
    """Put a database of the present format in the place of one of ours that is older; nobody else has it open.

    Args:
        path: a working copy, or a private copy of a file that the gate has let in.
        keep_older: the older one stays beside it under a name of its own.
        progress: asked whether to go on.

    Raises:
        UnreadableBoard: it is of a newer format.
        KnownError: the disk refuses; it is as it was.
        sqlite3.Error: it is damaged; it is as it was.
        Stopped: the progress says so; it is as it was.
    """
    version = format_of(path)
    header.refuse_newer(version)
    if version not in range(1, schema.FORMAT):
        return  # it is up to date; or it says no format: whoever reads it will see that it is damaged
    try:
        _take_in_log(path)
        if keep_older:
            _keep(path, version)
        for older in range(version, schema.FORMAT):
            _step(path, older, progress)
    except (sqlite3.Error, OSError) as problem:
        if disk_refuses(problem):
            raise refused(problem, "The board could not be brought to this version's format") from problem
        raise


def format_of(path: Path) -> int:
    """The format that a database of ours has."""
    with closing(_connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(schema.uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=10)


def _take_in_log(path: Path) -> None:
    """What stands in the log beside the database goes into it: alone it is all that there is."""
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _keep(path: Path, version: int) -> None:
    kept = path.with_name(f"format-{version}-{path.name}")
    if not kept.exists():
        with path.open("rb") as source:
            files.copy(source.fileno(), kept, durable=True)


def _step(path: Path, version: int, progress: Progress | None) -> None:
    unfinished = files.unfinished(path)
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        with closing(_connect(unfinished)) as made, bounded(made, None, progress):
            _fill(made, path, version)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        files.sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(made: sqlite3.Connection, older: Path, version: int) -> None:
    for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "trusted_schema = OFF", "cell_size_check = ON"):
        made.execute(f"PRAGMA {pragma}").fetchall()
    made.execute("ATTACH ? AS old", (schema.uri(older, "mode=ro"),))
    made.execute("BEGIN")
    statements = schema.released(version + 1)
    for statement in statements:
        if not schema.makes_index(statement):
            made.execute(statement)
    tables = [name for (name,) in made.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()]
    for table in tables:
        _carry_over(made, table, STEPS[version].get(table, {}))
    for statement in filter(schema.makes_index, statements):
        made.execute(statement)
    made.execute("UPDATE meta SET value = ? WHERE key = 'format'", (f"{version + 1}.0",))
    made.execute("COMMIT")
    made.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    made.execute(f"PRAGMA user_version = {version + 1}")


def _carry_over(made: sqlite3.Connection, table: str, new: Mapping[str, str]) -> None:
    there = _columns(made, "main", table)
    values = {name: f'"{name}"' for name in _columns(made, "old", table) if name in there} | dict(new)
    if values:
        names = ", ".join(f'"{name}"' for name in values)
        made.execute(f'INSERT INTO main."{table}" ({names}) SELECT {", ".join(values.values())} FROM old."{table}"')


def _columns(made: sqlite3.Connection, database: str, table: str) -> list[str]:
    """The columns of a table; none where it is not there."""
    query = "SELECT name FROM pragma_table_info(?, ?)"
    return [name for (name,) in made.execute(query, (table, database)).fetchall()]
