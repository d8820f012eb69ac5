"""The faults of the table, tried until something breaks or all were tried.

    python -m tests.faults [--rows 1-40,45] [--scale N] [--json FILE]
    python -m tests.faults --soak STEPS [--seed N] [--json FILE]

Prints a line for each: the row, the fault, how often it was tried, how long that took, what was lost. The exit code
is 1 if anything was. At `--scale 1` a run tries 300 kills, 300 kills while publishing, 400 power cuts and 600 copies.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.faults import fuzz
from tests.faults.outcome import Outcome, in_all, write_json
from tests.faults.processes import POSSIBLE
from tests.faults.registry import Loop, loops
from tests.faults.rows import try_rows
from tests.faults.soak import soak

FUZZ = 20_000  # damaged boards, and a quarter as many other files


def main(words: list[str]) -> int:
    choice = _parser().parse_args(words)
    if not POSSIBLE:
        print("The fault loops need a system that can fork processes and kill them.", file=sys.stderr)
        return 2
    rows = set(_numbers(choice.rows))
    outcomes: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        print(outcome.text(), flush=True)
        if choice.json:
            write_json(choice.json, outcomes)  # all so far: a long run may be ended by somebody

    if choice.soak:
        tell(soak(choice.soak, choice.seed))
    else:
        _try(rows, choice.scale, tell)
    print(in_all(outcomes), flush=True)
    return int(any(outcome.lost for outcome in outcomes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="faults", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", default="1-999", help="which rows of the table, as 1-40,45")
    parser.add_argument("--scale", type=float, default=1.0, help="how often the loops try, against a full run")
    parser.add_argument("--soak", type=int, help="instead: so many gestures of two processes, with kills in between")
    parser.add_argument("--seed", type=int, default=1, help="of the soak")
    parser.add_argument("--json", type=Path, help="write the rows there, too")
    return parser


def _numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _try(rows: set[int], scale: float, tell: Callable[[Outcome], None]) -> None:
    for loop in loops():
        if rows.intersection(loop.rows):
            tell(replace(_tried_once(loop, max(1, round(loop.times * scale))), rows=loop.rows))
    os.environ[fuzz.CASES] = str(max(1, round(FUZZ * scale)))
    try:
        try_rows(rows.__contains__, tell)
    finally:
        del os.environ[fuzz.CASES]  # whoever runs this beside other tests has not asked them for as many


def _tried_once(loop: Loop, times: int) -> Outcome:
    """A loop that cannot go on has broken a promise, and keeps no other from being tried."""
    begun = time.monotonic()
    try:
        return loop.run(times)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is told and the run goes on
        lost = ["".join(traceback.format_exception(problem))[-2000:]]
        return Outcome(f"{loop.run.__name__} could not go on", lost=lost, seconds=time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
