"""Errors that a person can mend. Everything that is not one of these is a bug."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from evidenceboard import __version__

MOST_LINES = 300  # of a report


class KnownError(Exception):
    """Something went wrong that costs no data: what (title) and what to do about it (advice).

    The window shows both in a bar; the command line prints both to standard error, then leaves with
    `exit_code`.
    """

    exit_code: int = 2

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".strip()


class UsageError(KnownError):
    """The command was called in a way that makes no sense."""

    exit_code = 2


class InvalidChange(KnownError):
    """A change that the log refuses; nothing has been written."""

    exit_code = 2


class MissingLibrary(KnownError):
    """A library that the system has to provide is not there."""

    exit_code = 3


class ExtraMissing(MissingLibrary):
    """An optional part of the program is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"The optional part “{extra}” is not installed.",
            f"Install it with: python -m pip install 'evidenceboard[{extra}]'",
        )
        self.extra = extra


class UnreadableBoard(KnownError):
    """The file is damaged, foreign, too new or no board at all; it has not been touched."""

    exit_code = 4


class OwnCopyDamaged(UnreadableBoard):
    """The working copy on a desk is damaged; the user's file and the backups may be whole."""


class DamagedBoard(UnreadableBoard):
    """A board that was cut, altered or is not there as a whole: what is intact of it can be salvaged."""


class BoardUnavailable(KnownError):
    """The file is missing, or we may not read it."""

    exit_code = 4


class LookedBack(KnownError):
    """An earlier state of the board is looked at; it is changed again when that is over.

    Attributes:
        reason: the same, as why a command cannot be given.
    """

    reason = "the board is being replayed"

    def __init__(self) -> None:
        super().__init__("The board is being replayed", "Nothing was changed. Come back to now to work on it.")


class NotKept(KnownError):
    """The disk of the program's own folder refused a change: it did not happen, and the board shows none of it."""

    @classmethod
    def of(cls, problem: KnownError) -> NotKept:
        return cls(problem.title, problem.advice)


class NotSaved(KnownError):
    """Publishing failed; the work is safe in the working copy and the user's file is as it was.

    Attributes:
        backed_up: a verified backup of all that was done is kept on this computer, too.
    """

    exit_code = 4
    backed_up: bool = False


class TargetGone(NotSaved):
    """The user's file is not there any more: it is asked before it is made anew.

    Attributes:
        found: where the same board lies now, the latest first.
        folder_gone: the folder is missing, too.
    """

    def __init__(self, title: str, advice: str, found: Sequence[Path] = (), folder_gone: bool = False) -> None:
        super().__init__(title, advice)
        self.found = tuple(found)
        self.folder_gone = folder_gone


class TargetDamaged(NotSaved):
    """What lies in the place of the user's file is no whole board: half synchronised, perhaps."""


@contextmanager
def undone_on_error(undo: Callable[[], object]) -> Iterator[None]:
    """Call ``undo`` if what is done within fails."""
    try:
        yield
    except BaseException:
        undo()
        raise


def places(trace: TracebackType | None) -> str:
    """Where something went wrong, the innermost place first: "rows.py:12 read < document.py:40 open"."""
    found = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return " < ".join(reversed(found)) or "an unknown place"


def report(problem: BaseException) -> str:
    """Version, kind of an error nobody foresaw and where it happened, without its message: that may hold words of
    the board."""
    lines = [f"Evidence Board {__version__}", ""]
    seen: BaseException | None = problem
    while seen is not None and len(lines) < MOST_LINES:
        lines.append(type(seen).__name__)
        for frame in reversed(traceback.extract_tb(seen.__traceback__)):
            lines.append(f"  {Path(frame.filename).name}, line {frame.lineno}, in {frame.name}")
        seen = seen.__cause__ or seen.__context__
        lines += ["", "which came of"] if seen is not None else []
    return "\n".join(lines[:MOST_LINES])
