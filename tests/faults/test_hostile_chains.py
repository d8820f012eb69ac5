"""Rows 64 and 67 to 70: ids, hashes, chains and what is replaced, each forged in every way that a file allows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.model import changes, commands
from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Change, Changeset, check_changeset
from evidenceboard.model.ids import edge_id, mint_actor, mint_salt
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import FORK, GAP, STRAY
from evidenceboard.store.gate import LIMITS
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import check_file, read_board
from evidenceboard.store.remains import report_of
from tests.faults.absurd import WALL, change, forged, plant
from tests.faults.conftest import Tried
from tests.store.conftest import digest

WHOLE = 10  # changesets of the small board
A, B = (f"card:{number:032x}" for number in range(2))
ALTERED = "it was altered: its content does not fit its hash"


def reasons(board: Path, make: Any) -> list[str]:
    with read_board(board, make.scratch) as foreign:
        list(foreign.photos())
        return [each.reason for each in foreign.refused]


# 64


def test_row_64_the_report_holds_the_raw_bytes(make: Any) -> None:
    """Whoever wants to know what was there finds each byte, of texts that are none, too."""
    raw = "CAST(x'7b2274223a22fffe227d' AS TEXT)"
    board = make.with_sql(make.board(), f"UPDATE change SET vals = {raw} WHERE changeset = 3 AND place = 0")
    before = digest(board)
    with read_board(board, make.scratch) as foreign:
        report = json.loads(report_of(board, make.scratch, foreign.refused))
    (entry,) = report["left_out"]
    assert entry["changes"][0]["values"] == "hex:7b2274223a22fffe227d" and entry["row"]["author"] == "Ann 안"
    assert report["file_sha256"] == before == digest(board)


def test_row_64_before_the_file_is_saved_without_it_a_copy_is_kept(make: Any, installation: Installation) -> None:
    board = make.with_sql(make.board(), "UPDATE change SET vals = CAST(x'fffe' AS TEXT) WHERE changeset = 3")
    before = board.read_bytes()
    document = Document.open(board, installation, "Judge")
    for number in range(2):
        document.commit(commands.set_fields(A, {"title": f"ours {number}"}))
        document.publish()
    (kept,) = installation.backups(document.board_id).glob("left-out-*.kept")  # once, not at each saving
    assert kept.read_bytes() == before != board.read_bytes()
    (said,) = json.loads(report_of(board, make.scratch, document.left_out))["left_out"]
    assert "beside the backups" in said["row"]
    document.close()


def test_row_64_of_a_whole_board_no_copy_is_kept(make: Any, opened: Any, installation: Installation) -> None:
    document = opened(make.board())
    document.commit(commands.set_fields(A, {"title": "ours"}))
    document.publish()
    assert not list(installation.backups(document.board_id).glob("*.kept"))


# 67


def without_index(board: Path, table: str, *statements: str) -> None:
    """Work on a table as if its ids needed not differ: the schema is as it was in the end, and the index lies."""
    with closing(sqlite3.connect(board)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        ((sql,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
        own = "type = 'index' AND tbl_name = ?"
        index = connection.execute(f"SELECT * FROM sqlite_schema WHERE {own}", (table,)).fetchall()
        connection.execute(f"DELETE FROM sqlite_schema WHERE {own}", (table,))
        loose = sql.replace("UNIQUE (id)", "CHECK (1)")
        assert loose != sql and len(index) == 1
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (loose, table))
    with closing(sqlite3.connect(board)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    with closing(sqlite3.connect(board)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
        connection.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)


def test_row_67_the_second_of_two_changesets_with_one_id_is_left_out(make: Any, opened: Any) -> None:
    """SQLite's own check does not compare an index with its table: a file can hold an id twice."""
    board = make.board()
    columns = "id, actor, seq, prev, wall, counter, author, label, reverts"
    without_index(
        board,
        "changeset",
        f"INSERT INTO changeset (number, {columns}) SELECT 100, {columns} FROM changeset WHERE number = 3",
        "INSERT INTO change SELECT 100, place, record, fields, digest, salt, vals, replaces FROM change"
        " WHERE changeset = 3",
    )
    assert reasons(board, make) == ["it stands in the file twice"]
    document = opened(board)
    assert len(document.log.changeset_ids()) == WHOLE and document.left_out == (), "what it says is there: once"


