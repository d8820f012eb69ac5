"""Timing frames: a step, then the event loop until the widget has painted; baselines in between, block by block."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication, QWidget

WARM_UP, FRAMES, BLOCKS = 5, 60, 4
LONGEST_BLOCK = 1_500.0  # ms after which a slow baseline has shown enough
PATIENCE = 20.0  # seconds for one frame
QUIET, WORK = 0.25, 0.0005  # seconds without a turn of the event loop that takes longer than the second
LONGEST_REST = 5.0  # seconds

Step = Callable[[int], None]


class NoFrame(AssertionError):
    """A step was made and nothing was painted: whatever was measured is no frame."""


class Screen:
    """A widget, the steps that make it paint, and how often it has painted."""

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self.painted = 0

    def count(self) -> None:
        """To be called by the widget after every paint event."""
        self.painted += 1

    def frame(self, step: Callable[[], None]) -> float:
        """Milliseconds from before a step until the widget has painted.

        Raises:
            NoFrame: it never did.
        """
        before, begun = self.painted, time.perf_counter()
        step()
        while self.painted == before:
            QApplication.processEvents()
            if time.perf_counter() - begun > PATIENCE:
                raise NoFrame(f"{type(self.widget).__name__} did not paint")
        return 1000 * (time.perf_counter() - begun)


def rest() -> None:
    """Let everything that works in the pauses of the event loop come to its end."""
    begun = quiet = time.perf_counter()
    while time.perf_counter() - quiet < QUIET and time.perf_counter() - begun < LONGEST_REST:
        turn = time.perf_counter()
        QApplication.processEvents()
        if time.perf_counter() - turn > WORK:
            quiet = time.perf_counter()
        time.sleep(0.001)


@dataclass
class Run:
    """A scenario on one screen.

    Attributes:
        step: makes the next frame necessary; gets the frame's number.
        before: brings the screen into the state that a block begins with.
        rests: whether it works in the pauses of the event loop, so that a block must wait until that is done.
        blocks: milliseconds of the frames of each block.
    """

    screen: Screen
    step: Step
    before: Callable[[], None] = lambda: None
    rests: bool = True
    blocks: list[list[float]] = field(default_factory=list)

    def block(self, frames: int) -> None:
        """Warm up, then take the times of some frames."""
        self.before()
        if self.rests:
            rest()
        times: list[float] = []
        spent = 0.0
        for number in range(WARM_UP + frames):
            taken = self.screen.frame(lambda: self.step(number))  # noqa: B023 (called at once)
            spent += taken
            if number >= WARM_UP or spent > LONGEST_BLOCK / 2:
                times.append(taken)
            if times and spent > LONGEST_BLOCK:
                break
        self.blocks.append(times)

    @property
    def times(self) -> list[float]:
        return [each for block in self.blocks for each in block]


def interleave(runs: Sequence[Run], frames: int = FRAMES) -> None:
    """Blocks A B C A B C …, so that whatever else the machine does meets all of them."""
    for _ in range(BLOCKS):
        for run in runs:
            run.block(frames // BLOCKS)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


@dataclass(frozen=True)
class Ratio:
    """How one thing compares with another, by blocks that ran next to each other."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, these: Sequence[Sequence[float]], those: Sequence[Sequence[float]], worst: bool = False) -> Ratio:
        """The ratios of the blocks' medians; with ``worst`` of the 95th percentile of these to the median of those."""
        measure = p95 if worst else statistics.median
        found = [measure(a) / statistics.median(b) for a, b in zip(these, those, strict=True)]
        return cls(statistics.median(found), min(found), max(found))
