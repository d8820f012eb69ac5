"""Rows 34 and 35: the program's folder is gone for good; the working copy is damaged, at rest or under an open board.

What a failing disk changed is never saved over what is whole.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from evidenceboard import recovering
from evidenceboard.__main__ import main
from evidenceboard.document import Document
from evidenceboard.errors import KnownError, OwnCopyDamaged
from evidenceboard.store import intact, refuge
from evidenceboard.store.backups import backups
from evidenceboard.store.intact import Examination
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, ids_in_file, misfits
from tests.faults.places import Desk

PAGE = 4096
posix = pytest.mark.skipif(os.name != "posix", reason="this system lets nobody remove what is open")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


def edited(desk: Desk, gestures: int = 25, seed: int = 3) -> None:
    """A board with a history and a photo, saved."""
    dice = random.Random(seed)
    for _ in range(gestures):
        gesture(desk.document, dice)
    desk.add_photo(9_000)
    desk.document.publish()
    desk.before = desk.path.read_bytes()


def alter(desk: Desk, statement: str) -> None:
    """As a failing disk does: beside the program, and SQLite's own checks see nothing of it."""
    with closing(sqlite3.connect(desk.document.log.path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def last(table: str) -> str:
    return f"rowid = (SELECT max(rowid) FROM {table})"


ALTERED = {
    "a letter of a value": f"UPDATE change SET vals = replace(vals, ':', ';') WHERE {last('change')}",
    "a salt": f"UPDATE change SET salt = zeroblob(16) WHERE {last('change')}",
    "what was changed": f"UPDATE change SET record = record || '0' WHERE {last('change')}",
    "what it replaces": f"UPDATE change SET replaces = zeroblob(length(replaces) + 32) WHERE {last('change')}",
    "a change is gone": f"DELETE FROM change WHERE {last('change')}",
    "an author": "UPDATE changeset SET author = 'Somebody else' WHERE number = 5",
    "a time": "UPDATE changeset SET wall = wall + 1 WHERE number = 5",
    "a link of the chain": "UPDATE changeset SET prev = zeroblob(32) WHERE number = 5",
    "an actor": "UPDATE actor SET id = zeroblob(16) WHERE number = 1",
    "a picture": f"UPDATE sqlar SET data = zeroblob(sz) WHERE {last('sqlar')}",
    "a length of a picture": f"UPDATE sqlar SET sz = sz + 1 WHERE {last('sqlar')}",
}


@pytest.mark.parametrize("what", ALTERED)
def test_row_35_what_was_altered_is_never_saved_over_what_is_whole(what: str, desk: Desk) -> None:
    """Found at the next saving after an opening: the file stays, no backup is made of it, and all is mended."""
    edited(desk)
    later, photos = desk.add("not in the file"), desk.document.log.photo_names()
    kept, copies = ids_in(desk.document), backups(desk.installation().backups(desk.document.board_id))
    desk.reopen()
    alter(desk, ALTERED[what])
    with pytest.raises(OwnCopyDamaged, match="own copy of this board is damaged"):
        desk.document.publish()
    desk.check_untouched()
    assert backups(desk.installation().backups(desk.document.board_id)) == copies
    desk.document.abandon()
    desk.document = recovering.mend(desk.path, "", desk.installation(), "Ana Lyst")
    assert ids_in(desk.document) >= kept - {later} and desk.document.log.photo_names() == photos
    assert bool(desk.document.missing) == (later not in ids_in(desk.document))
    desk.document.publish()
    desk.check_saved()


@pytest.mark.parametrize("what", ["kind = 'statemeRt'", "role = 'claiN'"])
def test_row_35_a_letter_of_what_is_made_of_the_log_is_damage_too(what: str, desk: Desk) -> None:
    """The log is whole; the table that the canvas is read from is not."""
    edited(desk)
    kept, database = ids_in(desk.document), desk.document.log.path
    desk.document.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        where = "WHERE rowid = (SELECT max(rowid) FROM card WHERE kind = 'statement')"
        assert connection.execute(f"UPDATE card SET {what} {where}").rowcount == 1
    desk.document = recovering.open_or_mend(desk.path, desk.installation(), "Ana Lyst")
    assert ids_in(desk.document) == kept and desk.document.mended
    desk.document.publish()
    desk.check_saved()


SCHEMA = {
    "a column of the log": ("replace(sql, 'fields TEXT', 'fieldz TEXT')", "sql LIKE '%fields TEXT%'"),
    "a column of the cards": ("replace(sql, 'credibility', 'credibilitz')", "name = 'card'"),
    "a column of the actors": ("replace(sql, 'id ', 'ie ')", "name = 'actor'"),
}


@pytest.mark.parametrize("what", SCHEMA)
def test_row_35_a_letter_of_the_schema_is_damage_too(what: str, desk: Desk) -> None:
    """SQLite opens it, for its pages are sound; and no statement of ours fits a column of another name."""
    edited(desk)
    kept, database = ids_in(desk.document), desk.document.log.path
    desk.document.close()
    change, where = SCHEMA[what]
    with closing(sqlite3.connect(database)) as connection, connection:
        (before,) = connection.execute(f"SELECT sql FROM sqlite_schema WHERE type = 'table' AND {where}").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_schema SET sql = {change} WHERE type = 'table' AND {where}")
        (after,) = connection.execute("SELECT group_concat(sql) FROM sqlite_schema WHERE type = 'table'").fetchone()
        assert before not in after
    desk.document = recovering.open_or_mend(desk.path, desk.installation(), "Ana Lyst")
    assert ids_in(desk.document) == kept
    desk.document.publish()
    desk.check_saved()


def test_row_35_a_look_piece_by_piece_finds_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pieces: a whole copy is whole, also while it grows, and a changed one is seen."""
    edited(desk, 60)
    monkeypatch.setattr(intact, "PIECE", 2)
    monkeypatch.setattr(intact, "PIECE_OF_PHOTOS", 1)
    database, examination, pieces = desk.document.log.path, Examination(), 0
    while not examination.go_on(database):
        pieces += 1
        if pieces % 5 == 0 and pieces < 40:
            desk.add("meanwhile")
    assert pieces > 40 and examination.go_on(database)
    desk.add("after it")
    alter(desk, ALTERED["what was changed"])
    with pytest.raises(OwnCopyDamaged):
        while not examination.go_on(database):
            pass


def test_row_35_a_long_log_is_not_looked_at_while_somebody_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(desk)
    monkeypatch.setattr(intact, "SHORT", 5)
    desk.reopen()
    alter(desk, ALTERED["an author"])
    examination = desk.document.filing.examination
    examination.finish_if_short(desk.document.log.path)
    with pytest.raises(OwnCopyDamaged):
        while not examination.go_on(desk.document.log.path):
            pass


Damage = Callable[[bytearray, random.Random], None]


def _page_of_zeros(content: bytearray, dice: random.Random) -> None:
    page = dice.randrange(1, len(content) // PAGE) * PAGE
    content[page : page + PAGE] = bytes(PAGE)


def _some_bytes(content: bytearray, dice: random.Random) -> None:
    for _ in range(20):
        content[dice.randrange(PAGE, len(content))] = dice.randrange(256)


def _cut(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(PAGE, len(content)) :]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("damage", [_page_of_zeros, _some_bytes, _cut])
def test_row_35_damaged_at_rest_it_is_mended_and_what_is_missing_is_named(
    damage: Damage, seed: int, desk: Desk
) -> None:
    """The window was closed well: nothing told that a look is due. What the file lacked may be lost, never silently."""
    edited(desk)
    in_file, dice = ids_in(desk.document), random.Random(seed)
    for _ in range(30):
        gesture(desk.document, dice)
    kept, photos, database = ids_in(desk.document), desk.document.log.photo_names(), desk.document.log.path
    desk.document.close()
    content = bytearray(database.read_bytes())
    damage(content, dice)
    database.write_bytes(content)
    desk.document = recovering.open_or_mend(desk.path, desk.installation(), "Ana Lyst")
    if not desk.document.mended:  # the damage lies where nothing was read so far
        desk.document = _mended_at_saving(desk)
    there = ids_in(desk.document)
    lost = (kept - there) | (photos - desk.document.log.photo_names())
    assert in_file <= there <= kept and list(misfits(desk.document)) == []
    assert not lost or desk.document.missing
    assert {each.name for each in desk.document.missing}.isdisjoint(there)
    desk.document.publish()
    ids, amiss = ids_in_file(desk.path)
    assert ids == there and (lost or amiss == [])


def _mended_at_saving(desk: Desk) -> Document:
    """Open it for good if it is whole; else saving refuses, and it is mended."""
    try:
        desk.document.publish()
    except OwnCopyDamaged:
        desk.document.abandon()
        return recovering.mend(desk.path, "", desk.installation(), "Ana Lyst")
    return desk.document


@pytest.fixture
def gone(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder is removed and cannot be made again: something else lies there. Where it lay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = desk.installation().folders.data
    shutil.rmtree(folder)
    folder.write_text("in the way")
    return folder


@posix
def test_row_34_without_any_folder_of_its_own_all_is_saved_from_memory(
    desk: Desk, gone: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The edits go on, in the temporary folder; the file is saved, or another where that is gone, too."""
    after, photo = desk.add("after"), desk.add_photo(50_000)
    assert desk.document.put_back == 1 and desk.document.filing.in_need
    assert stat.S_IMODE(desk.document.filing.desk.folder.stat().st_mode) & 0o077 == 0
    desk.document.publish()
    desk.check_saved()
    shutil.rmtree(desk.path.parent)
    later = desk.add("later")
    desk.path = tmp_path / "elsewhere.board"
    desk.document.publish(desk.path)
    desk.check_saved()
    assert {after, photo, later} <= ids_in_file(desk.path)[0] and gone.is_file()
    assert "without a lock" in caplog.text and "could not be noted as ours" in caplog.text
    caplog.clear()


@posix
def test_row_34_the_first_change_may_come_after_the_folder_is_gone(desk: Desk) -> None:
    """A board that was only looked at so far has no actor yet: that does not keep it from being changed."""
    desk.reopen()
    shutil.rmtree(desk.installation().folders.data)
    made = desk.add("the first")
    assert made in ids_in(desk.document) and not desk.document.filing.in_need
    desk.document.publish()
    desk.check_saved()


@posix
def test_row_34_what_lies_in_the_temporary_folder_is_offered_at_the_next_start(desk: Desk, gone: Path) -> None:
    after = desk.add("after")
    desk.document.close()
    gone.unlink()
    installation = desk.installation()
    (offered,) = installation.unclosed()
    assert offered.path == desk.path and offered.unsaved > 0
    desk.document = Document.open(desk.path, installation, "Ana Lyst")
    desk.check_safe(after)
    desk.document.publish()
    desk.check_saved()


@posix
def test_row_34_a_folder_that_somebody_else_made_there_is_not_used(desk: Desk, gone: Path) -> None:
    """Everybody may make names in a temporary folder: one that others can look into takes no evidence."""
    folder = refuge.refuge(gone)
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(KnownError, match="folder cannot be used"):
        desk.add("after")
    assert list(folder.iterdir()) == []
    folder.rmdir()
    folder.symlink_to(gone.parent)
    with pytest.raises(KnownError):
        desk.add("after")
    folder.unlink()
    desk.check_safe()


def test_row_34_a_start_without_a_folder_is_refused_in_words(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in the way").write_text("in the way")
    assert main(["--settings-dir", str(tmp_path / "in the way"), "info", str(desk.path)]) == 4
    assert "in the way/data\nCheck that it exists" in capsys.readouterr().err
