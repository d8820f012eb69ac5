"""Rows 4 to 9, 23, 25 to 30: disks that are full, protected, pulled out, or of another kind; names and links."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import paths, recovering
from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, KnownError, NotKept, NotSaved, TargetDamaged, TargetGone
from evidenceboard.store import files
from evidenceboard.store.backups import backups
from evidenceboard.store.beside import journals
from evidenceboard.store.installation import Installation
from evidenceboard.store.preferences import Preferences
from evidenceboard.store.publish import Published
from tests.faults import disk
from tests.faults.disk import Refuser, listening
from tests.faults.judging import ids_in, ids_in_file, strays
from tests.faults.places import IS_ROOT, Desk, mounts, read_only, small_disk

heard = pytest.mark.skipif(not disk.POSSIBLE, reason="SQLite's calls to the disk cannot be heard here")


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


def saved_elsewhere(desk: Desk, folder: Path) -> None:
    """The way out that the window offers."""
    desk.path = folder / "elsewhere.board"
    desk.document.publish(desk.path)
    desk.check_saved()


@mounts
def test_row_05_the_disk_of_the_file_is_full(tmp_path: Path) -> None:
    """On a real disk of 600 kB."""
    with small_disk(tmp_path / "stick", "600k") as stick:
        desk = Desk(tmp_path / "home", stick / "case.board")
        kept = desk.add_photo(500_000)
        with pytest.raises(NotSaved, match="the disk is full"):
            desk.document.publish()
        desk.check_untouched()
        desk.check_safe(kept)
        saved_elsewhere(desk, tmp_path)
        desk.document.close()


@mounts
def test_row_06_the_disk_of_the_programs_folder_is_full(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """On a real disk: the change is refused before anything shows it; the file still takes what was done before."""
    with small_disk(tmp_path / "home", "1500k") as home:
        desk = Desk(home, tmp_path / "place" / "case.board")
        kept, heard = desk.add("kept"), []
        desk.document.subscribe(heard.append)
        with pytest.raises(NotKept, match="the disk is full") as refused:
            desk.add_photo(2_000_000)
        assert "Free some space" in refused.value.advice
        assert heard == [] and len(list(desk.document.board.live("card"))) == 2
        (home / "filler").write_bytes(bytes(max(0, os.statvfs(home).f_bavail * os.statvfs(home).f_frsize - 4096)))
        desk.document.publish()
        desk.check_saved()
        (home / "filler").unlink()
        desk.check_safe(kept)
        desk.document.close()
        assert "could not be noted as ours" in caplog.text
        caplog.clear()


@pytest.mark.parametrize("number", [errno.EDQUOT, errno.ENOSPC, errno.EFBIG])
def test_row_07_a_quota_is_used_up(number: int, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated where the file is made: a quota needs a disk that is set up for it."""
    kept, real = desk.add("kept"), os.open

    def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if Path(path).parent == desk.path.parent and flags & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return real(path, flags, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(NotSaved) as refused:
            desk.document.publish()
    assert "safe" in refused.value.advice
    desk.check_untouched()
    desk.check_safe(kept)


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no such limit")
def test_row_07_the_size_of_files_is_limited(desk: Desk) -> None:
    """A real limit on this process, as a shell's ulimit."""
    kept = desk.add("kept" * 20_000)
    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_960, limits[1]))
    try:
        with pytest.raises(NotSaved, match="the file would be larger than this disk allows"):
            desk.document.publish()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    desk.check_untouched()
    desk.check_safe(kept)
    desk.document.publish()
    desk.check_saved()


@mounts
def test_row_08_a_medium_that_can_only_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", "2m") as stick:
        desk = Desk(tmp_path / "home", stick / "case.board")
        read_only(stick)
        kept = desk.add("kept")
        with pytest.raises(NotSaved, match="that disk can only be read"):
            desk.document.publish()
        desk.check_untouched()
        desk.reopen()
        desk.check_safe(kept)
        stranger = Document.open(desk.path, Installation(paths.folders(tmp_path / "stranger")), "Ben")
        assert len(list(stranger.board.live("card"))) == 1
        stranger.close()
        saved_elsewhere(desk, tmp_path)
        desk.document.close()


