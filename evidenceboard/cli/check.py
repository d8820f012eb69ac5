"""check: rebuild a board from its log and compare; verify every hash."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidenceboard.cli import boards, show
from evidenceboard.store.reading import Refused, check_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Print what is amiss; the exit code is 1 if anything is, else 0."""
    found = check_file(args.file, boards.installation(args).scratch())
    findings = [{"what": each.what, "record": each.record, "reason": each.reason} for each in found]
    lines = [_line(each) for each in found] or ["All is well: every change and every photo is what its hash says."]
    show(args, {"ok": not findings, "findings": findings}, lines)
    return 1 if findings else 0


def _line(found: Refused) -> str:
    record = f" ({found.record})" if found.record else ""
    return f"{found.what}{record}: {found.reason}"
