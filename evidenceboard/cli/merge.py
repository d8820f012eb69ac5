"""merge: unite copies of a board. What people differ on is listed, never decided."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from evidenceboard import paths
from evidenceboard.cli import boards, show
from evidenceboard.cli.boards import count
from evidenceboard.document import Document
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import Foreign, read_board


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The copies and where the union is put."""
    parser.add_argument("mine", type=Path, metavar="MINE")
    parser.add_argument("theirs", nargs="+", type=Path, metavar="THEIRS")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="nothing may lie there yet")


def run(args: argparse.Namespace) -> int:
    """Write the union; the exit code is 1 if there are conflicts, else 0. The copies are not touched."""
    boards.refuse_to_overwrite(args.out)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="evidenceboard-merge-")))
        desk = Installation(paths.folders(home))  # of its own: nothing of the copies stays anywhere
        theirs = [stack.enter_context(read_board(path, desk.scratch())) for path in args.theirs]
        document = _open_copy(args.mine, home, desk)
        stack.callback(document.close)
        result = _merge(document, theirs)
        document.publish(args.out)
    show(args, result, _lines(args.out, result))
    return 1 if result["conflicts"] else 0


def _open_copy(path: Path, home: Path, desk: Installation) -> Document:
    """A copy of the first board, so that nothing is noted about the file itself."""
    with read_board(path, desk.scratch()):
        copy = home / "mine.board"
        shutil.copyfile(path, copy)
    return Document.open(copy, desk, "merge")


def _merge(document: Document, theirs: list[Foreign]) -> dict[str, Any]:
    refused = []
    received = 0
    for foreign in theirs:
        document.plan(foreign)  # refuses another board before anything is taken
    for foreign in theirs:
        received += len(document.receive(foreign.changesets, foreign.photos()))
        refused += foreign.refused
    conflicts = [
        {"record": found.record, "field": found.field, "values": [head.value for head in found.heads]}
        for found in document.board.conflicts()
    ]
    return {
        "received": received,
        "conflicts": conflicts,
        "kept": document.board.kept(),
        "loose_edges": document.board.loose_edges(),
        "refused": [{"what": each.what, "record": each.record, "reason": each.reason} for each in refused],
    }


def _lines(out: Path, result: dict[str, Any]) -> Iterator[str]:
    yield f"{count(result['received'], 'change')} came together in {out}."
    if result["conflicts"]:
        yield f"{count(len(result['conflicts']), 'conflict')} to be decided in the window:"
    for found in result["conflicts"]:
        values = " | ".join(f"“{value}”" for value in found["values"])
        yield f"  {found['record']} {found['field']}: {values}"
    if result["kept"]:
        yield f"{count(len(result['kept']), 'record')} that one removed and another changed stayed."
    if result["loose_edges"]:
        yield f"{count(len(result['loose_edges']), 'link')} to a card that was removed wait in the window."
    for each in result["refused"]:
        yield f"  {each['what']}: {each['reason']}"
