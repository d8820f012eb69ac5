"""Publishing: the user's file is the old board or the new one, whole, whatever fails and whenever it is killed."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import BoardUnavailable, NotSaved, UnreadableBoard
from evidenceboard.store import backups, files, snapshot
from evidenceboard.store import publish as publishing
from evidenceboard.store.publish import copy_own, look
from evidenceboard.store.reading import check_file, read_board
from evidenceboard.store.working_copy import WorkingCopy

KILLS = 12
OTHER_BOARD = "f" * 32


@pytest.fixture
def database(make: Any) -> Path:
    path: Path = make.database()
    return path


@pytest.fixture
def target(make: Any) -> Path:
    folder: Path = make.folder / "user"
    folder.mkdir()
    return folder / "a case.board"


def count(make: Any, path: Path) -> int:
    with read_board(path, make.scratch) as foreign:
        assert foreign.refused == []
        return len(foreign.changesets)


def test_what_lies_there_is_named(make: Any, database: Path, target: Path) -> None:
    target.write_text("my thesis")
    with pytest.raises(NotSaved, match="another file lies there. This looks like a text file"):
        make.publish(database, target)
    target.write_bytes(make.board("half").read_bytes()[:8192])
    with pytest.raises(NotSaved, match="another file lies there. This board is incomplete"):
        make.publish(database, target)


def alone(target: Path) -> bool:
    return os.listdir(target.parent) == [target.name]


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


class Failing:
    """Makes the n-th call of one of the system's functions fail, once the publishing has begun."""

    def __init__(self, name: str, turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turns, self.turn = 0, turn
        real = getattr(os, name)

        def call(*arguments: Any, **more: Any) -> Any:
            self.turns += 1
            if self.turns == self.turn:
                raise OSError(5, "Input/output error")
            return real(*arguments, **more)

        monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize("name", ["open", "fsync", "replace", "chmod"])
@pytest.mark.parametrize("first", [True, False])
def test_every_step_may_fail(
    name: str, first: bool, make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first call fails, then the second and so on, until nothing fails any more."""
    if not first:
        make.publish(database, target)
        make.add(database, 30)
    before = target.read_bytes() if target.exists() else None
    for turn in range(1, 30):
        with monkeypatch.context() as patch:
            failing = Failing(name, turn, patch)
            try:
                make.publish(database, target)
            except NotSaved as refused:
                assert refused.advice
            failed = failing.turns >= turn
        if not failed:
            break
        assert os.listdir(target.parent) in ([], [target.name])
        now = target.read_bytes() if target.exists() else None
        assert now == before or count(make, target) >= 10  # after the renaming it is the new one, whole
    assert turn > 1 or name == "chmod"
    assert count(make, target) == (10 if first else 11)


def test_sqlite_runs_into_a_full_disk(make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make.publish(database, target)
    before = target.read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "take", full)
        with pytest.raises(NotSaved, match="the disk is full"):
            make.publish(database, target)
    assert target.read_bytes() == before and alone(target)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_limit_on_the_size_of_files(make: Any, database: Path, target: Path) -> None:
    code = f"""
import resource, signal, sys
from pathlib import Path
from evidenceboard.errors import NotSaved
from evidenceboard.store.publish import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960))
try:
    publish(Path({str(database)!r}), Path({str(target)!r}), Path({str(make.scratch)!r}), 1)
except NotSaved as refused:
    sys.exit(f"refused {{refused.title}}")
"""
    make.publish(database, target)
    before = target.read_bytes()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "refused Not saved" in done.stderr
    assert target.read_bytes() == before and alone(target)


def test_what_cannot_be_read_back_is_not_put_in_place(
    make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the disk makes of what we wrote."""
    make.publish(database, target)
    make.add(database, 30)
    before = target.read_bytes()
    real = snapshot.take

    def spoil(working: sqlite3.Connection, temporary: Path, scratch: Path) -> None:
        real(working, temporary, scratch)
        ways[-1](temporary)

    ways: list[Callable[[Path], object]] = [
        lambda path: make.with_sql(path, "DELETE FROM changeset WHERE number = 5"),
        lambda path: make.with_sql(path, "UPDATE changeset SET id = zeroblob(32) WHERE number = 5"),
        lambda path: make.with_sql(path, "DROP TABLE stop"),
        lambda path: path.write_bytes(path.read_bytes()[:4096] + bytes(4096) + path.read_bytes()[8192:]),
        lambda path: os.truncate(path, path.stat().st_size - 4096),
        lambda path: os.truncate(path, 0),
    ]
    monkeypatch.setattr(snapshot, "take", spoil)
    while ways:
        with pytest.raises(NotSaved):
            make.publish(database, target)
        assert target.read_bytes() == before and alone(target)
        ways.pop()


def test_a_disk_without_locks_is_written_by_way_of_our_own(make: Any, database: Path, target: Path) -> None:
    class NoLocks:
        def __init__(self) -> None:
            self.real = snapshot.reader(database)

        def execute(self, statement: str, arguments: tuple[str, ...]) -> object:
            if target.parent.name in arguments[0].split("/"):
                problem = sqlite3.OperationalError("database is locked")
                problem.sqlite_errorname = "SQLITE_BUSY"
                raise problem
            return self.real.execute(statement, arguments)

    working: Any = NoLocks()
    target.touch()
    snapshot.take(working, target, make.scratch)
    working.real.close()
    assert count(make, target) == 10
    assert list(make.scratch.iterdir()) == []


