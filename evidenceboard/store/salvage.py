"""A new board from what is intact in a damaged file.

The file's tables are not trusted: rows are looked for on every page (`store.carving`), and the hashes decide. A
changeset or a photo whose own hash fits is what somebody wrote; everything else is named and left behind.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path
from typing import Any

from evidenceboard.errors import DamagedBoard, KnownError, UnreadableBoard
from evidenceboard.model.changes import BadChange, Changeset
from evidenceboard.model.ids import mint_actor
from evidenceboard.model.merge import chain_problems
from evidenceboard.progress import Progress, part_of, report
from evidenceboard.store import files, making, photos, schema
from evidenceboard.store.carving import Broken, Pages, Spot, Value
from evidenceboard.store.gate import ANOTHER_COPY, PREFIX
from evidenceboard.store.photos import Photo
from evidenceboard.store.publish import publish
from evidenceboard.store.reading import identity
from evidenceboard.store.validate import EVERY, Refused, to_changeset

VARIANTS = 64  # of one changeset, where rows of it stand in the file more than once
ID_16, ID_32 = 44, 76  # kinds of a value of 16 and of 32 bytes
NAME = "the board's name"
COPIED, SCANNED, READ, MADE = 10, 40, 55, 90  # hundredths of the work


@dataclass(frozen=True)
class Salvaged:
    """What became of a damaged file.

    Attributes:
        changesets: how many were intact.
        photos: how many were intact.
        refused: what was altered, cut off or is missing.
        same_board: the board kept its name, so that it can be merged with other copies.
    """

    changesets: int
    photos: int
    refused: list[Refused]
    same_board: bool


def salvage(path: Path, target: Path, scratch: Path, progress: Progress | None = None) -> Salvaged:
    """Write a new board of all that is intact in a file. The file is read, never changed.

    Args:
        target: nothing may lie there.
        scratch: a folder of our own.

    Raises:
        KnownError: something lies at the target.
        UnreadableBoard: nothing of a board is left.
        BoardUnavailable, NotSaved: the file cannot be read, or the target cannot be written.
        Stopped: the progress says so.
    """
    if os.path.lexists(target):
        raise KnownError("There is a file of that name already", "It was not touched. Choose another name.")
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix="salvage-") as folder,
        _private(path, scratch, progress) as data,
    ):
        wreck = Wreck(Pages(data))
        wreck.scan(part_of(progress, COPIED, SCANNED))
        found = list(wreck.changesets(part_of(progress, SCANNED, READ)))
        if not found:
            raise UnreadableBoard("No change in this file is whole: nothing can be salvaged", ANOTHER_COPY)
        board_id, made_ms = wreck.identity()
        database = Path(folder) / "salvaged.db"
        making.make(database, board_id, made_ms, found, wreck.photos(), part_of(progress, READ, MADE))
        report(progress, MADE, 100)
        publish(database, target, scratch, len(found))
        refused = [*wreck.refused, *_missing(found, wreck.taken)]
        return Salvaged(len(found), len(wreck.taken), refused, wreck.same_board)


def altered_photos(path: Path, scratch: Path, progress: Progress | None = None) -> Iterator[tuple[str, bytes]]:
    """The photos of a file whose bytes do not fit their hashes: the first digits of it, and the bytes as they are.

    They are no evidence, but a person may want to look at them. The file may be a whole board or a damaged one.
    """
    with _private(path, scratch, progress) as data:
        wreck = Wreck(Pages(data))
        wreck.scan(part_of(progress, COPIED, 100))
        yield from wreck.altered()


@contextmanager
def _private(path: Path, scratch: Path, progress: Progress | None) -> Iterator[mmap.mmap | bytes]:
    """The bytes of a private copy of a file."""
    copy = scratch / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}.board"
    with files.opened(path) as source:
        files.copy(source, copy, part_of(progress, 0, COPIED))
    try:
        with copy.open("rb") as file:
            if copy.stat().st_size == 0:
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data
    finally:
        copy.unlink(missing_ok=True)


@dataclass
class Wreck:
    """The rows of a damaged file that look like those of a board's log and photos.

    Attributes:
        refused: what did not fit its hash so far.
        taken: the photos that did.
        same_board: the board's name is intact.
    """

    pages: Pages
    refused: list[Refused] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    same_board: bool = False
    _meta: dict[str, str] = field(default_factory=dict)
    _actors: dict[Any, Any] = field(default_factory=dict)
    _changesets: list[tuple[Any, ...]] = field(default_factory=list)
    _changes: dict[Any, list[Spot]] = field(default_factory=dict)
    _photos: list[Spot] = field(default_factory=list)

    def scan(self, progress: Progress | None = None) -> None:
        """Look for rows on every page. Those of changes and photos are only noted: they may be very many."""
        for spot in self.pages.spots(progress):
            try:
                self._note(spot)
            except Broken:
                continue  # a row that is cut off is missed by what it belongs to

    def _note(self, spot: Spot) -> None:
        number, kinds, first = self.pages.peek(spot)
        match spot.numbered, len(kinds):
            case True, 10 if kinds[1] == ID_32:
                self._changesets.append((number, *self.pages.row(spot).values[1:]))
            case True, 8 if isinstance(first, int):
                self._changes.setdefault(first, []).append(spot)
            case True, 5 if isinstance(first, str) and first.startswith("photos/"):
                self._photos.append(spot)
            case True, 2 if kinds[1] == ID_16:
                self._actors.setdefault(number, self.pages.row(spot).values[1])
            case False, 2 if kinds[0] == ID_16:  # the index of actors: their table may be lost
                identity, number_there = self.pages.row(spot).values
                self._actors.setdefault(number_there, identity)
            case False, 2 if first in ("board_id", "made", "seal"):
                self._meta.setdefault(str(first), str(self.pages.row(spot).values[1]))

    def identity(self) -> tuple[str, int]:
        """The board's name and when it was made; a new name where that is not as it was written."""
        try:
            found = identity({"format": schema.FORMAT_NAME, **self._meta})
        except DamagedBoard:
            pass
        else:
            self.same_board = True
            return found
        self.refused.append(Refused(NAME, None, "it is lost: the new board cannot be merged with others"))
        walls = [row[5] for row in self._changesets if isinstance(row[5], int)]
        return mint_actor(), max(0, min(walls, default=0))

    def changesets(self, progress: Progress | None = None) -> Iterator[Changeset]:
        """Those whose hashes fit, each once, in causal order."""
        taken: set[str] = set()
        lost: dict[str, Refused] = {}
        rows = sorted(self._changesets, key=self._cause)
        for done, row in enumerate(rows):
            if done % EVERY == 0:
                report(progress, done, len(rows))
            name = row[1].hex()
            if name in taken:
                continue
            try:
                changeset = self._changeset(row)
            except BadChange:
                lost[name] = Refused(f"changeset {name[:8]}", None, "a part of it is missing, or was altered", name)
            else:
                taken.add(name)
                yield changeset
        known = {row[0] for row in self._changesets}
        loose = sum(len(spots) for number, spots in self._changes.items() if number not in known)
        self.refused += [each for name, each in lost.items() if name not in taken]
        if loose:
            self.refused.append(Refused(f"{loose} changes", None, "what they belong to is lost"))

    def _cause(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """What orders changesets (as `model.merge.in_causal_order`); of what is no number, anything."""
        wall, counter, seq = (value if isinstance(value, int) else 0 for value in (row[5], row[6], row[3]))
        actor = self._actors.get(row[2])
        return wall, counter, actor if isinstance(actor, bytes) else b"", seq, row[0]

    def _changeset(self, row: tuple[Any, ...]) -> Changeset:
        """The changeset of a row, from whichever of the rows of its changes fit together.

        Raises:
            BadChange: none do.
        """
        places: dict[Value, list[tuple[Any, ...]]] = {}
        for spot in self._changes.get(row[0], ()):
            try:
                number, place, record, _fields, _digest, salt, vals, replaces = self.pages.row(spot).values
            except Broken:
                continue
            change = (number, record, salt, vals, replaces)
            if isinstance(place, int) and change not in places.setdefault(place, []):
                places[place].append(change)
        problem = BadChange("it was altered: its content does not fit its hash")
        for changes in islice(product(*(places[place] for place in sorted(places, key=_as_number))), VARIANTS):
            try:
                return to_changeset(row, self._actors, list(changes))
            except BadChange as reason:
                problem = reason
        raise problem

    def photos(self) -> Iterator[Photo]:
        """Those whose hashes fit, each once."""
        for name, data in self._photo_rows():
            photo = Photo(data)
            if photo.sha256 == name and name not in self.taken and 0 < len(data) <= photos.LARGEST:
                self.taken.add(name)
                yield photo
        for name, _data in self.altered():
            self.refused.append(Refused(f"photo {name[:8]}", None, "its content does not fit its hash", name))

    def altered(self) -> Iterator[tuple[str, bytes]]:
        """Photos whose bytes do not fit their hashes."""
        for name, data in self._photo_rows():
            if name not in self.taken and Photo(data).sha256 != name:
                yield name, data

    def _photo_rows(self) -> Iterator[tuple[str, bytes]]:
        for spot in self._photos:
            try:
                name, _mode, _time, _told, data = self.pages.row(spot).values
            except Broken:
                continue
            if isinstance(name, str) and isinstance(data, bytes):
                yield photos.sha256_of(name), data


def _as_number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _missing(changesets: list[Changeset], held: set[str]) -> Iterator[Refused]:
    """What the changesets that are there show to be lost: links of their chains, and photos."""
    for name, reason in chain_problems(changesets):
        yield Refused(f"changeset {name[:8]}", None, reason, name)
    yield from lacking_photos(changesets, held)


def lacking_photos(changesets: Sequence[Changeset], held: Collection[str]) -> Iterator[Refused]:
    """The photos that changesets name and that are not among those that are held."""
    wanted = {}
    for changeset in changesets:
        for change in changeset.changes:
            photo = change.values.get("photo")
            if isinstance(photo, str) and photo not in held:
                wanted[photo] = change.record
    for photo, record in wanted.items():
        yield Refused(f"photo {photo[:8]}", record, "its picture is not in the file", photo)
