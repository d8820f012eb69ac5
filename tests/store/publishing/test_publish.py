"""Publishing a board into the user's file: what it writes, where, and where it does not."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import NotSaved
from evidenceboard.store import files, snapshot
from evidenceboard.store import publish as publishing
from evidenceboard.store.reading import check_file
from evidenceboard.store.working_copy import WorkingCopy
from tests.store.publishing.boards import alone, count

OTHER_BOARD = "f" * 32


def test_what_lies_there_is_named(make: Any, database: Path, target: Path) -> None:
    target.write_text("my thesis")
    with pytest.raises(NotSaved, match="another file lies there. This looks like a text file"):
        make.publish(database, target)
    target.write_bytes(make.board("half").read_bytes()[:8192])
    with pytest.raises(NotSaved, match="another file lies there. This board is incomplete"):
        make.publish(database, target)


def test_what_is_published_is_the_board(make: Any, database: Path, target: Path) -> None:
    published = make.publish(database, target)
    assert published.changesets == count(make, target) == 10
    assert published.sha256 == files.file_sha256(target) and published.size == target.stat().st_size
    assert check_file(target, make.scratch) == []
    assert alone(target)
    assert not list(database.parent.glob("board.db-journal"))


def test_while_the_working_copy_is_open_and_written_to(make: Any, database: Path, target: Path) -> None:
    with closing(WorkingCopy.open(database)) as copy:
        writer = make.writer(copy)
        for number in range(20, 25):
            writer.write(make.card(number))
            published = publishing.publish(database, target, make.scratch, copy.counts()["changesets"])
            assert published.changesets == copy.counts()["changesets"] == count(make, target)
    assert database.read_bytes()[18:20] == b"\2\2"  # the working copy is still in WAL mode


def test_edits_that_come_during_publishing_are_no_fault(
    make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = snapshot.take

    def with_an_edit(working: sqlite3.Connection, *rest: Any) -> None:
        make.add(database, 30)
        real(working, *rest)

    monkeypatch.setattr(snapshot, "take", with_an_edit)
    published = publishing.publish(database, target, make.scratch, 10)
    assert published.changesets == 11 == count(make, target)


def test_a_working_copy_that_lacks_changes_is_not_published(make: Any, database: Path, target: Path) -> None:
    with pytest.raises(NotSaved, match="lacks changes"):
        publishing.publish(database, target, make.scratch, 11)
    assert os.listdir(target.parent) == []


def test_the_old_file_keeps_its_rights_and_a_new_one_gets_the_usual(make: Any, database: Path, target: Path) -> None:
    umask = os.umask(0o027)
    try:
        make.publish(database, target)
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
        target.chmod(0o604)
        make.publish(database, target)
        assert stat.S_IMODE(target.stat().st_mode) == 0o604
    finally:
        os.umask(umask)


def test_a_symbolic_link_stays(make: Any, database: Path, target: Path) -> None:
    link = make.folder / "link.board"
    link.symlink_to(target)
    make.publish(database, link)  # to where it points, though nothing is there yet
    make.add(database, 30)
    make.publish(database, link)
    assert link.is_symlink() and not target.is_symlink()
    assert count(make, target) == count(make, link) == 11
    assert alone(target)


def test_a_hard_link_is_told(make: Any, database: Path, target: Path) -> None:
    assert not make.publish(database, target).broke_hard_link
    os.link(target, make.folder / "second.board")
    assert make.publish(database, target).broke_hard_link
    assert not make.publish(database, target).broke_hard_link


FOREIGN: dict[str, Callable[[Any, Path], object]] = {
    "another board": lambda make, target: make.publish(make.database("other.db", board_id=OTHER_BOARD), target),
    "a text": lambda make, target: target.write_text("my thesis"),
    "another database": lambda make, target: sqlite3.connect(target).executescript("CREATE TABLE t (x)").close(),
    "half a board": lambda make, target: target.write_bytes(make.board("half").read_bytes()[:8192]),
    "a forged board": lambda make, target: (
        make.publish(make.database("forged.db"), target),
        make.with_sql(target, "CREATE VIEW v AS SELECT 1"),
    ),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_not_this_board_is_never_replaced(
    what: str, make: Any, database: Path, target: Path, untouched: Callable[[Path], Path]
) -> None:
    FOREIGN[what](make, target)
    untouched(target)
    with pytest.raises(NotSaved, match="another (board|file) lies there"):
        make.publish(database, target)


def test_a_folder_a_pipe_and_a_protected_file_are_left_alone(make: Any, database: Path, target: Path) -> None:
    target.mkdir()
    with pytest.raises(NotSaved, match="is no file"):
        make.publish(database, target)
    target.rmdir()
    os.mkfifo(target)
    with pytest.raises(NotSaved, match="is no file"):
        make.publish(database, target)
    target.unlink()
    make.publish(database, target)
    target.chmod(0o444)
    before = target.read_bytes()
    with pytest.raises(NotSaved, match="write-protected"):
        make.publish(database, target)
    assert target.read_bytes() == before and alone(target)


def test_an_empty_file_made_for_the_purpose_is_filled(make: Any, database: Path, target: Path) -> None:
    target.touch()
    assert make.publish(database, target).changesets == 10


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_can_only_be_read(make: Any, database: Path, target: Path) -> None:
    target.parent.chmod(0o555)
    try:
        with pytest.raises(NotSaved, match="nothing may be written there"):
            make.publish(database, target)
    finally:
        target.parent.chmod(0o755)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_folder_where_nothing_can_be_made(
    number: int, make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.publish(database, target)
    before, real = target.read_bytes(), os.open

    def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if Path(path).parent == target.parent and flags & os.O_CREAT:
            raise OSError(number, "refused")
        return real(path, flags, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(NotSaved) as refused:
            make.publish(database, target)
    assert refused.value.title == f"Not saved: {publishing.REASONS[number]}"
    assert target.read_bytes() == before and alone(target)


def test_a_folder_that_is_gone_and_a_name_too_long(make: Any, database: Path, target: Path) -> None:
    with pytest.raises(NotSaved, match="the folder is not there any more"):
        make.publish(database, target.parent / "gone" / "x.board")
    with pytest.raises(NotSaved, match="name is too long"):
        make.publish(database, target.with_name("x" * 250 + ".board"))


NAMES = ["국정원 🕊.board", "a%20b?c#d.board", " blank .board", "con.board", "'\".board", "x" * 255, "🕊" * 62, "[a]*"]


NAMES.append(os.fsdecode(b"\xff\xfe.board"))  # no text in any encoding that we know


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_all_sorts(name: str, make: Any, database: Path, target: Path) -> None:
    target = target.with_name(name)
    make.publish(database, target)
    make.publish(database, target)
    assert count(make, target) == 10 and alone(target)
