"""The commands of the matrix; from anywhere else they turn to it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.ui.actions import Entry

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow
    from evidenceboard.ui.views.matrix import MatrixView


def matrix_entries(window: MainWindow, why: Callable[[], str | None]) -> list[Entry]:
    """What can be done with the whole matrix.

    Args:
        why: the reason why no board can be looked at now.
    """

    def run(work: Callable[[MatrixView], object]) -> Callable[[], object]:
        return lambda: _in_matrix(window, work)

    return [
        Entry("Transpose the matrix", "View", run(lambda view: view.transpose()), (), why),
        Entry("Matrix: items by origin", "View", run(lambda view: view.ask(order="origin")), (), why),
        Entry("Matrix: items by diagnosticity", "View", run(lambda view: view.ask(order="all")), (), why),
        Entry("Matrix: items by what tells the leaders apart", "View", run(lambda v: v.ask(order="leaders")), (), why),
        Entry("Copy the matrix as a table", "Edit", run(lambda view: view.copy_table()), (), why),
    ]


def _in_matrix(window: MainWindow, work: Callable[[MatrixView], object]) -> None:
    from evidenceboard.ui.views.matrix import MatrixView

    window.tabs.show("Matrix")
    view = window.shown.views.view if window.shown is not None else None
    if isinstance(view, MatrixView):
        work(view)
