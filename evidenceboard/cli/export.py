"""export: write a board as a picture, or as tables."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evidenceboard.cli import PICTURES, boards, show
from evidenceboard.cli.boards import count
from evidenceboard.document import Document
from evidenceboard.errors import UsageError
from evidenceboard.exchange.photos import geotagged
from evidenceboard.exchange.tables import export_tables

FORMATS = (*sorted(PICTURES), "csv")
THEMES = ("light", "dark", "contrast", "projector")
LARGEST = 16_000  # pixels of one side


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, the format, and where to."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--to", required=True, metavar="FORMAT", type=str.lower, help=", ".join(FORMATS))
    parser.add_argument("--out", required=True, type=Path, metavar="PATH", help="a file; for csv a folder")
    parser.add_argument("--theme", choices=THEMES, default="light", help="the colours of a picture")
    parser.add_argument("--size", metavar="WxH", help="pixels of a picture; without it 100 %%")
    parser.add_argument("--sheet", metavar="NAME", help="which sheet; without it the first")


def run(args: argparse.Namespace) -> int:
    """Write it; the exit code is 1 if the format cannot carry all, else 0."""
    if args.to not in FORMATS:
        later = " yet" if args.to == "html" else ""
        raise UsageError(f"There is no export to “{args.to}”{later}", f"Choose one of {', '.join(FORMATS)}.")
    size = _size(args.size)
    if not args.out.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {args.out.parent}", "Make it first, or choose another place.")
    with boards.reading(args, args.file) as document:
        if args.to == "csv":
            written = export_tables(document, args.out, boards.sheet_named(document, args.sheet))
            result = _result(args.out, written.size, (each._asdict() for each in written.lost))
            result["geotagged"] = geotagged(values for _, values in document.records("card"))
        else:
            result = _draw(document, args, size)
    lost = result["lost"]
    lines = [f"Written to {args.out}, {count(result['bytes'], 'byte')}."] + (["Not in it:"] if lost else [])
    if places := result.get("geotagged"):
        lines.insert(1, f"With places in its originals: {count(places, 'photo')}. Think of it before you pass it on.")
    show(args, result, lines + [f"  {each['what']}: {each['reason']}" for each in lost])
    return 1 if lost else 0


def _draw(document: Document, args: argparse.Namespace, size: tuple[int, int] | None) -> dict[str, Any]:
    if args.out.is_dir():
        raise UsageError(f"{args.out} is a folder", "Name the file that the picture is written to.")
    boards.draw_into_memory()
    from evidenceboard.ui import render

    sheet = boards.sheet_named(document, args.sheet)
    lost = render.export(document, sheet, args.to, args.out, args.theme, size)
    return _result(args.out, args.out.stat().st_size, lost)


def _result(out: Path, size: int, lost: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"path": str(out), "bytes": size, "lost": list(lost)}


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text.lower())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 16 <= min(size) <= max(size) <= LARGEST:
        raise UsageError(f"“{text}” is no size", f"Write it as 1600x1000; at most {LARGEST} pixels a side.")
    return size