def test_a_file_that_another_program_holds_open_is_tried_again(
    make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = os.replace, [3]

    def held(*arguments: Any) -> None:
        if refusals[0]:
            refusals[0] -= 1
            problem = PermissionError(13, "Access is denied")
            problem.winerror = 32  # type: ignore[attr-defined]
            raise problem
        real(*arguments)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(files, "PAUSE", 0.001)
    assert make.publish(database, target).changesets == 10
    refusals[0] = 1000
    with pytest.raises(NotSaved, match="another program holds the file open"):
        make.publish(database, target)
    refusals[0] = 0
    assert count(make, target) == 10 and alone(target)


def test_temporary_files_of_dead_processes_are_removed(make: Any, database: Path, target: Path) -> None:
    machine = publishing._machine()
    dead = target.with_name(f".a case.{machine}-4194303-0123456789ab.tmp")
    journal = target.with_name(f"{dead.name}-journal")
    alive = target.with_name(f".a case.{machine}-{os.getppid()}-0123456789ab.tmp")
    elsewhere = target.with_name(".a case.aaaaaa-5-0123456789ab.tmp")
    old = target.with_name(".a case.aaaaaa-6-0123456789ab.tmp")
    others = target.with_name(f".b case.{machine}-4194303-0123456789ab.tmp")
    unknown = target.with_name(".a case.backup.tmp")
    for path in (dead, journal, alive, elsewhere, old, others, unknown):
        path.write_text("x")
    os.utime(old, (0, 0))
    make.publish(database, target)
    assert not any(path.exists() for path in (dead, journal, old))
    assert all(path.exists() for path in (alive, elsewhere, others, unknown))


def test_look(make: Any, database: Path, target: Path) -> None:
    assert look(target, None) == look(target, "a") == "missing"
    seen = make.publish(database, target).sha256
    assert look(target, seen) == "same"
    assert look(target, None) == "changed"
    content = bytearray(target.read_bytes())
    content[-1] ^= 1
    target.write_bytes(content)
    assert look(target, seen) == "changed"
    link = target.with_name("link")
    link.symlink_to(target.with_name("nowhere"))
    assert look(link, seen) == "missing"
    with pytest.raises(UnreadableBoard):
        look(target.parent, seen)


def test_our_own_file_becomes_a_working_copy(make: Any, database: Path, target: Path) -> None:
    published = make.publish(database, target)
    mine = make.folder / "mine.db"
    assert copy_own(target, mine) == published.sha256
    assert mine.stat().st_mode & 0o777 == 0o600
    with closing(WorkingCopy.open(mine)) as copy, closing(WorkingCopy.open(database)) as old:
        assert list(copy.changesets()) == list(old.changesets())
        make.writer(copy).write(make.card(40))
    with pytest.raises(FileExistsError):
        copy_own(target, mine)
    with pytest.raises(BoardUnavailable):
        copy_own(target.with_name("none"), make.folder / "new.db")
    assert not list(make.folder.glob("*.new"))
    assert alone(target) and files.file_sha256(target) == published.sha256


def test_a_copy_of_the_file_taken_at_any_moment_is_whole(make: Any, database: Path, target: Path) -> None:
    """As a mail program, a backup or a synchronising service takes it."""
    published = {make.publish(database, target).sha256}

    def work() -> None:
        for number in range(30, 42):
            make.add(database, number)
            published.add(make.publish(database, target).sha256)

    thread = threading.Thread(target=work)
    copies = []
    thread.start()
    while thread.is_alive():
        copies.append(hashlib.sha256(target.read_bytes()).hexdigest())
    thread.join()
    assert len(published) == 13 and len(copies) > 13
    assert set(copies) <= published


LOOP = """
import sys, itertools
from contextlib import closing
from pathlib import Path
from evidenceboard.store.publish import publish
from evidenceboard.store.working_copy import WorkingCopy
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import mint_actor, mint_salt
database, target, scratch = map(Path, sys.argv[1:])
actor, last = mint_actor(), None
with closing(WorkingCopy.open(database)) as copy:
    for seq in itertools.count():
        change = Change(f"card:{seq:032x}", {"removed": False, "kind": "statement"}, (), mint_salt())
        last = Changeset(actor, seq, last.id if last else None, (seq, 0), "", "Edit", None, (change,))
        copy.append([last], {})
        print(last.id, flush=True)
        published = publish(database, target, scratch, 1)
        print("published", published.changesets, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_at_any_moment(make: Any, database: Path, target: Path) -> None:
    """The file is a whole board with all that was said to be published, the working copy has all that was kept."""
    chance = random.Random(3)
    acknowledged, published = [], 0
    make.publish(database, target)
    for _ in range(KILLS):
        command = [sys.executable, "-c", LOOP, str(database), str(target), str(make.scratch)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
            assert process.stdout is not None
            acknowledged.append(process.stdout.readline().strip())  # it has begun
            time.sleep(chance.random() * 0.15)
            process.kill()
            for line in process.stdout.read().split("\n")[:-1]:
                if line.startswith("published"):
                    published = int(line.split()[1])
                else:
                    acknowledged.append(line)
        assert count(make, target) >= published
        with closing(WorkingCopy.open(database)) as copy:
            assert set(acknowledged) <= copy.changeset_ids()
            assert copy.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)
    make.publish(database, target)
    assert alone(target)


def test_a_backup_that_fails_does_not_undo_the_saving(
    make: Any, database: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "keep", full)
    published = make.publish(database, target, backups=make.folder / "backups")
    assert published.changesets == 10 and "No space" in (published.backup_problem or "")
