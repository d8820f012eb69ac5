"""How far long work has come, and the wish of a person to stop it."""

from __future__ import annotations

from collections.abc import Callable

from evidenceboard.errors import KnownError

Progress = Callable[[int, int], bool | None]  # called with what is done and what there is; False asks to stop


class Stopped(KnownError):
    """A person stopped it; nothing has changed and nothing is left."""

    def __init__(self) -> None:
        super().__init__("Cancelled", "Everything is as it was.")


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far it is; the total is 0 where nobody knows.

    Raises:
        Stopped: the answer was False.
    """
    if progress is not None and progress(done, total) is False:
        raise Stopped


def standing_at(progress: Progress | None, done: int, total: int) -> Progress | None:
    """What one step of longer work tells: that it can be stopped within it, too, and no more is done yet."""
    if progress is None:
        return None
    tell = progress
    return lambda _done, _total: tell(done, total)


def part_of(progress: Progress | None, begin: int, end: int) -> Progress | None:
    """What a part of longer work tells: so many hundredths of the whole are done when it begins, and when it ends."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(begin + (end - begin) * done // total if total else begin, 100)
