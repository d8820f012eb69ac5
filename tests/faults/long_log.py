"""A board of millions of changes, for real: the limit is told at once, and reading a long one can be stopped."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.paths import folders
from evidenceboard.progress import Stopped
from evidenceboard.store import files
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.outcome import Outcome

PATIENCE = 60.0  # seconds of this process: a file of gigabytes is copied first
FILL = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)
          INSERT INTO change (changeset, place, record, salt, vals, replaces)
          SELECT (SELECT max(number) FROM changeset), 1000 + i, printf('card:%032x', i), zeroblob(16), '{}', x''
          FROM n"""


def long_log(thousands: int) -> Outcome:
    """A board of so many thousand changes: it is refused by its number, or can be stopped while it is read."""
    outcome, begun = Outcome(f"a board of {thousands * 1000:,} changes is opened"), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        board = _made(folder, thousands * 1000)
        outcome.count("MB", board.stat().st_size // 1_000_000)
        (folder / "scratch").mkdir()
        if thousands * 1000 > files.MOST_CHANGES:
            _refused(board, folder, outcome)
        for share in (0, 3, 5, 40):
            outcome.tries += 1
            _stopped(board, folder, share, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _made(folder: Path, changes: int) -> Path:
    board = folder / "long.board"
    document = Document.new(Installation(folders(folder / "home")), "Judge", "Long")
    document.publish(board)
    document.close()
    with closing(sqlite3.connect(board, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF").fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(FILL, (changes,))
    return board


def _refused(board: Path, folder: Path, outcome: Outcome) -> None:
    outcome.tries += 1
    begun = time.process_time()
    try:
        Document.open(board, Installation(folders(folder / "stranger")), "Judge").close()
        outcome.check(False, "it is opened")
    except UnreadableBoard as refusal:
        outcome.check("more than this program can read" in refusal.title, f"it is refused as: {refusal.title}")
        outcome.check("is the limit" in refusal.advice, "the limit is not told")
    outcome.check(time.process_time() - begun < PATIENCE, "it took too long")


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