def test_row_67_a_record_twice_in_one_changeset_is_refused(make: Any) -> None:
    twice = Changeset(
        mint_actor(), 0, None, (WALL, 0), "Eve", "Edit", None, (change(A, title="x"), change(A, title="y"))
    )
    board = make.board()
    plant(board, [twice])
    assert reasons(board, make) == ["a record is changed twice"]


FORMS = {
    "changeset": ("id", "x''", "x'00'", "zeroblob(31)", "zeroblob(33)", "zeroblob(70000)"),
    "actor": ("id", "x''", "x'00'", "zeroblob(17)", "zeroblob(1000000)"),
    "change": ("salt", "x''", "zeroblob(15)", "zeroblob(17)"),
    "sqlar": ("name", "''", "'photos/'", "'photos/../../x'", "'photos/' || upper(substr(name, 8))"),
}


@pytest.mark.parametrize("table", FORMS)
def test_row_67_names_of_a_wrong_form(table: str, make: Any, tried: Tried) -> None:
    """An id of another form is nobody's: what bears it is left out, and all the rest opens."""
    whole = make.board().read_bytes()
    column, *forms = FORMS[table]
    for number, form in enumerate(forms):
        board = make.folder / f"form-{number}.board"
        board.write_bytes(whole)
        make.with_sql(board, f"UPDATE {table} SET {column} = {form} WHERE rowid IN (SELECT max(rowid) FROM {table})")
        with read_board(board, make.scratch) as foreign:
            photos = len(list(foreign.photos()))
            assert foreign.refused and all(each.reason for each in foreign.refused)
            assert len(foreign.changesets) + photos >= (0 if table == "actor" else WHOLE)
    tried(len(forms), listed=len(forms))


# 68

CHANGE_COLUMNS = {
    "one value": "vals = replace(vals, 'false', 'true')",
    "record": "record = record || '0'",
    "salt": "salt = zeroblob(16)",
    "replaced": "replaces = CAST(replaces || zeroblob(32) AS BLOB)",
}


@pytest.mark.parametrize("what", CHANGE_COLUMNS)
def test_row_68_each_part_of_a_change_is_under_the_hash(what: str, make: Any, tried: Tried) -> None:
    whole = make.board().read_bytes()
    for number in range(1, WHOLE):
        board = make.folder / "tampered.board"
        board.write_bytes(whole)
        make.with_sql(board, f"UPDATE change SET {CHANGE_COLUMNS[what]} WHERE changeset = {number} AND place = 0")
        assert reasons(board, make) == [ALTERED]
    tried(WHOLE - 1, listed=WHOLE - 1)


def test_row_68_a_change_that_was_taken_out_put_in_or_moved(make: Any) -> None:
    whole = make.board().read_bytes()
    columns = "record, fields, digest, salt, vals, replaces"
    works = {
        "DELETE FROM change WHERE changeset = 3 AND place = 1": [ALTERED],
        f"INSERT INTO change SELECT 3, 9, {columns} FROM change WHERE changeset = 7": [ALTERED],
        "UPDATE change SET changeset = 4, place = 9 WHERE changeset = 3 AND place = 1": [ALTERED, ALTERED],
        "UPDATE change SET place = 1 - place + 10 WHERE changeset = 3": [ALTERED],
        "UPDATE changeset SET actor = actor + 100 WHERE number = 3": ["its actor is missing"],
    }
    for statement, expected in works.items():
        board = make.folder / "tampered.board"
        board.write_bytes(whole)
        assert reasons(make.with_sql(board, statement), make) == expected, statement


# 69


def broken(make: Any) -> Path:
    """A board with a fork, a gap and a changeset that follows another actor's."""
    board: Path = make.board()
    one, other = mint_actor(), mint_actor()
    first = forged(change(A, title="one"), actor=one)
    fork = forged(change(A, title="two"), actor=one, wall=WALL + 1)
    late = forged(change(B, title="three"), actor=one, seq=7, prev="ab" * 32, wall=WALL + 2)
    stray = forged(change(B, text="four"), actor=other, seq=1, prev=first.id, wall=WALL + 3)
    plant(board, [first, fork, late, stray])
    return board


def test_row_69_gaps_and_forks_are_listed_when_the_board_is_opened(make: Any, opened: Any) -> None:
    board = broken(make)
    document = opened(board)
    assert len(document.log.changeset_ids()) == WHOLE + 4, "all of it opens"
    listed = sorted(each.reason for each in document.left_out)
    assert listed == sorted([FORK, GAP, STRAY]) and all(each.kept for each in document.left_out)
    assert {FORK, GAP} <= {each.reason for each in check_file(board, make.scratch)}


