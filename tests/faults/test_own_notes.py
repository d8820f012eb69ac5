"""The program's own files, damaged by dice: no start is lost, and what cannot be read is begun anew, once."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults import fuzz
from tests.faults.conftest import Tried

MUTATIONS = (fuzz.flip_bits, fuzz.set_bytes, fuzz.set_run, fuzz.cut)
PICKED = ("installation.db", "preferences.json", "desk.json", "board.db")


def used(home: Path, path: Path) -> list[Path]:
    """An installation with a board in a file and a draft; its files."""
    installation = Installation(folders(home))
    installation.set_preferences(installation.preferences())
    for target in (path, None):
        document = Document.new(installation, "Ana", "Case")
        document.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": "x"}))
        if target is not None:
            document.publish(target)
            installation.remember_recent(target, document.board_id, "Case", 1, None)
        document.close()
    return sorted(file.relative_to(home) for file in home.rglob("*") if file.name in PICKED)


def start(home: Path) -> None:
    """What the start page asks for, and what it writes."""
    installation = Installation(folders(home))
    installation.preferences()
    installation.recent()
    list(installation.unclosed())
    installation.forget_recent()


def test_row_35_damaged_notes_of_our_own_cost_no_start(tmp_path: Path, tried: Tried) -> None:
    master, home, told = tmp_path / "master", tmp_path / "home", 0
    files = used(master, tmp_path / "case.board")
    assert {file.name for file in files} == set(PICKED)
    count = fuzz.cases(400)
    for number in range(count):
        with fuzz.named(number):
            dice = Random(f"notes {number}")
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(master, home)
            damaged = home / dice.choice([file for file in files if dice.random() < 0.3] or files)
            content = bytearray(damaged.read_bytes())
            for mutation in dice.choices(
                (fuzz.flip_bits, fuzz.set_bytes, fuzz.set_run, fuzz.cut), k=dice.choice((1, 2))
            ):
                if content:
                    mutation(content, dice)
            damaged.write_bytes(content)
            try:
                start(home)
            except KnownError as problem:
                assert "begun anew" in problem.title and problem.advice
                told += 1
                start(home)  # the second one does
    tried(count, told=told)
    assert told


def test_row_35_a_format_that_sqlite_does_not_know_is_damage(tmp_path: Path) -> None:
    """It calls that a mistake of ours: one bit of the head is enough."""
    used(tmp_path / "home", tmp_path / "case.board")
    (notes,) = (tmp_path / "home").rglob("installation.db")
    content = bytearray(notes.read_bytes())
    content[47] = 9  # the number of the schema's format
    notes.write_bytes(content)
    with pytest.raises(KnownError, match="begun anew"):
        start(tmp_path / "home")
    start(tmp_path / "home")
