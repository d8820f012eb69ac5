"""Row 35: what is saved is looked at once more where it was written: no altered content is ever called verified.

Most boards are looked at as a whole before they are saved. A long one is not, for somebody waits; and what was looked
at may be altered a moment later.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import recovering
from evidenceboard.errors import NotSaved, OwnCopyDamaged
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store import intact, publish, snapshot
from evidenceboard.store.backups import PHOTOS, backups
from tests.faults.conftest import Tried
from tests.faults.judging import ids_in, ids_in_file
from tests.faults.places import Desk
from tests.faults.test_own_copy import ALTERED, alter, edited


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


@pytest.fixture
def long(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A saved board with a history and a photo, that counts as too long to be looked at before it is saved."""
    monkeypatch.setattr(intact, "SHORT", 0)
    edited(desk)
    desk.reopen()
    return desk


def check_refused(desk: Desk) -> None:
    """It is not saved, nothing is called a backup of it, and mending brings a whole board."""
    kept = backups(desk.installation().backups(desk.document.board_id))
    with pytest.raises(OwnCopyDamaged, match="own copy of this board is damaged"):
        desk.document.publish()
    desk.check_untouched()
    assert backups(desk.installation().backups(desk.document.board_id)) == kept
    desk.document.abandon()
    desk.document = recovering.mend(desk.path, "", desk.installation(), "Ana Lyst")
    desk.document.publish()
    desk.check_saved()


@pytest.mark.parametrize("what", ALTERED)
def test_row_35_a_long_board_is_looked_at_where_it_is_written(what: str, long: Desk) -> None:
    long.add("not in the file")
    alter(long, ALTERED[what])
    check_refused(long)


@pytest.mark.parametrize("what", ALTERED)
def test_row_35_what_is_altered_after_the_look_is_not_saved_either(what: str, long: Desk) -> None:
    """It was looked at as a whole, at the first saving; then somebody or something altered it."""
    long.document.publish()
    long.add("after the look")
    long.document.publish()
    long.before = long.path.read_bytes()
    alter(long, ALTERED[what])
    check_refused(long)


def test_row_35_a_look_that_is_half_done_goes_on_in_what_is_saved(
    long: Desk, monkeypatch: pytest.MonkeyPatch, tried: Tried
) -> None:
    """Wherever the look beside the window has come to, also within a gesture of many changes."""
    monkeypatch.setattr(intact, "PIECE", 3)
    cards = [commands.add_card(FIRST_SHEET, "statement", (9.0 * n, 0.0), {"title": f"{n}"}) for n in range(20)]
    long.document.commit(commands.together("Add 20 cards", cards))
    database, pieces = long.document.log.path, 0
    while pieces < 40:
        long.document.filing.examination = examination = intact.Examination()
        for _ in range(pieces):
            examination.go_on(database)
        pieces += 1
        long.add(f"piece {pieces}")
        long.document.publish()
        assert examination.go_on(database), "the whole log was seen in what was saved"
    long.check_saved()
    long.before = long.path.read_bytes()
    alter(long, ALTERED["an author"])
    check_refused(long)
    tried(pieces)


def test_row_35_what_the_disk_of_the_file_altered_is_not_blamed_on_the_working_copy(
    long: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written cannot be read back: it is told as that, and the next try goes well."""
    take = snapshot.take

    def altered(working: sqlite3.Connection, temporary: Path, scratch: Path) -> None:
        take(working, temporary, scratch)
        with closing(sqlite3.connect(temporary)) as connection, connection:
            connection.execute(ALTERED["an author"])

    for _ in range(2):
        long.add("new")
        with monkeypatch.context() as patch, pytest.raises(NotSaved, match="could not be read back"):
            patch.setattr(snapshot, "take", altered)
            long.document.publish()
        long.check_untouched()
    long.document.publish()
    long.check_saved()


@pytest.mark.parametrize("what", ALTERED)
def test_row_35_what_is_altered_before_the_backup_is_made_is_no_backup(
    what: str, long: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is whole and saved; what became of the working copy a moment later does not become a backup."""
    folder = long.installation().backups(long.document.board_id)
    kept, keep = [each.path for each in backups(folder)], publish.keep_backup
    for photo in (folder / PHOTOS).iterdir():
        photo.unlink()  # so that it is kept anew

    def later(*given: Any) -> str | None:
        alter(long, ALTERED[what])
        return keep(*given)

    monkeypatch.setattr(publish, "keep_backup", later)
    long.add("new")
    result = long.document.publish()
    assert result.backup_problem is not None
    assert [each.path for each in backups(folder)] == kept
    for photo in (folder / PHOTOS).iterdir():
        assert hashlib.sha256(photo.read_bytes()).hexdigest() == photo.name
    assert ids_in_file(long.path) == (ids_in(long.document), []), "the file was whole before"
    long.document.abandon()


def test_row_35_pages_that_cannot_be_read_are_told_as_damage(long: Desk) -> None:
    """Of a long board SQLite itself refuses to make the snapshot: that is the working copy's fault, not the file's."""
    long.add("not in the file")
    database = long.document.log.path
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change'").fetchone()
    with database.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    check_refused(long)


def test_row_35_a_letter_altered_in_a_board_that_is_long_indeed(desk: Desk) -> None:
    """No limit is lowered: more changes than are looked at while somebody waits, one letter altered, saved at once."""
    dice = random.Random(5)
    for _ in range(2):
        actions: list[Any] = [
            commands.add_card(FIRST_SHEET, "statement", (dice.random(), 0.0), {"title": f"report {number}"})
            for number in range(intact.SHORT // 4 + 100)
        ]
        desk.document.commit(commands.together("Import", actions))
    desk.document.publish()
    desk.before, ids = desk.path.read_bytes(), ids_in(desk.document)
    desk.reopen()
    with closing(sqlite3.connect(desk.document.log.path)) as connection, connection:
        (count,) = connection.execute("SELECT count(*) FROM change").fetchone()
        altered = "UPDATE change SET vals = replace(vals, 'report 77', 'report 78') WHERE vals LIKE '%\"report 77\"%'"
        assert connection.execute(altered).rowcount and count > intact.SHORT
    check_refused(desk)
    assert ids_in_file(desk.path)[0] >= ids
