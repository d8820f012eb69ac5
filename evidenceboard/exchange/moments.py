"""Moments as programs write them: dates that people write, and counts of time since 1970."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from evidenceboard.model import dates

EPOCH = datetime(1970, 1, 1)
#: Counts of so many figures are seconds, thousandths, millionths or billionths of them; their figures after the dot.
UNITS = ((11, 0), (14, 3), (17, 6), (20, 9))
_COUNT = re.compile(r"-?[0-9]{9,19}")
_DAY = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?")


@lru_cache(1 << 14)
def moment(text: str) -> str:
    """The kept form of a date or a moment; "" where it cannot be read.

    >>> moment("1331698658276340"), moment("1658689261"), moment("8 Jan 2024")
    ('2012-03-14T04:17:38.276340Z', '2022-07-24T19:01:01Z', '2024-01-08')
    >>> moment("20240108"), moment("20240108143005")
    ('2024-01-08', '2024-01-08T14:30:05')
    """
    words = text.strip()
    if (found := _DAY.fullmatch(words)) and (day := dates.parse("-".join(found.groups()[:3]))):
        return (dates.parse(f"{day}T{':'.join(found.groups()[3:])}") if found[4] else day) or ""
    if not _COUNT.fullmatch(words):
        return dates.parse(words) or ""
    figures = next(figures for length, figures in UNITS if len(words.lstrip("-")) < length)
    seconds, rest = divmod(int(words), 10**figures)
    try:
        when = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    part = f".{rest:0{figures}d}" if rest else ""
    return dates.parse(f"{when:%Y-%m-%dT%H:%M:%S}".zfill(19) + f"{part}Z") or ""
