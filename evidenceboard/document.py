"""One open board: the log, the board read from it, what can be undone, and the one door for every change.

It is read by what `Contents` has, changed by what `Door` has; here it is opened, published and closed.
"""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from evidenceboard import opening, paths
from evidenceboard.bulk import stir_up
from evidenceboard.door import Committed, Door, Subscriber
from evidenceboard.errors import BoardUnavailable, NotSaved, OwnCopyDamaged, undone_on_error
from evidenceboard.filing import Filing
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.commands import Action
from evidenceboard.model.history import History
from evidenceboard.model.ids import BOARD, FIRST_SHEET
from evidenceboard.progress import Progress
from evidenceboard.store.disk import damage_told
from evidenceboard.store.installation import Installation
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published
from evidenceboard.store.reading import Foreign, Refused
from evidenceboard.store.working_copy import WorkingCopy

__all__ = ["Committed", "Document", "Subscriber"]

ATTEMPTS = 5  # at a file that somebody else replaces at the same moment


class Document(Door):
    """One open board.

    Attributes:
        left_out: what of the user's file could not be read at this opening, which the file holds until it is saved,
            and what is kept and cannot be shown.
        altered_photos: those of the user's file whose bytes did not fit their hashes at this opening.
        sample: it is a copy of a sample: unless it is changed, nothing of it is kept.
        mended: what it was put together from, where its working copy was damaged; empty where that was whole.
        missing: what of the damaged working copy could not be found anywhere, then.
        lacked: how many changes the file lacked, when it was last taken in, that it had held before.
        lacks: how many changes this copy lacks that were seen here in another file of the board, and in which;
            None where there is none.
    """

    def __init__(self, filing: Filing, installation: Installation, author: str) -> None:
        super().__init__(filing, installation, author)
        self.left_out: tuple[Refused, ...] = ()
        self.altered_photos: frozenset[str] = frozenset()
        self.sample = False
        self.lacked = 0
        self.lacks: tuple[int, Path] | None = None
        self.mended = ""
        self.missing: tuple[Refused, ...] = ()

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
        path = paths.real(path)
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
        self.filing.strange = any(not each.kept for each in self.left_out)
        self.lacks = self._lacks(opened) if opened.fresh else None
        pictures = self.log.photo_names()
        names = (each.name for each in self.left_out if each.what.startswith("photo ") and not each.kept)
        self.altered_photos = frozenset(name for name in names if name and name not in pictures)
        self.thumbnails.altered = self.altered_photos

    def _lacks(self, opened: opening.Opened) -> tuple[int, Path] | None:
        """Against the file of this board, of those open here lately, that holds most of what this copy lacks."""
        held = self.log.changeset_ids() | {each.name for each in opened.refused if each.name}
        others = self.installation.seen_elsewhere(self.board_id, self.path)
        found = [(len(ids - held), path) for path, ids in others]
        return max((each for each in found if each[0]), default=None)

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
        if self._closed:
            return
        self._closed = True
        keep = True
        try:
            with suppress(OwnCopyDamaged), damage_told():  # it is found, and mended, at the next opening
                self._note_state(open=False)
                self._keep_geometry()
                holds_work = self.history.can_undo or (self.board.index.count("card") > 0 and not self.sample)
                keep = self.path is not None or holds_work
        finally:
            self.filing.close(keep)
            stir_up()

    def abandon(self) -> None:
        """Give everything back as it lies: the working copy is damaged, and nothing can be noted about it."""
        if not self._closed:
            self._closed = True
            self.filing.close(keep=True)

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
        for _attempt in range(ATTEMPTS):
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
        new = self._take_in(foreign, self.photos_here())
        self.filing.lies_at(publication.target)
        self._note_state(open=True)
        self.filing.desk.set_seen(foreign.sha256)
        return new

    def _take_in(self, foreign: Foreign, without: Container[str] = ()) -> tuple[Changeset, ...]:
        held = foreign.ids()
        self.lacked = len(self.filing.once_in_file() - held - {each.name for each in foreign.refused})
        new = self.receive(foreign.changesets, foreign.photos(without))
        self.filing.took_in(len(held))
        return new
