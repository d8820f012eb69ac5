"""The real window with boards whose content is absurd: it shows what can be shown, and nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.faults import fuzz
from tests.faults.absurd import Forger, plant
from tests.faults.conftest import Tried
from tests.faults.tour import Tour
from tests.journeys.conftest import hands, program
from tests.journeys.hands import Hands

__all__ = ["hands", "program"]


def test_row_72_windows_full_of_absurd_content(
    hands: Hands, make: Any, same_names: None, tmp_path: Path, tried: Tried
) -> None:
    stops = 0
    count = max(2, fuzz.cases(0) // 2_000)
    for number in range(count):
        with fuzz.named(number):
            board = make.board(f"absurd-{number}.board", cards=8)
            plant(board, Forger(f"window {number}").changesets(25))
            hands.open(board)
            assert hands.window.document is not None, hands.told()
            tour = Tour(hands)
            tour.walk()
            stops += tour.stops
            hands.window.let_go()
    tried(count, places_looked_at=stops)
