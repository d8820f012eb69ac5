"""Records of kinds that came after format 1: they have no table of their own and are read from the log.

A board has few of them. An older program of the same format keeps them in the log without knowing them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from evidenceboard.model.board import Record
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import FIELDS
from evidenceboard.store.rows import read_touches
from evidenceboard.store.schema import FOLD

KINDS = tuple(kind for kind in FIELDS if kind not in FOLD)


def read(cursor: sqlite3.Cursor, kind: str, names: Sequence[RecordId] | None = None) -> Iterator[Record]:
    """Every record of a kind that is there, or those of these names; ordered by id."""
    if names is None:
        query = "SELECT DISTINCT record FROM change WHERE record > ? AND record < ? ORDER BY record"
        names = [name for (name,) in cursor.execute(query, (f"{kind}:", f"{kind};"))]
    touches = read_touches(cursor, sorted(names))
    for name in sorted(touches):
        record = Record(name)
        for touch in touches[name]:
            record.fold(touch)
        if not record.gone:
            yield record
