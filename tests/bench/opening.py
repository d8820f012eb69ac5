"""Opening a board: time to the first frame, memory, and Qt's count of references to None. S12, S14, S19."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.bench.baselines import read_raw
from tests.bench.canvas import view_of
from tests.bench.frames import Screen
from tests.bench.results import Result, compared

TIMES = 4
FIRST_FRAME = {10_000: 1500.0}  # ms, for a board of so many cards
OPEN_LIMIT = 3.0  # against the bare read
LARGEST_RSS, LARGEST_GROWTH = 400.0, 250.0  # MB
CALLS = 10_000  # of Qt functions that return nothing


def resident() -> float:
    """Megabytes of memory that this process takes; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def first_frame(path: Path, installation: Installation) -> float:
    """Milliseconds from a path to the first frame at 100 %, in a process that has everything imported."""
    begun = time.perf_counter()
    document = Document.open(path, installation, "Bench")
    view = view_of(document)
    screen = Screen(view)
    view.painted.connect(screen.count)
    box = document.geometry().bounds()
    assert box is not None
    screen.frame(lambda: (view.look_at(_middle(box), 1.0), view.show()))
    taken = 1000 * (time.perf_counter() - begun)
    view.hide()
    view.deleteLater()
    QApplication.processEvents()
    document.close()
    return taken
