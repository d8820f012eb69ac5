"""Rows 1 to 40 of the fault table, where a loop tries them: short enough for every run of the tests."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import disk
from tests.faults.copies import copies_at_any_time
from tests.faults.kills import kill_while_editing, kill_while_publishing
from tests.faults.kills_of_steps import (
    kill_while_importing_photos,
    kill_while_importing_tables,
    kill_while_merging,
    kill_while_migrating,
)
from tests.faults.long_log import long_log
from tests.faults.lost_writes import Call, Disk
from tests.faults.outcome import Outcome
from tests.faults.power import power_cuts
from tests.faults.processes import POSSIBLE
from tests.faults.races import race_of_people, race_of_windows
from tests.faults.refused_calls import every_call_refused

TRIED_LONGER = True  # by the loops of the fault command, which passes these tests over

forks = pytest.mark.skipif(not POSSIBLE, reason="this system cannot fork processes")
heard = pytest.mark.skipif(not disk.POSSIBLE, reason="SQLite's calls to the disk cannot be heard here")


@forks
def test_row_01_nothing_acknowledged_is_lost_by_twenty_kills() -> None:
    outcome = kill_while_editing(20)
    assert outcome.lost == []
    assert outcome.counts["changes acknowledged"] > 30


@forks
def test_row_02_the_file_is_old_or_new_when_its_replacing_is_killed() -> None:
    outcome = kill_while_publishing(10)
    assert outcome.lost == []
    assert outcome.counts["killed within a publishing"] > 0


STEPS = (kill_while_importing_photos, kill_while_importing_tables, kill_while_merging, kill_while_migrating)


@forks
@pytest.mark.parametrize("kill", STEPS, ids=lambda kill: kill.__name__)
def test_row_01_a_long_step_is_all_there_or_not_at_all(kill: Callable[[int], Outcome]) -> None:
    outcome = kill(5)
    assert outcome.lost == []
    assert outcome.counts["killed within it"] > 0


@heard
def test_row_03_nothing_acknowledged_is_lost_when_the_power_fails() -> None:
    outcome = power_cuts(50)
    assert outcome.lost == []
    assert outcome.counts["changes acknowledged before"] > 300


@heard
def test_row_04_every_call_to_the_disk_may_fail() -> None:
    outcome = every_call_refused(16)
    assert outcome.lost == []
    assert outcome.counts["refused in words"] > 2


def test_row_61_a_long_log_can_be_stopped_at_any_share_of_its_reading() -> None:
    outcome = long_log(20)  # thousands; in the fault loops ten million, which is beyond the limit
    assert outcome.lost == [] and outcome.counts["stopped"] == 4


@forks
def test_row_16_two_windows_of_one_person_lose_nothing() -> None:
    assert race_of_windows(8).lost == []


@forks
def test_row_17_two_people_at_one_path_lose_nothing() -> None:
    assert race_of_people(8).lost == []


@forks
def test_row_21_copies_taken_at_any_time_are_whole() -> None:
    outcome = copies_at_any_time(40)
    assert outcome.lost == []
    assert outcome.counts["different states of the board among them"] > 1


def test_a_disk_that_loses_power_keeps_what_was_synchronised_and_perhaps_the_rest() -> None:
    """The simulation must be able to lose: else it would prove nothing."""
    calls = [
        Call("create", "/d/new"),
        Call("write", "/d/new", 0, b"a" * 1024),
        Call("sync", "/d/new"),
        Call("write", "/d/new", 1024, b"b" * 1024),
        Call("rename", "/d/new", 0, b"/d/board"),
    ]
    disk = Disk({"/d/board": b"old"})
    for call in calls:
        disk.make(call)
    dice = random.Random(1)
    found = [disk.after_power_loss(dice) for _ in range(200)]
    states = {(sorted(each)[0], len(each), len(each.get("/d/new", each["/d/board"]))) for each in found}
    assert states == {("/d/board", names, length) for names in (1, 2) for length in (1024, 1536, 2048)}
    disk.make(Call("sync", "/d"))
    disk.make(Call("sync", "/d/board"))
    assert {len(disk.after_power_loss(dice)["/d/board"]) for _ in range(50)} == {2048}
    assert set(disk.after_power_loss(dice)) == {"/d/board"}


@heard
def test_the_refuser_refuses_below_its_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    refuser = disk.Refuser(tmp_path / "in", 1, lasting=True)
    with disk.listening(refuser):
        (tmp_path / "out").touch()
        for _ in range(2):
            with pytest.raises(OSError, match="Input/output"):
                (tmp_path / "in" / "x").touch()
    assert [call for call, _ in refuser.seen] == ["create", "create"]
