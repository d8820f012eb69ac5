"""What this installation knows by itself: its working copies, its actors, what it published, recent boards.

It lies in the program's data folder, never in a board: a copy of a board must not say who "me" is. Many processes
may use it at once; every call is one short transaction.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from evidenceboard.errors import BoardUnavailable, KnownError, NotSaved
from evidenceboard.model.ids import ActorId, RecordId, mint_actor
from evidenceboard.paths import Folders
from evidenceboard.store import preferences as kept
from evidenceboard.store.book import opened_book, set_aside
from evidenceboard.store.desks import Desk, Desks, State, place, size
from evidenceboard.store.disk import speaks_of_damage
from evidenceboard.store.locks import waiting_for
from evidenceboard.store.openings import Openings
from evidenceboard.store.preferences import Preferences
from evidenceboard.store.refuge import is_ours, made_refuge, refuge

log = logging.getLogger(__name__)

NOTES_DAMAGED = "The program's own notes were damaged and are begun anew"
BEGUN_ANEW = "Boards are not touched; the list of recent ones is empty. Do it again."

RECENT = 30  # boards on the start page
PUBLISHED = 5_000  # files that are remembered as our own
WAIT = 30.0  # seconds for another process to finish its publishing
ROOM = "Free some space on the disk of the program's data folder, and check that it may be written to."


@dataclass(frozen=True)
class Crash:
    """A board that was open when its process ended, or that was closed though its file could not be saved."""

    board_id: str
    path: Path | None
    title: str
    when_ms: int
    unsaved: int  # changesets that the user's file does not hold
    closed: bool = False


@dataclass(frozen=True)
class DraftBoard:
    """A board with cards that was never saved to a file."""

    board_id: str
    title: str
    cards: int
    when_ms: int


@dataclass(frozen=True)
class Recent:
    """A board that was opened here; ``picture`` is an encoded image of it."""

    path: Path
    title: str
    opened_ms: int
    cards: int
    picture: bytes | None
    exists: bool
    board_id: str = ""


def _wall() -> int:
    return time.time_ns() // 1_000_000


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise KnownError(f"The program's data folder cannot be used: {problem.strerror}", ROOM) from problem


class Installation:
    """The program's own book, and the desks that working copies lie on.

    Args:
        folders: where it lies.
        now: milliseconds of the wall.
    """

    def __init__(self, folders: Folders, now: Callable[[], int] = _wall) -> None:
        self.folders = folders
        self._now = now
        self._book = folders.data / "installation.db"
        with _room():
            self._desks = Desks(folders.data / "work", now)
            self._looks = Desks(folders.data / "looks", now)
        self.openings = Openings(folders.data / "openings")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(opened_book(self._book)) as book, book:
                yield book
        except (sqlite3.Error, UnicodeDecodeError, OSError) as problem:
            if isinstance(problem, UnicodeDecodeError) or speaks_of_damage(problem):
                set_aside(self._book)
                raise KnownError(NOTES_DAMAGED, BEGUN_ANEW) from problem
            raise KnownError(f"The program's own notes cannot be kept: {problem}", ROOM) from problem

    def scratch(self) -> Path:
        """A folder for private copies of files that are only read; a temporary one where our own cannot be used."""
        try:
            return self._folder("scratch")
        except KnownError:
            with _room():
                return made_refuge(self.folders.data)

    def backups(self, board_id: str) -> Path:
        """The folder of a board's backups."""
        return self._folder("backups", _folder_name(board_id))

    def _folder(self, *names: str) -> Path:
        folder = self.folders.data.joinpath(*names)
        with _room():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    # Actors, and files that we published

    def mint_actor(self, board_id: str) -> ActorId:
        """A new actor for a board, remembered as ours: its work is what undo takes back."""
        actor = mint_actor()
        try:
            with self._opened() as book:
                book.execute("INSERT INTO actor VALUES (?, ?, ?)", (board_id, actor, self._now()))
        except KnownError:
            if self.folders.data.is_dir():
                raise
            log.warning("an actor is not remembered: our own folder is gone")  # undo ends at the next opening
        return actor

    def my_actors(self, board_id: str) -> set[ActorId]:
        """The actors that were minted here for a board."""
        with self._opened() as book:
            rows = book.execute("SELECT actor FROM actor WHERE board_id = ?", (board_id,)).fetchall()
        return {row[0] for row in rows}

    def remember_published(self, path: Path, board_id: str, sha256: str) -> None:
        """Note that a file with these bytes is our own work: it need not be read like a stranger's."""
        with self._opened() as book:
            row = (sha256, board_id, os.fsencode(place(path)), self._now())
            book.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)", row)
            oldest = "SELECT at FROM published ORDER BY at DESC LIMIT 1 OFFSET ?"
            book.execute(f"DELETE FROM published WHERE at <= ({oldest})", (PUBLISHED,))

    def published_here(self, sha256: str) -> str | None:
        """The board in a file with these bytes, if it was published here."""
        with self._opened() as book:
            row = book.execute("SELECT board_id FROM published WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row[0]) if row else None

    @contextmanager
    def publishing(self, path: Path) -> Iterator[None]:
        """Keep other processes of this installation from publishing to the same file.

        Where our own disk is full there is no lock, and it is published nevertheless: what two windows then push
        aside of each other is merged in at the next opening.

        Raises:
            NotSaved: another one has been at it for half a minute.
        """
        name = hashlib.sha256(place(path).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        with ExitStack() as held:
            try:
                taken = held.enter_context(waiting_for(self._folder("locks") / name, WAIT))
            except (OSError, KnownError):
                log.warning("publishing without a lock: our own folder cannot be written to")
                taken = True
            if not taken:
                raise NotSaved("Another window is still saving this file", "Try again in a moment.")
            yield

    # Desks

    def claim(self, path: Path | None, board_id: str) -> Desk:
        """A desk for a board that is about to be opened, with its working copy if nobody else has it open.

        Raises:
            KnownError: the disk refuses.
        """
        where = None if path is None else place(path)
        with _room():
            for desk in self._free(lambda state: (state.path, state.board_id) == (where, board_id)):
                return desk
            return self._desks.make(path, board_id)

    def idle_desks(self, path: Path | None, board_id: str) -> list[Desk]:
        """What other processes left of the same file and board, taken: to be merged, then discarded."""
        where = None if path is None else place(path)
        found = []
        for desk in self._free(lambda state: (state.path, state.board_id) == (where, board_id)):
            if desk.exists:
                found.append(desk)
            else:
                desk.discard()
        return found

    def seen_elsewhere(self, board_id: str, path: Path | None) -> Iterator[tuple[Path, set[str]]]:
        """The other files of a board that were opened here, and the changesets that their working copies hold.

        They are read beside whoever has them open.
        """
        where = None if path is None else place(path)
        return self._desks.held(lambda state: state.board_id == board_id and state.path not in (None, where))

    def desk_of_draft(self, board_id: str) -> Desk:
        """The desk of a board that was never saved, taken.

        Raises:
            BoardUnavailable: there is none, or another window has it open.
        """
        for desk in self._free(lambda state: state.path is None and state.board_id == board_id):
            if desk.exists:
                return desk
            desk.release()
        raise BoardUnavailable("This draft is open in another window", "Close it there first.")

    def desk_for_reading(self, board_id: str) -> Desk:
        """A desk for a board that is only looked at, to be discarded; those of killed processes go now."""
        with _room():
            for desk in self._looks.free(lambda state: True):
                desk.discard()
            return self._looks.make(None, board_id)

    def unclosed(self) -> list[Crash]:
        """Boards whose process ended without closing them, or that hold what their file lacks; the latest first."""
        found = []
        for desk in self._free(lambda state: state.open or bool(state.path and state.unsaved)):
            with desk:
                state, unsaved = desk.state, desk.unsaved() if desk.exists else 0
            if state.open or unsaved:
                found.append(Crash(state.board_id, desk.path, state.title, state.used_ms, unsaved, not state.open))
        return found

    def state_of(self, path: Path) -> State | None:
        """What is kept about the working copy of a file that nobody has open; None where there is none."""
        for desk in self._free(lambda state: state.path == place(path)):
            with desk:
                if desk.exists:
                    return replace(desk.state, unsaved=desk.unsaved())
        return None

    def desk_of_file(self, path: Path) -> Desk:
        """The desk of a file whose board is to be opened without it, taken.

        Raises:
            BoardUnavailable: there is none, or another window has it open.
        """
        for desk in self._free(lambda state: state.path == place(path)):
            if desk.exists:
                return desk
            desk.release()
        raise BoardUnavailable("Nothing of this board is kept here", "Is it open in another window?")

    def new_desk(self, board_id: str, path: Path | None = None) -> Desk:
        """A desk of its own for a board that may lie on others, too."""
        with _room():
            return self._desks.make(path, board_id)

    def desk_in_need(self, board_id: str, path: Path | None) -> Desk:
        """The same; in the system's temporary folder where our own cannot be used.

        Raises:
            KnownError: there is no room there, either.
        """
        try:
            return self.new_desk(board_id, path)
        except KnownError:
            with _room():
                return Desks(made_refuge(self.folders.data) / "work", self._now).make(path, board_id)

    def is_in_need(self, desk: Desk) -> bool:
        """Whether a desk lies in the temporary folder."""
        return refuge(self.folders.data) in desk.folder.parents

    def _free(self, wanted: Callable[[State], bool]) -> Iterator[Desk]:
        """As `Desks.free`, of all desks: those that had to be made in the temporary folder, too."""
        yield from self._desks.free(wanted)
        if is_ours(refuge(self.folders.data)):
            yield from Desks(refuge(self.folders.data) / "work", self._now).free(wanted)

    def set_aside(self, path: Path | None, board_id: str) -> tuple[Path, str, bool]:
        """Put the damaged working copy of a file, or of a draft, under another name.

        Returns:
            Where it lies now, which board it is, and whether it held what the file lacks.

        Raises:
            BoardUnavailable: another window has it open.
        """
        with self.desk_of_file(path) if path is not None else self.desk_of_draft(board_id) as desk:
            return desk.set_aside(), desk.board_id, bool(desk.state.unsaved)

    def drafts(self) -> list[DraftBoard]:
        """Boards with cards that were never saved to a file and are not open, the latest first."""
        found = []
        for desk in self._free(lambda state: state.path is None):
            with desk:
                state, cards = desk.state, desk.count("card")
            cards = state.cards if cards is None else cards
            if desk.exists and (cards or state.title):
                found.append(DraftBoard(state.board_id, state.title, cards, state.used_ms))
        return found

    def trim(self, max_bytes: int) -> None:
        """Remove the working copies longest unused until the rest fits; never one that holds what its file lacks."""
        self._desks.sweep()
        room = max_bytes
        for desk in self._free(lambda state: state.path is not None and not state.open):
            taken = size(desk.folder)
            if taken > room and desk.exists and desk.all_in_file:
                desk.discard()
            else:
                room -= taken
                desk.release()

    # Recent boards

    def remember_recent(self, path: Path, board_id: str, title: str, cards: int, picture: bytes | None) -> None:
        """Put a board first on the start page; without a new picture it keeps the one that it has."""
        name = os.fsencode(path.absolute())
        with self._opened() as book:
            kept = "coalesce(?, (SELECT picture FROM recent WHERE path = ?))"
            row = (name, board_id, title, self._now(), cards, picture, name)
            book.execute(f"INSERT OR REPLACE INTO recent VALUES (?, ?, ?, ?, ?, {kept})", row)
            latest = "SELECT path FROM recent ORDER BY opened_ms DESC LIMIT ?"
            book.execute(f"DELETE FROM recent WHERE path NOT IN ({latest})", (RECENT,))

    def recent(self) -> list[Recent]:
        """The boards opened last, the latest first. Looks whether each file is there: slow on a hung drive."""
        with self._opened() as book:
            query = "SELECT path, title, opened_ms, cards, picture, board_id FROM recent ORDER BY opened_ms DESC"
            rows = book.execute(query).fetchall()
        return [_recent(Path(os.fsdecode(path)), *rest) for path, *rest in rows if path]  # none where it is damaged

    def recent_board(self, path: Path) -> str | None:
        """Which board was last opened from a file."""
        with self._opened() as book:
            query = "SELECT board_id FROM recent WHERE path = ?"
            row = book.execute(query, (os.fsencode(path.absolute()),)).fetchone()
        return str(row[0]) if row else None

    def forget_recent(self, path: Path | None = None) -> None:
        """Empty the list, or take one board off it."""
        with self._opened() as book:
            if path is None:
                book.execute("DELETE FROM recent")
            else:
                book.execute("DELETE FROM recent WHERE path = ?", (os.fsencode(path.absolute()),))

    # Text that is being typed

    def keep_draft(self, board_id: str, record: RecordId, field: str, text: str) -> None:
        """Keep a text that is not committed yet."""
        with self._opened() as book:
            book.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)", (board_id, record, field, text))

    def draft(self, board_id: str, record: RecordId, field: str) -> str | None:
        """The text kept for a field, or None."""
        return next((text for name, of, text in self.drafts_of(board_id) if (name, of) == (record, field)), None)

    def drafts_of(self, board_id: str) -> list[tuple[RecordId, str, str]]:
        """All texts kept for a board: record, field, text."""
        with self._opened() as book:
            query = "SELECT record, field, text FROM draft WHERE board_id = ? ORDER BY record, field"
            return book.execute(query, (board_id,)).fetchall()

    def drop_draft(self, board_id: str, record: RecordId, field: str) -> None:
        """Forget the text of a field: it was committed, or thrown away."""
        with self._opened() as book:
            where = "board_id = ? AND record = ? AND field = ?"
            book.execute(f"DELETE FROM draft WHERE {where}", (board_id, record, field))

    # Choices

    def preferences(self) -> Preferences:
        """What the person chose."""
        return kept.read(self.folders.config)

    def set_preferences(self, preferences: Preferences) -> None:
        """Keep what the person chose."""
        try:
            kept.write(self.folders.config, preferences)
        except OSError as problem:
            raise KnownError(f"Your choices could not be kept: {problem.strerror}", ROOM) from problem

    def leave_nothing(self, board_id: str, path: Path | None = None) -> bool:
        """Remove what lies here of a board: working copies, backups, recent entries, typed texts.

        A working copy that holds what its file lacks, or that is open, stays; it returns whether all is gone.
        """
        where = None if path is None else place(path)
        whole = True
        for desk in self._free(lambda state: state.board_id == board_id and where in (None, state.path)):
            if desk.exists and not desk.all_in_file:
                whole = False
                desk.release()
            else:
                desk.discard()
        if whole:
            shutil.rmtree(self.backups(board_id), ignore_errors=True)
            self._forget(board_id)
        return whole

    def _forget(self, board_id: str) -> None:
        with self._opened() as book:
            for table in ("recent", "draft", "published", "actor"):
                book.execute(f"DELETE FROM {table} WHERE board_id = ?", (board_id,))


def _recent(path: Path, title: str, opened_ms: int, cards: int, picture: bytes | None, board_id: str) -> Recent:
    try:
        exists = path.exists()
    except OSError:
        exists = False  # a drive that answers with an error
    return Recent(path, title, opened_ms, cards, picture, exists, board_id)


def _folder_name(board_id: str) -> str:
    """A board's id as a name that every disk takes."""
    plain = board_id.isascii() and board_id.isalnum() and board_id.islower() and len(board_id) <= 64
    return board_id if plain else hashlib.sha256(board_id.encode()).hexdigest()[:32]
