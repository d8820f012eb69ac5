"""Row 117: the program starts and works where the network is forbidden: by Python's own hook, and by the system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOOK = """
import sys
def refuse(event, arguments):
    inet = event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(arguments[-1], tuple)
    if inet or event in ("socket.getaddrinfo", "socket.gethostbyname"):
        print("REACHED", event, file=sys.stderr)
        raise SystemExit(99)
sys.addaudithook(refuse)
from evidenceboard.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def run(home: Path, *words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    places = {"EVIDENCEBOARD_HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [*before, sys.executable, "-c", HOOK, *words]
    return subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True, timeout=300)


def without_network() -> tuple[str, ...]:
    """A command that starts another with no network at all, where this system lets us."""
    found = shutil.which("unshare")
    if found is None or subprocess.run([found, "-rn", "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody take the network away from a process")
    return found, "-rn"


def test_row_117_the_window_with_the_founding_case_and_no_network_at_all(tmp_path: Path) -> None:
    picture = tmp_path / "shown.png"
    done = run(tmp_path / "home", "demo", "--screenshot", str(picture), before=without_network())
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 20_000 and "REACHED" not in done.stderr


def test_row_117_every_verb_reaches_for_nothing(tmp_path: Path) -> None:
    board, home = tmp_path / "case.board", tmp_path / "home"
    table = tmp_path / "cards.csv"
    table.write_text(
        "key,kind,title\nE1,statement,http://127.0.0.1:9/beacon\nH1,hypothesis,<img src='http://x/y.png'>\n"
    )
    verbs = (
        ("new", str(board)),
        ("import", str(table), "--into", str(board)),
        ("info", str(board)),
        ("check", str(board)),
        ("verify", str(board)),
        ("find", str(board), "beacon"),
        ("assess", str(board)),
        ("export", str(board), "--to", "csv", "--out", str(tmp_path / "tables")),
        ("export", str(board), "--to", "png", "--out", str(tmp_path / "board.png")),
        ("doctor",),
    )
    for words in verbs:
        done = run(home, *words)
        assert done.returncode in (0, 1) and "REACHED" not in done.stderr, (words[0], done.stderr)


def test_the_hook_would_see_it(tmp_path: Path) -> None:
    """A hook that hears nothing would prove nothing."""
    text = HOOK.replace("from evidenceboard.__main__ import main", "import socket; socket.getaddrinfo('x.invalid', 1)")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)
    assert done.returncode == 99 and "REACHED" in done.stderr
