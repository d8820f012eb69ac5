"""The gate: files that are no boards, cut, foreign or hostile. Each is refused in words and stays as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import BoardUnavailable, KnownError, UnreadableBoard
from evidenceboard.progress import Stopped
from evidenceboard.store import files, gate
from evidenceboard.store.reading import COPIED, check_file, read_board

PAGE = 4096
Watch = Callable[[Path], Path]


def refusal(path: Path, make: Any) -> str:
    """What is said of a file; nothing is left in the scratch folder."""
    with pytest.raises(UnreadableBoard) as refused:
        read_board(path, make.scratch)
    assert list(make.scratch.iterdir()) == []
    assert refused.value.advice and refused.value.exit_code == 4
    return refused.value.title


NO_BOARDS = {
    "empty": (b"", "This file is empty"),
    "one byte": (b"S", "This file is incomplete"),
    "99 bytes": (b"SQLite format 3\0" + bytes(83), "This file is incomplete"),
    "zeros": (bytes(5000), "This file is incomplete: there is nothing in it but zeros"),
    "text": ("Лорем ипсум, 국정원 ".encode() * 90, "This looks like a text file, not a board"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(200), "This looks like a JPEG picture, not a board"),
    "zip": (b"PK\x03\x04" + bytes(200), "This looks like a ZIP archive or an office document, not a board"),
    "pdf": (b"%PDF-1.7" + bytes(200), "This looks like a PDF document, not a board"),
    "random": (bytes(range(128, 256)) * 40, "This is a file of another kind, not a board"),
}


@pytest.mark.parametrize("name", NO_BOARDS)
def test_what_is_no_board_is_called_what_it_looks_like(name: str, make: Any, untouched: Watch) -> None:
    content, title = NO_BOARDS[name]
    path = make.folder / "user.board"
    path.write_bytes(content)
    assert refusal(untouched(path), make) == title


def test_a_whole_board_is_read_and_left_as_it_was(make: Any, untouched: Watch) -> None:
    with read_board(untouched(make.board()), make.scratch) as foreign:
        assert len(foreign.changesets) == 10 and foreign.refused == []
        assert len(list(foreign.photos())) == 1
        (copy,) = make.scratch.iterdir()
        assert copy.stat().st_mode & 0o777 == 0o600
    assert list(make.scratch.iterdir()) == []


def test_truncated_at_every_border(make: Any) -> None:
    board = make.board()
    whole = board.read_bytes()
    cut = board.with_name("cut.board")
    for length in [*range(PAGE, len(whole), PAGE), *range(512, len(whole), 512 * 41), 99, len(whole) - 1]:
        cut.write_bytes(whole[:length])
        assert refusal(cut, make).startswith("This board is incomplete") or length < 100
    cut.write_bytes(whole + bytes(PAGE))
    assert refusal(cut, make) == "This board has not the length that it says: it is damaged"


def test_of_another_program(make: Any, untouched: Watch) -> None:
    path = make.folder / "mail.board"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE mail (body TEXT)")
    assert refusal(untouched(path), make) == "This is a database of another program, not a board"


def test_of_a_newer_format(make: Any) -> None:
    board = make.with_sql(make.board(), "PRAGMA user_version = 7")
    assert refusal(board, make) == "This board was made by a newer version of this program (format 7)"


def test_in_wal_mode(make: Any) -> None:
    board = make.board()
    with closing(sqlite3.connect(board)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert "in the middle of being written" in refusal(board, make)


@pytest.mark.parametrize("pragma", ["page_size = 512", "page_size = 65536", "encoding = 'UTF-16'", "auto_vacuum = 1"])
def test_laid_out_otherwise(pragma: str, make: Any) -> None:
    path = make.folder / "odd.board"
    with closing(sqlite3.connect(path)) as odd:
        odd.execute(f"PRAGMA {pragma}")
        odd.execute(f"PRAGMA application_id = {0x45764264}")
        odd.execute("PRAGMA user_version = 1")
        odd.execute("CREATE TABLE meta (key TEXT)")
    assert refusal(path, make) == "This file is laid out as no board is: it is damaged"


ADDED = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON card BEGIN DELETE FROM change; END",
    "a view": "CREATE VIEW v AS SELECT * FROM card",
    "a further table": "CREATE TABLE more (x)",
    "an index of its own": "CREATE INDEX i ON card (title)",
}


@pytest.mark.parametrize("what", ADDED)
def test_something_added(what: str, make: Any, untouched: Watch) -> None:
    board = untouched(make.with_sql(make.board(), ADDED[what]))
    assert refusal(board, make) == f"This file holds something that no board holds: {what}"


HOSTILE = {
    "expression index": "CREATE INDEX i ON card (length(title))",
    "partial index": "CREATE INDEX i ON card (title) WHERE kind = 'photo'",
    "generated column": "ALTER TABLE card ADD COLUMN g TEXT GENERATED ALWAYS AS (title || 'x')",
    "check": "ALTER TABLE card ADD COLUMN g TEXT CHECK (length(randomblob(100000000)) > 0)",
    "default": "CREATE TABLE more (x DEFAULT (randomblob(100000000)))",
    "renamed column": "ALTER TABLE card RENAME COLUMN title TO title2",
    "dropped table": "DROP TABLE stop",
    "dropped index": "DROP INDEX change_by_record",
    "virtual table": "CREATE VIRTUAL TABLE f USING fts5(x)",
    "view with functions": "CREATE VIEW v AS SELECT load_extension('x'), readfile('/etc/passwd')",
    "endless view": "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT * FROM n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_schemas_are_refused_at_once(what: str, make: Any, untouched: Watch) -> None:
    board = make.with_sql(make.board(), HOSTILE[what])
    start = time.process_time()
    refusal(untouched(board), make)
    assert time.process_time() - start < 1


def rewrite_schema(board: Path, statement: str, *arguments: object) -> None:
    with closing(sqlite3.connect(board)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement, arguments)


SCHEMA_ROWS = {
    "view in place of a table": "UPDATE sqlite_schema SET type='view', rootpage=0, sql='CREATE VIEW card AS SELECT 1'"
    " WHERE name='card'",
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
def test_forged_schema_rows(what: str, make: Any, untouched: Watch) -> None:
    board = make.board()
    rewrite_schema(board, SCHEMA_ROWS[what])
    refusal(untouched(board), make)


def test_thousands_of_tables_and_a_megabyte_of_schema(make: Any) -> None:
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


def test_a_b_tree_with_a_loop(make: Any) -> None:
    board = make.board(cards=60)
    with closing(sqlite3.connect(board)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change'").fetchone()
    pages = bytearray(board.read_bytes())
    page = (root - 1) * PAGE
    assert pages[page] == 5  # an inner page: its rightmost child becomes itself
    pages[page + 8 : page + 12] = root.to_bytes(4, "big")
    board.write_bytes(pages)
    refusal(board, make)


def test_a_journal_beside_is_never_applied(make: Any) -> None:
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


def test_pipes_devices_folders_and_large_files_are_not_waited_for(make: Any) -> None:
    pipe, folder, large = (make.folder / name for name in ("pipe.board", "folder.board", "large.board"))
    os.mkfifo(pipe)
    folder.mkdir()
    with large.open("wb") as file:
        file.truncate(files.LARGEST_BOARD + 1)
    assert refusal(pipe, make) == "This is a device or a pipe, not a board"
    assert refusal(Path("/dev/zero"), make) == "This is a device or a pipe, not a board"
    assert refusal(folder, make) == "This is a folder, not a board"
    assert refusal(large, make) == "This file is larger than 4 GB: no board is"


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


def test_it_can_be_stopped(make: Any, untouched: Watch) -> None:
    board, seen = untouched(make.board()), []

    def stop_late(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < COPIED  # the log is being read

    with pytest.raises(Stopped):
        read_board(board, make.scratch, stop_late)
    assert seen[-1] == (COPIED, 100)
    assert list(make.scratch.iterdir()) == []


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
