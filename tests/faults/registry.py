"""The loops of the fault command, by the rows of the fault table that they try.

A room of faults keeps its loops in a module of its own and is named here once. Rows that need no loop are tests
whose name begins with their number; `by_tests` finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from tests.faults.outcome import Outcome

MODULES = ("tests.faults.rows_saving", "tests.faults.rows_travelling")


@dataclass(frozen=True)
class Loop:
    """A fault that is tried again and again.

    Attributes:
        rows: what it tries of the table.
        run: tries it so often.
        times: how often in a full run.
    """

    rows: tuple[int, ...]
    run: Callable[[int], Outcome]
    times: int


def loops() -> Iterator[Loop]:
    """All of them, room by room."""
    for name in MODULES:
        yield from import_module(name).LOOPS
