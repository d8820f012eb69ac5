"""Reading a board that is not ours: every row through a validator, every changeset and photo through its hash.

What does not fit is listed, never taken in and never fatal. The tables besides the log are not read: they are made
anew from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from evidenceboard.bulk import uncollected
from evidenceboard.errors import UnreadableBoard
from evidenceboard.model.changes import Changeset
from evidenceboard.progress import Progress
from evidenceboard.store import checking, schema
from evidenceboard.store.files import NOT_TOUCHED
from evidenceboard.store.gate import Gate, open_gate
from evidenceboard.store.photos import Photo
from evidenceboard.store.validate import Refused, read_changesets, read_photos

__all__ = ["Foreign", "Refused", "check_file", "read_board"]


@dataclass
class Foreign:
    """A board that was read.

    Attributes:
        board_id: which board it is a copy of.
        made_ms: when that board was made.
        changesets: all that are what their hashes say, in the order of the file.
        refused: what was left out so far.
        photos: reads the photos, each checked against its name; adds to `refused`.
        sha256: of the file.
    """

    board_id: str
    made_ms: int
    changesets: list[Changeset]
    refused: list[Refused]
    photos: Callable[[], Iterator[Photo]]
    sha256: str
    gate: Gate = field(repr=False)

    def close(self) -> None:
        """Remove the private copy; photos cannot be read any more."""
        self.gate.close()

    def __enter__(self) -> Foreign:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_board(path: Path, scratch: Path, progress: Progress | None = None) -> Foreign:
    """Read a file that may be anything.

    Args:
        scratch: a folder of our own for the private copy.
        progress: called with what is done and what there is to do; what it answers stops it if False.

    Raises:
        UnreadableBoard: it is no whole board of a format we know. It was not touched.
        BoardUnavailable: it is not there, or may not be read.
    """
    gate = open_gate(path, scratch, _part(progress, 0))
    try:
        board_id, made_ms = _identity(gate)
        refused: list[Refused] = []
        with uncollected():
            changesets = list(read_changesets(gate, refused, _part(progress, 1)))
    except BaseException:
        gate.close()
        raise
    return Foreign(board_id, made_ms, changesets, refused, lambda: read_photos(gate, refused), gate.sha256, gate)


def check_file(path: Path, scratch: Path, progress: Progress | None = None) -> list[Refused]:
    """All that is amiss in a board: what reading refuses, gaps in the log, and tables that do not follow from it.

    Raises:
        UnreadableBoard, BoardUnavailable: as `read_board`.
    """
    with read_board(path, scratch, progress) as foreign:
        there = {photo.sha256 for photo in foreign.photos()}
        return foreign.refused + list(checking.findings(foreign.gate, foreign.changesets, there))


def _part(progress: Progress | None, part: int) -> Progress | None:
    """Copying is the first half of the work, reading the second."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(part * total + done, 2 * total)


def _identity(gate: Gate) -> tuple[str, int]:
    meta: dict[Any, Any] = dict(gate.rows("SELECT key, value FROM meta LIMIT 100"))
    board_id, made, form = (meta.get(name) for name in ("board_id", "made", "format"))
    if not (isinstance(board_id, str) and isinstance(made, str) and isinstance(form, str)):
        raise UnreadableBoard("This board does not say which it is: it is damaged", NOT_TOUCHED)
    if meta.get("seal") != schema.seal(board_id, made) or not _is_name(board_id):
        raise UnreadableBoard("This board's name is not as it was written: it is damaged", NOT_TOUCHED)
    if not made.isdecimal() or len(made) > 16:
        raise UnreadableBoard("This board does not say when it was made: it is damaged", NOT_TOUCHED)
    return board_id, int(made)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 80 and text.isascii() and all(c.isalnum() or c in ":-_" for c in text)
