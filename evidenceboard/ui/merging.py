"""Merge a colleague's copy: read through the gate, shown before it is taken in, and taken back if wished."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.store.reading import Foreign, read_board
from evidenceboard.ui.dialogs.merge import MergePreview
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.telling import Button
from evidenceboard.ui.words import count, one_line

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


class Merging:
    """The merge journey of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._last: tuple[str, ...] = ()
        self.preview: MergePreview | None = None

    def choose(self) -> None:
        """Ask which file."""
        name, _filter = QFileDialog.getOpenFileName(self._window, "Merge a copy of this board", "", "Boards (*.board)")
        if name:
            self.merge(Path(name))

    def merge(self, path: Path) -> None:
        """Read a file beside the window, then show what it would bring."""
        document = self._window.document
        if document is None:
            return
        scratch, own = document.installation.scratch(), document.log.path
        run_shown(
            self._window,
            "Reading the copy",
            lambda report: read_board(path, scratch, report, own),
            lambda foreign: self._show(foreign, document, path.name),
        )

    def tell_lacking(self, number: int, path: Path) -> None:
        """This copy of the board is older than another file of it that was open here."""
        words = (
            f"This copy is older: it lacks {count(number, 'change')} that you have seen in {one_line(path.name, 80)}"
        )
        ways: list[Button] = []
        document = self._window.document
        if path.is_file() and document is not None and not document.read_only:
            ways.append(("Merge them in…", lambda: self.merge(path)))
        advice = "Nothing was taken from that file. Work goes on in this one." if ways else "They are not in this file."
        self._window.messages.tell("warn", words, advice, ways, key="lacking")

    def can_take_back(self) -> str | None:
        """Why the last merge cannot be taken back, or None where it can."""
        return None if self._last else "nothing was merged into this board since it was opened"

    def take_back(self) -> None:
        """Take back what the last merge brought; this travels to the others like any change."""
        document = self._window.document
        if document is not None and self._last:
            try:
                document.take_back(self._last)
            except KnownError as problem:
                self._window.messages.error(problem)
                return
            self._last = ()
            words = "The merge was taken back"
            self._window.messages.news(
                words, "Others who receive this board see it taken back, too. Undo brings it again."
            )

    def _show(self, foreign: Foreign, document: Document, name: str) -> None:
        bridge = self._window.bridge
        if bridge is None or bridge.document is not document:
            foreign.close()
            return
        try:
            self.preview = MergePreview(bridge, foreign, name, self._window)
        except KnownError as problem:
            foreign.close()
            self._window.messages.error(problem)
            return
        self.preview.merged.connect(self._merged)
        self.preview.open()

    def _merged(self, changesets: tuple[str, ...]) -> None:
        shown = self._window.shown
        self._last = tuple(changesets)
        rest = "See at the right what needs you." if shown and shown.panels.conflicts.count else "Nothing needs you."
        actions = (("Take back merge", self.take_back),)
        self._window.messages.news(f"{len(changesets)} changes were merged in", rest, actions, "merged")
