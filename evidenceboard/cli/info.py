"""info: count what a board holds."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidenceboard.cli import boards, show
from evidenceboard.cli.boards import count
from evidenceboard.document import Document
from evidenceboard.model.ids import kind_of
from evidenceboard.model.records import CARD_KINDS, EDGE_KINDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Print the counts; the exit code is 0."""
    with boards.reading(args, args.file) as document:
        result = counts(document)
    show(args, result, _lines(result))
    return 0


def counts(document: Document) -> dict[str, Any]:
    """How much of everything there is."""
    board, log = document.board, document.log.counts()
    cards = Counter(values.get("kind") for _, values in document.records("card"))
    edges = Counter(values.get("kind") for _, values in document.records("edge"))
    return {
        "board_id": document.board_id,
        "title": document.title,
        "format": document.log.meta("format"),
        "cards": {kind: cards[kind] for kind in CARD_KINDS},
        "edges": {kind: edges[kind] for kind in EDGE_KINDS},
        "undercuts": sum(kind_of(board.index.ends(edge)[1]) == "edge" for edge in board.live("edge")),
        "sources": _live(document, "source"),
        "origins": _live(document, "origin"),
        "rivals": _live(document, "rivals"),
        "photos": {"count": log["photos"], "bytes": log["photo_bytes"]},
        "changesets": log["changesets"],
        "actors": log["actors"],
        "conflicts": len(board.conflicts()),
        "sheets": _live(document, "sheet"),
        "frames": _live(document, "frame"),
        "stops": _live(document, "stop"),
    }


def _live(document: Document, kind: str) -> int:
    return document.board.index.count(kind)


def _lines(result: dict[str, Any]) -> Iterator[str]:
    cards, edges, photos = result["cards"], result["edges"], result["photos"]
    hypotheses = count(cards["hypothesis"], "hypothesis", "hypotheses")
    kinds = f"{count(cards['photo'], 'photo')}, {count(cards['statement'], 'statement')}, {hypotheses}"
    signs = f"{edges['support']:,} support, {edges['contradict']:,} contradict"
    views = f"{count(result['sheets'], 'sheet')}, {count(result['frames'], 'frame')}"
    writers = f"{count(result['changesets'], 'change')} by {count(result['actors'], 'actor')}"
    yield result["title"] or "A board without a title"
    yield f"  cards      {sum(cards.values()):,} ({kinds})"
    yield f"  edges      {sum(edges.values()):,} ({signs}; {count(result['undercuts'], 'undercut')})"
    yield f"  speakers   {count(result['sources'], 'source')}, {count(result['origins'], 'origin')}"
    yield f"  photos     {photos['count']:,} ({photos['bytes']:,} bytes)"
    yield f"  shown on   {views}; {count(result['stops'], 'stop')} of a talk"
    yield f"  history    {writers}; {count(result['conflicts'], 'open conflict')}"
    yield f"  board      {result['board_id']}, format {result['format']}"
