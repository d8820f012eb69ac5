"""The working copy: the SQLite file that every finished gesture is committed to at once.

It lies in the program's own folder, in WAL mode with full synchronisation, and has one writing connection. The
user's file is never opened for writing: it is replaced by a snapshot of this one (`store.publish`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import delete
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from evidenceboard.bulk import settle_down, uncollected
from evidenceboard.errors import DamagedBoard, NotKept, OwnCopyDamaged, undone_on_error
from evidenceboard.model.board import Record, Touch
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.history import Step
from evidenceboard.model.ids import BOARD, ActorId, ChangesetId, RecordId, kind_of
from evidenceboard.model.index import Ends, Index
from evidenceboard.progress import Progress, report
from evidenceboard.store import gate, making, migrations, rows, schema, untabled, write_ahead, writing
from evidenceboard.store.disk import ADVICE, DAMAGED, disk_refuses, refused, speaks_of_damage
from evidenceboard.store.photos import Photo, sha256_of

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = OFF")
MOVED_BY_ITSELF = 1_000  # pages in the log of the database after which a commit moves them to their place
PACKED = 500  # records that a thread beside the window reads at once
PAGE = 100  # records that are read at once where a window waits
Result = TypeVar("Result")
Records = Callable[[str], Iterable[tuple[RecordId, dict[str, Value]]]]  # of a kind
Pages = Callable[[str, Sequence[str]], Iterable[Sequence[tuple[RecordId, dict[str, Value]]]]]  # of a kind: these fields
REMEMBERED = 64  # changesets kept in memory


class WorkingCopy:
    """One board's log, photos and tables on disk. It is the board's `Log`.

    Attributes:
        path: the database file.
        board_id: which board it is; the same in every copy of it.
        turn: held while something is written; by whoever else writes to it in this process, too.
        is_shared: whether somebody else does so now, and moves what was written from the log of the database to its
            place: then no commit here does, which would wait for the disk for all of it.

    Raises:
        KnownError: from every method that writes, when the disk refuses; nothing has happened then.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._connection = engine.connect()
        self.turn = threading.Lock()
        self.is_shared: Callable[[], bool] = lambda: False
        self._moving = True
        self._numbers: dict[ActorId, int] = {}
        self._recent: dict[ChangesetId, Changeset] = {}
        self._lies_at = _identity(path)
        self.board_id = self.meta("board_id")

    @classmethod
    def create(
        cls,
        path: Path,
        board_id: str,
        made_ms: int,
        changesets: Iterable[Changeset] = (),
        photos: Iterable[Photo] = (),
        progress: Progress | None = None,
    ) -> WorkingCopy:
        """Make one, empty or of a whole board, and open it (arguments and errors: see `store.making`)."""
        making.make(path, board_id, made_ms, changesets, photos, progress)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> WorkingCopy:
        """Open one that this program made. Files from elsewhere go through `store.reading` first.

        Raises:
            OwnCopyDamaged: it is damaged.
            UnreadableBoard: a newer version of the program made it.
            KnownError: the disk refuses.
        """
        pragmas, mode = (("query_only = ON",), "mode=ro") if read_only else (PRAGMAS, "mode=rw")
        try:
            if not read_only:  # else somebody in this process has it open, and did so
                if write_ahead.hides_changes(path):
                    raise OwnCopyDamaged(DAMAGED, ADVICE)
                migrations.bring_up_to_date(path, keep_older=True)
            engine = schema.engine_for(path, pragmas, mode)
            with undone_on_error(engine.dispose):
                copy = cls(path, engine)
                gate.check_schema(copy._driver(), schema.FORMAT)
                return copy
        except (DBAPIError, sqlite3.Error, OSError, UnicodeError, DamagedBoard) as problem:
            if disk_refuses(problem):
                raise refused(problem, "The program's own copy of this board cannot be opened") from problem
            raise OwnCopyDamaged(DAMAGED, ADVICE) from problem

    @classmethod
    def read_index(cls, path: Path, progress: Progress | None = None) -> Index:
        """What joins what in a working copy, read beside whoever has it open: for a worker thread."""
        with closing(cls.open(path, read_only=True)) as other, uncollected():
            found = Index(source=other).read_all(progress)
            settle_down()  # before the collector runs again, or it would look at all of it at once
            return found

    @classmethod
    def read_pictures(cls, path: Path) -> list[tuple[RecordId, str, str, bool]]:
        """The cards with photos, beside whoever has the working copy open: (card, SHA-256, likeness, derived)."""
        query = """SELECT id, photo, coalesce(json_extract(extra, '$.photo_likeness'), ''), derives_from IS NOT NULL
                   FROM card WHERE photo IS NOT NULL ORDER BY id"""
        with closing(cls.open(path, read_only=True)) as other:
            return [(*found[:3], bool(found[3])) for found in other.cursor().execute(query)]

    @classmethod
    def read_beside(cls, path: Path, read: Callable[[Records], Result], progress: Progress | None = None) -> Result:
        """Read records of a working copy, beside whoever has it open: for a worker thread."""
        with closing(cls.open(path, read_only=True)) as other:
            return read(partial(other._reported, progress))

    def _reported(self, progress: Progress | None, kind: str) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        for at, each in enumerate(self.records(kind)):
            if at % PACKED == 0:
                report(progress, 0, 0)
            yield each

    @classmethod
    def read_packed_beside(
        cls, path: Path, read: Callable[[Pages], Result], progress: Progress | None = None
    ) -> Result:
        """Read some fields of records of a working copy, beside whoever has it open: for a worker thread."""
        with closing(cls.open(path, read_only=True)) as other:
            return read(partial(other._packed, progress))

    def _packed(
        self, progress: Progress | None, kind: str, fields: Sequence[str]
    ) -> Iterator[list[tuple[RecordId, dict[str, Value]]]]:
        end: str | int | None = None
        while True:
            report(progress, 0, 0)
            page, end = rows.read_packed(self.cursor(), kind, fields, end, PACKED)
            yield page
            if end is None:
                return

    @classmethod
    def read_geotagged(cls, path: Path) -> list[RecordId]:
        """The cards whose photos say where they were taken, beside whoever has the working copy open."""
        query = """SELECT id FROM card WHERE photo IS NOT NULL
                   AND json_extract(extra, '$.exif_place') IS NOT NULL ORDER BY id"""
        with closing(cls.open(path, read_only=True)) as other:
            return [card for (card,) in other.cursor().execute(query)]

    @property
    def state(self) -> str:
        """Names the state of the log: the same only while nothing was appended."""
        found = self.cursor().execute("SELECT number, id FROM changeset ORDER BY number DESC LIMIT 1").fetchone()
        return f"{schema.FORMAT_NAME} {found[0]} {found[1].hex()}" if found else ""

    def check(self) -> None:
        """Look at every page: the program did not end well.

        Raises:
            OwnCopyDamaged: one is not as it was written.
        """
        try:
            found = self.cursor().execute("PRAGMA quick_check(1)").fetchall()
        except (sqlite3.DatabaseError, UnicodeError) as problem:  # what it says may quote bytes that are no text
            found = [(str(problem),)]
        if found != [("ok",)]:
            raise OwnCopyDamaged(DAMAGED, ADVICE)

    @property
    def is_in_place(self) -> bool:
        """Whether its file is still there: some systems let a folder be removed under an open database."""
        return self._lies_at == _identity(self.path)

    def move_to(self, path: Path) -> None:
        """Go on in a new file that holds the same: the old one was removed, and only this process can read it.

        Raises:
            KnownError: the disk refuses; then it is as it was.
        """
        try:
            with self.turn, closing(sqlite3.connect(path)) as made:
                self._driver().backup(made)
            engine = schema.engine_for(path, PRAGMAS)
            connection = engine.connect()
        except (DBAPIError, sqlite3.Error) as problem:
            raise refused(problem, "The program's own copy of this board is gone") from problem
        self.close()
        self.path, self._engine, self._connection = path, engine, connection
        self._lies_at = _identity(path)
        self._moving = True

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
        if kind in schema.FOLD:
            return rows.read_ends(self.cursor(), kind)
        return ((record.id, ()) for record in untabled.read(self.cursor(), kind))

    def ends_of(self, record: RecordId) -> Ends | None:
        """What a record joins; None where it is not there."""
        kind = kind_of(record)
        if kind in schema.FOLD:
            return rows.read_ends_of(self.cursor(), kind, record)
        return () if any(untabled.read(self.cursor(), kind, [record])) else None

    def joining(self, records: Sequence[RecordId]) -> Iterator[tuple[RecordId, Ends]]:
        """The edges and regions that hang on one of these records, and all that they join."""
        return rows.read_joining(self.cursor(), records)

    def marked(self, mark: str) -> Iterator[RecordId]:
        """The records on which people differ ("contested"), or that a change keeps ("kept")."""
        yield from rows.read_marked(self.cursor(), mark)
        for record in (each for kind in untabled.KINDS for each in untabled.read(self.cursor(), kind)):
            if record.kept if mark == "kept" else record.conflicts():
                yield record.id

    def records(self, kind: str) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        """Every record of a kind that is there, with its shown values. Ends of edges may be gone."""
        return self._read(kind)

    def _read(self, kind: str, names: Sequence[RecordId] | None = None) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        if kind in schema.FOLD:
            return rows.read_records(self.cursor(), kind, names)
        return ((record.id, record.shown_values()) for record in untabled.read(self.cursor(), kind, names))

    def count(self, kind: str) -> int:
        """How many records of a kind are there. Ends of edges may be gone."""
        if kind not in schema.FOLD:
            return sum(1 for _ in self._read(kind))
        (found,) = self.cursor().execute(f'SELECT count(*) FROM "{kind}"').fetchone()
        return int(found)

    def records_named(self, kind: str, names: Sequence[RecordId]) -> dict[RecordId, dict[str, Value]]:
        """The shown values of some records of a kind; those that are not there are left out."""
        found: dict[RecordId, dict[str, Value]] = {}
        for start in range(0, len(names), rows.AT_ONCE):
            found |= dict(self._read(kind, names[start : start + rows.AT_ONCE]))
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
        return rows.read_touches(self.cursor(), records)

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

    def reverts(self, changesets: Iterable[ChangesetId]) -> Mapping[ChangesetId, ChangesetId]:
        """Of these changesets the undos and redos, and what each takes back."""
        return rows.read_reverts(self.cursor(), [bytes.fromhex(changeset) for changeset in changesets])

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

    def changeset_ids(self, first: int = -1) -> set[ChangesetId]:
        """The ids of all changesets, or of the first so many that this copy took in."""
        query = "SELECT id FROM changeset ORDER BY number LIMIT ?"
        return {row[0].hex() for row in self.cursor().execute(query, (first,))}

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
            writing.insert_photos(connection, photos)
            writing.insert_log(connection, changesets, self._numbers)
            writing.fold(connection, records.values())

    def rebuild(self, records: Iterable[Record]) -> None:
        """Write all tables anew from these records, the whole board's."""
        with self._writing() as connection:
            for table in schema.fold.values():
                connection.execute(delete(table))
            for part in writing.in_parts(records):
                writing.fold(connection, part)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing and a `KnownError` where the disk refuses."""
        if self._moving == self.is_shared():
            self._moving = not self._moving
            self.cursor().execute(f"PRAGMA wal_autocheckpoint = {MOVED_BY_ITSELF if self._moving else 0}")
        try:
            with undone_on_error(self._take_back), self.turn, self._connection.begin():
                yield self._connection
        except (sqlite3.DatabaseError, DBAPIError) as problem:
            if speaks_of_damage(problem):
                raise OwnCopyDamaged(DAMAGED, ADVICE) from problem
            if isinstance(problem, DBAPIError):
                raise NotKept.of(refused(problem, "This change was not kept")) from problem
            raise

    def _take_back(self) -> None:
        """Leave nothing of a transaction that did not come to its end, whatever ended it."""
        self._numbers.clear()  # an actor that was numbered in it has no number now
        with suppress(sqlite3.DatabaseError):  # of a damaged database not even that may be possible
            self._driver().rollback()  # SQLAlchemy leaves it open where the commit was refused

    # Photos

    def photo(self, sha256: str) -> bytes | None:
        """The original bytes of a photo, or None where the board has it not."""
        found = self._of_photo("data", sha256)
        return bytes(found[0]) if found and found[0] else None

    def has_photo(self, sha256: str) -> bool:
        """Whether the board has the bytes of a photo; they are not read."""
        found = self._of_photo("length(data)", sha256)
        return bool(found and found[0])

    def _of_photo(self, what: str, sha256: str) -> tuple[Any, ...] | None:
        query = f"SELECT {what} FROM sqlar WHERE name >= ? AND name < ?"
        row: tuple[Any, ...] | None
        row = self.cursor().execute(query, (f"photos/{sha256}.", f"photos/{sha256}/")).fetchone()
        return row

    def photo_names(self) -> set[str]:
        """The SHA-256 of every photo."""
        return {sha256_of(row[0]) for row in self.cursor().execute("SELECT name FROM sqlar")}


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
