"""Uncertain dates: what people type, what is kept, and what is shown.

Kept is a small part of EDTF: a day, a month or a year, ``?`` for uncertain, ``~`` for about, ``before`` and
``after``, and ``from/to`` for a range. Nothing is invented: a month stays a month, and 8/1/2024 is not guessed at.

Source: Extended Date/Time Format, ISO 8601-2:2019.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

Span = tuple[date | None, date | None]

_LONGEST = 80  # characters of a date
# Spelled out, for the names of `calendar` follow the system's language.
_LONG = ["January", "February", "March", "April", "May", "June"]
_LONG += ["July", "August", "September", "October", "November", "December"]
_NAMES = ["", *(name[:3] for name in _LONG)]
_MONTHS = {name.lower(): number for number, name in enumerate(_LONG, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~]?)")  # as it is kept
_DIGITS = re.compile(r"([0-9]{4})(?:[-./] ?([0-9]{1,2})(?:[-./] ?([0-9]{1,2}))?)?\.?")
_KOREAN = re.compile(r"([0-9]{4})년(?: ?([0-9]{1,2})월(?: ?([0-9]{1,2})일)?)?")
_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.?[ -]+(?:of )?)?([a-z]+)\.?,?[ -]+([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_ABOUT = re.compile(r"(?:about|around|circa|ca\.?|c\.|~) ?(.+)")
_PART = re.compile(r"(?:early|mid|late|beginning of|middle of|end of)[- ]+(?:in )?(.+)")
_SIDE = re.compile(r"(before|until|by|after|since|from) (.+)")
_RANGE = re.compile(r"(?:from )?(.+?) ?(?:/|–|—| - | to | until ) ?(.+)|between (.+) and (.+)|([0-9]{4})-([0-9]{4})")
_SIDES = {"before": "before", "until": "before", "by": "before", "after": "after", "since": "after", "from": "after"}


def parse(text: str) -> str | None:
    """The kept form of what a person typed, or None where it cannot be read.

    >>> parse("8 Jan 2024"), parse("before 8 Jan 2024"), parse("mid-October 2023"), parse("2024년 1월 8일")
    ('2024-01-08', 'before 2024-01-08', '2023-10~', '2024-01-08')
    """
    words = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if len(words) > _LONGEST:
        return None
    point = _point(words)
    if point:
        return point
    side = _SIDE.fullmatch(words)
    point = _point(side.group(2)) if side else None
    if side and point:
        return f"{_SIDES[side.group(1)]} {point}"
    between = _RANGE.fullmatch(words)
    ends = [_point(part) for part in between.groups() if part] if between else []
    kept = "/".join(end or "" for end in ends)
    return kept if _spans(kept) else None


def span(stored: str) -> Span:
    """Earliest and latest day that a kept date allows; None for an open side, both for a text that is no date."""
    spans = _spans(stored)
    if not spans:
        return None, None
    if stored.startswith("before "):
        return None, spans[0][0]
    if stored.startswith("after "):
        return spans[0][1], None
    return spans[0][0], spans[-1][1]


def sort_key(stored: str) -> tuple[date, date]:
    """Orders dates by where they begin, then by where they end; texts that are no date come last."""
    first, last = span(stored)
    return first or last or date.max, last or date.max


def in_words(stored: str) -> str:
    """A kept date as it is shown; a text that is no date stays as it was typed.

    >>> in_words("before 2024-01-08"), in_words("2023-10?"), in_words("2014/2023")
    ('before 8 Jan 2024', 'Oct 2023?', '2014 to 2023')
    """
    if not _spans(stored):
        return stored
    side, _, point = stored.rpartition(" ")
    words = " to ".join(_words(each) for each in point.split("/"))
    return f"{side} {words}" if side else words


def _words(point: str) -> str:
    year, month, day = (int(part) for part in f"{point.rstrip('?~')}-0-0".split("-")[:3])
    words = " ".join(part for part in (str(day) if day else "", _NAMES[month], f"{year:04d}") if part)
    return f"about {words}" if point.endswith("~") else words + "?" * point.endswith("?")


def _point(words: str) -> str | None:
    """The kept form of one day, month or year."""
    vague = _ABOUT.fullmatch(words) or _PART.fullmatch(words)
    if vague:
        point = _point(vague.group(1))
        return point.rstrip("?~") + "~" if point else None
    parts = _parts(words.rstrip("?~ "))
    if parts is None:
        return None
    year, month, day = parts
    mark = words[-1] if words[-1] in "?~" else ""
    point = "-".join([year, *(f"{part:02d}" for part in (month, day) if part is not None)]) + mark
    return point if _spans(point) else None


def _parts(words: str) -> tuple[str, int | None, int | None] | None:
    """Year, month and day, not checked yet."""
    found = _DIGITS.fullmatch(words) or _KOREAN.fullmatch(words)
    if found:
        year, month, day = found.groups()
        return year, int(month) if month else None, int(day) if day else None
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        found = pattern.fullmatch(words)
        year, name, day = (found.group(place) for place in order) if found else ("", "", "")
        if name in _MONTHS:
            return year, _MONTHS[name], int(day) if day else None
    return None


def _spans(stored: str) -> list[tuple[date, date]]:
    """First and last day of each point of a kept date; empty for a text that is none."""
    side, _, points = stored.rpartition(" ")
    parts = points.split("/")
    if side not in ("", "before", "after") or len(parts) > (1 if side else 2):
        return []
    try:
        spans = [_days(part) for part in parts]
    except ValueError:
        return []
    return spans if spans[0][0] <= spans[-1][1] else []


def _days(point: str) -> tuple[date, date]:
    """First and last day of a point.

    Raises:
        ValueError: it is none.
    """
    found = _POINT.fullmatch(point)
    if found is None:
        raise ValueError(point)
    year, month, day = (int(part) if part else None for part in found.groups()[:3])
    first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    until = 12 if month is None else month
    return first, date(first.year, until, day or calendar.monthrange(first.year, until)[1])
