"""The rows of the fault table that tests try: those named `test_row_12…`, with how they went."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.outcome import Outcome

HERE = Path(__file__).parent
NAME = re.compile(r"test_row_(\d+)_(\w+)")


class _Ear:
    """What pytest tells of the tests of rows."""

    def __init__(self, wanted: Callable[[int], bool]) -> None:
        self.wanted = wanted
        self.outcomes: dict[str, Outcome] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self._is_wanted(item)]

    def _is_wanted(self, item: pytest.Item) -> bool:
        found = NAME.match(item.name)
        looped = getattr(getattr(item, "module", None), "TRIED_LONGER", False)  # the command tries these as loops
        return found is not None and not looped and self.wanted(int(found[1]))

    def pytest_runtest_logreport(self, report: Any) -> None:
        found = NAME.match(report.nodeid.rpartition("::")[2])
        if not found:
            return
        name = found[0].partition("[")[0]
        outcome = self.outcomes.setdefault(name, Outcome(found[2].replace("_", " "), rows=(int(found[1]),)))
        outcome.seconds += report.duration
        if report.when == "call":
            outcome.tries += 1
        outcome.check(not report.failed, f"{report.nodeid}: {str(report.longrepr)[-300:]}")
        outcome.count("not possible on this machine", int(report.skipped))


def rows_by_tests(wanted: Callable[[int], bool]) -> list[Outcome]:
    """Run the tests of rows once; what each came to, by row."""
    ear = _Ear(wanted)
    pytest.main([str(HERE), "-q", "-x", "--no-header", "-p", "no:terminal", "-p", "no:cacheprovider"], plugins=[ear])
    return sorted(ear.outcomes.values(), key=lambda outcome: outcome.rows)
