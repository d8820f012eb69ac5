"""What goes on behind the canvas: saving a move, decoding photos. S15, S17."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

from evidenceboard.decoding.pictures import decode
from evidenceboard.document import Document
from evidenceboard.model.commands import move_cards
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.saving import Saving
from tests.bench.baselines import Blit
from tests.bench.frames import Run, p95
from tests.bench.results import LOOSE, SHOWN, TURN, Result, compared
from tests.bench.turns import turns_during

MOVES, MOST_MOVES = 40, 10_000
PHOTOS = 100
PHOTO = (4000, 3000)  # pixels: 12 megapixels
SIDE = 256  # px, shorter side of a decoded photo


def saving(document: Document) -> Iterator[Result]:
    """S15: a move that is on the disk, against the same row written by the bare driver."""
    geometry = document.geometry()
    cards = geometry.cards[: min(MOST_MOVES, len(geometry.cards))]
    with tempfile.TemporaryDirectory() as folder, closing(_bare_copy(Path(folder), cards)) as bare:
        one = [_timed(lambda: _move(document, [card])) for card in cards[:MOVES]]  # noqa: B023 (called at once)
        least = [_timed(lambda: _write(bare, [card])) for card in cards[:MOVES]]  # noqa: B023 (called at once)
        yield compared("S15", "commit a move", len(geometry.cards), [one], [least], "bare row", 30.0, slack=SHOWN)
        many, fewest = [_timed(lambda: _move(document, cards))], [_timed(lambda: _write(bare, cards))]
        what = f"commit {len(cards):,} moves"
        yield compared("S15", what, len(geometry.cards), [many], [fewest], "bare rows", None, slack=SHOWN)


def publishing(document: Document) -> Iterator[Result]:
    """The longest turn of the event loop while a board is saved into its file; S15."""
    bridge = Bridge(document)
    saving, done = Saving(bridge), list[object]()
    saving.succeeded.connect(lambda: done.append(True))
    saving.failed.connect(done.append)
    cards = document.geometry().cards
    _move(document, cards[:1])
    turns = turns_during(saving.save, lambda: bool(done))
    if done != [True]:
        raise AssertionError(f"the board was not saved: {done}")
    longest, most = turns.longest_cpu, p95(turns.cpu)
    yield Result("S15", "saving the board: a turn", len(cards), longest, most, limit=TURN, slack=LOOSE)
    yield Result("S15", "saving the board: all", len(cards), sum(turns.wall))
    bridge.detach()


def _move(document: Document, cards: list[str]) -> None:
    geometry = document.geometry()
    rows = [geometry.row[card] for card in cards]
    places = {card: (float(geometry.x[row]) + 1, float(geometry.y[row])) for card, row in zip(cards, rows, strict=True)}
    document.commit(move_cards(FIRST_SHEET, places))


def _bare_copy(folder: Path, cards: list[str]) -> sqlite3.Connection:
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE place (card TEXT PRIMARY KEY, x REAL, y REAL)")
    bare.execute("BEGIN")
    bare.executemany("INSERT INTO place VALUES (?, 0, 0)", [(card,) for card in cards])
    bare.execute("COMMIT")
    return bare


def _write(bare: sqlite3.Connection, cards: list[str]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany("UPDATE place SET x = x + 1 WHERE card = ?", [(card,) for card in cards])
    bare.execute("COMMIT")


def decoding(photos: int) -> Iterator[Result]:
    """S17: many large photos decoded beside the canvas, and how long a frame waits meanwhile."""
    data = large_photo()
    single = [_timed(lambda: decode(data, SIDE)) for _ in range(5)]
    thumbnails, blit = Thumbnails(lambda _photo: data), Blit()
    blit.show()
    quiet = Run(blit.screen, lambda _number: blit.update())
    quiet.block(40)
    begun = time.perf_counter()
    for number in range(photos):
        thumbnails.fitted(f"{number:064x}", SIDE, SIDE)
    frames = []
    while thumbnails.busy:
        frames.append(blit.screen.frame(blit.update))
        QApplication.processEvents()
    whole = 1000 * (time.perf_counter() - begun)
    one = float(np.median(single))
    limit = 0.95 if (os.cpu_count() or 1) > 2 else None  # one thread fewer than cores: two have one for it
    what = f"{photos} photos of 12 megapixels"
    yield compared("S17", what, photos, [[whole]], [[one * photos]], "one by one", limit, slack=SHOWN)
    again = Thumbnails(lambda _photo: data)
    names = [f"{number:064x}" for number in range(photos)]
    turns = turns_during(
        lambda: [again.fitted(name, SIDE + 1, SIDE + 1) for name in names],
        lambda: not again.busy,
    )
    yield Result("S17", f"{what}: a turn", photos, turns.longest_cpu, p95(turns.cpu), limit=TURN, slack=LOOSE)
    waits = [[each] for each in (p95(frames),)]
    yield compared("S17", "a frame meanwhile, p95", photos, waits, quiet.blocks, "blit", 100.0, slack=SHOWN)


def large_photo() -> bytes:
    """A JPEG of 12 megapixels."""
    grain = np.random.default_rng(1).integers(0, 255, (PHOTO[1] // 20, PHOTO[0] // 20, 3), np.uint8)
    picture, data = Image.fromarray(grain).resize(PHOTO), BytesIO()
    picture.save(data, "JPEG", quality=80)
    return data.getvalue()


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
