"""Rows 91 and 117: every command of the window is given over a hostile board, and what it opens is watched.

No socket, no program but our own decoders, and no file outside of the program's, the system's and this test's own
folders: whatever a text names is never opened.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QDesktopServices, QHelpEvent
from PySide6.QtWidgets import QApplication, QColorDialog, QDialog, QFileDialog, QInputDialog, QMenu, QWidget

import evidenceboard
from evidenceboard.ui.actions import Entry
from tests.faults.conftest import Tried
from tests.faults.test_hostile_texts import TABLES, baits, fill
from tests.faults.tour import Tour, watched
from tests.journeys.conftest import hands, new, program
from tests.journeys.hands import Hands

__all__ = ["hands", "new", "program"]

OURS = Path(evidenceboard.__file__).resolve().parent
LEAVES = {"Close", "Quit", "Close window", "New window"}  # whoever gives them looks at another window
SYSTEM = ("/proc/", "/sys/", "/dev/", "/etc/localtime", "/usr/", "/lib", "/etc/fonts", "/var/cache/fontconfig")


def allowed(name: str, tmp: Path) -> bool:
    """Whether a file is the program's, Python's, the system's own, or this test's."""
    if not name or name.isdigit():  # a descriptor that is open already
        return True
    path = os.path.realpath(name)
    own = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), os.environ["EVIDENCEBOARD_HOME"]}
    roots = [*map(os.path.realpath, own), str(OURS.parent), os.path.realpath(tmp)]
    return path.startswith(SYSTEM) or any(path == root or path.startswith(root + os.sep) for root in roots)


def close_dialogs(hands: Hands) -> int:
    """Look at everything that stands over the window, and close it; how many there were."""
    seen = 0
    for each in QApplication.topLevelWidgets():
        over = isinstance(each, QDialog | QMenu) or each.isWindow() and each is not hands.window
        if over and each.isVisible() and each is not hands.window:
            each.grab()
            seen += 1
            each.close()
    return seen


def give(hands: Hands, entry: Entry) -> int:
    entry.run()
    hands.settle()
    hands.window.grab()
    seen = close_dialogs(hands)
    for popup in (hands.window.palette_popup, hands.window.shortcut_overview):
        popup.hide()
    hands.settle()
    return seen


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever would wait for somebody or leave the program is drawn, noted, and goes on."""
    found: list[str] = []

    def drawn(self: QWidget) -> int:
        self.show()
        self.grab()
        found.append(type(self).__name__)
        self.close()
        return 0

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: "")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("", False))
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_a, **_k: None)
    monkeypatch.setattr(QDialog, "exec", drawn)
    monkeypatch.setattr("evidenceboard.ui.plain._Message.exec", drawn)
    monkeypatch.setattr(QMenu, "exec", lambda self, *_: (self.grab(), None)[1])
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append("openUrl"))
    return found


def test_row_91_every_command_over_a_hostile_board_opens_nothing(
    new: Hands, tmp_path: Path, told: list[str], tried: Tried
) -> None:
    texts = [*baits(tmp_path), TABLES]
    bait = tmp_path / "bait.png"
    os.utime(bait, (1, 1_000_000_000))
    new.program._change(author=texts[0])
    filled: dict[str, Any] = {}
    for text in texts:
        filled = fill(new, text)
    new.save_to(tmp_path / "<img src='bait.png'> <b>.board")
    given, seen = 0, 0
    with watched() as opened:
        for chosen in ((filled["card"],), (filled["edge"],), tuple(new.cards()[:3]), ()):
            for entry in list(new.window.actions_table.entries):
                if entry.name in LEAVES or new.window.document is None:
                    continue
                new.page.view.set_selection(frozenset(each for each in chosen if new.board.is_live(each)))
                if entry.why_not() is None:
                    seen += give(new, entry)
                    given += 1
        Tour(new).walk()
    assert given > 100 and seen > 4 and "openUrl" not in told
    names = [each.partition(" ")[2] for each in opened if each.startswith("open ")]
    assert not [each for each in opened if each.startswith("socket")]
    programs = [each for each in opened if each.startswith(("subprocess", "os.exec", "os.system"))]
    assert not [each for each in programs if "python" not in each]
    assert names and not [name for name in names if not allowed(name, tmp_path)]
    assert not [name for name in names if name.endswith("bait.png")] and bait.stat().st_atime == 1
    tried(given, dialogs_looked_at=seen + len(told))


def test_the_watch_knows_what_is_foreign(tmp_path: Path) -> None:
    """A list of folders that allows all would prove nothing."""
    assert allowed(str(OURS / "ui" / "plain.py"), tmp_path) and allowed(str(tmp_path / "x"), tmp_path)
    assert not allowed("/etc/passwd", tmp_path) and not allowed(str(Path.home() / ".ssh" / "id"), Path("/nowhere"))


def test_tips_are_asked_for(new: Hands) -> None:
    """The walk sees the tips that it rests on."""
    tour = Tour(new)
    tour.tips(new.window)
    assert tour.stops == 1 and QHelpEvent and QPoint
