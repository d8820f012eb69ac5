"""What is said of a file that is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import UnreadableBoard
from evidenceboard.store.reading import read_board

Watch = Callable[[Path], Path]


def refusal(path: Path, make: Any) -> str:
    """The title of the refusal; there is advice, too, and nothing is left in the scratch folder."""
    with pytest.raises(UnreadableBoard) as refused:
        read_board(path, make.scratch)
    assert list(make.scratch.iterdir()) == []
    assert refused.value.advice and refused.value.exit_code == 4
    return refused.value.title


def rewrite_schema(board: Path, statement: str, *arguments: object) -> None:
    """Change the rows of the schema itself, as no program is meant to."""
    with closing(sqlite3.connect(board)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement, arguments)
