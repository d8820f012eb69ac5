"""Where dates lie on a time line: columns, extents, rows and the ticks of the axis. Pure numbers, no painting.

Time is in seconds from the first day of the year 1, in float64: exact to the microsecond over all of the calendar.
``scale`` is px per second. A px along the line is ``seconds * scale``; what is seen is cut out by who paints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from heapq import heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.dates import Bounds
from evidenceboard.model.edtf import MONTHS

EPOCH = datetime(1, 1, 1)
LAST = (datetime(9999, 12, 31, 23, 59, 59) - EPOCH).total_seconds() + 1
SOFT = 24.0  # px over which a soft end fades, at least
OPEN = 132.0  # px that are drawn of an open side
POINT = 12.0  # px: what is shorter is a dot

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
MONTH = 365.2425 / 12 * DAY
_STEPS = (
    *(("minute", n, n * MINUTE) for n in (1, 5, 15, 30)),
    *(("hour", n, n * HOUR) for n in (1, 3, 6, 12)),
    *(("day", n, n * DAY) for n in (1, 2, 7)),
    *(("month", n, n * MONTH) for n in (1, 3, 6)),
    *(("year", n, n * 12 * MONTH) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """Columns of n dates.

    Attributes:
        first, last: seconds, the end excluded; -inf and inf for an open side.
        soft_first, soft_last, doubtful: as in `Bounds`.
    """

    first: Floats
    last: Floats
    soft_first: Flags
    soft_last: Flags
    doubtful: Flags


@dataclass(frozen=True)
class Tick:
    """A place on the axis; `label` and, where another year or day begins, `above` are "" at minor ones."""

    at: float
    label: str = ""
    above: str = ""


def seconds(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds()


def moment(at: float) -> datetime:
    """The moment at so many seconds; those beyond the calendar are its first and last."""
    return EPOCH + timedelta(seconds=min(max(at, 0.0), LAST - 1))


def columns(found: Sequence[Bounds]) -> Dated:
    """The columns of these dates."""
    return Dated(
        np.array([-np.inf if each.first is None else seconds(each.first) for each in found], np.float64),
        np.array([np.inf if each.last is None else seconds(each.last) + 1 for each in found], np.float64),
        np.array([each.soft_first for each in found], np.bool_),
        np.array([each.soft_last for each in found], np.bool_),
        np.array([each.doubtful for each in found], np.bool_),
    )


def together(parts: Sequence[Dated]) -> Dated:
    """The columns of some, then those of the next, and so on."""
    return Dated(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Dated)))


def one_of(dated: Dated, at: int) -> Dated:
    """The columns of one of them."""
    here = slice(at, at + 1)
    return Dated(
        dated.first[here], dated.last[here], dated.soft_first[here], dated.soft_last[here], dated.doubtful[here]
    )


def reach(dated: Dated) -> tuple[float, float] | None:
    """From when to when there is something; None where there is nothing."""
    ends = np.concatenate([dated.first, dated.last])
    ends = ends[np.isfinite(ends)]
    return (float(ends.min()), float(ends.max())) if len(ends) else None


def extents(dated: Dated, scale: float) -> tuple[Floats, Floats]:
    """Left and right px of what is drawn of each date, soft ends included; a dot keeps its place in the middle."""
    left, right = dated.first * scale, dated.last * scale
    left = np.where(np.isinf(left), right - OPEN, left)
    right = np.where(np.isinf(right), left + OPEN, right)
    middle, half = (left + right) / 2, np.maximum(right - left, POINT) / 2
    left, right = middle - half, middle + half
    left = np.where(dated.soft_first & np.isfinite(dated.first), left - SOFT / 2, left)
    right = np.where(dated.soft_last & np.isfinite(dated.last), right + SOFT / 2, right)
    return left, right


def fades(dated: Dated, left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Px over which the left and the right end fade, 0 for a hard one: 24 at least, a third of what is long."""
    wide = np.maximum(SOFT, (right - left) / 3)
    first = np.where(np.isinf(dated.first), right - left, wide * dated.soft_first)
    last = np.where(np.isinf(dated.last), right - left, wide * dated.soft_last)
    return first, last


