"""Reading a board that is not ours: every row through a validator, every changeset and photo through its hash.

What does not fit is listed, never taken in and never fatal. The tables besides the log are not read: they are made
anew from it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from evidenceboard.bulk import uncollected
from evidenceboard.errors import DamagedBoard, undone_on_error
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ChangesetId
from evidenceboard.progress import Progress, part_of
from evidenceboard.store import checking, schema
from evidenceboard.store.files import NOT_TOUCHED
from evidenceboard.store.gate import Gate, open_gate
from evidenceboard.store.known import Known
from evidenceboard.store.oddities import Oddities
from evidenceboard.store.photos import Photo
from evidenceboard.store.validate import CAUSAL, Refused, read_changesets, read_photos

__all__ = ["Foreign", "Refused", "check_file", "let_in", "read_board"]

COPIED = 5  # hundredths of the work: reading is the rest


@dataclass
class Foreign:
    """A board that the gate has let in. Its log is read when it is asked for.

    Attributes:
        board_id: which board it is a copy of.
        made_ms: when that board was made.
        sha256: of the file.
        refused: what was left out so far.
        oddities: what was taken so far and cannot be shown.
        known: what is in our own working copy already; None where it counts as a stranger's from end to end.
    """

    board_id: str
    made_ms: int
    sha256: str
    gate: Gate = field(repr=False)
    refused: list[Refused] = field(default_factory=list)
    oddities: Oddities = field(default_factory=Oddities, repr=False)
    known: Known | None = field(default=None, repr=False)
    _changesets: list[Changeset] | None = field(default=None, repr=False)

    @property
    def changesets(self) -> list[Changeset]:
        """All that are what their hashes say, in the order of the file, but for those that are `known`; they stay in
        memory."""
        return self.read()

    def read(self, progress: Progress | None = None) -> list[Changeset]:
        """The same, telling how far it has come."""
        if self._changesets is None:
            with uncollected():
                found = read_changesets(self.gate, self.refused, progress, oddities=self.oddities, known=self.known)
                self._changesets = list(found)
        return self._changesets

    def ids(self) -> set[ChangesetId]:
        """Of all changesets that the file holds, known or not."""
        return {changeset.id for changeset in self.changesets} | (self.known.met if self.known else set())

    def stream(self, progress: Progress | None = None) -> Iterator[Changeset]:
        """The same one by one, in causal order: none stays in memory."""
        return read_changesets(self.gate, self.refused, progress, CAUSAL, self.oddities)

    def photos(self, without: Container[str] = ()) -> Iterator[Photo]:
        """The photos, each checked against its name; what is amiss is added to `refused`.

        Args:
            without: hashes of photos that are not wanted: they are not read.
        """
        return read_photos(self.gate, self.refused, without)

    def close(self) -> None:
        """Remove the private copy; nothing can be read any more."""
        self.gate.close()

    def __enter__(self) -> Foreign:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def let_in(path: Path, scratch: Path, progress: Progress | None = None) -> Foreign:
    """Let in a file that may be anything; of its content only which board it is has been read.

    Args:
        scratch: a folder of our own for the private copy.
        progress: called with what is done and what there is to do; what it answers stops it if False.

    Raises:
        UnreadableBoard: it is no whole board of a format we know. It was not touched.
        BoardUnavailable: it is not there, or may not be read.
    """
    gate = open_gate(path, scratch, progress)
    with undone_on_error(gate.close):
        meta = dict(gate.rows("SELECT key, value FROM meta WHERE length(key) < 100 AND length(value) < 1000 LIMIT 100"))
        return Foreign(*identity(meta), gate.sha256, gate)


def read_board(path: Path, scratch: Path, progress: Progress | None = None, own: Path | None = None) -> Foreign:
    """Let in a file that may be anything, and read its whole log (further arguments and errors: see `let_in`).

    Args:
        own: our working copy of the board: what is there is not read again.
    """
    foreign = let_in(path, scratch, part_of(progress, 0, COPIED))
    foreign.known = Known(own) if own else None
    with undone_on_error(foreign.close):
        foreign.read(part_of(progress, COPIED, 100))
    return foreign


def check_file(path: Path, scratch: Path, progress: Progress | None = None) -> list[Refused]:
    """All that is amiss in a board: what reading refuses, gaps in the log, and tables that do not follow from it.

    Raises:
        UnreadableBoard, BoardUnavailable: as `read_board`.
    """
    with read_board(path, scratch, progress) as foreign:
        there = {photo.sha256 for photo in foreign.photos()}
        return foreign.refused + list(checking.findings(foreign.gate, foreign.changesets, there))


def identity(meta: Mapping[Any, Any]) -> tuple[str, int]:
    """Which board it is and when it was made, of the lines of its `meta`.

    Raises:
        DamagedBoard: they are not as they were written.
    """
    board_id, made, form = (meta.get(name) for name in ("board_id", "made", "format"))
    if not (isinstance(board_id, str) and isinstance(made, str) and isinstance(form, str)):
        raise DamagedBoard("This board does not say which it is: it is damaged", NOT_TOUCHED)
    if meta.get("seal") != schema.seal(board_id, made) or not _is_name(board_id):
        raise DamagedBoard("This board's name is not as it was written: it is damaged", NOT_TOUCHED)
    if not made.isdecimal() or len(made) > 16:
        raise DamagedBoard("This board does not say when it was made: it is damaged", NOT_TOUCHED)
    return board_id, int(made)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 80 and text.isascii() and all(c.isalnum() or c in ":-_" for c in text)
