"""The tests of single rows as rows of the fault loops: a test belongs to the row whose number stands in its name.

`test_row_44_cut_at_each_border` is row 44. A new file of such tests in this folder needs to be named nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.outcome import Outcome

TRIED = "tried"  # the property under which a test says how often it tried something
NAME = re.compile(r"::test_row_(\d+)_(\w+)")
FOLDER = Path(__file__).parent


class Watch:
    """Gathers what pytest reports of tests that belong to a row.

    Args:
        wanted: which rows; what a module tries that says `TRIED_LONGER` the command tries as a loop.
    """

    def __init__(self, wanted: Callable[[int], bool]) -> None:
        self._wanted = wanted
        self._outcomes: dict[tuple[int, str], Outcome] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self._is_wanted(item)]

    def _is_wanted(self, item: pytest.Item) -> bool:
        found = NAME.search(item.nodeid)
        looped = getattr(getattr(item, "module", None), "TRIED_LONGER", False)
        return found is not None and not looped and self._wanted(int(found[1]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = NAME.search(report.nodeid)
        if found is None or (report.when != "call" and report.passed):
            return
        number, name = int(found[1]), found[2]
        made = Outcome(name.partition("[")[0].replace("_", " "), rows=(number,))
        outcome = self._outcomes.setdefault((number, name), made)
        self._note(outcome, report)

    def _note(self, outcome: Outcome, report: pytest.TestReport) -> None:
        said: list[Any] = [value for name, value in report.user_properties if name == TRIED]
        outcome.seconds += report.duration
        outcome.tries += sum(times for times, _happened in said) or 1
        for _times, happened in said:
            for what, count in happened.items():
                outcome.count(what.replace("_", " "), count)
        if report.skipped:
            outcome.count("skipped here")
        outcome.check(not report.failed, str(report.longrepr)[-600:])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            broken = self._outcomes.setdefault((0, report.nodeid), Outcome(f"{report.nodeid} cannot be read"))
            broken.check(False, str(report.longrepr)[-600:])

    def outcomes(self) -> list[Outcome]:
        """In the order of the table."""
        return [self._outcomes[key] for key in sorted(self._outcomes)]


def try_rows(wanted: Callable[[int], bool]) -> list[Outcome]:
    """Run every test of these rows."""
    watch = Watch(wanted)
    pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", "--tb=short", str(FOLDER)], [watch])
    return watch.outcomes()
