"""Row 104: captures of pages and lines of JSON, changed by dice: read, or refused in words."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest

from evidenceboard.errors import KnownError
from evidenceboard.exchange.captures import page_of
from evidenceboard.exchange.photos import BadPhoto, read_photo
from evidenceboard.exchange.tables import read_tables
from tests.exchange.captured import mhtml, wacz
from tests.faults import fuzz
from tests.faults.conftest import Tried
from tests.faults.test_hostile_imports import mutated
from tests.faults.tour import watched

LONGEST = 5.0  # seconds of this process for one file
LINES = b'{"key": "E1", "title": "a", "said": "2023-10", "x": 5}\n{"key": "E2", "tags": ["a", "b"], "deep": {"a": [1]}}'


@pytest.mark.parametrize("form", ["mhtml", "wacz"])
def test_row_104_thousands_of_mutated_captures(form: str, tried: Tried) -> None:
    whole = mhtml() if form == "mhtml" else wacz(packed=0)
    count, came = fuzz.cases(3_400) // 8, {"read": 0, "refused": 0}
    with watched() as opened:
        for number in range(count):
            with fuzz.named(number):
                data, begun = mutated(whole, Random(f"{form} {number}")), time.process_time()
                try:
                    page = page_of(data)
                except KnownError as problem:
                    assert problem.title
                    came["refused"] += 1
                else:
                    assert isinstance(page.text, str) and isinstance(page.title, str)
                    came["read"] += 1
                assert time.process_time() - begun < LONGEST, "it took too long"
    assert not [each for each in opened if each.startswith(("socket", "subprocess"))]
    tried(count, **came)
    assert came["read"] and came["refused"]


def test_row_103_thousands_of_mutated_lines_of_json(tmp_path: Path, tried: Tried) -> None:
    path, count, refused = tmp_path / "cards.jsonl", fuzz.cases(3_400) // 8, 0
    for number in range(count):
        with fuzz.named(number):
            path.write_bytes(mutated(LINES, Random(f"lines {number}")))
            try:
                refused += bool(read_tables([path]).refused)
            except KnownError as problem:
                assert problem.title
                refused += 1
    tried(count, listed=refused)
    assert 0 < refused < count


STRANGE = {
    "a number without end": b'{"x": 1e999}\n',
    "no number": b'{"x": NaN, "y": -Infinity}\n',
    "very deep": b"[" * 99_999,
}


@pytest.mark.parametrize("what", STRANGE)
def test_row_103_lines_of_json_that_no_reader_should_follow(what: str, tmp_path: Path) -> None:
    path = tmp_path / "cards.jsonl"
    path.write_bytes(b'{"key": "E1", "title": "a"}\n' + STRANGE[what])
    tables = read_tables([path])
    assert len(tables.cards) >= 1 and all(card.pos is None or max(map(abs, card.pos)) < 1e8 for card in tables.cards)


def test_row_90_pipes_and_devices_are_no_photos(tmp_path: Path) -> None:
    """Nobody waits for them, whatever their names say."""
    pipe = tmp_path / "photo.jpg"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path, tmp_path / "none.png"):
        with pytest.raises(BadPhoto):
            read_photo(path)
