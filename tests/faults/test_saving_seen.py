"""What a person sees when saving goes wrong, and the way out of it: in the real window, by its buttons."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.errors import report
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from evidenceboard.store.openings import TOO_OFTEN
from evidenceboard.store.publication import Publication
from evidenceboard.ui import jobs, logbook, saving_of_window
from evidenceboard.ui import saving as ui_saving
from evidenceboard.ui.dialogs.crash import CrashDialog
from evidenceboard.ui.dialogs.merge import MergePreview
from evidenceboard.ui.unforeseen import Unforeseen
from tests.faults.judging import ids_in, ids_in_file
from tests.faults.window import (
    bar,
    buttons_of,
    change,
    nobody_is_asked,
    other_person,
    path_of,
    press,
    refuse,
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


def test_row_05_a_full_disk_is_red_until_it_is_saved(saved: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse(errno.ENOSPC))
        save(saved)
    told = bar(saved, "not-saved")
    assert words_of(told).startswith("Not saved to case.board: the disk is full")
    assert buttons_of(told) == ["Retry", "Save elsewhere…"] and "safe on this computer" in words_of(told)
    press(saved, told, "Retry")
    assert saved_whole(saved)


def test_row_05_it_is_tried_again_by_itself(saved: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_saving, "RETRY_MS", 30)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse(errno.EIO))
        save(saved)
    assert "does not answer" in words_of(bar(saved, "not-saved"))
    end = time.monotonic() + 20
    while "not-saved" in shown_bars(saved) and time.monotonic() < end:
        QTest.qWait(20)
    wait(saved)
    assert saved_whole(saved)


def test_row_06_a_refused_change_is_not_shown_and_the_file_can_be_saved(
    saved: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = saved.page.bridge.document.log
    pages = copy.cursor().execute("PRAGMA page_count").fetchone()[0]
    copy.cursor().execute(f"PRAGMA max_page_count = {pages}")  # as a full disk: SQLite says the same
    before = len(saved.cards())
    text = {"title": "too much", "text": "x" * 500_000}
    assert saved.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), text)) is None
    saved.settle()
    told = bar(saved, "not-kept")
    assert "This change was not kept: the disk is full" in words_of(told) and "Free some space" in words_of(told)
    assert len(saved.cards()) == before == len(saved.page.view.geometry.cards)
    press(saved, told, "Save to the file")
    assert saved_whole(saved)


def test_row_10_it_is_asked_before_a_deleted_file_is_made_anew(saved: Hands) -> None:
    path_of(saved).unlink()
    save(saved)
    told = bar(saved, "not-saved")
    assert "The file is not there any more" in words_of(told) and not path_of(saved).exists()
    assert buttons_of(told) == ["Save it again there", "Save elsewhere…"]
    save(saved)  # Ctrl+S asks as well
    assert not path_of(saved).exists()
    press(saved, bar(saved, "not-saved"), "Save it again there")
    assert saved_whole(saved)


def test_row_11_a_moved_file_is_found_and_gone_on_with(saved: Hands) -> None:
    moved = path_of(saved).with_name("moved.board")
    path_of(saved).rename(moved)
    save(saved)
    told = bar(saved, "not-saved")
    assert buttons_of(told) == ["Go on in moved.board", "Save it again there", "Save elsewhere…"]
    press(saved, told, "Go on in moved.board")
    assert path_of(saved) == moved and saved_whole(saved) and not moved.with_name("case.board").exists()


def test_row_13_an_older_version_is_told(saved: Hands) -> None:
    older = path_of(saved).read_bytes()
    save(saved)
    path_of(saved).write_bytes(older)
    change(saved)
    save(saved)
    assert "an older version: it lacked 1 change that" in words_of(bar(saved, "older"))
    assert saved_whole(saved)


def test_row_14_another_board_is_never_replaced(saved: Hands, tmp_path: Path) -> None:
    other = Document.new(saved.program.installation, "Ana Lyst", "Other")
    other.publish(tmp_path / "other.board")
    other.close()
    shutil.copyfile(tmp_path / "other.board", path_of(saved))
    save(saved)
    told = bar(saved, "not-saved")
    assert "Another board lies at that place" in words_of(told) and "Replace it…" not in buttons_of(told)
    assert path_of(saved).read_bytes() == (tmp_path / "other.board").read_bytes()


@pytest.mark.parametrize("answer", ["Replace it", "Cancel"])
def test_row_15_a_half_synchronised_file_is_asked_about(
    answer: str, saved: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = path_of(saved).read_bytes()[:9_000]
    path_of(saved).write_bytes(half)
    save(saved)
    told = bar(saved, "not-saved")
    assert "9,000 of" in words_of(told) and "tried again by itself" in words_of(told)
    assert "open it again" not in words_of(told) and buttons_of(told) == ["Retry", "Replace it…", "Save elsewhere…"]
    with monkeypatch.context() as patch:
        patch.setattr(saving_of_window, "plain_message", lambda *_: answer)
        press(saved, told, "Replace it…")
    assert (path_of(saved).read_bytes() == half) == (answer == "Cancel")
    assert saved_whole(saved) == (answer == "Replace it")


def test_row_15_a_file_that_becomes_whole_again_is_merged_by_itself(
    saved: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again after a while: nobody has to press anything."""
    monkeypatch.setattr(ui_saving, "RETRY_MS", 40)
    other = other_person(saved, tmp_path / "ben")
    made = other.commit(commands.set_board(title="Theirs"))
    other.publish()
    other.close()
    whole = path_of(saved).read_bytes()
    path_of(saved).write_bytes(whole[:9_000])
    save(saved)
    assert "incomplete" in words_of(bar(saved, "not-saved"))
    path_of(saved).write_bytes(whole)
    end = time.monotonic() + 20
    while "not-saved" in shown_bars(saved) and time.monotonic() < end:
        QTest.qWait(20)
    wait(saved)
    assert saved_whole(saved) and made is not None and made.id in ids_in_file(path_of(saved))[0]


