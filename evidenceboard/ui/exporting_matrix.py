"""Export of the matrix from the window: a table, a web page, or drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from evidenceboard.errors import KnownError
from evidenceboard.exchange.matrices import MatrixPage, matrix_csv, matrix_html
from evidenceboard.exchange.safe_files import safe_stem, write_into
from evidenceboard.ui import theme
from evidenceboard.ui.long_work import run_shown

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow
    from evidenceboard.ui.views.matrix import MatrixView

FORMATS = {
    "Web page (*.html)": "html",
    "Table (*.csv)": "csv",
    "PDF pages (*.pdf)": "pdf",
    "PNG picture (*.png)": "png",
    "SVG drawing (*.svg)": "svg",
}
TEXTS: dict[str, Callable[[MatrixPage], bytes]] = {"csv": matrix_csv, "html": matrix_html}
NOTHING = "There is no matrix to export yet: link a card to a hypothesis first"


def export_matrix(window: MainWindow, view: MatrixView) -> None:
    """Ask where, and write the matrix there as it is ordered and scored now."""
    if view.grid.table is None or not view.grid.table.matrix.columns:
        window.messages.news(NOTHING)
        return
    title = view.bridge.document.title or "board"
    start = f"{safe_stem(f'{title} matrix.html')}.html"
    name, chosen = QFileDialog.getSaveFileName(window, "Export the matrix", start, ";;".join(FORMATS))
    if name:
        path, form = path_and_form(name, FORMATS.get(chosen, "html"))
        view.with_page(partial(_export, window, view, path, form))


def path_and_form(name: str, chosen: str) -> tuple[Path, str]:
    """Where to and as what: the ending that was typed decides, where it is one of ours.

    >>> path_and_form("a.csv", "html"), path_and_form("a.b", "pdf")
    ((PosixPath('a.csv'), 'csv'), (PosixPath('a.b.pdf'), 'pdf'))
    """
    ending = Path(name).suffix.lower().removeprefix(".")
    return (Path(name), ending) if ending in FORMATS.values() else (Path(f"{name}.{chosen}"), chosen)


def _export(window: MainWindow, view: MatrixView, path: Path, form: str, page: MatrixPage) -> None:
    write = partial(_write, window, path)
    if form in TEXTS:
        run_shown(window, "Matrix", lambda _progress: TEXTS[form](page), write)
        return
    from evidenceboard.ui.views.matrix_drawing import Drawing

    drawing = Drawing(page, view.grid.faces, theme.THEMES["light"])
    try:
        if form == "pdf":
            view.bridge.searching.run(drawing.pdf(), write)
        elif form == "png":
            view.bridge.searching.run(drawing.picture(), partial(_as_png, window, write))
        else:
            view.bridge.searching.run(drawing.svg(), write)
    except KnownError as problem:
        window.messages.error(problem)


def _as_png(window: MainWindow, write: Callable[[bytes], None], picture: QImage) -> None:
    from evidenceboard.ui.views.matrix_drawing import as_png

    run_shown(window, "Matrix", lambda _progress: as_png(picture), write)


def _write(window: MainWindow, path: Path, data: bytes) -> None:
    try:
        write_into(path.parent, path.name, data)
    except OSError as problem:
        reason = problem.strerror or "the disk refused"
        window.messages.error(KnownError(f"The matrix was not written: {reason}", "Choose another place."))
    except KnownError as problem:
        window.messages.error(problem)
    else:
        window.messages.news(f"The matrix was written to {path.name}")
