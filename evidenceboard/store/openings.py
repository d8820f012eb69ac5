"""Openings that did not end well: a board at which the program died twice is not opened a third time unasked."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from evidenceboard.store.files import write_whole

TOO_OFTEN = 2  # times that the program died at it


class Openings:
    """A note for each board that is being opened; it goes when the board has been open for a while.

    Args:
        folder: where the notes lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def died(self, key: str) -> int:
        """How often the program died while this board was being opened, or just after."""
        try:
            return int(self._note(key).read_bytes()[:4])
        except (OSError, ValueError):
            return 0

    def begin(self, key: str) -> None:
        """It is about to be opened. A disk that refuses the note does not keep it closed."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._note(key), str(min(self.died(key) + 1, 999)).encode())

    def end(self, key: str) -> None:
        """It was opened well, or refused in words."""
        with suppress(OSError):
            self._note(key).unlink(missing_ok=True)

    def _note(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
