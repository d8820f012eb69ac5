"""Photos from files: what they are by their first bytes, their size by their header, what their EXIF says.

Nothing is decoded here. The bytes go into the board as they are; until then only their hash is kept in memory.
"""

from __future__ import annotations

import io
import math
import os
import re
import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evidenceboard.errors import KnownError
from evidenceboard.exchange import Refused
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Point, add_card, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.pictures import LARGEST, MOST_PIXELS, Photo, dimensions, ending, looks_like
from evidenceboard.model.records import CUSTOM
from evidenceboard.model.sizes import card_size
from evidenceboard.progress import Progress, report

__all__ = ["PhotoDraft", "PhotoImport", "Refused", "draft_of", "photo_action", "read_photo", "read_photos"]


GAP = 32.0  # scene units between new photo cards
TIME, PLACE = CUSTOM + "Camera time", CUSTOM + "Camera place"  # as a photo's EXIF says
LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini"}
PILLOW = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tif": "TIFF", "webp": "WEBP"}
ORIENTATION, CHANGED, EXIF, GPS, TAKEN, TAKEN_ZONE = 0x0112, 0x0132, 0x8769, 0x8825, 0x9003, 0x9011
TURNED = (5, 6, 7, 8)  # orientations that lie on their side
MALFORMED = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError,
    EOFError, RecursionError, MemoryError, struct.error,
)  # fmt: skip


class BadPhoto(KnownError):
    """A file that cannot become a photo on a board; the title says why."""


class FilePhoto(Photo):
    """A photo whose bytes stay in their file until the board takes them: five hundred need not fit into memory."""

    def __init__(self, path: Path, data: bytes) -> None:
        super().__init__(b"")
        self._path = path
        whole = Photo(data)
        self.sha256, self.name = whole.sha256, whole.name  # kept, for the bytes go

    @property
    def data(self) -> bytes:
        """The bytes, read again.

        Raises:
            KnownError: the file has gone or changed.
        """
        try:
            photo = Photo(self._path.read_bytes())
        except OSError:
            photo = Photo(b"")
        if photo.sha256 != self.sha256:
            raise KnownError("A photo changed or went away while it was being added", "Add the photos again.")
        return photo.data


@dataclass(frozen=True)
class PhotoDraft:
    """A photo that can become a card.

    Attributes:
        name: of its file; empty where it came from the clipboard.
        width, height: in pixels, as it is shown: turned by what its EXIF says.
        taken: when, as its camera wrote it ("2024-01-08T10:22:33+09:00"); None where it does not say.
        place: where, as "latitude, longitude" in degrees; None where it does not say.
    """

    name: str = field(repr=False)
    photo: Photo
    width: int
    height: int
    taken: str | None
    place: str | None
    title: str = field(repr=False)


@dataclass(frozen=True)
class PhotoImport:
    """What came of reading files: the photos, and what is none, with reasons."""

    drafts: list[PhotoDraft]
    refused: list[Refused]


def read_photos(paths: Iterable[Path], progress: Progress | None = None) -> PhotoImport:
    """Read photos, and those in folders with all that lies below.

    Args:
        progress: called with files read and files to read; what it answers stops the reading if False.

    Raises:
        Stopped: `progress` said so.
    """
    files = [file for path in paths for file in _files(path)]
    drafts: list[PhotoDraft] = []
    refused: list[Refused] = []
    for done, file in enumerate(files):
        report(progress, done, len(files))
        try:
            drafts.append(read_photo(file))
        except BadPhoto as problem:
            refused.append(Refused(file.name, problem.title))
    report(progress, len(files), len(files))
    return PhotoImport(drafts, refused)


def read_photo(path: Path) -> PhotoDraft:
    """Read one photo.

    Raises:
        BadPhoto: it is none, or too large, or cannot be read.
    """
    try:
        if not path.is_file():
            raise BadPhoto("it is not there" if not path.exists() else "it is no file")
        if path.stat().st_size > LARGEST:
            raise BadPhoto("it is larger than 64 MB")
        data = path.read_bytes()
    except OSError as problem:
        raise BadPhoto(problem.strerror or "it cannot be read") from None
    except ValueError:
        raise BadPhoto("its name has a wrong form") from None
    draft = draft_of(Photo(data), _plain(path.stem), path.name)
    return replace(draft, photo=FilePhoto(path, data))


