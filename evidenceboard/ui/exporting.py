"""Export from the window: a picture of the board, or its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from evidenceboard.errors import KnownError
from evidenceboard.exchange.tables import write_tables
from evidenceboard.ui import render

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

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
    """Ask for a folder, and write cards and edges there."""
    page = window.page
    if page is None:
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
