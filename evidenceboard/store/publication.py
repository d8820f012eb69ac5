"""Publishing as one piece of work for a worker thread: plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidenceboard.errors import NotSaved
from evidenceboard.progress import Progress
from evidenceboard.store.ahead import Ahead
from evidenceboard.store.installation import Installation
from evidenceboard.store.publish import Published, look, publish
from evidenceboard.store.reading import Foreign, read_board


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

    def run(self, progress: Progress | None = None) -> Published | Foreign:
        """Publish, or give back what somebody else has put there meanwhile: it must be received first.

        Raises:
            NotSaved: the file could not be written, or is another board; it is as it was.
            UnreadableBoard: what lies there now is no whole board (still syncing?).
        """
        with self.installation.publishing(self.target):
            state = look(self.target, self.seen)
            if state == "missing" and self.seen is not None and not self.overwrite_missing:
                raise NotSaved("The file is not there any more", "Save it again there, or save elsewhere.")
            if state == "changed":
                foreign = read_board(self.target, self.scratch, progress)
                if foreign.board_id != self.board_id:
                    foreign.close()
                    raise NotSaved("Another board lies at that place", "It was not touched. Save elsewhere.")
                return foreign
            with self.ahead.watched() as pending:
                published = publish(self.database, self.target, self.scratch, self.changesets, self.backups, pending)
            self.installation.remember_published(self.target, self.board_id, published.sha256)
            return published
