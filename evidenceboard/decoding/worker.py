"""What runs in a process that decodes: pictures come in, pixels or EXIF go out, until the other end of the pipe closes.

It has at most one gigabyte of addresses and ten seconds for a picture. All that it needs is loaded before the first
foreign byte is read; after that it may open no file, no socket and no other process.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from evidenceboard.decoding.exif import read_exif
from evidenceboard.decoding.likeness import difference_hash
from evidenceboard.decoding.pictures import Undecodable, decode
from evidenceboard.decoding.wire import DESCRIBE, READY, REQUEST, SECONDS, TAKE_IN, exif_in_words, send_answer

MEMORY = 1 << 30  # bytes of addresses, the libraries included
POLITE = 19  # steps of priority below the window
TOO_LARGE = "it needs too much memory"
SHUT = {"open", "os", "socket", "subprocess", "shutil", "ctypes", "import"}  # first words of audit events


def main() -> None:
    """Serve until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program, which then closes us
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets into an answer
    _load()
    _limit()
    _be_polite()
    sys.addaudithook(_refuse)
    out.write(READY)
    out.flush()
    with suppress(BrokenPipeError):
        while len(head := source.read(REQUEST.size)) == REQUEST.size:
            wanted, shorter, size = REQUEST.unpack(head)
            data = source.read(size)
            if len(data) < size:
                return
            faulthandler.dump_traceback_later(SECONDS, exit=True)  # also where nobody is left who would end us
            said, pixels = _answer(wanted, shorter, data)
            faulthandler.cancel_dump_traceback_later()
            send_answer(out, said, pixels)


def _answer(wanted: bytes, shorter: int, data: bytes) -> tuple[dict[str, Any], bytes | memoryview]:
    try:
        if wanted == DESCRIBE:
            return {"exif": exif_in_words(read_exif(data))}, b""
        if wanted == TAKE_IN:
            return _taken_in(data, shorter)
        return _in_pixels(decode(data, shorter))
    except Undecodable as problem:
        return {"problem": str(problem)}, b""
    except MemoryError:
        return {"problem": TOO_LARGE}, b""


def _taken_in(data: bytes, shorter: int) -> tuple[dict[str, Any], bytes | memoryview]:
    """What the camera wrote, and what a picture looks like: it is decoded once for both uses."""
    said: dict[str, Any] = {"exif": exif_in_words(read_exif(data))}
    try:
        image = decode(data, shorter)
        shape, pixels = _in_pixels(image)
        return said | shape | {"likeness": difference_hash(image)}, pixels
    except Undecodable as problem:
        return said | {"unseen": str(problem)}, b""
    except MemoryError:
        return said | {"unseen": TOO_LARGE}, b""


def _in_pixels(image: QImage) -> tuple[dict[str, Any], bytes]:
    alpha = image.hasAlphaChannel()
    plain = image.convertToFormat(QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB888)
    if plain.isNull():
        raise MemoryError
    return {"shape": [plain.width(), plain.height(), plain.bytesPerLine(), alpha]}, bytes(plain.constBits())


def _be_polite() -> None:
    """Let the window have the processor first; on Windows the program sees to it."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(POLITE)


def _load() -> None:
    """Load the decoders: Qt does so when it first looks for one."""
    for form in ("jpeg", "png", "gif", "webp", "tiff", "bmp"):
        nothing = QBuffer()
        nothing.setData(QByteArray(b"nothing"))
        nothing.open(QIODevice.OpenModeFlag.ReadOnly)
        QImageReader(nothing, QByteArray(form.encode())).canRead()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the time limit and the limit of Qt's reader remain
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # a system that knows no such limit
            resource.setrlimit(what, (limit, limit))


def _refuse(event: str, _details: tuple[Any, ...]) -> None:
    if event.partition(".")[0] in SHUT:
        raise RuntimeError(f"a decoder does not {event}")  # no OSError: that would count as a malformed picture
