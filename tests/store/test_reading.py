"""Rows and photos of a stranger's board: what was altered is listed and left out, the rest is taken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import UnreadableBoard
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import edge_id, mint_actor, mint_salt, place_id
from evidenceboard.store import rows, schema, validate
from evidenceboard.store.reading import Foreign, Refused, check_file, read_board
from evidenceboard.store.validate import read_changesets
from evidenceboard.store.working_copy import WorkingCopy

FLIPS = 200
WHOLE = 10  # changesets of the small board


def reasons(foreign: Foreign) -> list[tuple[str, str]]:
    list(foreign.photos())
    return [(refused.what.split()[0], refused.reason) for refused in foreign.refused]


def read(make: Any, board: Path, *statements: str) -> tuple[int, list[tuple[str, str]]]:
    """How many changesets come through after a stranger's work, and what is listed."""
    with read_board(make.with_sql(board, *statements), make.scratch) as foreign:
        return len(foreign.changesets), reasons(foreign)


def test_all_comes_through_as_it_was_written(make: Any) -> None:
    board = make.board()
    with closing(WorkingCopy.open(make.folder / "case.board.db")) as copy:
        written, photos = list(copy.changesets()), copy.photo_names()
    with read_board(board, make.scratch) as foreign:
        assert foreign.changesets == written
        assert {photo.sha256 for photo in foreign.photos()} == photos
        assert {photo.sha256 for photo in foreign.photos()} == photos  # a second time, too
        assert (foreign.board_id, foreign.made_ms) == ("0123456789abcdef0123456789abcdef", 1_700_000_000_000)
        assert foreign.refused == []
    assert check_file(board, make.scratch) == []


