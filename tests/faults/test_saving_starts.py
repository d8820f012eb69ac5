"""Rows 31 to 40: clocks, memory, the program's own folder, damage of what lies in it, starts after deaths, versions."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidenceboard import recovering
from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, OwnCopyDamaged, TargetGone
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store import backups
from evidenceboard.store.openings import TOO_OFTEN
from evidenceboard.store.photos import Photo
from tests.faults import scripts
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, misfits, promised
from tests.faults.places import Desk, colleague
from tests.faults.processes import POSSIBLE, killed, started

forks = pytest.mark.skipif(not POSSIBLE, reason="this system cannot fork processes")
BOARDS = Path(__file__).parent.parent / "boards"
DAY_MS = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


JUMPS = {
    "ten years back": -3_650 * DAY_MS,
    "ten years ahead": 3_650 * DAY_MS,
    "an hour back, as in October": -3_600_000,
    "to 1970": None,
}


@pytest.mark.parametrize("jump", JUMPS)
def test_row_31_the_clock_jumps(jump: str, desk: Desk, tmp_path: Path) -> None:
    """The log's own clock goes on, what was written last is shown, and clocks decide no conflict."""
    by = JUMPS[jump]
    now = int(time.time() * 1000)
    card = next(desk.document.board.live("card"))
    desk.document.commit(commands.set_fields(card, {"title": "before"}))
    before = desk.document.log.latest_clock()
    desk.document.now = lambda: 0 if by is None else now + by
    desk.document.commit(commands.set_fields(card, {"title": "after"}))
    assert desk.document.log.latest_clock() > before
    assert desk.document.board.value(card, "title") == "after"
    desk.document.publish()
    other = colleague(desk, tmp_path / "ben")  # whose clock is right
    other.commit(commands.set_fields(card, {"title": "theirs"}))
    desk.document.commit(commands.set_fields(card, {"title": "mine"}))
    other.publish()
    desk.document.publish()
    assert desk.document.board.record(card).conflicts()
    desk.reopen()
    assert desk.document.board.record(card).conflicts() and list(misfits(desk.document)) == []
    other.close()


@forks
def test_row_32_the_session_ends_without_asking(desk: Desk, tmp_path: Path) -> None:
    """The system kills what does not go: offered at the next start. (What is asked to go saves: see the window.)"""
    desk.document.close()
    process = started(scripts.edit_for_ever, desk.home, desk.path, tmp_path / "notes", 5, 0.0)
    while len(promised(tmp_path / "notes").kept) < 5:
        time.sleep(0.01)
    killed(process)
    (offered,) = desk.installation().unclosed()
    assert offered.path == desk.path and offered.unsaved >= 5 and not offered.closed


