"""The first hundred bytes of a file, read in plain Python before SQLite sees any of it.

Offsets and meanings: https://www.sqlite.org/fileformat2.html, "The Database Header".
"""

from __future__ import annotations

from evidenceboard.errors import DamagedBoard, UnreadableBoard
from evidenceboard.store import schema
from evidenceboard.store.files import NOT_TOUCHED
from evidenceboard.store.schema import APPLICATION_ID

LENGTH = 100
PAGE = 4096
MAGIC = b"SQLite format 3\0"
WAIT = "Is it still being copied or synchronised? Wait until that is done, then open it again."

LOOKS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"age-encryption.org", "an encrypted file"),
)

# What a board's header always holds: offset, length, value.
FIXED = (
    (16, 2, PAGE),
    (20, 1, 0),  # bytes reserved at the end of each page
    (21, 1, 64),
    (22, 1, 32),
    (23, 1, 32),
    (44, 4, 4),  # schema format
    (52, 4, 0),  # no auto-vacuum
    (56, 4, 1),  # UTF-8
    (64, 4, 0),
)


def check_header(head: bytes, size: int) -> None:
    """Refuse a file whose first bytes are not those of a whole board of a format we know.

    Args:
        head: its first `LENGTH` bytes, or all of it.
        size: its length.

    Raises:
        UnreadableBoard: it is something else, or too new.
        DamagedBoard: it is cut off or altered.
    """
    if size == 0:
        raise UnreadableBoard("This file is empty", WAIT)
    if not head.strip(b"\0"):
        raise UnreadableBoard("This file is incomplete: there is nothing in it but zeros", WAIT)
    if MAGIC.startswith(head[:16]) and size < LENGTH:
        raise UnreadableBoard("This file is incomplete", WAIT)
    if not head.startswith(MAGIC):
        raise UnreadableBoard(f"This {_likeness(head)}, not a board", NOT_TOUCHED)
    _check_kind(head)
    _check_whole(head, size)


def is_board(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a board, of whatever format."""
    return head.startswith(MAGIC) and len(head) >= LENGTH and _number(head, 68, 4) == APPLICATION_ID


def format_of(head: bytes) -> int:
    """The format that a board says it has."""
    return _number(head, 60, 4)


def refuse_newer(version: int) -> None:
    """Refuse a board of a format that only a newer version of the program knows.

    Raises:
        UnreadableBoard: it is one.
    """
    if version > schema.FORMAT:
        title = f"This board was made by a newer version of this program (format {version})"
        raise UnreadableBoard(
            title, f"This version reads format {schema.FORMAT}. Install the newer version to open it."
        )


def _likeness(head: bytes) -> str:
    for signature, name in LOOKS:
        if head.startswith(signature):
            return f"looks like {name}"
    return "looks like a text file" if _is_text(head) else "is a file of another kind"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as problem:
        if problem.start < len(head) - 3:  # else the hundred bytes end within a character
            return False
        text = head[: problem.start].decode()
    return all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in text)


def _check_kind(head: bytes) -> None:
    if _number(head, 68, 4) != APPLICATION_ID:
        raise UnreadableBoard("This is a database of another program, not a board", NOT_TOUCHED)
    version = _number(head, 60, 4)
    refuse_newer(version)
    if version < 1:
        raise DamagedBoard("This board says no format: it is damaged", NOT_TOUCHED)


def _check_whole(head: bytes, size: int) -> None:
    if (head[18], head[19]) != (1, 1):
        title = "This is a database in the middle of being written, not a saved board"
        raise DamagedBoard(title, "Open the board that was saved, not a copy of a program's working file.")
    for offset, length, value in FIXED:
        if _number(head, offset, length) != value:
            raise DamagedBoard("This file is laid out as no board is: it is damaged", NOT_TOUCHED)
    pages = _number(head, 28, 4)
    if size < pages * PAGE:
        raise DamagedBoard(f"This board is incomplete: {size:,} of {pages * PAGE:,} bytes are here", WAIT)
    if size > pages * PAGE or head[24:28] != head[92:96]:
        raise DamagedBoard("This board has not the length that it says: it is damaged", NOT_TOUCHED)


def _number(head: bytes, offset: int, length: int) -> int:
    return int.from_bytes(head[offset : offset + length], "big")
