"""Between records and rows: the fold tables, and the log's rows as changesets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import REAL

from evidenceboard.model.board import Record, Touch
from evidenceboard.model.changes import Change, Changeset, Value, canonical
from evidenceboard.model.ids import RecordId
from evidenceboard.model.index import ENDS, JOINING, Ends
from evidenceboard.store.schema import FOLD

CHANGESET_COLUMNS = "s.number, s.id, a.id, s.seq, s.prev, s.wall, s.counter, s.author, s.label, s.reverts"
CHANGESET_ROW = ("id", "actor", "seq", "prev", "wall", "counter", "author", "label", "reverts")
CHANGE_ROW = ("changeset", "place", "record", "salt", "vals", "replaces")
CHANGE_COLUMNS = "c.record, c.vals, c.replaces, c.salt"
AT_ONCE = 500  # names in one query

# The fields of each kind, and how many columns each has where it is a list of numbers.
_PARTS = {
    kind: [(field, len(shape) if isinstance(shape, tuple) else 0) for field, shape in fields.items()]
    for kind, fields in FOLD.items()
}


def fold_columns(kind: str) -> tuple[str, ...]:
    """The columns of a fold table in the order of `fold_parts`."""
    parts = (shape if isinstance(shape, tuple) else (field,) for field, shape in FOLD[kind].items())
    return ("id", "contested", "kept", *chain.from_iterable(parts), "extra")


def fold_row(record: Record) -> dict[str, Value]:
    """A record as the row of its fold table."""
    return dict(zip(fold_columns(record.kind), fold_parts(record, record.shown_values()), strict=True))


def fold_parts(record: Record, values: dict[str, Value]) -> tuple[Value, ...]:
    """The values of such a row, in the order of `fold_columns`; of the shown values nothing is left."""
    return row_of(record.id, record.kind, values, bool(record.conflicts()), record.kept)


def row_of(
    record: RecordId, kind: str, values: dict[str, Value], contested: bool = False, kept: bool = False
) -> tuple[Value, ...]:
    """The same of a record's id, its shown values and its marks."""
    row: list[Value] = [record, contested, kept]
    take = values.pop
    for field, parts in _PARTS[kind]:
        value = take(field, None)
        if parts:
            row += value or (None,) * parts
        else:
            row.append(value)
    row.append(canonical(values) if values else None)
    return tuple(row)


def fold_values(kind: str, row: sqlite3.Row) -> dict[str, Value]:
    """The shown values of a record from its row, those that are empty left out."""
    values: dict[str, Value] = {}
    for field, shape in FOLD[kind].items():
        if isinstance(shape, tuple):
            parts = [row[part] for part in shape]
            if parts[0] is not None:
                values[field] = parts
        elif row[field] is not None:
            values[field] = bool(row[field]) if field in ("pinned", "folded") else row[field]
    if row["extra"]:
        values |= json.loads(row["extra"])
    return values


def read_records(
    cursor: sqlite3.Cursor, kind: str, names: Sequence[str] | None = None
) -> Iterator[tuple[str, dict[str, Value]]]:
    """Every record of a kind that is there, or those of these names, with its shown values; ordered by id."""
    cursor.row_factory = sqlite3.Row
    where = "" if names is None else f"WHERE id IN ({','.join('?' * len(names))})"
    for row in cursor.execute(f'SELECT * FROM "{kind}" {where} ORDER BY id', names or ()):
        yield row["id"], fold_values(kind, row)


