"""The log beside a working copy (`board.db-wal`), read in plain Python where SQLite would throw a part of it away.

SQLite reads it up to the first page that is not whole, and nothing of it where its head or the database is damaged;
what comes after was acknowledged all the same. A log is only ever read beside a working copy of our own: one that lies
beside a user's file may be made to do harm.

The format: https://www.sqlite.org/fileformat2.html, "The Write-Ahead Log".
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evidenceboard.store.header import PAGE

HEAD, FRAME_HEAD = 32, 24
MAGIC = 0x377F0682  # the last bit tells in which order the bytes of what is summed stand
LITTLE, BIG = "<II", ">II"


class Frame(NamedTuple):
    """One page that was written to the log.

    Attributes:
        page: which one of the database; the first is 1.
        ends: a transaction ends with it.
        ours: it belongs to the log that is in force, as far as can be seen.
        whole: it is as it was written.
        data: the page.
    """

    page: int
    ends: bool
    ours: bool
    whole: bool
    data: bytes


@dataclass(frozen=True)
class Log:
    """A log in all its pages.

    Attributes:
        headed: its head is whole; without one SQLite reads nothing of it.
    """

    headed: bool
    frames: list[Frame]

    @property
    def whole(self) -> bool:
        """Whether SQLite reads all of it that was acknowledged.

        After a power cut the last transaction may be there in part: whatever follows upon an end of it was written
        after the disk had kept it, so only then something is lost.
        """
        if not self.headed:
            return not any(frame.whole for frame in self.frames)
        broken = next((at for at, frame in enumerate(self.frames) if not frame.whole), len(self.frames))
        rest = iter(self.frames[broken:])
        return not (any(frame.ours and frame.ends for frame in rest) and any(frame.whole for frame in rest))


def hides_changes(database: Path) -> bool:
    """Whether SQLite would not see changes that were acknowledged, and drop them for good. Nobody has it open."""
    log = _log_beside(database)
    if log is None:
        return False
    return not log.whole or (database.stat().st_size == 0 and any(frame.whole for frame in log.frames))


def take_in(database: Path) -> None:
    """Write what is whole of the log into a private copy of a damaged database, for `store.salvage`.

    Where the log is broken, pages that are replaced stay at the end: what was moved from one page to another may be
    only there. Where its head is gone nobody knows which pages are newer: then the log's own go there.
    """
    log = _log_beside(database)
    if log is None:
        return
    with database.open("r+b") as file:
        spare = []
        for frame in _committed(log.frames):
            file.seek((frame.page - 1) * PAGE)
            before = file.read(PAGE)
            if log.headed:
                file.seek((frame.page - 1) * PAGE)
                file.write(frame.data)
            spare.append(before if log.headed else frame.data)
        if not log.whole:
            size = file.seek(0, 2)
            file.write(bytes(-size % PAGE))
            file.writelines(page.ljust(PAGE, b"\0") for page in spare)


def _committed(frames: list[Frame]) -> Iterator[Frame]:
    """What is whole of all that was acknowledged, in its order."""
    open_ones: list[Frame] = []
    for frame in frames:
        if frame.whole:
            open_ones.append(frame)
        if frame.ours and frame.ends:
            yield from open_ones
            open_ones = []


def _log_beside(database: Path) -> Log | None:
    try:
        data = database.with_name(f"{database.name}-wal").read_bytes()
    except FileNotFoundError:
        return None
    return _read(data) if len(data) >= HEAD + FRAME_HEAD + PAGE else None


def _read(data: bytes) -> Log:
    magic, _version, _page_size, _number, *_ = struct.unpack_from(">8I", data)
    headed, order = False, LITTLE if sys.byteorder == "little" else BIG
    if magic in (MAGIC, MAGIC + 1):
        order = BIG if magic & 1 else LITTLE
        headed = _sum(order, data[:24]) == struct.unpack_from(">II", data, 24)
    salts = data[16:24] if headed else data[HEAD + 8 : HEAD + 16]
    before = struct.unpack_from(">II", data, 24) if headed else None
    frames = []
    for at in range(HEAD, len(data) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        page, size = struct.unpack_from(">II", data, at)
        content = data[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        told = struct.unpack_from(">II", data, at + 16)
        ours = data[at + 8 : at + 16] == salts and page > 0
        whole = ours and before is not None and _sum(order, data[at : at + 8] + content, *before) == told
        frames.append(Frame(page, size > 0, ours, whole, content))
        before = told
    return Log(headed, frames)


def _sum(order: str, data: bytes, first: int = 0, second: int = 0) -> tuple[int, int]:
    """SQLite's sum over pairs of words, going on from the sum of what stands before."""
    for one, other in struct.iter_unpack(order, data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
