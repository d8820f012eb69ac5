"""Uncertain dates: read as people type them, kept as a part of EDTF, shown in words."""

from __future__ import annotations

import doctest
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidenceboard.model import dates
from evidenceboard.model.date_phrases import tidy
from evidenceboard.model.dates import bounds, in_words, parse, sort_key, span, span_in_words, why_not

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
    ("mid-October 2023", "2023-10-11~/2023-10-20~", "mid-Oct 2023"),
    ("about mid-October 2023", "2023-10-11~/2023-10-20~", "mid-Oct 2023"),
    ("the end of February 2024", "2024-02-21~/2024-02-29~", "late Feb 2024"),
    ("early 2024", "2024-01~/2024-04~", "early 2024"),
    ("early in 2014", "2014-01~/2014-04~", "early 2014"),
    ("mid 1990s", "1994~/1996~", "mid-1990s"),
    ("late summer 2023", "2023-22~", "about summer 2023"),
    ("2023년 10월 중순", "2023-10-11~/2023-10-20~", "mid-Oct 2023"),
    ("2023년 10월 초", "2023-10-01~/2023-10-10~", "early Oct 2023"),
    ("2023년 2월 하순", "2023-02-21~/2023-02-28~", "late Feb 2023"),
    ("2023년 말", "2023-09~/2023-12~", "late 2023"),
    ("2014년경", "2014~", "about 2014"),
    ("약 2014년", "2014~", "about 2014"),
    ("2014년 추정", "2014?", "2014?"),
    ("maybe about 2014", "2014%", "about 2014?"),
    ("summer 2023", "2023-22", "summer 2023"),
    ("Fall of 2023", "2023-23", "autumn 2023"),
    ("2023년 봄", "2023-21", "spring 2023"),
    ("winter 2023", "2023-24", "winter 2023/24"),
    ("winter 1999/2000", "1999-24", "winter 1999/00"),
    ("summer 2023/24 in the south", "2023-30", "summer 2023/24 in the south"),
    ("Q3 2023", "2023-35", "Q3 2023"),
    ("third quarter of 2023", "2023-35", "Q3 2023"),
    ("2023년 3분기", "2023-35", "Q3 2023"),
    ("2023년 하반기", "2023-41", "second half of 2023"),
    ("the 1990s", "199X", "1990s"),
    ("1990년대", "199X", "1990s"),
    ("8 Jan 2024 14:30", "2024-01-08T14:30", "8 Jan 2024 14:30"),
    ("2:30 pm on 8 Jan 2024", "2024-01-08T14:30", "8 Jan 2024 14:30"),
    ("12:05 am, 8 Jan 2024", "2024-01-08T00:05", "8 Jan 2024 00:05"),
    ("2024년 1월 8일 오후 2시 30분", "2024-01-08T14:30", "8 Jan 2024 14:30"),
    ("8 Jan 2024 3 pm", "2024-01-08T15", "8 Jan 2024 15h"),
    ("2024-01-08T14:30:05Z", "2024-01-08T14:30:05Z", "8 Jan 2024 14:30:05 UTC"),
    ("8 Jan 2024 14:30 +09:00", "2024-01-08T14:30+09:00", "8 Jan 2024 14:30 +09:00"),
    ("2012-03-14 04:17:38.276340+00:00", "2012-03-14T04:17:38.276340+00:00", "14 Mar 2012 04:17:38.276340 +00:00"),
    ("2022-07-24T19:01:01+0000", "2022-07-24T19:01:01+00:00", "24 Jul 2022 19:01:01 +00:00"),
    ("25/12/2023", "2023-12-25", "25 Dec 2023"),
    ("12/25/2023", "2023-12-25", "25 Dec 2023"),
    ("before 8 Jan 2024", "before 2024-01-08", "before 8 Jan 2024"),
    ("Before 2023-10-07", "before 2023-10-07", "before 7 Oct 2023"),
    ("after 2023-10", "after 2023-10", "after Oct 2023"),
    ("after about 2014", "after 2014~", "after about 2014"),
    ("since about 2014", "2014~/..", "since about 2014"),
    ("until 8 Jan 2024", "../2024-01-08", "until 8 Jan 2024"),
    ("../2024-01-08", "../2024-01-08", "until 8 Jan 2024"),
    ("2024년 1월 8일 이전", "../2024-01-08", "until 8 Jan 2024"),
    ("2024년 1월 8일 전", "before 2024-01-08", "before 8 Jan 2024"),
    ("2023년 10월부터", "2023-10/..", "since Oct 2023"),
    ("2014년부터 2023년까지", "2014/2023", "2014 to 2023"),
    ("2014년~2023년", "2014/2023", "2014 to 2023"),
    ("2024년 1월 8일~10일", "2024-01-08/2024-01-10", "8 Jan 2024 to 10 Jan 2024"),
    ("8 to 10 January 2024", "2024-01-08/2024-01-10", "8 Jan 2024 to 10 Jan 2024"),
    ("Oct to Dec 2023", "2023-10/2023-12", "Oct 2023 to Dec 2023"),
    ("2014/2023", "2014/2023", "2014 to 2023"),
    ("2014-2023", "2014/2023", "2014 to 2023"),
    ("2014 – 2023", "2014/2023", "2014 to 2023"),
    ("from 2014 to 2023", "2014/2023", "2014 to 2023"),
    ("between Oct 2023 and 8 Jan 2024", "2023-10/2024-01-08", "Oct 2023 to 8 Jan 2024"),
    ("2024-01-08/2024-01-10", "2024-01-08/2024-01-10", "8 Jan 2024 to 10 Jan 2024"),
    ("about 2014 to 2023?", "2014~/2023?", "about 2014 to 2023?"),
    ("winter 2023/24 to spring 2025", "2023-24/2025-21", "winter 2023/24 to spring 2025"),
    ("winter 2023/24 – winter 2024/25", "2023-24/2024-24", "winter 2023/24 to winter 2024/25"),
    ("summer 2023/24 in the south / 2025", "2023-30/2025", "summer 2023/24 in the south to 2025"),
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
    + ["1/2/3", "2014/2015/2016", "8 Foo 2024", "between 2014 and", "٢٠٢٤", "2024" * 30, "about", "mid-", "1 2024"]
    + [
        "10월 중순",
        "8 Jan",
        "October",
        "summer",
        "Q3",
        "Oct '23",
        "작년",
        "지난 여름",
        "last week",
        "30 Dec to 2 Jan 2024",
    ]
    + ["2024-01-08T24:00", "8 Jan 2024 13 pm", "2024 14:30", "2023-42", "2023-20", "summer 2023/24", "Q5 2023", "19XX5"]
    + ["../..", "2024-01-08T14:30/", "before ../2024"],
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert parse(typed) is None
    assert span(typed) == (None, None)
    assert in_words(typed) == typed
    assert sort_key(typed) == (datetime.max, datetime.max)


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


