"""A board in a process that has just been started: S13. Run by itself it is that process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.results import LOOSE, SHOWN, Result, compared

FIRST_FRAME = 1_500.0  # ms after the process started
LIMIT = 3.0


def cold(path: Path, settings: Path, cards: int, times: int) -> Iterator[Result]:
    """From nothing to the first frame at 100 %, against what no program can do without: Qt, and the bare rows."""
    ours, bare = [], []
    for _ in range(times + 1):
        ours.append([_until_it_says_so("frame", path, settings)])
        bare.append([_until_it_says_so("bare", path, settings)])
    row = compared("S13", "new process to first frame", cards, ours[1:], bare[1:], "Qt and rows", LIMIT, slack=SHOWN)
    yield row
    yield Result("S13", "new process to first frame, in all", cards, row.median, limit=FIRST_FRAME, slack=LOOSE)


def _until_it_says_so(what: str, path: Path, settings: Path) -> float:
    words = [sys.executable, "-m", "tests.bench.cold", what, str(path), str(settings)]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        if process.stdout.readline() != b"there\n":
            raise AssertionError(f"the process for {what} ended before it had shown anything")
        return 1000 * (time.perf_counter() - begun)


def _frame(path: Path, settings: Path) -> None:
    from PySide6.QtCore import QPointF

    from evidenceboard.document import Document
    from evidenceboard.paths import folders
    from evidenceboard.store.installation import Installation
    from evidenceboard.ui.application import make_app
    from tests.bench.canvas import view_of

    app = make_app()
    document = Document.open(path, Installation(folders(settings)), "Bench")
    view = view_of(document)
    box = view.geometry.bounds()
    assert box is not None
    view.look_at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), 1.0)
    view.painted.connect(_say)
    view.show()
    while not _said:
        app.processEvents()
    document.close()


def _bare(path: Path, _settings: Path) -> None:
    import PySide6.QtWidgets

    from tests.bench.baselines import read_raw

    assert PySide6.QtWidgets
    read_raw(path)
    _say()


_said: list[bool] = []


def _say() -> None:
    if not _said:
        print("there", flush=True)
    _said.append(True)


if __name__ == "__main__":
    {"frame": _frame, "bare": _bare}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
