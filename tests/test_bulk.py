"""Long reading holds the garbage collector off, and gives it back whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from evidenceboard.bulk import Reading, uncollected


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()
    gc.unfreeze()


def test_nothing_is_collected_while_it_is_read_and_what_was_much_is_passed_over_later() -> None:
    reading, kept = Reading(3), []
    before = gc.get_freeze_count()
    for _ in range(4):
        reading.go_on()
        kept.append({})
        assert not gc.isenabled()
    reading.end()
    assert gc.isenabled() and gc.get_freeze_count() > before


def test_a_short_reading_leaves_the_collector_as_it_was() -> None:
    reading = Reading(3)
    before = gc.get_freeze_count()
    reading.go_on()
    reading.end()
    reading.end()
    assert gc.isenabled() and gc.get_freeze_count() == before


def test_who_holds_it_off_already_gives_it_back() -> None:
    reading = Reading(3)
    with uncollected():
        reading.go_on()
        reading.end()
        assert not gc.isenabled()
    assert gc.isenabled()
    reading.go_on()
    with uncollected():
        pass
    assert not gc.isenabled()
    reading.end()
    assert gc.isenabled()