def test_row_08_a_file_that_is_protected(desk: Desk, tmp_path: Path) -> None:
    desk.path.chmod(0o444)
    kept = desk.add("kept")
    with pytest.raises(NotSaved, match="write-protected"):
        desk.document.publish()
    desk.check_untouched()
    desk.check_safe(kept)
    saved_elsewhere(desk, tmp_path)


def test_row_09_a_file_that_may_not_be_read(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For root, to whom nothing is forbidden, simulated at the system call."""
    desk.document.close()
    desk.path.chmod(0o000)
    if IS_ROOT:
        real = os.open

        def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if Path(path) == desk.path:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return real(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(BoardUnavailable, match="may not be read"):
        Document.open(desk.path, Installation(paths.folders(tmp_path / "stranger")), "Ben")
    monkeypatch.undo()
    desk.path.chmod(0o644)
    desk.check_untouched()


def check_backed_up(desk: Desk, *kept: str) -> None:
    """The latest backup is sound, opens, and has it all."""
    latest = backups(desk.installation().backups(desk.document.board_id))[0]
    assert latest.is_sound
    restored = recovering.open_backup(desk.document.board_id, desk.installation(), "Ana Lyst")
    assert set(kept) <= ids_in(restored)
    restored.close()


def test_row_23_what_cannot_be_saved_is_backed_up_once(desk: Desk, tmp_path: Path) -> None:
    """Not again at every try, as long as nothing came. And not where a person wants no backups."""
    folder, place = desk.installation().backups(desk.document.board_id), tmp_path / "pulled out"
    desk.path.parent.rename(place)
    seen = []
    for number in range(5):
        if number % 2 == 0:
            kept = desk.add(f"card {number}")
        with pytest.raises(TargetGone) as refused:
            desk.document.publication(overwrite_missing=False).run()
        assert refused.value.backed_up
        check_backed_up(desk, kept)
        seen.append(backups(folder)[0].path)
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
    desk.installation().set_preferences(Preferences(backups=False))
    desk.add("one more")
    with pytest.raises(TargetGone) as refused:
        desk.document.publication(overwrite_missing=False).run()
    assert not refused.value.backed_up and backups(folder)[0].path == seen[4]


@heard
@pytest.mark.parametrize("turn", [1, 7, 20])
def test_row_23_a_stick_is_pulled_out_while_it_is_written(turn: int, tmp_path: Path) -> None:
    """Simulated: from one call on every call to that place fails, and then the whole folder is gone."""
    desk = Desk(tmp_path / "home", tmp_path / "stick" / "case.board")
    kept = desk.add("kept")
    refuser = Refuser(desk.path.parent, turn, lasting=True)
    with listening(refuser):
        desk.reopen()
        with pytest.raises(NotSaved):
            desk.document.publish()
    assert refuser.refused
    check_backed_up(desk, kept)
    desk.path.parent.rename(tmp_path / "pulled out")
    publication = desk.document.publication(overwrite_missing=False)
    with pytest.raises(NotSaved, match="folder is not there any more"):
        publication.run()
    desk.check_safe(kept)
    (tmp_path / "pulled out").rename(desk.path.parent)
    assert ids_in_file(desk.path)[1] == []
    desk.path.write_bytes(desk.path.read_bytes()[: 4096 * turn])  # as a stick may be that lost what it had not written
    with pytest.raises(TargetDamaged) as refused:
        desk.document.publication(overwrite_missing=False).run()
    assert refused.value.backed_up
    publication = desk.document.publication(replace_damaged=True)
    result = publication.run()
    assert isinstance(result, Published)
    desk.document.finish_publication(publication, result)
    ids, amiss = ids_in_file(desk.path)
    assert amiss == [] and kept in ids
    desk.document.close()


NAMES = ("🕊" * 60 + ".board", "국정원.board ", "con.board", "a\nb.board", "-rf.board", "%2e.board")


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_row_25_names_of_all_sorts(name: str, desk: Desk) -> None:
    desk.path = desk.path.with_name(name)
    desk.document.publish(desk.path)
    desk.check_saved()
    assert desk.reopen().path == desk.path


def test_row_25_a_path_that_is_long(desk: Desk) -> None:
    folder = desk.path.parent
    for number in range(3):
        folder /= f"{number}" * 120
    folder.mkdir(parents=True)
    desk.path = folder / "case.board"
    desk.document.publish(desk.path)
    desk.check_saved()
    assert desk.reopen().path == desk.path


def test_row_26_a_link_that_leads_in_a_circle_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link.board"
    link.symlink_to(link)
    with pytest.raises(KnownError) as refused:
        desk.document.publish(link)
    assert refused.value.advice
    desk.check_untouched()
    desk.check_safe()


def test_row_25_a_name_that_is_too_long(desk: Desk) -> None:
    with pytest.raises(NotSaved, match="name is too long"):
        desk.document.publish(desk.path.with_name("x" * 260 + ".board"))
    desk.check_untouched()
    desk.check_safe()


def test_row_26_a_symbolic_link_stays(desk: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link.board"
    link.symlink_to(desk.path)
    desk.add("second")
    desk.document.publish(link)
    assert link.is_symlink()
    desk.check_saved()


def test_row_27_a_hard_link_is_told(desk: Desk, tmp_path: Path) -> None:
    os.link(desk.path, tmp_path / "second name.board")
    desk.add("second")
    assert desk.document.publish().broke_hard_link
    assert (tmp_path / "second name.board").read_bytes() == desk.before
    desk.add("third")
    assert not desk.document.publish().broke_hard_link


@mounts
def test_row_28_another_disk_than_that_of_temporary_files(tmp_path: Path) -> None:
    """A rename from one disk to another would fail: the temporary file lies in the target's folder."""
    with small_disk(tmp_path / "stick", "4m") as stick:
        desk = Desk(tmp_path / "home", stick / "case.board")
        assert os.stat(stick).st_dev != os.stat(tmp_path / "home").st_dev
        desk.add("second")
        desk.document.publish()
        desk.check_saved()
        desk.document.close()


def test_row_29_a_folder_that_forbids_new_files(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file may be written to; it is never written in place. For root simulated at the system call."""
    kept, real = desk.add("kept"), os.open

    def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if Path(path).parent == desk.path.parent and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *rest, **more)

    with monkeypatch.context() as patch:
        if IS_ROOT:
            patch.setattr(os, "open", refuse)
        else:
            desk.path.parent.chmod(0o555)
        with pytest.raises(NotSaved, match="nothing may be written there"):
            desk.document.publish()
        desk.path.parent.chmod(0o755)
    desk.check_untouched()
    desk.check_safe(kept)
    saved_elsewhere(desk, tmp_path)


def test_row_30_journals_beside_a_board_are_never_applied(desk: Desk, tmp_path: Path) -> None:
    """A hot journal and a log of another state of the very same board: read, neither; told of, both."""
    other = tmp_path / "other.board"
    other.write_bytes(desk.before)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM changeset")
        connection.commit()
        wal = (tmp_path / "other.board-wal").read_bytes()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE changeset SET label = 'forged'")
        connection.execute("CREATE TABLE x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i+1 FROM n WHERE i<9999) "
                           "SELECT i, hex(randomblob(50)) FROM n")  # fmt: skip
        journal = (tmp_path / "other.board-journal").read_bytes()
    desk.document.close()
    desk.path.with_name("case.board-wal").write_bytes(wal)
    desk.path.with_name("case.board-journal").write_bytes(journal)
    assert [path.name for path in journals(desk.path)] == ["case.board-journal", "case.board-wal"]
    for home in (desk.home, tmp_path / "stranger"):
        document = Document.open(desk.path, Installation(paths.folders(home)), "Ana Lyst")
        assert len(ids_in(document)) == 2 and document.left_out == ()
        document.close()
    assert desk.path.read_bytes() == desk.before
    desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
    desk.add("second")
    desk.document.publish()
    assert desk.path.with_name("case.board-wal").read_bytes() == wal
    assert ids_in_file(desk.path)[0] == ids_in(desk.document)


def test_row_04_a_refusal_speaks_of_what_is_safe(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop tries every call; here is what it says."""
    desk.add("kept")

    def refuse(*_: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files, "sync_folder", refuse)
    with pytest.raises(KnownError) as refused:
        desk.document.publish()
    assert refused.value.title == "Not saved: the drive does not answer"
    assert "safe on this computer" in refused.value.advice
    monkeypatch.undo()
    assert strays(desk.path.parent) == []
