"""The benchmark of one board, in a process of its own: prints its results as JSON."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui.application import make_app
from tests.bench import (
    canvas,
    cold,
    hands,
    importing,
    matrix,
    opening,
    reasoning,
    replaying,
    says,
    searching,
    standing_beside,
    work,
)
from tests.bench.baselines import python_speed
from tests.bench.frames import FRAMES
from tests.bench.results import Result

IMPORTED, QUICKLY_IMPORTED = 500, 100  # photos
SMALLEST_OF_PHOTOS = 1_000  # cards: photos are decoded alike on any board, so they are measured once


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="one_size")
    parser.add_argument("part", choices=tuple(PARTS))
    parser.add_argument("path", type=Path)
    parser.add_argument("settings", type=Path)
    parser.add_argument("cards", type=int)
    parser.add_argument("--quick", action="store_true")
    choice = parser.parse_args(words)
    application = make_app()
    results = list(PARTS[choice.part](choice.path, choice.settings, choice.cards, choice.quick))
    print(json.dumps({"facts": _facts(), "results": [asdict(result) for result in results]}))
    sys.stdout.flush()
    del application
    return 0


def _opening(path: Path, settings: Path, cards: int, quick: bool) -> Iterator[Result]:
    yield from opening.remember(path, settings, cards)
    yield from opening.opening(path, settings, cards, 1 if quick else 3)
    yield from opening.references(cards)


def _stranger(path: Path, settings: Path, cards: int, quick: bool) -> Iterator[Result]:
    yield from opening.stranger(path, settings, cards, 1 if quick else 3)


def _canvas(path: Path, settings: Path, cards: int, quick: bool) -> Iterator[Result]:
    document = Document.open(path, Installation(folders(settings)), "Bench")
    under_test = canvas.canvas_of(document, FRAMES // 3 if quick else FRAMES)
    for zoom in ("100 %", "25 %") if quick else under_test.zooms:
        for scenario in (canvas.pan, canvas.zoom_step):
            yield from scenario(under_test, zoom)
    for zoom in ("100 %", "25 %") if quick else canvas.COMPARED:
        for scenario in (canvas.sharp, canvas.drag, hands.drag_many, hands.hover):
            yield from scenario(under_test, zoom)
    if not quick:
        yield from hands.rubber_band(under_test, "whole")
        yield from hands.redraw(under_test, "whole")
    yield from hands.hits(under_test)
    yield from canvas.truth(under_test)
    document.close()
    if cards == SMALLEST_OF_PHOTOS:  # nor does the matrix depend on what else is on the board
        yield from matrix.matrix(cards, FRAMES // 3 if quick else FRAMES)


def _behind(path: Path, settings: Path, cards: int, quick: bool) -> Iterator[Result]:
    yield from cold.cold(path, settings, cards, 1 if quick else 3)
    document = Document.open(path, Installation(folders(settings)), "Bench")
    yield from searching.searching(document)
    yield from searching.beside(document)
    yield from reasoning.reasoning(document)
    yield from standing_beside.standing_beside(document)
    yield from says.says(document)
    yield from replaying.replaying(document)
    if cards == SMALLEST_OF_PHOTOS:
        yield from work.decoding(10 if quick else work.PHOTOS)
        yield from importing.importing(document, work.large_photo(), QUICKLY_IMPORTED if quick else IMPORTED)
    yield from work.saving(document)
    yield from work.publishing(document)
    document.close()


PARTS = {"opening": _opening, "behind": _behind, "stranger": _stranger, "canvas": _canvas}


def _facts() -> dict[str, Any]:
    return {
        "platform": QGuiApplication.platformName(),
        "Qt": qt_version,
        "Python": platform.python_version(),
        "loop of 1,000,000": f"{python_speed():.0f} ms",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
