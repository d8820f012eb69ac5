"""Ways to a board where its file does not open: its working copy, its backups, what is intact in what is damaged.

Whatever is taken this way is a document like any other: the user's file is only touched when it is saved.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, KnownError, OwnCopyDamaged, UnreadableBoard, undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.merge import chain_problems
from evidenceboard.progress import Progress
from evidenceboard.store import backups, write_ahead
from evidenceboard.store.disk import damage_told
from evidenceboard.store.gate import PREFIX
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import Foreign, Refused, read_board
from evidenceboard.store.salvage import NAME, lacking_photos, salvage
from evidenceboard.store.working_copy import WorkingCopy

WHOLE = "what is whole of the working copy"


@dataclass(frozen=True)
class Kept:
    """What lies here of a board whose file cannot be opened.

    Attributes:
        board_id: which board.
        working_copy: how many changesets the working copy holds that the file may lack; None where there is none.
        backups: how many backups there are that are sound.
    """

    board_id: str
    working_copy: int | None
    backups: int

    def __bool__(self) -> bool:
        return self.working_copy is not None or self.backups > 0


def kept_of(path: Path, installation: Installation) -> Kept | None:
    """What this installation keeps of a file's board; None where the file was never open here."""
    state = installation.state_of(path)
    board_id = state.board_id if state else installation.recent_board(path)
    if not board_id:
        return None
    sound = sum(1 for each in backups.backups(installation.backups(board_id)) if each.is_sound)
    return Kept(board_id, state.unsaved if state else None, sound)


def open_kept(path: Path, installation: Installation, author: str) -> Document:
    """Open the working copy of a file without looking at the file: it is gone, or damaged.

    Raises:
        BoardUnavailable: there is none, or another window has it open.
        UnreadableBoard: it is damaged, too.
    """
    path = path.absolute()
    desk = installation.desk_of_file(path)
    with undone_on_error(desk.release):
        filing = Filing(WorkingCopy.open(desk.database), desk, installation, path)
        filing.unpublished = True
        return Document.recovered(filing, installation, author)


def open_backup(board_id: str, installation: Installation, author: str, progress: Progress | None = None) -> Document:
    """Open the latest sound backup of a board, as a draft: where it is saved to is asked.

    Raises:
        BoardUnavailable: there is none.
    """
    with _restored(board_id, installation, progress) as foreign:
        return as_draft(foreign, installation, author)


def as_draft(foreign: Foreign, installation: Installation, author: str) -> Document:
    """What was read of a file as a draft of the same board."""
    desk = installation.new_desk(foreign.board_id)
    with undone_on_error(desk.discard):
        log, photos = iter(foreign.changesets), foreign.photos()
        copy = WorkingCopy.create(desk.database, foreign.board_id, foreign.made_ms, log, photos)
        return Document.recovered(Filing(copy, desk, installation, None), installation, author)


@contextmanager
def _restored(board_id: str, installation: Installation, progress: Progress | None) -> Iterator[Foreign]:
    """The latest backup that is sound, put together again and read like a stranger's file."""
    scratch = installation.scratch()
    for backup in backups.backups(installation.backups(board_id)):
        if not backup.is_sound:
            continue
        restored = _spare(scratch)
        try:
            backups.restore(backup, restored)
            with closing(read_board(restored, scratch, progress)) as foreign:
                yield foreign
            return
        finally:
            restored.unlink(missing_ok=True)
    raise BoardUnavailable("There is no sound backup of this board", "Backups are made when a board is saved.")


@contextmanager
def _salvaged(path: Path, installation: Installation, progress: Progress | None) -> Iterator[Foreign]:
    scratch = installation.scratch()
    target = _spare(scratch)
    try:
        lost = salvage(path, target, scratch, progress).refused
        with closing(read_board(target, scratch)) as foreign:
            foreign.refused += lost
            yield foreign
    finally:
        target.unlink(missing_ok=True)


def _spare(scratch: Path) -> Path:
    """A name for a private file of this process."""
    return scratch / f"{PREFIX}{os.getpid()}-{secrets.token_hex(6)}.board"


