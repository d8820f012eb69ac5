"""The tests of single rows as rows of the fault loops: a test belongs to the row whose number stands in its name.

`test_row_44_cut_at_each_border` is row 44. A new file of such tests in this folder needs to be named nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
        tell: is told of each row as soon as it was tried, in the order of the table.
    """

    def __init__(self, wanted: Callable[[int], bool], tell: Callable[[Outcome], None]) -> None:
        self._wanted = wanted
        self._tell = tell
        self._outcomes: dict[tuple[int, str], Outcome] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(filter(self._is_wanted, items), key=lambda item: _row(item.nodeid) or (0, ""))

    def _is_wanted(self, item: pytest.Item) -> bool:
        found = NAME.search(item.nodeid)
        looped = getattr(getattr(item, "module", None), "TRIED_LONGER", False)
        return found is not None and not looped and self._wanted(int(found[1]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        result = yield
        row = _row(item.nodeid)
        if row in self._outcomes and (nextitem is None or _row(nextitem.nodeid) != row):
            self._tell(self._outcomes[row])
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        row = _row(report.nodeid)
        if row is None or (report.when != "call" and report.passed):
            return
        made = Outcome(row[1].replace("_", " "), rows=(row[0],))
        self._note(self._outcomes.setdefault(row, made), report)

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
            self._tell(Outcome(f"{report.nodeid} cannot be read", lost=[str(report.longrepr)[-600:]]))


def _row(test: str) -> tuple[int, str] | None:
    """Row and name of a test by its id, without the case that it tries."""
    found = NAME.search(test)
    return (int(found[1]), found[2]) if found else None


def try_rows(wanted: Callable[[int], bool], tell: Callable[[Outcome], None]) -> None:
    """Run every test of these rows; what pytest itself would print is told by the rows."""
    ended = pytest.main(["-p", "no:cacheprovider", "-p", "no:terminal", str(FOLDER)], [Watch(wanted, tell)])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        tell(Outcome("the tests of the rows", lost=[f"they could not be run: {ended!r}"]))
