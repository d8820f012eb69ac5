"""Photos from files: what they are by their first bytes, their size by their header, what their EXIF says.

Nothing is decoded in this process: EXIF is read where pictures are decoded. The bytes go into the board as they are,
also those of a photo that cannot be shown; until then only their hash is kept in memory.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from evidenceboard.decoding import pool
from evidenceboard.decoding.wire import Exif, Pixels, Seen
from evidenceboard.errors import KnownError
from evidenceboard.exchange import Refused
from evidenceboard.exchange.folders import files_in
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Point, add_card, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.pictures import LARGEST, MOST_PIXELS, Photo, dimensions, ending, looks_like
from evidenceboard.model.sizes import card_size
from evidenceboard.progress import Progress, report

__all__ = [
    "PhotoDraft",
    "PhotoImport",
    "Refused",
    "draft_of",
    "exif_fields",
    "looked_at",
    "seen_fields",
    "photo_action",
    "read_photo",
    "read_photos",
]


SMALL = 256  # pixels of the shorter side of what is kept of a photo when it comes in
GAP = 32.0  # scene units between new photo cards
AHEAD = 16  # photos that are read before they are asked for
MEMORY = 64 * 1024 * 1024  # bytes of them, from which on only as many are read ahead as keep the decoders busy
TURNED = (5, 6, 7, 8)  # orientations that lie on their side


class BadPhoto(KnownError):
    """A file that cannot become a photo on a board; the title says why."""


class FilePhoto(Photo):
    """A photo whose bytes stay in their file until the board takes them: five hundred need not fit into memory."""

    def __init__(self, path: Path, whole: Photo) -> None:
        super().__init__(b"")
        self._path = path
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
        width, height: in pixels, as it is shown: turned by what its EXIF says; 0 where its header does not say.
        exif: what its camera wrote.
        problem: why it cannot be shown, or its EXIF not read; its card is grey then. Empty for most.
        likeness: difference hash of the picture (see `decoding.likeness`); empty where it cannot be shown.
    """

    name: str = field(repr=False)
    photo: Photo
    width: int
    height: int
    exif: Exif
    title: str = field(repr=False)
    problem: str = ""
    likeness: str = ""


@dataclass(frozen=True)
class PhotoImport:
    """What came of reading files: the photos, and what is none, with reasons."""

    drafts: list[PhotoDraft]
    refused: list[Refused]

    @property
    def troubled(self) -> list[Refused]:
        """The photos that come in, but cannot be shown or described, with reasons."""
        return [
            Refused(each.name, f"On the board, bytes and all; but {each.problem}")
            for each in self.drafts
            if each.problem
        ]


_Read: TypeAlias = tuple[PhotoDraft, Photo, Pixels | None]
Take = Callable[[Photo, Pixels | None], object]


def read_photos(paths: Iterable[Path], progress: Progress | None = None, take: Take | None = None) -> PhotoImport:
    """Read photos, and those in folders with all that lies below; several at a time, in their order.

    Args:
        progress: called with files read and files to read; what it answers stops the reading if False.
        take: called here with each photo while its bytes are at hand, and with what it looks like if small.

    Raises:
        Stopped: `progress` said so.
        KnownError: `take` did.
    """
    files = [file for path in paths for file in files_in(path)]
    drafts: list[PhotoDraft] = []
    refused: list[Refused] = []
    with closing(_read_ahead(files)) as reading:
        for done, (file, reader) in enumerate(reading):
            report(progress, done, len(files))
            try:
                draft, photo, small = reader.result()
            except BadPhoto as problem:
                refused.append(Refused(file.name, problem.title))
                continue
            drafts.append(draft)
            if take is not None:
                take(photo, small)
    report(progress, len(files), len(files))
    return PhotoImport(drafts, refused)


