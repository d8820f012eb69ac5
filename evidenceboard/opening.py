"""From a user's file to a working copy on a desk, and from nothing to a draft: what a `Document` begins with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.errors import undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import mint_actor
from evidenceboard.progress import Progress, part_of
from evidenceboard.store.files import file_sha256
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.publish import copy_own
from evidenceboard.store.reading import Foreign, Refused, let_in, read_board
from evidenceboard.store.working_copy import WorkingCopy

LET_IN, LOGGED = 5, 65  # hundredths of an opening: when the file is through the gate, and when its log is written


class Replaced(Exception):
    """Somebody put another file there while we looked."""


@dataclass(frozen=True)
class Opened:
    """A board on its desk.

    Attributes:
        filing: where it lies.
        sha256: of the user's file as it was looked at.
        foreign: what the file holds, where the working copy may lack some of it.
        refused: what could not be read of the file; `foreign` adds to it as it is read.
    """

    filing: Filing
    sha256: str
    foreign: Foreign | None
    refused: list[Refused] = field(default_factory=list)


@contextmanager
def opened(path: Path, installation: Installation, read_only: bool, progress: Progress | None) -> Iterator[Opened]:
    """Open a user's file: one that was published here from its working copy, any other through the gate.

    If what is done within fails, everything is given back, and what was made is gone.

    Raises:
        UnreadableBoard, BoardUnavailable: it is no board, or may not be read. Nothing is changed.
        Replaced: it must be looked at again.
    """
    sha256 = file_sha256(path)
    board_id = installation.published_here(sha256)
    foreign = None if board_id else let_in(path, installation.scratch(), part_of(progress, 0, LET_IN))
    with foreign or nullcontext():
        board_id = board_id or foreign.board_id  # type: ignore[union-attr]
        desk = installation.desk_for_reading(board_id) if read_only else installation.claim(path, board_id)
        fresh = not desk.exists
        with undone_on_error(desk.discard if fresh else desk.release):
            if fresh:
                _begin(desk.database, path, sha256, foreign, progress)
            copy = WorkingCopy.open(desk.database)
            with undone_on_error(copy.close):
                if desk.state.open:  # whoever had it open was killed, or the power failed
                    copy.check()
                filing = Filing(copy, desk, installation, path, read_only)
                if fresh:
                    filing.unpublished = False
                    refused = foreign.refused if foreign else []
                    yield Opened(filing, foreign.sha256 if foreign else sha256, None, refused)
                elif foreign is not None:
                    foreign.read(part_of(progress, LET_IN, 100))
                    yield Opened(filing, foreign.sha256, foreign, foreign.refused)
                elif desk.seen_sha256 != sha256:  # ours, but not the one this working copy last saw
                    with read_board(path, installation.scratch(), progress) as now:
                        if now.board_id != board_id:
                            raise Replaced
                        yield Opened(filing, now.sha256, now, now.refused)
                else:
                    yield Opened(filing, sha256, None)


def _begin(database: Path, path: Path, sha256: str, foreign: Foreign | None, progress: Progress | None) -> None:
    """Make a working copy of a file: of one that is ours by copying it, of any other from what is read of it."""
    if foreign is None:
        if copy_own(path, database) != sha256:
            raise Replaced
        return
    log = foreign.stream(part_of(progress, LET_IN, LOGGED))
    rest = part_of(progress, LOGGED, 100)
    WorkingCopy.create(database, foreign.board_id, foreign.made_ms, log, foreign.photos(), rest).close()


def draft(installation: Installation, log: Iterable[Changeset] = (), photos: Iterable[Photo] = ()) -> Filing:
    """A new board, empty or with a log to begin with, that lies in no file yet."""
    board_id = mint_actor()
    desk = installation.claim(None, board_id)
    with undone_on_error(desk.discard):
        copy = WorkingCopy.create(desk.database, board_id, time.time_ns() // 1_000_000, log, photos)
    return Filing(copy, desk, installation, None)