def pack(left: Floats, right: Floats, most: int, gap: float = 8.0) -> NDArray[np.int32]:
    """A row for each extent so that none in a row overlap; -1 for what has no room in `most` rows.

    Extents are taken from left to right, each into the row that is free for the longest time; what begins while
    none is free is passed over at once. Cost n log n.
    """
    rows = np.full(len(left), -1, np.int32)
    order = np.lexsort((right, left))
    begins, ends = left[order].tolist(), right[order].tolist()
    free: list[tuple[float, int]] = []
    at = 0
    while at < len(begins):
        if free and free[0][0] <= begins[at]:
            row = free[0][1]
            heapreplace(free, (ends[at] + gap, row))
        elif len(free) < most:
            row = len(free)
            heappush(free, (ends[at] + gap, row))
        else:
            at = bisect_left(begins, free[0][0], at)
            continue
        rows[order[at]] = row
        at += 1
    return rows


def have_no_room(left: Floats, right: Floats, most: int, gap: float) -> bool:
    """Whether extents are wider together than all rows, so that some have no room however they are packed."""
    if not len(left):
        return False
    return bool((right - left + gap).sum() > most * (right.max() - left.min() + gap))


def seen(left: Floats, right: Floats, low: float, high: float) -> NDArray[np.intp]:
    """Which extents lie in sight of a stretch of the line, in px."""
    return np.flatnonzero((right >= low) & (left <= high))


def within(dated: Dated, first: float, last: float) -> Flags:
    """Which dates may fall into a span of time: what was before a day is not on it."""
    return (dated.first < last) & (dated.last - 1 > first)


def ticks(first: float, last: float, width: float, room: float = 92.0) -> list[Tick]:
    """The ticks of an axis from one second to another over so many px, labels at least `room` px apart."""
    if width <= 0:
        return []
    per_px = (last - first) / width
    least = per_px * room
    first, last = max(first, 0.0), min(last, LAST)
    if last <= first:
        return []
    at = min(bisect_left([step[2] for step in _STEPS], least), len(_STEPS) - 1)
    unit, count, _ = _STEPS[at]
    major = _multiples(unit, count, first, last)
    finer = next((step for step in reversed(_STEPS[:at]) if step[2] * 4 <= _STEPS[at][2] or step[0] != unit), None)
    made, before = [], ""
    for each in major:
        label, above = _label(unit, each)
        made.append(Tick(seconds(each), label, above if above != before else ""))
        before = above
    if finer is not None and finer[2] > 6 * per_px:
        held = {tick.at for tick in made}
        minor = (seconds(each) for each in _multiples(finer[0], finer[1], first, last))
        made += [Tick(each) for each in minor if each not in held]
    return made


def _multiples(unit: str, count: int, first: float, last: float) -> list[datetime]:
    """All moments of a step in a stretch of time."""
    if unit in ("minute", "hour", "day"):
        step = count * {"minute": MINUTE, "hour": HOUR, "day": DAY}[unit]
        begin = int(np.ceil(first / step))  # rounded: a hair past a step is divided back onto it
        places = (number * step for number in range(begin, int(last // step) + 1))
        return [moment(at) for at in places if first <= at <= last and at < LAST]
    months = count * (12 if unit == "year" else 1)
    low, high = moment(first), moment(last)
    number = (low.year * 12 + low.month - 1) // months
    made = []
    while number * months // 12 <= high.year:
        year, month = divmod(number * months, 12)
        if year >= 1 and first <= seconds(datetime(year, month + 1, 1)) <= last:
            made.append(datetime(year, month + 1, 1))
        number += 1
    return made


def _label(unit: str, each: datetime) -> tuple[str, str]:
    """What stands at a tick, and the larger part of the calendar that it belongs to."""
    month = MONTHS[each.month - 1]
    if unit in ("minute", "hour"):
        return f"{each:%H:%M}", f"{each.day} {month} {each.year}"
    if unit == "day":
        return f"{each.day} {month}", str(each.year)
    return (month, str(each.year)) if unit == "month" else (str(each.year), "")


def stretch(first: float, last: float) -> str:
    """A span of time in words, to the minute where it is shorter than two days: "8 Jan 2024 to 10 Jan 2024"."""
    begin, end = moment(first), moment(max(last - 1, first))
    days = [f"{each.day} {MONTHS[each.month - 1]} {each.year}" for each in (begin, end)]
    if last - first < 2 * DAY:
        low, high = f"{days[0]} {begin:%H:%M}", f"{end:%H:%M}"
        return f"{low} to {high}" if days[0] == days[1] else f"{low} to {days[1]} {high}"
    return f"{days[0]} to {days[1]}"
