"""The gate: files that are no boards, cut, foreign or hostile. Each is refused in words and stays as it was."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import BoardUnavailable, KnownError
from evidenceboard.store import files, gate
from evidenceboard.store.reading import check_file, read_board
from tests.faults.refusals import Watch, refusal

PAGE = 4096


def test_a_whole_board_is_read_and_left_as_it_was(make: Any, untouched: Watch) -> None:
    with read_board(untouched(make.board()), make.scratch) as foreign:
        assert len(foreign.changesets) == 10 and foreign.refused == []
        assert len(list(foreign.photos())) == 1
        (copy,) = make.scratch.iterdir()
        assert copy.stat().st_mode & 0o777 == 0o600
    assert list(make.scratch.iterdir()) == []


def test_of_a_newer_format(make: Any) -> None:
    board = make.with_sql(make.board(), "PRAGMA user_version = 7")
    assert refusal(board, make) == "This board was made by a newer version of this program (format 7)"


def test_missing_or_forbidden(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BoardUnavailable, match="no such file"):
        read_board(make.folder / "none.board", make.scratch)
    with pytest.raises(BoardUnavailable, match="no name of a file"):
        read_board(make.folder / ("x" * 300), make.scratch)
    board = make.board()

    def forbid(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    with pytest.raises(BoardUnavailable, match="may not be read"):
        read_board(board, make.scratch)


def test_a_file_that_grows_while_it_is_copied(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    board = make.board()
    real = os.read

    def growing(file: int, count: int) -> bytes:
        with board.open("ab") as more:
            more.write(bytes(PAGE))
        return real(file, count)

    monkeypatch.setattr(os, "read", growing)
    assert refusal(board, make) == "This file is being written right now"


def test_no_room_for_the_private_copy(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    board = make.board()

    def full(_path: Path) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "private", full)
    with pytest.raises(BoardUnavailable, match="no room"):
        read_board(board, make.scratch)


def test_private_copies_of_dead_processes_are_removed(make: Any) -> None:
    dead = make.scratch / f"{gate.PREFIX}4194303-00.board"  # above the largest process number
    dead.write_bytes(b"evidence")
    alive = make.scratch / f"{gate.PREFIX}{os.getppid()}-00.board"
    alive.write_bytes(b"evidence")
    with read_board(make.board(), make.scratch):
        assert not dead.exists() and alive.exists()


def test_only_reading_is_allowed(make: Any) -> None:
    with closing(gate.guarded(make.board())) as connection:
        for statement in (
            "DELETE FROM card",
            "ATTACH ':memory:' AS x",
            "PRAGMA writable_schema = ON",
            "SELECT load_extension('x')",
            "SELECT randomblob(10)",
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(statement).fetchall()


def test_check_refuses_the_same(make: Any) -> None:
    path = make.folder / "text.board"
    path.write_text("hello")
    with pytest.raises(KnownError):
        check_file(path, make.scratch)
