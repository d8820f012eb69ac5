"""Importing a folder of large photos through the real window, until all of them are shown. S17."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication

from evidenceboard.decoding import pool
from evidenceboard.decoding.pictures import decode
from evidenceboard.document import Document
from evidenceboard.ui.app import Program
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.main_window import MainWindow
from tests.bench.frames import Screen, p95, rest
from tests.bench.results import SHOWN, Result, compared
from tests.bench.turns import turns_during

SIDE = 256  # px, shorter side of a bare decoded photo
PROCESSES = 2
LONGEST_TURN = 50.0  # ms
QUIET_FRAMES = 120
FRAME = 1000 / 60  # ms


def importing(document: Document, photo: bytes, count: int) -> Iterator[Result]:
    """A folder of photos into a board of cards: while nothing else is done, and while the board is panned."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = Program(application, document.installation).new_window()
    window.set_document(document.new_from_this())
    cards = len(window.page.view.geometry.cards)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as home:
        bare = _bare(photo, count)
        yield from _at_rest(window, _folder(Path(home, "first"), photo, count), cards + count, bare)
        yield from _under_pan(window, _folder(Path(home, "second"), photo, count, "again"), cards + 2 * count, bare)
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # or what is measured next would take it down
    pool.close()


def _at_rest(window: MainWindow, folder: Path, cards: int, bare: float) -> Iterator[Result]:
    """From the folder until every card shows its photo, and how long a key would have had to wait."""
    page, count = window.page, len([*folder.iterdir()])
    assert page is not None
    begun, busy = time.perf_counter(), pool.shared().busy
    turns = turns_during(lambda: window.intake.read_photos([folder]), lambda: _shown(page, cards), 600)
    whole = 1000 * (time.perf_counter() - begun)
    share = (pool.shared().busy - busy) / PROCESSES / whole * 1000
    what = f"import {count} photos of 12 megapixels"
    yield compared("S17", what, count, [[whole]], [[bare]], "two bare processes", 1.9, slack=SHOWN)
    yield Result("S17", f"{what}: share of the time that both decoders work", count, 100 * share, unit="%")
    longest, most = turns.longest_cpu, p95(turns.cpu)
    yield Result("S17", f"{what}: a turn", count, longest, most, limit=LONGEST_TURN, slack=SHOWN)
    yield Result("S17", f"{what}: a turn by the clock", count, turns.longest, p95(turns.wall))


def _under_pan(window: MainWindow, folder: Path, cards: int, bare: float) -> Iterator[Result]:
    """The same while a hand pans: its frames against those of a pan while nothing comes in, and photos a second."""
    page, count = window.page, len([*folder.iterdir()])
    assert page is not None
    page.view.zoom_at(QPointF(page.view.width() / 2, page.view.height() / 2), 1 / page.view.zoom)
    rest()
    quiet = list(islice(_pan(page.view, lambda: False), QUIET_FRAMES))
    rest()
    begun = time.perf_counter()
    window.intake.read_photos([folder])
    frames = list(_pan(page.view, lambda: len(page.view.geometry.cards) >= cards and not page.view._thumbnails.busy))
    whole = 1000 * (time.perf_counter() - begun)
    what = f"import {count} photos under pan"
    yield compared("S17", f"{what}: a frame", count, [frames], [quiet], "pan alone", None, slack=SHOWN)
    yield Result("S17", "pan alone: p95 of a frame", count, p95(quiet))
    yield Result("S17", f"{what}: p95 of a frame", count, p95(frames), limit=FRAME, slack=SHOWN)
    yield Result("S17", f"{what}: longest frame", count, max(frames))
    yield compared("S17", what, count, [[whole]], [[bare]], "two bare processes", None, slack=SHOWN)
    yield Result("S17", f"{what}: photos a second", count, 1000 * count / whole, unit="")


def _folder(folder: Path, photo: bytes, count: int, mark: str = "") -> Path:
    """Photos that differ in what follows their end, so that each is one of its own."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.jpg").write_bytes(photo + f"{mark}{number}".encode())
    return folder


def _shown(page: BoardPage, count: int) -> bool:
    """Whether all cards are there and every photo in view is decoded."""
    if len(page.view.geometry.cards) < count:
        return False
    if not page.view.property("whole"):
        page.view.setProperty("whole", True)
        page.view.grab()
        page.view.fit()
        page.view.grab()
    return not page.view._thumbnails.busy


def _pan(view: BoardView, done: Callable[[], bool]) -> Iterator[float]:
    """Frames of a pan, sixty a second where it keeps up, until something is done."""
    screen, number = Screen(view), 0
    view.painted.connect(screen.count)
    while not done():
        step = 40 if number // 20 % 2 else -40
        took = screen.frame(lambda: view.pan_by(step, step))  # noqa: B023 (called at once)
        yield took
        time.sleep(max(0.0, FRAME - took) / 1000)  # as a screen of 60 a second waits, and other threads get their turn
        number += 1
    view.painted.disconnect(screen.count)


def _bare(photo: bytes, count: int) -> float:
    """Milliseconds that two processes take to do nothing but decode as many photos at their small size."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as bare:
        bare.map(_decode, [(photo, 1)] * PROCESSES)  # all is loaded
        begun = time.perf_counter()
        bare.map(_decode, [(photo, count // PROCESSES)] * PROCESSES, chunksize=1)
        return 1000 * (time.perf_counter() - begun)


def _decode(work: tuple[bytes, int]) -> None:
    photo, times = work
    for _ in range(times):
        decode(photo, SIDE)
