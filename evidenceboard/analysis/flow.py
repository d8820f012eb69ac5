"""Works out the nodes of one stage from what flows into them, by several semantics and in many variations at once.

A state is an array of nodes × S semantics × B variations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph
from evidenceboard.analysis.inflow import Inflow
from evidenceboard.analysis.semantics import Semantics
from evidenceboard.analysis.variation import Variation

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Stage:
    """Nodes that are worked out in one step, or that come to rest together.

    Attributes:
        unders: undercut links, those first that hang on others.
        cards: arguments.
    """

    unders: tuple[Inflow, ...]
    cards: Inflow

    @property
    def links(self) -> int:
        """How many links end in it."""
        return sum(len(each.edges) for each in (self.cards, *self.unders))

    @property
    def nodes(self) -> Rows:
        """All of them: the undercut links, then the arguments."""
        return np.concatenate([*(each.nodes for each in self.unders), self.cards.nodes])


class Flow:
    """What flows along the links into some nodes: s(u) · w(e) · (1 − a(e)).

    Args:
        state: what is known so far; it is read again at every call. What does not settle is known from the beginning.
    """

    def __init__(self, graph: Graph, inflow: Inflow, way: Variation, state: Floats) -> None:
        edges = inflow.edges
        self._inflow, self._state = inflow, state
        self._tail = graph.tail[edges]
        self._capped = np.flatnonzero(graph.cap[edges] < 1.0)
        self._cap = graph.cap[edges[self._capped]][:, None, None]
        self._weight = (way.weight[edges] * (way.sign[edges] == inflow.sign[:, None]))[:, None]
        self._under = graph.under[edges]
        self._weaker = np.flatnonzero(self._under >= 0)
        self._under = self._under[self._weaker]
        self.lost = bool(np.isnan(state[self._tail]).any() or np.isnan(state[self._under]).any())

    def taken(self, multiplies: int) -> Floats:
        """What is gathered at each node: nodes × (supporters, attackers) × semantics × variations.

        Args:
            multiplies: the first so many semantics gather by 1 − ∏(1 − x), the others by the sum.
        """
        given = self._state[self._tail]
        if len(self._capped):
            given[self._capped] = np.minimum(given[self._capped], self._cap)
        if len(self._weaker):
            given[self._weaker] *= 1.0 - self._state[self._under]
        if self.lost:  # but nothing flows along a link that counts for nothing
            given = np.where(self._weight > 0, given * self._weight, 0.0)
        else:
            given *= self._weight
        return self._inflow.gathered(given, multiplies)


class Working:
    """A stage that is being worked out, once or again and again.

    Args:
        semantics: of each second index of the state; those that multiply come first.
    """

    def __init__(
        self, graph: Graph, stage: Stage, semantics: Sequence[Semantics], way: Variation, state: Floats
    ) -> None:
        self._semantics, self._state = semantics, state
        self._multiplies = sum(each.multiplies for each in semantics)
        self._unders = [(each.nodes, Flow(graph, each, way, state)) for each in stage.unders]
        self._cards = Flow(graph, stage.cards, way, state)
        self._base = way.base[stage.cards.nodes]
        self._bare = np.flatnonzero(stage.cards.counts == 0)  # they stand as they are, to the last digit

    @property
    def lost(self) -> bool:
        """Whether something that does not settle flows in."""
        return any(flow.lost for flow in (self._cards, *(flow for _, flow in self._unders)))

    def undercut(self, goes: Sequence[NDArray[np.bool_]] = ()) -> list[Floats]:
        """Write into the state how far each undercut link is weakened.

        Args:
            goes: of each of the stage's `unders`, which values are written; without it all.

        Returns:
            Of each of the stage's `unders`, by how much the values would change.
        """
        moves = []
        for at, (nodes, flow) in enumerate(self._unders):
            found, before = flow.taken(self._state.shape[1])[:, 1], self._state[nodes]
            self._state[nodes] = np.where(goes[at], found, before) if goes else found
            moves.append(found - before)
        return moves

    def strengths(self) -> Floats:
        """Of each argument of the stage, by the state as it is."""
        taken = self._cards.taken(self._multiplies)
        found = np.empty_like(taken[:, 0])
        for at, each in enumerate(self._semantics):
            found[:, at] = each.strength(self._base, taken[:, 0, at], taken[:, 1, at])
        if len(self._bare):
            found[self._bare] = self._base[self._bare][:, None]
        return found
