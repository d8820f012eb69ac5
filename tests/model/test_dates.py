"""Uncertain dates: read as people type them, kept as a part of EDTF, shown in words."""

from __future__ import annotations

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import dates
from evidenceboard.model.dates import in_words, parse, sort_key, span

TYPED = [
    ("8 Jan 2024", "2024-01-08", "8 Jan 2024"),
    ("2024-01-08", "2024-01-08", "8 Jan 2024"),
    (" 08  january 2024 ", "2024-01-08", "8 Jan 2024"),
    ("January 8th, 2024", "2024-01-08", "8 Jan 2024"),
    ("Jan. 8, 2024", "2024-01-08", "8 Jan 2024"),
    ("8-Jan-2024", "2024-01-08", "8 Jan 2024"),
    ("the 8th", None, ""),
    ("2024/1/8", "2024-01-08", "8 Jan 2024"),
    ("2024.01.08", "2024-01-08", "8 Jan 2024"),
    ("2024. 1. 8.", "2024-01-08", "8 Jan 2024"),
    ("2024년 1월 8일", "2024-01-08", "8 Jan 2024"),
    ("2024년1월8일", "2024-01-08", "8 Jan 2024"),
    ("2024년 1월", "2024-01", "Jan 2024"),
    ("2024년", "2024", "2024"),
    ("２０２４－０１－０８", "2024-01-08", "8 Jan 2024"),
    ("Jan 2024", "2024-01", "Jan 2024"),
    ("sept 2024", "2024-09", "Sep 2024"),
    ("2024", "2024", "2024"),
    ("2023-10?", "2023-10?", "Oct 2023?"),
    ("Oct 2023 ?", "2023-10?", "Oct 2023?"),
    ("8 Jan 2024?", "2024-01-08?", "8 Jan 2024?"),
    ("about 2014", "2014~", "about 2014"),
    ("circa 2014", "2014~", "about 2014"),
    ("ca. 2014", "2014~", "about 2014"),
    ("2014~", "2014~", "about 2014"),
    ("~ 2014", "2014~", "about 2014"),
    ("mid-October 2023", "2023-10~", "about Oct 2023"),
    ("early in 2014", "2014~", "about 2014"),
    ("before 8 Jan 2024", "before 2024-01-08", "before 8 Jan 2024"),
    ("Before 2023-10-07", "before 2023-10-07", "before 7 Oct 2023"),
    ("after 2023-10", "after 2023-10", "after Oct 2023"),
    ("since about 2014", "after 2014~", "after about 2014"),
    ("2014/2023", "2014/2023", "2014 to 2023"),
    ("2014-2023", "2014/2023", "2014 to 2023"),
    ("2014 – 2023", "2014/2023", "2014 to 2023"),
    ("from 2014 to 2023", "2014/2023", "2014 to 2023"),
    ("between Oct 2023 and 8 Jan 2024", "2023-10/2024-01-08", "Oct 2023 to 8 Jan 2024"),
    ("2024-01-08/2024-01-10", "2024-01-08/2024-01-10", "8 Jan 2024 to 10 Jan 2024"),
    ("about 2014 to 2023?", "2014~/2023?", "about 2014 to 2023?"),
]


@pytest.mark.parametrize(("typed", "kept", "words"), TYPED)
def test_what_people_type(typed: str, kept: str | None, words: str) -> None:
    assert parse(typed) == kept
    if kept:
        assert in_words(kept) == words


@pytest.mark.parametrize(
    "typed",
    ["", "?", "yesterday", "8/1/2024", "32 Jan 2024", "30 Feb 2024", "2024-13", "2024-00-08", "2024-01-00", "0000"]
    + ["before", "before before 2024", "before 2014/2023", "2023/2014", "2014/15", "junk/2023", "2023/junk", "/", "//"]
    + ["1/2/3", "2014/2015/2016", "8 Foo 2024", "between 2014 and", "٢٠٢٤", "2024" * 30, "about", "mid-", "1 2024"],
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert parse(typed) is None
    assert span(typed) == (None, None)
    assert in_words(typed) == typed
    assert sort_key(typed) == (date.max, date.max)


def test_spans() -> None:
    assert span("2024-01-08") == (date(2024, 1, 8), date(2024, 1, 8))
    assert span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("2024?") == (date(2024, 1, 1), date(2024, 12, 31))
    assert span("2014/2023-10") == (date(2014, 1, 1), date(2023, 10, 31))
    assert span("before 2024-01-08") == (None, date(2024, 1, 8))
    assert span("after 2023-10") == (date(2023, 10, 31), None)
    assert span("9999") == (date(9999, 1, 1), date(9999, 12, 31))


def test_order() -> None:
    listed = ["2014~", "2014/2023", "2023-10", "before 2023-10-07", "2023-10-08", "after 2023-10", "2024", "soon"]
    assert sorted(reversed(listed), key=sort_key) == listed


points = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    st.dates(min_value=date(1, 1, 1)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "", "?", "~"]),
)
kept_dates = st.one_of(
    points,
    st.builds("{} {}".format, st.sampled_from(["before", "after"]), points),
    st.builds("{}/{}".format, points, points).filter(lambda text: span(text) != (None, None)),
)


@given(kept_dates)
def test_the_words_of_a_date_read_as_the_same_date(kept: str) -> None:
    assert parse(kept) == kept
    assert parse(in_words(kept)) == kept
    first, last = span(kept)
    assert first or last
    assert first is None or last is None or first <= last


near_dates = st.text(alphabet="0129-/ ?~.beforaundt", max_size=24)
WORDS = ["before", "about", "8", "2024", "01", "-", "/", "Jan", "mid", "to", "년", "월", "?", "~", "of"]
word_salad = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(st.one_of(st.text(max_size=40), near_dates, word_salad))
def test_any_text_is_read_or_left(typed: str) -> None:
    kept = parse(typed)
    assert in_words(typed) or not typed
    sort_key(typed)
    if kept is not None:
        assert parse(kept) == kept
        assert parse(in_words(kept)) == kept
        assert span(kept) != (None, None)


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(dates).failed == 0
