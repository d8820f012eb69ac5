"""A graph without some of its arguments, many ways side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

AT_ONCE = 600_000  # links (see `Solver.effort`) times variations


def removed(
    graph: Graph, sets: Sequence[tuple[int, ...]], effort: int, progress: Progress | None = None
) -> Iterator[tuple[Sequence[tuple[int, ...]], Variation]]:
    """Variations without each of these sets of arguments, some at once.

    Args:
        effort: of one, as the solver says.

    Raises:
        Stopped: a person stopped it.
    """
    plain = Variation.none(graph)
    size = max(1, AT_ONCE // max(1, effort))
    for begin in range(0, len(sets), size):
        report(progress, begin, len(sets))
        some = sets[begin : begin + size]
        gives = np.ones((len(graph.cards), len(some)))
        for at, rows in enumerate(some):
            gives[list(rows), at] = 0.0
        yield some, Variation(plain.base, plain.weight * gives[graph.tail], plain.sign)
    report(progress, len(sets), len(sets))
