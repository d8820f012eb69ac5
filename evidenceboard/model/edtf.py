"""The kept form of an uncertain date: which texts are one, what they mean, and how they are said.

Kept are EDTF's dates and times, seasons, quarters and halves of a year, decades, the marks ``?`` (doubtful),
``~`` (about) and ``%`` (both), and intervals, also open ones (``../2024-01-08``). Two words stand beside them,
for EDTF has no "strictly before": ``before`` and ``after``. A time may end at the minute or the hour, and may have
parts of a second.

Source: Extended Date/Time Format, ISO 8601-2:2019, levels 0 to 2.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

# Spelled out, for the names of `calendar` follow the system's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = ("spring", "summer", "autumn", "winter")
ORDINALS = ("first", "second", "third", "fourth")

#: EDTF's parts of a year: first code, how many there are, months of each, first month.
PARTS = {
    "season": (21, 4, 3, 3),
    "north": (25, 4, 3, 3),
    "south": (29, 4, 3, 9),
    "quarter": (33, 4, 3, 1),
    "third": (37, 3, 4, 1),
    "half": (40, 2, 6, 1),
}
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_CLOCK = rf"T([0-9]{{2}})(?::([0-9]{{2}})(?::([0-9]{{2}})(?:\.([0-9]{{1,9}}))?)?)?{_ZONE}"
_POINT = re.compile(rf"([0-9]{{4}})(?:-([0-9]{{2}})(?:-([0-9]{{2}})(?:{_CLOCK})?)?)?")
_LONG_AGO = re.compile(r"([0-9]{2,3})(XX?)")


@dataclass(frozen=True)
class Point:
    """One date of a kept form.

    Attributes:
        text: without its mark.
        mark: "", "?", "~" or "%".
        unit: how exactly it is known: "second", "minute", "hour", "day", "month", a name of `PARTS`, "year",
            "decade" or "century".
        first, last: the earliest and the latest second that it allows, in the clock of the place it names.
    """

    text: str
    mark: str
    unit: str
    first: datetime
    last: datetime

    @property
    def about(self) -> bool:
        return self.mark in ("~", "%")

    @property
    def doubtful(self) -> bool:
        return self.mark in ("?", "%")


@dataclass(frozen=True)
class Kept:
    """A whole kept form.

    Attributes:
        side: "" for one point, "range" for two, else "before", "after", "until" or "since" one point.
    """

    side: str
    points: tuple[Point, ...]

    def __str__(self) -> str:
        texts = [point.text + point.mark for point in self.points]
        return {"until": "../{}", "since": "{}/..", "": "{}", "range": "{}/{}"}.get(
            self.side, f"{self.side} {{}}"
        ).format(*texts)


@lru_cache(1 << 14)
def read(text: str) -> Kept | None:
    """A kept form taken apart; None for a text that is none."""
    side, _, rest = text.rpartition(" ")
    if side not in ("", "before", "after"):
        return None
    ends = rest.split("/")
    if len(ends) == 2 and not side and ".." in ends:
        side = "until" if ends[0] == ".." else "since"
        ends.remove("..")
    elif len(ends) == 2 and not side:
        side = "range"
    points = [point(end) for end in ends]
    if len(points) != (2 if side == "range" else 1) or None in points:
        return None
    found = tuple(each for each in points if each is not None)
    return Kept(side, found) if found[0].first <= found[-1].last else None


def point(text: str) -> Point | None:
    """One date with its mark; None for a text that is none."""
    mark = text[-1:] if text[-1:] in ("?", "~", "%") else ""
    bare = text.removesuffix(mark) if mark else text
    try:
        unit, first, last = _unit_and_span(bare)
    except (ValueError, OverflowError):
        return None
    return Point(bare, mark, unit, first, last)


def _unit_and_span(text: str) -> tuple[str, datetime, datetime]:
    """Unit, first and last second.

    Raises:
        ValueError: it is no date.
    """
    if found := _LONG_AGO.fullmatch(text):
        years = 10 ** len(found[2])
        if len(text) != 4:
            raise ValueError(text)
        year = int(found[1]) * years
        return ("decade", "century")[years > 10], datetime(max(year, 1), 1, 1), _end(year + years - 1, 12)
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    micro = int((found[7] or "")[:6].ljust(6, "0"))
    assert year is not None
    if month is None:
        return "year", datetime(year, 1, 1), _end(year, 12)
    if day is None:
        return _month_and_span(year, month)
    first = datetime(year, month, day, hour or 0, minute or 0, second or 0, micro)
    for unit, given, length in (("second", second, 1), ("minute", minute, 60), ("hour", hour, 3600)):
        if given is not None:
            return unit, first, first + timedelta(seconds=length - 1)
    return "day", first, first + timedelta(seconds=86_399)


def _month_and_span(year: int, month: int) -> tuple[str, datetime, datetime]:
    if month <= 12:
        return "month", datetime(year, month, 1), _end(year, month)
    for unit, (code, count, months, begins) in PARTS.items():
        if code <= month < code + count:
            start = year * 12 + (begins - 1 + (month - code) * months) % 12
            return unit, datetime(start // 12, start % 12 + 1, 1), _end(*_after(start, months - 1))
    raise ValueError(month)


def _after(start: int, months: int) -> tuple[int, int]:
    return (start + months) // 12, (start + months) % 12 + 1


def _end(year: int, month: int) -> datetime:
    """The last second of a month."""
    return datetime(year, month, monthrange(year, month)[1], 23, 59, 59)


# In words


def in_words(kept: Kept) -> str:
    """As it is shown; what people would type for it."""
    part = third_of(kept)
    if part is not None:
        return f"{('early ', 'mid-', 'late ')[part[1]]}{point_words(part[0])}"
    said = " to ".join(point_words(each) for each in kept.points)
    return said if kept.side in ("", "range") else f"{kept.side} {said}"


def point_words(each: Point) -> str:
    """One date as it is shown: "8 Jan 2024", "about 2014", "Oct 2023?"."""
    said = ("about " if each.about else "") + _bare_words(each)
    return said + "?" if each.doubtful else said


def _bare_words(each: Point) -> str:
    year, unit = each.text[:4], each.unit
    if unit in ("year", "century"):
        return each.text
    if unit == "decade":
        return f"{each.text[:3]}0s"
    month = int(each.text[5:7])
    if unit == "month":
        return f"{MONTHS[month - 1]} {year}"
    if unit in PARTS:
        return _part_words(unit, month - PARTS[unit][0], int(year))
    day, _, clock = each.text.partition("T")
    said = f"{int(day[8:])} {MONTHS[month - 1]} {year}"
    if not clock:
        return said
    found = re.fullmatch(r"([0-9:.]+)(.*)", clock)
    assert found is not None
    time, zone = found[1] if ":" in found[1] else found[1] + "h", found[2].replace("Z", "UTC")
    return f"{said} {time} {zone}".rstrip()


def _part_words(unit: str, at: int, year: int) -> str:
    if unit == "quarter":
        return f"Q{at + 1} {year:04d}"
    if unit in ("third", "half"):
        return f"{ORDINALS[at]} {unit} of {year:04d}"
    across = (PARTS[unit][3] + at * 3) % 12 == 0  # from December into the year after
    years = f"{year:04d}/{(year + 1) % 100:02d}" if across else f"{year:04d}"
    where = "" if unit == "season" else f" in the {unit}"
    return f"{SEASONS[at]} {years}{where}"


# Early, middle and late


def thirds(whole: Point) -> list[tuple[str, str]] | None:
    """First and last of the early, middle and late part of a month, a year or a decade; None for another unit.

    EDTF has no word for them: they are kept as intervals with both ends about.
    """
    bare = whole.text
    if whole.unit == "month":
        return [(f"{bare}-01", f"{bare}-10"), (f"{bare}-11", f"{bare}-20"), (f"{bare}-21", f"{bare}-{whole.last:%d}")]
    if whole.unit == "year":
        return [(f"{bare}-01", f"{bare}-04"), (f"{bare}-05", f"{bare}-08"), (f"{bare}-09", f"{bare}-12")]
    if whole.unit == "decade":
        return [(f"{bare[:3]}{first}", f"{bare[:3]}{last}") for first, last in ((0, 3), (4, 6), (7, 9))]
    return None


def third_of(kept: Kept) -> tuple[Point, int] | None:
    """The month, year or decade of which a kept form is the early (0), middle (1) or late (2) part."""
    if kept.side != "range" or [each.mark for each in kept.points] != ["~", "~"]:
        return None
    text = kept.points[0].text
    whole = point(text[:-3] if len(text) > 4 else f"{text[:3]}X")
    ends = (thirds(whole) or []) if whole is not None else []
    pair = (text, kept.points[1].text)
    return (whole, ends.index(pair)) if whole is not None and pair in ends else None
