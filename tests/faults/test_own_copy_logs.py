"""Row 35: the log beside a damaged working copy holds what was done last. What is whole of it is never thrown away.

SQLite alone would: it reads a log up to the first page that is not whole, and removes one beside an empty database.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import recovering
from evidenceboard.document import Document
from evidenceboard.errors import OwnCopyDamaged
from evidenceboard.store import write_ahead
from evidenceboard.store.salvage import salvage
from evidenceboard.store.working_copy import WorkingCopy
from tests.faults import fuzz
from tests.faults.conftest import Tried
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, ids_in_file, misfits
from tests.faults.places import Desk

PAGE = 4096
FRAME = PAGE + 24
FIRST = 32  # bytes before the first frame


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


class Killed:
    """A desk as a program leaves it that was killed: edits of a while stand in the log alone.

    Attributes:
        kept: every changeset that was acknowledged.
        database, log: the files.
    """

    def __init__(self, desk: Desk, edits: int = 25) -> None:
        self.desk = desk
        dice = random.Random(edits)
        for _ in range(20):
            gesture(desk.document, dice)
        desk.document.publish()
        desk.reopen()
        self.in_file = ids_in(desk.document)
        for number in range(edits):
            desk.add(f"acknowledged {number}")
        desk.document.log.cursor().connection.commit()
        self.kept = ids_in(desk.document)
        self.database = desk.document.log.path
        self.log = self.database.with_name(f"{self.database.name}-wal")
        self._leave()

    def _leave(self) -> None:
        """Close it, then put back what lay there while it was open."""
        folder = self.database.parent
        kept = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file() and file.name != "lock"}
        self.desk.document.close()
        for name, data in kept.items():
            if not name.endswith("-shm"):
                (folder / name).write_bytes(data)

    def reopened(self) -> set[str]:
        """Open it as the window does, mended where it must be; what it holds then."""
        self.desk.document = recovering.open_or_mend(self.desk.path, self.desk.installation(), "Ana Lyst")
        assert list(misfits(self.desk.document)) == []
        return ids_in(self.desk.document)


@pytest.fixture
def killed(desk: Desk) -> Killed:
    return Killed(desk)


def test_row_35_a_log_that_is_whole_is_opened_as_it_is(killed: Killed) -> None:
    """The counterproof of all below: nothing is mended where nothing is damaged, and the log was needed."""
    assert not write_ahead.hides_changes(killed.database)
    assert len(killed.log.read_bytes()) > 20 * FRAME
    assert killed.reopened() == killed.kept and not killed.desk.document.mended


def head_gone(content: bytearray) -> None:
    content[:100] = bytes(100)


def first_page_gone(content: bytearray) -> None:
    content[:PAGE] = b"\xff" * PAGE


def emptied(content: bytearray) -> None:
    content.clear()


def cut(content: bytearray) -> None:
    del content[5 * PAGE + 100 :]


def all_zeros(content: bytearray) -> None:
    content[:] = bytes(len(content))


DAMAGES: list[Callable[[bytearray], None]] = [head_gone, first_page_gone, emptied, cut, all_zeros]


@pytest.mark.parametrize("damage", DAMAGES)
def test_row_35_what_stands_in_the_log_alone_survives_a_damaged_database(
    damage: Callable[[bytearray], None], killed: Killed
) -> None:
    content = bytearray(killed.database.read_bytes())
    damage(content)
    killed.database.write_bytes(content)
    assert killed.reopened() == killed.kept and not killed.desk.document.missing
    killed.desk.document.publish()
    assert ids_in_file(killed.desk.path) == (killed.kept, [])


def test_row_35_a_look_at_what_lies_there_throws_nothing_away(killed: Killed) -> None:
    """The start page counts what working copies hold, of damaged ones, too."""
    killed.database.write_bytes(b"")
    before = killed.log.read_bytes()
    installation = killed.desk.installation()
    assert [each.path for each in installation.unclosed()] == [killed.desk.path]
    installation.drafts()
    recovering.kept_of(killed.desk.path, installation)
    with pytest.raises(OwnCopyDamaged):
        WorkingCopy.open(killed.database)
    assert killed.log.read_bytes() == before
    assert killed.reopened() == killed.kept


def last_transaction(log: bytes) -> int:
    """The number of the page with which the last transaction begins."""
    sizes = [int.from_bytes(log[at + 4 : at + 8], "big") for at in range(FIRST, len(log) - FRAME + 1, FRAME)]
    return [number for number, size in enumerate(sizes) if size][-2] + 1


def test_row_35_one_broken_page_of_the_log_costs_no_more_than_itself(killed: Killed, tried: Tried) -> None:
    """Each page in turn (in the fault loops). SQLite would drop all that came after it, silently, when it is opened."""
    database, log = killed.database.read_bytes(), bytearray(killed.log.read_bytes())
    state = killed.database.with_name("desk.json").read_bytes()
    frames = (len(log) - FIRST) // FRAME
    last = last_transaction(bytes(log))
    worst = 0
    numbers = range(0, frames, 1 if fuzz.cases(0) else 16)
    for number in numbers:
        broken = bytearray(log)
        at = FIRST + number * FRAME + 24 + random.Random(number).randrange(PAGE)
        broken[at] ^= 0x55
        killed.database.write_bytes(database)
        killed.log.write_bytes(broken)
        killed.database.with_name("desk.json").write_bytes(state)
        there = killed.reopened()
        lost = killed.kept - there
        worst = max(worst, len(lost))
        assert not lost or killed.desk.document.missing or number >= last  # of that one it may be the power that failed
        assert killed.in_file <= there <= killed.kept
        killed.desk.document.abandon()
    tried(len(numbers), changesets_lost_at_most=worst)
    assert worst == 1 and last > 100


def test_row_35_without_its_head_a_log_is_read_all_the_same(killed: Killed) -> None:
    content = bytearray(killed.log.read_bytes())
    content[:32] = bytes(32)
    killed.log.write_bytes(content)
    assert write_ahead.hides_changes(killed.database)
    lost = killed.kept - killed.reopened()
    assert len(lost) <= 1 and bool(lost) == bool(killed.desk.document.missing)


def test_row_35_a_last_gesture_that_the_power_cut_is_no_damage(killed: Killed) -> None:
    """It was not acknowledged yet: cut or torn anywhere within it, the rest opens, and nothing is said."""
    content = killed.log.read_bytes()
    last = FIRST + last_transaction(content) * FRAME
    for at in range(last, len(content), FRAME):
        torn = bytearray(content)
        torn[at : at + FRAME] = bytes(FRAME)
        killed.log.write_bytes(torn)
        assert not write_ahead.hides_changes(killed.database)
        killed.log.write_bytes(content[: at + 700])
        assert not write_ahead.hides_changes(killed.database)


def test_row_35_pages_of_an_older_log_are_never_taken(killed: Killed) -> None:
    """A log is begun anew over the old one, whose pages still stand behind it: they are older than the database."""
    killed.reopened()
    for number in range(20):
        killed.desk.add(f"older {number}")
    killed.desk.document.log.cursor().execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    killed.desk.add("first of the new log")
    assert killed.log.stat().st_size > 20 * FRAME and last_transaction(killed.log.read_bytes()) > 20
    copy = killed.database.with_name("copy.db")
    for ending in ("", "-wal"):
        shutil.copyfile(f"{killed.database}{ending}", f"{copy}{ending}")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    expected = copy.read_bytes()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{killed.database}{ending}", f"{copy}{ending}")
    write_ahead.take_in(copy)
    assert copy.read_bytes() == expected


def test_row_60_salvage_never_reads_what_lies_beside_a_foreign_board(killed: Killed, make: Any) -> None:
    """The same log beside a file from elsewhere: it is not read, by no name, even where the file is damaged."""
    foreign = make.folder / "foreign.board"
    damaged = bytearray(killed.database.read_bytes())
    damaged[:100] = bytes(100)
    foreign.write_bytes(damaged)
    alone = salvage(foreign, make.folder / "alone.board", make.scratch)
    for ending in ("-wal", "-journal", "-shm"):
        Path(f"{foreign}{ending}").write_bytes(killed.log.read_bytes())
    beside = salvage(foreign, make.folder / "beside.board", make.scratch)
    assert (beside.changesets, beside.photos) == (alone.changesets, alone.photos)
    assert ids_in_file(make.folder / "beside.board")[0] == ids_in_file(make.folder / "alone.board")[0] < killed.kept


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_row_35_killed_for_good_and_then_damaged(desk: Desk) -> None:
    """As it happens: a process is killed with its edits in the log, and the disk lost the first page meanwhile."""
    desk.document.close()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        document = Document.open(desk.path, desk.installation(), "Ana Lyst")
        desk.document = document
        for number in range(15):
            os.write(write, bytes.fromhex(desk.add(f"acknowledged {number}")))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(write)
    told = os.read(read, 15 * 32)
    os.close(read)
    made = {told[at : at + 32].hex() for at in range(0, len(told), 32)}
    (database,) = (desk.home / "data" / "work").glob("*/board.db")
    content = bytearray(database.read_bytes())
    content[:PAGE] = bytes(PAGE)
    database.write_bytes(content)
    desk.document = recovering.open_or_mend(desk.path, desk.installation(), "Ana Lyst")
    assert len(made) == 15 and made <= ids_in(desk.document) and not desk.document.missing
