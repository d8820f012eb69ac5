"""new: make an empty board."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidenceboard.cli import boards, show
from evidenceboard.document import Document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE and its title."""
    parser.add_argument("file", type=Path, metavar="FILE", help="where the board is put; nothing may lie there yet")
    parser.add_argument("--title", default="", metavar="T", help="what the board is called")


def run(args: argparse.Namespace) -> int:
    """Make it; the exit code is 0."""
    boards.refuse_to_overwrite(args.file)
    desk = boards.installation(args)
    document = Document.new(desk, boards.author(desk), args.title)
    try:
        document.publish(args.file)
        board_id = document.board_id
    finally:
        document.close()
    show(args, {"board_id": board_id, "path": str(args.file)}, [f"An empty board is at {args.file}."])
    return 0
