"""What `check` looks for beyond hashes: a log without gaps, values of the right form, tables that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from evidenceboard.model.board import Board, Record
from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import chain_problems
from evidenceboard.model.records import problem
from evidenceboard.store import rows, schema
from evidenceboard.store.gate import Gate
from evidenceboard.store.validate import Refused

LYING_BESIDE = {"photo": "its picture is not in the file", "capture": "its archive is not in the file"}
NAMES = {"edge": "link", "rivals": "set of rivals"}


def findings(gate: Gate, changesets: Sequence[Changeset], photos: Collection[str]) -> Iterator[Refused]:
    """Everything that is amiss in a file whose changesets were read.

    Args:
        photos: the SHA-256 of those that the file holds.
    """
    for name, reason in chain_problems(changesets):
        yield Refused(f"changeset {name[:8]}", None, reason)
    board = Board(MemoryLog(changesets))
    records = sorted({change.record for changeset in changesets for change in changeset.changes})
    board.load(records)
    board.adopt({name: board.record(name) for name in records})
    for name in records:
        yield from _of_record(board, board.record(name), photos)
    for kind in schema.FOLD:
        there = (board.record(name) for name in records if name.startswith(f"{kind}:"))
        yield from _of_table(gate, kind, {record.id: record for record in there if not record.gone})


def _of_record(board: Board, record: Record, photos: Collection[str]) -> Iterator[Refused]:
    if record.gone:
        return
    name = NAMES.get(record.kind, record.kind)
    for field in record.fields:
        reasons = {problem(record.kind, field, head.value) for head in record.heads(field)} - {None}
        for reason in reasons:
            yield Refused(name, record.id, str(reason))
    for field, reason in LYING_BESIDE.items() if record.kind == "card" else ():
        bytes_of = record.shown(field)
        if bytes_of is not None and bytes_of not in photos:
            yield Refused(field, record.id, reason)
    for end in board.index.ends(record.id):
        if not board.record(end).fields:
            yield Refused(name, record.id, "what it joins is not in the file")


def _of_table(gate: Gate, kind: str, records: dict[str, Record]) -> Iterator[Refused]:
    """Compare a table with what it should be by the log."""
    name = NAMES.get(kind, kind)
    columns = [column.name for column in schema.fold[kind].columns]
    query = f"""SELECT {", ".join(f'"{column}"' for column in columns)} FROM "{kind}" ORDER BY id"""
    found: set[str] = set()
    for row in gate.rows(query):
        record = records.get(row[0])
        found.add(row[0])
        if record is None:
            yield Refused(name, row[0] if isinstance(row[0], str) else None, "the table holds it, the log does not")
            continue
        differing = _differing(dict(zip(columns, row, strict=True)), rows.fold_row(record))
        if differing:
            yield Refused(name, record.id, f"the table differs from the log: {', '.join(differing)}")
    for missing in sorted(records.keys() - found):
        yield Refused(name, missing, "the log holds it, the table does not")


def _differing(row: dict[str, object], expected: dict[str, Value]) -> list[str]:
    return [column for column, value in expected.items() if row[column] != value]
