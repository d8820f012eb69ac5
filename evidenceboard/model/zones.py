"""Dates with a time zone as another zone's clock shows them. What is kept is never changed by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from evidenceboard.model import edtf
from evidenceboard.model.edtf import Kept, Point

Offset = Callable[[datetime], timedelta]  # how far a clock is ahead of UTC at a moment of UTC

_CLOCK = re.compile(r"(.{10})T([0-9:]+)(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")
_FORMS = {"hour": "%H", "minute": "%H:%M", "second": "%H:%M:%S"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def utc(_moment: datetime) -> timedelta:
    """The offset of UTC itself."""
    return timedelta(0)


def has_zone(stored: str) -> bool:
    """Whether a kept date names a time zone.

    >>> has_zone("2024-01-08T14:30+09:00"), has_zone("2024-01-08T14:30"), has_zone("2024-01-08")
    (True, False, False)
    """
    kept = edtf.read(stored) if "T" in stored else None
    return kept is not None and any(_CLOCK.fullmatch(each.text) for each in kept.points)


def in_zone(stored: str, offset: Offset) -> str:
    """A kept date as another clock shows it; one that names no zone, or no time, stays: nobody knows where it was.

    >>> in_zone("2024-01-08T03:30+09:00", utc), in_zone("2024-01-08T14:30", utc)
    ('2024-01-07T18:30Z', '2024-01-08T14:30')
    """
    kept = edtf.read(stored) if "T" in stored else None
    if kept is None:
        return stored
    points = [_shown(each, offset) for each in kept.points]
    made = str(Kept(kept.side, tuple(points)))
    return made if edtf.read(made) else stored


def _shown(point: Point, offset: Offset) -> Point:
    found = _CLOCK.fullmatch(point.text)
    if found is None:
        return point
    try:
        moment = point.first - _ahead(found[4])
        ahead = timedelta(minutes=round(offset(moment) / MINUTE))
        there = moment + ahead
    except OverflowError:
        return point
    if point.unit == "hour" and (ahead - _ahead(found[4])) % HOUR:
        return point  # its hour is a part of two hours there
    zone = "Z" if offset is utc else _in_words(ahead)
    return replace(point, text=f"{there:%Y-%m-%d}".zfill(10) + f"T{there:{_FORMS[point.unit]}}{found[3] or ''}{zone}")


def _ahead(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -ahead if zone[0] == "-" else ahead


def _in_words(ahead: timedelta) -> str:
    minutes = round(abs(ahead) / MINUTE)
    return f"{'-' if ahead < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
