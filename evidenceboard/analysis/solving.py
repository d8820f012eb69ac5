"""Works out how strong every argument stands, for one graph or for many variations of it at once.

It is one pass, level by level, exact: what gives comes before what takes. Circles take their place in it as a whole;
they come to rest (see `circles`) or have no strength, nor has what takes from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph
from evidenceboard.analysis.circles import Circles, settle
from evidenceboard.analysis.flow import Stage, Working
from evidenceboard.analysis.inflow import Inflow, Inflows
from evidenceboard.analysis.levels import Arcs, levels_of, parts, turns
from evidenceboard.analysis.semantics import ALL, Semantics
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

TURNS = 16  # times as much as another that a link in a circle takes, about


class Solver:
    """A graph made ready to be worked out, once or many times.

    Args:
        count: "origin" keeps per target and sign only the strongest of each origin; "report" counts all.
        part: of each node the number of its strongly connected part (see `levels.parts`), where that is known.

    Attributes:
        effort: about how many links are worked out for one variation; some ten million take half a second.
    """

    def __init__(self, graph: Graph, count: str = "origin", part: Rows | None = None) -> None:
        self.graph = graph
        self.count = count
        arcs = Arcs.of(graph)
        self.part = parts(arcs) if part is None else part
        self._circle = turns(arcs, self.part)
        self._levels = _by_level(levels_of(arcs, self.part))
        self.effort = len(graph.edges) + TURNS * int(self._circle[graph.head].sum())

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
            progress: told of stages, and of steps while circles come to rest.

        Raises:
            Stopped: a person stopped it.
        """
        return self.solve_nodes(variation, semantics, progress)[: len(self.graph.cards)]

    def solve_nodes(
        self,
        variation: Variation | None = None,
        semantics: Sequence[Semantics] = ALL,
        progress: Progress | None = None,
    ) -> Floats:
        """The same of all nodes: how strong each argument is, then how far each undercut link is weakened."""
        way = variation or Variation.none(self.graph)
        state = np.zeros((self.graph.nodes, len(semantics), way.columns))
        with np.errstate(invalid="ignore"):  # what has no strength takes part in sums
            for stage in self._turned if (way.sign != self.graph.sign[:, None]).any() else self._plain:
                report(progress, 0, 0)
                work_out(self.graph, stage, semantics, way, state, progress)
        return state

    @cached_property
    def _plain(self) -> list[Stage | Circles]:
        return self._stages(Inflows(self.graph, self.count))

    @cached_property
    def _turned(self) -> list[Stage | Circles]:
        return self._stages(Inflows(self.graph, self.count, turned=True))

    def _stages(self, inflows: Inflows) -> list[Stage | Circles]:
        found: list[Stage | Circles] = []
        for here in self._levels:
            if len(alone := here[~self._circle[here]]):
                found.append(stage_of(self.graph, inflows.of, alone))
            if len(round_about := here[self._circle[here]]):
                found.append(Circles.of(stage_of(self.graph, inflows.of, round_about), self.part))
        return found


def stage_of(graph: Graph, inflow: Callable[[Rows], Inflow], nodes: Rows) -> Stage:
    """A stage of these nodes, which are sorted."""
    arguments = len(graph.cards)
    deep = [inflow(part) for part in _outermost_first(graph, nodes[nodes >= arguments])]
    return Stage(tuple(deep), inflow(nodes[nodes < arguments]))


def work_out(
    graph: Graph,
    stage: Stage | Circles,
    semantics: Sequence[Semantics],
    way: Variation,
    state: Floats,
    progress: Progress | None = None,
) -> None:
    """Write into the state what follows for the nodes of a stage."""
    if isinstance(stage, Circles):
        settle(stage, Working(graph, stage.stage, semantics, way, state), way, state, progress)
    else:
        working = Working(graph, stage, semantics, way, state)
        working.undercut()
        state[stage.cards.nodes] = working.strengths()


def _by_level(level: Rows) -> list[Rows]:
    order = np.argsort(level, kind="stable")
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
