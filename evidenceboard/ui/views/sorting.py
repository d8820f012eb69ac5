"""Records of a kind in the order of a column, worked out in steps beside what hands do."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from evidenceboard.model import dates
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.readings import Now, Page
from evidenceboard.ui.views.columns import COUNTED, Column
from evidenceboard.ui.views.rows import Values
from evidenceboard.ui.words import card_kind

AT_ONCE = 500  # records that are brought into order in one step
RUN = 2_000  # records that are sorted at once
FIELDS = {"role": ("kind", "role"), "reliability": ("source",)}  # fields to read for a column, where not its own

Key = Callable[[RecordId, Values], Any]
Steps = Generator[None, None, list[RecordId]]


def in_order(reading: Now, kind: str, column: Column, descending: bool) -> Steps:
    """All live records of a kind by a column. Those without a value come last either way; equals stay as made."""
    key = yield from _key(reading, column)
    fields = FIELDS.get(column.field, (column.field,))
    runs: list[list[tuple[Any, int, RecordId]]] = []
    run: list[tuple[Any, int, RecordId]] = []
    empty: list[RecordId] = []
    number, step = 0, -1 if descending else 1
    for page in reading.pages(kind, (*fields, "key")):
        for record, values in page:
            found = key(record, values)
            if found is None:
                empty.append(record)
            else:
                number += step
                run.append((found, number, record))
        if len(run) >= RUN:
            runs.append(sorted(run))
            run = []
        yield
    runs.append(sorted(run))
    merged, order = merge(*runs), list[RecordId]()
    while part := list(islice(merged, AT_ONCE)):
        order += [record for _, _, record in part]
        yield
    if descending:
        order.reverse()
    there = yield from live_in(reading, kind, order + empty)
    return there


def live_in(reading: Now, kind: str, records: list[RecordId]) -> Steps:
    """Those of these records that are live, each once."""
    found: dict[RecordId, None] = {}
    known: dict[RecordId, RecordId] = {}  # their strings, not copies of them
    names = reading.of_kind(kind)
    while part := list(islice(names, RUN)):
        known.update(zip(part, part, strict=True))
        yield
    for start in range(0, len(records), RUN):
        for record in records[start : start + RUN]:
            if record in known and (kind == "card" or reading.is_live(record)):
                found[known[record]] = None
        yield
    return list(found)


def _key(reading: Now, column: Column) -> Generator[None, None, Key]:
    field = column.field
    if field in COUNTED:
        counts = yield from _balance(reading, field == "=against")
        return lambda record, _values: counts.get(record)
    if field in ("source", "outlet", "reliability"):
        told, named = ("reliability", "source") if field == "reliability" else ("name", field)
        names = {record: values.get(told) for record, values in reading.records("source")}
        return lambda _record, values: _worded(names.get(str(values.get(named))))
    if field in ("derives_from", "from", "to"):
        called = yield from _called(reading)
        return lambda _record, values: _worded(called.get(str(values.get(field))))
    if column.edit == "date":
        return lambda _record, values: dates.sort_key(values[field]) if field in values else None
    if field == "role":
        return lambda _record, values: natural(card_kind(values))
    if field == "status":
        return lambda _record, values: natural(values.get(field) or "live")
    if field == "tags":
        return lambda _record, values: _worded(", ".join(values.get(field) or []))
    return lambda _record, values: _worded(values.get(field))


def _worded(value: Value) -> tuple[int | str, ...] | None:
    return natural(str(value)) if value else None


def _called(reading: Now) -> Generator[None, None, dict[RecordId, str]]:
    """What cards and origins are called."""
    called = {record: str(values.get("name") or "") for record, values in reading.records("origin")}
    for page in reading.pages("card", ("key", "title")):
        called |= {record: str(values.get("key") or values.get("title") or "") for record, values in page}
        yield
    return called


def _balance(reading: Now, against: bool) -> Generator[None, None, dict[RecordId, int]]:
    """How many live links speak for or against each card."""
    counts: dict[RecordId, int] = {}
    for page in _edges(reading):
        for edge, values in page:
            card = str(values.get("to"))
            mine = kind_of(card) == "card" and (values.get("kind") == "contradict") == against
            if mine and reading.is_live(edge):
                counts[card] = counts.get(card, 0) + 1
        yield
    return counts


def _edges(reading: Now) -> Iterator[Page]:
    return reading.pages("edge", ("to", "kind"))
