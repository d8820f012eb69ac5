"""demo: open a copy of the founding case, or render the window that shows it to a PNG."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from evidenceboard import paths, preflight
from evidenceboard.cli import boards, show
from evidenceboard.document import Document
from evidenceboard.errors import UsageError
from evidenceboard.store.installation import Installation

SAMPLE = Path("samples", "founding-case.board")
PICTURE = Path("founding-case.png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the picture goes."""
    parser.add_argument(
        "--screenshot", type=Path, metavar="PNG", help=f"render the window to a file; without a display {PICTURE}"
    )


def run(args: argparse.Namespace) -> int:
    """Open the window, or write the picture and name it; the exit code is 0."""
    if args.screenshot is None and preflight.has_display():
        from evidenceboard.ui import app

        return app.run(settings_dir=args.settings_dir, sample=True)
    picture: Path = args.screenshot or PICTURE
    if picture.is_dir() or not picture.absolute().parent.is_dir():
        raise UsageError(f"{picture} is no place for a picture", "Name a file in a folder that is there.")
    boards.draw_into_memory()
    _render(picture)
    show(args, {"screenshot": str(picture)}, [str(picture.absolute())])
    return 0


def _render(picture: Path) -> None:
    """The window with a copy of the founding case, in an installation of its own that goes with it."""
    from evidenceboard.ui.screenshot import screenshot

    with tempfile.TemporaryDirectory(prefix="evidenceboard-demo-") as name:
        copy = Path(name, SAMPLE.name)
        shutil.copyfile(paths.resources() / SAMPLE, copy)
        desk = Installation(paths.folders(Path(name, "home")))
        screenshot(Document.open(copy, desk, boards.author(desk)), picture)
