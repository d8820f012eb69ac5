"""What an open board holds, to be read: records, sheets, photos, what joins what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from evidenceboard.bulk import uncollected
from evidenceboard.errors import OwnCopyDamaged
from evidenceboard.filing import Filing
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import BOARD, FIRST_SHEET, RecordId
from evidenceboard.model.index import ENDS, Index
from evidenceboard.model.photo_parts import PhotoParts
from evidenceboard.model.pictures import dimensions
from evidenceboard.model.sheet import follow_sheet, load_sheet
from evidenceboard.progress import Progress
from evidenceboard.store.disk import ADVICE, DAMAGED
from evidenceboard.store.installation import Installation
from evidenceboard.store.kept_thumbnails import KeptThumbnails
from evidenceboard.store.salvage import altered_photos
from evidenceboard.store.working_copy import Pages, Records, WorkingCopy

LARGE = 10_000  # edges on a sheet
Result = TypeVar("Result")


class Contents:
    """A board that lies on a desk here, as it can be read.

    Attributes:
        board: its records.
        filing: where it lies: working copy, desk, the user's file, typed drafts.
        installation: the program's own folders.
        looked_back: an earlier state is looked at: nothing of ours is taken until that is over; what others send is.
    """

    def __init__(self, filing: Filing, installation: Installation) -> None:
        self.filing = filing
        self.installation = installation
        self.board = Board(filing.copy, Index(source=filing.copy))
        self._geometries: dict[RecordId, Geometry] = {}
        self._parts: PhotoParts | None = None
        self._sizes: dict[str, tuple[int, int] | None] = {}  # of photos
        self._closed = False
        self.looked_back = False

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def board_id(self) -> str:
        return self.log.board_id

    @property
    def path(self) -> Path | None:
        """The user's file; None for a draft that was never saved."""
        return self.filing.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.filing.read_only or self.looked_back

    @property
    def title(self) -> str:
        """The board's title, else its file's name; empty for a draft without one."""
        return self.board.value(BOARD, "title") or (self.path.stem if self.path else "")

    @property
    def unpublished(self) -> bool:
        """Whether something was committed that the user's file does not hold yet."""
        return self.filing.unpublished

    @property
    def log(self) -> WorkingCopy:
        """The log on disk, for reading it whole: history, audit, bulk rows."""
        return self.filing.copy

    def records(self, kind: str) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        """The live records of a kind with their shown values, read in bulk; ordered by id."""
        found = self.log.records(kind)
        return ((name, values) for name, values in found if self.board.is_live(name)) if kind in ENDS else found

    def sheets(self) -> list[RecordId]:
        """The sheets in their order."""
        return sorted(self.board.live("sheet"), key=lambda sheet: (self.board.value(sheet, "order") or 0, sheet))

    @property
    def first_sheet(self) -> RecordId:
        """The sheet that is shown first; where all are gone, the one that every board begins with."""
        return next(iter(self.sheets()), FIRST_SHEET)

    def geometry(self, sheet: RecordId = FIRST_SHEET) -> Geometry:
        """The columns of a sheet; the same object from then on, kept up to date while the sheet is there."""
        if not self.board.is_live(sheet):
            return Geometry()
        if sheet not in self._geometries:
            self._geometries[sheet] = self._kept_geometry(sheet) or self._read_geometry(sheet)
            self.board.index.sparing |= len(self._geometries[sheet].edges) > LARGE
        return self._geometries[sheet]

    def _read_geometry(self, sheet: RecordId) -> Geometry:
        try:
            with uncollected():
                return load_sheet(self.log.placed_cards(sheet), self.log.all_edges())
        except ValueError as problem:  # only what is known is ever written there
            raise OwnCopyDamaged(DAMAGED, ADVICE) from problem

    def _kept_geometry(self, sheet: RecordId) -> Geometry | None:
        arrays = self.filing.kept_columns(sheet)
        geometry = Geometry()
        try:
            geometry.unpack(arrays or {})
        except ValueError:
            return None
        return geometry if arrays else None

    def _keep_geometry(self) -> None:
        """Beside a large board lie the columns of one sheet, so that it opens at once the next time."""
        for sheet, geometry in self._geometries.items():
            if len(geometry.edges) > LARGE:
                self.filing.keep_columns(sheet, geometry.pack())
                return

    def _follow(self, records: frozenset[RecordId]) -> dict[RecordId, frozenset[RecordId]]:
        """Bring what is held in memory up to date with these records; the shapes that changed, by sheet."""
        for sheet in self._geometries.keys() & records:
            if not self.board.is_live(sheet):  # should it come back, it is read anew
                del self._geometries[sheet]
        if self._parts is not None:
            self._parts.follow(self.board, records)
        return {
            sheet: frozenset(follow_sheet(geometry, self.board, sheet, records))
            for sheet, geometry in self._geometries.items()
        }

    @property
    def index_is_ready(self) -> bool:
        """Whether what joins what is known, or so small that reading it holds up no frame."""
        large = any(len(geometry.edges) > LARGE for geometry in self._geometries.values())
        return not large or self.board.index.knows("edge")

    def edges_of(self, record: RecordId) -> list[RecordId]:
        """The live links of a card or a link; none as long as what joins what is being read."""
        return self.board.edges_of(record) if self.index_is_ready else []

    def index_reader(self) -> Callable[[Progress], Index]:
        """Reads what joins what, in a worker thread; `board.index.adopt` takes it."""
        return partial(WorkingCopy.read_index, self.log.path)

    @property
    def parts(self) -> PhotoParts:
        """The parts of photos, and the links that begin in them; the same object from then on, kept up to date."""
        if self._parts is None:
            regions = list(self.log.records("region"))
            joined = self.log.joining([region for region, _ in regions]) if regions else ()
            self._parts = PhotoParts(regions, ((link, ends[0]) for link, ends in joined))
        return self._parts

    def photo_size(self, sha256: str) -> tuple[int, int] | None:
        """Width and height of a photo by its header, unturned; None where it is not here or does not say."""
        if sha256 not in self._sizes and (data := self.photo(sha256)) is not None:
            self._sizes[sha256] = dimensions(data)
        return self._sizes.get(sha256)

    def reader(self, read: Callable[[Records], Result]) -> Callable[[Progress], Result]:
        """Work for a thread of its own: `read` is given all records of a kind as they are kept by then; ends of links
        may be gone."""
        return partial(WorkingCopy.read_beside, self.log.path, read)

    def page_reader(self, read: Callable[[Pages], Result]) -> Callable[[Progress], Result]:
        """The same for a board of any size: `read` is given some fields of all records of a kind, some at a time."""
        return partial(WorkingCopy.read_packed_beside, self.log.path, read)

    def photo(self, sha256: str) -> bytes | None:
        """The original bytes of a photo, or None where this board has it not."""
        return None if self._closed else self.log.photo(sha256)

    def altered_bytes(self, sha256: str) -> bytes | None:
        """The bytes that the user's file holds in place of a photo, which is no evidence: for a worker thread.

        None where the file does not hold them any more: it was saved since.
        """
        if self.path is None:
            return None
        found = altered_photos(self.path, self.installation.scratch())
        return next((data for name, data in found if name == sha256), None)

    @property
    def thumbnails(self) -> KeptThumbnails:
        """Decoded photos that lie beside the working copy."""
        return self.filing.thumbnails
