"""Backups: the last, six hourly, seven daily; sound ones are never dropped for damaged ones."""

from __future__ import annotations

import calendar
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.store import backups
from evidenceboard.store.backups import Backup, keep, restore
from evidenceboard.store.reading import check_file, read_board
from evidenceboard.store.working_copy import WorkingCopy

NOON = calendar.timegm((2024, 5, 10, 12, 0, 0))
HOUR, DAY = 3600, 86400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def database(make: Any) -> Path:
    path: Path = make.database()
    return path


def hours(folder: Path) -> list[float]:
    return [(backup.seconds - NOON) / HOUR for backup in backups.backups(folder)]


def test_a_backup_is_restored_whole(make: Any, database: Path, folder: Path) -> None:
    backup = keep(database, folder, NOON)
    restored = make.folder / "restored.board"
    assert restore(backup, restored) == []
    assert check_file(restored, make.scratch) == []
    with read_board(restored, make.scratch) as foreign, closing(WorkingCopy.open(database)) as copy:
        assert foreign.changesets == list(copy.changesets())
        assert {photo.sha256 for photo in foreign.photos()} == copy.photo_names()


def test_the_working_copy_may_be_open(make: Any, database: Path, folder: Path) -> None:
    with closing(WorkingCopy.open(database)) as copy:
        make.writer(copy).write(make.card(20))
        assert keep(database, folder, NOON).is_sound
        make.writer(copy).write(make.card(21))


def test_the_last_of_each_hour_and_day_stays(make: Any, database: Path, folder: Path) -> None:
    for day in range(9):
        for hour in (0, 5, 11):
            keep(database, folder, NOON + day * DAY + hour * HOUR)
    for half in range(1, 18):
        keep(database, folder, NOON + 9 * DAY + half * HOUR / 2)
    last = 9 * 24 + 8.5
    daily = [day * 24 + 11 for day in range(8, 2, -1)]
    assert hours(folder) == [last, last - 1, last - 2, last - 3, last - 4, last - 5, *daily]


def test_ten_in_one_hour_are_one(make: Any, database: Path, folder: Path) -> None:
    for minute in range(10):
        make.add(database, 50 + minute)
        keep(database, folder, NOON + minute * 60)
    assert hours(folder) == [9 / 60]


def test_a_damaged_newest_does_not_push_out_a_sound_one(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep(database, folder, NOON)
    second = keep(database, folder, NOON + HOUR)
    content = bytearray(second.path.read_bytes())
    content[5000] ^= 1
    second.path.write_bytes(content)
    third = keep(database, folder, NOON + HOUR + 60)  # of the same hour as the damaged one
    assert [backup.path for backup in backups.backups(folder)] == [third.path, first.path]

    def damaged(self: Backup) -> bool:
        return self.seconds <= NOON + HOUR + 60

    monkeypatch.setattr(Backup, "is_sound", property(damaged))
    keep(database, folder, NOON + HOUR + 120)
    assert third.path.exists() and first.path.exists()


def test_photos_are_kept_once_and_go_with_the_last_that_needs_them(make: Any, database: Path, folder: Path) -> None:
    keep(database, folder, NOON)
    keep(database, folder, NOON + 3 * HOUR)
    (photo,) = (folder / "photos").iterdir()
    with closing(WorkingCopy.open(database)) as copy:
        assert {photo.name} == copy.photo_names()
        assert max(backup.path.stat().st_size for backup in backups.backups(folder)) < database.stat().st_size
    for backup in backups.backups(folder):
        assert restore(backup, make.folder / f"{backup.path.stem}.board") == []
    make.with_sql(database, "DELETE FROM sqlar")  # as if it had never been there
    for day in range(1, 9):
        keep(database, folder, NOON + day * DAY)
    assert list((folder / "photos").iterdir()) == []


def test_a_photo_that_is_missing_is_told(make: Any, database: Path, folder: Path) -> None:
    backup = keep(database, folder, NOON)
    (photo,) = (folder / "photos").iterdir()
    photo.unlink()
    restored = make.folder / "restored.board"
    assert restore(backup, restored) == [f"photos/{photo.name}.png"]
    assert [finding.reason for finding in check_file(restored, make.scratch)][0] == "there is nothing in it"


def test_a_backup_that_fails_leaves_the_others(
    make: Any, database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep(database, folder, NOON)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_sync", full)
    with pytest.raises(OSError, match="No space"):
        keep(database, folder, NOON + 60)
    assert [backup.path for backup in backups.backups(folder)] == [first.path]
    assert not list(folder.glob(".*"))


def test_names_tell_the_time_everywhere_alike(database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    try:
        assert keep(database, folder, NOON).path.name.startswith("20240510T120000Z-")
        assert backups.backups(folder)[0].seconds == NOON
    finally:
        monkeypatch.undo()
        time.tzset()