KEPT_BEFORE = {  # what earlier versions wrote, and what it allows
    "before 2024-01-08": (None, date(2024, 1, 8)),
    "after 2023-10": (date(2023, 10, 31), None),
    "after 2014~": (date(2014, 12, 31), None),
    "2023-10~": (date(2023, 10, 1), date(2023, 10, 31)),
    "2014~/2023?": (date(2014, 1, 1), date(2023, 12, 31)),
}


@pytest.mark.parametrize("stored", KEPT_BEFORE)
def test_what_was_kept_before_means_the_same(stored: str) -> None:
    assert span(stored) == KEPT_BEFORE[stored]
    assert parse(stored) == parse(in_words(stored)) == stored


def test_a_missing_year_is_taken_only_where_one_is_offered() -> None:
    assert parse("10월 중순", base_year=2023) == "2023-10-11~/2023-10-20~"
    assert parse("before 7 Oct", base_year=2023) == "before 2023-10-07"
    assert parse("summer", base_year=2023) == "2023-22"
    assert parse("29 Feb", base_year=2023) is None
    assert parse("8 Jan 2024", base_year=1999) == "2024-01-08"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("10월 중순", "The year is missing: type it too, like 2023년 10월 중순"),
        ("8 Jan", "The year is missing: type it too, like mid-Oct 2023"),
        ("8/1/2024", "Which is the month? Type 2024-01-08 or 8 Jan 2024"),
        ("Oct '23", "Type the year with four figures, like Oct 2023"),
        ("작년", "Counted from a day that is not written here: type the date itself, like Oct 2023"),
        ("30 Feb 2024", "No calendar has this day: type another, or the month alone"),
        ("some day", "Not read as a date: type 2023-10, before 7 Oct 2023, about 2014 or 2014/2023"),
        ("Oct 2023", ""),
        (" ", ""),
    ],
)
def test_what_cannot_be_read_says_what_to_type(typed: str, reason: str) -> None:
    assert why_not(typed) == reason