def test_row_17_who_saved_the_file_meanwhile_is_named(saved: Hands, tmp_path: Path) -> None:
    other = other_person(saved, tmp_path / "ben")
    other.commit(commands.set_board(title="Theirs"))
    other.publish()
    other.close()
    save(saved)
    assert "Ben had saved this file: 1 change was merged in" in saved.told()
    assert saved_whole(saved)


def test_row_20_a_conflict_copy_is_offered_for_merge(saved: Hands, tmp_path: Path) -> None:
    copy = path_of(saved).with_name("case.sync-conflict-20240510-120301-ABCDEF7.board")
    shutil.copyfile(path_of(saved), copy)
    other = other_person(saved, tmp_path / "ben", copy)
    other.commit(commands.set_board(title="Theirs"))
    other.publish()
    other.close()
    save(saved)
    told = bar(saved, f"beside-{copy}")
    assert "A conflict copy of Syncthing beside this board holds 1 change that it lacks" in words_of(told)
    press(saved, told, "Merge…")
    preview = saved.window.merging.preview
    assert isinstance(preview, MergePreview) and preview.isVisible()
    preview.reject()
    assert copy.exists()


def test_row_23_a_stick_that_was_pulled_out_is_told_and_a_verified_copy_kept(saved: Hands, tmp_path: Path) -> None:
    path_of(saved).parent.rename(tmp_path / "pulled out")
    save(saved)
    told = bar(saved, "not-saved")
    assert told.kind == "danger" and told.permanent and buttons_of(told) == ["Retry", "Save elsewhere…"]
    assert "Is the drive still plugged in?" in words_of(told)
    assert "Your work is safe on this computer. A verified copy is kept there, too." in words_of(told)
    change(saved)
    (tmp_path / "pulled out").rename(path_of(saved).parent)
    press(saved, told, "Retry")
    assert saved_whole(saved)


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A drive that does not answer at the board's file until it is let go; others do."""
    answers, real = threading.Event(), Publication.run

    def run(self: Publication, progress: Any = None) -> Any:
        if self.target.name == "case.board":
            answers.wait(60)
        return real(self, progress)

    monkeypatch.setattr(Publication, "run", run)
    monkeypatch.setattr(ui_saving, "SLOW_MS", 50)
    yield answers
    answers.set()


