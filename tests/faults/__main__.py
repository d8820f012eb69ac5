"""The fault loops: what the program promises, tried until it breaks or time is up.

    python -m tests.faults [--kills N] [--races N] [--fuzz N] [--row NUMBER] [--json FILE]

Prints a row for each kind of fault: the loops, then each row that a test is named after. The exit code is 1 if
anything was lost.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.faults import fuzz
from tests.faults.kills import kill_while_editing, kill_while_publishing
from tests.faults.outcome import Outcome, write_json
from tests.faults.processes import POSSIBLE
from tests.faults.races import race_of_people, race_of_windows
from tests.faults.rows import try_rows


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="kills while editing; half as many while publishing")
    parser.add_argument("--races", type=int, default=100, help="races of two processes, of each kind")
    parser.add_argument("--fuzz", type=int, default=20_000, help="damaged boards, and a quarter as many other files")
    parser.add_argument("--row", default="", help="only the tests of this row, and no loop")
    parser.add_argument("--no-rows", action="store_true", help="only the loops")
    parser.add_argument("--json", type=Path, help="write the rows there, too")
    choice = parser.parse_args(words)
    if not POSSIBLE:
        print("The fault loops need a system that can fork processes and kill them.", file=sys.stderr)
        return 2
    outcomes: list[Outcome] = []
    for loop, tries in (
        ()
        if choice.row
        else (
            (kill_while_editing, choice.kills),
            (kill_while_publishing, (choice.kills + 1) // 2),
            (race_of_windows, choice.races),
            (race_of_people, choice.races),
        )
    ):
        outcomes.append(loop(tries))
        print(outcomes[-1].text(), flush=True)
    if not choice.no_rows:
        os.environ[fuzz.CASES] = str(choice.fuzz)
        rows = try_rows(choice.row)
        print("\n".join(outcome.text() for outcome in rows), flush=True)
        outcomes += rows
    if choice.json:
        write_json(choice.json, outcomes)
    return int(any(outcome.lost for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
