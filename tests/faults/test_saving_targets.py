"""Rows 10 to 20 and 22: the user's file is deleted, moved, replaced, half there; two people at it; copies beside it."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.errors import KnownError, NotSaved, TargetDamaged, TargetGone, UnreadableBoard
from evidenceboard.store import files
from evidenceboard.store.beside import conflict_copies, service_of
from evidenceboard.store.installation import Installation
from evidenceboard.store.locks import Lock
from evidenceboard.store.publish import Published
from tests.faults import scripts
from tests.faults.judging import ids_in, ids_in_file, misfits, promised
from tests.faults.places import Desk, colleague
from tests.faults.processes import POSSIBLE, killed, started

forks = pytest.mark.skipif(not POSSIBLE, reason="this system cannot fork processes")


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


def save(desk: Desk, **more: bool) -> Published:
    """As the window saves: what is gone is not made anew unasked."""
    for _ in range(5):
        publication = desk.document.publication(None, **{"overwrite_missing": False, **more})
        result = publication.run()
        if isinstance(result, Published):
            desk.document.finish_publication(publication, result)
            return result
        with result:
            desk.document.take_in_from_file(publication, result)
    raise AssertionError("it keeps changing")


def test_row_10_the_file_is_deleted_while_it_is_open(desk: Desk) -> None:
    kept = desk.add("kept")
    desk.path.unlink()
    with pytest.raises(TargetGone) as gone:
        save(desk)
    assert gone.value.found == () and not gone.value.folder_gone and not desk.path.exists()
    desk.check_safe(kept)
    save(desk, overwrite_missing=True)
    desk.check_saved()


@pytest.mark.parametrize("where", ["renamed.board", "../archive/case.board", "../case.board"])
def test_row_11_the_file_is_moved_while_it_is_open(where: str, desk: Desk) -> None:
    """Found by its board's id, among files that are other boards, copies of nothing, or no boards at all."""
    kept, moved = desk.add("kept"), (desk.path.parent / where).resolve()
    moved.parent.mkdir(exist_ok=True)
    desk.path.with_name("notes.board").write_text("no board")
    other = Document.new(desk.installation(), "Ana Lyst", "Other")
    other.publish(desk.path.with_name("other.board"))
    other.close()
    desk.path.rename(moved)
    with pytest.raises(TargetGone) as gone:
        save(desk)
    assert gone.value.found == (moved,) and not desk.path.exists()
    desk.document.publish(moved)
    desk.path = moved
    assert kept in ids_in_file(moved)[0] and desk.document.path == moved
    desk.check_saved()


def test_row_12_a_colleague_saved_a_newer_version(desk: Desk, tmp_path: Path) -> None:
    other = colleague(desk, tmp_path / "ben")
    theirs = Desk.add(desk_of(other), "theirs")
    other.publish()
    other.close()
    mine = desk.add("mine")
    save(desk)
    assert {mine, theirs} <= ids_in_file(desk.path)[0] and desk.document.lacked == 0
    desk.check_saved()


def desk_of(document: Document) -> Any:
    """A stand-in with the one thing that `Desk.add` needs."""
    return type("Borrowed", (), {"document": document})()


@pytest.mark.parametrize("while_open", [True, False])
def test_row_13_an_older_version_takes_its_place(while_open: bool, desk: Desk) -> None:
    """As a backup or a sync service puts it back: told, and nothing of what came since is lost."""
    later = [desk.add("second"), desk.add("third")]
    save(desk)
    if while_open:
        desk.path.write_bytes(desk.before)
        desk.add("fourth")  # never was in the file, so it is not missed there
        save(desk)
    else:
        desk.document.close()
        desk.path.write_bytes(desk.before)
        desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
    assert desk.document.lacked == 2
    save(desk)
    assert set(later) <= ids_in_file(desk.path)[0]
    desk.check_saved()


def test_row_14_another_board_takes_its_place(desk: Desk, tmp_path: Path) -> None:
    kept = desk.add("kept")
    other = Document.new(desk.installation(), "Ana Lyst", "Other")
    other.publish(tmp_path / "other.board")
    other.close()
    desk.before = (tmp_path / "other.board").read_bytes()
    desk.path.write_bytes(desk.before)
    for more in ({}, {"overwrite_missing": True}, {"replace_damaged": True}):
        with pytest.raises(NotSaved, match="Another board lies at that place"):
            save(desk, **more)
    desk.check_untouched()
    desk.check_safe(kept)


