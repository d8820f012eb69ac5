"""The disk under the program: every call that changes something on it, recorded, or refused at a chosen moment.

Both SQLite's calls (`sqlite_calls`) and Python's own are seen: open for making, write, fsync, rename, remove.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.faults.sqlite_calls import CALLS, POSSIBLE, Listener

__all__ = ["POSSIBLE", "Refuser", "listening"]


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let a listener hear of every call to the disk within."""
    assert CALLS is not None
    CALLS.begin(listener)
    try:
        with mock.patch.multiple(os, **_ours(listener)):
            yield
    finally:
        CALLS.end()


def _ours(listener: Listener) -> dict[str, Callable[..., Any]]:
    real = {name: getattr(os, name) for name in ("open", "fsync", "replace", "rename", "unlink", "chmod", "fdopen")}

    def check(call: str, path: Any) -> None:
        if not listener.ask(call, os.fsdecode(path)):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        makes = bool(flags & os.O_CREAT) and not os.path.lexists(path)
        if makes:
            check("create", path)
        file: int = real["open"](path, flags, *rest, **more)
        if makes:
            listener.told("create", os.fsdecode(path))
        return file

    def synced(file: int) -> None:
        path = _path_of(file)
        check("sync", path)
        real["fsync"](file)
        listener.told("sync", path)

    def moved(name: str) -> Callable[..., None]:
        def move(source: Any, target: Any, **more: Any) -> None:
            check("rename", target)
            real[name](source, target, **more)
            listener.told("rename", os.fsdecode(source), 0, os.fsencode(target))

        return move

    def removed(path: Any, **more: Any) -> None:
        real["unlink"](path, **more)  # never refused: what cannot be removed now is removed later
        listener.told("unlink", os.fsdecode(path))

    def protected(path: Any, mode: int, **more: Any) -> None:
        check("chmod", path)
        real["chmod"](path, mode, **more)

    class Asking(io.BufferedWriter):
        def write(self, data: Any) -> int:
            check("write", _path_of(self.fileno()))
            return super().write(data)

    def stream(file: int, mode: str = "r", *rest: Any, **more: Any) -> Any:
        return Asking(io.FileIO(file, mode)) if mode == "wb" else real["fdopen"](file, mode, *rest, **more)

    return {
        "open": opened,
        "fsync": synced,
        "replace": moved("replace"),
        "rename": moved("rename"),
        "unlink": removed,
        "chmod": protected,
        "fdopen": stream,
    }


def _path_of(file: int) -> str:
    return os.readlink(f"/proc/self/fd/{file}")


class Refuser:
    """Refuses one call: the n-th that changes something below a folder. A listener.

    Args:
        lasting: all later ones, too: the disk is full, or the stick is gone.
        kinds: only these calls are counted and refused; all, if empty.

    Attributes:
        seen: what was asked so far.
        armed: it counts and refuses.
    """

    def __init__(self, folder: Any, turn: int, lasting: bool = False, kinds: tuple[str, ...] = ()) -> None:
        self._folder = os.path.join(os.fspath(folder), "")
        self._turn = turn
        self._lasting = lasting
        self._kinds = kinds
        self.seen: list[tuple[str, str]] = []
        self.armed = True

    @property
    def refused(self) -> bool:
        """Whether it came to that."""
        return len(self.seen) >= self._turn

    def ask(self, call: str, path: str) -> bool:
        if not self.armed or not path.startswith(self._folder) or path.endswith(("-shm", "/lock")):
            return True
        if self._kinds and call not in self._kinds:
            return True
        self.seen.append((call, path))
        return len(self.seen) != self._turn and not (self._lasting and len(self.seen) > self._turn)

    def told(self, call: str, path: str, offset: int = 0, data: bytes = b"") -> None:
        """Nothing to do."""
