"""A board in a process that has just been started: S13. Run by itself it is that process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.results import LOOSE, SHOWN, Result, compared

FIRST_FRAME = 1_500.0  # ms after the process started
EDITED = 3_000.0  # ms until a card has been moved and that is kept
LIMIT = 3.0


def cold(path: Path, settings: Path, cards: int, times: int) -> Iterator[Result]:
    """From nothing to the first frame at 100 %, against what no program can do without: Qt, and the bare rows."""
    ours, bare = [], []
    for _ in range(times + 1):
        ours.append(_when_it_says_so("frame", path, settings))
        bare.append(_when_it_says_so("bare", path, settings))
    row = compared("S13", "new process to first frame", cards, ours[1:], bare[1:], "Qt and rows", LIMIT, slack=SHOWN)
    yield row
    yield Result("S13", "new process to first frame, in all", cards, row.median, limit=FIRST_FRAME, slack=LOOSE)
    seen, edited = zip(*[_when_it_says_so("window", path, settings, 2) for _ in range(times + 1)][1:], strict=True)
    for what, when, limit in (("first frame", seen, FIRST_FRAME), ("a card was moved", edited, EDITED)):
        middle = statistics.median(when)
        yield Result("S13", f"the whole window until {what}", cards, middle, max(when), limit=limit, slack=LOOSE)


def _when_it_says_so(what: str, path: Path, settings: Path, times: int = 1) -> list[float]:
    """Milliseconds after which a process says for the first, second, … time that something is there."""
    words = [sys.executable, "-m", "tests.bench.cold", what, str(path), str(settings)]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        found = []
        for _ in range(times):
            if process.stdout.readline() != b"there\n":
                raise AssertionError(f"the process for {what} ended before it had shown anything")
            found.append(1000 * (time.perf_counter() - begun))
        return found


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


def _window(path: Path, settings: Path) -> None:
    """The program as a person starts it with a board; as soon as that is seen, a card is moved and put back."""
    from PySide6.QtCore import QEventLoop

    from evidenceboard.model.commands import move_cards
    from evidenceboard.paths import folders
    from evidenceboard.store.installation import Installation
    from evidenceboard.ui import jobs
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.application import make_app

    app = make_app()
    program = Program(app, Installation(folders(settings)))
    window = program.new_window()
    program.open(path, window)
    while window.page is None:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    assert window.bridge is not None
    view, painted = window.page.view, []
    view.painted.connect(lambda: painted.append(True))
    while not painted:
        app.processEvents()
    print("there", flush=True)
    card = view.geometry.cards[0]
    window.bridge.commit(move_cards(window.bridge.sheet, {card: (1.0, 2.0)}))
    print("there", flush=True)
    window.bridge.undo()
    window.let_go()
    jobs.finish()


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
    {"frame": _frame, "bare": _bare, "window": _window}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