def test_row_24_a_hanging_drive_does_not_hold_up_the_window(saved: Hands, hung: threading.Event) -> None:
    """Simulated where the publishing begins, in its thread."""
    saved.window.save()
    QTest.qWait(150)
    told = bar(saved, "slow")
    assert "the drive does not answer" in words_of(told) and saved.page.view.isEnabled()
    made = change(saved)
    assert made in ids_in(saved.page.bridge.document)
    hung.set()
    wait(saved)
    assert "slow" not in shown_bars(saved)
    save(saved)
    assert saved_whole(saved)


def test_row_24_the_board_can_be_saved_elsewhere_meanwhile(saved: Hands, hung: threading.Event, tmp_path: Path) -> None:
    saved.window.save()
    QTest.qWait(150)
    assert saved.window.shown is not None
    saved.window.shown.saving.save(tmp_path / "elsewhere.board")
    end = time.monotonic() + 20
    while path_of(saved).name != "elsewhere.board" and time.monotonic() < end:
        QTest.qWait(10)
    assert path_of(saved).name == "elsewhere.board" and saved_whole(saved)
    hung.set()
    wait(saved)
    assert path_of(saved).name == "elsewhere.board" and saved_whole(saved)


def test_row_24_closing_does_not_wait_for_ever(
    saved: Hands, hung: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: Any, _title: str, words: str, _buttons: Any) -> str:
        asked.append(words)
        return "Close anyway"

    monkeypatch.setattr(saving_of_window, "plain_message", answer)
    path, made = path_of(saved), ids_in(saved.page.bridge.document)
    saved.window.close()
    assert len(asked) == 1 and "The drive does not answer" in asked[0]
    hung.set()
    (offered,) = saved.program.installation.unclosed()
    assert offered.path == path and offered.closed
    again = Hands(saved.program)
    again.open(path)
    wait(again)
    assert made <= ids_in(again.page.bridge.document)


def test_row_27_a_hard_link_is_warned_about(saved: Hands, tmp_path: Path) -> None:
    os.link(path_of(saved), tmp_path / "second.board")
    save(saved)
    assert "had a second name on this disk, which still shows the board as it was" in saved.told()


def test_row_30_a_journal_beside_the_board_is_told(saved: Hands) -> None:
    path_of(saved).with_name("case.board-wal").write_bytes(b"x" * 5_000)
    save(saved)
    assert "case.board-wal lies beside this board: a journal that another program left" in saved.told()
    told = saved.told()
    change(saved)
    save(saved)
    assert saved.told() == told and saved_whole(saved)


