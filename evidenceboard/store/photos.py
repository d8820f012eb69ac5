"""Photos as they came: original bytes under the name of their SHA-256, in SQLite's archive table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

# What a photo may be, by its first bytes. A file's name says nothing.
SIGNATURES: tuple[tuple[str, bytes], ...] = (
    ("jpg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("gif", b"GIF87a"),
    ("gif", b"GIF89a"),
    ("bmp", b"BM"),
    ("tif", b"II*\x00"),
    ("tif", b"MM\x00*"),
)

LARGEST = 64 * 1024 * 1024  # bytes of one photo


@dataclass(frozen=True)
class Photo:
    """A photo's original bytes, and what follows from them."""

    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        """Its name in the archive: ``photos/<sha256>.<ending>``."""
        return f"photos/{self.sha256}.{ending(self.data) or 'bin'}"


def ending(data: bytes) -> str | None:
    """The kind of picture that the first bytes announce, as a file ending; None where it is none we show."""
    for name, signature in SIGNATURES:
        if data.startswith(signature):
            return name
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def sha256_of(name: str) -> str:
    """The SHA-256 in the name of an archived photo."""
    return name.removeprefix("photos/").partition(".")[0]