def draft_of(photo: Photo, title: str, name: str = "") -> PhotoDraft:
    """What can be known of a photo's bytes without decoding them.

    Raises:
        BadPhoto: they are no picture that we show, or too large.
    """
    data = photo.data
    form = ending(data)
    if form is None:
        raise BadPhoto(f"it is {looks_like(data)}")
    if len(data) > LARGEST:
        raise BadPhoto("it is larger than 64 MB")
    size = dimensions(data)
    if size is None:
        raise BadPhoto("it is damaged: its header does not say how large the picture is")
    if size[0] * size[1] > MOST_PIXELS:
        raise BadPhoto(f"{size[0]} × {size[1]} is more than 100 megapixels")
    orientation, taken, place = _exif(data, form)
    width, height = size[::-1] if orientation in TURNED else size
    return PhotoDraft(_plain(name), photo, width, height, taken, place, title)


def photo_action(sheet: RecordId, drafts: Sequence[PhotoDraft], pos: Point, centred: bool = True) -> Action:
    """Cards for photos in a tidy grid; one undo step. The photos are committed with it.

    Args:
        pos: the middle of the grid, or its top left corner where it is not ``centred``.
    """
    columns = math.ceil(math.sqrt(len(drafts)))
    fields = [_fields(draft) for draft in drafts]
    sizes = [card_size({"kind": "photo", **values}) for values in fields]
    rows = [sizes[start : start + columns] for start in range(0, len(sizes), max(columns, 1))]
    heights = [max(height for _, height in row) for row in rows]
    wide = max((sum(width for width, _ in row) + GAP * (len(row) - 1) for row in rows), default=0.0)
    high = sum(heights) + GAP * (len(rows) - 1)
    left, y = (pos[0] - wide / 2, pos[1] - high / 2) if centred else pos
    actions = []
    for number, values in enumerate(fields):
        line, column = divmod(number, columns)
        corner = (left + column * (sizes[number][0] + GAP), y + sum(heights[:line]) + GAP * line)
        actions.append(add_card(sheet, "photo", corner, values, sizes[number]))
    count = f"{len(drafts)} photo{'s' if len(drafts) != 1 else ''}"
    return together(f"Add {count}", actions)


def _fields(draft: PhotoDraft) -> dict[str, Value]:
    values = {
        "title": draft.title,
        "photo": draft.photo.sha256,
        "file_name": draft.name,
        "captured": draft.taken and draft.taken[:10],
        TIME: draft.taken and draft.taken.replace("T", " "),
        PLACE: draft.place,
    }
    return {name: value for name, value in values.items() if value}


def _files(path: Path) -> Iterator[Path]:
    """A file, or all files of a folder and below in order; hidden ones and links to folders are passed over."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower() not in LEFT_BY_SYSTEMS:
                yield Path(folder, name)


def _plain(name: str) -> str:
    """A file's name as text that a board can hold: no bytes that are no UTF-8, no control characters."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(sign if sign.isprintable() else " " for sign in text)[:500]


# What the camera wrote


def _exif(data: bytes, form: str) -> tuple[int, str | None, str | None]:
    """Orientation (1 where it says nothing), time and place. Anything malformed counts as not said."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow speaks of every strange tag
        try:
            with Image.open(io.BytesIO(data), formats=[PILLOW[form]]) as picture:
                tags = picture.getexif()
                main, inner, gps = dict(tags), dict(tags.get_ifd(EXIF)), dict(tags.get_ifd(GPS))
        except (*MALFORMED, Image.DecompressionBombError):
            return 1, None, None
        return _orientation(main.get(ORIENTATION)), _taken(main, inner), _place(gps)


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _taken(main: Mapping[int, Any], inner: Mapping[int, Any]) -> str | None:
    text = str(inner.get(TAKEN) or main.get(CHANGED) or "")
    found = re.fullmatch(r"([12]\d{3}):([01]\d):([0-3]\d) ([0-2]\d:[0-5]\d:[0-6]\d)", text.strip("\0 "))
    if found is None:
        return None
    zone = str(inner.get(TAKEN_ZONE) or "").strip("\0 ")
    year, month, day, time = found.groups()
    return f"{year}-{month}-{day}T{time}" + (zone if re.fullmatch(r"[+-][01]\d:[0-5]\d", zone) else "")


def _place(gps: Mapping[int, Any]) -> str | None:
    try:
        latitude = _degrees(gps[2]) * (-1 if str(gps.get(1))[:1] == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if str(gps.get(3))[:1] == "W" else 1)
    except MALFORMED:
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    return f"{latitude:.5f}, {longitude:.5f}" if inside and (latitude or longitude) else None


def _degrees(parts: Sequence[Any]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
