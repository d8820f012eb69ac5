"""Tables of cards and edges, through the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.journeys.hands import Hands

CARDS = """key,kind,role,title,source,reliability,credibility
E1,statement,reported,국정원 발표,NIS,B,3
C1,statement,claim,They used them,,,
H1,hypothesis,,Supplied directly,,,
X1,whatsit,,Not a kind,,,
"""
EDGES = """key,from,to,kind,strength,reason
a,E1,C1,support,strong,they say so
b,C1,H1,support,normal,
c,E1,b,contradict,normal,not that
"""


def test_tables_come_in_as_one_step_and_what_is_wrong_is_listed(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    (tmp_path / "edges.csv").write_text(EDGES, encoding="utf-8")
    hands.window.wanted.emit("new", None)
    names = [str(tmp_path / name) for name in ("cards.csv", "edges.csv")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    hands.window.intake.choose_tables()
    hands.settle()
    assert len(hands.cards()) == 3 and len(hands.edges()) == 3
    shown = [w for w in hands.program.app.topLevelWidgets() if type(w).__name__ == "LeftOutDialog"]
    assert len(shown) == 1
    shown[0].close()
    hands.page.bridge.undo()
    assert not hands.cards() and not hands.edges()


def test_the_board_is_exported_as_tables_and_as_a_picture(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.window.wanted.emit("sample", None)
    hands.settle()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    hands.window.actions_table.named("Export tables…").trigger()
    assert "국가정보원" in (tmp_path / "cards.csv").read_text(encoding="utf-8-sig")
    png = tmp_path / "case.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(png), "PNG picture (*.png)"))
    hands.window.actions_table.named("Export picture…").trigger()
    assert png.read_bytes().startswith(b"\x89PNG")
