"""Publishing where a step fails, the disk is full or has no locks: the old file stays, and nothing is left behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import NotSaved
from evidenceboard.store import files, snapshot
from tests.store.publishing.boards import alone, count


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
