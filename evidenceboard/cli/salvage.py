"""salvage: make a new board of what is intact in a damaged file. The file itself is only read."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from evidenceboard.cli import boards, show
from evidenceboard.cli.boards import count
from evidenceboard.errors import UsageError
from evidenceboard.store import files
from evidenceboard.store.salvage import Salvaged, altered_photos, salvage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, and where the new board is put."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--into", type=Path, metavar="NEW.board", help="nothing may lie there yet")
    parser.add_argument(
        "--altered", type=Path, metavar="FOLDER", help="write the bytes of photos that were altered there"
    )


def run(args: argparse.Namespace) -> int:
    """Print what is intact and what is lost; the exit code is 1 if anything is lost, else 0."""
    if args.into is None and args.altered is None:
        raise UsageError("Say where to put what is intact", "For example: --into salvaged.board")
    scratch = boards.installation(args).scratch()
    found = _into(args, scratch) if args.into else None
    written = _altered(args.file, args.altered, scratch) if args.altered else []
    refused = found.refused if found else []
    result = {
        "changesets": found.changesets if found else None,
        "photos": found.photos if found else None,
        "same_board": found.same_board if found else None,
        "lost": [{"what": each.what, "record": each.record, "reason": each.reason} for each in refused],
        "altered_photos": [str(path) for path in written],
    }
    show(args, result, _lines(args.into, found, written))
    return 1 if refused else 0


def _into(args: argparse.Namespace, scratch: Path) -> Salvaged:
    boards.refuse_to_overwrite(args.into)
    return salvage(args.file, args.into, scratch)


def _altered(path: Path, folder: Path, scratch: Path) -> list[Path]:
    """Write bytes under names of ours: they are no evidence, and their file's name says nothing of what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (name, data) in enumerate(altered_photos(path, scratch), 1):
        target = folder / f"altered-{number}-{name[:8]}.bin"
        files.write_whole(target, data, durable=False)
        written.append(target)
    return written


def _lines(target: Path | None, found: Salvaged | None, written: list[Path]) -> Iterator[str]:
    if found is not None:
        yield f"{count(found.changesets, 'change')} and {count(found.photos, 'photo')} are intact and lie in {target}."
        if not found.refused:
            yield "Nothing that the file shows is missing."
        for each in found.refused:
            record = f" ({each.record})" if each.record else ""
            yield f"  {each.what}{record}: {each.reason}"
    for path in written:
        yield f"  bytes that do not fit their hash: {path}"
