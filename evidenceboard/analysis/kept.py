"""The standing of a board that follows every change: only what a change bears on is worked out anew.

It is the same, to the last digit, as working out the whole board from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph
from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.cutting import Cut, cut
from evidenceboard.analysis.differences import Differences
from evidenceboard.analysis.inflow import Inflows
from evidenceboard.analysis.levels import Arcs, arcs_of, parts, turns
from evidenceboard.analysis.semantics import ALL
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.spreading import spread
from evidenceboard.analysis.standing import Standing
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.progress import Progress

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEW = 100  # links of a board that is worked out as a whole: that takes no longer
SHARE = 3  # of all nodes, one in so many may be worked out before all are …
SOON = 20  # … and where one in so many is changed itself, all are at once


class Kept:
    """How a board stands, kept up with its columns.

    Attributes:
        columns: the board as it is; `follow` takes in what has changed.
        count: "origin" or "report".
    """

    def __init__(self, columns: Columns, count: str = "origin") -> None:
        self.columns, self.count = columns, count
        self._known: Known | None = None

    def follow(self, progress: Progress | None = None) -> Standing:
        """How the board stands now.

        Raises:
            Stopped: a person stopped it; the next time begins where this began.
        """
        before = self._known
        now = cut(self.columns, before.cut if before else None)
        state: Floats | None = None
        if before is None:
            part = parts(Arcs.of(now.graph))
        else:
            differences = Differences(before.cut, now)
            part = differences.parts(before.part)
        circle = turns(Arcs(now.graph.nodes, *arcs_of(now.graph)), part)
        if before is not None and before.count == self.count and len(now.graph.edges) > FEW:
            dirty = differences.dirty() | differences.other_circles(before.part, part, before.circle, circle)
            state = differences.carried_over(before.state)
            state = _spread(now.graph, self.count, part, circle, state, dirty, progress)
        if state is None:
            state = Solver(now.graph, self.count, part).solve_nodes(progress=progress)
        self._known = Known(now, self.count, part, circle, state)
        return _standing(now.graph, self.count, state)

    def what_if(self, what_if: WhatIf, progress: Progress | None = None) -> Standing:
        """How the board would stand with other judgements, once `follow` was asked.

        Raises:
            Stopped: a person stopped it.
        """
        known = self._known
        assert known is not None
        board, graph = known.cut.graph, applied(known.cut.graph, what_if)
        dirty = np.zeros(graph.nodes, np.bool_)
        dirty[: len(graph.cards)] = board.base != graph.base
        dirty[graph.head[(board.carried() != graph.carried()) | (board.sign != graph.sign)]] = True
        state: Floats | None = None
        if len(graph.edges) > FEW:
            state = _spread(graph, known.count, known.part, known.circle, known.state.copy(), dirty, progress)
        if state is None:
            state = Solver(graph, known.count, known.part).solve_nodes(progress=progress)
        return _standing(graph, known.count, state)


@dataclass(frozen=True)
class Known:
    """What was found last.

    Attributes:
        part, circle: of each node its strongly connected part, and whether it lies in a circle.
        state: nodes × semantics × 1.
    """

    cut: Cut
    count: str
    part: Rows
    circle: Flags
    state: Floats


def _spread(
    graph: Graph, count: str, part: Rows, circle: Flags, state: Floats, dirty: Flags, progress: Progress | None
) -> Floats | None:
    """The state brought up to date; None where so much changes that all is worked out sooner."""
    if dirty.sum() * SOON > graph.nodes:
        return None
    inflows = Inflows(graph, count)
    done = spread(graph, inflows, part, circle, state, dirty, graph.nodes // SHARE, progress)
    return state if done else None


def _standing(graph: Graph, count: str, state: Floats) -> Standing:
    cards = len(graph.cards)
    return Standing(graph, count, {each.name: state[:cards, at, 0].copy() for at, each in enumerate(ALL)})
