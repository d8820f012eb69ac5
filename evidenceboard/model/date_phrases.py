"""How people write dates, in English and Korean, read into the kept form of `edtf`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evidenceboard.model import edtf

LONGEST = 100  # characters of a date

_FULL = "January February March April May June July August September October November December".lower().split()
_MONTHS = {name: number for number, name in enumerate(_FULL, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_DIGITS = re.compile(r"([0-9]{4})(?:[-./] ?([0-9]{1,2})(?:[-./] ?([0-9]{1,2}))?)?\.?")
_DAY_LAST = re.compile(r"([0-9]{1,2})[-./] ?([0-9]{1,2})[-./] ?([0-9]{4})\.?")
_KOREAN = re.compile(r"(?:([0-9]{4}) ?년)? ?(?:([0-9]{1,2}) ?월)? ?(?:([0-9]{1,2}) ?일)?")
_DAY_FIRST = re.compile(rf"(?:(?:the )?{_NUMBER}\.?[ -]+(?:of )?)?([a-z]+)\.?,?(?:[ -]+([0-9]{{4}}))?")
_MONTH_FIRST = re.compile(rf"([a-z]+)\.? {_NUMBER}(?:,? ([0-9]{{4}}))?")
_DAY_ALONE = re.compile(_NUMBER)
_CLOCK = re.compile(
    r"(?P<day>.+?)(?:,? (?:at )?|(?<=[0-9])t(?=[0-9]))(?:(?P<half>오전|오후) ?)?(?:(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})"
    r"(?::(?P<s>[0-9]{2}(?:\.[0-9]{1,9})?))?"
    r"|(?P<hour>[0-9]{1,2}) ?(?:시(?: ?(?P<minute>[0-9]{1,2})분)?|h|(?=[ap]m)))(?: ?(?P<pm>am|pm))?"
    r"(?: ?(?P<zone>utc|gmt|z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_CLOCK_FIRST = re.compile(
    r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?[ap]m)?(?: utc| gmt)?),? (?:on )?(.+)"
)

_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.|~|약|대략) ?(.+)|(.+?) ?(?:경|쯤|무렵|께)"
)
_DOUBT = re.compile(r"(?:maybe|perhaps|possibly|probably|아마) (.+)|(.+?) ?\(?추정\)?")
_EARLY = re.compile(r"(?:the )?(?:early|beginning of|start of)[- ]+(?:in )?(?:the )?(.+)|(.+?) ?(?:초순|초반|초)")
_MIDDLE = re.compile(r"(?:the )?(?:mid|middle of)[- ]+(?:in )?(?:the )?(.+)|(.+?) ?(?:중순|중반|중엽)")
_LATE = re.compile(r"(?:the )?(?:late|end of)[- ]+(?:in )?(?:the )?(.+)|(.+?) ?(?:하순|후반|말)")
_SIDES = (
    ("before", re.compile(r"before (.+)|(.+?) ?전")),
    ("after", re.compile(r"after (.+)|(.+?) ?후")),
    ("until", re.compile(r"(?:until|till|by|up to|not later than|no later than) (.+)|(.+?) ?(?:이전|까지)")),
    ("since", re.compile(r"(?:since|from|not before) (.+)|(.+?) ?(?:이후|부터)")),
)
_TO = re.compile(r" ?(?:/|–|—|―|~|∼| - | to | until | till | through ) ?")
_RANGES = (
    re.compile(r"between (.+?) and (.+)|(.+?) ?(?:부터|에서) (.+?)(?: ?까지| ?사이)?|([0-9]{4})-([0-9]{4})"),
    re.compile(r"(.+?) ?[~∼–] ?(.+?) ?(?:까지|사이)"),
    re.compile(r"([0-9]{1,2})-([0-9]{1,2} [a-z]+\.?,?(?: [0-9]{4})?)"),
)
_AT = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3, "봄": 0, "여름": 1, "가을": 2, "겨울": 3}
_AT |= {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": 3}
_AT |= {"1": 0, "2": 1, "3": 2, "4": 3, "상": 0, "하": 1}
_HALF_OF_EARTH = re.compile(r"(.+) in the (north|south)")
_WITH_YEAR = (  # what a year is divided into: the unit, where the number and the year stand
    (
        "season",
        re.compile(r"(?:the )?(spring|summer|autumn|fall|winter)(?:,? (?:of |in )?([0-9]{4}(?:/[0-9]{2,4})?))?"),
    ),
    ("season", re.compile(r"(?P<year>[0-9]{4}),? (?P<part>spring|summer|autumn|fall|winter)")),
    ("season", re.compile(r"(?:(?P<year>[0-9]{4}) ?년 ?)?(?P<part>봄|여름|가을|겨울)")),
    ("quarter", re.compile(r"q([1-4])(?:[ /-]?(?:of )?([0-9]{4}))?")),
    ("quarter", re.compile(r"(?P<year>[0-9]{4})[ /-]?q(?P<part>[1-4])")),
    (
        "quarter",
        re.compile(r"(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: (?:of )?([0-9]{4}))?"),
    ),
    ("quarter", re.compile(r"(?:(?P<year>[0-9]{4}) ?년 ?)?(?P<part>[1-4]) ?분기")),
    ("third", re.compile(r"(?:the )?(first|second|third|last) third(?: of ([0-9]{4}))?")),
    ("half", re.compile(r"(?:the )?(first|second|last) half(?: (?:of )?([0-9]{4}))?")),
    ("half", re.compile(r"h([12])(?:[ /-]?([0-9]{4}))?")),
    ("half", re.compile(r"(?:(?P<year>[0-9]{4}) ?년 ?)?(?P<part>상|하)반기")),
)
_DECADE = re.compile(r"(?:the )?([0-9]{3})0['’]?s|([0-9]{3})0 ?년대")

AMBIGUOUS = re.compile(r"\b([0-9]{1,2})[-./] ?([0-9]{1,2})[-./] ?([0-9]{4})\b")
SHORT_YEAR = re.compile(r"['’][0-9]{2}\b|\b[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2}\b|^[0-9]{2} ?년")
RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|now|last|next|this|ago|recent(?:ly)?|lately|previous)\b"
    r"|작년|올해|금년|내년|재작년|어제|그제|그저께|오늘|내일|지난|최근|이번|다음"
)


@dataclass(frozen=True)
class _Fields:
    """A day as it is written, not checked yet; what is not written is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: str = ""

    def text(self) -> str:
        """The kept form; no date where a larger part is missing."""
        parts = [f"{self.year:04d}" if self.year is not None else "-"]
        parts += [f"{each:02d}" for each in (self.month, self.day) if each is not None]
        return "-".join(parts) + self.clock if self.month is not None or self.day is None else ""


