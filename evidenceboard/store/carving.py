"""Rows of a damaged SQLite file, read page by page in plain Python.

No tree is followed, so none can lead in a circle, and no statement of the file is looked at: every page that says it
is a leaf of a table is read for itself. What is found may be anything; whoever asks must look at the hashes.

The format: https://www.sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format".
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from evidenceboard.progress import Progress, report
from evidenceboard.store.header import PAGE

LEAF, INDEX_LEAF = 0x0D, 0x0A  # of a table with row numbers, and of one without
FIRST = 100  # bytes of the file's header, which the first page begins with
EVERY = 4096  # pages between two reports of progress
MOST_COLUMNS = 40
TIMES = 8  # the length of the file may be read from chains of pages: rows may claim the same ones again and again
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # of the serial types 0 to 9

Value = int | float | str | bytes | None


class Spot(NamedTuple):
    """Where a row stands: its page, the place in it, and whether the row has a number."""

    page: int  # the first one is 0
    at: int
    numbered: bool


class Broken(Exception):
    """What stands there is no row."""


@dataclass(frozen=True)
class Row:
    """One row as it was found.

    Attributes:
        number: the row's number; 0 where its table has none.
        values: of its columns, as many as its own head names. A column that is the row number itself is None.
    """

    number: int
    values: tuple[Value, ...]


class Pages:
    """A file as pages of the size that every board has.

    Args:
        data: the whole file.
    """

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._left = TIMES * len(data)
        self.count = -(-len(data) // PAGE)

    def spots(self, progress: Progress | None = None) -> Iterator[Spot]:
        """The places of all rows, in the order of the pages."""
        for page in range(self.count):
            if page % EVERY == 0:
                report(progress, page, self.count)
            start = page * PAGE + (FIRST if page == 0 else 0)
            kind = self._data[start] if start < len(self._data) else 0
            if kind in (LEAF, INDEX_LEAF):
                yield from self._spots_of(page, start, kind == LEAF)

    def _spots_of(self, page: int, start: int, numbered: bool) -> Iterator[Spot]:
        content = self._data[page * PAGE : page * PAGE + PAGE]
        head = start - page * PAGE
        (count,) = struct.unpack_from(">H", content, head + 3) if len(content) >= head + 8 else (0,)
        found = set()
        for place in range(head + 8, min(head + 8 + 2 * count, len(content) - 1), 2):
            (at,) = struct.unpack_from(">H", content, place)
            if head + 8 <= at < len(content) and at not in found:
                found.add(at)
                yield Spot(page, at, numbered)

    def peek(self, spot: Spot) -> tuple[int, tuple[int, ...], Value]:
        """The row's number, the kinds of its values (see "Serial Type Codes") and the first of them, if it is short.

        Raises:
            Broken: there is no row.
        """
        number, payload, _length = self._payload(spot, whole=False)
        kinds, at = _kinds(payload)
        short = bool(kinds) and at + _size(kinds[0]) <= len(payload)
        return number, kinds, _value(kinds[0], payload, at) if short else None

    def row(self, spot: Spot) -> Row:
        """The row that stands there.

        Raises:
            Broken: there is none, or a part of it is not there.
        """
        number, payload, length = self._payload(spot)
        kinds, at = _kinds(payload)
        if at + sum(map(_size, kinds)) != length:
            raise Broken
        values = []
        for kind in kinds:
            values.append(_value(kind, payload, at))
            at += _size(kind)
        return Row(number, tuple(values))

    def _payload(self, spot: Spot, whole: bool = True) -> tuple[int, bytes, int]:
        """The number of a row, its bytes and how many it has; of those that lie on further pages only if `whole`."""
        content = self._data[spot.page * PAGE : spot.page * PAGE + PAGE]
        length, at = _varint(content, spot.at)
        number = 0
        if spot.numbered:
            number, at = _varint(content, at)
            number -= (number >> 63) << 64
        here = _local(length, spot.numbered)
        payload = content[at : at + here]
        if len(payload) < here or length > len(self._data):
            raise Broken
        if here < length and whole:
            if at + here + 4 > len(content):
                raise Broken
            (following,) = struct.unpack_from(">I", content, at + here)
            payload += self._overflow(following, length - here)
        return number, payload, length

    def _overflow(self, page: int, missing: int) -> bytes:
        """What lies on a chain of further pages: as many as the length needs, so that a ring of them ends, too."""
        parts = []
        self._left -= missing
        if self._left < 0:
            raise Broken
        while missing > 0:
            start = (page - 1) * PAGE
            content = self._data[start : start + PAGE] if 0 < page <= self.count else b""
            part = content[4 : 4 + missing]
            if not part:
                raise Broken
            parts.append(part)
            missing -= len(part)
            (page,) = struct.unpack_from(">I", content)
        return b"".join(parts)


def _local(length: int, numbered: bool) -> int:
    """How many bytes of a row lie on its own page."""
    most = PAGE - 35 if numbered else (PAGE - 12) * 64 // 255 - 23
    if length <= most:
        return length
    least = (PAGE - 12) * 32 // 255 - 23
    wanted = least + (length - least) % (PAGE - 4)
    return wanted if wanted <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    value = 0
    for place in range(at, at + 9):
        if place >= len(data):
            raise Broken
        byte = data[place]
        if place == at + 8:
            return value << 8 | byte, place + 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    raise Broken


def _kinds(payload: bytes) -> tuple[tuple[int, ...], int]:
    """The kinds of a row's values, and where the first of them begins."""
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise Broken
    kinds: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        if kind in (10, 11) or len(kinds) == MOST_COLUMNS:
            raise Broken
        kinds.append(kind)
    if at != end:
        raise Broken
    return tuple(kinds), at


def _size(kind: int) -> int:
    return _SIZES[kind] if kind < 10 else (kind - 12) // 2


def _value(kind: int, payload: bytes, at: int) -> Value:
    data = payload[at : at + _size(kind)]
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    if kind % 2 == 0:
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data  # told apart by whoever checks the row
