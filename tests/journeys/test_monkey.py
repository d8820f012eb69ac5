"""Whatever hands do, the picture is true, the board follows from its log, and closing loses nothing.

In daily runs a thousand gestures; `EVIDENCEBOARD_MONKEY=10000` makes it ten thousand, and
`EVIDENCEBOARD_MONKEY_SEED=7` tells one run again.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from PySide6.QtTest import QTest

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Changeset
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.sheet import load_sheet
from evidenceboard.store.reading import check_file
from evidenceboard.ui import theme
from tests.journeys.hands import Hands
from tests.journeys.monkey import Monkey
from tests.journeys.small_board import build, state
from tests.laws.readings import everything, records_of

GESTURES = int(os.environ.get("EVIDENCEBOARD_MONKEY", "1000"))
EVERY_TIME = 188_505  # the same gestures wherever all tests run; a long run finds new ones
CHOSEN = os.environ.get("EVIDENCEBOARD_MONKEY_SEED") or SystemRandom().randrange(10**6)
SEED = int(CHOSEN) if "EVIDENCEBOARD_MONKEY" in os.environ else EVERY_TIME


def sheet_of(geometry: Any) -> dict[str, Any]:
    """What lies where, by ids: rows may stand in any order."""
    cards = {
        card: tuple(float(geometry_column[row]) for geometry_column in (geometry.x, geometry.y, geometry.w, geometry.h))
        + (int(geometry.kind[row]), int(geometry.z[row]))
        for card, row in geometry.row.items()
    }
    edges = {edge: (geometry.ends_of(edge), bool(geometry.contradict[row]), bool(geometry.strong[row]))
             for edge, row in geometry.edge_row.items()}  # fmt: skip
    return {"cards": cards, "edges": edges}


def look_closely(hands: Hands) -> None:
    """The picture is what a fresh one would be; board and sheet are what the log says."""
    page = hands.page
    page.writing.leave()
    page.hand.cancel()
    QTest.qWait(200)  # links step back a moment after a selection
    hands.settle()
    view = page.view
    assert view.is_settled()
    assert view.kept_picture() == view.fresh_picture()
    document = page.bridge.document
    changesets = list(document.log.changesets())
    records = records_of(changesets)
    assert everything(document.board, records) == everything(replayed(changesets), records)
    sheet = page.bridge.sheet
    fresh = load_sheet(document.log.placed_cards(sheet), document.log.all_edges())
    assert sheet_of(page.sheets.now.whole) == sheet_of(fresh)
    shown = {*view.geometry.row, *view.geometry.edge_row, *(zone.id for zone in view.zones)}
    assert view.selection <= shown | {plate.id for plate in view.folds.plates}


def replayed(changesets: list[Changeset]) -> Board:
    """The board as it follows from its log alone."""
    board, records = Board(MemoryLog(changesets)), records_of(changesets)
    board.load(records)
    board.adopt({name: board.record(name) for name in records})
    return board


@pytest.fixture
def monkey(hands: Hands) -> Monkey:
    build(hands)
    return Monkey(hands, SEED)


def test_a_monkey_breaks_nothing(monkey: Monkey, hands: Hands, tmp_path: Path) -> None:
    try:
        for number in range(1, GESTURES + 1):
            monkey.act()
            if number % 100 == 0:
                look_closely(hands)
    except BaseException:
        print(f"EVIDENCEBOARD_MONKEY_SEED={monkey.seed}, gesture {len(monkey.diary)}; the last ones:")
        print(*monkey.diary[-25:], sep="\n")
        raise
    finally:
        theme.apply(hands.program.app, theme.THEMES["light"])
    before, path = state(hands), tmp_path / "monkey.board"
    hands.save_to(path)
    hands.window.close()
    assert check_file(path, tmp_path) == []
    again = Hands(hands.program)
    again.open(path)
    assert state(again) == before
