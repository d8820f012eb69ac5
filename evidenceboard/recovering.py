"""Ways to a board where its file does not open: its working copy, its backups, what is intact in what is damaged.

Whatever is taken this way is a document like any other: the user's file is only touched when it is saved.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, KnownError, undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.merge import chain_problems
from evidenceboard.progress import Progress
from evidenceboard.store import backups
from evidenceboard.store.gate import PREFIX
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import Foreign, read_board
from evidenceboard.store.working_copy import WorkingCopy


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
        restored = scratch / f"{PREFIX}0-{secrets.token_hex(6)}.board"
        try:
            backups.restore(backup, restored)
            with closing(read_board(restored, scratch, progress)) as foreign:
                yield foreign
            return
        finally:
            restored.unlink(missing_ok=True)
    raise BoardUnavailable("There is no sound backup of this board", "Backups are made when a board is saved.")


def mend(path: Path, installation: Installation, author: str, progress: Progress | None = None) -> Document:
    """Open a file whose working copy is damaged: that is put aside, and the file and the latest backup are merged.

    Raises:
        KnownError: neither the file nor a backup can be read.
    """
    board_id = installation.set_aside(path.absolute())
    try:
        document = Document.open(path, installation, author, progress=progress)
    except KnownError:
        if board_id is None:
            raise
        return open_backup(board_id, installation, author, progress)
    sources = ["the file"]
    try:
        with _restored(document.board_id, installation, progress) as foreign:
            document.receive(foreign.changesets, foreign.photos())
            sources.append("the latest backup")
    except BoardUnavailable:
        pass  # then the file is all there is
    document.mended = _told(document, sources)
    return document


def _told(document: Document, sources: list[str]) -> str:
    changesets = list(document.log.changesets())
    gaps = len(list(chain_problems(changesets)))
    missing = f"{gaps} gaps in it show that changes are missing." if gaps else "No gap shows in it."
    return f"It was put aside, and made anew from {' and '.join(sources)}: {len(changesets):,} changes. {missing}"
