"""Works out how strong every argument stands, for one graph or for many variations of it at once.

Without circles it is one pass, level by level, exact. What lies in circles, or between two, comes to rest (see
`circles`) or has no strength, nor has what it bears on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.circles import settle, spoilt
from evidenceboard.analysis.flow import Stage, Working
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.inflow import Inflows
from evidenceboard.analysis.levels import Arcs, levels_of, parts, reached, turns
from evidenceboard.analysis.semantics import ALL, Semantics
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Solver:
    """A graph made ready to be worked out, once or many times.

    Args:
        count: "origin" keeps per target and sign only the strongest of each origin; "report" counts all.
    """

    def __init__(self, graph: Graph, count: str = "origin") -> None:
        self.graph = graph
        self.count = count
        self._arguments = len(graph.cards)
        self._inflows = Inflows(graph, count)
        self._arcs = Arcs.of(graph)
        self._part = parts(self._arcs)
        level = levels_of(self._arcs, self._part)
        circle = turns(self._arcs, self._part)
        behind = reached(self._arcs, np.flatnonzero(circle))
        core = behind & reached(self._arcs, np.flatnonzero(circle), backward=True)
        self._first = [self._stage(nodes) for nodes in _by_level(level, ~behind)]
        self._core = self._stage(np.flatnonzero(core)) if core.any() else None
        self._last = [self._stage(nodes) for nodes in _by_level(level, behind & ~core)]

    def solve(
        self,
        variation: Variation | None = None,
        semantics: Sequence[Semantics] = ALL,
        progress: Progress | None = None,
    ) -> Floats:
        """Strengths, n × semantics × variations; NaN for what does not settle.

        What is found for a variation does not depend on the others beside it.

        Args:
            semantics: those that multiply come first.
            progress: told of steps while circles come to rest.

        Raises:
            Stopped: a person stopped it.
        """
        way = variation or Variation.none(self.graph)
        state = np.zeros((self.graph.nodes, len(semantics), way.columns))
        with np.errstate(invalid="ignore"):  # what has no strength takes part in sums
            self._pass(self._first, semantics, way, state)
            lost = None
            if self._core is not None:
                working = Working(self.graph, self._core, semantics, way, state)
                still = settle(working, self._core, way, state, progress)
                if not still.all():
                    lost = spoilt(self._arcs, self._part, self._core.cards.nodes, still)
            self._pass(self._last, semantics, way, state)
        if lost is not None:
            state[lost] = np.nan
        return state[: self._arguments]

    def _pass(self, stages: Sequence[Stage], semantics: Sequence[Semantics], way: Variation, state: Floats) -> None:
        for stage in stages:
            if not stage.links:
                state[stage.cards.nodes] = way.base[stage.cards.nodes][:, None]
                continue
            working = Working(self.graph, stage, semantics, way, state)
            working.undercut()
            state[stage.cards.nodes] = working.strengths()

    def _stage(self, nodes: Rows) -> Stage:
        unders = nodes[nodes >= self._arguments]
        deep = [self._inflows.of(part) for part in _outermost_first(self.graph, unders)]
        return Stage(tuple(deep), self._inflows.of(nodes[nodes < self._arguments]))

    @cached_property
    def turning(self) -> int:
        """How many arguments lie in circles or between two."""
        return len(self._core.cards.nodes) if self._core is not None else 0


def _by_level(level: Rows, wanted: NDArray[np.bool_]) -> list[Rows]:
    nodes = np.flatnonzero(wanted)
    order = nodes[np.argsort(level[nodes], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(level[order])) + 1) if len(order) else []


def _outermost_first(graph: Graph, unders: Rows) -> list[Rows]:
    """Undercut links by how many others of these they hang on, the most first."""
    if not len(unders):
        return []
    own = np.flatnonzero(np.isin(graph.under, unders) & np.isin(graph.head, unders))
    onto = dict(zip(graph.under[own].tolist(), graph.head[own].tolist(), strict=True))
    depth: dict[int, list[int]] = {}
    for node in unders.tolist():
        steps, here = 0, node
        while here in onto and steps <= len(onto):
            here, steps = onto[here], steps + 1
        depth.setdefault(steps, []).append(node)
    return [np.array(depth[steps], np.int64) for steps in sorted(depth, reverse=True)]
