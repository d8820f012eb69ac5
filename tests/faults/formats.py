"""The next version of the program, as far as its format goes: what it must be able to do with the boards of this one.

There is no second format yet. This one is made up, so that the way from a format to the next is walked before anybody's
boards depend on it: a column more in the log and in a table, and a table more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from evidenceboard.store import migrations, schema

NEXT = schema.FORMAT + 1
MOOD = "coalesce(title, '') || ' as before'"


@contextmanager
def next_version() -> Iterator[None]:
    """Within, the program is of the next format."""
    real = schema.released

    def released(version: int | None = None) -> list[str]:
        version = version or schema.FORMAT
        return _changed(real(schema.FORMAT - 1)) if version == NEXT else real(version)

    with (
        mock.patch.multiple(schema, FORMAT=NEXT, FORMAT_NAME=f"{NEXT}.0", released=released),
        mock.patch.dict(migrations.STEPS, {NEXT - 1: {"card": {"mood": MOOD}}}),
    ):
        yield


def _changed(statements: list[str]) -> list[str]:
    changed = [_with_column(each, "card", "mood") for each in statements]
    changed = [_with_column(each, "changeset", "machine") for each in changed]
    return [*changed, "CREATE TABLE tray (id TEXT NOT NULL, PRIMARY KEY (id)) STRICT"]


def _with_column(statement: str, table: str, column: str) -> str:
    if not statement.startswith(f"CREATE TABLE {table} ("):
        return statement
    return statement.replace("    PRIMARY KEY", f"    {column} TEXT,\n    PRIMARY KEY", 1)
