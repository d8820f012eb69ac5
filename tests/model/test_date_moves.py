"""Dates move by what they are known to, and keep their marks and open sides."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidenceboard.model import edtf
from evidenceboard.model.date_moves import moved, step_of
from evidenceboard.model.dates import parse
from tests.model.test_dates import kept_dates

MOVES = [
    ("2024-01-08", "whole", 1, "2024-01-09"),
    ("2024-02-28", "whole", 2, "2024-03-01"),
    ("2023-10", "whole", 3, "2024-01"),
    ("2014~", "whole", -1, "2013~"),
    ("before 2024-01-08", "whole", 2, "before 2024-01-10"),
    ("before 2024-01-08", "last", -1, "before 2024-01-07"),
    ("before 2024-01-08", "first", 1, None),
    ("2023-10/..", "first", 1, "2023-11/.."),
    ("2014/2023", "last", 1, "2014/2024"),
    ("2014/2015", "last", -1, "2014"),
    ("2014/2015", "last", -2, None),
    ("2023-10", "last", 1, "2023-10/2023-11"),
    ("2023-10/2024-01-31", "whole", 1, "2023-11/2024-02-29"),
    ("2023-10-11~/2023-10-20~", "whole", 1, "2023-10-21~/2023-10-31~"),
    ("2023-12-21~/2023-12-31~", "whole", 1, "2024-01-01~/2024-01-10~"),
    ("2023-24", "whole", 1, "2024-21"),
    ("2023-36", "whole", 1, "2024-33"),
    ("199X", "whole", 1, "200X"),
    ("2024-01-08T23:59Z", "whole", 1, "2024-01-09T00:00Z"),
    ("9999", "whole", 1, None),
    ("some day", "whole", 1, None),
]


@pytest.mark.parametrize(("stored", "end", "steps", "after"), MOVES)
def test_moves(stored: str, end: str, steps: int, after: str | None) -> None:
    assert moved(stored, end, steps) == after


@given(kept_dates, st.sampled_from(["whole", "first", "last"]), st.integers(-40, 40))
def test_a_moved_date_is_as_exact_as_before(stored: str, end: str, steps: int) -> None:
    after = moved(stored, end, steps)
    assume(after is not None)
    assert after is not None
    before, now = edtf.read(stored), edtf.read(after)
    assert before is not None and now is not None and parse(after) == after
    assert {each.unit for each in now.points} <= {each.unit for each in before.points}
    assert {each.mark for each in now.points} <= {each.mark for each in before.points}
    assert step_of(stored, end) > 0


@given(kept_dates)
def test_no_step_changes_nothing(stored: str) -> None:
    assert moved(stored, "whole", 0) == (moved(stored, "last", 0) or moved(stored, "first", 0))
    one = edtf.read(stored)
    assert one is not None
    if len(set(one.points)) == len(one.points):
        assert moved(stored, "whole", 0) == stored
