"""Rows 50 to 63: databases that were made to do harm. Each is refused before anything of it is run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.progress import Stopped
from evidenceboard.store import files
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import COPIED, read_board
from tests.faults.refusals import Watch, refusal, rewrite_schema

PAGE = 4096

ADDED = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON card BEGIN DELETE FROM change; END",
    "a view": "CREATE VIEW v AS SELECT * FROM card",
    "a further table": "CREATE TABLE more (x)",
    "an index of its own": "CREATE INDEX i ON card (title)",
}


@pytest.mark.parametrize("what", ADDED)
def test_row_50_something_added(what: str, make: Any, untouched: Watch) -> None:
    board = untouched(make.with_sql(make.board(), ADDED[what]))
    assert refusal(board, make) == f"This file holds something that no board holds: {what}"


@pytest.mark.parametrize("part", ["INSERT", "UPDATE", "DELETE"])
def test_row_50_a_trigger_never_fires(part: str, make: Any, tmp_path: Path) -> None:
    """Neither when the file is looked at, nor when it is opened for work."""
    trigger = f"CREATE TRIGGER t AFTER {part} ON meta BEGIN SELECT raise(ABORT, 'fired'); END"
    board = make.with_sql(make.board(), trigger)
    with pytest.raises(UnreadableBoard, match="a trigger"):
        Document.open(board, Installation(make_folders(tmp_path)), "Judge")


def make_folders(path: Path) -> Any:
    from evidenceboard.paths import folders

    return folders(path / "home")


def test_row_51_a_view_in_place_of_a_table(make: Any, untouched: Watch) -> None:
    board = make.board()
    view = "UPDATE sqlite_schema SET type='view', rootpage=0, sql='CREATE VIEW card AS SELECT 1' WHERE name='card'"
    rewrite_schema(board, view)
    refusal(untouched(board), make)


def refused_at_once(statement: str, make: Any, untouched: Watch) -> None:
    board = make.with_sql(make.board(), statement)
    begun = time.process_time()
    refusal(untouched(board), make)
    assert time.process_time() - begun < 1


CALLING = {
    "load_extension": "SELECT load_extension('x')",
    "readfile": "SELECT readfile('/etc/passwd')",
    "randomblob": "SELECT randomblob(2000000000)",
    "fts": "SELECT fts3_tokenizer('x')",
}


@pytest.mark.parametrize("what", CALLING)
def test_row_52_a_view_that_calls_functions(what: str, make: Any, untouched: Watch) -> None:
    refused_at_once(f"CREATE VIEW v AS {CALLING[what]}", make, untouched)


COMPUTED = {
    "expression index": "CREATE INDEX i ON card (length(title))",
    "partial index": "CREATE INDEX i ON card (title) WHERE kind = 'photo'",
    "generated column": "ALTER TABLE card ADD COLUMN g TEXT GENERATED ALWAYS AS (title || 'x')",
}


@pytest.mark.parametrize("what", COMPUTED)
def test_row_53_computed_columns_and_indexes(what: str, make: Any, untouched: Watch) -> None:
    refused_at_once(COMPUTED[what], make, untouched)


EXPENSIVE = {
    "check": "ALTER TABLE card ADD COLUMN g TEXT CHECK (length(randomblob(100000000)) > 0)",
    "default": "CREATE TABLE more (x DEFAULT (randomblob(100000000)))",
}


@pytest.mark.parametrize("what", EXPENSIVE)
def test_row_54_expensive_checks_are_refused_before_they_are_run(what: str, make: Any, untouched: Watch) -> None:
    refused_at_once(EXPENSIVE[what], make, untouched)


def test_row_55_an_endless_view(make: Any, untouched: Watch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT * FROM n"
    refused_at_once(f"CREATE VIEW v AS {endless}", make, untouched)


def test_row_55_the_time_limit_ends_what_takes_too_long(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second line: with no time at all even the look at a whole board's pages is ended."""
    monkeypatch.setattr("evidenceboard.store.gate.CHECK_SECONDS", -1e9)
    monkeypatch.setattr("evidenceboard.store.patience.STEPS", 1)
    assert refusal(make.board(), make).startswith("This file takes far too long to read")


@pytest.mark.parametrize("module", ["fts5(x)", "fts3(x)", "rtree(id, a, b)"])
def test_row_56_virtual_tables_and_their_shadows(module: str, make: Any, untouched: Watch) -> None:
    refused_at_once(f"CREATE VIRTUAL TABLE f USING {module}", make, untouched)


OTHER_TABLES = {
    "renamed column": "ALTER TABLE card RENAME COLUMN title TO title2",
    "dropped table": "DROP TABLE stop",
    "dropped index": "DROP INDEX change_by_record",
}


@pytest.mark.parametrize("what", OTHER_TABLES)
def test_row_59_tables_that_are_not_ours(what: str, make: Any, untouched: Watch) -> None:
    refused_at_once(OTHER_TABLES[what], make, untouched)


