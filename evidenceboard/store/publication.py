"""Publishing as one piece of work for a worker thread: plain values in, plain values out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from evidenceboard.errors import KnownError, NotSaved, TargetDamaged, TargetGone, UnreadableBoard
from evidenceboard.progress import Progress
from evidenceboard.store.ahead import Ahead
from evidenceboard.store.backups import backups
from evidenceboard.store.beside import find_moved
from evidenceboard.store.installation import Installation
from evidenceboard.store.intact import Examination
from evidenceboard.store.publish import Published, keep_aside, keep_backup, look, older_format, publish
from evidenceboard.store.reading import Foreign, read_board

log = logging.getLogger(__name__)

NOT_WHOLE = "It was not touched. Perhaps it is still being copied or synchronised: saving is tried again by itself."


@dataclass(frozen=True)
class Publication:
    """One attempt to put the working copy's board at `target`.

    Attributes:
        database: the working copy.
        target: the user's file.
        board_id: the board that both must be.
        seen: SHA-256 of the file as this working copy last saw it; None where it never did.
        changesets: how many the working copy holds, to be found again in the file.
        ahead: photos that are being added: they are not published before a changeset names them.
        backups: where to keep a verified copy, or None.
        overwrite_missing: whether a file that was there and is gone may be made anew.
        replace_damaged: whether what is no board may be replaced, if it lies where ours was; a copy of it is kept.
        examination: of the working copy; what is left of it is done first, if that is not much, else in the snapshot.
        keep_before: the file holds what could not be read and would be lost: a copy of it is kept.
    """

    installation: Installation
    database: Path
    target: Path
    board_id: str
    seen: str | None
    changesets: int
    scratch: Path
    ahead: Ahead
    backups: Path | None
    overwrite_missing: bool = True
    replace_damaged: bool = False
    examination: Examination | None = None
    keep_before: bool = False

    def run(self, progress: Progress | None = None) -> Published | Foreign:
        """Publish, or give back what somebody else has put there meanwhile: it must be received first.

        Raises:
            NotSaved: the file could not be written, or is another board; it is as it was.
            TargetGone: it was there and is not any more.
            TargetDamaged: what lies there now is no whole board (still syncing?).
            OwnCopyDamaged: the working copy is not what was written: it must not take the place of the file.
        """
        if self.examination is not None:
            self.examination.finish_if_short(self.database)
        try:
            return self._run(progress)
        except NotSaved as problem:
            problem.backed_up = self._is_backed_up()
            raise

    def _is_backed_up(self) -> bool:
        """Keep a backup in place of what could not be saved, unless the latest one has it all."""
        if self.backups is None:
            return False
        try:
            latest = next(iter(backups(self.backups)), None)
            changed = max(each.stat().st_mtime_ns for each in self.database.parent.glob(f"{self.database.name}*"))
            if latest is not None and latest.path.stat().st_mtime_ns > changed:
                return latest.is_sound
        except (OSError, ValueError):
            return False
        with self.ahead.watched() as pending:
            return keep_backup(self.database, self.backups, pending, self.examination) is None

    def _run(self, progress: Progress | None) -> Published | Foreign:
        with self.installation.publishing(self.target):
            state = look(self.target, self.seen)
            if state == "missing" and self.seen is not None and not self.overwrite_missing:
                raise self._gone()
            if state == "changed" and (foreign := self._read(progress)) is not None:
                return foreign
            if self.keep_before and state != "missing":
                keep_aside(self.target, self.installation.backups(self.board_id), "left-out")
            damaged = state == "changed"
            older = self._keep_older() if state == "same" else None
            with self.ahead.watched() as pending:
                published = publish(
                    self.database,
                    self.target,
                    self.scratch,
                    self.changesets,
                    self.backups,
                    pending,
                    damaged,
                    self.examination,
                )
            self._remember(published)
            return replace(published, kept_older=older)

    def _gone(self) -> TargetGone:
        if not self.target.parent.exists():
            return TargetGone("Its folder is not there any more", "Is the drive still plugged in?", folder_gone=True)
        found = find_moved(self.target, self.board_id)
        where = f"The same board lies in {found[0].name}." if found else "It was deleted, moved or renamed."
        return TargetGone("The file is not there any more", where, found)

    def _read(self, progress: Progress | None) -> Foreign | None:
        """What somebody else has put there; None where it is no board and may be replaced, once a copy is kept."""
        try:
            foreign = read_board(self.target, self.scratch, progress, self.database)
        except UnreadableBoard as problem:
            if not self.replace_damaged:
                raise TargetDamaged(problem.title, NOT_WHOLE) from problem
            keep_aside(self.target, self.installation.backups(self.board_id))
            return None
        if foreign.board_id != self.board_id:
            foreign.close()
            raise NotSaved("Another board lies at that place", "It was not touched. Save elsewhere.")
        return foreign

    def _keep_older(self) -> Path | None:
        """A copy of the file as it is, where an older version of the program made it: that may be wanted again."""
        version = older_format(self.target)
        if version is None:
            return None
        return keep_aside(self.target, self.installation.backups(self.board_id), f"format-{version}")

    def _remember(self, published: Published) -> None:
        """The file is saved: that our own notes cannot be kept only means that it is read like a stranger's later."""
        try:
            self.installation.remember_published(self.target, self.board_id, published.sha256)
        except KnownError:
            log.warning("a published file could not be noted as ours")
