"""How long one statement of SQLite may take, and a person's wish to stop it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from evidenceboard.progress import Progress, Stopped

STEPS = 20_000  # of SQLite's machine between two looks at the time


@contextmanager
def bounded(connection: sqlite3.Connection, seconds: float | None, progress: Progress | None = None) -> Iterator[None]:
    """Ends what runs on a connection when its time is over, or when a person stops it.

    Args:
        seconds: that it may take; None for as long as it takes.
        progress: told again and again that what came before is done, for how far a statement is nobody knows; what it
            answers stops the statement if False.

    Raises:
        Stopped: the progress says so.
        sqlite3.OperationalError: "interrupted", when the time is over.
    """
    end = None if seconds is None else time.monotonic() + seconds
    stopped = False

    def look() -> bool:
        nonlocal stopped
        stopped = progress is not None and progress(100, 100) is False
        return stopped or (end is not None and time.monotonic() > end)

    connection.set_progress_handler(look, STEPS)
    try:
        yield
    except sqlite3.OperationalError:
        if stopped:
            raise Stopped from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
