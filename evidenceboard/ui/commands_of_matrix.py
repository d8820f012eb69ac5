"""The commands of the matrix; from anywhere else they turn to it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.analysis.ach_scoring import SCHEMES
from evidenceboard.analysis.ach_table import AGAINST, DIAGNOSTICITY, LEADERS, ORIGIN
from evidenceboard.ui.actions import Entry
from evidenceboard.ui.exporting_matrix import export_matrix

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow
    from evidenceboard.ui.views.matrix import MatrixView

ORDERS = {
    ORIGIN: "Matrix: items by origin",
    DIAGNOSTICITY: "Matrix: items by diagnosticity",
    LEADERS: "Matrix: items by what tells the leaders apart",
    AGAINST: "Matrix: items by what speaks against most",
}
KEYS = (
    ("Next cell", "arrows"),
    ("First or last of the row", "Home / End"),
    ("II, I, N, C, CC", "1 / 2 / 3 / 4 / 5"),
    ("Inconsistent, consistent", "I / C"),
    ("The same, strongly", "Shift+I / Shift+C"),
    ("Not rated: takes the link away", "N / Del"),
    ("Next cell without a rating", "U"),
    ("Write the reason", "F2"),
    ("Show the link on the board", "Enter"),
    ("Hypotheses in rows or columns", "T"),
    ("Copy as table", "Ctrl+C"),
)


def matrix_entries(window: MainWindow, why: Callable[[], str | None]) -> list[Entry]:
    """What can be done with the whole matrix.

    Args:
        why: the reason why no board can be looked at now.
    """

    def run(work: Callable[[MatrixView], object]) -> Callable[[], object]:
        return lambda: _in_matrix(window, work)

    def asking(**wish: object) -> Callable[[], object]:
        return run(lambda view: view.ask(**wish))

    return [
        Entry("Transpose the matrix", "View", run(lambda view: view.transpose()), (), why),
        *(Entry(name, "View", asking(order=order), (), why) for order, name in ORDERS.items()),
        *(
            Entry(f"Matrix: score as {each.title}", "View", asking(scheme=key), (), why)
            for key, each in SCHEMES.items()
        ),
        Entry("Matrix: count what bears through claims", "View", run(lambda view: view.turn_claims()), (), why),
        Entry("Copy the matrix as a table", "Edit", run(lambda view: view.copy_table()), (), why),
    ]


def matrix_exports(window: MainWindow, why: Callable[[], str | None]) -> list[Entry]:
    """What of it leaves the window."""
    export = lambda: _in_matrix(window, lambda view: export_matrix(window, view))  # noqa: E731
    return [Entry("Export the matrix…", "File", export, (), why)]


def _in_matrix(window: MainWindow, work: Callable[[MatrixView], object]) -> None:
    from evidenceboard.ui.views.matrix import MatrixView

    window.tabs.show("Matrix")
    view = window.shown.views.view if window.shown is not None else None
    if isinstance(view, MatrixView):
        work(view)
