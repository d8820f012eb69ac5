"""The board as it was after one of its changesets, read from the log beside whoever has it open.

Changesets stand in the order of their clocks, as the history shows them: whoever wrote one had seen no later one, so
each of them and all before it are a whole board. Read is only what was touched later: the rest is as it is now.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence, Set
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evidenceboard.bulk import uncollected
from evidenceboard.model.board import Record
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.index import JOINING
from evidenceboard.progress import Progress, report
from evidenceboard.store import rows
from evidenceboard.store.lookups import Entry, entry_of_row, select_entries
from evidenceboard.store.working_copy import WorkingCopy

AT_ONCE = 2_000  # changesets that are listed in one step
FEW = 5_000  # records that are looked for one by one in the log; for more it is read through
LOOKED_AT = 200  # changes of a step that may say why it was made
REASONS = ("reason", "note")  # fields in which people say why
HOW: dict[object, str] = {False: "added", True: "removed"}  # by what a change says of whether a record is removed
LATER = "SELECT number FROM changeset WHERE (wall, counter, number) > (?, ?, ?)"


class Step(NamedTuple):
    """A changeset by its number in this copy, and when it was made, in milliseconds of the wall."""

    number: int
    wall: int


class Past(NamedTuple):
    """What was other after a step than it is now.

    Attributes:
        gone: records that were touched later and were not there then.
        other: those that were there, with the values that they had, and what hung on those that are gone now.
        off: of places that were not there then, and are now, by sheet the cards.
    """

    gone: frozenset[RecordId]
    other: dict[RecordId, dict[str, Value]]
    off: dict[RecordId, set[RecordId]]


class Order:
    """Steps in the order of their clocks, held as columns: of a long history a person looks at few.

    Args:
        rows: wall, counter and number of each.
    """

    def __init__(self, rows: Sequence[tuple[int, int, int]] = ()) -> None:
        wall, counter, number = np.array(rows, np.int64).reshape(-1, 3).T
        order = np.lexsort((number, counter, wall))
        self._wall, self._number = wall[order], number[order]

    def __len__(self) -> int:
        return len(self._number)

    def __getitem__(self, at: int) -> Step:
        return Step(int(self._number[at]), int(self._wall[at]))

    def place(self, number: int) -> int | None:
        """Where a changeset stands by its number; None where it does not."""
        found = np.flatnonzero(self._number == number)
        return int(found[0]) if len(found) else None


def steps(copy: WorkingCopy) -> Generator[None, None, Order]:
    """All changesets, the earliest first, read some at a time. One that comes meanwhile may be left out."""
    query = "SELECT wall, counter, number FROM changeset WHERE number > ? ORDER BY number LIMIT ?"
    found: list[tuple[int, int, int]] = []
    while page := copy.cursor().execute(query, (found[-1][2] if found else -1, AT_ONCE)).fetchall():
        found += page
        yield
    return Order(found)


def entry(copy: WorkingCopy, step: Step) -> Entry:
    """A changeset in brief."""
    found = copy.cursor().execute(select_entries("WHERE s.number = ?"), (step.number,)).fetchone()
    return entry_of_row(found)


def reasons(copy: WorkingCopy, step: Step) -> list[str]:
    """What a changeset wrote where people say why: reasons of links, notes but for those of a talk; each once."""
    query = """SELECT vals FROM change WHERE changeset = ? AND vals IS NOT NULL AND record NOT LIKE 'stop:%'
               ORDER BY place LIMIT ?"""
    found = [json.loads(vals) for (vals,) in copy.cursor().execute(query, (step.number, LOOKED_AT))]
    said = [values[field] for values in found for field in REASONS if isinstance(values.get(field), str)]
    return list(dict.fromkeys(words for words in said if words.strip()))


def touched(copy: WorkingCopy, step: Step) -> Iterator[tuple[RecordId, str]]:
    """The first cards and links that a changeset touched: "added", "changed", "moved" or "removed"."""
    query = "SELECT record, vals FROM change WHERE changeset = ? ORDER BY place LIMIT ?"
    for record, text in copy.cursor().execute(query, (step.number, LOOKED_AT)).fetchall():
        values = json.loads(text) if text else {}
        if kind_of(record) in ("card", "edge"):
            yield record, HOW.get(values.get("removed", ""), "changed")
        elif kind_of(record) == "place" and "card" not in values and "pos" in values:
            card = copy.cursor().execute("SELECT card FROM place WHERE id = ?", (record,)).fetchone()
            if card is not None:
                yield card[0], "moved"


def read_past(path: Path, step: Step, progress: Progress | None = None) -> Past:
    """The board after a step: for a worker thread.

    Raises:
        Stopped: the progress says so.
    """
    with closing(WorkingCopy.open(path, read_only=True)) as copy, uncollected():
        return _past(copy, step, progress)


def _past(copy: WorkingCopy, step: Step, progress: Progress | None) -> Past:
    copy.cursor().execute("BEGIN")  # what is written meanwhile is not seen
    clock = copy.cursor().execute("SELECT wall, counter, number FROM changeset WHERE number = ?", (step.number,))
    at = clock.fetchone()
    touched = [row[0] for row in copy.cursor().execute(_distinct(f"changeset IN ({LATER})"), at)]
    later = {row[0].hex() for row in copy.cursor().execute(LATER.replace("number FROM", "id FROM", 1), at)}
    report(progress, 0, 2)
    before = list(_touched_before(copy, touched, at))
    other: dict[RecordId, dict[str, Value]] = {}
    for start in range(0, len(before), rows.AT_ONCE):
        report(progress, start, len(before))
        for name, found in rows.read_touches(copy.cursor(), before[start : start + rows.AT_ONCE]).items():
            record = Record(name)
            for touch in found:
                if touch.changeset not in later:
                    record.fold(touch)
            values = record.values_if_there()
            if values is not None:
                other[name] = values
    gone = frozenset(touched) - other.keys()
    other |= _hanging_on(copy, [record for record in other if copy.ends_of(record) is None], gone | other.keys())
    return Past(gone, other, _places(copy, gone))


def _hanging_on(
    copy: WorkingCopy, returned: Sequence[RecordId], known: Set[RecordId]
) -> dict[RecordId, dict[str, Value]]:
    """Links and parts of photos that are as they were, but are not seen now, for what they hang on is gone."""
    found: dict[RecordId, dict[str, Value]] = {}
    while returned:
        names = {name for name, _ends in copy.joining(returned)} - known - found.keys()
        for kind in JOINING:
            found |= copy.records_named(kind, sorted(name for name in names if kind_of(name) == kind))
        returned = sorted(names)
    return found


def _touched_before(copy: WorkingCopy, touched: Sequence[RecordId], at: Sequence[int]) -> Iterator[RecordId]:
    """Those of these records that a step or one before it touched."""
    if len(touched) > FEW:
        known = set(touched)
        found = copy.cursor().execute(_distinct(f"changeset NOT IN ({LATER})"), at)
        yield from (record for (record,) in found if record in known)
        return
    for start in range(0, len(touched), rows.AT_ONCE):
        names = touched[start : start + rows.AT_ONCE]
        where = f"record IN ({','.join('?' * len(names))}) AND changeset NOT IN ({LATER})"
        yield from (record for (record,) in copy.cursor().execute(_distinct(where), (*names, *at)))


def _distinct(where: str) -> str:
    return f"SELECT DISTINCT record FROM change WHERE {where}"


def _places(copy: WorkingCopy, gone: frozenset[RecordId]) -> dict[RecordId, set[RecordId]]:
    found: dict[RecordId, set[RecordId]] = {}
    if any(kind_of(record) == "place" for record in gone):
        for place, sheet, card in copy.cursor().execute("SELECT id, sheet, card FROM place"):
            if place in gone:
                found.setdefault(sheet, set()).add(card)
    return found
