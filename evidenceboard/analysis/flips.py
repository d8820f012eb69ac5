"""The smallest set of changes that swaps two hypotheses.

Sets are tried by size, all of one size before the next, as long as there are not too many: what is found then is
proven smallest. Beyond that the most promising sets are enlarged, and what is found is called not proven smallest.

Left out beforehand, because they can be in no smallest set: changes of what bears on neither of the two, and changes
of links right into one of the two that can only work against the swap, or that another change of the same link
outdoes (the two must neither bear on each other nor lie in a circle for that).

A set that leaves one of the two without rest swaps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.edits import FLIP, STRENGTH, Edit, Laying, edge_edits, excluded, grade_edits, in_words
from evidenceboard.analysis.graph import Graph, part_of
from evidenceboard.analysis.levels import Arcs, before, parts, turns
from evidenceboard.analysis.semantics import BY_NAME, QUADRATIC, TITLES
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import TIE
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, report, standing_at

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

WORK = 10_000_000  # links (see `Solver.effort`) times sets that are tried one after the other …
FURTHER = 8_000_000  # … and where that proves nothing, of those that are enlarged
AT_ONCE = 100_000  # links times sets side by side
BEAM = 12  # sets that are enlarged at most
LARGEST = 12  # changes of a set


@dataclass(frozen=True)
class Flip:
    """What swaps two hypotheses.

    Attributes:
        stronger, weaker: as they stand now; the weaker one where they tie is the one with the greater id.
        method: by which.
        edits: the changes; none where nothing was found.
        proven: there is no smaller set.
        tried: all sets of up to so many changes were tried.
    """

    stronger: RecordId
    weaker: RecordId
    method: str
    edits: tuple[Edit, ...]
    proven: bool
    tried: int


def smallest_flip(
    graph: Graph,
    first: RecordId,
    second: RecordId,
    count: str = "origin",
    method: str = QUADRATIC.name,
    progress: Progress | None = None,
) -> Flip:
    """The smallest set of grade and link changes after which the weaker of two hypotheses is the stronger.

    Raises:
        Stopped: a person stopped it.
    """
    rows = np.array([graph.row[first], graph.row[second]])
    search = _Search(part_of(graph, before(graph, rows)), first, second, count, method, progress)
    return search.smallest()


class _Search:
    def __init__(
        self, graph: Graph, first: RecordId, second: RecordId, count: str, method: str, progress: Progress | None
    ) -> None:
        self._solver = Solver(graph, count)
        self._semantics, self._method, self._progress = [BY_NAME[method]], method, progress
        values = self._solver.solve(semantics=self._semantics)[:, 0, 0]
        ends = sorted((first, second), key=lambda card: (-np.nan_to_num(values[graph.row[card]]), card))
        self._names = ends[0], ends[1]
        self._stronger, self._weaker = (graph.row[card] for card in ends)
        self._laying = Laying(graph, useful_edits(graph, self._stronger, self._weaker))
        self._count = len(self._laying.edits)
        self._excludes = excluded(self._laying.edits)
        self._links, self._effort = max(1, len(graph.edges)), max(1, self._solver.effort)
        self._budget = WORK
        self._told = 0, 0

    def _tell(self, done: int, total: int) -> None:
        self._told = done, total
        report(self._progress, done, total)

    def smallest(self) -> Flip:
        tried = 0
        for size in range(1, self._count + 1):
            cost = comb(self._count, size) * self._effort
            if size > 1 and cost > self._budget:
                break
            self._budget -= cost
            if found := self._best(size):
                return self._flip(found, True, tried)
            tried = size
        if tried == self._count:
            return self._flip((), True, tried)
        return self._flip(self._enlarged(), False, tried)

    def _flip(self, found: tuple[int, ...], proven: bool, tried: int) -> Flip:
        edits = tuple(sorted(self._laying.edits[at] for at in found))
        return Flip(*self._names, self._method, edits, proven, tried)

    def _best(self, size: int) -> tuple[int, ...]:
        """Of all sets of a size that swap the two the one that parts them furthest; () where none does."""
        best: tuple[int, ...] = ()
        furthest, done = TIE, 0
        members = combinations(range(self._count), size)
        while some := list(islice(members, max(1, AT_ONCE // self._links))):
            self._tell(done, comb(self._count, size))
            done += len(some)
            sets = np.array(some, np.int64)
            sets = sets[~self._clash(sets)]
            lead = self._lead(sets) if len(sets) else np.empty(0)
            if len(sets) and lead.max() > furthest:
                best, furthest = tuple(sets[int(np.argmax(lead))].tolist()), float(lead.max())
        return best

    def _clash(self, sets: Rows) -> NDArray[np.bool_]:
        """Which sets hold two changes that cannot go together."""
        found = np.zeros(len(sets), np.bool_)
        for one, other in combinations(range(sets.shape[1]), 2):
            found |= self._excludes[sets[:, one], sets[:, other]]
        return found

    def _lead(self, sets: Rows) -> Floats:
        """By how much the weaker one stands above the stronger, with each set; far below where it does not settle."""
        within = standing_at(self._progress, *self._told)
        values = self._solver.solve(self._laying.variation(sets), self._semantics, within)[:, 0]
        apart: Floats = np.nan_to_num(values[self._weaker] - values[self._stronger], nan=-2.0)
        return apart

    def _enlarged(self) -> tuple[int, ...]:
        """A set found by enlarging the most promising ones, without what turns out not to be needed."""
        beam: list[tuple[int, ...]] = [()]
        left = FURTHER
        for size in range(1, min(LARGEST, self._count) + 1):
            self._tell(size, LARGEST)
            wider = np.array(sorted({tuple(sorted((*one, at))) for one in beam for at in self._beside(one)}), np.int64)
            if not len(wider):
                break
            left -= len(wider) * self._effort
            leads = self._leads(wider)
            order = np.argsort(-leads, kind="stable")
            if leads[order[0]] > TIE:
                return self._needed(tuple(wider[order[0]].tolist()))
            wide = min(BEAM, max(1, left // (2 * self._count * self._effort)))
            beam = [tuple(wider[at].tolist()) for at in order[:wide]]
        return ()

    def _leads(self, sets: Rows) -> Floats:
        """The same of any number of sets."""
        size = max(1, AT_ONCE // self._links)
        found = []
        for begin in range(0, len(sets), size):
            self._tell(begin, len(sets))
            found.append(self._lead(sets[begin : begin + size]))
        return np.concatenate(found)

    def _beside(self, one: tuple[int, ...]) -> list[int]:
        """The changes that go together with a set."""
        taken = self._excludes[list(one)].any(axis=0) if one else np.zeros(self._count, np.bool_)
        return [at for at in np.flatnonzero(~taken).tolist() if at not in one]

    def _needed(self, found: tuple[int, ...]) -> tuple[int, ...]:
        for at in found:
            fewer = tuple(other for other in found if other != at)
            if fewer and self._lead(np.array([fewer], np.int64))[0] > TIE:
                return self._needed(fewer)
        return found


def useful_edits(graph: Graph, stronger: int, weaker: int) -> list[Edit]:
    """The changes that may be part of a smallest set, in a fixed order."""
    apart = _apart(graph, stronger, weaker)
    found = list(grade_edits(graph))
    for at in np.flatnonzero(graph.carried() > 0).tolist():
        head = int(graph.head[at])
        if apart and head in (stronger, weaker) and graph.joint[at] < 0:
            found += _helpful(graph, at, -1.0 if head == stronger else 1.0)
        else:
            found += edge_edits(graph, at)
    return found


def _apart(graph: Graph, one: int, other: int) -> bool:
    """Whether what is pushed at one of two never comes round, to the other or to itself."""
    arcs = Arcs.of(graph)
    circle = turns(arcs, parts(arcs))
    meet = before(graph, np.array([other]))[one] or before(graph, np.array([one]))[other]
    return not (meet or circle[one] or circle[other])


def _helpful(graph: Graph, at: int, wanted: float) -> Iterator[Edit]:
    """Of a link right into one of the two, what pushes it the wanted way; the other kind outdoes off and weaker."""
    for edit in edge_edits(graph, at):
        with_it = graph.sign[at] == wanted
        if (edit.kind == STRENGTH and with_it and edit.value == "strong") or (edit.kind == FLIP and not with_it):
            yield edit
        elif edit.kind == STRENGTH and not with_it and edit.value == "strong":
            yield edit  # only together with the other kind


def sentence(flip: Flip, name: Callable[[RecordId], str]) -> str:
    """A flip in one sentence, with what is known of it.

    Args:
        name: what people call a record.
    """
    pair = f"{name(flip.weaker)} before {name(flip.stronger)} by {TITLES[flip.method]}"
    if not flip.edits:
        return f"No changes of grades and links were found that put {pair}."
    said = ", ".join(in_words(each, name) for each in flip.edits)
    sure = "no smaller set does it" if flip.proven else f"not proven smallest; no set of up to {flip.tried} does it"
    return f"To put {pair}: {said} ({sure})."
