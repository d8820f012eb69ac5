"""Publishing beside others: copies taken meanwhile, programs that are killed, files of dead ones."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import BoardUnavailable, UnreadableBoard
from evidenceboard.store import backups, files
from evidenceboard.store import publish as publishing
from evidenceboard.store.publish import copy_own, look
from evidenceboard.store.working_copy import WorkingCopy
from tests.store.publishing.boards import alone, count

KILLS = 12


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
