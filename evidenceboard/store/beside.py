"""What lies near a board's file: the file itself under another name, copies that a sync service made, old journals.

Nothing here is opened otherwise than the gate opens a stranger's file, and nothing is changed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evidenceboard.errors import KnownError
from evidenceboard.store import files, gate, header

ENDING = ".board"
MOST = 500  # names that are looked at
SECONDS = 3.0  # that looking for a moved file may take
JOURNALS = ("-journal", "-wal")

# What services and systems put behind the name of a file that was changed at two places.
SERVICES = (
    ("Syncthing", r"\.sync-conflict-\d{8}-\d{6}-\w{7}"),
    ("Nextcloud", r" \(conflicted copy \d{4}-\d\d-\d\d \d{6}\)"),
    ("Nextcloud", r"_conflict-\d{8}-\d{6}"),
    ("Dropbox", r" \([^)]*conflicted copy[^)]*\)"),
    ("Dropbox", r" \([^)]*(?:in Konflikt stehende Kopie|copie en conflit|copia en conflicto|충돌)[^)]*\)"),
    ("Dropbox", r" \((?:Case|Unicode Encoding|Whitespace|Selective Sync) Conflict[^)]*\)"),
    ("Seafile", r" \(SFConflict [^)]*\)"),
    ("", r" \(\d{1,2}\)| \d{1,2}"),  # Google Drive, iCloud
    ("OneDrive", r"-[^/]{1,64}"),  # the name of a computer: the last, for it fits nearly everything
)


@dataclass(frozen=True)
class ConflictCopy:
    """A copy of the board beside its file.

    Attributes:
        service: who made it, as its name tells; empty where that is not sure.
        new: how many changesets it holds that the board lacks.
    """

    path: Path
    service: str
    new: int


def find_moved(path: Path, board_id: str) -> list[Path]:
    """Where the board of a file that is gone may lie now: its folder, the one above, and the folders in both.

    The latest is first. It ends after a few seconds, however large the folders are.
    """
    end = time.monotonic() + SECONDS
    found = []
    for other in islice(_boards_around(path), MOST):
        if time.monotonic() > end:
            break
        if other != path and _board_in(other) == board_id:
            found.append(other)
    return sorted(found, key=_changed_last, reverse=True)


def conflict_copies(path: Path, board_id: str, known: frozenset[str]) -> list[ConflictCopy]:
    """The copies beside a board that hold what it lacks, recognised by their names.

    Args:
        known: the ids of all changesets of the board.
    """
    found = []
    for other in islice(_boards_in(path.parent), MOST):
        service = service_of(path, other)
        if service is not None and _board_in(other) == board_id:
            new = len(_changesets_in(other) - known)
            if new:
                found.append(ConflictCopy(other, service, new))
    return sorted(found, key=lambda copy: copy.path.name)


def service_of(path: Path, other: Path) -> str | None:
    """Whose conflict copy of a file another one is, by its name; empty for somebody's, None if it is none."""
    if other == path or other.suffix != path.suffix or not other.stem.startswith(path.stem):
        return None
    rest = other.stem[len(path.stem) :]
    for service, form in SERVICES:
        if re.fullmatch(form, rest):
            return service
    return None


def journals(path: Path) -> list[Path]:
    """Journals of SQLite beside a board. None belongs to it: they are never applied."""
    return [other for ending in JOURNALS if (other := path.with_name(path.name + ending)).exists()]


def _boards_around(path: Path) -> Iterator[Path]:
    seen = set()
    for folder in (path.parent, path.parent.parent):
        for place in (folder, *_folders_in(folder)):
            if place not in seen:
                seen.add(place)
                yield from _boards_in(place)


def _boards_in(folder: Path) -> Iterable[Path]:
    return (entry for entry in _entries(folder) if entry.suffix == ENDING and not entry.is_symlink())


def _folders_in(folder: Path) -> Iterable[Path]:
    return (entry for entry in islice(_entries(folder), MOST) if entry.is_dir() and not entry.is_symlink())


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []  # it may not be looked into


def _changed_last(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _board_in(path: Path) -> str | None:
    found = _ask(path, "SELECT value FROM meta WHERE key = 'board_id'")
    return str(found[0][0]) if found else None


def _changesets_in(path: Path) -> set[str]:
    return {row[0].hex() for row in _ask(path, "SELECT id FROM changeset") if isinstance(row[0], bytes)}


def _ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """Rows of a file that may be anything; none where it is no whole board."""
    try:
        with files.opened(path), path.open("rb") as file:
            head = file.read(header.LENGTH)
        header.check_header(head, path.stat().st_size)
        with closing(gate.guarded(path)) as connection, gate.damage_refused():
            gate.check_schema(connection, header.format_of(head))
            return connection.execute(question).fetchall()
    except (KnownError, OSError):
        return []
