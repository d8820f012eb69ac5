"""What is true to its hash and yet cannot be shown: values of a wrong form, clocks that are far ahead.

It stays in the log as it came, for a newer version may know what it means. It is listed, and never shown.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.records import FIELDS, problem

MOST = 1_000  # values that are noted one by one
AHEAD_MS = 24 * 3600 * 1000  # a clock may differ by a day: people forget time zones
PLACED = "its place cannot be read: it lies left of the middle, to be sorted"


@dataclass
class Oddities:
    """Noted while a log is read.

    Attributes:
        values: record and field of values that have a wrong form.
        more: how many there are beyond those that are noted.
        ahead: of each actor whose clock is far ahead of ours, how many changesets.
    """

    values: dict[tuple[RecordId, str], None] = field(default_factory=dict)
    more: int = 0
    ahead: dict[str, int] = field(default_factory=dict)
    _now: int = field(default_factory=lambda: time.time_ns() // 1_000_000)

    def note(self, changeset: Changeset) -> None:
        """Look at a changeset that was taken in."""
        if changeset.clock[0] > self._now + AHEAD_MS:
            self.ahead[changeset.actor] = self.ahead.get(changeset.actor, 0) + 1
        for change in changeset.changes:
            cleaners = FIELDS.get(kind_of(change.record))
            if cleaners is None:
                continue
            for name, value in change.values.items():
                if value is not None and (cleaner := cleaners.get(name)) is not None and cleaner(value) is None:
                    self._add(change.record, name)

    def _add(self, record: RecordId, name: str) -> None:
        if len(self.values) < MOST:
            self.values[record, name] = None
        else:
            self.more += 1

    def still_there(self, board: Board) -> Iterator[tuple[RecordId, str, str]]:
        """Record, field and reason of those that nobody has put right since."""
        board.load(record for record, _name in self.values)
        for record, name in self.values:
            heads = board.record(record).heads(name)
            reasons = [problem(kind_of(record), name, head.value) for head in heads]
            if reason := next((each for each in reasons if each), None):
                yield record, name, PLACED if name == "pos" else reason
