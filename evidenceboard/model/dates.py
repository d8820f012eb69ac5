"""Uncertain dates: what people type, what is kept, and what is shown.

Kept is a small part of EDTF: a day, a month or a year, ``?`` for uncertain, ``~`` for about, ``before`` and
``after``, and ``from/to`` for a range. Nothing is invented: a month stays a month.

Source: Extended Date/Time Format, ISO 8601-2:2019.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

Span = tuple[date | None, date | None]

# Spelled out, for the names of `calendar` follow the system's language.
_LONG = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAMES = ["", *(name[:3].capitalize() for name in _LONG)]
_MONTHS = {name: number for number, name in enumerate(_LONG, 1)}
_MONTHS |= {name[:3]: number for number, name in enumerate(_LONG, 1)} | {"sept": 9}
_STORED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~]?)")
_ISO = re.compile(r"(\d{4})(?:[-./](\d{1,2}))?(?:[-./](\d{1,2}))?")
_KOREAN = re.compile(r"(\d{4})년(?:\s*(\d{1,2})월)?(?:\s*(\d{1,2})일)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_ABOUT = re.compile(r"(?:about|around|circa|ca\.?|c\.|~)\s*(.+)")
_PART = re.compile(r"(?:early|mid|late|beginning of|middle of|end of)[-\s]+(.+)")
_RANGE = re.compile(r"(.+?)\s*(?:/|–|—|\bto\b|\buntil\b)\s*(.+)")
_SIDES = {"before": "before", "until": "before", "by": "before", "after": "after", "since": "after", "from": "after"}


def parse(text: str) -> str | None:
    """The kept form of what a person typed, or None where it cannot be read.

    >>> parse("8 Jan 2024"), parse("before 8 Jan 2024"), parse("mid-October 2023"), parse("2024년 1월 8일")
    ('2024-01-08', 'before 2024-01-08', '2023-10~', '2024-01-08')
    """
    words = " ".join(text.strip().lower().split())
    if len(words) > 80:
        return None
    first, _, rest = words.partition(" ")
    if first in _SIDES and rest:
        point = _point(rest)
        return f"{_SIDES[first]} {point}" if point else None
    point = _point(words)
    if point:
        return point
    found = _RANGE.fullmatch(words)
    if found is None:
        return None
    ends = [_point(part) for part in found.groups()]
    if not all(ends) or (_span(str(ends[0]))[0] or date.min) > (_span(str(ends[1]))[1] or date.max):
        return None
    return f"{ends[0]}/{ends[1]}"


def span(stored: str) -> Span:
    """Earliest and latest day that a kept date allows; None for an open side, both for a text that is no date."""
    if stored.startswith("before "):
        return None, _span(stored[7:])[0]
    if stored.startswith("after "):
        return _span(stored[6:])[1], None
    start, _, end = stored.partition("/")
    return _span(start)[0], _span(end or start)[1]


def sort_key(stored: str) -> tuple[date, date]:
    """Orders dates by where they begin, then by where they end; texts that are no date come last."""
    first, last = span(stored)
    if first is None and last is None:
        return date.max, date.max
    return first or last or date.max, last or date.max


def in_words(stored: str) -> str:
    """A kept date as it is shown; a text that is no date stays as it was typed.

    >>> in_words("before 2024-01-08"), in_words("2023-10?"), in_words("2014/2023")
    ('before 8 Jan 2024', 'Oct 2023?', '2014 to 2023')
    """
    for side in ("before ", "after "):
        if stored.startswith(side) and _STORED.fullmatch(stored[len(side) :]):
            return side + _words(stored[len(side) :])
    parts = stored.split("/")
    if len(parts) <= 2 and all(_STORED.fullmatch(part) for part in parts):
        return " to ".join(map(_words, parts))
    return stored


def _words(point: str) -> str:
    found = _STORED.fullmatch(point)
    if found is None:
        return point
    year, month, day, mark = found.groups()
    words = " ".join(part for part in (str(int(day)) if day else "", _NAMES[int(month)] if month else "", year) if part)
    return f"about {words}" if mark == "~" else words + mark


def _point(words: str) -> str | None:
    for pattern in (_ABOUT, _PART):
        found = pattern.fullmatch(words)
        if found:
            point = _point(found.group(1))
            return point.rstrip("?~") + "~" if point else None
    mark = words[-1:] if words.endswith(("?", "~")) else ""
    parts = _parts(words.rstrip("?~ "))
    return _checked(*parts, mark) if parts else None


def _parts(words: str) -> tuple[str, str | int | None, str | None] | None:
    for pattern in (_ISO, _KOREAN):
        found = pattern.fullmatch(words)
        if found:
            return found.group(1), found.group(2), found.group(3)
    found = _DAY_FIRST.fullmatch(words)
    if found and found.group(2) in _MONTHS:
        return found.group(3), _MONTHS[found.group(2)], found.group(1)
    found = _MONTH_FIRST.fullmatch(words)
    if found and found.group(1) in _MONTHS:
        return found.group(3), _MONTHS[found.group(1)], found.group(2)
    return None


def _checked(year: str, month: str | int | None, day: str | None, mark: str) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return year + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if day else "") + mark


def _span(point: str) -> Span:
    found = _STORED.fullmatch(point)
    if found is None:
        return None, None
    year, month, day = (int(part) if part else None for part in found.groups()[:3])
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None, None
    return first, last
