"""Uncertain dates: what people type, what is kept, what it allows, and what is shown.

Nothing is invented: a month stays a month, 8/1/2024 is not guessed at, and a day without its year is no date. What
stays vague in words has soft ends. `edtf` says what is kept, `date_phrases` how people write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from evidenceboard.model import edtf
from evidenceboard.model.date_phrases import AMBIGUOUS, RELATIVE, SHORT_YEAR, is_no_day, phrase, tidy

Span = tuple[date | None, date | None]

_LEAP = 2000  # a year that has every day
_TRY = "type 2023-10, before 7 Oct 2023, about 2014 or 2014/2023"


@dataclass(frozen=True)
class Bounds:
    """What a date allows.

    Attributes:
        first, last: the earliest and the latest second; None for an open side.
        soft_first, soft_last: that end is open or only about so.
        doubtful: somebody doubts it.
    """

    first: datetime | None
    last: datetime | None
    soft_first: bool = False
    soft_last: bool = False
    doubtful: bool = False


def parse(text: str, base_year: int | None = None) -> str | None:
    """The kept form of what a person typed, or None where it cannot be read.

    Args:
        base_year: the year of what names none; without it such a text cannot be read.

    >>> parse("8 Jan 2024"), parse("before 8 Jan 2024"), parse("summer 2023"), parse("2024년 1월 8일")
    ('2024-01-08', 'before 2024-01-08', '2023-22', '2024-01-08')
    >>> parse("mid-October 2023"), parse("10월 중순"), parse("10월 중순", base_year=2023)
    ('2023-10-11~/2023-10-20~', None, '2023-10-11~/2023-10-20~')
    """
    words = tidy(text)
    side, between, point = words.rpartition(" ")
    if kept := edtf.read(f"{side}{between}{point.upper()}"):
        return str(kept)
    return phrase(words, base_year)


def why_not(text: str) -> str:
    """Why a text is no date, and what to type instead; "" where it is one, or where there is none.

    >>> why_not("10월 중순")
    'The year is missing: type it too, like 2023년 10월 중순'
    """
    words = tidy(text)
    if not words or parse(text) is not None:
        return ""
    if phrase(words, _LEAP) is not None:
        like = "2023년 10월 중순" if any("가" <= each <= "힣" for each in words) else "mid-Oct 2023"
        return f"The year is missing: type it too, like {like}"
    if found := AMBIGUOUS.search(words):
        return f"Which is the month? Type {found[3]}-{int(found[2]):02d}-{int(found[1]):02d} or 8 Jan 2024"
    if is_no_day(words):
        return "No calendar has this day: type another, or the month alone"
    if SHORT_YEAR.search(words):
        return "Type the year with four figures, like Oct 2023"
    if RELATIVE.search(words):
        return "Counted from a day that is not written here: type the date itself, like Oct 2023"
    return f"Not read as a date: {_TRY}"


def bounds(stored: str) -> Bounds | None:
    """What a kept date allows; None for a text that is no date."""
    kept = edtf.read(stored)
    if kept is None:
        return None
    first, last = kept.points[0], kept.points[-1]
    doubtful = any(each.doubtful for each in kept.points)
    if kept.side in ("before", "until"):
        end = first.first if kept.side == "before" else first.last
        return Bounds(None, end, True, first.about, doubtful)
    if kept.side in ("after", "since"):
        begin = first.last if kept.side == "after" else first.first
        return Bounds(begin, None, first.about, True, doubtful)
    return Bounds(first.first, last.last, first.about, last.about, doubtful)


def span(stored: str) -> Span:
    """Earliest and latest day that a kept date allows; None for an open side, both for a text that is no date."""
    found = bounds(stored) or Bounds(None, None)
    return found.first and found.first.date(), found.last and found.last.date()


def sort_key(stored: str) -> tuple[datetime, datetime]:
    """Orders dates by where they begin, then by where they end; texts that are no date come last."""
    found = bounds(stored) or Bounds(None, None)
    return found.first or found.last or datetime.max, found.last or datetime.max


def in_words(stored: str) -> str:
    """A kept date as it is shown; a text that is no date stays as it was typed.

    >>> in_words("before 2024-01-08"), in_words("2023-10?"), in_words("2023-10-11~/2023-10-20~")
    ('before 8 Jan 2024', 'Oct 2023?', 'mid-Oct 2023')
    """
    kept = edtf.read(stored)
    return edtf.in_words(kept) if kept is not None else stored


def span_in_words(stored: str) -> str:
    """From when to when a kept date may be, where its own words do not say it: "1 Jun to 31 Aug 2023"; else ""."""
    kept, found = edtf.read(stored), bounds(stored)
    if kept is None or found is None or found.first is None or found.last is None:
        return ""
    units = {each.unit for each in kept.points}
    if not (units & edtf.PARTS.keys() or edtf.third_of(kept)):
        return ""
    first, last = (edtf.point(f"{each:%Y-%m-%d}".zfill(10)) for each in (found.first, found.last))
    assert first is not None and last is not None
    said = edtf.point_words(first)
    return f"{said.removesuffix(f' {found.last:%Y}')} to {edtf.point_words(last)}"