def read_page(
    cursor: sqlite3.Cursor, kind: str, fields: Sequence[str], after: str | int | None, count: int
) -> tuple[list[tuple[str, dict[str, Value]]], str | int | None]:
    """Some records of a kind that are there: those of these fields that have a value, and all that have no column.

    Args:
        fields: those that are no columns are read in any case.
        after: where the page before ended; None for the first.

    Returns:
        The records, and where this page ends; None where it is the last.
    """
    along = "rowid" if kind == "card" else "id"  # as the table lies: by ids, a table with row numbers takes ten times
    columns = [field for field in fields if isinstance(FOLD[kind].get(field), type)]
    names = ", ".join([along, "extra", "id", *(f'"{column}"' for column in columns)])
    where = "" if after is None else f"WHERE {along} > ?"
    query = f'SELECT {names} FROM "{kind}" {where} ORDER BY {along} LIMIT ?'
    cursor.row_factory = None
    rows = cursor.execute(query, (count,) if after is None else (after, count)).fetchall()
    page = []
    for _, extra, name, *found in rows:
        values = {field: value for field, value in zip(columns, found, strict=True) if value is not None}
        page.append((name, values | json.loads(extra) if extra else values))
    return page, rows[-1][0] if len(rows) == count else None


def read_packed(
    cursor: sqlite3.Cursor, kind: str, fields: Sequence[str], after: str | int | None, count: int
) -> tuple[list[tuple[str, dict[str, Value]]], str | int | None]:
    """The same as `read_page`, made into one row by the database: for a thread beside another one that is busy.

    Python's lock is given away at every row that is read, and whoever takes it back waits for it.
    """
    along = "rowid" if kind == "card" else "id"
    columns = [field for field in fields if isinstance(FOLD[kind].get(field), type)]
    numbers = {field for field in columns if FOLD[kind][field] is REAL}
    parts = [f'quote("{field}")' if field in numbers else f'"{field}"' for field in columns]  # to the last digit
    where = "" if after is None else f"WHERE {along} > ?"
    inner = f'SELECT {along} AS along, * FROM "{kind}" {where} ORDER BY {along} LIMIT ?'
    query = f"SELECT json_group_array(json_array({', '.join(['id', 'extra', *parts])})), max(along) FROM ({inner})"
    cursor.row_factory = None
    packed, last = cursor.execute(query, (count,) if after is None else (after, count)).fetchone()
    rows = json.loads(packed)
    page = []
    for name, extra, *found in rows:
        values = {field: value for field, value in zip(columns, found, strict=True) if value is not None}
        for field in numbers & values.keys():
            quoted = values.pop(field)
            if quoted != "NULL":
                values[field] = float(quoted)
        page.append((name, values | json.loads(extra) if extra else values))
    return page, last if len(rows) == count else None


def read_ends(cursor: sqlite3.Cursor, kind: str) -> Iterator[tuple[str, Ends]]:
    """Every record of a kind that is there, and what it joins. An id that stands in many rows is one string."""
    columns = ", ".join(f'"{field}"' for field in ENDS.get(kind, ()))
    if not columns:
        yield from ((name, ()) for (name,) in cursor.execute(f'SELECT id FROM "{kind}"'))
        return
    known: dict[str, str] = {}
    share = known.setdefault
    for name, *ends in cursor.execute(f'SELECT id, {columns} FROM "{kind}"'):
        yield name, tuple([share(end, end) for end in ends if end])


def read_ends_of(cursor: sqlite3.Cursor, kind: str, record: str) -> Ends | None:
    """What one record joins; None where it is not there."""
    columns = ", ".join(f'"{field}"' for field in ("id", *ENDS.get(kind, ())))
    row = cursor.execute(f'SELECT {columns} FROM "{kind}" WHERE id = ?', (record,)).fetchone()
    return None if row is None else tuple(end for end in row[1:] if end)


def read_joining(cursor: sqlite3.Cursor, records: Sequence[str]) -> Iterator[tuple[str, Ends]]:
    """What hangs on one of these records, and all that it joins: a scan, for no edge is found by its ends."""
    names = json.dumps(records)
    for kind in JOINING:
        fields = [f'"{field}"' for field in ENDS[kind]]
        held = " OR ".join(f"{field} IN (SELECT value FROM json_each(?))" for field in fields)
        for name, *ends in cursor.execute(
            f'SELECT id, {", ".join(fields)} FROM "{kind}" WHERE {held}', [names] * len(fields)
        ):
            yield name, tuple(end for end in ends if end)


