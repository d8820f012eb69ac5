"""The processes that decode: started when first needed, asked one picture at a time, ended with the program.

They are new processes, never copies of this one. Each ends by itself when this one does, however it ends: its pipe
closes, and a picture in hand has its time limit.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

from evidenceboard.decoding import wire
from evidenceboard.decoding.wire import BadAnswer, Exif, Pixels, Seen
from evidenceboard.errors import KnownError

MOST = 2  # processes: the disk feeds no more. The window comes before them wherever they meet
SECONDS = wire.SECONDS + 2.0  # for one picture: the worker gives up by itself before that
LOADING = 60.0  # seconds for a new process to be ready, on a machine that does much else
TRIES = 2  # a process that dies may have died of the picture before
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from evidenceboard.decoding.worker import main; main()"
)

WINDOWS_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)

SLOW = "decoding it takes too long"
CRASHED = "it made its decoder stop: it is damaged, or made to do harm"
CLOSING = "the program is closing"


class BadPicture(KnownError):
    """A picture that cannot be decoded; the title says why."""


class NoDecoder(BadPicture):
    """No picture can be decoded here: the title says why."""


class Pool:
    """A few processes that decode. May be used from any thread; a call waits for its turn and for its answer.

    Args:
        size: processes at most.
        seconds: for one picture.
    """

    def __init__(self, size: int | None = None, seconds: float = SECONDS) -> None:
        self.size = size or min(MOST, os.cpu_count() or MOST)
        self.closed = False
        self._workers = [_Worker(seconds) for _ in range(self.size)]
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the last one first: a second starts only if needed
        for worker in self._workers:
            self._free.put(worker)

    def scaled(self, data: bytes, shorter: int) -> Pixels:
        """A picture, upright, with its shorter side scaled down to about `shorter` pixels.

        Raises:
            BadPicture: it cannot be shown.
        """
        said, pixels = self._ask(wire.SCALE, shorter, data)
        try:
            return wire.checked_pixels(said.get("shape"), pixels)
        except BadAnswer:
            raise BadPicture(CRASHED) from None

    def described(self, data: bytes) -> Exif:
        """What the camera wrote into a picture; it is not decoded.

        Raises:
            BadPicture: its decoder did not survive it.
        """
        said, _ = self._ask(wire.DESCRIBE, 0, data)
        try:
            return wire.checked_exif(said.get("exif"))
        except BadAnswer:
            raise BadPicture(CRASHED) from None

    def seen(self, data: bytes, shorter: int) -> Seen:
        """All that is asked of a photo when it comes to a board; a picture that cannot be shown is no error.

        Raises:
            BadPicture: its decoder did not survive it.
        """
        said, pixels = self._ask(wire.TAKE_IN, shorter, data)
        try:
            return wire.checked_seen(said, pixels)
        except BadAnswer:
            raise BadPicture(CRASHED) from None

    @property
    def busy(self) -> float:
        """Seconds, of all processes together, that they had a picture in hand."""
        return sum(worker.busy for worker in self._workers)

    def processes(self) -> list[int]:
        """The ids of the processes that run."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    def close(self) -> None:
        """End all processes; who waits for an answer gets `BadPicture`."""
        self.closed = True
        for worker in self._workers:
            worker.end()

    def _ask(self, wanted: bytes, shorter: int, data: bytes) -> tuple[dict[str, Any], bytes]:
        worker = self._free.get()
        begun = time.monotonic()
        try:
            for _ in range(TRIES):
                if self.closed:
                    raise NoDecoder(CLOSING)
                with suppress(EOFError):
                    said, pixels = worker.ask(wire.REQUEST.pack(wanted, shorter, len(data)), data)
                    break
            else:
                raise NoDecoder(CLOSING) if self.closed else BadPicture(CRASHED)
        finally:
            worker.busy += time.monotonic() - begun
            if self.closed:
                worker.end()
            self._free.put(worker)
        if "problem" in said:
            raise BadPicture(str(said["problem"])[: wire.LONGEST])
        return said, pixels


class _Worker:
    """One process, or the place for one."""

    def __init__(self, seconds: float) -> None:
        self.busy = 0.0
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # of starting and ending; never held while a picture is decoded

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def ask(self, head: bytes, data: bytes) -> tuple[dict[str, Any], bytes]:
        """Ask the process, started if there is none.

        Raises:
            EOFError: the process is gone; the next question starts another.
            BadPicture: it took too long.
            NoDecoder: no process can be started.
        """
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        begun = time.monotonic()
        timer = threading.Timer(self._seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(head)
            process.stdin.write(data)
            process.stdin.flush()
            return wire.read_answer(process.stdout)
        except (EOFError, BadAnswer, OSError, ValueError):  # ValueError: the pipes were closed meanwhile
            self.end()
            if time.monotonic() - begun >= min(self._seconds, wire.SECONDS):
                raise BadPicture(SLOW) from None
            raise EOFError from None
        finally:
            timer.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return self._process
        self.end()
        paths = json.dumps([os.path.abspath(path) for path in sys.path])
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", START, paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=WINDOWS_FLAGS,
            )
        except OSError as problem:
            reason = problem.strerror or "the system refused"
            raise NoDecoder(f"no process that decodes pictures could be started: {reason}") from None
        with self._lock:
            self._process = process
        timer = threading.Timer(LOADING, process.kill)
        timer.daemon = True
        timer.start()
        try:
            ready = process.stdout.read(1) if process.stdout is not None else b""
        finally:
            timer.cancel()
        if ready != wire.READY:
            self.end()
            raise NoDecoder("the process that decodes pictures ended before it began")
        return process

    def end(self) -> None:
        """End the process at once, if there is one: it holds nothing that could be lost."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


_shared: Pool | None = None
_making = threading.Lock()


def shared() -> Pool:
    """The pool of this program. Nothing is started before the first picture."""
    global _shared
    with _making:
        if _shared is None or _shared.closed:
            _shared = Pool()
        return _shared


@atexit.register
def close() -> None:
    """End the processes of this program's pool."""
    if _shared is not None:
        _shared.close()
