"""The program's log: ids, counts and milliseconds; never text, names or paths of evidence."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from evidenceboard.errors import places

NAME = "evidenceboard.log"
LARGEST, KEPT = 512 * 1024, 3  # bytes of one file, and older files beside it

log = logging.getLogger("evidenceboard")


def begin(folder: Path) -> logging.Handler | None:
    """Write the log into a folder; None where that cannot be written: the program does without."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(folder / NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return handler


def note_crash(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Write down an error nobody foresaw: its kind and where it happened. Its message may hold evidence."""
    log.error("an error nobody foresaw: %s at %s", kind.__name__, places(trace))
