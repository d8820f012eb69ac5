"""Boards of millions of real changes: the limit is told at once, what is below it opens, and either can be stopped."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.paths import folders
from evidenceboard.progress import Stopped
from evidenceboard.store import files
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.long_boards import make_long_board
from tests.faults.outcome import Outcome

PATIENCE = 60.0  # seconds of this process: a file of gigabytes is copied first


def long_log(thousands: int) -> Outcome:
    """A board of so many thousand changes: it is refused by its number, or can be stopped while it is read."""
    outcome, begun = Outcome(f"a board of {thousands * 1000:,} changes is opened"), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        board = folder / "long.board"
        make_long_board(board, thousands * 1000)
        outcome.count("MB", board.stat().st_size // 1_000_000)
        (folder / "scratch").mkdir()
        if thousands * 1000 > files.MOST_CHANGES:
            _refused(board, folder, outcome)
        else:
            _opened(board, folder, outcome)
        for share in (0, 3, 5, 40):
            outcome.tries += 1
            _stopped(board, folder, share, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _refused(board: Path, folder: Path, outcome: Outcome) -> None:
    outcome.tries += 1
    begun = time.process_time()
    try:
        Document.open(board, Installation(folders(folder / "stranger")), "Judge").close()
        outcome.check(False, "it is opened")
    except UnreadableBoard as refusal:
        outcome.check("more than this program can read" in refusal.title, f"it is refused as: {refusal.title}")
        outcome.check("is the limit" in refusal.advice, "the limit is not told")
    outcome.check(_left(folder / "stranger") == [], "something was left")
    outcome.check(time.process_time() - begun < PATIENCE, "it took too long")


def _opened(board: Path, folder: Path, outcome: Outcome) -> None:
    """All of it is imported; stopped on the way, also while tables are made of it, nothing of it stays."""
    installation = Installation(folders(folder / "stranger"))
    for share in (30, 65):
        outcome.tries += 1
        try:
            Document.open(board, installation, "Judge", progress=partial(_is_below, share)).close()
            outcome.check(False, "it could not be stopped")
        except Stopped:
            outcome.count("imports stopped")
        outcome.check(_left(folder / "stranger") == [], "something was left")
    outcome.tries += 1
    with closing(Document.open(board, installation, "Judge")) as document:
        (held,) = document.log.cursor().execute("SELECT count(*) FROM change").fetchone()
        cards = len(document.geometry(document.first_sheet).cards)
        outcome.count("changes imported", held)
        outcome.check(document.left_out == () and cards == document.board.index.count("card"), "not all is there")


def _is_below(share: int, done: int, total: int) -> bool:
    return 100 * done < share * total


def _left(home: Path) -> list[str]:
    """What lies in a program's folder besides its own book."""
    return [file.name for file in home.rglob("*") if file.is_file() and file.name != "installation.db"]


def _stopped(board: Path, folder: Path, share: int, outcome: Outcome) -> None:
    """Stop when so many hundredths are told to be done."""
    told: list[int] = []

    def stop(done: int, total: int) -> bool:
        told.append(100 * done // total if total else 0)
        return told[-1] < share

    try:
        read_board(board, folder / "scratch", stop).close()
        outcome.check(False, "it could not be stopped")
    except Stopped:
        outcome.count("stopped")
    except KnownError:
        outcome.count("refused before it came to that")
        outcome.check(share > 5, "it was refused before a person could stop it")
    outcome.check(told == sorted(told), "the progress goes back")
    outcome.check(list((folder / "scratch").iterdir()) == [], "something was left")
