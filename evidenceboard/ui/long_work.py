"""Long work that a person sees in the status bar and can cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

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
    """Do ``work`` beside the window; ``done`` gets its result, trouble is told in the window's bar or to ``failed``."""
    line = window.status.add_progress(words)
    job = jobs.run(words, work, done, failed or window.messages.error, line.show_progress)
    line.cancelled.connect(job.cancel)
    job.ended.connect(line.end)