def test_which_ends_are_soft() -> None:
    def ends(stored: str) -> tuple[bool, bool, bool]:
        found = bounds(stored)
        assert found is not None
        return found.soft_first, found.soft_last, found.doubtful

    assert ends("2023-10") == (False, False, False)
    assert ends("2023-10-11~/2023-10-20~") == (True, True, False)
    assert ends("before 2024-01-08") == (True, False, False)
    assert ends("2014~/..") == (True, True, False)
    assert ends("2014/2023%") == (False, True, True)
    found = bounds("2024-01-08T14:30")
    assert found is not None and (found.first, found.last) == (
        datetime(2024, 1, 8, 14, 30),
        datetime(2024, 1, 8, 14, 30, 59),
    )


marks = st.sampled_from(["", "", "?", "~", "%"])
years = st.integers(1, 9999).map("{:04d}".format)
points = st.one_of(
    st.builds(
        lambda day, length, mark: day.isoformat()[:length] + mark,
        st.dates(min_value=date(1, 1, 1)),
        st.sampled_from([4, 7, 10]),
        marks,
    ),
    st.builds(
        lambda at, end, zone, mark: at.isoformat()[:end] + zone + mark,
        st.datetimes(min_value=datetime(1, 1, 1)),
        st.sampled_from([13, 16, 19]),
        st.sampled_from(["", "", "Z", "+09:00", "-05:30"]),
        marks,
    ),
    st.builds(
        lambda at, figures, zone, mark: at.isoformat(timespec="microseconds")[: 20 + figures] + zone + mark,
        st.datetimes(min_value=datetime(1, 1, 1)),
        st.integers(1, 6),
        st.sampled_from(["", "Z", "+09:00"]),
        marks,
    ),
    st.builds("{}-{}{}".format, years.filter(lambda year: year != "9999"), st.integers(21, 41), marks),
    st.builds("{:03d}X{}".format, st.integers(0, 999), marks),
    st.builds("{:02d}XX{}".format, st.integers(0, 99), marks),
)
kept_dates = st.one_of(
    points,
    st.builds("{} {}".format, st.sampled_from(["before", "after"]), points),
    st.builds("../{}".format, points),
    st.builds("{}/..".format, points),
    st.builds("{}/{}".format, points, points).filter(lambda text: span(text) != (None, None)),
)


@given(kept_dates)
@example("2023-24/2025-21")  # a winter has a stroke in its words, as a range has
@example("0028-28%/8999-28~")
def test_the_words_of_a_date_read_as_the_same_date(kept: str) -> None:
    assert parse(kept) == kept
    assert parse(in_words(kept)) == kept
    first, last = span(kept)
    assert first or last
    assert first is None or last is None or first <= last


@given(st.lists(st.one_of(kept_dates, st.text(max_size=12)), max_size=8))
def test_dates_sort_in_one_order(texts: list[str]) -> None:
    once = sorted(texts, key=sort_key)
    assert [sort_key(text) for text in sorted(reversed(texts), key=sort_key)] == [sort_key(text) for text in once]
    assert all(sort_key(low) <= sort_key(high) for low, high in zip(once, once[1:], strict=False))


near_dates = st.text(alphabet="0129-/ ?~%.beforaundtTXZ:", max_size=24)
WORDS = ["before", "about", "8", "2024", "01", "-", "/", "Jan", "mid", "to", "년", "월", "일", "?", "~", "of", "중순"]
WORDS += [
    "Q3",
    "summer",
    "1990s",
    "14:30",
    "pm",
    "early",
    "..",
    "전",
    "부터",
    "까지",
    "+09:00",
    "in the north",
    "오후",
    "시",
]
word_salad = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(st.one_of(st.text(max_size=40), near_dates, word_salad), st.one_of(st.none(), st.integers(1, 9999)))
def test_any_text_is_read_or_left(typed: str, year: int | None) -> None:
    kept = parse(typed, year)
    assert in_words(typed) or not typed
    sort_key(typed)
    assert bool(why_not(typed)) == (bool(tidy(typed)) and parse(typed) is None)
    if kept is not None:
        assert parse(kept) == kept
        assert parse(in_words(kept)) == kept
        assert span(kept) != (None, None)
        span_in_words(kept)


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(dates).failed == 0
