"""Boards as the verbs open them: to be read, or to be written and published again."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidenceboard import paths, preflight
from evidenceboard.document import Document
from evidenceboard.errors import UsageError
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.store.installation import Installation


def installation(args: argparse.Namespace) -> Installation:
    """The installation that the verb works in: the person's own, or the one named by --settings-dir."""
    return Installation(paths.folders(args.settings_dir))


def author(installation: Installation) -> str:
    """The name that stands under what a verb writes: the one chosen in the window, else the system's."""
    try:
        return installation.preferences().author or getpass.getuser()
    except (OSError, KeyError):  # a container often has no name for its user
        return "somebody"


@contextmanager
def reading(args: argparse.Namespace, path: Path) -> Iterator[Document]:
    """A board that is only read; its file is not touched."""
    desk = installation(args)
    document = Document.open(path, desk, author(desk), read_only=True)
    try:
        yield document
    finally:
        document.close()


@contextmanager
def writing(args: argparse.Namespace, path: Path) -> Iterator[Document]:
    """A board that is going to be changed: a new one where there is no file. The verb publishes it."""
    desk = installation(args)
    document = Document.open(path, desk, author(desk)) if path.exists() else Document.new(desk, author(desk))
    try:
        yield document
    finally:
        document.close()


def refuse_to_overwrite(path: Path) -> None:
    """Boards are never written over.

    Raises:
        UsageError: something lies there.
    """
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already", "Choose another name; it was not touched.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}", "Make it first, or choose another place.")


def sheet_named(document: Document, name: str | None) -> RecordId:
    """A sheet by its name or id; the first one without a name.

    Raises:
        UsageError: there is none of that name.
    """
    sheets = document.sheets() or [FIRST_SHEET]
    if name is None:
        return sheets[0]
    names = {sheet: str(document.board.value(sheet, "name") or "") for sheet in sheets}
    for sheet in sheets:
        if name in (sheet, names[sheet]):
            return sheet
    raise UsageError(f"There is no sheet “{name}”", f"The board has: {', '.join(names.values())}.")


def draw_into_memory() -> None:
    """Let Qt draw without a window: no display is needed, and none is disturbed."""
    if sys.platform == "linux" or not preflight.has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def count(number: int, name: str, many: str = "") -> str:
    """A number with its noun: "1 card", "3 cards"."""
    return f"{number:,} {name if number == 1 else many or name + 's'}"
