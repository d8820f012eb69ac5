"""Moving an uncertain date along the time, by what it is known to: a month by months, a day by days."""

from __future__ import annotations

from datetime import datetime, timedelta

from evidenceboard.model import edtf
from evidenceboard.model.edtf import Kept, Point

DAY = 86_400.0
MONTH = 365.2425 / 12 * DAY
_CLOCKS = {"second": 1, "minute": 60, "hour": 3600}
_MONTHS = {"month": 1, "third": 4, "half": 6, "quarter": 3, "season": 3, "north": 3, "south": 3, "year": 12}
_MONTHS |= {"decade": 120, "century": 1200}


def step_of(stored: str, end: str) -> float:
    """Seconds, on the average, of one step of a kept date; 0 for what cannot be moved there.

    Args:
        end: "whole", or the "first" or "last" end alone.
    """
    kept = edtf.read(stored)
    if kept is None or not _can_move(kept, end):
        return 0.0
    if (third := edtf.third_of(kept)) is not None:
        return _seconds(third[0].unit) / 3
    points = kept.points if end == "whole" else kept.points[:1] if end == "first" else kept.points[-1:]
    return max(_seconds(each.unit) for each in points)


def moved(stored: str, end: str, steps: int) -> str | None:
    """A kept date so many steps later; marks and open sides stay.

    Pulling one end of a single date makes it a range of the same precision.

    Returns:
        The kept form; None where it would end before it begins, or leaves the calendar.
    """
    kept = edtf.read(stored)
    if kept is None or not _can_move(kept, end):
        return None
    if (third := edtf.third_of(kept)) is not None:
        return _moved_third(kept, third, end, steps)
    first, last = kept.points[0], kept.points[-1]
    if end == "whole" and len({each.unit for each in kept.points}) > 1:
        coarse = max(kept.points, key=lambda each: _seconds(each.unit))
        ends: list[Point | None] = [_shifted(each, steps, coarse.unit) for each in kept.points]
    elif end == "whole" or len(kept.points) == 1 and kept.side:
        ends = [_shifted(each, steps) for each in kept.points]
    else:
        ends = [_shifted(first, steps), last] if end == "first" else [first, _shifted(last, steps)]
    points = tuple(each for each in ends if each is not None)
    if len(points) != len(ends):
        return None
    if len(points) == 2 and points[0] == points[1]:  # pulled back to one date
        points = points[:1]
    side = kept.side if kept.side not in ("", "range") else "range" if len(points) == 2 else ""
    made = str(Kept(side, points))
    return made if edtf.read(made) else None


def _can_move(kept: Kept, end: str) -> bool:
    """An open side has no end to pull."""
    return end not in {"before": ("first",), "until": ("first",), "after": ("last",), "since": ("last",)}.get(
        kept.side, ()
    )


def _seconds(unit: str) -> float:
    return DAY if unit == "day" else float(_CLOCKS.get(unit) or _MONTHS[unit] * MONTH)


def _moved_third(kept: Kept, third: tuple[Point, int], end: str, steps: int) -> str | None:
    """Early, mid and late go over into one another, and into the month, year or decade beside."""
    whole, at = third
    ends = []
    for by in (steps if end in ("whole", "first") else 0, steps if end in ("whole", "last") else 0):
        over, part = divmod(at + by, 3)
        beside = _shifted(whole, over)
        parts = edtf.thirds(beside) if beside is not None else None
        if parts is None:
            return None
        ends.append(parts[part])
    made = f"{ends[0][0]}~/{ends[1][1]}~"
    return made if edtf.read(made) else None


def _shifted(each: Point, steps: int, by: str = "") -> Point | None:
    """A date so many units later; another unit than its own where `by` names one."""
    unit = by or each.unit
    try:
        if unit in _CLOCKS or unit == "day":
            seconds = _CLOCKS.get(unit, int(DAY)) * steps
            return _at(each, each.first + timedelta(seconds=seconds))
        return _months_later(each, _MONTHS[unit] * steps)
    except (ValueError, OverflowError):
        return None


def _at(each: Point, when: datetime) -> Point | None:
    text = f"{when:%Y-%m-%dT%H:%M:%S}".zfill(19)
    length = {"day": 10, "hour": 13, "minute": 16, "second": 19}[each.unit]
    zone = each.text[length:]
    return edtf.point(text[:length] + zone + each.mark)


def _months_later(each: Point, months: int) -> Point | None:
    year = int(each.text[:4].replace("X", "0"))
    if each.unit in ("decade", "century"):
        kept = 4 - each.text.count("X")
        return edtf.point(f"{year + months // 12:04d}"[:kept] + "X" * (4 - kept) + each.mark)
    if each.unit == "year":
        return edtf.point(f"{year + months // 12:04d}{each.mark}")
    if each.unit in edtf.PARTS:
        code, count, _, _ = edtf.PARTS[each.unit]
        over, at = divmod(int(each.text[5:7]) - code + months * count // 12, count)
        return edtf.point(f"{year + over:04d}-{code + at}{each.mark}")
    over, month = divmod(int(each.text[5:7]) - 1 + months, 12)
    month_text = f"{year + over:04d}-{month + 1:02d}"
    if each.unit == "month":
        return edtf.point(month_text + each.mark)
    whole = edtf.point(month_text)
    if whole is None:
        return None
    day = min(int(each.text[8:10]), whole.last.day)  # the 31st of a month without one is its last day
    return edtf.point(f"{month_text}-{day:02d}{each.text[10:]}{each.mark}")
