"""Files that an export writes: harmless names, nothing followed, nothing half written."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from pathlib import Path

from evidenceboard.errors import KnownError

LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_stem(name: str) -> str:
    r"""A file name's stem that every system takes: no folders, no control characters, no device.

    >>> safe_stem("../../etc/passwd"), safe_stem("NUL.txt"), safe_stem("C:\\x"), safe_stem("")
    ('passwd', 'file-NUL', 'x', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    plain = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    plain = _FORBIDDEN.sub("", plain).lstrip(".-~ ")[:LONGEST].rstrip(". ")
    return f"file-{plain}" if _DEVICES.fullmatch(plain) else plain or "file"


def write_into(folder: Path, name: str, data: bytes) -> Path:
    """Write a whole file into a folder, in place of what was there; a link planted at its place is not followed.

    Raises:
        KnownError: it would lie elsewhere.
        OSError: the disk refused; what was there is there still.
    """
    target = folder / name
    if target.parent.resolve() != folder.resolve() or target.name != name or target.is_dir():
        raise KnownError("A file would lie outside the chosen folder", "Choose another folder.")
    temporary = folder / f".{secrets.token_hex(8)}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
            file.write(data)
        os.replace(temporary, target)  # puts the file at the place of a link, not where the link leads
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return target


def folder_within(folder: Path, name: str) -> Path:
    """A folder inside another, made if it is missing.

    Raises:
        KnownError: something else lies there, such as a link to another place.
    """
    inner = folder / name
    if inner.is_symlink() or (inner.exists() and not inner.is_dir()):
        raise KnownError(f"“{name}” in that folder is no folder", "Choose another folder.")
    inner.mkdir(exist_ok=True)
    return inner
