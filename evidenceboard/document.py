"""One open board: the log, the board read from it, what can be undone, and the one door for every change.

`Document.commit` takes our own edits, `Document.receive` those of others. Both check, append to the file, apply
to memory, and tell whoever subscribed; if the file refuses, nothing has happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from evidenceboard import opening
from evidenceboard.bulk import uncollected
from evidenceboard.errors import BoardUnavailable, InvalidChange, KnownError, LookedBack, NotSaved, undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Changeset, Value, check_changeset
from evidenceboard.model.commands import Action
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.history import History, Inverse, Write
from evidenceboard.model.ids import BOARD, FIRST_SHEET, ChangesetId, RecordId
from evidenceboard.model.index import ENDS, Index
from evidenceboard.model.merge import MergePlan, in_causal_order, plan
from evidenceboard.model.pen import Pen
from evidenceboard.model.photo_parts import PhotoParts
from evidenceboard.model.photo_view import VIEW_FIELDS
from evidenceboard.model.pictures import dimensions
from evidenceboard.model.sheet import follow_sheet, load_sheet
from evidenceboard.progress import Progress
from evidenceboard.store.installation import Installation
from evidenceboard.store.kept_thumbnails import KeptThumbnails
from evidenceboard.store.photos import Photo
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published
from evidenceboard.store.reading import Foreign, Refused
from evidenceboard.store.salvage import altered_photos
from evidenceboard.store.working_copy import Pages, Records, WorkingCopy

LARGE = 10_000  # edges on a sheet
VIEW = frozenset({"photo", *VIEW_FIELDS})
Result = TypeVar("Result")
ATTEMPTS = 5  # at a file that somebody else replaces at the same moment


@dataclass(frozen=True)
class Committed:
    """What subscribers are told after something was taken in.

    Attributes:
        changesets: what came.
        records: what they touched.
        shapes: cards and edges whose geometry or look may have changed, by sheet that is held in memory.
        cause: "commit", "undo", "redo" or "receive".
    """

    changesets: tuple[Changeset, ...]
    records: frozenset[RecordId]
    shapes: Mapping[RecordId, frozenset[RecordId]]
    cause: str

    def other_views(self) -> frozenset[RecordId]:
        """The cards whose photos are shown otherwise now: cut, turned, blacked out, or no more so. A card that was
        made just now was not shown before."""
        changes = (change for each in self.changesets for change in each.changes)
        others = (each for each in changes if each.replaces or "kind" not in each.values)
        return frozenset(each.record for each in others if not VIEW.isdisjoint(each.values))


Subscriber = Callable[[Committed], None]


class Document:
    """One open board.

    Attributes:
        board: its records.
        history: what can be undone and redone.
        filing: where it lies: working copy, desk, the user's file, typed drafts.
        author: the name that stands under what is committed from now on.
        now: the wall clock in milliseconds.
        left_out: what of the user's file could not be read at this opening, which the file holds until it is saved,
            and what is kept and cannot be shown.
        altered_photos: those of the user's file whose bytes did not fit their hashes at this opening.
        sample: it is a copy of a sample: unless it is changed, nothing of it is kept.
        put_back: how often its working copy had been removed and was put back.
        mended: what it was put together from, where its working copy was damaged; empty where that was whole.
        looked_back: an earlier state is looked at: nothing of ours is taken until that is over; what others send is.
        lacked: how many changes the file lacked, when it was last taken in, that it had held before.
    """

    def __init__(self, filing: Filing, installation: Installation, author: str) -> None:
        copy = filing.copy
        self.filing = filing
        self.installation = installation
        self.author = author
        self.board = Board(copy, Index(source=copy))
        self._mine = installation.my_actors(copy.board_id)
        self.history = History(copy.steps(self._mine)) if self._mine and not filing.read_only else History()
        self._actor: str | None = None
        self._pen = Pen(self.board, copy.latest_clock())
        self._session: list[ChangesetId] = []
        self._geometries: dict[RecordId, Geometry] = {}
        self._parts: PhotoParts | None = None
        self._sizes: dict[str, tuple[int, int] | None] = {}  # of photos
        self._subscribers: list[Subscriber] = []
        self._closed = False
        self.left_out: tuple[Refused, ...] = ()
        self.altered_photos: frozenset[str] = frozenset()
        self.sample = False
        self.looked_back = False
        self.lacked = 0
        self.mended = ""
        self.put_back = 0
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    # Opening and closing

    @classmethod
    def new(cls, installation: Installation, author: str, title: str = "") -> Document:
        """A new board: a draft until it is first saved somewhere."""
        filing = opening.draft(installation)
        document = cls(filing, installation, author)
        values: dict[str, Value] = {"removed": False, "title": title}
        sheet: dict[str, Value] = {"removed": False, "name": "Board", "order": 0}
        document.commit(Action("New board", {BOARD: values, FIRST_SHEET: sheet}))
        document.history = History()
        document._session.clear()
        filing.desk.mark(open=True, title=title, cards=0, unsaved=0)
        return document

    @classmethod
    def open(
        cls,
        path: Path,
        installation: Installation,
        author: str,
        read_only: bool = False,
        progress: Progress | None = None,
    ) -> Document:
        """Open a user's file.

        One that this installation published is opened from its working copy; any other is read through the gate.

        Raises:
            UnreadableBoard: it is no board, damaged or too new. Nothing is changed.
            BoardUnavailable: it is not there, may not be read, or is replaced again and again.
        """
        path = path.resolve()
        for _attempt in range(ATTEMPTS):
            with suppress(opening.Replaced), opening.opened(path, installation, read_only, progress) as opened:
                document = cls(opened.filing, installation, author)
                document._begin(opened)
                return document
        raise BoardUnavailable("This file keeps changing", "Somebody is saving it again and again. Try once more.")

    def _begin(self, opened: opening.Opened) -> None:
        """Take in what the file holds, and what others have left here."""
        if opened.foreign is not None:
            self._take_in(opened.foreign)
        if not self.read_only:
            self.filing.desk.set_seen(opened.sha256)
            for other, photos in self.filing.leftovers():
                self.receive(other.changesets(), photos)
            self._note_state(open=True)
        self.left_out = tuple(opening.amiss(opened, self.board))
        pictures = self.log.photo_names()
        names = (each.name for each in self.left_out if each.what.startswith("photo ") and not each.kept)
        self.altered_photos = frozenset(name for name in names if name and name not in pictures)
        self.thumbnails.altered = self.altered_photos

    @classmethod
    def open_draft(cls, board_id: str, installation: Installation, author: str) -> Document:
        """Open a board that was never saved to a file."""
        desk = installation.desk_of_draft(board_id)
        with undone_on_error(desk.release):
            filing = Filing(WorkingCopy.open(desk.database), desk, installation, None)
            return cls.recovered(filing, installation, author)

    @classmethod
    def recovered(cls, filing: Filing, installation: Installation, author: str) -> Document:
        """A board from what was kept of it here (`recovering`)."""
        document = cls(filing, installation, author)
        document._note_state(open=True)
        return document

    def new_from_this(self) -> Document:
        """A new board, a draft, that begins with all that is in this one: its changes never merge back."""
        filing = opening.draft(self.installation, self.log.changesets(), self.filing.photos())
        with undone_on_error(lambda: filing.close(keep=False)):
            document = Document(filing, self.installation, self.author)
            document._note_state(open=True)
        return document

    def close(self) -> None:
        """Give everything back. What was committed stays in the working copy, published or not."""
        if not self._closed:
            self._closed = True
            self._note_state(open=False)
            self._keep_geometry()
            holds_work = self.history.can_undo or (self.board.index.count("card") > 0 and not self.sample)
            self.filing.close(keep=self.path is not None or holds_work)

    def _keep_geometry(self) -> None:
        """Beside a large board lie the columns of one sheet, so that it opens at once the next time."""
        for sheet, geometry in self._geometries.items():
            if len(geometry.edges) > LARGE:
                self.filing.keep_columns(sheet, geometry.pack())
                return

    # Reading

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

    def check_writable(self) -> None:
        """Refuse a change of ours to a board that is only looked at.

        Raises:
            KnownError: it is open for reading only, or an earlier state of it is looked at.
        """
        self.filing.check_writable()
        if self.looked_back:
            raise LookedBack

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
        with uncollected():
            return load_sheet(self.log.placed_cards(sheet), self.log.all_edges())

    def _kept_geometry(self, sheet: RecordId) -> Geometry | None:
        arrays = self.filing.kept_columns(sheet)
        geometry = Geometry()
        try:
            geometry.unpack(arrays or {})
        except ValueError:
            return None
        return geometry if arrays else None

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

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` after every commit and receive; returns what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    # The one door: a large gesture makes very many objects at once

    @uncollected()
    def commit(self, action: Action, photos: Sequence[Photo] = ()) -> Changeset | None:
        """Carry out an action of ours as one changeset, and keep it before anything shows it.

        Returns:
            The changeset; None where everything was so already.

        Raises:
            InvalidChange: the log does not take it.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        try:
            writes = self._pen.writes(action.edits)
        except BadChange as problem:
            raise _invalid(problem) from None
        return self._commit(action.label, writes, None, "commit", photos)

    @uncollected()
    def undo(self) -> Changeset | None:
        """Take back our latest gesture, but for what others changed since; None where nothing is left."""
        return self._step_back(lambda: self.history.next_undo, "undo")

    @uncollected()
    def redo(self) -> Changeset | None:
        """Do again what was last undone."""
        return self._step_back(lambda: self.history.next_redo, "redo")

    @uncollected()
    def take_back(self, changesets: Iterable[ChangesetId], label: str = "Take back merge") -> Changeset | None:
        """Take back what others' changesets did, where it is still in force: a changeset that travels, too."""
        found = [whole for name in changesets if (whole := self.log.changeset(name)) is not None]
        return self._commit(label, Inverse(self.board, found).writes(), None, "commit")

    @uncollected()
    def revert_to_opened(self) -> Changeset | None:
        """Take back all that was done here since the board was opened; one step, which can be undone."""
        done = [whole for name in self._session if (whole := self.log.changeset(name)) is not None]
        return self._commit("Revert to opened", Inverse(self.board, done, self._mine).writes(), None, "commit")

    def plan(self, foreign: Foreign) -> MergePlan:
        """What `receive` would do with what was read of another file; nothing is changed.

        Raises:
            KnownError: it is another board.
        """
        self._check_same_board(foreign)
        known = self.log.changeset_ids()  # at once: else each would be looked for, and read whole, by itself
        return plan(self.board, (each for each in foreign.changesets if each.id not in known))

    @uncollected()
    def receive(self, changesets: Iterable[Changeset], photos: Iterable[Photo] = ()) -> tuple[Changeset, ...]:
        """Take in others' changesets and photos: set union, in one transaction.

        Returns:
            Those that were new.

        Raises:
            InvalidChange: one of them is such as no log takes.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        self.filing.check_writable()
        known = self.log.changeset_ids()
        new = tuple(in_causal_order({each.id: each for each in changesets if each.id not in known}.values()))
        held = self.log.photo_names() - self.filing.ahead.photos()  # what is being added may go again
        absent = (photo for photo in photos if photo.sha256 not in held)
        first = next(absent, None)
        if new or first:
            for changeset in new:
                _check(changeset)
            records = self._keep(new, chain([first] if first else [], absent))
            self._tell(new, records, "receive")
        return new

    def _commit(
        self,
        label: str,
        writes: Sequence[Write],
        reverts: ChangesetId | None,
        cause: str,
        photos: Sequence[Photo] = (),
    ) -> Changeset | None:
        self.check_writable()
        if not writes:
            return None
        changeset = self._next(label, writes, reverts)
        records = self._keep((changeset,), photos)
        self._pen.written(changeset)
        self._session.append(changeset.id)
        self.history.push(changeset)
        self._tell((changeset,), records, cause)
        return changeset

    def _next(self, label: str, writes: Sequence[Write], reverts: ChangesetId | None) -> Changeset:
        if self._actor is None:  # minted at the first change, so that looking at a board leaves no trace
            self._actor = self.installation.mint_actor(self.board_id)
            self._mine = self._mine | {self._actor}
        try:
            return self._pen.changeset(self._actor, self.author, self.now(), label, writes, reverts)
        except BadChange as problem:
            raise _invalid(problem) from None

    def _keep(self, changesets: tuple[Changeset, ...], photos: Iterable[Photo]) -> frozenset[RecordId]:
        """Put changesets on the disk, then into memory; returns the records they touch."""
        self.stay_in_place()
        after = self.board.after(changesets)
        self.log.append(changesets, after, photos)
        self.board.adopt(after)
        self.filing.changed()
        self._pen.saw(changesets)
        return frozenset(after)

    def stay_in_place(self) -> bool:
        """Put the working copy back if the program's own folder was removed under it; whether that was so.

        Raises:
            KnownError: there is no room for it.
        """
        put_back = self.filing.stay_in_place()
        if put_back:
            self.put_back += 1
            self._note_state(open=True)
        return put_back

    def _tell(self, changesets: tuple[Changeset, ...], records: frozenset[RecordId], cause: str) -> None:
        for sheet in self._geometries.keys() & records:
            if not self.board.is_live(sheet):  # should it come back, it is read anew
                del self._geometries[sheet]
        if self._parts is not None:
            self._parts.follow(self.board, records)
        shapes = {
            sheet: frozenset(follow_sheet(geometry, self.board, sheet, records))
            for sheet, geometry in self._geometries.items()
        }
        event = Committed(changesets, records, shapes, cause)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

    def _step_back(self, following: Callable[[], ChangesetId | None], cause: str) -> Changeset | None:
        while (name := following()) is not None:
            whole = self.log.changeset(name)
            writes = Inverse(self.board, [whole], self._mine).writes() if whole else []
            if writes:
                words = "Undo" if cause == "undo" else "Redo"
                label = f"{words}: {self.history.label(name)}"[:500]
                return self._commit(label, writes, name, cause)
            self.history.skip(name)
        return None

    # Publishing

    def publication(
        self, target: Path | None = None, overwrite_missing: bool = True, replace_damaged: bool = False
    ) -> Publication:
        """The work of putting the board at its file, or at another, to be run in a worker thread.

        Args:
            overwrite_missing, replace_damaged: see `Publication`.

        Raises:
            NotSaved: there is no file to publish to.
            KnownError: the board is open for reading only.
        """
        self.stay_in_place()
        return self.filing.publication(target, overwrite_missing, replace_damaged)

    def finish_publication(self, publication: Publication, published: Published) -> None:
        """Note that the file holds what the publication put there."""
        self.filing.published(publication, published, self.now())
        self._note_state(open=True)

    def publish(self, target: Path | None = None, progress: Progress | None = None) -> Published:
        """Publish now, in this thread, receiving first what others have put into the file meanwhile.

        Raises:
            NotSaved, UnreadableBoard: the file is as it was, the work is safe in the working copy.
        """
        for _attempt in range(5):
            publication = self.publication(target)
            result = publication.run(progress)
            if isinstance(result, Published):
                self.finish_publication(publication, result)
                return result
            with result:
                self.take_in_from_file(publication, result)
        raise NotSaved("The file keeps changing", "Somebody else is saving it again and again. Try once more.")

    def take_in_from_file(self, publication: Publication, foreign: Foreign) -> tuple[Changeset, ...]:
        """Receive what somebody else has put at the place of a publication, so that it can be run again."""
        new = self._take_in(foreign)
        self.filing.lies_at(publication.target)
        self._note_state(open=True)
        self.filing.desk.set_seen(foreign.sha256)
        return new

    def _take_in(self, foreign: Foreign) -> tuple[Changeset, ...]:
        held = {changeset.id for changeset in foreign.changesets} | {each.name for each in foreign.refused}
        self.lacked = len(self.filing.once_in_file() - held)
        new = self.receive(foreign.changesets, foreign.photos())
        self.filing.took_in(len(foreign.changesets))
        return new

    def _check_same_board(self, foreign: Foreign) -> None:
        if foreign.board_id != self.board_id:
            raise KnownError(
                "That file is another board, not a copy of this one",
                "Boards of one ancestry merge. Bring in another board's cards by copy and paste.",
            )

    def _note_state(self, open: bool) -> None:
        self.filing.note(open, self.title, self.log.count("card"))


def _check(changeset: Changeset) -> None:
    try:
        check_changeset(changeset)
    except BadChange as problem:
        raise _invalid(problem) from None


def _invalid(problem: BadChange) -> InvalidChange:
    return InvalidChange(f"This cannot be kept: {problem}", "Nothing was changed.")
