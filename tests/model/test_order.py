"""The hybrid logical clock."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import order
from evidenceboard.model.changes import CLOCK_LIMIT
from evidenceboard.model.order import next_clock

parts = st.integers(0, 2**41)


@given(st.tuples(parts, parts), st.integers(-(2**70), 2**70))
def test_a_clock_is_later_than_all_that_was_seen(seen: tuple[int, int], wall: int) -> None:
    clock = next_clock(seen, wall)
    assert clock > seen
    assert all(0 <= part <= CLOCK_LIMIT for part in clock)


@given(st.lists(parts, min_size=1))
def test_a_clock_never_runs_ahead_of_the_latest_wall(walls: list[int]) -> None:
    clock = (0, 0)
    for wall in walls:
        clock = next_clock(clock, wall)
    assert clock[0] == max(walls)


def test_a_clock_at_its_end_stays_there() -> None:
    assert next_clock((CLOCK_LIMIT, CLOCK_LIMIT), 0) == (CLOCK_LIMIT, CLOCK_LIMIT)


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(order).failed == 0
