"""What bears on a card only through claims: which items do, and which way. `paths` lists the ways themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evidenceboard.analysis.graph import Graph

LONGEST = 6  # links of a chain


def bearing(graph: Graph, targets: Sequence[int]) -> list[dict[int, int]]:
    """What bears on each of some cards through claims alone, in at most `LONGEST` links. The strongest chain decides.

    Returns:
        Of each target by item, 1 for it, -1 against, 0 where chains of the same strength speak both ways; not the
        claims themselves.
    """
    into = _into(graph)
    return [_bearing(graph, into, target) for target in targets]


def _bearing(graph: Graph, into: Mapping[int, Sequence[int]], target: int) -> dict[int, int]:
    best: dict[tuple[int, int], float] = {}
    found: dict[int, dict[int, float]] = {}
    ends = {(target, 1): 1.0}
    for depth in range(LONGEST):
        further: dict[tuple[int, int], float] = {}
        for (node, sign), strength in ends.items():
            for at in into.get(node, ()):
                giver, way = int(graph.tail[at]), sign * int(graph.sign[at])
                product, card = strength * float(graph.weight[at]), graph.facts[giver]
                if card.role == "claim":
                    if product > max(best.get((giver, way), 0.0), further.get((giver, way), 0.0)):
                        further[giver, way] = product
                elif depth and card.kind != "hypothesis":
                    ways = found.setdefault(giver, {})
                    ways[way] = max(ways.get(way, 0.0), product)
        best |= further
        ends = further
    return {item: _stronger(ways) for item, ways in found.items()}


def _stronger(ways: dict[int, float]) -> int:
    speaks, denies = ways.get(1, 0.0), ways.get(-1, 0.0)
    return (speaks > denies) - (speaks < denies)


def _into(graph: Graph) -> dict[int, list[int]]:
    """By node, the links into it that count."""
    found: dict[int, list[int]] = {}
    for at in np.flatnonzero(graph.carried() > 0).tolist():
        found.setdefault(int(graph.head[at]), []).append(at)
    return found
