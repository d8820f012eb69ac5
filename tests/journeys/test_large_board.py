"""A board too large to be read at once: it is shown first, and says a moment later who speaks for whom."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from evidenceboard import contents
from evidenceboard.document import Document
from tests.journeys.hands import Hands
from tests.journeys.small_board import build


def test_a_claim_says_who_speaks_for_it_once_that_is_known(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(hands)
    hands.save_to(tmp_path / "case.board")
    hands.window.close()
    monkeypatch.setattr(contents, "LARGE", 0)
    shown, reader = threading.Event(), Document.index_reader
    monkeypatch.setattr(
        Document, "index_reader", lambda document: lambda report: shown.wait(10) and reader(document)(report)
    )
    again = Hands(hands.program)
    again.program.open(tmp_path / "case.board", again.window)
    while again.window.page is None:
        again.program.app.processEvents()
    assert not again.page.bridge.document.board.index.knows("edge")
    for _ in range(100):  # its panel is filled when it is shown
        again.program.app.processEvents()
    assert "…" in again.words() and not again.page.bridge.document.board.index.knows("edge")
    shown.set()
    again.settle()
    assert again.page.bridge.document.board.index.knows("edge")
    assert "…" not in again.words()
    view = again.page.view
    (claim,) = {view.geometry.cards[row] for row in view.geometry.head}
    (face,) = view._stage.faces.of([claim])
    assert face.footer_left.startswith("for 1")
    assert view.kept_picture() == view.fresh_picture()
    again.page.bridge.undo()
    again.settle()
    assert len(again.edges()) == 1
