"""Importing a folder of large photos through the real window, until all of them are shown. S17."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from evidenceboard.decoding import pool
from evidenceboard.decoding.pictures import decode
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui.app import Program
from tests.bench.frames import Screen, p95
from tests.bench.results import LOOSE, SHOWN, Result, compared
from tests.bench.turns import turns_during

SIDE = 256  # px, shorter side of a bare decoded photo
PROCESSES = 2
LONGEST_TURN = 50.0  # ms
FRAME = 1000 / 60  # ms


def importing(photo: bytes, count: int) -> Iterator[Result]:
    """From the folder until every card shows its photo; the turns of the event loop, and a second import under pan."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as home:
        more = max(count // 5, 10)
        program = Program(application, Installation(folders(Path(home, "settings"))))
        first, second = _folder(Path(home, "first"), photo, count), _folder(Path(home, "second"), photo, more, "again")
        window = program.new_window()
        window.wanted.emit("new", None)
        page = window.page
        assert page is not None
        bare = _bare(photo, count)
        begun = time.perf_counter()
        turns = turns_during(lambda: window.intake.read_photos([first]), lambda: _shown(page, count), 600)
        whole = 1000 * (time.perf_counter() - begun)
        what = f"import {count} photos of 12 megapixels"
        yield compared("S17", what, count, [[whole]], [[bare]], "two bare processes", None, slack=SHOWN)
        longest, most = turns.longest_cpu, p95(turns.cpu)
        yield Result("S17", f"{what}: a turn", count, longest, most, limit=LONGEST_TURN, slack=SHOWN)
        yield Result("S17", f"{what}: a turn by the clock", count, turns.longest, p95(turns.wall))
        frames = list(_pan(window, second, count + more))
        yield Result("S17", "pan meanwhile", count, p95(frames), max(frames), limit=FRAME, slack=LOOSE)
        window.close()
    pool.close()


def _folder(folder: Path, photo: bytes, count: int, mark: str = "") -> Path:
    """Photos that differ in what follows their end, so that each is one of its own."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.jpg").write_bytes(photo + f"{mark}{number}".encode())
    return folder


def _shown(page, count: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether all cards are there and every photo in view is decoded."""
    if len(page.view.geometry.cards) < count:
        return False
    if not page.view.property("whole"):
        page.view.setProperty("whole", True)
        page.view.grab()
        page.view.fit()
        page.view.grab()
    return not page.view._thumbnails.busy


def _pan(window, folder: Path, count: int) -> Iterator[float]:  # type: ignore[no-untyped-def]
    view = window.page.view
    view.zoom_at(QPointF(view.width() / 2, view.height() / 2), 1 / view.zoom)
    screen, number = Screen(view), 0
    view.painted.connect(screen.count)
    window.intake.read_photos([folder])
    while len(view.geometry.cards) < count or view._thumbnails.busy:
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
