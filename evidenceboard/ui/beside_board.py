"""What lies beside the file of the board that is shown: copies that a sync service made, journals of other programs.

It is looked at beside the window, when a board was opened and when it was saved. What was told once of a state of
the folder is not told again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidenceboard.document import Document
from evidenceboard.progress import Progress
from evidenceboard.store.beside import ConflictCopy, conflict_copies, journals
from evidenceboard.ui import jobs
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

Found = tuple[list[ConflictCopy], list[Path]]


class BesideBoard(QObject):
    """Looks beside the file of a window's board."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told: set[tuple[Path, int]] = set()

    def look(self) -> None:
        """Look now; the drive may take its time."""
        document = self._window.document
        if document is None or document.path is None or document.filing.read_only:
            return
        path, board_id, known = document.path, document.board_id, frozenset(document.log.changeset_ids())

        def work(_report: Progress) -> Found:
            return conflict_copies(path, board_id, known), journals(path)

        jobs.run("Looking beside the board", work, lambda found: self._tell(document, found), lambda _problem: None)

    def _tell(self, document: Document, found: Found) -> None:
        if document is not self._window.document:
            return
        copies, left = found
        for copy in copies:
            if (copy.path, copy.new) not in self._told:
                self._told.add((copy.path, copy.new))
                self._offer(copy)
        for journal in left:
            if (journal, 0) not in self._told:
                self._told.add((journal, 0))
                words = f"{journal.name} lies beside this board: a journal that another program left"
                self._window.messages.tell("warn", words, "It does not belong to the board and was not applied.")

    def _offer(self, copy: ConflictCopy) -> None:
        maker = f" of {copy.service}" if copy.service else ""
        words = f"A conflict copy{maker} beside this board holds {count(copy.new, 'change', 'changes')} that it lacks"
        merge = ("Merge…", lambda: self._merge(copy.path))
        self._window.messages.tell("warn", words, copy.path.name, (merge,), key=f"beside-{copy.path}")

    def _merge(self, path: Path) -> None:
        self._window.messages.dismiss(f"beside-{path}")
        self._window.merging.merge(path)
