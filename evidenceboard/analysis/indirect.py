"""What bears on a card only through others: which items do, which way, and by which chains of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evidenceboard.analysis.graph import Graph
from evidenceboard.model.ids import RecordId

LONGEST = 6  # links of a chain
MOST = 10_000  # chains that are listed


@dataclass(frozen=True)
class Chain:
    """A way from one card to another.

    Attributes:
        edges: the links in their order. Where one ends on the next, it undercuts it.
        strength: the product of the links' strengths.
        sign: 1 where the chain speaks for its end, -1 against.
    """

    edges: tuple[RecordId, ...]
    strength: float
    sign: int


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


def chains(graph: Graph, card: RecordId, target: RecordId, longest: int = LONGEST) -> list[Chain]:
    """All chains of links from one card to another that meet no card twice, strongest first.

    Returns:
        At most `MOST`.
    """
    found: list[Chain] = []
    for chain in _walk(graph, graph.row[card], graph.row[target], longest):
        found.append(chain)
        if len(found) == MOST:
            break
    return sorted(found, key=lambda each: (-each.strength, len(each.edges), each.edges))


def _walk(graph: Graph, start: int, target: int, longest: int) -> Iterator[Chain]:
    """Forwards, but only where the target is still near enough."""
    out, far = _out(graph), _distances(graph, target, longest)
    waiting: list[tuple[int, tuple[int, ...], frozenset[int]]] = [(start, (), frozenset((start,)))]
    while waiting:
        here, way, met = waiting.pop()
        if here == target and way:
            yield _chain(graph, way)
            continue
        for at, head in reversed(out.get(here, [])):
            if head not in met and len(way) + 1 + far.get(head, longest) <= longest:
                waiting.append((head, (*way, at), met | {head}))


def _out(graph: Graph) -> dict[int, list[tuple[int, int]]]:
    """By node, the links that go on from it and where to; from an undercut link goes that link itself."""
    found: dict[int, list[tuple[int, int]]] = {}
    for at in np.flatnonzero(graph.carried() > 0).tolist():
        step = at, int(graph.head[at])
        found.setdefault(int(graph.tail[at]), []).append(step)
        if graph.under[at] >= 0:
            found.setdefault(int(graph.under[at]), []).append(step)
    return found


def _distances(graph: Graph, target: int, longest: int) -> dict[int, int]:
    """By node, how many links lie at least between it and the target."""
    into, found, ends = _into(graph), {target: 0}, [target]
    for depth in range(1, longest + 1):
        further = []
        for node in ends:
            for at in into.get(node, ()):
                for giver in (int(graph.tail[at]), int(graph.under[at])):
                    if giver >= 0 and giver not in found:
                        found[giver] = depth
                        further.append(giver)
        ends = further
    return found


def _chain(graph: Graph, way: tuple[int, ...]) -> Chain:
    strength, sign = 1.0, 1
    for at in way:
        strength *= float(graph.weight[at])
        sign *= int(graph.sign[at])
    return Chain(tuple(graph.edges[at] for at in way), strength, sign)