def tidy(text: str) -> str:
    """Lower case, full forms of characters, single spaces; "" for what is too long for a date."""
    words = " ".join(unicodedata.normalize("NFKC", text[: 4 * LONGEST]).lower().split())
    return words if len(words) <= LONGEST else ""


def phrase(words: str, year: int | None = None) -> str | None:
    """The kept form of tidy words; ``year`` is that of what names none."""
    made = _one(words, year) or _in_thirds(words, year) or _range(words, year) or _sided(words, year)
    return str(kept) if made and (kept := edtf.read(made)) else None


def _one(words: str, year: int | None) -> str | None:
    """The kept form of one date with its marks."""
    bare = words.rstrip("?~% ")
    doubt = "?" in words[len(bare) :] or "%" in words[len(bare) :]
    about = "~" in words[len(bare) :] or "%" in words[len(bare) :]
    if found := _DOUBT.fullmatch(bare):
        bare, doubt = found[1] or found[2], True
    if found := _ABOUT.fullmatch(bare):
        bare, about = found[1] or found[2], True
    if (part := _vague(bare)) and (point := _bare(part[0], year)):  # of what has no thirds: about so
        whole = edtf.point(point)
        if whole is None or edtf.thirds(whole) is not None:
            return None
        bare, about = part[0], True
    point = _bare(bare.strip(), year)
    mark = {(True, True): "%", (True, False): "?", (False, True): "~"}.get((doubt, about), "")
    return point + mark if point and edtf.point(point) else None


def _bare(words: str, year: int | None) -> str | None:
    """The kept form of one date without marks, not checked yet."""
    if (kept := edtf.point(words.upper())) and not kept.mark:
        return kept.text
    if found := _DECADE.fullmatch(words):
        return f"{found[1] or found[2]}X"
    if part := _part_of_year(words, year):
        return part
    fields = _fields(words)
    if fields is None:
        return None
    return replace(fields, year=year if fields.year is None else fields.year).text() or None


def is_no_day(words: str) -> bool:
    """Whether a day is written in full that no calendar has."""
    fields = _fields(words)
    return fields is not None and None not in (fields.year, fields.month, fields.day)


def _part_of_year(words: str, year: int | None) -> str | None:
    half = _HALF_OF_EARTH.fullmatch(words)
    for unit, pattern in _WITH_YEAR:
        said, unit = (half[1], half[2]) if half and unit == "season" else (words, unit)
        if found := pattern.fullmatch(said):
            named = found.groupdict()
            part, years = (named["part"], named["year"]) if named else found.groups()
            at = _AT[part]
            code, count, months, begins = edtf.PARTS[unit]
            begin, _, end = str(years or "").partition("/")
            across = (begins + at * months) % 12 == 0
            if end and not (across and int(end) in (int(begin) + 1, (int(begin) + 1) % 100)):
                return None
            whole = begin or (f"{year:04d}" if year is not None else "-")
            return f"{whole}-{code + min(at, count - 1)}"
    return None


