"""Export from the window: a picture of the board, or its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.errors import KnownError
from evidenceboard.exchange.photos import geotagged
from evidenceboard.exchange.tables import write_tables
from evidenceboard.ui import render
from evidenceboard.ui.plain import plain_message

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

EXPORT = "Export with places"
FORMATS = {"PNG picture (*.png)": "png", "SVG drawing (*.svg)": "svg", "PDF page (*.pdf)": "pdf"}


def export_picture(window: MainWindow) -> None:
    """Ask where, and draw the whole board there."""
    page = window.page
    if page is None:
        return
    start = f"{page.bridge.document.title or 'board'}.png"
    name, chosen = QFileDialog.getSaveFileName(window, "Export a picture", start, ";;".join(FORMATS))
    if not name:
        return
    form = FORMATS.get(chosen, "png")
    path = Path(name if name.lower().endswith(f".{form}") else f"{name}.{form}")
    try:
        render.export(page.bridge.document, page.bridge.sheet, form, path)
    except (KnownError, OSError) as problem:
        window.messages.error(problem)
        return
    window.messages.news(f"The board was drawn to {path.name}")


def export_tables(window: MainWindow) -> None:
    """Ask for a folder, and write cards and edges there, with the original photos."""
    page = window.page
    if page is None:
        return
    if not _may_tell_places(window, geotagged(values for _, values in page.bridge.document.records("card"))):
        return
    name = QFileDialog.getExistingDirectory(window, "Folder for the tables")
    if not name:
        return
    try:
        lost = write_tables(page.bridge.document, Path(name))
    except (KnownError, OSError) as problem:
        window.messages.error(problem)
        return
    words = "; ".join(f"{what}: {reason}" for what, reason in lost)
    window.messages.news("Cards and edges were written as tables", f"Not in them: {words}" if words else "")


def _may_tell_places(window: MainWindow, photos: int) -> bool:
    """Whether photos may go out that say where they were taken; asked if there are any."""
    if not photos:
        return True
    title = "One photo says where it was taken" if photos == 1 else f"{photos} photos say where they were taken"
    words = "The tables come with the original photos. Whoever gets them can read the place in them."
    return plain_message(window, title, words, (EXPORT, "Cancel")) == EXPORT