def test_row_33_memory_runs_out_while_photos_are_taken_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each of the rows in turn: all of it or nothing, and the board goes on."""
    before = ids_in(desk.document)

    def photos(good: int) -> Iterator[Photo]:
        for number in range(good):
            yield Photo(b"\xff\xd8\xff" + bytes([number]) * 5_000)
        raise MemoryError

    for good in range(4):
        held = desk.document.log.photo_names()
        with pytest.raises(MemoryError):
            desk.document.receive([], photos(good))
        assert ids_in(desk.document) == before and desk.document.log.photo_names() == held
    desk.check_safe()


@forks
def test_row_33_memory_runs_out_in_a_process_with_a_limit(desk: Desk, tmp_path: Path) -> None:
    """A real limit: a process with little room makes ever larger changes until it has none."""
    desk.document.close()
    process = started(scripts.grow_until_refused, desk.home, desk.path, tmp_path / "notes", 24)
    process.join(120)
    assert process.exitcode == 0
    promise = promised(tmp_path / "notes")
    assert promise.refused and promise.closed
    desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
    assert promise.kept <= ids_in(desk.document) and list(misfits(desk.document)) == []


@pytest.mark.skipif(os.name != "posix", reason="this system lets nobody remove what is open")
@pytest.mark.parametrize("what", ["the desk", "all"])
def test_row_34_the_programs_folder_is_removed_while_it_runs(what: str, desk: Desk) -> None:
    """The working copy is put back at the next change, from what this process still holds."""
    kept = desk.add_photo(50_000)
    photo = next(iter(desk.document.log.photo_names()))
    folder = desk.document.filing.desk.folder if what == "the desk" else desk.home / "data"
    shutil.rmtree(folder)
    after = desk.add("after")
    assert desk.document.put_back == 1
    desk.check_safe(kept, after)
    assert desk.document.photo(photo) is not None
    desk.document.publish()
    desk.check_saved()
    desk.add("last")
    desk.document.undo()
    assert desk.document.put_back == 1
    desk.reopen()
    desk.check_safe(kept, after)


@pytest.mark.skipif(os.name != "posix", reason="this system lets nobody remove what is open")
def test_row_34_saving_alone_puts_it_back_too(desk: Desk) -> None:
    kept = desk.add("kept")
    shutil.rmtree(desk.home / "data")
    desk.document.publish()
    assert desk.document.put_back == 1
    desk.check_safe(kept)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "not a database": lambda path: path.write_bytes(b"x" * path.stat().st_size),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "the first page zeros": lambda path: path.write_bytes(bytes(4096) + path.read_bytes()[4096:]),
    "every third page random": lambda path: path.write_bytes(_spoiled(path.read_bytes())),
}


def _spoiled(data: bytes) -> bytes:
    dice = random.Random(1)
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    return b"".join(dice.randbytes(4096) if number % 3 == 2 else page for number, page in enumerate(pages))


@pytest.mark.parametrize("how", DAMAGE)
def test_row_35_a_damaged_working_copy_is_mended(how: str, desk: Desk) -> None:
    """From the file, the latest backup and what is whole of it; the damaged one is put aside."""
    dice = random.Random(2)
    for _ in range(12):
        gesture(desk.document, dice)
    desk.document.publish()
    in_file = ids_in(desk.document)
    later = desk.add("later")
    database, folder = desk.document.log.path, desk.document.filing.desk.folder
    _die(desk)
    DAMAGE[how](database)
    with pytest.raises(OwnCopyDamaged):
        Document.open(desk.path, desk.installation(), "Ana Lyst")
    desk.document = recovering.mend(desk.path, "", desk.installation(), "Ana Lyst")
    there = ids_in(desk.document)
    assert in_file <= there and "the file" in desk.document.mended
    if how in ("the first page zeros", "every third page random"):
        assert recovering.WHOLE in desk.document.mended
    else:
        assert later not in there and "What was done after the last save" in [
            each.what for each in desk.document.missing
        ]
    assert list(folder.glob("damaged-*"))
    desk.check_safe()
    desk.document.publish()
    desk.check_saved()


def test_row_35_with_the_file_gone_the_backup_and_what_is_whole_are_merged(desk: Desk) -> None:
    desk.add("second")
    desk.document.publish()
    later = desk.add("only in the working copy")
    kept, database = ids_in(desk.document), desk.document.log.path
    _die(desk)
    desk.path.unlink()
    content = bytearray(database.read_bytes())
    content[:100] = bytes(100)
    database.write_bytes(content)
    desk.document = recovering.mend(desk.path, "", desk.installation(), "Ana Lyst")
    assert ids_in(desk.document) >= kept - {later} and desk.document.path is None
    assert "backup" in desk.document.mended


def test_row_35_a_damaged_draft_is_salvaged(desk: Desk, tmp_path: Path) -> None:
    draft = Document.new(desk.installation(), "Ana Lyst", "Draft")
    for number in range(20):
        draft.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": f"card {number}"}))
    kept, board_id, database = ids_in(draft), draft.board_id, draft.log.path
    draft.close()
    os.truncate(database, database.stat().st_size - 4096)
    with pytest.raises(OwnCopyDamaged):
        Document.open_draft(board_id, desk.installation(), "Ana Lyst").log.check()
    mended = recovering.mend(None, board_id, desk.installation(), "Ana Lyst")
    assert len(ids_in(mended) & kept) > len(kept) // 2 and mended.missing
    mended.close()


def _die(desk: Desk) -> None:
    """As a killed process leaves it: not closed, its lock given back."""
    desk.document.log.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    desk.document.log.close()
    desk.document.filing.desk.release()
    desk.document._closed = True


def test_row_36_the_newest_backup_is_damaged(desk: Desk) -> None:
    """It is passed over, and never pushes out an older one that is sound (see the tests of backups)."""
    folder = desk.installation().backups(desk.document.board_id)
    (first,) = backups.backups(folder)
    desk.add("second")
    backups.keep(desk.document.log.path, folder, first.seconds + 7_200)
    newest, older = backups.backups(folder)
    content = bytearray(newest.path.read_bytes())
    content[3_000] ^= 255
    newest.path.write_bytes(content)
    assert not newest.is_sound and older.is_sound
    board_id = desk.document.board_id
    restored = recovering.open_backup(board_id, desk.installation(), "Ana Lyst")
    assert len(ids_in(restored)) == 2 and restored.path is None
    restored.close()
    older.path.unlink()
    with pytest.raises(BoardUnavailable, match="no sound backup"):
        recovering.open_backup(board_id, desk.installation(), "Ana Lyst")


def test_row_37_deaths_at_opening_are_counted(desk: Desk, tmp_path: Path) -> None:
    openings, key = desk.installation().openings, str(desk.path)
    assert openings.died(key) == 0
    for death in range(TOO_OFTEN):
        openings.begin(key)
        assert desk.installation().openings.died(key) == death + 1
    assert openings.died(str(tmp_path / "other.board")) == 0
    openings.end(key)
    assert openings.died(key) == 0
    openings.begin(key)
    (note,) = (desk.home / "data" / "openings").iterdir()
    note.write_bytes(b"\xff\x00 no number")
    assert openings.died(key) == 0


def test_row_37_what_was_kept_can_be_opened_without_the_file(desk: Desk) -> None:
    kept = desk.add("kept")
    desk.document.close()
    desk.path.unlink()
    (offered,) = desk.installation().unclosed()
    assert (offered.path, offered.unsaved, offered.closed) == (desk.path, 1, True)
    found = recovering.kept_of(desk.path, desk.installation())
    assert found and found.working_copy == 1 and found.backups == 1
    desk.document = recovering.open_kept(desk.path, desk.installation(), "Ana Lyst")
    assert kept in ids_in(desk.document) and desk.document.unpublished
    with pytest.raises(TargetGone):
        desk.document.publication(overwrite_missing=False).run()
    desk.document.publish()
    desk.check_saved()
    desk.reopen()
    assert desk.installation().unclosed() == []
    with pytest.raises(BoardUnavailable):
        recovering.open_kept(desk.path, desk.installation(), "Ana Lyst")  # it is open here