ALTERED = "it was altered: its content does not fit its hash"
TAMPERED = {
    "text": ("UPDATE change SET vals = replace(vals, 'changed', 'CHANGED')", 1, ALTERED),
    "author": ("UPDATE changeset SET author = 'Bob' WHERE number = 3", 1, ALTERED),
    "clock": ("UPDATE changeset SET wall = 253402300799000 WHERE number = 3", 1, ALTERED),
    "negative clock": ("UPDATE changeset SET wall = -5 WHERE number = 3", 1, "the clock is wrong"),
    "prev": ("UPDATE changeset SET prev = NULL WHERE number = 3", 1, "only an actor's first"),
    "own id": ("UPDATE changeset SET id = zeroblob(32) WHERE number = 3", 1, ALTERED),
    "seq": ("UPDATE changeset SET seq = 9e15 WHERE number = 3", 1, ALTERED),
    "actor gone": ("DELETE FROM actor", WHOLE, "its actor is missing"),
    "change gone": ("DELETE FROM change WHERE changeset = 3 AND place = 1", 1, ALTERED),
    "changes swapped": ("UPDATE change SET place = place + 5 WHERE changeset = 3 AND place = 0", 1, ALTERED),
    "salt": ("UPDATE change SET salt = zeroblob(16) WHERE changeset = 3", 1, ALTERED),
    "no salt": ("UPDATE change SET salt = NULL WHERE changeset = 3", 1, "a change in it is not text"),
    "replaces": ("UPDATE change SET replaces = zeroblob(32) WHERE changeset = 3", 1, ALTERED),
    "replaces cut": ("UPDATE change SET replaces = zeroblob(33) WHERE changeset = 3", 1, "what it replaces is cut off"),
    "erased": ("UPDATE change SET vals = NULL WHERE changeset = 3", 1, "a value in it was erased"),
    "no JSON": ("UPDATE change SET vals = '{' WHERE changeset = 3", 1, "a value in it cannot be read"),
    "no object": ("UPDATE change SET vals = '[1]' WHERE changeset = 3", 1, "a change in it names no fields"),
    "deep": ("UPDATE change SET vals = replace(hex(zeroblob(9000)), '0', '[') WHERE changeset = 3", 1, "a value in it"),
    "NaN": ("""UPDATE change SET vals = '{"x":NaN}' WHERE changeset = 3""", 1, "not a JSON value"),
    "infinity": ("""UPDATE change SET vals = '{"x":1e999}' WHERE changeset = 3""", 1, "not a JSON value"),
    "surrogate": ("""UPDATE change SET vals = '{"x":"\\ud800"}' WHERE changeset = 3""", 1, "not a JSON value"),
    "huge number": ("UPDATE change SET vals = replace(hex(zeroblob(5000)), '0', '7')", WHOLE, "a value in it"),
    "no UTF-8": ("UPDATE change SET vals = CAST(x'ff' AS TEXT) WHERE changeset = 3", 1, "a change in it is not text"),
    "record": ("UPDATE change SET record = '../x' WHERE changeset = 3 AND place = 0", 1, "the record's id"),
    "author no UTF-8": ("UPDATE changeset SET author = CAST(x'ff' AS TEXT) WHERE number = 3", 1, "the author is no"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_changeset_is_listed_and_the_rest_is_taken(what: str, make: Any) -> None:
    statement, count, reason = TAMPERED[what]
    taken, listed = read(make, make.board(), statement)
    assert taken == WHOLE - count
    assert len(listed) == count
    assert all(name == "changeset" and why.startswith(reason) for name, why in listed)


def test_changes_of_no_changeset_are_listed(make: Any) -> None:
    taken, listed = read(make, make.board(), "DELETE FROM changeset WHERE number IN (2, 10)")
    assert taken == WHOLE - 2
    assert set(listed) == {("a", "it belongs to no changeset")}


def test_a_missing_line_in_a_chain_is_found_by_check(make: Any) -> None:
    board = make.with_sql(
        make.board(), "DELETE FROM changeset WHERE number = 4", "DELETE FROM change WHERE changeset = 4"
    )
    found = {finding.reason for finding in check_file(board, make.scratch)}
    assert "the changeset before it in its actor's chain is missing" in found


PHOTOS = {
    "UPDATE sqlar SET data = zeroblob(length(data))": "its content does not fit its hash: it was altered",
    "UPDATE sqlar SET data = NULL": "there is nothing in it",
    "UPDATE sqlar SET data = x''": "there is nothing in it",
    "UPDATE sqlar SET sz = 5": "it has not the length that it says",
    "UPDATE sqlar SET sz = NULL": "it has not the length that it says",
    "UPDATE sqlar SET name = '../../etc/passwd'": "its name is not that of a photo",
    "UPDATE sqlar SET name = 'photos/short.png'": "its name is not that of a photo",
}


@pytest.mark.parametrize("statement", PHOTOS)
def test_a_bad_photo_is_listed_and_not_given(statement: str, make: Any) -> None:
    board = make.with_sql(make.board(), statement)
    with read_board(board, make.scratch) as foreign:
        assert list(foreign.photos()) == list(foreign.photos()) == []
        assert [refused.reason for refused in foreign.refused] == [PHOTOS[statement]]
        assert len(foreign.changesets) == WHOLE
    found = [finding.reason for finding in check_file(board, make.scratch)]
    assert found == [PHOTOS[statement], "its picture is not in the file"]


def test_a_photo_too_large_is_not_even_read(make: Any) -> None:
    board = make.with_sql(make.board(), "UPDATE sqlar SET data = zeroblob(67108865), sz = 67108865")
    with read_board(board, make.scratch) as foreign:
        assert reasons(foreign) == [("photo", "it is larger than 64 MB")]
        assert list(foreign.photos()) == []


def forge(board: Path, *changes: Change, seq: int = 0) -> None:
    """Add a changeset whose hash is right."""
    made = Changeset(mint_actor(), seq, None, (1, 0), "Eve", "Edit", None, changes)
    with closing(sqlite3.connect(board)) as connection, connection:
        number = connection.execute("INSERT INTO actor (id) VALUES (?)", (bytes.fromhex(made.actor),)).lastrowid
        row = rows.changeset_row(made, number or 0)
        number = _insert(connection, "changeset", rows.CHANGESET_ROW, row)
        for change in rows.change_rows(number or 0, made):
            _insert(connection, "change", rows.CHANGE_ROW, change)


def _insert(connection: sqlite3.Connection, table: str, names: tuple[str, ...], row: tuple[Any, ...]) -> int | None:
    marks = ", ".join("?" * len(row))
    return connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", row).lastrowid


def joining(record: str, **values: Any) -> Change:
    return Change(record, {"removed": False, **values}, (), mint_salt())


A, B = (f"card:{number:032x}" for number in (0, 1))
LOOP = edge_id(A, B)
FORGED = {
    "a link of another name": joining("edge:" + "0" * 32, **{"from": A, "to": B}),
    "a link to itself": joining(edge_id(A, A), **{"from": A, "to": A}),
    "a link that ends on itself": joining(LOOP, **{"from": A, "to": LOOP}),
    "half a link": joining(LOOP, **{"from": A}),
    "a place of another card": joining(place_id("sheet:first", A), sheet="sheet:first", card=B),
}


@pytest.mark.parametrize("what", FORGED)
def test_links_and_places_must_be_what_their_names_say(what: str, make: Any) -> None:
    board = make.board()
    forge(board, FORGED[what])
    with read_board(board, make.scratch) as foreign:
        assert len(foreign.changesets) == WHOLE
        assert "in it joins" in reasons(foreign)[0][1]


def test_parallel_links_of_imports_are_taken(make: Any) -> None:
    board = make.board()
    forge(board, joining(edge_id(A, B, 7), **{"from": A, "to": B, "kind": "support"}))
    with read_board(board, make.scratch) as foreign:
        assert len(foreign.changesets) == WHOLE + 1


class Doubled:
    """A gate whose table is damaged, so that the first changeset stands there twice."""

    def __init__(self, gate: Any) -> None:
        self._gate = gate

    def rows(self, query: str, arguments: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        if query == validate.AS_IN_FILE:
            return iter([(1,), *self._gate.rows(query)])
        return self._gate.rows(query, arguments)


def test_the_same_changeset_twice(make: Any) -> None:
    with read_board(make.board(), make.scratch) as foreign:
        refused: list[Refused] = []
        taken = list(read_changesets(Doubled(foreign.gate), refused))  # type: ignore[arg-type]
    assert len(taken) == WHOLE
    assert [each.reason for each in refused] == ["it stands in the file twice"]


WRONG_VALUES = {
    "kind": "ghost",
    "credibility": "high",
    "title": 7,
    "colour": ["red"],
    "photo": "abc",
    "source": "card:1",
}


def test_values_of_a_wrong_form_are_kept_and_found_by_check(make: Any) -> None:
    board = make.board()
    forge(board, Change("card:00ff", {"removed": False, **WRONG_VALUES}, (), mint_salt()))
    forge(board, Change("card:00fe", {"removed": False, **{**WRONG_VALUES, "kind": "photo"}}, (), mint_salt()))
    with read_board(board, make.scratch) as foreign:
        assert len(foreign.changesets) == WHOLE + 2 and foreign.refused == []
    found = {f.reason for f in check_file(board, make.scratch) if f.record == "card:00fe"}
    wrong = {f"the value of “{name}” has a wrong form" for name in WRONG_VALUES if name != "kind"}
    assert wrong | {"the log holds it, the table does not"} == found


def test_check_compares_the_tables_with_the_log(make: Any) -> None:
    board = make.with_sql(
        make.board(),
        f"UPDATE card SET title = 'planted', status = 'live' WHERE id = '{A}'",
        f"DELETE FROM card WHERE id = '{B}'",
        "INSERT INTO source (id, name, contested, kept) VALUES ('source:x', 'planted', 0, 0)",
        "UPDATE place SET x = 77 WHERE card = 'card:00000000000000000000000000000002'",
    )
    found = {(f.what, f.record): f.reason for f in check_file(board, make.scratch)}
    third = place_id("sheet:first", "card:00000000000000000000000000000002")
    assert found == {
        ("card", A): "the table differs from the log: title, status",
        ("card", B): "the log holds it, the table does not",
        ("source", "source:x"): "the table holds it, the log does not",
        ("place", third): "the table differs from the log: x",
    }
    with read_board(board, make.scratch) as foreign:
        assert foreign.refused == []  # the tables are not read


def test_check_finds_links_to_what_is_not_there(make: Any) -> None:
    board = make.board()
    missing = "card:00ee"
    forge(board, joining(edge_id(A, missing), **{"from": A, "to": missing, "kind": "support"}))
    found = [f.reason for f in check_file(board, make.scratch)]
    assert "what it joins is not in the file" in found


META = {
    "DELETE FROM meta": "does not say which it is",
    "UPDATE meta SET value = 'fedcba' WHERE key = 'board_id'": "not as it was written",
    "UPDATE meta SET value = '5' WHERE key = 'made'": "not as it was written",
    "UPDATE meta SET value = CAST(x'ff' AS TEXT) WHERE key = 'board_id'": "does not say which it is",
}


@pytest.mark.parametrize("statement", META)
def test_a_board_that_does_not_say_which_it_is(statement: str, make: Any) -> None:
    with pytest.raises(UnreadableBoard, match=META[statement]):
        read_board(make.with_sql(make.board(), statement), make.scratch)


@pytest.mark.parametrize("name", ["../../x", "", "a b", "x" * 81, "국", "a/b"])
def test_a_name_that_is_no_name(name: str, make: Any) -> None:
    seal = schema.seal(name, "5")
    board = make.with_sql(
        make.board(),
        f"UPDATE meta SET value = '{name}' WHERE key = 'board_id'",
        "UPDATE meta SET value = '5' WHERE key = 'made'",
        f"UPDATE meta SET value = '{seal}' WHERE key = 'seal'",
    )
    with pytest.raises(UnreadableBoard):
        read_board(board, make.scratch)


def test_a_newer_minor_version_is_read(make: Any) -> None:
    """It has further fields and kinds in the log, and further lines in meta."""
    board = make.with_sql(
        make.board(),
        "UPDATE meta SET value = '1.9' WHERE key = 'format'",
        "INSERT INTO meta VALUES ('colours', 'many')",
    )
    forge(board, Change("ghost:1", {"removed": False, "weight": {"of": [1, None]}}, (), mint_salt()))
    with read_board(board, make.scratch) as foreign:
        assert foreign.changesets[-1].changes[0].values["weight"] == {"of": [1, None]}
        assert foreign.refused == []


def test_every_character_survives(make: Any) -> None:
    board = make.board()
    text = "".join(map(chr, [*range(0x300), 0x202E, 0x200B, 0xFFFF, 0x1F600])) + "%s {0} \\n &lt;b&gt; '\" ="
    forge(board, Change("card:00ff", {"removed": False, "kind": "statement", "title": text}, (), mint_salt()))
    with read_board(board, make.scratch) as foreign:
        assert foreign.changesets[-1].changes[0].values["title"] == text
        assert json.dumps(text)
