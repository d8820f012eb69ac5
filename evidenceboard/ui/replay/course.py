"""What a replay goes along: days by one of the dates of cards, or the changesets of the log."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import NamedTuple, Protocol

from evidenceboard.analysis.earlier import Earlier
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress

ADDED, CHANGED, MOVED, REMOVED = "added", "changed", "moved", "removed"


class Told(NamedTuple):
    """What is said of a place.

    Attributes:
        when: the day, or which step it was, when and by whom.
        what: what was new then.
        note: what else a person has to know.
    """

    when: str
    what: str
    note: str = ""


class Course(Protocol):
    """Places are whole numbers from `first` to `last`; the last one is now.

    Attributes:
        ticks: the places at which something happened, in their order.
    """

    first: int
    last: int
    ticks: Sequence[int]

    def read(self) -> Generator[None, None, None]:
        """Read what there is, in slices."""

    def tell(self, at: int) -> Told:
        """What is said of a place."""

    def touched(self, at: int) -> Mapping[RecordId, str]:
        """The cards and links that were touched there, and how."""

    def earlier(self, at: int) -> Earlier | Callable[[Progress], Earlier]:
        """What was other then than it is now; where that takes long, the work that finds it, for a worker thread."""
