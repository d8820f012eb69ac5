"""import: add tables of cards and edges, photos, or captures of web pages to a board."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evidenceboard.cli import boards, show
from evidenceboard.cli.boards import count
from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, UsageError
from evidenceboard.exchange import Refused
from evidenceboard.exchange.captures import ENDINGS as CAPTURES
from evidenceboard.exchange.captures import CaptureImport, capture_action, read_captures
from evidenceboard.exchange.folders import is_capture, look_through
from evidenceboard.exchange.photos import PhotoImport, photo_action, read_photos
from evidenceboard.exchange.tables import Tables, plan_import, read_tables
from evidenceboard.model.commands import Action, Point, together

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
FORMATS = ("csv", "tsv", "jsonl", "photos", "captures")
GAP = 120.0  # scene units between what is there and new photos


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """SOURCE…, the board, and how to read them."""
    known = "tables of cards and edges, photos, folders of photos, web captures"
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help=known)
    parser.add_argument("--into", required=True, type=Path, metavar="FILE", help="the board; made if it is not there")
    parser.add_argument(
        "--from", dest="format", choices=FORMATS, help="what the sources are; without it their endings tell"
    )


def run(args: argparse.Namespace) -> int:
    """Add it all in one undo step; the exit code is 1 if anything was refused, else 0."""
    sheets, pictures, pages, others = _sorted(args.sources, args.format)
    photos, captures = read_photos(pictures), read_captures(pages)
    photos.refused[:0] = others
    if not args.into.exists():
        boards.refuse_to_overwrite(args.into)
    with boards.writing(args, args.into) as document:
        names = [str(values.get("name") or "") for _, values in document.records("source")]
        tables = read_tables(sheets, sources=names)
        result = _add(document, tables, photos, captures, args.into)
    refused = result["refused"]
    parts = ", ".join((
        count(result["cards"], "card"), count(result["edges"], "link"),
        count(result["sources"], "new source"), count(result["photos"], "photo"),
        count(result["captures"], "web capture"),
    ))  # fmt: skip
    lines = [f"Added to {args.into}: {parts}."]
    lines += [f"{count(len(refused), 'thing')} left out:"] if refused else []
    lines += [f"  {each['what']}: {each['reason']}" for each in refused]
    troubled = result["troubled"]
    lines += [f"{count(len(troubled), 'thing')} added with a reservation:"] if troubled else []
    show(args, result, lines + [f"  {each['what']}: {each['reason']}" for each in troubled])
    return 1 if refused else 0


def _add(
    document: Document, tables: Tables, photos: PhotoImport, captures: CaptureImport, path: Path
) -> dict[str, Any]:
    sheet = boards.sheet_named(document, None)
    plan = plan_import(document.board, document.records, sheet, tables)
    refused = [*plan.refused, *photos.refused, *captures.refused]
    pictures = [*plan.photos, *(draft.photo for draft in photos.drafts)]
    archives = [draft.photo for draft in captures.drafts]
    action = plan.action
    if photos.drafts:
        action = _beside(action, photo_action(sheet, photos.drafts, _below(document, action), centred=False))
    if captures.drafts:
        below = _below(document, action)
        action = _beside(action, capture_action(sheet, captures.drafts, below, document.records("source")))
    document.commit(action, [*pictures, *archives])
    if action.edits or not refused:  # where nothing at all could be read, no file is made
        document.publish(path)
    return {
        "cards": plan.cards + len(photos.drafts) + len(captures.drafts),
        "edges": plan.edges,
        "sources": plan.sources,
        "photos": len(set(pictures)),
        "captures": len(set(archives)),
        "refused": [each._asdict() for each in refused],
        "troubled": [each._asdict() for each in (*photos.troubled, *captures.troubled)],
    }


def _beside(first: Action, then: Action) -> Action:
    """Both as one step."""
    return together(f"{first.label}, {then.label.lower()}", [first, then]) if first.edits else then


def _sorted(sources: Sequence[Path], form: str | None) -> tuple[list[Path], list[Path], list[Path], list[Refused]]:
    """Tables, photos and captures of pages, and what lies in folders beside these.

    Raises:
        BoardUnavailable: one is not there; nothing is imported then.
        UsageError: one is neither.
    """
    sheets: list[Path] = []
    pictures: list[Path] = []
    pages: list[Path] = []
    others: list[Refused] = []
    for source in sources:
        ending = source.suffix.lower()
        if not source.exists():
            raise BoardUnavailable(f"{source} is not there", "Nothing was imported.")
        if source.is_dir() and form != "photos":
            found = look_through([source])
            pictures += found.photos
            pages += found.captures
            others += found.refused
        elif form == "photos" or (form is None and ending in PHOTOS):
            (pages if form is None and is_capture(source) else pictures).append(source)
        elif form == "captures" or (form is None and ending in CAPTURES):
            pages.append(source)
        elif form or ending in TABLES:
            sheets.append(source)
        else:
            known = ", ".join(TABLES + PHOTOS + CAPTURES)
            raise UsageError(f"{source} is of no kind that is read", f"Known: {known}. Or say what it is: --from csv.")
    return sheets, pictures, pages, others


def _below(document: Document, action: Action) -> Point:
    """The left bottom corner of all that lies on the sheet, what is just being added included."""
    box = document.geometry(boards.sheet_named(document, None)).bounds()
    lefts, bottoms = ([box.left], [box.bottom]) if box else ([], [])
    for values in action.edits.values():
        if "pos" in values and "size" in values:
            lefts.append(values["pos"][0])
            bottoms.append(values["pos"][1] + values["size"][1])
    return (min(lefts), max(bottoms) + GAP) if lefts else (0.0, 0.0)
