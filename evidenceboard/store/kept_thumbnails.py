"""Decoded photos beside a working copy, so that its next opening decodes none of them again.

They lie in the program's own folder, never in the user's file, and go with the desk. They follow from the photos:
whatever does not fit is as if it were not there, and a disk that refuses is no trouble.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from evidenceboard.model.ids import is_hash
from evidenceboard.store.files import write_whole

FOLDER = "thumbnails"
MOST = 256 * 1024 * 1024  # bytes of one board
SHARE = 0.9  # of that is left where the oldest go
ENDING = ".pixels"
CHECK = 4  # bytes of the CRC-32 at the end: a disk may give back other bytes than it was given


class KeptThumbnails:
    """Pictures by the SHA-256 of the photo and the size that was wanted. May be used from any thread.

    Args:
        folder: of the desk; nothing is made in it before the first picture.
        present: whether the board has a photo; asked by `has` alone, in its thread. A picture is not shown in place of
            a photo that is not there any more.
        most: bytes of all pictures; those longest unused go first.

    Attributes:
        altered: photos whose bytes in the file were not what their hashes say: a view says so in their place.
    """

    def __init__(self, folder: Path, present: Callable[[str], bool], most: int = MOST) -> None:
        self._folder = folder / FOLDER
        self._present = present
        self._most = most
        self._closed = False
        self.altered: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._used: int | None = None  # bytes; counted when first needed

    def has(self, photo: str, size: int) -> bool:
        """Whether there is something to `get`: a look at the folder, no reading."""
        return not self._closed and self._path(photo, size).exists() and self._present(photo)

    def get(self, photo: str, size: int) -> bytes | None:
        """A picture as it was put there, or None."""
        path = self._path(photo, size)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        picture = data[:-CHECK]
        if len(data) < CHECK or zlib.crc32(picture) != int.from_bytes(data[-CHECK:], "little"):
            self._remove(path)
            return None
        with suppress(OSError):
            os.utime(path)  # used just now
        return picture

    def put(self, photo: str, size: int, data: bytes) -> None:
        """Keep a picture; one that alone takes more than a quarter of the room is not kept."""
        if not is_hash(photo) or len(data) > self._most // 4:
            return
        with self._lock, suppress(OSError):
            if self._closed:
                return
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if self._used is None:
                self._used = sum(size for _, size, _ in self._files())
            path = self._path(photo, size)
            before = path.stat().st_size if path.exists() else 0
            write_whole(path, data + zlib.crc32(data).to_bytes(CHECK, "little"), durable=False)
            self._used += len(data) + CHECK - before
            if self._used > self._most:
                self._make_room()

    def drop(self, photos: Collection[str]) -> None:
        """Forget photos that are not on the board any more."""
        with self._lock, suppress(OSError):
            for _, size, path in self._files():
                if path.name.partition("-")[0] in photos:
                    self._remove(path)
                    self._used = None if self._used is None else self._used - size

    def close(self) -> None:
        """Keep nothing more: the desk is given back, and may be removed."""
        with self._lock:
            self._closed = True

    def _make_room(self) -> None:
        files = sorted(self._files())
        self._used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._used <= SHARE * self._most:
                break
            self._remove(path)
            self._used -= size

    def _files(self) -> list[tuple[int, int, Path]]:
        """When each was last used, its bytes, and where it is."""
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    status = entry.stat()
                    found.append((status.st_mtime_ns, status.st_size, Path(entry.path)))
        return found

    def _remove(self, path: Path) -> None:
        with suppress(OSError):
            path.unlink()

    def _path(self, photo: str, size: int) -> Path:
        return self._folder / f"{photo if is_hash(photo) else '-'}-{size}{ENDING}"