SCHEMA_ROWS = {
    "other types": "UPDATE sqlite_schema SET sql=replace(sql, 'title TEXT', 'title BLOB') WHERE name='card'",
    "collation": "UPDATE sqlite_schema SET sql=replace(sql, 'title TEXT', 'title TEXT COLLATE NOCASE')"
    " WHERE name='card'",
    "not strict": "UPDATE sqlite_schema SET sql=replace(sql, 'STRICT', '') WHERE name='card'",
    "expensive check": "UPDATE sqlite_schema SET sql=replace(sql, 'title TEXT',"
    " 'title TEXT CHECK (length(randomblob(100000000)))') WHERE name='card'",
    "unparsable": "UPDATE sqlite_schema SET sql='CREATE TABLE card (' WHERE name='card'",
    "no text": "UPDATE sqlite_schema SET sql=x'00ff' WHERE name='card'",
    "row twice": "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name='card'",
    "trigger that cannot be parsed": "INSERT INTO sqlite_schema VALUES ('trigger', 't', 'card', 0, 'CREATE TRIGGER')",
    "two tables on one page": "UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='edge')"
    " WHERE name='card'",
    "page beyond the end": "UPDATE sqlite_schema SET rootpage=99999 WHERE name='card'",
}


@pytest.mark.parametrize("what", SCHEMA_ROWS)
def test_row_58_forged_schema_rows(what: str, make: Any, untouched: Watch) -> None:
    board = make.board()
    rewrite_schema(board, SCHEMA_ROWS[what])
    refusal(untouched(board), make)


def test_row_57_thousands_of_tables_and_a_megabyte_of_schema(make: Any) -> None:
    many, long, wide = (make.board(f"{name}.board", 1) for name in ("many", "long", "wide"))
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 30000)"
    tables = "SELECT 'table', 't' || x, 't' || x, 2, 'CREATE TABLE t' || x || '(x)' FROM n"
    rewrite_schema(many, f"INSERT INTO sqlite_schema {numbers} {tables}")
    rewrite_schema(long, "UPDATE sqlite_schema SET sql=replace(sql, 'title TEXT', ?)", "title TEXT" + " " * 1_000_000)
    make.with_sql(wide, f"CREATE TABLE w ({', '.join(f'c{number}' for number in range(1_900))})")
    for board in (many, long, wide):
        start = time.process_time()
        refusal(board, make)
        assert time.process_time() - start < 2.5  # half a second on a machine that does nothing else


def test_row_60_a_journal_beside_is_never_applied(make: Any) -> None:
    board = make.board()
    before = board.read_bytes()
    shutil.copy(board, board.with_name("copy"))
    with closing(sqlite3.connect(board.with_name("copy"), isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN")
        other.execute("UPDATE card SET title = hex(randomblob(3000))")
        shutil.copy(board.with_name("copy-journal"), f"{board}-journal")
        other.execute("ROLLBACK")
    journal = Path(f"{board}-journal").read_bytes()
    with read_board(board, make.scratch) as foreign:
        assert len(foreign.changesets) == 10
    assert (board.read_bytes(), Path(f"{board}-journal").read_bytes()) == (before, journal)


def test_row_63_pipes_devices_folders_and_large_files_are_not_waited_for(make: Any) -> None:
    pipe, folder, large = (make.folder / name for name in ("pipe.board", "folder.board", "large.board"))
    os.mkfifo(pipe)
    folder.mkdir()
    with large.open("wb") as file:
        file.truncate(files.LARGEST_BOARD + 1)
    assert refusal(pipe, make) == "This is a device or a pipe, not a board"
    assert refusal(Path("/dev/zero"), make) == "This is a device or a pipe, not a board"
    assert refusal(folder, make) == "This is a folder, not a board"
    assert refusal(large, make) == "This file is larger than 4 GB: no board is"


def test_row_61_more_changes_than_can_be_read(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten million changes would take a file of gigabytes: the limit is lowered instead."""
    monkeypatch.setattr(files, "MOST_CHANGES", 5)
    with pytest.raises(UnreadableBoard, match="more than this program can read"):
        read_board(make.board(), make.scratch)
    assert list(make.scratch.iterdir()) == []


def test_row_61_a_long_log_can_be_stopped(make: Any, untouched: Watch) -> None:
    board, seen = untouched(make.board()), []

    def stop_late(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < COPIED  # the log is being read

    with pytest.raises(Stopped):
        read_board(board, make.scratch, stop_late)
    assert seen[-1] == (COPIED, 100)
    assert list(make.scratch.iterdir()) == []


def test_row_62_what_would_be_too_large_to_read_is_never_written(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limit stands at writing; four gigabytes are not written here, the limit is lowered instead."""
    database = make.database()
    monkeypatch.setattr(files, "LARGEST_BOARD", 10_000)
    with pytest.raises(KnownError) as refused:
        make.publish(database, make.folder / "large.board")
    assert "larger than" in refused.value.title
    assert not (make.folder / "large.board").exists()
