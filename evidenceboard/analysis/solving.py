"""Works out how strong every argument stands, for one graph or for many variations of it at once.

Without circles it is one pass, level by level, exact. In a circle the strengths start at the base and follow
ds/dt = f(s) − s in damped steps until nothing moves by more than `STILL`; what does not come to rest has no strength,
nor has what it bears on. A column is one variation, and never depends on the others beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.inflow import Inflow, Inflows
from evidenceboard.analysis.levels import levels
from evidenceboard.analysis.semantics import Semantics

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

STILL = 1e-10
STEPS = ((0.5, 600), (0.1, 3_000))  # how far a step goes, and how many at most; then again from the base
WORK = 8_000_000  # links times steps: a large circle has fewer steps …
FEWEST = 300  # … but not fewer than these


@dataclass(frozen=True)
class Variation:
    """B ways in which a graph might be: each array has B columns, or one where all are alike.

    Attributes:
        base: n rows.
        weight, sign: m rows; a weight is 0 where the link or its giver counts for nothing.
    """

    base: Floats
    weight: Floats
    sign: Floats

    @classmethod
    def none(cls, graph: Graph) -> Variation:
        """The graph as it is."""
        return cls(graph.base[:, None], graph.carried()[:, None], graph.sign[:, None])

    @property
    def columns(self) -> int:
        return max(int(each.shape[1]) for each in (self.base, self.weight, self.sign))

    def columns_from(self, begin: int, end: int) -> Variation:
        """Some of the ways."""
        parts = (each if each.shape[1] == 1 else each[:, begin:end] for each in (self.base, self.weight, self.sign))
        return Variation(*parts)


@dataclass(frozen=True)
class _Stage:
    """Nodes that are worked out in one step, or together.

    Attributes:
        unders: undercut links, those first that hang on others.
        cards: arguments.
        part: of each argument the number of its circle, 0, 1, …; None where there is none.
        patience: of each circle, its links.
    """

    unders: tuple[Inflow, ...]
    cards: Inflow
    part: Rows | None = None
    patience: Rows | None = None


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
        self._stages: list[_Stage] = []
        for level in levels(graph):
            if len(level.alone):
                self._stages.append(self._stage(level.alone))
            if len(level.circles):
                self._stages.append(self._circles(level.circles, level.part))

    def solve(self, semantics: Semantics, variation: Variation | None = None) -> Floats:
        """n × B strengths; NaN for what does not settle."""
        way = variation or Variation.none(self.graph)
        state = np.zeros((self.graph.nodes, way.columns))
        with np.errstate(invalid="ignore"):  # what has no strength takes part in sums
            for stage in self._stages:
                if stage.part is None:
                    self._undercut(stage, way, state)
                    state[stage.cards.nodes] = self._strengths(stage.cards, semantics, way, state)
                else:
                    _Circles(self, stage, semantics, way, state).settle()
        return state[: self._arguments]

    def _stage(self, nodes: Rows) -> _Stage:
        unders = nodes[nodes >= self._arguments]
        deep = [self._inflows.of(part) for part in _outermost_first(self.graph, unders)]
        return _Stage(tuple(deep), self._inflows.of(nodes[nodes < self._arguments]))

    def _circles(self, nodes: Rows, part: Rows) -> _Stage:
        stage = self._stage(nodes)
        place = np.zeros(self.graph.nodes, np.int64)
        place[nodes] = part
        inflows = (stage.cards, *stage.unders)
        links = np.concatenate([place[self.graph.head[each.edges]] for each in inflows])
        patience = np.bincount(links, minlength=int(part.max()) + 1)
        return _Stage(stage.unders, stage.cards, part[nodes < self._arguments], patience)

    def _strengths(self, inflow: Inflow, semantics: Semantics, way: Variation, state: Floats) -> Floats:
        given, sign = self._given(inflow, way, state), way.sign[inflow.edges]
        support = inflow.gathered(given * (sign > 0), semantics.multiplies)
        attack = inflow.gathered(given * (sign < 0), semantics.multiplies)
        return semantics.strength(way.base[inflow.nodes], support, attack)

    def _undercut(self, stage: _Stage, way: Variation, state: Floats) -> None:
        for inflow in stage.unders:
            given = self._given(inflow, way, state) * (way.sign[inflow.edges] < 0)
            state[inflow.nodes] = inflow.gathered(given, multiplies=True)

    def _given(self, inflow: Inflow, way: Variation, state: Floats) -> Floats:
        """What flows along each link: s(u) · w(e) · (1 − a(e)); nothing along one that counts for nothing."""
        graph, edges = self.graph, inflow.edges
        strength = np.minimum(state[graph.tail[edges]], graph.cap[edges][:, None])
        weight = np.broadcast_to(way.weight[edges], strength.shape)
        given = np.where(weight > 0, strength * weight, 0.0)
        under = graph.under[edges]
        weaker = under >= 0
        if weaker.any():
            given[weaker] = np.where(weight[weaker] > 0, given[weaker] * (1.0 - state[under[weaker]]), 0.0)
        return given


class _Circles:
    """The circles of one level, each of which comes to rest by itself."""

    def __init__(self, solver: Solver, stage: _Stage, semantics: Semantics, way: Variation, state: Floats) -> None:
        assert stage.part is not None and stage.patience is not None
        self._solver, self._stage, self._semantics, self._way = solver, stage, semantics, way
        self._state = state
        self._part, self._patience = stage.part, stage.patience
        self._settled = np.zeros((len(stage.patience), way.columns), np.bool_)

    def settle(self) -> None:
        """Leave in the state the strengths that come to rest, and NaN for all others."""
        nodes, state = self._stage.cards.nodes, self._state
        base = np.broadcast_to(self._way.base[nodes], (len(nodes), state.shape[1]))
        for step, most in STEPS:
            state[nodes] = np.where(self._settled[self._part], state[nodes], base)
            self._walk(step, np.clip(WORK // np.maximum(self._patience, 1), FEWEST, most))
            if self._settled.all():
                break
        state[nodes] = np.where(self._settled[self._part], state[nodes], np.nan)
        self._solver._undercut(self._stage, self._way, state)

    def _walk(self, step: float, most: Rows) -> None:
        nodes, state = self._stage.cards.nodes, self._state
        for number in range(int(most.max())):
            self._solver._undercut(self._stage, self._way, state)
            move = self._solver._strengths(self._stage.cards, self._semantics, self._way, state) - state[nodes]
            lost = self._any(np.isnan(move))
            self._settled |= ~self._any(np.abs(move) > STILL) & ~lost
            walks = (~self._settled & ~lost & (number < most)[:, None])[self._part]
            if not walks.any():
                return
            state[nodes] += np.where(walks, step * move, 0.0)

    def _any(self, flags: Flags) -> Flags:
        """Of each circle, whether it holds for any of its arguments."""
        found = np.zeros(self._settled.shape, np.bool_)
        np.logical_or.at(found, self._part, flags)
        return found


def _outermost_first(graph: Graph, unders: Rows) -> list[Rows]:
    """Undercut links by how many others of these they hang on, the most first."""
    if not len(unders):
        return []
    inside = set(unders.tolist())
    onto = {
        node: head
        for node, head in zip(graph.under.tolist(), graph.head.tolist(), strict=True)
        if node in inside and head in inside
    }
    depth: dict[int, list[int]] = {}
    for node in sorted(inside):
        steps, here = 0, node
        while here in onto and steps < len(inside):
            here, steps = onto[here], steps + 1
        depth.setdefault(steps, []).append(node)
    return [np.array(depth[steps], np.int64) for steps in sorted(depth, reverse=True)]
