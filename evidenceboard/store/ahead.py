"""Photos that lie in a working copy before the changeset that names them: written a few at a time by a worker, so
that the commit at the end is short.

A list on the desk names them before they are written. What the list names and no change does is removed: at once
where the import is given up, else when the board is next opened. What any change ever named is never removed, nor is
a photo that the board had before.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from evidenceboard.errors import KnownError
from evidenceboard.model.ids import is_hash
from evidenceboard.store import schema, writing
from evidenceboard.store.disk import refused
from evidenceboard.store.files import write_whole
from evidenceboard.store.photos import Photo, sha256_of
from evidenceboard.store.unnamed import unnamed

log = logging.getLogger(__name__)

LIST = "ahead"  # on the desk: names in the archive, one a line
BATCH = 3 * 1024 * 1024  # bytes from which on photos are written in one transaction
MOVED = 16 * 1024 * 1024  # bytes after which the write-ahead log is emptied, before a commit of the window has to do it
# The window's own commits wait for these transactions, so none waits for the disk: that commit, which names the
# photos, has the disk keep all that was written before it.
PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "wal_autocheckpoint = 0")


class PutAway(KnownError):
    """The board was closed while photos were read for it."""

    def __init__(self) -> None:
        super().__init__("The board was put away before everything was read", "Nothing was added to it.")


class Ahead:
    """What of a working copy's photos no changeset names yet. May be used from any thread.

    Args:
        folder: of the desk.
        database: the working copy.
        turn: held by whoever writes to it, while he does: a lock of the database is found free by looking again and
            again, later and later.
        forget: called with the SHA-256 of photos that were removed.
    """

    def __init__(
        self, folder: Path, database: Path, turn: threading.Lock, forget: Callable[[Collection[str]], object]
    ) -> None:
        self._list = folder / LIST
        self._database = database
        self._turn = turn
        self._forget = forget
        self._engine: Engine | None = None  # a connection of its own, that writes photos and nothing else
        self._to_move = 0
        self._writing = threading.Lock()  # of photos; taken before the other ones
        self._state = threading.Lock()  # of what follows; held for moments
        self._holders: dict[str, set[Incoming]] = {name: set() for name in _listed(self._list)}
        self._watchers: list[set[str]] = []
        self._closed = False

    @property
    def pending(self) -> bool:
        """Whether there are any."""
        return bool(self._holders)

    def names(self) -> frozenset[str]:
        """Their names in the archive."""
        with self._state:
            return frozenset(self._holders)

    def photos(self) -> set[str]:
        """Their SHA-256."""
        return {sha256_of(name) for name in self.names()}

    def begin(self) -> Incoming:
        """Begin an import."""
        return Incoming(self)

    def sweep(self) -> None:
        """Remove what no import holds and no change names: it was left by a process that ended too early."""
        left = self._free()
        if left and not self._closed:  # else the next opening does so
            self._remove(left)

    def close(self) -> None:
        """Write nothing more: the desk is given back. What is pending is swept when it is next taken."""
        with self._writing:
            self._closed = True
            self._disconnect()

    @contextmanager
    def watched(self) -> Iterator[Callable[[], frozenset[str]]]:
        """Hand over what tells the names of all photos that have been pending at any moment within."""
        with self._state:
            seen = set(self._holders)
            self._watchers.append(seen)
        try:
            yield lambda: frozenset(tuple(seen))
        finally:
            with self._state:
                self._watchers = [each for each in self._watchers if each is not seen]

    # For imports

    def write(self, photos: list[Photo], holder: Incoming) -> None:
        """Write photos that the board has not; ``holder`` holds those that are pending."""
        with self._writing:
            if self._closed:
                raise PutAway
            try:
                with self._connected() as connection:
                    new = [photo for photo in photos if self._takes_on(_driver(connection), photo, holder)]
                    self._name([photo.name for photo in new], holder)
                    with self._turn, connection.begin():
                        writing.insert_photos(connection, new)
                    self._move(connection, sum(len(photo.data) for photo in new))
            except (DBAPIError, sqlite3.Error, OSError) as problem:
                raise refused(problem, "The photos were not added") from problem

    def move(self) -> None:
        """Move all that was written to its place."""
        with self._writing:
            if self._to_move and not self._closed:
                with self._connected() as connection:
                    self._move(connection, MOVED)

    def _takes_on(self, connection: sqlite3.Connection, photo: Photo, holder: Incoming) -> bool:
        """Whether a photo is new; one that is pending already gets one more holder."""
        with self._state:
            if photo.name in self._holders:
                self._holders[photo.name].add(holder)
        return connection.execute("SELECT 1 FROM sqlar WHERE name = ?", (photo.name,)).fetchone() is None

    def _name(self, names: list[str], holder: Incoming) -> None:
        """Put names on the list; the disk has it before the photos are written."""
        with self._state:
            for seen in self._watchers:
                seen.update(names)
            for name in names:
                self._holders.setdefault(name, set()).add(holder)
            with os.fdopen(os.open(self._list, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
                file.write("".join(f"{name}\n" for name in names).encode())
                file.flush()
                os.fsync(file.fileno())

    def let_go(self, holder: Incoming, named: bool) -> None:
        """An import is over: its photos are named by the log, or else removed."""
        with self._state:
            for holders in self._holders.values():
                holders.discard(holder)
        if not named:
            self.sweep()
            return
        with self._state:
            mine = [name for name in holder.names if not self._holders.get(name)]
            self._strike(mine)

    def forget(self, names: Collection[str]) -> None:
        """What else is kept of photos that the board has not."""
        if names and not self._closed:
            self._forget({sha256_of(name) for name in names})

    # Removing

    def _free(self) -> list[str]:
        with self._state:
            return [name for name, holders in self._holders.items() if not holders]

    def _remove(self, names: list[str]) -> None:
        """Remove those that no change names, one at a time: the window's commits come in between."""
        engine = schema.engine_for(self._database, PRAGMAS)
        gone: list[str] = []
        try:
            with engine.connect() as connection:
                query = "SELECT coalesce(max(number), 0) FROM changeset"
                (last,) = _driver(connection).execute(query).fetchone()  # no transaction of ours: nobody waits for it
                for name in unnamed(_driver(connection), names):
                    gone += self._remove_one(connection, name, last)
        except (DBAPIError, sqlite3.Error, OSError) as problem:
            log.warning("photos of an import that was given up stay until the next opening: %s", type(problem).__name__)
            return
        finally:
            engine.dispose()
            self.forget(gone)
        with self._state:
            self._strike([name for name in names if not self._holders.get(name)])

    def _remove_one(self, connection: Connection, name: str, last: int) -> list[str]:
        """Remove a photo that no changeset up to the last one names, unless a later one does or an import holds it."""
        with self._writing:
            if self._closed or self._holders.get(name):
                return []
            with self._turn, connection.begin():
                if not unnamed(_driver(connection), [name], last):
                    return []
                connection.exec_driver_sql("DELETE FROM sqlar WHERE name = ?", (name,))
            _move(connection)
            return [name]

    def _strike(self, names: list[str]) -> None:
        """Take names off the list."""
        for name in names:
            self._holders.pop(name, None)
        try:
            if self._closed:
                return  # the desk may be another's: the list is looked through when it is next taken
            if self._holders:
                write_whole(self._list, "".join(f"{name}\n" for name in self._holders).encode())
            else:
                self._list.unlink(missing_ok=True)
        except OSError as problem:
            log.warning("the list of photos written ahead stays as it is: %s", problem.strerror)

    # The connection

    def _connected(self) -> Connection:
        """To be given back; the next one is the same one."""
        if self._engine is None:
            self._engine = schema.engine_for(self._database, PRAGMAS)
        return self._engine.connect()

    def _disconnect(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    def _move(self, connection: Connection, size: int) -> None:
        """Move what was written to its place, if it has become much."""
        self._to_move += size
        if self._to_move >= MOVED:
            self._to_move = 0
            _move(connection)


class Incoming:
    """The photos of one import. One thread at a time.

    Attributes:
        names: in the archive, of all that were put here.
    """

    def __init__(self, ahead: Ahead) -> None:
        self.names: list[str] = []
        self._ahead = ahead
        self._batch: list[Photo] = []
        self._size = 0

    def put(self, photo: Photo) -> None:
        """Write a photo, now or with the next ones.

        Raises:
            KnownError: the disk refuses, there is no room in the board, or it was closed.
        """
        self.names.append(photo.name)
        self._batch.append(photo)
        self._size += len(photo.data)
        if self._size >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is still to be written."""
        if self._batch:
            self._ahead.write(self._batch, self)
            self._batch, self._size = [], 0

    def finish(self) -> None:
        """All photos of the import were put here: write the last ones, and leave the next commit nothing to move."""
        self.flush()
        self._ahead.move()

    def named(self) -> None:
        """A changeset that names them all was committed."""
        self._ahead.let_go(self, named=True)

    def give_up(self) -> None:
        """Nothing will name them: remove them, but for what others hold and what a change names."""
        self._ahead.forget([photo.name for photo in self._batch])
        self._batch = []
        self._ahead.let_go(self, named=False)


def _move(connection: Connection) -> None:
    """Move what was written from the log of the database to its place; nobody waits for it."""
    _driver(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _driver(connection: Connection) -> sqlite3.Connection:
    found: Any = connection.connection.dbapi_connection
    driver: sqlite3.Connection = found
    return driver


def _listed(path: Path) -> list[str]:
    """The names on a list; a line that was cut off when the process ended counts for nothing."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.startswith("photos/") and is_hash(sha256_of(line))]
