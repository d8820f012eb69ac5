"""Photos that no change of a board names: what is left of an import that came to nothing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection

from evidenceboard.store.photos import sha256_of

NAMED = re.compile(r'"([0-9a-f]{64})"')


def unnamed(connection: sqlite3.Connection, names: Collection[str], after: int = 0) -> set[str]:
    """Those of these photos that no change in a board names, in whatever field.

    Args:
        names: in the archive.
        after: look only at changesets of a greater number.
    """
    left = {sha256_of(name): name for name in names}
    changes = connection.execute("SELECT vals FROM main.change WHERE changeset > ? AND vals IS NOT NULL", (after,))
    for (values,) in changes:
        for sha256 in NAMED.findall(values):
            left.pop(sha256, None)
        if not left:
            break
    changes.close()
    return set(left.values())


def leave_out(connection: sqlite3.Connection, names: Collection[str]) -> bool:
    """Take photos that no change names out of a snapshot; whether there were any."""
    gone = [(name,) for name in unnamed(connection, names)] if names else []
    return connection.executemany("DELETE FROM main.sqlar WHERE name = ?", gone).rowcount > 0
