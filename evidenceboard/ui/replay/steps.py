"""The course of the changesets in the log: who did what, when, and why."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from pathlib import Path

from evidenceboard.analysis.earlier import Earlier
from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress
from evidenceboard.store import then
from evidenceboard.store.then import Step
from evidenceboard.ui.replay.course import Told
from evidenceboard.ui.words import moment, one_line

REASONS = 2  # that are quoted


class Steps:
    """Places are changesets by their order, from 0."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._steps = then.Order()
        self._mine: frozenset[str] = frozenset()
        self.first = self.last = 0
        self.ticks: Sequence[int] = ()

    def read(self) -> Generator[None, None, None]:
        """Read the order of all changesets, in slices."""
        self._steps = yield from then.steps(self._document.log)
        self._mine = frozenset(self._document.installation.my_actors(self._document.board_id))
        self.last = max(0, len(self._steps) - 1)
        self.ticks = range(len(self._steps))

    def name(self, at: int) -> int:
        """What stays the same of a step when others come before it."""
        return self._steps[at].number

    def place(self, name: int) -> int:
        """Where the step of a name is now."""
        found = self._steps.place(name)
        return self.last if found is None else found

    def tell(self, at: int) -> Told:
        if not self._steps:
            return Told("No changes yet", "")
        found = then.entry(self._document.log, self._steps[at])
        who = "you" if found.actor in self._mine else one_line(found.author, 60) or "somebody"
        when = moment(found.wall, self._document.now())
        said = [f"“{one_line(words, 120)}”" for words in then.reasons(self._document.log, self._steps[at])[:REASONS]]
        label = one_line(found.label, 200) or "a step without a name"
        return Told(f"Change {at + 1:,} of {len(self._steps):,} · {when} · {who}", label, " · ".join(said))

    def touched(self, at: int) -> Mapping[RecordId, str]:
        return dict(then.touched(self._document.log, self._steps[at])) if self._steps else {}

    def earlier(self, at: int) -> Earlier | Callable[[Progress], Earlier]:
        if at >= self.last:
            return Earlier()
        return partial(_earlier, self._document.log.path, self._steps[at])


def _earlier(path: Path, step: Step, progress: Progress) -> Earlier:
    found = then.read_past(path, step, progress)
    made = Earlier(found.gone, found.other, found.off)
    _ = made.joined, made.by_kind  # here, and not where the window waits for it
    return made
