"""Opening a board in a window, and the ways to it when its file does not open or the program died at it before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from evidenceboard import recovering
from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, DamagedBoard, KnownError, OwnCopyDamaged, UnreadableBoard
from evidenceboard.progress import Progress
from evidenceboard.recovering import Kept
from evidenceboard.store.openings import TOO_OFTEN
from evidenceboard.ui import salvaging
from evidenceboard.ui.dialogs.left_out import of_mending
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.salvaging import not_opened_key
from evidenceboard.ui.telling import Button
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.main_window import MainWindow

WELL_MS = 10_000  # a board that has been open for so long was opened well


class Recovery(QObject):
    """Opens boards for the program."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program

    def open(self, path: Path, window: MainWindow, read_only: bool = False) -> None:
        """Open a board beside the window, then show it; one at which the program died twice is asked about first."""
        for key in window.messages.keys():  # noqa: SIM118 - no mapping; what was said of another file goes
            if key.startswith(not_opened_key(Path())[:-1]):
                window.messages.dismiss(key)
        died = 0 if read_only else self._program.installation.openings.died(str(path))
        if died >= TOO_OFTEN:
            self._look_for_kept(path, window, partial(self._ask, path, window, died))
        else:
            self.open_anyway(path, window, read_only)

    def open_anyway(self, path: Path, window: MainWindow, read_only: bool = False) -> None:
        """Open it, whatever happened before."""
        self._dismiss(path, window)
        run_shown(
            window,
            "Opening the board",
            lambda report: self._opened(path, read_only, report),
            lambda document: self._program.show(document, window),
            lambda problem: self._not_opened(path, window, problem),
        )

    def shown(self, document: Document, window: MainWindow) -> None:
        """A board is shown: soon it was opened well."""
        if document.path is not None:
            openings, key = self._program.installation.openings, str(document.path)
            QTimer.singleShot(WELL_MS, window, lambda: openings.end(key))
        if document.mended:
            words = "This board was damaged, and was mended as far as it could be"
            missing = tuple(document.missing)
            ways = (("Show what is missing", lambda: of_mending(missing, document.mended, window).open()),)
            window.messages.tell("warn", words, document.mended, ways if missing else (), key="mended")

    def _opened(self, path: Path, read_only: bool, progress: Progress) -> Document:
        """In a worker's thread: a document with the columns of the sheet that is shown first."""
        installation, author = self._program.installation, self._program.author
        if read_only:
            document = Document.open(path, installation, author, True, progress)
        else:
            installation.openings.begin(str(path))
            try:
                document = recovering.open_or_mend(path, installation, author, progress)
            except KnownError:
                installation.openings.end(str(path))
                raise
        document.geometry(document.first_sheet)
        return document

    def open_draft(self, board_id: str) -> Document:
        """A board that was never saved to a file."""
        installation, author = self._program.installation, self._program.author
        try:
            return Document.open_draft(board_id, installation, author)
        except OwnCopyDamaged:
            return recovering.mend(None, board_id, installation, author)

    def mend(self, window: MainWindow) -> None:
        """The working copy of the board that is shown is damaged: put that away, and open what can be had of it."""
        shown = window.shown
        if shown is None:
            return
        path, board_id = shown.document.path, shown.document.board_id
        with suppress(KnownError):
            shown.leave_fields()
        shown.document.abandon()
        window.let_go()
        installation, author = self._program.installation, self._program.author
        run_shown(
            window,
            "Mending the board",
            lambda report: recovering.mend(path, board_id, installation, author, report),
            lambda document: self._program.show(document, window),
        )

    def _not_opened(self, path: Path, window: MainWindow, problem: BaseException) -> None:
        if isinstance(problem, BoardUnavailable | UnreadableBoard):
            self._tell(path, window, problem, None)
            self._look_for_kept(path, window, partial(self._tell_more, path, window, problem))
        else:
            window.messages.error(problem)

    def _look_for_kept(self, path: Path, window: MainWindow, then: Callable[[Kept | None], object]) -> None:
        installation = self._program.installation
        run_shown(window, "Looking for what was kept", lambda _report: recovering.kept_of(path, installation), then)

    def _ask(self, path: Path, window: MainWindow, died: int, kept: Kept | None) -> None:
        words = (
            f"The program ended {'twice' if died == 2 else count(died, 'time', 'times')} while it opened {path.name}"
        )
        advice = "It was not opened now. Nothing was thrown away."
        ways = [*self._ways(path, window, kept), ("Open it anyway", lambda: self.open_anyway(path, window))]
        window.messages.tell("warn", words, advice, ways, key=not_opened_key(path))

    def _tell_more(self, path: Path, window: MainWindow, problem: KnownError, kept: Kept | None) -> None:
        """What was kept of it is offered, too, unless the person has gone on meanwhile."""
        if kept and not_opened_key(path) in window.messages.keys():  # noqa: SIM118 - no mapping
            self._tell(path, window, problem, kept)

    def _tell(self, path: Path, window: MainWindow, problem: KnownError, kept: Kept | None) -> None:
        title = f"{path.name}: {problem.title}"
        window.messages.tell(
            "danger", title, problem.advice, self._ways(path, window, kept, problem), key=not_opened_key(path)
        )

    def _ways(
        self, path: Path, window: MainWindow, kept: Kept | None, problem: KnownError | None = None
    ) -> list[Button]:
        """What can be opened in place of the file."""
        ways: list[Button] = []
        installation, author = self._program.installation, self._program.author
        if kept is not None and kept.working_copy is not None:
            work = partial(recovering.open_kept, path, installation, author)
            ways.append(("Open what was kept here", partial(self._show, path, window, lambda _report: work())))
        if kept is not None and kept.backups:
            backup = partial(recovering.open_backup, kept.board_id, installation, author)
            ways.append(("Open the backup", partial(self._show, path, window, backup)))
        if problem is None or isinstance(problem, DamagedBoard):
            ways.append(salvaging.way_out(self._program, window, path))
        return ways

    def _show(self, path: Path, window: MainWindow, work: Callable[[Progress], Document]) -> None:
        self._dismiss(path, window)
        run_shown(window, "Opening what was kept", work, lambda document: self._program.show(document, window))

    def _dismiss(self, path: Path, window: MainWindow) -> None:
        window.messages.dismiss(not_opened_key(path))
