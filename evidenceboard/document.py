"""One open board: the log, the board read from it, what can be undone, and the one door for every change.

`Document.commit` takes our own edits, `Document.receive` those of others. Both check, append to the file, apply
to memory, and tell whoever subscribed; if the file refuses, nothing has happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from evidenceboard.errors import BoardUnavailable, InvalidChange, KnownError, NotSaved
from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Change, Changeset, Value, canonical, check_changeset
from evidenceboard.model.commands import Action
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.history import History, Inverse, Write
from evidenceboard.model.ids import BOARD, FIRST_SHEET, ChangesetId, RecordId, mint_actor, mint_salt
from evidenceboard.model.merge import MergePlan, in_causal_order, plan
from evidenceboard.model.order import next_clock
from evidenceboard.model.sheet import follow_sheet, load_sheet
from evidenceboard.store.desks import Desk
from evidenceboard.store.files import file_sha256
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published, copy_own
from evidenceboard.store.reading import Foreign, read_board
from evidenceboard.store.working_copy import WorkingCopy

Progress = Callable[[int, int], bool | None]

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


Subscriber = Callable[[Committed], None]


class _Replaced(Exception):
    """Somebody put another file there while we looked."""


class Document:
    """One open board.

    Attributes:
        board: its records.
        history: what can be undone and redone.
        path: the user's file; None for a draft that was never saved.
        read_only: nothing can be changed.
        saved_ms: when the file was last published and read back, in milliseconds of the wall; None if not yet.
    """

    def __init__(
        self, copy: WorkingCopy, desk: Desk | None, installation: Installation, author: str, path: Path | None
    ) -> None:
        self._copy = copy
        self._desk = desk
        self._look: Desk | None = None  # where the copy lies of a board that is only looked at
        self._closed = False
        self.installation = installation
        self.author = author
        self.path = path
        self.board = Board(copy, copy.summaries())
        self._mine = installation.my_actors(copy.board_id)
        self.history = History(copy.steps(self._mine)) if self._mine and desk is not None else History()
        self._actor: str | None = None
        self._last: Changeset | None = None
        self._session: list[ChangesetId] = []
        self._clock = copy.latest_clock()
        self._geometries: dict[RecordId, Geometry] = {}
        self._subscribers: list[Subscriber] = []
        self._unpublished = not (desk is not None and desk.all_in_file)
        self.saved_ms: int | None = None
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    # Opening and closing

    @classmethod
    def new(cls, installation: Installation, author: str, title: str = "") -> Document:
        """A new board: a draft until it is first saved somewhere."""
        board_id = mint_actor()
        desk = installation.claim(None, board_id)
        document = cls(_create(desk.database, board_id), desk, installation, author, None)
        values: dict[str, Value] = {"removed": False, "title": title}
        sheet: dict[str, Value] = {"removed": False, "name": "Board", "order": 0}
        document.commit(Action("New board", {BOARD: values, FIRST_SHEET: sheet}))
        document.history = History()
        document._session.clear()
        desk.mark(open=True, title=title, cards=0, unsaved=0)
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
            with suppress(_Replaced):
                return cls._open_once(path, installation, author, read_only, progress)
        raise BoardUnavailable("This file keeps changing", "Somebody is saving it again and again. Try once more.")

    @classmethod
    def _open_once(
        cls, path: Path, installation: Installation, author: str, read_only: bool, progress: Progress | None
    ) -> Document:
        sha256 = file_sha256(path)
        board_id = installation.published_here(sha256)
        foreign = None if board_id else read_board(path, installation.scratch(), progress)
        with foreign or nullcontext():
            board_id = board_id or foreign.board_id  # type: ignore[union-attr]
            desk = installation.desk_for_reading(board_id) if read_only else installation.claim(path, board_id)
            fresh = not desk.exists
            with _undone_on_error(desk.discard if fresh else desk.release):
                if fresh:
                    _begin(desk.database, path, sha256, foreign)
                copy = WorkingCopy.open(desk.database)
                with _undone_on_error(copy.close):
                    document = cls(copy, None if read_only else desk, installation, author, path)
                    document._look = desk if read_only else None
                    document._begin_at(foreign.sha256 if foreign else sha256, foreign, fresh, progress)
        return document

    def _begin_at(self, sha256: str, foreign: Foreign | None, fresh: bool, progress: Progress | None) -> None:
        """Bring the working copy and what the file holds together, and take in what others have left here."""
        if fresh:
            self._unpublished = False
        elif foreign is not None:
            self._take_in(foreign)
        elif self._desk is not None and self._desk.seen_sha256 != sha256:
            assert self.path is not None
            with read_board(self.path, self.installation.scratch(), progress) as now:
                if now.board_id != self.board_id:
                    raise _Replaced
                self._take_in(now)
                sha256 = now.sha256
        if self._desk is not None:
            self._desk.set_seen(sha256)
            self._adopt_leftovers()
            self._note_state(open=True)

    @classmethod
    def open_draft(cls, board_id: str, installation: Installation, author: str) -> Document:
        """Open a board that was never saved to a file."""
        desk = installation.desk_of_draft(board_id)
        document = cls(WorkingCopy.open(desk.database), desk, installation, author, None)
        document._note_state(open=True)
        return document

    def new_from_this(self) -> Document:
        """A new board, a draft, that begins with all that is in this one: its changes never merge back."""
        board_id = mint_actor()
        desk = self.installation.claim(None, board_id)
        copy = _create(desk.database, board_id)
        with _undone_on_error(desk.discard), _undone_on_error(copy.close):
            copy.begin_with(list(self._copy.changesets()), self._photos())
            document = Document(copy, desk, self.installation, self.author, None)
            document._note_state(open=True)
        return document

    def close(self) -> None:
        """Give everything back. What was committed stays in the working copy, published or not."""
        if self._closed:
            return
        self._closed = True
        self._note_state(open=False)
        self._copy.close()
        if self._desk is not None:
            empty_draft = self.path is None and not self.history.can_undo and not any(self.board.live("card"))
            if empty_draft:
                self._desk.discard()
            else:
                self._desk.release()
        if self._look is not None:
            self._look.discard()

    # Reading

    @property
    def board_id(self) -> str:
        return self._copy.board_id

    @property
    def read_only(self) -> bool:
        return self._desk is None

    @property
    def title(self) -> str:
        """The board's title, else its file's name; empty for a draft without one."""
        return self.board.value(BOARD, "title") or (self.path.stem if self.path else "")

    @property
    def unpublished(self) -> bool:
        """Whether something was committed that the user's file does not hold yet."""
        return self._unpublished

    @property
    def log(self) -> WorkingCopy:
        """The log on disk, for reading it whole: history, audit, bulk rows."""
        return self._copy

    def records(self, kind: str) -> Iterator[tuple[RecordId, dict[str, Value]]]:
        """The live records of a kind with their shown values, read in bulk; ordered by id."""
        return ((name, values) for name, values in self._copy.records(kind) if self.board.is_live(name))

    def sheets(self) -> list[RecordId]:
        """The sheets in their order."""
        return sorted(self.board.live("sheet"), key=lambda sheet: (self.board.value(sheet, "order") or 0, sheet))

    def geometry(self, sheet: RecordId = FIRST_SHEET) -> Geometry:
        """The columns of a sheet; the same object from then on, kept up to date."""
        if sheet not in self._geometries:
            cards, edges = self._copy.placed_cards(sheet), self._copy.all_edges()
            self._geometries[sheet] = load_sheet(self.board, cards, edges)
        return self._geometries[sheet]

    def photo(self, sha256: str) -> bytes | None:
        """The original bytes of a photo, or None where this board has it not."""
        return None if self._closed else self._copy.photo(sha256)

    def _photos(self) -> Iterator[Photo]:
        return (Photo(data) for name in sorted(self._copy.photo_names()) if (data := self._copy.photo(name)))

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` after every commit and receive; returns what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    # The one door

    def commit(self, action: Action, photos: Sequence[Photo] = ()) -> Changeset | None:
        """Carry out an action of ours as one changeset, and keep it before anything shows it.

        Returns:
            The changeset; None where everything was so already.

        Raises:
            InvalidChange: the log does not take it.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        try:
            writes = [self._write(record, values) for record, values in action.edits.items()]
        except BadChange as problem:
            raise _invalid(problem) from None
        return self._commit(action.label, [write for write in writes if write.values], None, "commit", photos)

    def undo(self) -> Changeset | None:
        """Take back our latest gesture, but for what others changed since; None where nothing is left."""
        return self._step_back(lambda: self.history.next_undo, "undo")

    def redo(self) -> Changeset | None:
        """Do again what was last undone."""
        return self._step_back(lambda: self.history.next_redo, "redo")

    def take_back(self, changesets: Iterable[ChangesetId], label: str = "Take back merge") -> Changeset | None:
        """Take back what others' changesets did, where it is still in force: a changeset that travels, too."""
        found = [whole for name in changesets if (whole := self._copy.changeset(name)) is not None]
        return self._commit(label, Inverse(self.board, found).writes(), None, "commit")

    def revert_to_opened(self) -> Changeset | None:
        """Take back all that was done here since the board was opened; one step, which can be undone."""
        done = [whole for name in self._session if (whole := self._copy.changeset(name)) is not None]
        return self._commit("Revert to opened", Inverse(self.board, done, self._mine).writes(), None, "commit")

    def plan(self, foreign: Foreign) -> MergePlan:
        """What `receive` would do with what was read of another file; nothing is changed.

        Raises:
            KnownError: it is another board.
        """
        self._check_same_board(foreign)
        return plan(self.board, foreign.changesets)

    def receive(self, changesets: Iterable[Changeset], photos: Iterable[Photo] = ()) -> tuple[Changeset, ...]:
        """Take in others' changesets and photos: set union, in one transaction.

        Returns:
            Those that were new.

        Raises:
            InvalidChange: one of them is such as no log takes.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        self._check_writable()
        known = self._copy.changeset_ids()
        new = tuple(in_causal_order({each.id: each for each in changesets if each.id not in known}.values()))
        held = self._copy.photo_names()
        absent = (photo for photo in photos if photo.sha256 not in held)
        first = next(absent, None)
        if new or first:
            for changeset in new:
                _check(changeset)
            records = self._keep(new, chain([first] if first else [], absent))
            self._tell(new, records, "receive")
        return new

    def _write(self, record: RecordId, values: Mapping[str, Value]) -> Write:
        """Only what differs from what is shown; a field in conflict is written always, for that decides it."""
        found = self.board.record(record)
        new: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field, value in values.items():
            heads = found.heads(field)
            same = [head for head in heads if head.value is value or canonical(head.value) == canonical(value)]
            unchanged = len(heads) == len(same) and (bool(heads) or value is None)
            if field == "removed":
                agreed = len({head.value for head in heads}) <= 1
                unchanged = value is found.gone and agreed and not found.kept
            if unchanged:
                continue
            new[field] = value
            replaced.update(head.changeset for head in heads)
        if new.get("removed") is True:
            replaced.update(self.board.seen_of(record))
        return Write(record, new, tuple(sorted(replaced)))

    def _commit(
        self,
        label: str,
        writes: Sequence[Write],
        reverts: ChangesetId | None,
        cause: str,
        photos: Sequence[Photo] = (),
    ) -> Changeset | None:
        self._check_writable()
        if not writes:
            return None
        changeset = self._next(label, writes, reverts)
        records = self._keep((changeset,), photos)
        self._last = changeset
        self._session.append(changeset.id)
        self.history.push(changeset)
        self._tell((changeset,), records, cause)
        return changeset

    def _check_writable(self) -> None:
        if self.read_only:
            raise KnownError("This board is open for reading only", "Save a copy elsewhere to work on it.")

    def _next(self, label: str, writes: Sequence[Write], reverts: ChangesetId | None) -> Changeset:
        if self._actor is None:
            self._actor = self.installation.mint_actor(self.board_id)
            self._mine = self._mine | {self._actor}
        last = self._last
        changeset = Changeset(
            actor=self._actor,
            seq=last.seq + 1 if last else 0,
            prev=last.id if last else None,
            clock=next_clock(self._clock, self.now()),
            author=self.author,
            label=label,
            reverts=reverts,
            changes=tuple(Change(write.record, write.values, write.replaces, mint_salt()) for write in writes),
        )
        _check(changeset)
        return changeset

    def _keep(self, changesets: tuple[Changeset, ...], photos: Iterable[Photo]) -> frozenset[RecordId]:
        """Put changesets on the disk, then into memory; returns the records they touch."""
        after = self.board.after(changesets)
        self._copy.append(changesets, after, photos)
        self.board.adopt(after)
        if self._desk is not None and not self._unpublished:
            self._desk.mark(unsaved=1)
        self._unpublished = True
        self._clock = max([self._clock, *(changeset.clock for changeset in changesets)])
        return frozenset(after)

    def _tell(self, changesets: tuple[Changeset, ...], records: frozenset[RecordId], cause: str) -> None:
        shapes = {
            sheet: frozenset(follow_sheet(geometry, self.board, sheet, records))
            for sheet, geometry in self._geometries.items()
        }
        event = Committed(changesets, records, shapes, cause)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

    def _step_back(self, following: Callable[[], ChangesetId | None], cause: str) -> Changeset | None:
        while (name := following()) is not None:
            whole = self._copy.changeset(name)
            writes = Inverse(self.board, [whole], self._mine).writes() if whole else []
            if writes:
                words = "Undo" if cause == "undo" else "Redo"
                label = f"{words}: {self.history.label(name)}"[:500]
                return self._commit(label, writes, name, cause)
            self.history.skip(name)
        return None

    # What is typed and not yet left

    def keep_draft(self, record: RecordId, field: str, text: str) -> None:
        """Keep text that is being typed, in the program's own folder: a crash must not take it."""
        if not self.read_only:
            self.installation.keep_draft(self.board_id, record, field, text)

    def drop_draft(self, record: RecordId, field: str) -> None:
        """Forget it: the field was left."""
        if not self.read_only:
            self.installation.drop_draft(self.board_id, record, field)

    def drafts(self) -> list[tuple[RecordId, str, str]]:
        """Texts that were being typed when the program last ended: (record, field, text)."""
        return self.installation.drafts_of(self.board_id)

    # Publishing

    def publication(self, target: Path | None = None) -> Publication:
        """The work of putting the board at its file, or at another, to be run in a worker thread.

        Raises:
            NotSaved: there is no file to publish to.
            KnownError: the board is open for reading only.
        """
        self._check_writable()
        target = target or self.path
        if target is None:
            raise NotSaved("This board has no file yet", "Choose where to save it.")
        target = target.resolve()
        seen = self._desk.seen_sha256 if self._desk is not None and target == self.path else None
        keep = self.installation.preferences().backups
        return Publication(
            installation=self.installation,
            database=self._copy.path,
            target=target,
            board_id=self.board_id,
            seen=seen,
            changesets=self._count(),
            scratch=self.installation.scratch(),
            backups=self.installation.backups(self.board_id) if keep else None,
        )

    def finish_publication(self, publication: Publication, published: Published) -> None:
        """Note that the file holds what the publication put there."""
        if self._desk is None:
            return
        self._move_to(publication.target)
        self._desk.set_seen(published.sha256)
        self._unpublished = published.changesets < self._count()
        self.saved_ms = self.now()
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
        self._move_to(publication.target)
        self._note_state(open=True)
        if self._desk is not None:
            self._desk.set_seen(foreign.sha256)
        return new

    def _move_to(self, target: Path) -> None:
        """From now on this is the working copy of another file."""
        if self._desk is not None and target != self.path:
            self._desk.rename(target)
            self.path = target

    def _take_in(self, foreign: Foreign) -> tuple[Changeset, ...]:
        new = self.receive(foreign.changesets, foreign.photos())
        self._unpublished = self._count() > len(foreign.changesets)
        return new

    def _count(self) -> int:
        return self._copy.counts()["changesets"]

    def _adopt_leftovers(self) -> None:
        """Take in what other desks of this board still hold: a second process, or a lost race on a network drive."""
        for desk in self.installation.idle_desks(self.path, self.board_id):
            with closing(WorkingCopy.open(desk.database)) as other:
                photos = (Photo(data) for name in other.photo_names() if (data := other.photo(name)))
                self.receive(other.changesets(), photos)
            desk.discard()

    def _check_same_board(self, foreign: Foreign) -> None:
        if foreign.board_id != self.board_id:
            raise KnownError(
                "That file is another board, not a copy of this one",
                "Boards of one ancestry merge. Bring in another board's cards by copy and paste.",
            )

    def _note_state(self, open: bool) -> None:
        if self._desk is None:
            return
        cards = sum(1 for _ in self.board.index.of_kind("card"))
        self._desk.all_in_file = not self._unpublished
        self._desk.mark(open=open, title=self.title, cards=cards, unsaved=int(self._unpublished))


@contextmanager
def _undone_on_error(undo: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        undo()
        raise


def _check(changeset: Changeset) -> None:
    try:
        check_changeset(changeset)
    except BadChange as problem:
        raise _invalid(problem) from None


def _invalid(problem: BadChange) -> InvalidChange:
    return InvalidChange(f"This cannot be kept: {problem}", "Nothing was changed.")


def _begin(database: Path, path: Path, sha256: str, foreign: Foreign | None) -> None:
    """Make a working copy of a file: of one that is ours by copying it, of any other from what was read of it."""
    if foreign is None:
        if copy_own(path, database) != sha256:
            raise _Replaced
        return
    with closing(WorkingCopy.create(database, foreign.board_id, foreign.made_ms)) as copy:
        copy.begin_with(in_causal_order(foreign.changesets), foreign.photos())


def _create(database: Path, board_id: str) -> WorkingCopy:
    return WorkingCopy.create(database, board_id, time.time_ns() // 1_000_000)
