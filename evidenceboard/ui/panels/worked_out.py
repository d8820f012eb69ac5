"""Something that takes long to work out of the board as it stands: beside the window, with progress, to be stopped.

What is soon worked out is worked out by itself; what takes longer, only when a person asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import Shiboken

from evidenceboard.analysis.graph import Graph
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.widgets.buttons import push_button

AS_DRAWN = "Of the board as it is, without the what-if."
AT_ONCE = 5_000_000  # links to work out: about half a second beside the window; more only when asked
Work = Callable[[Graph, str, Progress], Any]


class WorkedOut(QObject):
    """One result, of the graph and the way of counting for which it was worked out.

    Attributes:
        found: the result; None where there is none yet.
        running: it is being worked out.
        button: asks for it, or stops it; whoever shows the result puts it somewhere.

    Signals:
        changed: there is another result, or none, or it is being worked out.
    """

    changed = Signal()
    progressed = Signal(int, int)

    def __init__(self, bridge: Bridge, title: str, work: Work, effort: Callable[[Graph], int] | None = None) -> None:
        """What `work` finds.

        Args:
            title: as in "Work out the linchpins": "the linchpins".
            effort: how many links it works out; without it nothing is begun by itself.
        """
        super().__init__()
        self._bridge, self._title, self._work, self._effort = bridge, title, work, effort
        self._of: tuple[Graph, str] | None = None
        self._job: jobs.Job | None = None
        self.found: Any = None
        self.button: QPushButton = push_button(f"Work out {title}", "link")
        self.button.clicked.connect(self.ask_or_stop)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def graph(self) -> Graph | None:
        """Of which `found` was worked out."""
        return self._of[0] if self._of is not None else None

    def about(self, told: str) -> str:
        """What is told of the result, and in a what-if that it is none of it."""
        return f"{AS_DRAWN} {told}".strip() if self._bridge.standings.what_if else told

    def follow(self) -> None:
        """The board may stand otherwise now: what was found of another one goes."""
        now = self._bridge.standings.now
        if now is None:
            return
        graph, count = now.board.graph, now.board.count
        if self._of is None or self._of[0] is not graph or self._of[1] != count:
            self._of, self.found = (graph, count), None
            self.stop()
            if self._effort is not None:
                self._begin(asked=False)
            self._tell()

    def ask_or_stop(self) -> None:
        """What the button does."""
        if self.running:
            self.stop()
            self._tell()
        else:
            self.ask()

    def ask(self) -> None:
        """Work it out, however long it takes."""
        self.follow()
        if self._of is not None:
            self.stop()
            self.found = None
            self._begin(asked=True)
            self._tell()

    def stop(self) -> None:
        """Let what is under way be."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def forget(self) -> None:
        """Something else is asked for now."""
        self.stop()
        self.found = None
        self._tell()

    def _begin(self, *, asked: bool) -> None:
        assert self._of is not None
        (graph, count), work, effort = self._of, self._work, self._effort

        def run(progress: Progress) -> Any:
            if not asked and (effort is None or effort(graph) > AT_ONCE):
                return None
            return work(graph, count, progress)

        job = jobs.run(
            self._title,
            run,
            lambda found: self._take(job, found),
            lambda _problem: self._take(job, None),
            gives_way=True,
        )
        self._job = job
        job.progressed.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def tell_in(self, label: QLabel) -> None:
        """Say in a label how far it is."""

        def tell(done: int, total: int) -> None:
            if Shiboken.isValid(label):  # the panel may go while it is worked out
                label.setText(how_far(done, total))

        self.progressed.connect(tell)

    def _pass_on(self, done: int, total: int) -> None:
        if self.sender() is self._job:
            self.progressed.emit(done, total)

    def _take(self, job: jobs.Job, found: Any) -> None:
        if self._job is job and not self._bridge.document.closed:
            self._job, self.found = None, found
            self._tell()

    def _tell(self) -> None:
        self.button.setText("Cancel" if self.running else f"Work out {self._title}")
        self.button.setVisible(self.running or self.found is None)
        self.changed.emit()


def how_far(done: int, total: int) -> str:
    """Progress in words."""
    return f"Working it out: {done:,} of {total:,}" if total else "Working it out …"
