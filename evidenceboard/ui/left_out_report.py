"""A report of what the opening of a board left out: the list, and each entry as it stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.progress import Progress
from evidenceboard.store.files import write_whole
from evidenceboard.store.reading import Refused
from evidenceboard.store.remains import report_of
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.words import one_line

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


def save_report_of(window: MainWindow, document: Document, left_out: Sequence[Refused]) -> None:
    """Ask where, then write it beside the window."""
    path = document.path
    if path is None:
        return
    start = str(path.with_name(f"{path.stem} left out.json"))
    name, _filter = QFileDialog.getSaveFileName(window, "Save a report of what was left out", start, "JSON (*.json)")
    if not name:
        return
    scratch, target = document.installation.scratch(), Path(name)

    def work(progress: Progress) -> None:
        try:
            write_whole(target, report_of(path, scratch, left_out, progress))
        except OSError as problem:
            raise KnownError(f"The report was not written: {problem.strerror}", "Choose another place.") from problem

    words = f"The report is in {one_line(target.name, 80)}"
    run_shown(window, "Writing the report", work, lambda _none: window.messages.news(words))