def _fields(words: str) -> _Fields | None:
    """Year, month, day and time as they are written."""
    if found := _CLOCK.fullmatch(words):
        clock = _clock(found)
        day = _fields(found["day"])
        return (
            replace(day, clock=clock) if day is not None and clock and day.day is not None and not day.clock else None
        )
    if found := _CLOCK_FIRST.fullmatch(words):
        return _fields(f"{found[2]} {found[1]}") if ":" not in found[2] else None
    if found := _DIGITS.fullmatch(words):
        return _numbers(found)
    if last := _DAY_LAST.fullmatch(words):  # read only where it can be read in one way
        first, second, year = (int(each) for each in last.groups())
        if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
            return None
        return _Fields(year, min(first, second), max(first, second))
    if (found := _KOREAN.fullmatch(words)) and words:
        return _numbers(found)
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        if (found := pattern.fullmatch(words)) and found[order[1]] in _MONTHS:
            written, name, number = (found[place] for place in order)
            return _Fields(int(written) if written else None, _MONTHS[name], int(number) if number else None)
    return _Fields(day=int(found[1])) if (found := _DAY_ALONE.fullmatch(words)) else None


def _numbers(found: re.Match[str]) -> _Fields:
    """Year, month and day that stand in this order."""
    year, month, day = (int(each) if each else None for each in found.groups())
    return _Fields(year, month, day)


def _clock(found: re.Match[str]) -> str:
    """The time as it is kept; "" for one that no clock shows."""
    hour, minute = int(found["h"] or found["hour"]), found["m"] or found["minute"]
    half = {"오전": "am", "오후": "pm"}.get(found["half"], found["pm"])
    if hour > (12 if half else 23) or (half and hour == 0):
        return ""
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    zone = found["zone"] or ""
    zone = "Z" if zone in ("utc", "gmt", "z") else f"{zone[:3]}:{zone[-2:]}" if zone else ""
    return f"T{hour:02d}" + (f":{int(minute):02d}" if minute else "") + (f":{found['s']}" if found["s"] else "") + zone


def _vague(words: str) -> tuple[str, int] | None:
    """What is said to be early (0), in the middle (1) or late (2), and which of them."""
    for at, pattern in enumerate((_EARLY, _MIDDLE, _LATE)):
        if found := pattern.fullmatch(words):
            return found[1] or found[2], at
    return None


def _in_thirds(words: str, year: int | None) -> str | None:
    """Early, mid or late in a month, a year or a decade."""
    found = _ABOUT.fullmatch(words)
    part = _vague(found[1] or found[2] if found else words)
    whole = edtf.point(_bare(part[0].strip(), year) or "") if part else None
    ends = edtf.thirds(whole) if whole is not None else None
    if part is None or ends is None:
        return None
    first, last = ends[part[1]]
    return f"{first}~/{last}~"


def _range(words: str, year: int | None) -> str | None:
    """From one date to another. What one end leaves out stands at the other: "8 to 10 Jan 2024"."""
    for left, right in _parted(words):
        if left and right and (made := _between(left, right, year)):
            return made
    return None


def _parted(words: str) -> Iterator[tuple[str, str]]:
    """The two ends of a range at every place where it may be parted: a winter has a stroke in its name."""
    whole = words.removeprefix("from ")
    for found in _TO.finditer(whole):
        yield whole[: found.start()].strip(), whole[found.end() :].strip()
    for pattern in _RANGES:
        whole_range = pattern.fullmatch(words)
        ends = [each.strip() for each in whole_range.groups() if each] if whole_range else []
        if len(ends) == 2:
            yield ends[0], ends[1]


def _between(left: str, right: str, year: int | None) -> str | None:
    first, last = _fields(left), _fields(right)
    if first is not None and last is not None and not (first.clock or last.clock):
        first, last = _lent(first, last), _lent(last, first)
        ends: list[str | None] = [_bare_end(first, year), _bare_end(last, year)]
    else:
        ends = [_one(left, year), _one(right, year)]
    made = "/".join(each or "" for each in ends)
    return made if edtf.read(made) else None


def _lent(end: _Fields, other: _Fields) -> _Fields:
    """An end with what only the other one says; a day does not lend itself."""
    month = other.month if end.month is None and end.day is not None else end.month
    return replace(end, month=month, year=other.year if end.year is None else end.year)


def _bare_end(end: _Fields, year: int | None) -> str:
    return replace(end, year=year if end.year is None else end.year).text()


def _sided(words: str, year: int | None) -> str | None:
    """Before, after, until or since a date."""
    for side, pattern in _SIDES:
        found = pattern.fullmatch(words)
        point = _one((found[1] or found[2]).strip(), year) if found else None
        if point and (whole := edtf.point(point)):
            return str(edtf.Kept(side, (whole,)))
    return None
