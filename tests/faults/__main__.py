"""The fault loops: what the program promises, tried until it breaks or time is up.

    python -m tests.faults [--kills N] [--races N] [--json FILE]

Prints a row for each kind of fault. The exit code is 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.faults.kills import kill_while_editing, kill_while_publishing
from tests.faults.outcome import Outcome, write_json
from tests.faults.processes import POSSIBLE
from tests.faults.races import race_of_people, race_of_windows


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="kills while editing; half as many while publishing")
    parser.add_argument("--races", type=int, default=100, help="races of two processes, of each kind")
    parser.add_argument("--json", type=Path, help="write the rows there, too")
    choice = parser.parse_args(words)
    if not POSSIBLE:
        print("The fault loops need a system that can fork processes and kill them.", file=sys.stderr)
        return 2
    outcomes: list[Outcome] = []
    for loop, tries in (
        (kill_while_editing, choice.kills),
        (kill_while_publishing, (choice.kills + 1) // 2),
        (race_of_windows, choice.races),
        (race_of_people, choice.races),
    ):
        outcomes.append(loop(tries))
        print(outcomes[-1].text(), flush=True)
    if choice.json:
        write_json(choice.json, outcomes)
    return int(any(outcome.lost for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
