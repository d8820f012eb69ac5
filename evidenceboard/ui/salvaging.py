"""A board that was refused as damaged: what is intact of it becomes a new board, if a person wants it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.store.salvage import Salvaged, salvage
from evidenceboard.ui.dialogs.left_out import of_salvage
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.telling import Button

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.main_window import MainWindow


def not_opened_key(path: Path) -> str:
    """The key of the bar that says why a file was not opened."""
    return f"not-opened-{path}"


def way_out(program: Program, window: MainWindow, path: Path) -> Button:
    """The button that salvages a file."""
    return "Salvage what is intact…", partial(_choose, program, window, path)


def _choose(program: Program, window: MainWindow, path: Path) -> None:
    start = str(path.with_name(f"{path.stem} salvaged.board"))
    name, _filter = QFileDialog.getSaveFileName(window, "Salvage into a new board", start, "Boards (*.board)")
    if name:
        salvage_into(program, window, path, Path(name))


def salvage_into(program: Program, window: MainWindow, path: Path, target: Path) -> None:
    """Salvage beside the window, then open the new board and say what is lost."""
    scratch = program.installation.scratch()
    run_shown(
        window,
        "Salvaging the board",
        lambda report: salvage(path, target, scratch, report),
        lambda found: _show(program, window, path, target, found),
    )


def _show(program: Program, window: MainWindow, path: Path, target: Path, found: Salvaged) -> None:
    window.messages.dismiss(not_opened_key(path))
    program.open(target, window)
    of_salvage(found.refused, found.changesets, found.photos, window).open()
