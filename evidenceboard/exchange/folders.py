"""What lies in folders that are brought to a board: photos, captures of web pages, and what is taken in otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.exchange import Refused
from evidenceboard.model.pictures import capture_ending, ending
from evidenceboard.progress import Progress, report

CAPTURES = (".mhtml", ".mht", ".wacz", ".svg")
ALONE = {
    ".board": "a board: open it by itself",
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson"), "a table: bring it by itself"),
}
LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini"}
HEAD = 65_536  # bytes at either end of a file that tell what it is


@dataclass
class Contents:
    """Files by what they are; what is of no known kind is among the photos, whose reader says what it is instead."""

    photos: list[Path] = field(default_factory=list)
    captures: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def look_through(paths: Iterable[Path], progress: Progress | None = None) -> Contents:
    """Tell files and those in folders, with all that lies below, by what they are.

    Args:
        progress: called with files looked at and files there are; what it answers stops it if False.

    Raises:
        Stopped: `progress` said so.
    """
    files = [file for path in paths for file in files_in(path)]
    found = Contents()
    for done, file in enumerate(files):
        report(progress, done, len(files))
        if why := ALONE.get(file.suffix.lower()):
            found.refused.append(Refused(file.name, why))
        else:
            (found.captures if is_capture(file) else found.photos).append(file)
    report(progress, len(files), len(files))
    return found


def is_capture(file: Path) -> bool:
    """Whether a file is, or says by its name that it is, something that is kept sealed; a picture never is."""
    if not file.is_file():  # a pipe would be waited for
        return False
    try:
        with file.open("rb") as opened:
            first = opened.read(HEAD)
            opened.seek(max(0, os.fstat(opened.fileno()).st_size - HEAD))  # where an archive lists its files
            known = ending(first) is None and capture_ending(first + opened.read(HEAD)) is not None
    except OSError:
        first, known = b"", False  # who reads it says why it cannot be read
    return known or (file.suffix.lower() in CAPTURES and ending(first) is None)


def files_in(path: Path) -> Iterator[Path]:
    """A file, or all files of a folder and below in order; hidden ones and links to folders are passed over."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower() not in LEFT_BY_SYSTEMS:
                yield Path(folder, name)
