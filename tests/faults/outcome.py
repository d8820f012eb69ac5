"""What a fault loop found, as a row that a person can read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """One kind of fault, tried many times.

    Attributes:
        what: the fault.
        tries: how often it was tried.
        lost: what was lost or broken, in words; empty if every promise was kept.
        counts: what happened how often.
        seconds: how long it took.
        rows: of the fault table.
        growth: what was measured on the way, one figure beside the other.
    """

    what: str
    tries: int = 0
    lost: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    rows: tuple[int, ...] = ()
    growth: list[dict[str, int]] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + by

    def check(self, true: bool, otherwise: str) -> None:
        """Note a broken promise, with the try at which it broke."""
        if not true:
            self.lost.append(f"try {self.tries}: {otherwise}")

    def text(self) -> str:
        """The row and, below it, what was lost."""
        happened = listed(self.counts)
        verdict = "nothing lost" if not self.lost else f"{len(self.lost)} BROKEN PROMISES"
        numbers = ",".join(map(str, self.rows))
        row = f"{numbers:>6}  {self.what:<72} {self.tries:>5} × {self.seconds:>7.1f} s   {verdict}"
        more = [f"        {happened}"] if happened else []
        more += [f"        - {listed(figures)}" for figures in self.growth]
        return "\n".join([row, *more, *(f"        ! {line}" for line in self.lost[:20])])


def in_all(outcomes: list[Outcome]) -> str:
    """The last line of a run."""
    tries, seconds = sum(each.tries for each in outcomes), sum(each.seconds for each in outcomes)
    lost = sum(len(each.lost) for each in outcomes)
    rows = {row for each in outcomes for row in each.rows}
    verdict = f"{lost} BROKEN PROMISES" if lost else "nothing lost"
    return f"in all  {len(rows)} rows of the table, {tries:,} tries, {seconds / 60:,.0f} min: {verdict}"


def listed(figures: dict[str, int]) -> str:
    """Figures as a person reads them."""
    return ", ".join(f"{count:,} {what}" for what, count in figures.items() if count)


def write_json(path: Path, outcomes: list[Outcome]) -> None:
    """All rows, for a machine."""
    path.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=2), encoding="utf-8")
