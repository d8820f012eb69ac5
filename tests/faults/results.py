"""The page `RESULTS.md`: what a full run of the fault command and a soak found, from the JSON that they wrote.

python -m tests.faults.results FAULTS.json … SOAK.json > tests/faults/RESULTS.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.outcome import Outcome, in_all, listed

HEAD = """# The faults, as last tried

`python3 packaging/run.py faults [--rows 1-40,45] [--scale N] [--json FILE]` tries them anew, and
`python3 packaging/run.py faults --soak 20000` lets two people work for long; `python -m tests.faults.results` makes
this page of what they wrote, in one run or in several. The times are those of two shared cores, with all files in
memory. A row may stand more than once: each line is a test or a loop of its own.
"""
LATER = """
Not tried, because the program has none of it yet: signatures (77, 78), encrypted boards (80, 81), redacted copies and
erasure (105 to 107, 112), PostgreSQL (114 to 116).
"""
SOAK = """
## Two people, for long

Both edit, save, merge and reopen copies of one board in two processes at the same time; some are killed. Each line was
measured on the way. An operation is a change of one record: a gesture has two on average.
"""


def page(faults: list[Outcome], soaks: list[Outcome]) -> str:
    """The whole page."""
    known = {row for each in faults for row in each.rows}
    missing = sorted(set(range(1, 118)) - known)
    lines = [HEAD, f"{in_all(faults).capitalize()}.", "", *_rows(faults)]
    lines += [f"\nRows without a test of their own: {', '.join(map(str, missing))}.", LATER] if missing else []
    for soak in soaks:
        verdict = "; ".join(soak.lost) or "nothing lost"
        lines += [SOAK, f"{listed(soak.counts)}, {soak.seconds / 60:.0f} min: {verdict}.", "", *_growth(soak.growth)]
    return "\n".join(lines)


def _rows(outcomes: Iterable[Outcome]) -> Iterator[str]:
    yield "| row | what | tried | seconds | what happened | |"
    yield "|---|---|---|---|---|---|"
    for each in sorted(outcomes, key=lambda outcome: (outcome.rows, outcome.what)):
        rows = ", ".join(map(str, each.rows))
        verdict = f"**{len(each.lost)} broken promises**" if each.lost else "nothing lost"
        yield f"| {rows} | {each.what} | {each.tries:,} | {each.seconds:.1f} | {listed(each.counts)} | {verdict} |"


def _growth(growth: list[dict[str, int]]) -> Iterator[str]:
    if growth:
        yield f"| {' | '.join(growth[0])} |"
        yield "|---" * len(growth[0]) + "|"
    for figures in growth:
        yield f"| {' | '.join(f'{figure:,}' if figure else '' for figure in figures.values())} |"


def _read(path: str) -> list[Outcome]:
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    return [Outcome(**{**each, "rows": tuple(each["rows"])}) for each in found]


if __name__ == "__main__":
    *runs, soaked = map(_read, sys.argv[1:])
    print(page([outcome for run in runs for outcome in run], soaked))
