"""An error while something is painted ends in the report, told once, and never takes the program with it.

The window runs in a process of its own: what is tried here used to end in a segmentation fault, when Qt finished a
frame on which a painter still painted.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "evidenceboard"
SECRET = "the vessel left Nampo at dawn"

SCRIPT = """
import sys
from tests.faults import breaking
sys.exit(breaking.main(*sys.argv[1:]))
"""

PLACES = (
    "canvas.retained.Retained.paint",  # the picture itself
    "canvas.cards.FullCards.paint",  # a picture that is made once and kept, within one that is painted bit by bit
    "label.draw_line",  # the dialog that tells of it cannot be painted either
)


@pytest.mark.parametrize("place", PLACES)
def test_an_error_while_painting_is_told_once_and_nothing_else_ends(place: str, tmp_path: Path) -> None:
    places = {"EVIDENCEBOARD_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-X", "faulthandler", "-c", SCRIPT, place, str(tmp_path), SECRET]
    done = subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "told 1 dialogs" in done.stdout and "still saves" in done.stdout, done.stdout + done.stderr[-2000:]
    assert "endPaint" not in done.stderr and "being painted" not in done.stderr
    assert not any(word in done.stdout + done.stderr for word in SECRET.split() if len(word) > 3)


def test_every_painter_ends_with_what_it_paints() -> None:
    """Each stands in a `with`: else the traceback of an error keeps it painting on a frame that Qt has ended."""
    open_ended = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        held = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
        open_ended += [
            f"{path.relative_to(PACKAGE)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QPainter" and id(node) not in held
        ]
    assert [place.split(":")[0] for place in open_ended] == ["ui/canvas/paper.py"], "its caller holds that one"
