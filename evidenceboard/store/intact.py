"""Whether a working copy is as it was written: SQLite's own checks do not see changed content, the hashes do.

It is looked at piece by piece, so that a large one holds up nobody, and each part once for as long as it is open.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from evidenceboard.errors import OwnCopyDamaged
from evidenceboard.model.changes import canonical
from evidenceboard.store.disk import disk_refuses, refused, speaks_of_damage
from evidenceboard.store.photos import sha256_of
from evidenceboard.store.snapshot import reader

PIECE = 20_000  # changes looked at together: a fifth of a second
PIECE_OF_PHOTOS = 32 * 1024 * 1024  # bytes likewise
SHORT = 50_000  # changes, or
SHORT_PHOTOS = 256 * 1024 * 1024  # bytes of photos: so much is looked at while somebody waits for the saving
DAMAGED = "The program's own copy of this board is damaged"
ADVICE = "Nothing was thrown away. Have it mended: from what is whole of it, the board's file and the latest backup."

CHANGESETS = """SELECT s.number, s.id, a.id, s.seq, s.prev, s.wall, s.counter, s.author, s.label, s.reverts
                FROM changeset s LEFT JOIN actor a ON a.number = s.actor WHERE s.number > ? ORDER BY s.number LIMIT 1"""
CHANGES = """SELECT place, record, salt, vals, replaces, fields, digest FROM change
             WHERE changeset = ? AND place > ? ORDER BY place LIMIT ?"""
PHOTOS = "SELECT rowid, name, sz FROM sqlar WHERE rowid > ? ORDER BY rowid LIMIT 1"


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


class Examination:
    """A look at the pages, the log and the photos of one working copy, as far as it has come."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._pages = False
        self._number = self._photo = 0  # up to which all are whole
        self._row: tuple[Any, ...] | None = None  # the changeset that is being looked at
        self._place = -1
        self._digest = hashlib.sha256()

    def go_on(self, database: Path) -> bool:
        """Look at the next piece, beside whoever has the working copy open; whether that was the last.

        Raises:
            OwnCopyDamaged: something is not what was written.
            KnownError: the disk refuses.
        """
        with self._turn:
            return self._piece(database)

    def finish_if_short(self, database: Path) -> None:
        """Look at all that is left, unless that would take long (errors: see `go_on`)."""
        with self._turn:
            while self._is_short(database) and not self._piece(database):
                pass

    def _piece(self, database: Path) -> bool:
        try:
            with closing(reader(database)) as working:
                if not self._pages:
                    self._look_at_pages(working)
                return self._look_at_log(working) and self._look_at_photos(working)
        except OwnCopyDamaged:
            raise
        except (sqlite3.Error, OSError, ValueError, TypeError, AttributeError, OverflowError) as problem:
            if disk_refuses(problem):
                raise refused(problem, "The program's own copy of this board could not be looked at") from problem
            raise OwnCopyDamaged(DAMAGED, ADVICE) from problem

    def _is_short(self, database: Path) -> bool:
        query = """SELECT (SELECT count(*) FROM (SELECT 1 FROM change WHERE changeset > ? LIMIT ?)),
                   (SELECT coalesce(sum(sz), 0) FROM sqlar WHERE rowid > ?)"""
        try:
            with closing(reader(database)) as working:
                changes, photos = working.execute(query, (self._number, SHORT, self._photo)).fetchone()
        except sqlite3.Error:
            return True  # it will be seen what that is
        return bool(changes < SHORT and photos < SHORT_PHOTOS)

    def _look_at_pages(self, working: sqlite3.Connection) -> None:
        _check(working.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)])
        self._pages = True

    def _look_at_log(self, working: sqlite3.Connection) -> bool:
        """The next changes; whether the log ends with them."""
        left = PIECE
        while left > 0:
            if self._row is None and not self._begin(working):
                return True
            assert self._row is not None
            found = working.execute(CHANGES, (self._row[0], self._place, left)).fetchall()
            for change in found:
                self._add(change)
            left -= len(found) + 1
            if left >= 0:
                self._end()
        return False

    def _begin(self, working: sqlite3.Connection) -> bool:
        """The next changeset; False where there is none."""
        self._row = working.execute(CHANGESETS, (self._number,)).fetchone()
        if self._row is None:
            return False
        _number, _id, actor, seq, prev, wall, counter, author, label, reverts = self._row
        said = [actor.hex(), seq, _hex(prev), [wall, counter], author, label, _hex(reverts)]
        self._place, self._digest = -1, hashlib.sha256(canonical(said)[:-1].encode() + b",[")
        return True

    def _add(self, change: tuple[Any, ...]) -> None:
        """One more change of the changeset, as its id is made of it (see `model.changes`)."""
        place, record, salt, values, replaces, fields, digest = change
        if values is None:  # it was erased: what is left of it is named
            names, of_values = json.loads(fields), digest.hex()
        else:
            names, of_values = json.loads(values), hashlib.sha256((salt.hex() + values).encode()).hexdigest()
        seen = [replaces[start : start + 32].hex() for start in range(0, len(replaces), 32)]
        part = canonical([record, sorted(names), seen, of_values])
        self._digest.update((part if self._place < 0 else "," + part).encode())
        self._place = place

    def _end(self) -> None:
        assert self._row is not None
        self._digest.update(b"]]")
        _check(self._digest.digest() == self._row[1])
        self._number, self._row = self._row[0], None

    def _look_at_photos(self, working: sqlite3.Connection) -> bool:
        size = 0
        while size < PIECE_OF_PHOTOS:
            found = working.execute(PHOTOS, (self._photo,)).fetchone()
            if found is None:
                return True
            row, name, told = found
            held = working.execute("SELECT data FROM sqlar WHERE rowid = ?", (row,)).fetchone()
            if held is not None:  # else it was taken out just now
                _check(len(held[0]) == told and hashlib.sha256(held[0]).hexdigest() == sha256_of(name))
            self._photo, size = row, size + told
        return False


def _check(whole: bool) -> None:
    if not whole:
        raise OwnCopyDamaged(DAMAGED, ADVICE)


def _hex(data: bytes | None) -> str | None:
    return None if data is None else data.hex()
