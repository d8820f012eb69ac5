"""The released format: frozen, the same as the tables in code, and readable by plain tools."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.store import schema
from evidenceboard.store.reading import check_file, read_board

BOARDS = Path(__file__).parent.parent / "boards"  # one of every released version

# A released format is never changed: somebody's boards are made by it.
FROZEN = {1: "ac7a3a615fc0a6a50d526f3ee29b5610d2b17939cb1e60659f502a609423487f"}


def _plain(statement: str) -> str:
    return " ".join(statement.split()).replace("( ", "(").replace(" )", ")")


def test_the_tables_in_code_are_the_released_format() -> None:
    assert list(map(_plain, schema.statements())) == list(map(_plain, schema.released()))


@pytest.mark.parametrize("version", FROZEN)
def test_a_released_format_is_never_changed(version: int) -> None:
    text = ";".join(map(_plain, schema.released(version)))
    assert hashlib.sha256(text.encode()).hexdigest() == FROZEN[version]


def test_a_published_board_is_compact_and_says_what_it_is(make: Any) -> None:
    head = make.board().read_bytes()[:100]
    assert head[:16] == b"SQLite format 3\0"
    assert head[16:18] == (4096).to_bytes(2, "big")
    assert (head[18], head[19]) == (1, 1)  # not in WAL mode
    assert int.from_bytes(head[60:64], "big") == schema.FORMAT
    assert int.from_bytes(head[68:72], "big") == schema.APPLICATION_ID


@pytest.mark.parametrize("version", FROZEN)
def test_a_board_of_every_released_format_is_read(version: int, make: Any) -> None:
    """Also the hashes: whoever changes how they are made would disown every board there is."""
    board = BOARDS / f"format_{version}.board"
    with read_board(board, make.scratch) as foreign:
        assert foreign.board_id == "0123456789abcdef0123456789abcdef"
        assert len(foreign.changesets) == 10 and len(list(foreign.photos())) == 1
    assert check_file(board, make.scratch) == []


def test_all_tables_are_strict(make: Any) -> None:
    with closing(sqlite3.connect(make.board())) as connection:
        strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    strict.pop("sqlite_schema")
    assert strict and all(strict.values())


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 program is not installed")
def test_the_sqlite_program_takes_out_the_photos(make: Any, tmp_path: Path) -> None:
    board, out = make.board(), tmp_path / "out"
    out.mkdir()
    (out / "photos").mkdir()
    listing = subprocess.run(["sqlite3", board, "-At"], capture_output=True, text=True, check=True).stdout
    subprocess.run(["sqlite3", board, "-Ax"], cwd=out, check=True)
    (name,) = listing.split()
    assert hashlib.sha256((out / name).read_bytes()).hexdigest() == Path(name).stem


def test_pragmas_that_do_not_take_effect_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch()
    engine = schema.engine_for(path, ("no_such_pragma = 7",))
    with pytest.raises(RuntimeError), engine.connect():
        pass
    engine.dispose()
