"""Desks: the folders that working copies lie in, one for each process that has a board open.

What a desk is for stands in its own `desk.json`, not in its name: a board that is saved elsewhere keeps its folder,
for a database must never be moved while it is open. A desk is taken by the lock on its file `lock`.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from evidenceboard import paths
from evidenceboard.store.files import sync_folder, write_whole
from evidenceboard.store.locks import Lock
from evidenceboard.store.schema import uri

log = logging.getLogger(__name__)

DATABASE, LOCK, STATE = "board.db", "lock", "desk.json"
DAY = 24 * 3600.0  # seconds


@dataclass(frozen=True)
class State:
    """What is kept about a desk.

    Attributes:
        board_id: the board on it; empty where nobody knows.
        path: the user's file, resolved; None for a draft.
        seen: SHA-256 of that file as this working copy last saw it.
        whole: every changeset has been seen in that file.
        in_file: how many changesets this copy held when that was last so.
        open: a window has it open, or was killed while it had.
        title, cards, unsaved, used_ms: for the start page.
    """

    board_id: str = ""
    path: str | None = None
    seen: str | None = None
    whole: bool = False
    in_file: int | None = None
    open: bool = False
    title: str = ""
    cards: int = 0
    unsaved: int = 0
    used_ms: int = 0

    @classmethod
    def read(cls, folder: Path) -> State:
        """The state of a desk; where its file is damaged, that of a draft of the board that lies there."""
        try:
            found = json.loads((folder / STATE).read_bytes())
            kept = {f.name: found[f.name] for f in fields(cls) if f.name in found}
        except (OSError, ValueError, TypeError, RecursionError):
            kept = {}
        if kept and all(isinstance(kept[name], KINDS[name]) for name in kept):
            return cls(**kept)
        rows = query(folder / DATABASE, "SELECT value FROM meta WHERE key = 'board_id'")
        return cls(board_id=str(rows[0][0]), open=True) if rows else cls()


KINDS: dict[str, Any] = {
    "board_id": str,
    "path": str | None,
    "seen": str | None,
    "whole": bool,
    "in_file": int | None,
    "open": bool,
    "title": str,
    "cards": int,
    "unsaved": int,
    "used_ms": int,
}


class Desk:
    """A desk that this process has taken. Everything set here is kept at once.

    Attributes:
        folder: where it lies.
        database: the working copy in it; need not exist yet.
    """

    def __init__(self, folder: Path, lock: Lock, now: Callable[[], int]) -> None:
        self.folder = folder
        self.database = folder / DATABASE
        self._lock = lock
        self._now = now
        self._state = State.read(folder)

    @property
    def exists(self) -> bool:
        """Whether a working copy lies here already."""
        return self.database.exists()

    @property
    def state(self) -> State:
        """All that is kept about it."""
        return self._state

    @property
    def path(self) -> Path | None:
        """The user's file, resolved; None for a draft."""
        return Path(self._state.path) if self._state.path is not None else None

    @property
    def board_id(self) -> str:
        return self._state.board_id

    @property
    def seen_sha256(self) -> str | None:
        """SHA-256 of the user's file as this working copy last saw or published it."""
        return self._state.seen

    def set_seen(self, sha256: str | None) -> None:
        """Note what the user's file is now."""
        self._keep(seen=sha256)

    @property
    def all_in_file(self) -> bool:
        """Whether every changeset of this copy has been seen in the user's file."""
        return self._state.whole and self._state.in_file == self.count()

    @all_in_file.setter
    def all_in_file(self, value: bool) -> None:
        self._keep(whole=value, in_file=self.count() if value else self._state.in_file)

    def mark(self, **what: Any) -> None:
        """Note any of ``open``, ``title``, ``cards``, ``unsaved`` for the start page and for the next start."""
        unknown = what.keys() - {"open", "title", "cards", "unsaved"}
        if unknown:
            raise TypeError(f"a desk keeps no {', '.join(sorted(unknown))}")
        self._keep(**what)

    def rename(self, path: Path) -> None:
        """From now on this is the working copy of another file. The folder and the database stay where they are."""
        self._keep(path=place(path), seen=None, whole=False, in_file=None)

    def release(self) -> None:
        """Leave it to whoever comes next."""
        self._lock.release()

    def discard(self) -> None:
        """Remove it and all that lies on it. Its database must be closed."""
        remove(self.folder, self._lock)

    def set_aside(self) -> Path:
        """Put a damaged working copy, closed, under another name on this desk; returns where it lies now."""
        aside = self.folder / f"damaged-{secrets.token_hex(4)}-{DATABASE}"
        for file in self.folder.glob(f"{DATABASE}*"):
            file.rename(aside.with_name(aside.name + file.name.removeprefix(DATABASE)))
        return aside

    def count(self, table: str = "changeset") -> int | None:
        """How many changesets (or cards) the working copy holds; None where it cannot be read."""
        if not self.exists:
            return 0
        rows = query(self.database, f'SELECT count(*) FROM "{table}"')
        return int(rows[0][0]) if rows else None

    def unsaved(self) -> int:
        """How many changesets came since all had been seen in the file."""
        held = self.count()
        return self._state.unsaved if held is None else held - (self._state.in_file or 0)

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _keep(self, **what: Any) -> None:
        """On the disk when this returns: after a power cut a note that is empty would hide what lies on the desk."""
        state = replace(self._state, **what)
        if state == self._state:
            return
        self._state = replace(state, used_ms=self._now())
        try:
            _write(self.folder, self._state)
        except OSError as problem:
            # No work is lost by it: an old note makes the next opening look closer. What was done must not fail now.
            log.warning("the note of a desk could not be kept: %s", problem.strerror)


