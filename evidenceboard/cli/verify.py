"""verify: hash every photo and attachment of a board anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidenceboard.cli import boards, show
from evidenceboard.cli.boards import count
from evidenceboard.store.verifying import Misfit, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Print each one that is not what its hash says, with its card; the exit code is 1 if there is any, else 0."""
    with boards.reading(args, args.file) as document:
        found = verify(document.log.path, document.left_out)
    findings = [
        {"what": each.what, "record": each.record, "title": each.title, "reason": each.reason}
        for each in found.findings
    ]
    verified = f"{count(found.files, 'file')} verified, {found.size:,} bytes"
    lines = [_line(each) for each in found.findings]
    lines.append(f"{verified}; {count(len(lines), 'finding')}." if lines else f"All is well: {verified}.")
    result = {"ok": not findings, "findings": findings, "files": found.files, "bytes": found.size}
    show(args, result, lines)
    return 1 if findings else 0


def _line(found: Misfit) -> str:
    title = f"“{found.title}” " if found.title else ""
    card = f", on the card {title}({found.record})" if found.record else ""
    return f"{found.what}{card}: {found.reason}"
