"""Opening a board: time to the first frame, memory, and Qt's count of references to None. S12, S14, S19."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.bench.baselines import read_raw
from tests.bench.canvas import settle, view_of
from tests.bench.frames import Screen
from tests.bench.results import Result, compared

TIMES = 4
FIRST_FRAME = 1500.0  # ms, for a board of 10,000 cards or less
LARGEST, LARGEST_GROWTH = 400.0, 250.0  # MB of memory, and MB above a program without a board
CALLS = 10_000  # of Qt functions that return nothing


def memory(name: str = "VmRSS") -> float:
    """Megabytes that this process takes now, or has taken at most ("VmHWM"); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def remember(path: Path, settings: Path, cards: int) -> Iterator[Result]:
    """S14: memory after opening, and after a while of work. To be run first in its process."""
    empty = memory()
    document = Document.open(path, Installation(folders(settings)), "Bench")
    view = view_of(document)
    view.show()
    settle(view)
    opened = memory()
    yield Result("S14", "memory after opening", cards, opened, unit="MB", limit=LARGEST)
    for zoom in (1.0, 0.25, view.zoom):
        view.zoom_at(QPointF(960, 540), zoom / view.zoom)
        for number in range(120):
            view.pan_by(*((37, 23) if number % 40 < 20 else (-37, -23)))
            QApplication.processEvents()
        settle(view)
    growth = memory() - empty
    yield Result("S14", "memory after a while of work", cards, memory(), unit="MB", limit=LARGEST)
    yield Result("S14", "the same above an empty program", cards, growth, unit="MB", limit=LARGEST_GROWTH)
    view.hide()
    view.deleteLater()
    document.close()


def first_frame(path: Path, settings: Path) -> float:
    """Milliseconds from a path to the first frame at 100 %, in a process that has everything imported."""
    begun = time.perf_counter()
    document = Document.open(path, Installation(folders(settings)), "Bench")
    view = view_of(document)
    screen = Screen(view)
    view.painted.connect(screen.count)
    box = document.geometry().bounds()
    assert box is not None
    view.look_at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), 1.0)
    screen.frame(view.show)
    taken = 1000 * (time.perf_counter() - begun)
    view.hide()
    view.deleteLater()
    QApplication.processEvents()
    document.close()
    return taken


def opening(path: Path, settings: Path, cards: int) -> Iterator[Result]:
    """S12: from a path to the first frame, for a board that was saved here and for a stranger's."""

    def nothing() -> None:
        return None

    def without_copy() -> None:
        Installation(folders(settings)).trim(0)

    strangers = settings.with_name(f"{settings.name}-stranger")

    def strange() -> None:
        shutil.rmtree(strangers, ignore_errors=True)

    kinds: list[tuple[str, Path, Callable[[], None]]] = [
        ("open a board that was open before", settings, nothing),
        ("open one that was saved here", settings, without_copy),
        ("open a stranger's, through the gate", strangers, strange),
    ]
    for what, place, before in kinds:
        ours: list[list[float]] = []
        bare: list[list[float]] = []
        for _ in range(TIMES):
            before()
            ours.append([first_frame(path, place)])
            bare.append([read_raw(path)])
        # The first in a process pays for what is only imported or made once: it is left out of the ratio.
        row = compared("S12", what, cards, ours[1:], bare[1:], "bare read")
        yield row
        strict = cards <= 10_000 and place == settings
        limit = 3 * FIRST_FRAME if cards <= 10_000 else None
        yield Result("S12", "    to the first frame", cards, row.median, limit=limit, asserted=strict)
    yield Result("S14", "most memory at any time", cards, memory("VmHWM"), unit="MB", limit=LARGEST)
    shutil.rmtree(strangers, ignore_errors=True)


def references(cards: int) -> Iterator[Result]:
    """S19: some builds of Qt for Python lose a reference to None with every call, until the process aborts."""
    target, before = QObject(), sys.getrefcount(None)
    for number in range(CALLS):
        target.setObjectName("a" if number % 2 else "b")
    lost = float(before - sys.getrefcount(None))
    yield Result("S19", f"references to None lost in {CALLS:,} calls", cards, lost, unit="", limit=100.0)