def _write(folder: Path, state: State) -> None:
    write_whole(folder / STATE, json.dumps(asdict(state)).encode())
    sync_folder(folder)


class Desks:
    """All desks of an installation.

    Args:
        folder: where they lie.
        now: milliseconds of the wall.
    """

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self.folder = folder
        self._now = now
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def make(self, path: Path | None, board_id: str) -> Desk:
        """A new, empty one, taken."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # it may have been removed under us
        folder = self.folder / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        lock = Lock(folder / LOCK)
        if not lock.take():
            raise RuntimeError("a new desk was taken by somebody else")
        state = State(board_id=board_id, path=None if path is None else place(path), used_ms=self._now())
        _write(folder, state)
        sync_folder(self.folder)
        return Desk(folder, lock, self._now)

    def free(self, wanted: Callable[[State], bool]) -> Iterator[Desk]:
        """Take those of a kind that nobody has, one after the other, last used first.

        The caller releases each. One that another process has stays untouched.
        """
        found = [(State.read(folder), folder) for folder in self._folders()]
        for state, folder in sorted(found, key=lambda pair: pair[0].used_ms, reverse=True):
            if wanted(state):
                desk = self._take(folder)
                if desk is not None and wanted(desk.state):
                    yield desk
                elif desk is not None:
                    desk.release()

    def held(self, wanted: Callable[[State], bool]) -> Iterator[tuple[Path, set[str]]]:
        """The files of those of a kind, and the ids of what their working copies hold; whoever has them keeps them."""
        for folder in self._folders():
            state = State.read(folder)
            if wanted(state) and state.path is not None:
                rows = query(folder / DATABASE, "SELECT id FROM changeset")
                yield Path(state.path), {name.hex() for (name,) in rows}

    def sweep(self) -> None:
        """Remove folders that nothing lies in: their makers were killed before they began."""
        for folder in self.folder.iterdir():
            if folder.is_dir() and not _is_desk(folder) and folder.stat().st_mtime < time.time() - DAY:
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[Path]:
        try:
            return [folder for folder in self.folder.iterdir() if _is_desk(folder)]
        except (FileNotFoundError, NotADirectoryError):
            return []  # somebody has removed it under us

    def _take(self, folder: Path) -> Desk | None:
        lock = Lock(folder / LOCK)
        try:
            taken = lock.take()
        except FileNotFoundError:
            return None  # it was discarded just now
        if taken and not _is_desk(folder):
            remove(folder, lock)
            return None
        return Desk(folder, lock, self._now) if taken else None


def _is_desk(folder: Path) -> bool:
    """Whether something lies on it. One that is just being made has only its lock."""
    return (folder / STATE).exists() or (folder / DATABASE).exists()


def place(path: Path) -> str:
    """A path as desks compare it: resolved, and without regard to case where the system has none."""
    return os.path.normcase(paths.real(path))


def size(folder: Path) -> int:
    """Bytes that a desk takes up."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def remove(folder: Path, lock: Lock) -> None:
    """Remove a desk that is taken; the lock last, so that nobody finds half of it free."""
    for file in folder.iterdir():
        if file.name == LOCK:
            continue
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            file.unlink(missing_ok=True)
    lock.release(remove=True)
    try:
        folder.rmdir()
    except OSError:
        return  # another process looked in just now; the empty folder goes when desks are next listed


def query(database: Path, question: str) -> list[tuple[Any, ...]]:
    """Rows of a working copy, read beside whoever has it open; none where it is not there or cannot be read.

    Where a log lies beside it that may be damaged, SQLite is not let to move it, and to drop what it cannot read of it.
    """
    if not database.exists() or database.stat().st_size == 0:
        return []
    mode = "ro" if database.with_name(f"{database.name}-wal").exists() else "rw"
    try:
        with closing(sqlite3.connect(uri(database, f"mode={mode}"), uri=True, timeout=10)) as connection:
            return connection.execute(question).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):  # what SQLite quotes of damage may be no text
        return []
