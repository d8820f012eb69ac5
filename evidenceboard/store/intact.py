"""Whether a working copy is as it was written: SQLite's own checks do not see changed content, the hashes do.

It is looked at piece by piece, so that a large one holds up nobody. Whatever is saved of it is looked at once more in
the snapshot: what was whole before must be the same to the byte, what is new must fit its hash.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evidenceboard.errors import NotSaved, OwnCopyDamaged
from evidenceboard.model.changes import canonical
from evidenceboard.store.disk import ADVICE, DAMAGED, disk_refuses, refused
from evidenceboard.store.photos import sha256_of
from evidenceboard.store.schema import uri
from evidenceboard.store.snapshot import SAFE, reader

PIECE = 20_000  # changes looked at together: a fifth of a second
PIECE_OF_PHOTOS = 32 * 1024 * 1024  # bytes likewise
SHORT = 50_000  # changes, or
SHORT_PHOTOS = 256 * 1024 * 1024  # bytes of photos: so much is looked at while somebody waits for the saving
PLAIN = 2  # form of a row's bytes that depends on its values alone
FORMLESS = (ValueError, TypeError, AttributeError, OverflowError)  # of values that are not such as were written

CHANGESET = """SELECT s.number, s.id, a.id, s.seq, s.prev, s.wall, s.counter, s.author, s.label, s.reverts
               FROM changeset s LEFT JOIN actor a ON a.number = s.actor"""
CHANGE = "SELECT changeset, place, record, salt, vals, replaces, fields, digest FROM change"
NEXT_CHANGESET = f"{CHANGESET} WHERE s.number > ? ORDER BY s.number LIMIT 1"
NEXT_CHANGES = f"{CHANGE} WHERE changeset = ? AND place > ? ORDER BY place LIMIT ?"
CHANGESETS_SO_FAR = f"{CHANGESET} WHERE s.number <= ? ORDER BY s.number"
CHANGES_SO_FAR = f"{CHANGE} WHERE (changeset, place) <= (?, ?) ORDER BY changeset, place"
PHOTOS = "SELECT rowid, name, sz FROM sqlar WHERE rowid > ? ORDER BY rowid LIMIT 1"


class Examination:
    """A look at the pages, the log and the photos of one working copy, as far as it has come."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._pages = False
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._number = self._photo = 0  # up to which all are whole
        self._row: tuple[Any, ...] | None = None  # the changeset that is being looked at
        self._place = -1
        self._digest = hashlib.sha256()
        self._changesets, self._changes = _Seen(), _Seen()

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

    def confirm(self, snapshot: Path, database: Path) -> None:
        """See that a snapshot holds what was written, whatever became of the working copy since it was looked at.

        Args:
            snapshot: nobody writes to it; its log is then known to be whole, and is not hashed change by change again.
            database: the working copy that it was taken of.

        Raises:
            OwnCopyDamaged: what the working copy holds is not what was written.
            NotSaved: the working copy is whole, but not what was made of it.
            KnownError: the disk refuses.
        """
        with self._turn:
            if self._is_whole(snapshot):
                return
            self._begin_anew()  # what was met there may be of that file alone
            self._finish(database)
        raise NotSaved("Not saved: what was written could not be read back", SAFE)

    def confirm_backup(self, backup: Path) -> None:
        """See that a backup, which has no photos in it, holds the log that was written.

        Raises:
            NotSaved: it does not.
            KnownError: the disk refuses.
        """
        with self._turn:
            if self._is_whole(backup, photos=False):
                return
            self._begin_anew()
        raise NotSaved("What was written as a backup could not be read back", SAFE)

    def _is_whole(self, snapshot: Path, photos: bool = True) -> bool:
        with closing(sqlite3.connect(uri(snapshot, "immutable=1&mode=ro"), uri=True)) as copy:
            try:
                log = self._is_as_before(copy) and self._ends_well(copy)
                return log and (not photos or _has_whole_photos(copy))
            except (OwnCopyDamaged, sqlite3.DatabaseError, *FORMLESS) as problem:
                if disk_refuses(problem):
                    raise
                return False

    def _is_as_before(self, copy: sqlite3.Connection) -> bool:
        """Whether all that was looked at so far stands there, too."""
        begun = self._row[0] if self._row else self._number
        changes = (self._row[0], self._place) if self._row else (self._number + 1, -1)
        return self._changesets.are_in(copy.execute(CHANGESETS_SO_FAR, (begun,))) and self._changes.are_in(
            copy.execute(CHANGES_SO_FAR, changes)
        )

    def _ends_well(self, copy: sqlite3.Connection) -> bool:
        while not self._look_at_log(copy):
            pass
        return True

    def _finish(self, database: Path) -> None:
        while not self._piece(database):
            pass

    def _piece(self, database: Path) -> bool:
        try:
            with closing(reader(database)) as working:
                if not self._pages:
                    self._look_at_pages(working)
                return self._look_at_log(working) and self._look_at_photos(working)
        except OwnCopyDamaged:
            raise
        except (sqlite3.Error, OSError, *FORMLESS) as problem:
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
            found = working.execute(NEXT_CHANGES, (self._row[0], self._place, left)).fetchall()
            for change in found:
                self._add(change)
            self._changes.add(found)
            left -= len(found) + 1
            if left >= 0:
                self._end()
        return False

    def _begin(self, working: sqlite3.Connection) -> bool:
        """The next changeset; False where there is none."""
        self._row = working.execute(NEXT_CHANGESET, (self._number,)).fetchone()
        if self._row is None:
            return False
        self._changesets.add([self._row])
        _number, _id, actor, seq, prev, wall, counter, author, label, reverts = self._row
        said = [actor.hex(), seq, _hex(prev), [wall, counter], author, label, _hex(reverts)]
        self._place, self._digest = -1, hashlib.sha256(canonical(said)[:-1].encode() + b",[")
        return True

    def _add(self, change: tuple[Any, ...]) -> None:
        """One more change of the changeset, as its id is made of it (see `model.changes`)."""
        _changeset, place, record, salt, values, replaces, fields, digest = change
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
                _check(_is_whole_photo(name, told, held[0]))
            self._photo, size = row, size + told
        return False


class _Seen:
    """Rows that were looked at, as a hash over all of them in their order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        for row in rows:
            self._hash.update(marshal.dumps(row, PLAIN))

    def are_in(self, rows: sqlite3.Cursor) -> bool:
        """Whether these are the same; each is read, none kept."""
        other = _Seen()
        while found := rows.fetchmany(PIECE // 10):
            other.add(found)
        return other._hash.digest() == self._hash.digest()


def _has_whole_photos(copy: sqlite3.Connection) -> bool:
    """One at a time: together they may be gigabytes."""
    names = copy.execute("SELECT rowid, name, sz FROM sqlar").fetchall()
    return all(_is_whole_photo(name, told, _bytes_of(copy, row)) for row, name, told in names)


def _bytes_of(copy: sqlite3.Connection, row: int) -> bytes | None:
    held = copy.execute("SELECT data FROM sqlar WHERE rowid = ?", (row,)).fetchone()
    return held[0] if held else None


def _is_whole_photo(name: str, told: int, data: bytes | None) -> bool:
    return data is not None and len(data) == told and hashlib.sha256(data).hexdigest() == sha256_of(name)


def _check(whole: bool) -> None:
    if not whole:
        raise OwnCopyDamaged(DAMAGED, ADVICE)


def _hex(data: bytes | None) -> str | None:
    return None if data is None else data.hex()
