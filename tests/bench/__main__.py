"""The benchmark: how fast the canvas and the opening of a board are, against baselines measured in turns.

    python -m tests.bench [--sizes 100 1000 10000] [--seed 1] [--quick] [--again] [--json FILE]

Makes a board of each size and measures it in processes of its own. The exit code is 1 if a limit is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.bench.boards import make_board
from tests.bench.results import BUSY, Result, table, write_json

SIZE_LIMITS = {"pan": 6.0, "drag": 2.0}  # S9: the largest board against one of 1,000 cards
PARTS = ("opening", "canvas", "stranger", "behind")  # the last one writes


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000], help="cards; twice as many links")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="fewer frames, and nothing at whole zoom")
    parser.add_argument("--again", action="store_true", help="measure once more what broke a limit before believing it")
    parser.add_argument("--json", type=Path, help="write all figures there, too")
    choice = parser.parse_args(words)
    facts: dict[str, Any] = {}
    results: list[Result] = []
    for cards in choice.sizes:
        found, facts = measure(cards, choice.seed, choice.quick)
        if choice.again and any(result.failed for result in found):
            found = better(found, measure(cards, choice.seed, choice.quick)[0])
        results += found
        print(f"\n{cards:,} cards, {2 * cards:,} links, " + table(facts, found), flush=True)
    across = size_independence(results)
    if across:
        print("\n" + table({"the largest board against": "1,000 cards"}, across), flush=True)
    results += across
    if choice.json:
        write_json(choice.json, facts, results)
    failed = [result for result in results if result.failed]
    over = sum(not result.within for result in results) - len(failed)
    print(f"\n{len(results)} figures, {len(failed)} failed, {over} over a limit that only shows")
    print("".join(f"{result.cards:>7,} cards {result.row()}\n" for result in failed), end="")
    return int(bool(failed))


def measure(cards: int, seed: int, quick: bool) -> tuple[list[Result], dict[str, Any]]:
    """Make a board and measure it in processes of its own; also what it was measured on."""
    results: list[Result] = []
    facts: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        path, settings = Path(folder) / "bench.board", Path(folder) / "settings"
        begun = time.perf_counter()
        make_board(path, cards, seed, Installation(folders(settings)))
        made = time.perf_counter() - begun
        for part in PARTS:
            found = _in_a_process(part, path, settings, cards, quick)
            facts = found["facts"]
            results += [Result(**row) for row in found["results"]]
        facts |= {"file": f"{path.stat().st_size / 1e6:.1f} MB", "made in": f"{made:.1f} s"}
    return results, facts


def better(first: list[Result], second: list[Result]) -> list[Result]:
    """The first results, but for what failed there and not when it was measured again."""
    again = {(result.name, result.what): result for result in second}
    found = []
    for result in first:
        other = again.get((result.name, result.what), result)
        found.append(other if result.failed and not other.failed else result)
    return found


def _in_a_process(part: str, path: Path, settings: Path, cards: int, quick: bool) -> dict[str, Any]:
    words = [part, str(path), str(settings), str(cards), *(["--quick"] if quick else [])]
    command = [sys.executable, "-m", "tests.bench.one_size", *words]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def size_independence(results: list[Result]) -> list[Result]:
    """S9: how much slower the largest board is than one of 1,000 cards, by what both cost against a blit."""
    sizes = sorted({result.cards for result in results})
    if 1_000 not in sizes or sizes[-1] <= 1_000:
        return []
    rows = []
    for zoom in ("100 %", "25 %"):
        for what, limit in SIZE_LIMITS.items():
            small, large = (_against_blit(results, what, zoom, cards) for cards in (1_000, sizes[-1]))
            if small and large:
                ratio = large / small
                rows.append(Result("S9", f"{what} at {zoom}", sizes[-1], ratio, unit="×", limit=limit, slack=BUSY))
    return rows


def _against_blit(results: list[Result], what: str, zoom: str, cards: int) -> float | None:
    for result in results:
        if result.cards == cards and result.against == "blit" and result.what.startswith(what) and zoom in result.what:
            return result.ratio
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
