"""find: search a board."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidenceboard.cli import boards, show
from evidenceboard.finding.find import find


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE and what is looked for."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("words", nargs="+", metavar="WORDS", help="all of them must occur, in any text of a card")


def run(args: argparse.Namespace) -> int:
    """Print the cards that are hit, best first; the exit code is 0, also where nothing is found."""
    with boards.reading(args, args.file) as document:
        hits = find(document.records, " ".join(args.words))
        keys = {hit.card: document.board.value(hit.card, "key") for hit in hits}
    found = [{"card": hit.card, "key": keys[hit.card], "title": hit.title, "where": hit.where} for hit in hits]
    lines = [f"{keys[hit.card] or '–':6} {hit.title or '(no title)'}  [{hit.where}]" for hit in hits]
    show(args, {"hits": found}, lines or ["Nothing was found."])
    return 0