def test_row_69_a_whole_chain_is_not_flagged(make: Any, opened: Any) -> None:
    assert opened(make.board()).left_out == ()


def test_row_69_what_was_taken_out_leaves_a_gap(make: Any, opened: Any) -> None:
    """Somebody removes a whole entry of another's, with all its rows: its hash is gone, too, but not unseen."""
    work = ("DELETE FROM changeset WHERE number = 5", "DELETE FROM change WHERE changeset = 5")
    document = opened(make.with_sql(make.board(), *work))
    assert [each.reason for each in document.left_out] == [GAP]


# 70


def test_row_70_what_is_unknown_is_kept_through_saving_and_counts_once_it_arrives(make: Any, opened: Any) -> None:
    """In either order: whoever sees a ghost first shows the same board as whoever met it before."""
    board = make.board()
    unseen = forged(change(A, title="unseen"))
    sees = forged(change(A, (unseen.id,), title="sees it"), wall=WALL + 1)
    plant(board, [sees])
    document = opened(board)
    document.commit(commands.set_fields(B, {"title": "ours"}))
    document.publish()
    with read_board(board, make.scratch) as again:
        kept = next(each for each in again.changesets if each.id == sees.id)
        assert kept.changes[0].replaces == (unseen.id,) and again.refused == []
    document.receive([unseen])
    heads = {head.value for head in document.board.record(A).heads("title")}
    assert "sees it" in heads and "unseen" not in heads


def test_row_70_nothing_can_replace_itself(make: Any) -> None:
    """Its own id would have to be in what is hashed. Memory that is told such a thing neither loops nor hides it."""
    made = forged(change(A, title="me"))
    board = Board(MemoryLog([made]))
    board.apply([made])
    own = Changeset(made.actor, 1, made.id, (WALL + 1, 0), "Eve", "Edit", None, made.changes)
    with pytest.raises(BadChange, match="not in order"):
        check_changeset(forged(change(A, (own.id, own.id), title="twice")))
    path = make.board()
    plant(path, [made])
    make.with_sql(path, f"UPDATE change SET replaces = x'{made.id}' WHERE salt = x'{made.changes[0].salt}'")
    assert reasons(path, make) == [ALTERED]


def test_row_70_a_million_entries_with_a_right_hash_are_refused(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(f"{number:064x}" for number in range(1_000_000))
    made = forged(change(A, many, title="sees everything"))
    board = make.board()
    plant(board, [made])
    assert reasons(board, make) == ["it replaces too much"]
    monkeypatch.setattr(changes, "REPLACES_LIMIT", 2_000_000)
    assert check_changeset(made) is None, "but for their number it is such as a log takes"


HUGE = {
    "replaced": ("UPDATE change SET replaces = zeroblob(200000000) WHERE changeset = 3", "it replaces too much"),
    "values": (
        "UPDATE change SET vals = replace(hex(zeroblob(50000000)), '00', '[[],') WHERE changeset = 3",
        "it holds more than eight million characters",
    ),
    "author": ("UPDATE changeset SET author = hex(zeroblob(80000000)) WHERE number = 3", "the author is no text"),
}


@pytest.mark.parametrize("what", HUGE)
def test_row_70_what_is_beyond_all_measure_is_never_taken_into_memory(what: str, make: Any) -> None:
    """A row may hold 200 MB: only its length is looked at, and the entry is left out with a reason of its own."""
    statement, reason = HUGE[what]
    (found,) = reasons(make.with_sql(make.board(), statement), make)
    assert found.startswith(reason)
    assert max(LIMITS.values()) > 200_000_000, "no limit of SQLite keeps such a row from us"


def test_row_70_what_is_too_large_to_be_read_is_not_written(make: Any, opened: Any) -> None:
    document = opened(make.board())
    fields = {f"custom:{number}": "x" * 900_000 for number in range(10)}
    with pytest.raises(Exception, match="eight million"):
        document.commit(commands.set_fields(A, fields))
    assert document.board.value(A, "custom:1") is None


def test_the_forger_makes_what_a_log_takes() -> None:
    """A test that plants something else would prove nothing."""
    check_changeset(forged(Change(edge_id(A, B), {"from": A, "to": B}, (), mint_salt())))
