"""From a user's file to a working copy on a desk, and from nothing to a draft: what a `Document` begins with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.errors import undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import kind_of, mint_actor
from evidenceboard.progress import Progress, part_of, standing_at
from evidenceboard.store import chains, lookups
from evidenceboard.store.files import file_sha256
from evidenceboard.store.installation import Installation
from evidenceboard.store.known import Known
from evidenceboard.store.oddities import Oddities
from evidenceboard.store.photos import Photo
from evidenceboard.store.publish import copy_own, remove_strays
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
        oddities: what was read of the file and cannot be shown; None where it is ours.
        fresh: the file was not open here before, or nothing of it was kept.
    """

    filing: Filing
    sha256: str
    foreign: Foreign | None
    refused: list[Refused] = field(default_factory=list)
    oddities: Oddities | None = None
    fresh: bool = False


@contextmanager
def opened(path: Path, installation: Installation, read_only: bool, progress: Progress | None) -> Iterator[Opened]:
    """Open a user's file: one that was published here from its working copy, any other through the gate.

    If what is done within fails, everything is given back, and what was made is gone.

    Raises:
        UnreadableBoard, BoardUnavailable: it is no board, or may not be read. Nothing is changed.
        Replaced: it must be looked at again.
    """
    sha256 = file_sha256(path, standing_at(progress, 0, 1))
    if not read_only:
        remove_strays(path)  # of a process that was killed while it saved
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
                    if foreign is None:
                        yield Opened(filing, sha256, None, fresh=True)
                    else:
                        yield Opened(filing, foreign.sha256, None, foreign.refused, foreign.oddities, True)
                elif foreign is not None:
                    foreign.known = Known(desk.database)
                    foreign.read(part_of(progress, LET_IN, 100))
                    yield Opened(filing, foreign.sha256, foreign, foreign.refused, foreign.oddities)
                elif desk.seen_sha256 != sha256:  # ours, but not the one this working copy last saw
                    with read_board(path, installation.scratch(), progress, desk.database) as now:
                        if now.board_id != board_id:
                            raise Replaced
                        yield Opened(filing, now.sha256, now, now.refused, now.oddities)
                else:
                    yield Opened(filing, sha256, None)


def amiss(opened: Opened, board: Board) -> Iterator[Refused]:
    """What a person should know of a file that is open now: what was left out, and what is kept and cannot be shown."""
    copy = opened.filing.copy
    if opened.refused:
        held = copy.changeset_ids() | copy.photo_names()  # what was damaged there may be whole here
        yield from (each for each in opened.refused if each.name not in held)
    if opened.oddities is None:
        return
    for record, _field, reason in opened.oddities.still_there(board):
        yield Refused(kind_of(record), record, reason, kept=True)
    if opened.oddities.more:
        yield Refused("further values", None, f"{opened.oddities.more:,} more have a wrong form", kept=True)
    for actor, number in opened.oddities.ahead.items():
        words = f"the clock of whoever made {number:,} changes was far ahead: where people differ, theirs show first"
        yield Refused(f"actor {actor[:8]}", None, words, kept=True)
    yield from _chains(opened)
    altered = {each.name for each in opened.refused}
    for card, photo in lookups.without_picture(copy):
        if photo in altered:
            continue  # said already
        yield Refused(f"photo {photo[:8]}", card, "its picture is not in the file", kept=True)


def _chains(opened: Opened) -> Iterator[Refused]:
    """Gaps and forks in the chains of those who wrote; of what was left out the gap is said already."""
    if any(each.name and each.what.startswith("changeset") for each in opened.refused):
        return
    for name, reason in chains.problems(opened.filing.copy).items():
        yield Refused(f"changeset {name[:8]}", None, reason, name, kept=True)


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