def open_or_mend(path: Path, installation: Installation, author: str, progress: Progress | None = None) -> Document:
    """Open a user's file, with the sheet that is shown first; where the working copy is damaged it is mended.

    Raises:
        UnreadableBoard, BoardUnavailable: see `Document.open` and `mend`.
    """
    document: Document | None = None
    with suppress(OwnCopyDamaged), damage_told():
        document = Document.open(path, installation, author, progress=progress)
        document.geometry(document.first_sheet)
        return document
    if document is not None:
        document.abandon()
    return mend(path, "", installation, author, progress)


def mend(
    path: Path | None, board_id: str, installation: Installation, author: str, progress: Progress | None = None
) -> Document:
    """Open a board whose working copy is damaged: that is put aside, and all is merged that is whole of it, of the
    user's file and of the latest backup.

    Args:
        path: the file; None for a draft, which is then named by its board.

    Raises:
        KnownError: none of them can be read.
    """
    aside, board_id, unsaved = installation.set_aside(path, board_id)
    parts: list[tuple[str, Callable[[], AbstractContextManager[Foreign]]]] = [
        (WHOLE, lambda: _whole_of(aside, board_id, installation, progress)),
        ("the latest backup", lambda: _restored(board_id, installation, progress)),
    ]
    document, sources = _from_file(path, installation, author, progress), ["the file"]
    lost: list[Refused] = []
    if document is None:
        sources = []
    for name, open_part in parts:
        with suppress(KnownError), open_part() as foreign:
            if document is None:
                document = as_draft(foreign, installation, author)
            elif foreign.board_id == document.board_id:
                document.receive(foreign.changesets, foreign.photos())
            sources.append(name)
            lost += foreign.refused
    if document is None:
        raise UnreadableBoard("Nothing of this board could be saved", f"What is left lies in {aside.parent}.")
    if unsaved and WHOLE not in sources:
        lost.append(Refused("What was done after the last save", None, "the working copy is damaged throughout"))
    document.missing = tuple(_missing(document, lost))
    document.mended = _told(document, sources)
    return document


def _missing(document: Document, lost: Sequence[Refused]) -> Iterator[Refused]:
    """What none of the parts had: of what was named as lost, what is not on the board now; and what that shows to lack.

    Each is named once.
    """
    changesets = list(document.log.changesets())
    held = document.log.changeset_ids() | document.log.photo_names()
    gaps = [Refused(f"changeset {name[:8]}", None, reason) for name, reason in chain_problems(changesets)]
    named: set[tuple[str, str | None]] = set()
    for each in (*lost, *gaps, *lacking_photos(changesets, document.log.photo_names())):
        if each.name not in held and (each.what, each.record) not in named:
            named.add((each.what, each.record))
            yield each


def _from_file(
    path: Path | None, installation: Installation, author: str, progress: Progress | None
) -> Document | None:
    with suppress(KnownError):
        return Document.open(path, installation, author, progress=progress) if path is not None else None
    return None


@contextmanager
def _whole_of(aside: Path, board_id: str, installation: Installation, progress: Progress | None) -> Iterator[Foreign]:
    """What is intact in a damaged working copy and in the log beside it: of this board, also if its name is lost."""
    private = _spare(installation.scratch())
    try:
        for ending in ("", "-wal"):
            if (part := aside.with_name(aside.name + ending)).exists():
                shutil.copyfile(part, private.with_name(private.name + ending))
        write_ahead.take_in(private)
        with _salvaged(private, installation, progress) as foreign:
            foreign.board_id = board_id
            foreign.refused = [each for each in foreign.refused if each.what != NAME]
            yield foreign
    finally:
        for ending in ("", "-wal", "-shm"):
            private.with_name(private.name + ending).unlink(missing_ok=True)


def _told(document: Document, sources: list[str]) -> str:
    held = document.log.counts()["changesets"]
    missing = len(document.missing)
    words = "One entry is missing." if missing == 1 else f"{missing:,} entries are missing."
    words = words if missing else "Nothing of it is missing."
    return f"It was put together from {_listed(sources)}: {held:,} changes. {words}"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
