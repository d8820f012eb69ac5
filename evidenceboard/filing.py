"""Where a document lies: its working copy, its desk in the program's own folder, and the user's file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from evidenceboard.errors import KnownError, NotSaved, UnreadableBoard, undone_on_error
from evidenceboard.model.ids import ChangesetId, RecordId
from evidenceboard.store import kept_columns
from evidenceboard.store.ahead import Ahead
from evidenceboard.store.desks import Desk
from evidenceboard.store.installation import Installation
from evidenceboard.store.intact import Examination
from evidenceboard.store.kept_thumbnails import KeptThumbnails
from evidenceboard.store.photos import Photo
from evidenceboard.store.publication import Publication
from evidenceboard.store.publish import Published
from evidenceboard.store.working_copy import WorkingCopy


class Filing:
    """Keeps the working copy and the user's file in step; knows what of the one the other lacks.

    Attributes:
        copy: the working copy.
        path: the user's file; None for a draft that was never saved.
        read_only: the board is only looked at: its desk goes when it is closed.
        unpublished: something was committed that the user's file does not hold yet.
        thumbnails: decoded photos that lie on the desk.
        ahead: its photos that no changeset names yet.
        examination: whether the working copy is as it was written, as far as that was looked at.
        strange: the file holds what could not be read of it: before it is replaced a copy is kept.
        saved_ms: when the file was last published and read back, in milliseconds of the wall; None if not yet.
    """

    def __init__(
        self, copy: WorkingCopy, desk: Desk, installation: Installation, path: Path | None, read_only: bool = False
    ) -> None:
        self.copy = copy
        self.desk = desk
        self.path = path
        self.read_only = read_only
        self.unpublished = read_only or not desk.all_in_file
        self.strange = False
        self.saved_ms: int | None = None
        self.examination = Examination()
        self._furnish()
        self._installation = installation

    def _furnish(self) -> None:
        """What lies on the desk beside the working copy."""
        self.thumbnails = KeptThumbnails(self.desk.folder, self.copy.has_photo)
        self.ahead = Ahead(self.desk.folder, self.copy.path, self.copy.turn, self.thumbnails.drop)
        self.copy.is_shared = lambda: self.ahead.pending
        if not self.read_only:
            self.ahead.sweep()

    def check_writable(self) -> None:
        """Refuse to change a board that is only looked at."""
        if self.read_only:
            raise KnownError("This board is open for reading only", "Save a copy elsewhere to work on it.")

    def stay_in_place(self) -> bool:
        """See that the working copy is still where it was; whether it had to be put back.

        Somebody may have removed the program's own folder under it. All is still in this process's hands: it goes
        on on a new desk.

        Raises:
            KnownError: there is no room for one.
        """
        if self.read_only or self.copy.is_in_place:
            return False
        desk = self._installation.desk_in_need(self.copy.board_id, self.path)
        with undone_on_error(desk.discard):
            self.copy.move_to(desk.database)
        self.desk.release()
        self.desk = desk
        self.unpublished = True
        self.thumbnails.close()
        self._furnish()
        return True

    @property
    def in_need(self) -> bool:
        """Whether the working copy lies in the system's temporary folder, for our own cannot be used."""
        return self._installation.is_in_need(self.desk)

    def changed(self) -> None:
        """Something was committed."""
        if not self.read_only and not self.unpublished:
            self.desk.mark(unsaved=1)
        self.unpublished = True

    def note(self, open: bool, title: str, cards: int) -> None:
        """Write down how things stand, for the start page and for the start after a crash."""
        if not self.read_only:
            self.desk.all_in_file = not self.unpublished
            self.desk.mark(open=open, title=title, cards=cards, unsaved=int(self.unpublished))

    def close(self, keep: bool) -> None:
        """Give everything back; without ``keep`` the desk goes, too."""
        self.ahead.close()
        self.thumbnails.close()
        self.copy.close()
        if keep and not self.read_only:
            self.desk.release()
        else:
            self.desk.discard()

    def count(self) -> int:
        """How many changesets the working copy holds."""
        return self.copy.counts()["changesets"]

    def photos(self) -> Iterator[Photo]:
        """All photos of the working copy, one at a time, but for those that are not on the board yet."""
        return _photos(self.copy, self.ahead.photos())

    # The user's file

    def publication(
        self, target: Path | None, overwrite_missing: bool = True, replace_damaged: bool = False
    ) -> Publication:
        """The work of putting the board at its file, or at another (see `Document.publication`)."""
        self.check_writable()
        target = target or self.path
        if target is None:
            raise NotSaved("This board has no file yet", "Choose where to save it.")
        if target != self.path:  # that one is resolved, and asking a drive that hangs would hold up the window
            target = Path(os.path.realpath(target))  # which bears a link that leads in a circle
        board_id = self.copy.board_id
        backups = None
        if self._installation.preferences().backups:
            with suppress(KnownError):  # without our own folder there are none
                backups = self._installation.backups(board_id)
        return Publication(
            installation=self._installation,
            database=self.copy.path,
            target=target,
            board_id=board_id,
            seen=self.desk.seen_sha256 if target == self.path else None,
            changesets=self.count(),
            scratch=self._installation.scratch(),
            ahead=self.ahead,
            backups=backups,
            overwrite_missing=overwrite_missing,
            replace_damaged=replace_damaged,
            examination=self.examination,
            keep_before=self.strange and target == self.path,
        )

    def published(self, publication: Publication, published: Published, now_ms: int) -> None:
        """The file holds what the publication put there."""
        self.strange &= publication.target != self.path
        self.lies_at(publication.target)
        self.desk.set_seen(published.sha256)
        self.unpublished = published.changesets < self.count()
        self.saved_ms = now_ms

    def took_in(self, changesets: int) -> None:
        """What the file holds, so many changesets, is in the working copy."""
        self.unpublished = self.count() > changesets

    def once_in_file(self) -> set[ChangesetId]:
        """What the file is known to have held; of what came since the last look, nobody can tell."""
        return self.copy.changeset_ids(self.desk.state.in_file or 0)

    def lies_at(self, target: Path) -> None:
        """From now on this is the working copy of that file."""
        if not self.read_only and target != self.path:
            self.desk.rename(target)
            self.path = target

    def leftovers(self) -> Iterator[tuple[WorkingCopy, Iterator[Photo]]]:
        """What other desks of this board still hold: a second process, or a lost race on a network drive.

        Each is gone after the caller has taken it in. One that cannot be read stays where it is: it must not keep
        the board from being opened.
        """
        desks = self._installation.idle_desks(self.path, self.copy.board_id)
        try:
            for desk in desks:
                with suppress(UnreadableBoard), closing(WorkingCopy.open(desk.database)) as other:
                    ahead = Ahead(desk.folder, desk.database, other.turn, len)
                    ahead.sweep()
                    ahead.close()
                    yield other, _photos(other, ahead.photos())
                    other.close()
                    desk.discard()
        finally:
            for desk in desks:
                desk.release()

    # What need not be read again

    def keep_columns(self, sheet: RecordId, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep the columns of a sheet, as the log stands now, for the next opening."""
        if not self.read_only:
            kept_columns.keep(self.desk.folder, f"{sheet} {self.copy.state}", arrays)

    def kept_columns(self, sheet: RecordId) -> kept_columns.Arrays | None:
        """The columns of a sheet, if they were kept and nothing has changed since."""
        return kept_columns.kept(self.desk.folder, f"{sheet} {self.copy.state}")

    # What is typed and not yet left

    def keep_draft(self, record: RecordId, field: str, text: str) -> None:
        """Keep text that is being typed, in the program's own folder: a crash must not take it."""
        if not self.read_only:
            self._installation.keep_draft(self.copy.board_id, record, field, text)

    def drop_draft(self, record: RecordId, field: str) -> None:
        """Forget it: the field was left."""
        if not self.read_only:
            self._installation.drop_draft(self.copy.board_id, record, field)

    def drafts(self) -> list[tuple[RecordId, str, str]]:
        """Texts that were being typed when the program last ended: (record, field, text)."""
        return self._installation.drafts_of(self.copy.board_id)


def _photos(copy: WorkingCopy, without: set[str]) -> Iterator[Photo]:
    names = sorted(copy.photo_names() - without)
    return (Photo(data) for name in names if (data := copy.photo(name)))