def _read_ahead(files: Sequence[Path]) -> Generator[tuple[Path, Future[_Read]], None, None]:
    """Each file with what reads it, a few before they are asked for: those who decode never wait for who writes."""
    size = pool.shared().size
    waiting: deque[tuple[Path, int, Future[_Read]]] = deque()
    readers = ThreadPoolExecutor(2 * size, "photos")  # while one is decoded, the next is read and hashed
    try:
        for file in files:
            waiting.append((file, _size(file), readers.submit(_read, file)))
            while len(waiting) > 2 * size and (len(waiting) > AHEAD or sum(each[1] for each in waiting) > MEMORY):
                file, _, reader = waiting.popleft()
                yield file, reader
        while waiting:
            file, _, reader = waiting.popleft()
            yield file, reader
    finally:
        readers.shutdown(cancel_futures=True)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it says why


def read_photo(path: Path) -> PhotoDraft:
    """Read one photo.

    Raises:
        BadPhoto: it is no photo, or its file is too large or cannot be read.
    """
    return _read(path)[0]


def _read(path: Path) -> _Read:
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
    photo = Photo(data)
    draft, small = looked_at(photo, _plain(path.stem), path.name)
    return replace(draft, photo=FilePhoto(path, photo)), photo, small


def draft_of(photo: Photo, title: str, name: str = "") -> PhotoDraft:
    """What can be known of a photo's bytes without decoding them here (errors: see `looked_at`)."""
    return looked_at(photo, title, name)[0]


def looked_at(photo: Photo, title: str, name: str = "") -> tuple[PhotoDraft, Pixels | None]:
    """A draft of a photo's bytes, and the picture as it is shown small.

    Raises:
        BadPhoto: they announce no picture of a kind that we show, or are too many.
    """
    data = photo.data
    size = dimensions(data)
    if ending(data) is None:
        raise BadPhoto(f"it is {looks_like(data)}")
    if len(data) > LARGEST:
        raise BadPhoto("it is larger than 64 MB")
    if size is None:
        seen = Seen(Exif(), problem="it is damaged: its header does not say how large the picture is")
    elif size[0] * size[1] > MOST_PIXELS:
        seen = Seen(Exif(), problem=f"{size[0]} × {size[1]} is more than 100 megapixels")
    else:
        seen = _seen(data)
    width, height = size or (0, 0)
    if seen.exif.orientation in TURNED:
        width, height = height, width
    draft = PhotoDraft(_plain(name), photo, width, height, seen.exif, title, seen.problem, seen.likeness)
    return draft, seen.pixels


def _seen(data: bytes) -> Seen:
    """What the decoders say; of a picture that one of them does not survive at least what the camera wrote."""
    try:
        seen = pool.shared().seen(data, SMALL)
    except pool.BadPicture as trouble:
        seen = Seen(Exif(), problem=trouble.title)
        try:
            seen = replace(seen, exif=pool.shared().described(data))
        except pool.BadPicture:
            return replace(seen, problem=f"its time, place and camera could not be read: {trouble.title}")
    return replace(seen, problem=seen.problem and f"it cannot be shown: {seen.problem}")


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
        **seen_fields(draft),
    }
    return {name: value for name, value in values.items() if value}


def geotagged(cards: Iterable[Mapping[str, Value]]) -> int:
    """How many of these cards have a photo that says where it was taken: whoever gets its file can read it."""
    return sum(bool(values.get("photo") and values.get("exif_place")) for values in cards)


def seen_fields(draft: PhotoDraft) -> dict[str, Value]:
    """The fields of a card that follow from its photo's bytes: what the camera wrote, and what it looks like."""
    likeness: dict[str, Value] = {"photo_likeness": draft.likeness} if draft.likeness else {}
    return exif_fields(draft.exif) | likeness


def exif_fields(exif: Exif) -> dict[str, Value]:
    """The fields of a card that hold what a camera wrote; those that it did not write are left out."""
    values: dict[str, Value] = {
        "exif_taken": exif.taken,
        "exif_place": exif.place and list(exif.place),
        "exif_camera": exif.camera,
        "exif_orientation": exif.orientation,
    }
    return {name: value for name, value in values.items() if value is not None}


def _plain(name: str) -> str:
    """A file's name as text that a board can hold: no bytes that are no UTF-8, no control characters."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(sign if sign.isprintable() else " " for sign in text)[:500]
