"""Rows 50 to 63: databases that were made to do harm. Each is refused before anything of it is run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.progress import Stopped
from evidenceboard.store import files, gate, patience, writing
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import COPIED, read_board
from evidenceboard.store.salvage import salvage
from evidenceboard.store.working_copy import WorkingCopy
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
    with mock.patch.object(gate, "_check_pages", side_effect=AssertionError("the checks are run")):
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
    board = make.board()
    monkeypatch.setattr(files, "MOST_CHANGES", 5)
    with (
        mock.patch.object(gate, "_check_pages", side_effect=AssertionError("first it takes long")),
        pytest.raises(UnreadableBoard, match="holds 16 changes: more than this program can read") as refused,
    ):
        read_board(board, make.scratch)
    assert "5 is the limit" in refused.value.advice and list(make.scratch.iterdir()) == []


def test_row_61_the_same_limit_is_told_at_intake(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A board that we write is one that we read: the change after the last is refused, and the others go out whole."""
    database = make.database()
    with closing(WorkingCopy.open(database)) as copy:
        (held,) = copy.cursor().execute("SELECT count(*) FROM change").fetchone()
        monkeypatch.setattr(files, "MOST_CHANGES", held + 2)
        writer = make.writer(copy)
        writer.write(make.card(30))  # a card and its place
        before = copy.changeset_ids()
        with pytest.raises(KnownError, match=f"more than {held + 2} changes, the limit"):
            writer.write(make.edge(0, 30))
        assert copy.changeset_ids() == before
    make.publish(database, make.folder / "full.board")
    with read_board(make.folder / "full.board", make.scratch) as foreign:
        assert {each.id for each in foreign.changesets} == before


def test_row_61_the_look_at_all_pages_can_be_stopped(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STEPS", 1)
    asked: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        asked.append((done, total))
        return done < total or len(asked) < 4

    with pytest.raises(Stopped):
        gate.open_gate(make.board(), make.scratch, stop)
    assert asked[-1] == (100, 100) and list(make.scratch.iterdir()) == []


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


LARGE = 4_100_000_000 + 200_000_000  # bytes: of a file that is nearly all hole


def test_row_62_a_file_of_more_than_4_gb_is_refused_before_a_byte_is_read(make: Any, tmp_path: Path) -> None:
    """A whole board at its beginning, and a hole behind it: opening, looking, merging and salvaging tell its size."""
    board = make.board()
    with board.open("rb+") as file:
        file.truncate(LARGE)
    installation = Installation(make_folders(tmp_path))
    ways: dict[str, Callable[[], object]] = {
        "read": lambda: read_board(board, make.scratch),
        "open": lambda: Document.open(board, installation, "Judge"),
        "look": lambda: Document.open(board, installation, "Judge", read_only=True),
        "salvage": lambda: salvage(board, tmp_path / "new.board", make.scratch),
    }
    with mock.patch.object(os, "read", side_effect=AssertionError("it is read")):
        for way in ways.values():
            with pytest.raises(UnreadableBoard, match="larger than 4 GB"):
                way()
    assert board.stat().st_size == LARGE and list(make.scratch.iterdir()) == []


def test_row_62_the_same_limit_is_told_at_intake(make: Any) -> None:
    """A working copy that has grown to the limit, for real but for its hole: no photo more, no change more."""
    database = make.database()
    with closing(WorkingCopy.open(database)) as copy:
        before = copy.changeset_ids()
        copy.cursor().execute("PRAGMA journal_mode = DELETE").fetchall()
    _grow(database, files.LARGEST_BOARD - writing.ROOM_FOR_LOG)
    with closing(WorkingCopy.open(database)) as copy:
        writer, photo = make.writer(copy), Photo(b"\xff\xd8\xff" + bytes(10_000))
        with pytest.raises(KnownError, match="With this photo the board would be larger than 4 GB"):
            writer.write(make.card(30, kind="photo", photo=photo.sha256), (photo,))
        assert copy.changeset_ids() == before and photo.sha256 not in copy.photo_names()
        writer = make.writer(copy)
        before.add(writer.write(make.card(31)).id)  # there is room for what is done with those that are there
        copy.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copy.cursor().execute("PRAGMA journal_mode = DELETE").fetchall()
    _grow(database, files.LARGEST_BOARD)
    with closing(WorkingCopy.open(database)) as copy:
        with pytest.raises(KnownError, match="The board would be larger than 4 GB"):
            make.writer(copy).write(make.card(32))
        assert copy.changeset_ids() == before


def _grow(database: Path, size: int) -> None:
    """Let a database have so many pages: all that are more lie in a hole, and nothing points to them."""
    with database.open("rb+") as file:
        file.truncate(size)
        file.seek(28)
        file.write((size // PAGE).to_bytes(4, "big"))
