"""Backups of saved boards: the last, six hourly, seven daily. Photos are kept once, whatever backups need them.

A backup is a board without its photos' bytes, named after its time and its own hash; the photos lie beside it in
`photos/`. `restore` puts both together again.
"""

from __future__ import annotations

import calendar
import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidenceboard.errors import BoardUnavailable, KnownError
from evidenceboard.store import files, schema
from evidenceboard.store.photos import sha256_of
from evidenceboard.store.unnamed import leave_out

HOURLY, DAILY = 6, 7
HOUR, DAY = 3600, 24 * 3600  # seconds
PHOTOS = "photos"
ENDING = ".backup"
STAMP = "%Y%m%dT%H%M%SZ"  # universal time


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        path: its file.
        seconds: when it was made, in seconds of the wall.
    """

    path: Path
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether its bytes are those that were written."""
        told = self.path.stem.partition("-")[2].partition("-")[0]
        try:
            return files.file_sha256(self.path).startswith(told)
        except (OSError, BoardUnavailable):
            return False


def keep(
    database: Path,
    folder: Path,
    seconds: float,
    pending: Callable[[], frozenset[str]] = frozenset,
    confirm: Callable[[Path], object] | None = None,
) -> Backup:
    """Keep a backup of a board that was just published, and drop those that are not needed any more.

    Args:
        database: its working copy; it may be written to meanwhile.
        folder: the backups of this board.
        seconds: the time, in seconds of the wall.
        pending: tells the names of photos that are left out unless a change names them.
        confirm: called with what was written before it counts as a backup; raises where that is not as it should be.

    Raises:
        OSError, sqlite3.Error, KnownError: it could not be kept. The older ones are all there.
    """
    (folder / PHOTOS).mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = folder / f".{secrets.token_hex(6)}.tmp"
    try:
        with closing(_make_beside(temporary)) as copy:
            _fill(copy, database, folder / PHOTOS, pending)
        sha256 = files.file_sha256(temporary)
        stamp = time.strftime(STAMP, time.gmtime(seconds))
        path = folder / f"{stamp}-{sha256[:16]}{ENDING}"
        _sync(temporary)
        if confirm is not None:
            confirm(temporary)
        os.replace(temporary, path)
        files.sync_folder(folder)  # before any older one goes
    finally:
        temporary.unlink(missing_ok=True)
    made = Backup(path, seconds)
    if made.is_sound:
        _rotate(folder)
    return made


def backups(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first."""
    found = [Backup(path, _seconds(path)) for path in folder.glob(f"*{ENDING}")] if folder.is_dir() else []
    return sorted(found, key=lambda backup: (backup.seconds, _written(backup.path), backup.path.name), reverse=True)


def restore(backup: Backup, target: Path) -> list[str]:
    """Make a whole board of a backup and the photos beside it; returns the photos that could not be found.

    Args:
        target: a new file in a folder of ours; it is to be opened and published like any other board.

    Raises:
        FileExistsError: something lies at the target.
        BoardUnavailable, UnreadableBoard: the backup cannot be read.
    """
    with files.opened(backup.path) as source:
        files.copy(source, target)
    lacking = []
    with closing(_connect(target)) as board, board:
        for (name,) in board.execute("SELECT name FROM sqlar WHERE data IS NULL").fetchall():
            photo = backup.path.parent / PHOTOS / sha256_of(name)
            if photo.exists():
                board.execute("UPDATE sqlar SET data = ? WHERE name = ?", (photo.read_bytes(), name))
            else:
                lacking.append(name)
    return lacking


def _make_beside(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copy = _connect(path)
    copy.execute("PRAGMA synchronous = OFF")  # it counts only when it is whole: the disk is asked once, at the end
    copy.execute("BEGIN")
    for statement in schema.released():
        copy.execute(statement)
    copy.execute("COMMIT")
    copy.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    copy.execute(f"PRAGMA user_version = {schema.FORMAT}")
    return copy


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(schema.uri(path, "mode=rw"), uri=True)


def _fill(copy: sqlite3.Connection, database: Path, photos: Path, pending: Callable[[], frozenset[str]]) -> None:
    copy.execute("ATTACH ? AS saved", (schema.uri(database, "mode=ro"),))
    with copy:  # one transaction, which sees one state of the working copy
        for table in schema.tables.tables:
            if table != "sqlar":
                copy.execute(f'INSERT INTO main."{table}" SELECT * FROM saved."{table}"')
        copy.execute("INSERT INTO main.sqlar SELECT name, mode, mtime, sz, NULL FROM saved.sqlar")
        leave_out(copy, pending())
        _keep_photos(copy, photos)
    copy.execute("DETACH saved")


def _keep_photos(copy: sqlite3.Connection, photos: Path) -> None:
    """Keep the photos that are not here yet; what is no such photo would be taken for it from then on."""
    wanted = "SELECT rowid, name, sz FROM saved.sqlar WHERE name IN (SELECT name FROM main.sqlar)"
    for row, name, size in copy.execute(wanted).fetchall():
        place = photos / sha256_of(name)
        if not place.exists():
            (data,) = copy.execute("SELECT data FROM saved.sqlar WHERE rowid = ?", (row,)).fetchone()
            if hashlib.sha256(data).hexdigest() != place.name:
                raise _altered_photo()
            files.write_whole(place, data)
        if place.stat().st_size != size:
            raise _altered_photo()


def _altered_photo() -> KnownError:
    return KnownError("A photo in the program's own copy was altered", "The older backups are all there.")


def _rotate(folder: Path) -> None:
    """Drop what is neither the last nor the latest of an hour or a day that counts.

    Where several are of one hour or day, the latest that is still sound stays.
    """
    found = backups(folder)
    is_sound = cache(lambda backup: bool(backup.is_sound))
    wanted = {found[0]}
    for span, count in ((HOUR, HOURLY), (DAY, DAILY)):
        groups: dict[int, list[Backup]] = {}
        for backup in found:
            groups.setdefault(int(backup.seconds // span), []).append(backup)
        for group in list(groups.values())[:count]:
            wanted.add(group[0] if len(group) == 1 else next(filter(is_sound, group), group[0]))
    for backup in set(found) - wanted:
        backup.path.unlink(missing_ok=True)
    _drop_photos(folder, [backup.path for backup in wanted])


def _drop_photos(folder: Path, wanted: Iterable[Path]) -> None:
    needed: set[str] = set()
    for path in wanted:
        try:
            with closing(_connect(path)) as board:
                needed |= {sha256_of(name) for (name,) in board.execute("SELECT name FROM sqlar")}
        except sqlite3.Error:
            return  # who knows what it needs
    for photo in (folder / PHOTOS).iterdir():
        if photo.name not in needed:
            photo.unlink(missing_ok=True)


def _written(path: Path) -> int:
    """What orders backups of the same second."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _seconds(path: Path) -> float:
    try:
        stamp = path.name.partition("-")[0]
        return float(calendar.timegm(time.strptime(stamp, STAMP)))
    except ValueError:
        return 0.0


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
