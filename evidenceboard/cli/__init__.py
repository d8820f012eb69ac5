"""The verbs of the command line: one module each, loaded only when its verb is called."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

VERBS: dict[str, tuple[str, str]] = {
    "demo": ("evidenceboard.cli.demo", "open a copy of the founding case"),
    "new": ("evidenceboard.cli.new", "make an empty board"),
    "info": ("evidenceboard.cli.info", "count what a board holds"),
    "check": ("evidenceboard.cli.check", "rebuild a board from its log and verify every hash"),
    "verify": ("evidenceboard.cli.verify", "hash every photo of a board anew, and name the cards of those that differ"),
    "salvage": ("evidenceboard.cli.salvage", "make a new board of what is intact in a damaged file"),
    "import": ("evidenceboard.cli.import_", "add tables or photographs to a board"),
    "export": ("evidenceboard.cli.export", "write a board as a picture or as tables"),
    "merge": ("evidenceboard.cli.merge", "unite copies of a board"),
    "find": ("evidenceboard.cli.find", "search a board"),
    "assess": ("evidenceboard.cli.assess", "how the hypotheses stand, and what the order hangs on"),
    "doctor": ("evidenceboard.cli.doctor", "look at libraries, fonts, folders and versions"),
}
PICTURES = frozenset({"png", "svg", "pdf"})


class Verb(Protocol):
    """What the module of a verb holds."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def run(verb: str, arguments: list[str], before_qt: Callable[[], None]) -> int:
    """Run one verb and return its exit code.

    Args:
        before_qt: called once the arguments are understood, if the verb is going to draw.

    Raises:
        SystemExit: the arguments are wrong, or help was asked for (argparse has printed it).
    """
    module_name, summary = VERBS[verb]
    module = cast(Verb, importlib.import_module(module_name))
    parser = argparse.ArgumentParser(
        f"evidenceboard {verb}", description=summary, conflict_handler="resolve", allow_abbrev=False
    )
    add_common_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    module.add_arguments(parser)
    args = parser.parse_args(arguments)
    if _draws(verb, args):
        before_qt()
    return module.run(args)


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    """What the window and every verb take."""
    parser.add_argument(
        "--settings-dir", type=Path, metavar="DIR", help="keep working copies and settings in this folder"
    )


def show(args: argparse.Namespace, result: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Print the result: one JSON object with --json, else the lines for a person."""
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for line in lines:
        print(line)


def summaries() -> str:
    """The verbs, one line each, for the help text."""
    return "\n".join(f"  {verb:8} {summary}" for verb, (_, summary) in VERBS.items())


def _draws(verb: str, args: argparse.Namespace) -> bool:
    return verb == "demo" or (verb == "export" and str(getattr(args, "to", "")).lower() in PICTURES)
