"""What a picture is: its original bytes, the kind they announce, and the size that their header says.

Archives of web pages lie beside the pictures, under names of the same form.

A file's name says nothing: only the first bytes count. Nothing here decodes a picture.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cached_property

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
MOST_PIXELS = 100_000_000

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"SQLite format 3\x00", "a database or a board"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")


class Photo:
    """A photo's original bytes, and what follows from them."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def name(self) -> str:
        """Its name in the archive: ``photos/<sha256>.<ending>``."""
        return f"photos/{self.sha256}.{ending(self.data) or capture_ending(self.data) or 'bin'}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Photo) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        return f"Photo({self.sha256[:8]})"


def ending(data: bytes) -> str | None:
    """The kind of picture that the first bytes announce, as a file ending; None where it is none we show."""
    for name, signature in SIGNATURES:
        if data.startswith(signature):
            return name
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def capture_ending(data: bytes) -> str | None:
    """What these bytes are of what is kept sealed, as a file ending: a capture of a web page, or an SVG drawing, which
    can carry scripts and links. None where they are neither."""
    if is_svg(data):
        return "svg"
    if data.startswith(b"PK\x03\x04"):
        return "wacz" if b"datapackage.json" in data else None
    head = data[:65_536].lower()
    return "mhtml" if b"multipart/related" in head and b"mime-version:" in head else None


def is_svg(data: bytes) -> bool:
    """Whether bytes announce an SVG drawing, whatever their file is called."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<!--")):
        return False
    before, found, _ = data[:4096].lower().partition(b"<svg")
    return bool(found) and b"<html" not in before  # a page may show a drawing, and is none


def looks_like(data: bytes) -> str:
    """What bytes are that are no picture we show, in words: "a PDF document"."""
    for signature, words in _OTHERS:
        if data.startswith(signature):
            return words
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "an HEIC or AVIF picture, which is not read yet: save it as JPEG"
    if is_svg(data):
        return "an SVG drawing, which can carry scripts and links: drop it on the board to keep it sealed"
    return "empty" if not data else "no picture of a known kind"


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the header says, unturned; None where it does not say."""
    reader = {
        "jpg": _jpeg, "png": _png, "gif": _gif, "bmp": _bmp, "tif": _tiff, "webp": _webp,
    }.get(ending(data) or "")  # fmt: skip
    try:
        size = reader(data) if reader else None
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def _png(data: bytes) -> tuple[int, int] | None:
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" else None


def _gif(data: bytes) -> tuple[int, int]:
    return struct.unpack_from("<HH", data, 6)


def _bmp(data: bytes) -> tuple[int, int]:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        return struct.unpack_from("<HH", data, 18)
    width, height = struct.unpack_from("<ii", data, 18)
    return width, abs(height)  # a negative height says that the rows run downwards


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the start of the frame."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:  # no length follows
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data[:2] == b"II" else ">"
    (directory,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, directory)
    found: dict[int, int] = {}
    for entry in range(directory + 2, directory + 2 + 12 * count, 12):
        tag, form = struct.unpack_from(f"{order}HH", data, entry)
        if tag in (256, 257) and form in (3, 4):
            (found[tag],) = struct.unpack_from(order + ("H" if form == 3 else "I"), data, entry + 8)
    return (found[256], found[257]) if len(found) == 2 else None


def _webp(data: bytes) -> tuple[int, int] | None:
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None
