"""A graph without some of its arguments, many ways side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

AT_ONCE = 400_000  # links times variations


def removed(
    graph: Graph, sets: Sequence[tuple[int, ...]], progress: Progress | None = None
) -> Iterator[tuple[Sequence[tuple[int, ...]], Variation]]:
    """Variations without each of these sets of arguments, so many at once as memory likes.

    Raises:
        Stopped: a person stopped it.
    """
    plain = Variation.none(graph)
    size = max(1, AT_ONCE // max(1, len(graph.edges)))
    for begin in range(0, len(sets), size):
        report(progress, begin, len(sets))
        some = sets[begin : begin + size]
        gives = np.ones((len(graph.cards), len(some)))
        for at, rows in enumerate(some):
            gives[list(rows), at] = 0.0
        yield some, Variation(plain.base, plain.weight * gives[graph.tail], plain.sign)
    report(progress, len(sets), len(sets))
