"""A stranger's table as one of ours: which column becomes which field, and what a cell then says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.moments import moment
from evidenceboard.exchange.rows import CARD_COLUMNS, DATES, LONGEST_NAME
from evidenceboard.model import dates
from evidenceboard.model.records import CUSTOM
from evidenceboard.progress import Progress, report

GRADE = "grade"  # "B3": reliability of the source and credibility of what it says
IGNORED = ""
UNSOURCED = CUSTOM + "Reliability"  # what a row says of a source that it does not name
JOINED = ("text", "tags")
LONGEST_TITLE = 160  # characters; what is longer is a text, and its beginning the title
EVERY = 500  # rows between two reports of progress

#: What a column can become, and how it is called.
TARGETS = {
    "title": "Title", "text": "Text", "source": "Source", "reliability": "Reliability, A to F",
    "credibility": "Credibility, 1 to 6", GRADE: "Grade, like B3", "certainty": "Certainty", "happened": "Happened",
    "said": "Said", "captured": "Captured", "address": "Address", "outlet": "Outlet", "origin": "Origin",
    "tags": "Tags", "original": "Original", "language": "Language", "translator": "Translator", "caption": "Caption",
    "role": "Role", "kind": "Kind", "status": "Status", "key": "Key",
}  # fmt: skip
_GRADE = re.compile(r"([A-Fa-f])?[ \-/]?([1-6])?")


@dataclass(frozen=True)
class Mapping:
    """What becomes of a table.

    Attributes:
        targets: of each column, a field of `TARGETS`, `CUSTOM` and a name, or `IGNORED`. Several columns may have the
            same: texts stand below one another, of all else the first that says something counts.
        kind: of cards, where no column says it.
    """

    targets: tuple[str, ...]
    kind: str = "statement"

    @property
    def makes_cards(self) -> bool:
        """Whether there is something to be read on the cards."""
        return bool({"title", "text", "original"} & {*self.targets})

    def with_target(self, place: int, target: str) -> Mapping:
        """The same, but for one column."""
        targets = list(self.targets)
        targets[place] = target
        return replace(self, targets=tuple(targets))


def own_field(name: str, place: int) -> str:
    """The field of the person's own for a column that is none of the known ones."""
    words = " ".join(name.split()).removeprefix(CUSTOM)
    return CUSTOM + (words or f"Column {place + 1}")[: LONGEST_NAME - len(CUSTOM) - 8]


def is_ours(header: Sequence[str]) -> bool:
    """Whether a table names its columns as our own tables do, so that nobody need be asked what they mean."""
    names = {name.strip().casefold() for name in header}
    if {"from", "to"} <= names:
        return True
    return {"key", "kind", "title"} <= names or (bool(names & {"title", "text", "photo"}) and names <= {*CARD_COLUMNS})


def headless(sheet: Sheet) -> Sheet:
    """The same table where its first row is none of names, but one of the others."""
    header = [f"Column {place + 1}" for place in range(len(sheet.header))]
    return Sheet(sheet.name, sheet.folder, header, [(1, sheet.header), *sheet.rows], sheet.refused)


def mapped(sheet: Sheet, mapping: Mapping, progress: Progress | None = None) -> Sheet:
    """The table in our own columns; rows that cannot be read are refused by line."""
    converter = _Converter(mapping, sheet.header)
    made = Sheet(sheet.name, sheet.folder, [*converter.header], refused=list(sheet.refused))
    for done, (line, cells) in enumerate(sheet.rows):
        if done % EVERY == 0:
            report(progress, done, len(sheet.rows))
        try:
            made.rows.append((line, converter.row(cells)))
        except _Unread as problem:
            made.refuse(line, str(problem))
    return made


class _Unread(ValueError):
    """A cell that is not what its column says."""


class _Converter:
    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self._kind = mapping.kind
        self._places: dict[str, list[int]] = {}
        own: list[tuple[str, int]] = []
        for place, target in enumerate(mapping.targets):
            if target.startswith(CUSTOM):
                own.append((target, place))
            elif target != IGNORED:
                self._places.setdefault(target, []).append(place)
        spare = [place for target, places in self._places.items() if target not in JOINED for place in places]
        spare = [place for place in spare if len(self._places[mapping.targets[place]]) > 1]
        names = _each_once([*own, *((own_field(header[place], place), place) for place in spare)])
        self._own = {place: names[place] for _, place in own}
        self._spare = {place: names[place] for place in spare}
        known = [target for target in self._places if target != GRADE]
        graded = ["reliability", "credibility"] if GRADE in self._places else []
        loose = [UNSOURCED] if {GRADE, "reliability"} & self._places.keys() else []
        self.header = list(dict.fromkeys([*known, *graded, "kind", "title", "text", *names.values(), *loose]))

    def row(self, cells: Sequence[str]) -> list[str]:
        """The cells of a row in the order of `header`.

        Raises:
            _Unread: one cannot be read.
        """
        values = dict.fromkeys(self.header, "")
        for target, places in self._places.items():
            self._put(values, target, [(place, cells[place]) for place in places if cells[place].strip()])
        for place, name in self._own.items():
            values[name] = cells[place]
        values["kind"] = values["kind"].strip() or self._kind
        if values.get("reliability") and not values.get("source", "").strip():  # it is nobody's
            values[UNSOURCED], values["reliability"] = values["reliability"], ""
        _shorten_title(values)
        return [values[name] for name in self.header]

    def _put(self, values: dict[str, str], target: str, said: list[tuple[int, str]]) -> None:
        """What the columns of one field say, those that say nothing left out."""
        if not said:
            return
        if target == "text":
            values[target] = "\n".join(cell for _, cell in said)
            return
        if target == "tags":
            values[target] = ";".join(re.split(r"[;,]", ";".join(cell for _, cell in said)))
            return
        said.sort(key=lambda each: target in DATES and each[1].strip().isdigit())  # a date says more than a count
        cell = said[0][1]
        if target == GRADE:
            values["reliability"], values["credibility"] = _graded(cell)
        else:
            values[target] = _dated(cell) if target in DATES else cell
        for place, unused in said[1:]:
            values[self._spare[place]] = unused


def _each_once(columns: Iterable[tuple[str, int]]) -> dict[int, str]:
    """A name of its own for each column of the person's own."""
    found: dict[int, str] = {}
    for target, place in columns:
        name, number = target, 2
        while name.casefold() in {other.casefold() for other in found.values()}:
            name, number = f"{target} ({number})", number + 1
        found[place] = name
    return found


def _dated(cell: str) -> str:
    if kept := moment(cell):
        return kept
    reason = dates.why_not(cell) or "Not read as a date"
    raise _Unread(f"“{cell.strip()[:40]}”: {reason[0].lower()}{reason[1:]}")


def _graded(cell: str) -> tuple[str, str]:
    found = _GRADE.fullmatch(cell.strip())
    if found is None:
        raise _Unread(f"“{cell.strip()[:40]}” is no grade like B3")
    return (found[1] or "").upper(), found[2] or ""


def _shorten_title(values: dict[str, str]) -> None:
    """A title that is a text becomes the text where there is none, and its beginning the title."""
    title = values["title"].strip()
    if values["text"] or (len(title) <= LONGEST_TITLE and "\n" not in title):
        return
    values["text"] = values["title"]
    line = title.split("\n", 1)[0].strip()
    if len(line) > LONGEST_TITLE:
        line = line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    values["title"] = line