HALVES = {
    "cut in the middle": lambda whole: whole[: len(whole) // 2],
    "its first page alone": lambda whole: whole[:4096],
    "the rest zeros": lambda whole: whole[:8192] + bytes(len(whole) - 8192),
    "empty": lambda whole: b"",
    "zeros": lambda whole: bytes(len(whole)),
    "something else": lambda whole: b"my thesis",
}


@pytest.mark.parametrize("how", HALVES)
def test_row_15_a_half_synchronised_file_is_not_merged_and_not_replaced_unasked(how: str, desk: Desk) -> None:
    kept, mine = desk.add("kept"), ids_in(desk.document)
    desk.before = HALVES[how](desk.before)
    desk.path.write_bytes(desk.before)
    with pytest.raises(TargetDamaged):
        save(desk)
    desk.check_untouched()
    assert ids_in(desk.document) == mine
    desk.check_safe(kept)
    save(desk, replace_damaged=True)
    desk.check_saved()
    (aside,) = desk.installation().backups(desk.document.board_id).glob("replaced-*.kept")
    assert aside.read_bytes() == desk.before and aside.stat().st_mode & 0o077 == 0


def test_row_15_a_file_that_becomes_whole_again_is_merged(desk: Desk, tmp_path: Path) -> None:
    other = colleague(desk, tmp_path / "ben")
    theirs = Desk.add(desk_of(other), "theirs")
    other.publish()
    other.close()
    whole, mine = desk.path.read_bytes(), desk.add("mine")
    desk.path.write_bytes(whole[:5000])
    with pytest.raises(TargetDamaged):
        save(desk)
    desk.path.write_bytes(whole)
    save(desk)
    assert {mine, theirs} <= ids_in_file(desk.path)[0]


def test_row_17_two_people_at_one_path_are_merged_and_named(desk: Desk, tmp_path: Path) -> None:
    other = colleague(desk, tmp_path / "ben")
    theirs = Desk.add(desk_of(other), "theirs")
    mine = desk.add("mine")
    save(desk)
    other.publish()
    publication = desk.document.publication()
    foreign = publication.run()
    assert not isinstance(foreign, Published)
    with foreign:
        new = desk.document.take_in_from_file(publication, foreign)
    assert [changeset.author for changeset in new] == ["Ben"]
    assert {mine, theirs} <= ids_in(desk.document) == ids_in(other)
    other.close()


@pytest.mark.parametrize("seed", range(4))
def test_row_18_a_lost_race_of_two_renames_heals(
    seed: int, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look, both write, both rename: the one that came first is gone from the file, and comes back with the
    next saving of either, in whatever order they save."""
    other = colleague(desk, tmp_path / "ben")
    mine, theirs = desk.add("mine"), Desk.add(desk_of(other), "theirs")
    first, second = desk.document.publication(), other.publication()
    real = os.replace

    def overtaken(source: Any, target: Any) -> None:
        if Path(target) == desk.path:
            monkeypatch.setattr(os, "replace", real)
            result = second.run()
            assert isinstance(result, Published)
            other.finish_publication(second, result)
        real(source, target)

    monkeypatch.setattr(os, "replace", overtaken)
    result = first.run()
    assert isinstance(result, Published)
    desk.document.finish_publication(first, result)
    assert theirs not in ids_in_file(desk.path)[0]
    for document in ((desk.document, other), (other, desk.document))[seed % 2]:
        Desk.add(desk_of(document), "one more")
        document.publish()
    if seed > 1:
        desk.reopen()
    desk.document.publish()
    assert {mine, theirs} <= ids_in_file(desk.path)[0]
    assert list(misfits(desk.document)) == []
    other.close()


@pytest.mark.parametrize("seed", range(3))
def test_row_18_in_whatever_order_three_people_overtake_one_another_it_heals(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Property: races within races, in any order; when each has saved twice more, everybody has everything."""
    dice, real, waiting = random.Random(seed), os.replace, list[Document]()
    desk = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    people = [desk.document, *(colleague(desk, tmp_path / name) for name in ("ben", "eve"))]

    def attempt(document: Document) -> None:
        publication = document.publication()
        result = publication.run()
        if isinstance(result, Published):
            document.finish_publication(publication, result)
            return
        with result:
            document.take_in_from_file(publication, result)

    def overtaken(source: Any, target: Any) -> None:
        if Path(target) == desk.path and waiting:
            attempt(waiting.pop())
        real(source, target)

    monkeypatch.setattr(os, "replace", overtaken)
    kept = set()
    for _ in range(4):
        for document in dice.sample(people, dice.randint(1, 3)):
            kept.add(Desk.add(desk_of(document), "one more"))
        first, *waiting[:] = dice.sample(people, dice.randint(1, 3))
        attempt(first)
        waiting.clear()
    for document in [*dice.sample(people, 3), *dice.sample(people, 3), *people]:
        document.publish()
    ids, amiss = ids_in_file(desk.path)
    assert kept <= ids and amiss == []
    for document in people:
        assert ids_in(document) == ids and list(misfits(document)) == []
        document.close()


@forks
def test_row_19_the_desk_of_a_dead_process_is_taken_over(desk: Desk, tmp_path: Path) -> None:
    """No lock lies beside the board; the one on the desk is the system's, and goes with its process."""
    assert os.listdir(desk.path.parent) == [desk.path.name]
    folder = desk.document.filing.desk.folder
    desk.document.close()
    process = started(scripts.edit_for_ever, desk.home, desk.path, tmp_path / "notes", 5, 0.0)
    while len(promised(tmp_path / "notes").kept) < 3:
        time.sleep(0.01)
    assert not Lock(folder / "lock").take()
    killed(process)
    assert (folder / "lock").exists()
    again = Document.open(desk.path, desk.installation(), "Ana Lyst")
    assert again.filing.desk.folder == folder and promised(tmp_path / "notes").kept <= ids_in(again)
    again.close()


SERVICES = {
    "case.sync-conflict-20240510-120301-ABCDEF7.board": "Syncthing",
    "case (conflicted copy 2024-05-10 120301).board": "Nextcloud",
    "case_conflict-20240510-120301.board": "Nextcloud",
    "case (Ana's conflicted copy 2024-05-10).board": "Dropbox",
    "case (Ana Lyst's Konflikt, in Konflikt stehende Kopie 2024-05-10).board": "Dropbox",
    "case (Case Conflict).board": "Dropbox",
    "case (SFConflict ana@example.org 2024-05-10-12-03-01).board": "Seafile",
    "case-DESKTOP-7F3K.board": "OneDrive",
    "case (1).board": "",
    "case 2.board": "",
    "case.board": None,
    "caseload.board": None,
    "other.board": None,
    "case.sync-conflict-20240510-120301-ABCDEF7.txt": None,
}


@pytest.mark.parametrize("name", SERVICES)
def test_row_20_conflict_copies_are_known_by_their_names(name: str, tmp_path: Path) -> None:
    assert service_of(tmp_path / "case.board", tmp_path / name) == SERVICES[name]


def test_row_20_conflict_copies_that_hold_something_new_are_offered(desk: Desk, tmp_path: Path) -> None:
    """Not one that holds nothing new, not another board of a fitting name, and not what is no board."""
    copy = desk.path.with_name("case.sync-conflict-20240510-120301-ABCDEF7.board")
    copy.write_bytes(desk.before)
    other = Document.open(copy, Installation(paths.folders(tmp_path / "ben")), "Ben")
    theirs = Desk.add(desk_of(other), "theirs")
    other.publish()
    other.close()
    desk.path.with_name("case-DESKTOP.board").write_bytes(desk.before)
    desk.path.with_name("case (1).board").write_text("no board")
    strange = Document.new(desk.installation(), "Ana Lyst", "Other")
    strange.publish(desk.path.with_name("case 2.board"))
    strange.close()
    known = frozenset(ids_in(desk.document))
    (found,) = conflict_copies(desk.path, desk.document.board_id, known)
    assert (found.path, found.service, found.new) == (copy, "Syncthing", 1)
    assert conflict_copies(desk.path, desk.document.board_id, known | {theirs}) == []


def test_row_20_a_hostile_conflict_copy_is_passed_over(desk: Desk) -> None:
    copy = desk.path.with_name("case (1).board")
    copy.write_bytes(desk.before)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
        connection.execute("DELETE FROM changeset WHERE number = 2")
    assert conflict_copies(desk.path, desk.document.board_id, frozenset()) == []


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 10, 1_000])
def test_row_22_another_program_holds_the_file_open(
    times: int, number: int, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' error 32, simulated at the rename: a moment, longer, for ever."""
    kept, real, refusals, path = desk.add("kept"), os.replace, [times], desk.path

    def held(source: Any, target: Any) -> None:
        if Path(target) == path and refusals[0]:
            refusals[0] -= 1
            problem = PermissionError(13, "Access is denied")
            problem.winerror = number  # type: ignore[attr-defined]
            raise problem
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    if times <= files.RETRIES:
        save(desk)
        desk.check_saved()
        return
    with pytest.raises(NotSaved, match="another program holds the file open") as refused:
        save(desk)
    assert "save elsewhere" in refused.value.advice
    desk.check_untouched()
    desk.check_safe(kept)
    desk.path = tmp_path / "beside.board"
    desk.document.publish(desk.path)
    desk.check_saved()


@pytest.mark.parametrize("times", [1, 10, 1_000])
def test_row_22_another_program_lets_nobody_read_the_file(
    times: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' error 32, simulated where the file is opened for reading."""
    kept, real, refusals, path = desk.add("kept"), os.open, [times], desk.path

    def held(place: Any, *rest: Any, **more: Any) -> int:
        if Path(place) == path and refusals[0]:
            refusals[0] -= 1
            problem = PermissionError(13, "Access is denied")
            problem.winerror = 32  # type: ignore[attr-defined]
            raise problem
        return real(place, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", held)
        patch.setattr(time, "sleep", lambda _seconds: None)
        if times <= files.RETRIES:
            save(desk)
        else:
            with pytest.raises(KnownError, match="Another program holds this file open"):
                save(desk)
    desk.check_safe(kept)
    save(desk)
    desk.check_saved()


def test_a_damaged_file_is_refused_when_it_is_opened(desk: Desk, tmp_path: Path) -> None:
    desk.path.write_bytes(desk.before[:5000])
    with pytest.raises(UnreadableBoard, match="incomplete"):
        Document.open(desk.path, Installation(paths.folders(tmp_path / "ben")), "Ben")
