"""Thousands of damaged boards, each made from its number (`tests.faults.fuzz` says what must hold of all of them)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.faults import fuzz
from tests.faults.conftest import Tried
from tests.faults.fuzz import Judge, Truth
from tests.faults.outcome import Outcome

BOARDS = 3_950  # in a run of the tests; with those of forged rows and absurd content some 5,000


@pytest.fixture
def board(make: Any, same_names: None) -> Path:
    path: Path = make.board(cards=12)
    return path


@pytest.fixture
def judge(make: Any, board: Path, tmp_path: Path) -> Judge:
    return Judge(tmp_path, Truth.of(board, make.scratch))


def test_row_45_thousands_of_boards_damaged_by_bytes(judge: Judge, board: Path, tried: Tried) -> None:
    outcome = Outcome("bytes")
    fuzz.by_bytes(judge, board.read_bytes(), fuzz.cases(BOARDS), outcome)
    tried(outcome.tries, **{name.replace(" ", "_"): count for name, count in outcome.counts.items()})
    assert min(outcome.counts[name] for name in ("same", "listed", "refused", "salvaged in part")) > 10


def test_row_68_boards_with_forged_rows(judge: Judge, board: Path, tried: Tried) -> None:
    outcome = Outcome("rows")
    fuzz.by_rows(judge, board.read_bytes(), fuzz.cases(BOARDS) // 4, outcome)
    tried(outcome.tries, **{name.replace(" ", "_"): count for name, count in outcome.counts.items()})
    assert min(outcome.counts[name] for name in ("same", "listed", "refused")) > 10


def test_row_70_boards_of_absurd_content_with_right_hashes(judge: Judge, board: Path, tried: Tried) -> None:
    outcome = Outcome("content")
    fuzz.by_content(judge, board.read_bytes(), fuzz.cases(BOARDS) // 34, outcome)
    tried(outcome.tries, **outcome.counts)


def test_five_thousand_boards_are_tried_in_every_run() -> None:
    assert BOARDS + BOARDS // 4 + BOARDS // 34 >= 5_000
