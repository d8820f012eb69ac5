"""A board that was refused as damaged: what is intact of it becomes a new board, if a person wants it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.errors import DamagedBoard, KnownError
from evidenceboard.progress import Stopped
from evidenceboard.store.salvage import Salvaged, salvage
from evidenceboard.ui.dialogs.left_out import of_salvage
from evidenceboard.ui.long_work import run_shown

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.main_window import MainWindow

KEY = "not-opened"


def not_opened(program: Program, window: MainWindow, path: Path, problem: BaseException) -> None:
    """Say why a board was not opened; of a damaged one offer to salvage what is intact."""
    if isinstance(problem, DamagedBoard):
        ask = partial(_choose, program, window, path)
        buttons = (("Salvage what is intact…", ask),)
        window.messages.tell("danger", problem.title, problem.advice, buttons, key=KEY)
    elif isinstance(problem, KnownError) and not isinstance(problem, Stopped):
        window.messages.tell("danger", problem.title, problem.advice, key=KEY)
    else:
        window.messages.error(problem)


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
        lambda found: _show(program, window, target, found),
    )


def _show(program: Program, window: MainWindow, target: Path, found: Salvaged) -> None:
    program.open(target, window)
    of_salvage(found.refused, found.changesets, found.photos, window).open()
