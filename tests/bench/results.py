"""One figure of the benchmark, its limit, and the table that a person reads."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.frames import Ratio, p95

SHOWN = 1e9  # slack of a limit that never fails the benchmark
BUSY = 3.0  # of a ratio: what else the machine does meets short frames and long ones differently
TURN = 8.0  # ms of the GUI thread in one turn of the event loop, whatever goes on beside the window
LOOSE = 3.0  # of one in milliseconds: machines differ


@dataclass(frozen=True)
class Result:
    """One row.

    Attributes:
        name: which scenario: "S1".
        what: in words.
        cards: of the board.
        median, p95: of the figure, in `unit`.
        against: what it is compared with.
        ratio, low, high: median, least and greatest of the blocks' ratios.
        limit: what the ratio, or without one the median, may be at most.
        frames: how many were painted.
        slack: how many times the limit fails the benchmark; up to then it is only shown to be over.
    """

    name: str
    what: str
    cards: int
    median: float
    p95: float | None = None
    unit: str = "ms"
    against: str = ""
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    frames: int = 0
    slack: float = 1.0

    @property
    def within(self) -> bool:
        """Whether it is within its limit, or has none."""
        return self.limit is None or self._figure <= self.limit

    @property
    def failed(self) -> bool:
        """Whether it is beyond its limit by more than its slack."""
        return not self.within and self.slack < SHOWN and self._figure > self.slack * (self.limit or 0.0)

    @property
    def _figure(self) -> float:
        return self.median if self.ratio is None else self.ratio

    def row(self) -> str:
        """The result as a line of the table."""
        most = "" if self.p95 is None else f"{self.p95:.1f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ({self.low:.2f}–{self.high:.2f})"
        limit = "" if self.limit is None else f"≤ {self.limit:g}"
        verdict = "" if self.limit is None else "ok" if self.within else "FAILED" if self.failed else "over"
        return (
            f"  {self.name:<4} {self.what:<40} {self.median:>9.2f} {most:>8} {self.unit:<4} "
            f"{self.against:<12} {ratio:<20} {limit:>8}  {verdict}"
        )


HEAD = f"  {'':<4} {'':<40} {'median':>9} {'p95':>8} {'':<4} {'against':<12} {'ratio (min–max)':<20} {'limit':>8}"


def compared(
    name: str,
    what: str,
    cards: int,
    ours: Sequence[Sequence[float]],
    theirs: Sequence[Sequence[float]],
    against: str,
    limit: float | None = None,
    worst: bool = False,
    slack: float = 1.0,
) -> Result:
    """A row of times by blocks against those of a baseline, measured in turns."""
    times = [each for block in ours for each in block]
    ratio = Ratio.of(ours, theirs, worst)
    return Result(
        name, what, cards, statistics.median(times), p95(times), "ms", against,
        ratio.middle, ratio.low, ratio.high, limit, len(times), slack,
    )  # fmt: skip


def table(facts: dict[str, Any], results: Sequence[Result]) -> str:
    """All rows of one size, under what they were measured on."""
    title = ", ".join(f"{name} {value}" for name, value in facts.items())
    return "\n".join([title, HEAD, *(result.row() for result in results)])


def write_json(path: Path, facts: dict[str, Any], results: Sequence[Result]) -> None:
    """All rows, for a machine."""
    rows = [asdict(result) | {"within": result.within, "failed": result.failed} for result in results]
    path.write_text(json.dumps({"facts": facts, "results": rows}, indent=2), encoding="utf-8")
