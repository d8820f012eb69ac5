"""Long work that a person sees in the status bar and can cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shiboken6 import Shiboken

from evidenceboard.ui import jobs

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


def run_shown(
    window: MainWindow,
    words: str,
    work: jobs.Work,
    done: Callable[[Any], object],
    failed: Callable[[BaseException], object] | None = None,
) -> None:
    """Do ``work`` beside the window; ``done`` gets its result, trouble is told in the window's bar or to ``failed``.

    What arrives for a window that has gone is given back unused.
    """

    def told(problem: BaseException) -> None:
        if Shiboken.isValid(window):
            (failed or window.messages.error)(problem)

    line = window.status.add_progress(words)
    job = jobs.run(words, work, done, told, line.show_progress)
    line.cancelled.connect(job.cancel)
    job.ended.connect(line.end)
    window.destroyed.connect(job.cancel)