def read_marked(cursor: sqlite3.Cursor, mark: str) -> Iterator[str]:
    """The records in whose rows a column is set: "contested" or "kept"."""
    for kind in FOLD:
        yield from (name for (name,) in cursor.execute(f'SELECT id FROM "{kind}" WHERE {mark}'))


def changeset_row(changeset: Changeset, actor: int) -> tuple[Value, ...]:
    """A changeset as a row of the log in the order of `CHANGESET_ROW`, without its changes."""
    return (
        bytes.fromhex(changeset.id),
        actor,
        changeset.seq,
        _bytes(changeset.prev),
        *changeset.clock,
        changeset.author,
        changeset.label,
        _bytes(changeset.reverts),
    )


def change_rows(number: int, changeset: Changeset) -> list[tuple[Value, ...]]:
    """The changes of a changeset as rows of the log in the order of `CHANGE_ROW`."""
    return [
        (number, place, c.record, bytes.fromhex(c.salt), c.text, b"".join(map(bytes.fromhex, c.replaces)))
        for place, c in enumerate(changeset.changes)
    ]


def to_change(row: Sequence[Any]) -> Change:
    """A change from `CHANGE_COLUMNS`."""
    record, values, replaces, salt = row
    return Change(record, json.loads(values), _seen(replaces), salt.hex())


def _seen(replaces: bytes) -> tuple[str, ...]:
    """The ids in what a change replaces."""
    return tuple([replaces[i : i + 32].hex() for i in range(0, len(replaces), 32)])


def read_touches(cursor: sqlite3.Cursor, records: Sequence[RecordId]) -> dict[RecordId, list[Touch]]:
    """All changes of these records, in the order of the log."""
    found: dict[RecordId, list[Touch]] = {}
    hexed = cache(bytes.hex)  # few changesets touch many records: each id is written out once
    seen = cache(_seen)
    for start in range(0, len(records), AT_ONCE):
        names = records[start : start + AT_ONCE]
        query = f"""SELECT s.id, s.wall, s.counter, a.id, {CHANGE_COLUMNS} FROM change c
                    JOIN changeset s ON s.number = c.changeset JOIN actor a ON a.number = s.actor
                    WHERE c.vals IS NOT NULL AND c.record IN ({",".join("?" * len(names))})"""
        read = cursor.execute(query, names).fetchall()
        values = json.loads(f"[{','.join([row[5] for row in read])}]")  # read at once: that is cheaper
        for (name, wall, counter, actor, record, _text, replaces, salt), held in zip(read, values, strict=True):
            change = Change(record, held, seen(replaces), salt.hex())
            found.setdefault(record, []).append(Touch(hexed(name), ((wall, counter), hexed(actor)), change))
    return found


def read_reverts(cursor: sqlite3.Cursor, changesets: Sequence[bytes]) -> dict[str, str]:
    """Of these changesets those that take another one back, and which."""
    found: dict[str, str] = {}
    for start in range(0, len(changesets), AT_ONCE):
        names = changesets[start : start + AT_ONCE]
        marks = ",".join("?" * len(names))
        query = f"SELECT id, reverts FROM changeset WHERE reverts IS NOT NULL AND id IN ({marks})"
        found |= {name.hex(): reverted.hex() for name, reverted in cursor.execute(query, names)}
    return found


def to_changeset(row: Sequence[Any], changes: tuple[Change, ...]) -> Changeset:
    """A changeset from `CHANGESET_COLUMNS` and its changes. Its id is computed anew when asked for."""
    _number, _id, actor, seq, prev, wall, counter, author, label, reverts = row
    return Changeset(actor.hex(), seq, _hex(prev), (wall, counter), author, label, _hex(reverts), changes)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)


def _hex(data: bytes | None) -> str | None:
    return None if data is None else data.hex()
