"""Rows 34 and 35 in the real window: the program's own folder or working copy is gone or damaged, and the ways out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from evidenceboard.errors import OwnCopyDamaged
from evidenceboard.ui import own_copy
from tests.faults.judging import ids_in, ids_in_file
from tests.faults.window import (
    bar,
    buttons_of,
    change,
    nobody_is_asked,
    path_of,
    press,
    save,
    saved,
    saved_whole,
    shown_bars,
    wait,
    words_of,
)
from tests.journeys.conftest import hands, program
from tests.journeys.hands import Hands

__all__ = ["hands", "nobody_is_asked", "program", "saved"]


def alter(hands: Hands) -> None:
    """A bit of the log changes on a failing disk; SQLite's own checks see nothing of it."""
    with closing(sqlite3.connect(hands.page.bridge.document.log.path)) as connection, connection:
        connection.execute("UPDATE change SET vals = replace(vals, 'new', 'old') WHERE vals LIKE '%\"new\"%'")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        QTest.qWait(10)
    assert true()


def test_row_35_damage_under_an_open_board_is_told_at_saving_and_mended(saved: Hands) -> None:
    whole, made = path_of(saved).read_bytes(), ids_in(saved.page.bridge.document)
    alter(saved)
    save(saved)
    told = bar(saved, own_copy.KEY)
    assert told.kind == "danger" and "own copy of this board is damaged" in words_of(told)
    assert buttons_of(told) == ["Mend it"] and "Nothing was thrown away" in words_of(told)
    assert path_of(saved).read_bytes() == whole
    path = path_of(saved)
    press(saved, told, "Mend it")
    until(lambda: saved.window.document is not None)
    wait(saved)
    document = saved.page.bridge.document
    assert document.path == path and own_copy.KEY not in shown_bars(saved)
    told = bar(saved, "mended")
    assert "put together from the file, what is whole of the working copy and the latest backup" in words_of(told)
    (missing,) = document.missing
    assert {missing.name} == made - ids_in(document)
    press(saved, told, "Show what is missing")
    change(saved)
    save(saved)
    assert saved_whole(saved)


def test_row_35_it_is_found_without_saving_too(saved: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_copy, "BEGIN_MS", 30)
    alter(saved)
    saved.window.own_copy.follow()
    until(lambda: own_copy.KEY in shown_bars(saved))
    assert buttons_of(bar(saved, own_copy.KEY)) == ["Mend it"]


def test_row_35_an_error_of_reading_offers_the_same(saved: Hands) -> None:
    """What a reading of the damaged copy raises anywhere ends in the bar, not in a crash."""
    problem = sqlite3.DatabaseError("database disk image is malformed")
    problem.sqlite_errorname = "SQLITE_CORRUPT"
    for each in (problem, OwnCopyDamaged("x", "y")):
        saved.window.messages.error(each)
        assert buttons_of(bar(saved, own_copy.KEY)) == ["Mend it"]
        saved.window.messages.dismiss(own_copy.KEY)


@pytest.mark.skipif(os.name != "posix", reason="this system lets nobody remove what is open")
def test_row_34_a_folder_that_cannot_be_made_again_is_told_at_once_and_the_board_is_saved(
    saved: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = saved.program.installation.folders.data
    shutil.rmtree(folder)
    folder.write_text("in the way")
    until(lambda: "own-folder" in shown_bars(saved))
    told = bar(saved, "own-folder")
    assert told.kind == "danger" and told.permanent and "cannot be made again" in words_of(told)
    assert buttons_of(told) == ["Save to the file", "Save elsewhere…"]
    made = change(saved)
    press(saved, told, "Save to the file")
    ids, amiss = ids_in_file(path_of(saved))
    assert made in ids and amiss == []
    caplog.clear()
    folder.unlink()
