"""Dates in another zone: only what names a zone moves, nothing gets more precise, and there is a way back."""

from __future__ import annotations

import doctest
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import zones
from evidenceboard.model.dates import bounds
from evidenceboard.model.zones import has_zone, in_zone, utc
from tests.model.test_dates import kept_dates


def ahead(minutes: int) -> zones.Offset:
    return lambda _moment: timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stored", "minutes", "shown"),
    [
        ("2024-01-08T14:30+09:00", 0, "2024-01-08T05:30+00:00"),
        ("2024-01-08T02:00:00.250Z", 540, "2024-01-08T11:00:00.250+09:00"),
        ("2024-01-08T23:30Z~", 540, "2024-01-09T08:30+09:00~"),
        ("before 2024-01-08T00:30+09:00", -300, "before 2024-01-07T10:30-05:00"),
        ("2024-01-08T01Z/2024-01-08T04Z", 540, "2024-01-08T10+09:00/2024-01-08T13+09:00"),
        ("2024-01-08T15+09:00", 330, "2024-01-08T15+09:00"),  # half an hour of it lies in another hour
        ("2024-01-08T14:30", 540, "2024-01-08T14:30"),
        ("2024-01-08", 540, "2024-01-08"),
        ("soon", 540, "soon"),
        ("9999-12-31T23:59Z", 540, "9999-12-31T23:59Z"),
        ("0001-01-01T00:00+09:00", 0, "0001-01-01T00:00+09:00"),
    ],
)
def test_only_what_names_a_zone_is_shown_otherwise(stored: str, minutes: int, shown: str) -> None:
    assert in_zone(stored, ahead(minutes)) == shown


def test_a_clock_that_is_put_forward_is_asked_at_the_moment_itself() -> None:
    summer = lambda moment: timedelta(hours=2 if moment >= datetime(2024, 3, 31, 1) else 1)  # noqa: E731
    assert in_zone("2024-03-31T00:59Z", summer) == "2024-03-31T01:59+01:00"
    assert in_zone("2024-03-31T01:00Z", summer) == "2024-03-31T03:00+02:00"


@given(kept_dates, st.integers(-840, 840))
def test_what_is_shown_is_a_date_of_the_same_length_at_the_same_moment(kept: str, minutes: int) -> None:
    shown = in_zone(kept, ahead(minutes))
    before, after = bounds(kept), bounds(shown)
    assert before is not None and after is not None
    assert has_zone(shown) == has_zone(kept)
    assert in_zone(shown, utc) == in_zone(kept, utc)
    if not has_zone(kept):
        assert shown == kept


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(zones).failed == 0
