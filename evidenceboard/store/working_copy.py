"""The working copy: the SQLite file that every finished gesture is committed to at once.

It lies in the program's own folder, in WAL mode with full synchronisation, and has one writing connection. The
user's file is never opened for writing: it is replaced by a snapshot of this one (`store.publish`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from evidenceboard.bulk import uncollected
from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.model.board import Record, Touch
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.history import Step
from evidenceboard.model.ids import BOARD, ActorId, ChangesetId, RecordId, kind_of
from evidenceboard.model.index import Ends, Index
from evidenceboard.progress import Progress
from evidenceboard.store import files, header, rows, schema
from evidenceboard.store.disk import disk_refuses, refused
from evidenceboard.store.photos import LARGEST, Photo, sha256_of

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = OFF")
CHUNK = 500  # names in one query
PAGE = 200  # records that are read at once where a window waits
ROOM_FOR_LOG = 256 * 1024 * 1024  # bytes that photos leave free in the largest board
OTHER_COPIES = "Nothing was thrown away. Open the board's file, or a backup of it."
AT_ONCE = 2_000  # changesets or records written together
REMEMBERED = 64  # changesets kept in memory

Thing = TypeVar("Thing")


class WorkingCopy:
    """One board's log, photos and tables on disk. It is the board's `Log`.

    Attributes:
        path: the database file.
        board_id: which board it is; the same in every copy of it.

    Raises:
        KnownError: from every method that writes, when the disk refuses; nothing has happened then.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._connection = engine.connect()
        self._numbers: dict[ActorId, int] = {}
        self._recent: dict[ChangesetId, Changeset] = {}
        self.board_id = self.meta("board_id")

    @classmethod
    def create(cls, path: Path, board_id: str, made_ms: int) -> WorkingCopy:
        """Make an empty one.

        Raises:
            FileExistsError: something lies there already.
            KnownError: the disk refuses.
        """
        if path.exists():
            raise FileExistsError(path)
        lines = {
            "board_id": board_id,
            "format": schema.FORMAT_NAME,
            "made": str(made_ms),
            "seal": schema.seal(board_id, str(made_ms)),
        }
        try:
            unfinished = files.unfinished(path)
            unfinished.touch(mode=0o600, exist_ok=False)
            with _disposed(schema.engine_for(unfinished, ())) as engine, engine.begin() as connection:
                schema.make(connection)
                connection.execute(insert(schema.meta), [{"key": k, "value": v} for k, v in lines.items()])
            unfinished.replace(path)
        except (DBAPIError, OSError) as problem:
            raise refused(problem, "The board could not be made") from problem
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> WorkingCopy:
        """Open one that this program made. Files from elsewhere go through `store.reading` first.

        Raises:
            UnreadableBoard: it is damaged.
            KnownError: the disk refuses.
        """
        pragmas, mode = (("query_only = ON",), "mode=ro") if read_only else (PRAGMAS, "mode=rw")
        engine = schema.engine_for(path, pragmas, mode)
        try:
            return cls(path, engine)
        except (DBAPIError, sqlite3.Error) as problem:
            engine.dispose()
            if disk_refuses(problem):
                raise refused(problem, "The program's own copy of this board cannot be opened") from problem
            raise UnreadableBoard("The program's own copy of this board is damaged", OTHER_COPIES) from problem

    @classmethod
    def read_index(cls, path: Path, progress: Progress | None = None) -> Index:
        """What joins what in a working copy, read beside whoever has it open: for a worker thread."""
        with closing(cls.open(path, read_only=True)) as other, uncollected():
            return Index(source=other).read_all(progress)

    @property
    def state(self) -> str:
        """Names the state of the log: the same only while nothing was appended."""
        found = self.cursor().execute("SELECT number, id FROM changeset ORDER BY number DESC LIMIT 1").fetchone()
        return f"{schema.FORMAT_NAME} {found[0]} {found[1].hex()}" if found else ""

    def close(self) -> None:
        """Give the file back; what was committed is on the disk."""
        self._connection.close()
        self._engine.dispose()

    # Reading

    def cursor(self) -> sqlite3.Cursor:
        """The driver's own cursor, for bulk reads: rows through SQLAlchemy cost half as much again."""
        return self._driver().cursor()

    def _driver(self) -> sqlite3.Connection:
        driver: Any = self._connection.connection.dbapi_connection
        found: sqlite3.Connection = driver
        return found

    def meta(self, key: str) -> str:
        """A line of the board's `meta` table; empty where it is not there."""
        found = self.cursor().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def ends(self, kind: str) -> Iterator[tuple[RecordId, Ends]]:
        """Every record of a kind that is there, and what it joins."""
        return rows.read_ends(self.cursor(), kind) if kind in schema.FOLD else iter(())

    def ends_of(self, record: RecordId) -> Ends | None:
        """What a record joins; None where it is not there."""
        kind = kind_of(record)
        return rows.read_ends_of(self.cursor(), kind, record) if kind in schema.FOLD else None

    def joining(self, records: Sequence[RecordId]) -> Iterator[tuple[RecordId, Ends]]:
        """The edges and regions that hang on one of these records, and all that they join."""
        return rows.read_joining(self.cursor(), records)

    def marked(self, mark: str) -> Iterator[RecordId]:
        """The records on which people differ ("contested"), or that a change keeps ("kept")."""
        return rows.read_marked(self.cursor(), mark)

    def records(self, kind: str) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        """Every record of a kind that is there, with its shown values. Ends of edges may be gone."""
        return rows.read_records(self.cursor(), kind)

    def records_named(self, kind: str, names: Sequence[RecordId]) -> dict[RecordId, dict[str, Value]]:
        """The shown values of some records of a kind; those that are not there are left out."""
        found: dict[RecordId, dict[str, Value]] = {}
        for start in range(0, len(names), CHUNK):
            found |= dict(rows.read_records(self.cursor(), kind, names[start : start + CHUNK]))
        return found

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[list[tuple[RecordId, dict[str, Value]]]]:
        """Every record of a kind that is there, some at a time, with these fields and those that have no column.

        Nothing is held open between two pages: what is written meanwhile may be met before, after or twice.
        """
        page, end = rows.read_page(self.cursor(), kind, fields, None, PAGE)
        yield page
        while end is not None:
            page, end = rows.read_page(self.cursor(), kind, fields, end, PAGE)
            yield page

    def placed_cards(self, sheet: RecordId) -> list[tuple[Any, ...]]:
        """The cards of a sheet: (card, kind, role, x, y, w, h, z), by the places' ids."""
        cursor = self.cursor()  # two scans and a dict: a join costs four times as much
        looks = {card: look for card, *look in cursor.execute("SELECT id, kind, role FROM card")}
        places = cursor.execute("SELECT card, x, y, w, h, z FROM place WHERE sheet = ?", (sheet,))
        return [(card, *looks[card], *place) for card, *place in places if card in looks]

    def all_edges(self) -> list[tuple[Any, ...]]:
        """Every edge that is there: (edge, card that it begins at, to, contradicts, strong), by id; its ends may be
        gone. One that begins on a region begins at the card whose photo that is a part of."""
        query = """SELECT e.id, coalesce(r.card, e."from"), e."to", e.kind IS 'contradict', e.strength IS 'strong'
                   FROM edge e LEFT JOIN region r ON r.id = e."from" """
        return self.cursor().execute(query).fetchall()

    def touches(self, records: Sequence[RecordId]) -> Mapping[RecordId, Sequence[Touch]]:
        """All changes of these records."""
        found: dict[RecordId, list[Touch]] = {}
        cursor = self.cursor()
        for start in range(0, len(records), CHUNK):
            names = records[start : start + CHUNK]
            query = f"""SELECT s.id, s.wall, s.counter, a.id, {rows.CHANGE_COLUMNS} FROM change c
                        JOIN changeset s ON s.number = c.changeset JOIN actor a ON a.number = s.actor
                        WHERE c.vals IS NOT NULL AND c.record IN ({",".join("?" * len(names))})"""
            for name, wall, counter, actor, *change in cursor.execute(query, names):
                touch = Touch(name.hex(), ((wall, counter), actor.hex()), rows.to_change(change))
                found.setdefault(touch.change.record, []).append(touch)
        return found

    def changeset(self, changeset: ChangesetId) -> Changeset | None:
        """One changeset, or None. The last few are remembered: an undo asks for the same ones again and again."""
        if changeset not in self._recent:
            found = next(self._changesets("WHERE s.id = ?", (bytes.fromhex(changeset),)), None)
            if found is None:
                return None
            self._recent[changeset] = found
            if len(self._recent) > REMEMBERED:
                del self._recent[next(iter(self._recent))]
        return self._recent[changeset]

    def has(self, changeset: ChangesetId) -> bool:
        """Whether the log holds a changeset."""
        query = "SELECT 1 FROM changeset WHERE id = ?"
        return self.cursor().execute(query, (bytes.fromhex(changeset),)).fetchone() is not None

    def steps(self, actors: Iterable[ActorId]) -> Iterator[Step]:
        """The changesets of some actors as a history needs them, but for those that make a board."""
        names = [bytes.fromhex(actor) for actor in actors]
        query = f"""SELECT s.id, s.label, s.reverts FROM changeset s JOIN actor a ON a.number = s.actor
                    WHERE a.id IN ({",".join("?" * len(names))}) AND NOT EXISTS (
                      SELECT 1 FROM change c WHERE c.changeset = s.number AND c.record = '{BOARD}'
                      AND json_extract(c.vals, '$.removed') = 0)
                    ORDER BY s.wall, s.counter, s.number"""
        for name, label, reverts in self.cursor().execute(query, names):
            yield Step(name.hex(), label, reverts.hex() if reverts else None)

    def changesets(self, actors: Iterable[ActorId] | None = None) -> Iterator[Changeset]:
        """All changesets in the order this copy took them in; of some actors only, if given."""
        if actors is None:
            return self._changesets("", ())
        names = [bytes.fromhex(actor) for actor in actors]
        return self._changesets(f"WHERE a.id IN ({','.join('?' * len(names))})", names)

    def changeset_ids(self) -> set[ChangesetId]:
        """The ids of all changesets."""
        return {row[0].hex() for row in self.cursor().execute("SELECT id FROM changeset")}

    def latest_clock(self) -> tuple[int, int]:
        """The greatest clock in the log; (0, 0) in an empty one."""
        query = "SELECT wall, counter FROM changeset ORDER BY wall DESC, counter DESC LIMIT 1"
        found = self.cursor().execute(query).fetchone()
        return (found[0], found[1]) if found else (0, 0)

    def _changesets(self, where: str, arguments: Sequence[object]) -> Iterator[Changeset]:
        joined = "FROM changeset s JOIN actor a ON a.number = s.actor"
        query = f"SELECT {rows.CHANGESET_COLUMNS} {joined} {where} ORDER BY s.number"
        changes = f"""SELECT c.changeset, {rows.CHANGE_COLUMNS} {joined} JOIN change c ON c.changeset = s.number
                      {where} ORDER BY c.changeset, c.place"""
        groups = groupby(self.cursor().execute(changes, arguments), key=lambda row: row[0])
        following = next(groups, None)
        for row in self.cursor().execute(query, arguments):
            found: tuple[Any, ...] = ()
            if following is not None and following[0] == row[0]:
                found = tuple(rows.to_change(change[1:]) for change in following[1])
                following = next(groups, None)
            yield rows.to_changeset(row, found)

    def counts(self) -> dict[str, int]:
        """How many changesets, actors and photos there are, and the photos' bytes together."""
        query = """SELECT (SELECT count(*) FROM changeset), (SELECT count(*) FROM actor), count(*),
                   coalesce(sum(sz), 0) FROM sqlar"""
        names = ("changesets", "actors", "photos", "photo_bytes")
        return dict(zip(names, self.cursor().execute(query).fetchone(), strict=True))

    # Writing

    def append(
        self, changesets: Sequence[Changeset], records: Mapping[RecordId, Record], photos: Iterable[Photo] = ()
    ) -> None:
        """Take in changesets, the records as they are after them, and photos: all in one transaction."""
        with self._writing() as connection:
            self._insert_photos(connection, photos)
            self._insert_log(connection, changesets)
            self._fold(connection, records.values())

    def begin_with(self, changesets: Sequence[Changeset], photos: Iterable[Photo] = ()) -> None:
        """Take in a whole board's changesets and photos, where this copy is empty: all in one transaction.

        Its records are folded one after the other and not kept, so memory follows the log alone.
        """
        touches: dict[RecordId, list[Touch]] = {}
        for changeset in changesets:
            name, stamp = changeset.id, changeset.stamp
            for change in changeset.changes:
                touches.setdefault(change.record, []).append(Touch(name, stamp, change))
        with self._writing() as connection:
            self._insert_photos(connection, photos)
            for part in _parts(changesets):
                self._insert_log(connection, part)
            for some in _parts(map(_folded, touches, touches.values())):
                self._fold(connection, some, fresh=True)

    def rebuild(self, records: Iterable[Record]) -> None:
        """Write all tables anew from these records, the whole board's."""
        with self._writing() as connection:
            for table in schema.fold.values():
                connection.execute(delete(table))
            for part in _parts(records):
                self._fold(connection, part, fresh=True)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing and a `KnownError` where the disk refuses."""
        try:
            with self._connection.begin():
                yield self._connection
        except BaseException as problem:
            self._numbers.clear()  # an actor that was numbered in it has no number now
            self._driver().rollback()  # SQLAlchemy leaves it open where the commit was refused
            if isinstance(problem, DBAPIError):
                raise refused(problem, "This change was not kept") from problem
            raise

    def _insert_log(self, connection: Connection, changesets: Iterable[Changeset]) -> None:
        last = connection.execute(select(func.max(schema.changeset.c.number))).scalar() or 0
        log: list[tuple[Value, ...]] = []
        changes: list[tuple[Value, ...]] = []
        for number, changeset in enumerate(changesets, start=last + 1):
            actor = self._actor_number(connection, changeset.actor)
            log.append((number, *rows.changeset_row(changeset, actor)))
            changes += rows.change_rows(number, changeset)
        _insert_many(connection, "changeset", ("number", *rows.CHANGESET_ROW), log)
        _insert_many(connection, "change", rows.CHANGE_ROW, changes)

    def _actor_number(self, connection: Connection, actor: ActorId) -> int:
        if actor not in self._numbers:
            name = bytes.fromhex(actor)
            query = select(schema.actor.c.number).where(schema.actor.c.id == name)
            number = connection.execute(query).scalar()
            self._numbers[actor] = _insert(connection, schema.actor, {"id": name}) if number is None else number
        return self._numbers[actor]

    def _fold(self, connection: Connection, records: Iterable[Record], fresh: bool = False) -> None:
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
            if gone[kind] and not fresh:
                connection.execute(delete(table).where(table.c.id == bindparam("gone")), gone[kind])
            _insert_many(connection, kind, rows.fold_columns(kind), there[kind])

    def _insert_photos(self, connection: Connection, photos: Iterable[Photo]) -> None:
        for photo in photos:
            _check_room(connection, photo)
            row = {"name": photo.name, "mode": 0o100644, "mtime": 0, "sz": len(photo.data), "data": photo.data}
            connection.execute(insert(schema.sqlar).prefix_with("OR IGNORE"), row)

    # Photos

    def photo(self, sha256: str) -> bytes | None:
        """The original bytes of a photo, or None where the board has it not."""
        query = "SELECT data FROM sqlar WHERE name >= ? AND name < ?"
        found = self.cursor().execute(query, (f"photos/{sha256}.", f"photos/{sha256}/")).fetchone()
        return bytes(found[0]) if found and found[0] else None

    def photo_names(self) -> set[str]:
        """The SHA-256 of every photo."""
        return {sha256_of(row[0]) for row in self.cursor().execute("SELECT name FROM sqlar")}


def _check_room(connection: Connection, photo: Photo) -> None:
    """Never keep what no gate would let in again."""
    if not 0 < len(photo.data) <= LARGEST:
        raise KnownError("A photo is empty or larger than 64 MB", "Nothing was added. Make it smaller, then add it.")
    (pages,) = connection.exec_driver_sql("PRAGMA page_count").one()
    if pages * header.PAGE + len(photo.data) > files.LARGEST_BOARD - ROOM_FOR_LOG:
        raise KnownError("With this photo the board would be larger than 4 GB", "It was not added.")


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """A whole board in pieces, so that its rows are never all in memory."""
    rest = iter(things)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _folded(name: RecordId, touches: Iterable[Touch]) -> Record:
    record = Record(name)
    for touch in touches:
        record.fold(touch)
    return record


def _insert_many(connection: Connection, table: str, columns: Sequence[str], found: list[tuple[Value, ...]]) -> None:
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
