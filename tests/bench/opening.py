"""Opening a board: time to the first frame, memory, and Qt's count of references to None. S12, S14, S19."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui.canvas.view import BoardView
from tests.bench.baselines import read_raw
from tests.bench.canvas import settle, view_of
from tests.bench.frames import Screen
from tests.bench.results import LOOSE, SHOWN, Result, compared

FIRST_FRAME = 1500.0  # ms, for a board of 10,000 cards or less
LARGEST, LARGEST_GROWTH = 500.0, 250.0  # MB of memory, and MB above a program without a board
OPEN_LIMIT = 3.0  # against the bare read
CALLS = 10_000  # of Qt functions that return nothing


def memory(name: str = "VmRSS") -> float:
    """Megabytes that this process takes now, or has taken at most ("VmHWM"); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def remember(path: Path, settings: Path, cards: int) -> Iterator[Result]:
    """S14: memory after opening, and after a while of work. To be run first in its process."""
    empty = memory()
    with _opened(path, settings) as view:
        view.show()
        settle(view)
        yield Result("S14", "memory after opening", cards, memory(), unit="MB", limit=LARGEST)
        for zoom in (1.0, 0.25, view.zoom):
            view.zoom_at(QPointF(960, 540), zoom / view.zoom)
            for number in range(120):
                view.pan_by(*((37, 23) if number % 40 < 20 else (-37, -23)))
                QApplication.processEvents()
            settle(view)
        now = memory()
        yield Result("S14", "memory after a while of work", cards, now, unit="MB", limit=LARGEST)
        yield Result("S14", "the same above an empty program", cards, now - empty, unit="MB", limit=LARGEST_GROWTH)


@contextmanager
def _opened(path: Path, settings: Path) -> Iterator[BoardView]:
    """A view of a board; afterwards both are gone."""
    document = Document.open(path, Installation(folders(settings)), "Bench")
    view = view_of(document)
    yield view
    view.hide()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    document.close()


def first_frame(path: Path, settings: Path) -> float:
    """Milliseconds from a path to the first frame at 100 %, in a process that has everything imported."""
    begun = time.perf_counter()
    with _opened(path, settings) as view:
        screen = Screen(view)
        view.painted.connect(screen.count)
        box = view.geometry.bounds()
        assert box is not None
        view.look_at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), 1.0)
        screen.frame(view.show)
        return 1000 * (time.perf_counter() - begun)


def opening(path: Path, settings: Path, cards: int, times: int) -> Iterator[Result]:
    """S12: from a path to the first frame, for a board that was saved here."""
    trim = Installation(folders(settings)).trim
    for what, before in (("open what was open before", lambda: None), ("open what was saved here", lambda: trim(0))):
        yield from _openings(what, path, settings, cards, times, before, LOOSE)


def stranger(path: Path, settings: Path, cards: int, times: int) -> Iterator[Result]:
    """S12, S14: the same for a board that comes from elsewhere: every row of it is checked and written anew."""
    own = settings.with_name(f"{settings.name}-stranger")
    forget = lambda: shutil.rmtree(own, ignore_errors=True)  # noqa: E731
    yield from _openings("open a stranger's", path, own, cards, times, forget, SHOWN)
    yield Result("S14", "most memory meanwhile", cards, memory("VmHWM"), unit="MB", limit=LARGEST)
    shutil.rmtree(own, ignore_errors=True)


def _openings(
    what: str, path: Path, settings: Path, cards: int, times: int, before: Callable[[], object], slack: float
) -> Iterator[Result]:
    ours: list[list[float]] = []
    bare: list[list[float]] = []
    for _ in range(times + 1):
        before()
        ours.append([first_frame(path, settings)])
        bare.append([read_raw(path)])
    # The first in a process pays for what is imported and made once: it is left out.
    row = compared("S12", what, cards, ours[1:], bare[1:], "bare read", OPEN_LIMIT, slack=SHOWN)
    yield row
    if cards <= 10_000:
        yield Result("S12", f"{what}, first frame", cards, row.median, limit=FIRST_FRAME, slack=slack)


def references(cards: int) -> Iterator[Result]:
    """S19: some builds of Qt for Python lose a reference to None with every call, until the process aborts."""
    target, before = QObject(), sys.getrefcount(None)
    for number in range(CALLS):
        target.setObjectName("a" if number % 2 else "b")
    lost = float(before - sys.getrefcount(None))
    yield Result("S19", f"references to None lost in {CALLS:,} calls", cards, lost, unit="", limit=100.0)
