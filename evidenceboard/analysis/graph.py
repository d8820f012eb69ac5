"""Makes the argument graph of a board, or of a part of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import NOBODY, Floats, Graph, Rows
from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.cutting import cut
from evidenceboard.analysis.facts import Facts, Records, facts_of

__all__ = ["NOBODY", "Floats", "Graph", "Rows", "build", "graph_of", "numbered_anew", "part_of"]


def graph_of(records: Records) -> Graph:
    """The graph of a board, from its live records."""
    return build(facts_of(records))


def build(facts: Facts) -> Graph:
    """The graph of these facts (see `cutting.cut`)."""
    return cut(Columns(facts)).graph


def part_of(graph: Graph, nodes: NDArray[np.bool_]) -> Graph:
    """The graph of some nodes and the links that end on them.

    Args:
        nodes: which; all that bears on one of them must be among them (see `levels.before`).
    """
    count = len(graph.cards)
    cards, edges = np.flatnonzero(nodes[:count]), np.flatnonzero(nodes[graph.head])
    number = np.cumsum(nodes) - 1
    number = np.where(nodes, number, NOBODY)
    kept = {int(row): int(number[row]) for row in cards}
    rivals = tuple(tuple(kept[row] for row in rivals if row in kept) for rivals in graph.rivals)
    return numbered_anew(graph, cards, edges, number, rivals)


def numbered_anew(graph: Graph, cards: Rows, edges: Rows, number: Rows, rivals: tuple[tuple[int, ...], ...]) -> Graph:
    """The graph of these rows of its cards and its links.

    Args:
        number: of each node the number that it has from now on, or NOBODY.
        rivals: the sets of rivals, in the new rows of the cards.
    """
    under = graph.under[edges]
    return replace(
        graph,
        cards=tuple(graph.cards[row] for row in cards),
        facts=tuple(graph.facts[row] for row in cards),
        base=graph.base[cards],
        gives=graph.gives[cards],
        origin=graph.origin[cards],
        rivals=rivals,
        edges=tuple(graph.edges[row] for row in edges),
        tail=number[graph.tail[edges]],
        head=number[graph.head[edges]],
        strong=graph.strong[edges],
        weight=graph.weight[edges],
        sign=graph.sign[edges],
        cap=graph.cap[edges],
        joint=graph.joint[edges],
        under=np.where(under >= 0, number[under], NOBODY),  # of one that is no node `number` says so
    )