@pytest.mark.skipif(os.name != "posix", reason="this system asks programs to go in another way")
def test_row_32_a_program_that_is_asked_to_go_saves_first(saved: Hands, tmp_path: Path) -> None:
    """The real program in a process of its own, asked by the signal that ends a session."""
    path, home = path_of(saved), tmp_path / "ben"
    save(saved)
    saved.window.close()
    document = other_person(saved, home, path)
    document.installation.set_preferences(document.installation.preferences().__class__(author="Ben"))
    made = document.commit(commands.set_board(title="Not saved yet"))
    document.close()
    assert made and made.id not in ids_in_file(path)[0]
    command = [sys.executable, "-m", "evidenceboard", "--settings-dir", str(home), str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    installation = Installation(paths.folders(home))
    end = time.monotonic() + 40
    while installation.state_of(path) is not None and time.monotonic() < end:
        time.sleep(0.05)  # until it has the board open
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert process.stderr is not None and b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert made.id in ids_in_file(path)[0]
    assert installation.unclosed() == []


@pytest.mark.skipif(os.name != "posix", reason="this system lets nobody remove what is open")
def test_row_34_a_removed_folder_is_told_at_once(saved: Hands) -> None:
    shutil.rmtree(saved.page.bridge.document.filing.desk.folder)
    end = time.monotonic() + 10
    while "own-folder" not in shown_bars(saved) and time.monotonic() < end:
        QTest.qWait(20)
    assert "was removed while this board was open" in words_of(bar(saved, "own-folder"))
    change(saved)
    save(saved)
    assert saved_whole(saved)


def test_row_37_a_third_opening_is_asked_about(saved: Hands) -> None:
    path, openings = path_of(saved), saved.program.installation.openings
    save(saved)
    saved.window.close()
    for _ in range(TOO_OFTEN):
        openings.begin(str(path))
    again = Hands(saved.program)
    again.open(path)
    wait(again)
    told = bar(again, f"not-opened-{path}")
    assert again.window.document is None and "The program ended twice while it opened case.board" in words_of(told)
    assert buttons_of(told) == [
        "Open what was kept here",
        "Open the backup",
        "Salvage what is intact…",
        "Open it anyway",
    ]
    press(again, told, "Open the backup")
    assert again.window.document is not None and again.window.document.path is None
    third = Hands(saved.program)
    third.open(path)
    wait(third)
    press(third, bar(third, f"not-opened-{path}"), "Open it anyway")
    assert third.page.bridge.document.path == path
    third.window.close()
    assert openings.died(str(path)) == 0


@pytest.mark.skipif(os.name != "posix", reason="this system kills programs in another way")
def test_row_37_a_program_that_died_twice_at_a_board_asks_the_third_time(saved: Hands) -> None:
    """The real program in a process of its own, killed as it opens the board; the third start is this one."""
    path, installation = path_of(saved), saved.program.installation
    save(saved)
    saved.window.close()
    command = [
        sys.executable,
        "-m",
        "evidenceboard",
        "--settings-dir",
        str(installation.folders.data.parent),
        str(path),
    ]
    for deaths in range(TOO_OFTEN):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 40
        while installation.openings.died(str(path)) <= deaths and time.monotonic() < end:
            time.sleep(0.01)
        process.kill()
        process.wait(40)
        assert installation.openings.died(str(path)) == deaths + 1
    again = Hands(saved.program)
    again.open(path)
    wait(again)
    assert again.window.document is None
    assert "The program ended twice while it opened" in words_of(bar(again, f"not-opened-{path}"))


def test_row_37_a_file_that_is_gone_offers_what_was_kept(saved: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    path, made = path_of(saved), ids_in(saved.page.bridge.document)
    monkeypatch.setattr(saving_of_window, "plain_message", lambda *_: "Close anyway")
    path.unlink()
    saved.window.close()
    again = Hands(saved.program)
    again.window.empty.start.recover_requested.emit(str(path))
    wait(again)
    told = bar(again, f"not-opened-{path}")
    assert "There is no such file" in words_of(told)
    assert buttons_of(told) == ["Open what was kept here", "Open the backup"]
    press(again, told, "Open what was kept here")
    assert made <= ids_in(again.page.bridge.document)


def test_a_crash_report_holds_no_word_of_the_board() -> None:
    secret = "the vessel left at dawn"
    try:
        try:
            raise ValueError(secret)
        except ValueError as problem:
            raise KeyError(f"card of {secret}") from problem
    except KeyError as problem:
        found = report(problem)
    assert "KeyError" in found and "ValueError" in found and "test_saving_seen.py, line" in found
    assert not any(word in found for word in secret.split() if len(word) > 3)


SECRET = "the vessel left Nampo at dawn"


def test_a_crash_writes_no_word_of_the_board_anywhere(
    saved: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Not into the log, not to the terminal, not into the dialog, not onto the clipboard; neither does a failed job."""
    handler = logbook.begin(tmp_path / "logs")
    monkeypatch.setattr(sys, "excepthook", Unforeseen(saved.program).meet)

    def work(_report: object) -> None:
        raise ValueError(f"card of {SECRET}: {path_of(saved)}")

    try:
        try:
            work(None)
        except ValueError as problem:
            raise KeyError(SECRET) from problem
    except KeyError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    (dialog,) = saved.window.findChildren(CrashDialog)
    dialog.copy.click()
    jobs.run("Failing", work, print, saved.window.messages.error)
    wait(saved)
    written = (tmp_path / "logs" / logbook.NAME).read_text()
    told = capsys.readouterr()
    bars = [words_of(bar(saved, key)) for key in shown_bars(saved)]
    shown = [dialog.details.toPlainText(), QGuiApplication.clipboard().text(), *bars]
    assert "KeyError" in written and "a job failed: ValueError" in written and "KeyError" in shown[0]
    assert "Something went wrong Your work is safe. (ValueError)" in bars
    for text in (written, told.out, told.err, *shown):
        assert not any(word in text for word in ("vessel", "Nampo", "dawn", path_of(saved).name))
    dialog.accept()
    assert handler is not None
    logbook.log.removeHandler(handler)
    handler.close()
    caplog.clear()
