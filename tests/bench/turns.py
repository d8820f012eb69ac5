"""How long the GUI thread is held at a stretch while something goes on: what a key or the mouse then waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

PAUSE = 0.001  # seconds between two looks for events: more of them would take time from what is measured
PATIENCE = 120.0  # seconds


class NeverDone(AssertionError):
    """What was waited for did not happen."""


@dataclass
class Turns:
    """The turns of the event loop while something went on, in ms.

    A turn is all that is done between two looks for new events. Its CPU time is that of the GUI thread alone: where
    the wall time of a turn is much longer, other threads or programs had the processor, or a thread held Python's
    lock.

    Attributes:
        wall, cpu: of every turn, in their order; the first is the action itself.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """Wall time of the longest turn."""
        return max(self.wall)

    @property
    def longest_cpu(self) -> float:
        """CPU time of the turn that took most of it."""
        return max(self.cpu)

    def over(self, limit: float) -> int:
        """How many turns had more CPU time than a limit in ms."""
        return sum(each > limit for each in self.cpu)

    def add(self, work: Callable[[], object]) -> None:
        """Do something as one turn."""
        wall, cpu = time.perf_counter(), time.thread_time()
        work()
        self.cpu.append(1000 * (time.thread_time() - cpu))
        self.wall.append(1000 * (time.perf_counter() - wall))


def turns_during(action: Callable[[], object], done: Callable[[], bool], patience: float = PATIENCE) -> Turns:
    """Do something on the GUI thread, then turn the event loop until it is done, and time every turn.

    Args:
        action: begins what is measured; it counts as a turn, too.
        done: asked after every turn.
        patience: seconds.

    Raises:
        NeverDone: it was not done by then.
    """
    turns, end = Turns(), time.monotonic() + patience
    turns.add(action)
    while not done():
        if time.monotonic() > end:
            raise NeverDone(f"not done after {patience:g} s")
        time.sleep(PAUSE)
        turns.add(QApplication.processEvents)
    return turns
