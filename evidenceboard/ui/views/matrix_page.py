"""The matrix in the words of the board, for what leaves the window: the clipboard, files."""

from __future__ import annotations

from collections.abc import Generator

from evidenceboard.analysis.ach_table import Table
from evidenceboard.exchange.matrices import Label, MatrixPage, cells
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.clipboard import as_text
from evidenceboard.ui.views.matrix_faces import Faces

AT_ONCE = 10  # cards whose words are read in one step


def page_of(table: Table, faces: Faces, title: str, told: str, transposed: bool) -> Generator[None, None, MatrixPage]:
    """The matrix with all its words, which are read some in each step."""
    matrix = table.matrix
    labels: dict[RecordId, Label] = {}
    for at, card in enumerate((*matrix.rows, *matrix.columns)):
        face = faces.card(card)
        labels[card] = Label(face.key, face.title, face.source, face.grade)
        if at % AT_ONCE == AT_ONCE - 1:
            yield
    origins = {origin: faces.origin(origin) for origin in matrix.origins}
    return MatrixPage(table, title, told, labels, origins, transposed)


def as_table(page: MatrixPage) -> str:
    """The whole matrix as lines of cells between tabs, with its numbers."""
    return as_text(cells(page))
