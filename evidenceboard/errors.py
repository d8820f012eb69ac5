"""Errors that a person can mend. Everything that is not one of these is a bug."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


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


class DamagedBoard(UnreadableBoard):
    """A board that was cut, altered or is not there as a whole: what is intact of it can be salvaged."""


class BoardUnavailable(KnownError):
    """The file is missing, or we may not read it."""

    exit_code = 4


class NotSaved(KnownError):
    """Publishing failed; the work is safe in the working copy and the user's file is as it was."""

    exit_code = 4


@contextmanager
def undone_on_error(undo: Callable[[], object]) -> Iterator[None]:
    """Call ``undo`` if what is done within fails."""
    try:
        yield
    except BaseException:
        undo()
        raise
