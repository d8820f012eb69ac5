"""The collection plan: which missing item could change most about the order of the rivals.

Each gap is thought to be resolved both ways, as surely as can be (a strength of .90 before anything bears on it, as a
confirmed item of a completely reliable source):

- *found*: it speaks against what it was missing for no more, but strongly for it. Its links turn to the other kind and
  become strong; what it undercut is undercut no more.
- *absent*: somebody looked and it is not there. Its links stay as they are and become strong.

A gap without links could speak for or against any rival: strongly, one at a time. All ways are equally likely; nobody
knows better. Gaps are ranked by the share of ways and methods in which another hypothesis comes first, then by the
share of pairs of rivals that change their order, then by how far standings move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CREDIBILITY_STRENGTH, RELIABILITY_STRENGTH, STRONG
from evidenceboard.analysis.graph import NOBODY, Graph, part_of
from evidenceboard.analysis.levels import before
from evidenceboard.analysis.linchpins import LARGE, has_rivals
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import in_order, order_signs, pairs_of_rivals
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, report, standing_at

Floats = NDArray[np.float64]

SURE = CREDIBILITY_STRENGTH[1] * RELIABILITY_STRENGTH["A"]
FOUND, ABSENT = "found", "absent"


@dataclass(frozen=True)
class Gap:
    """What resolving a gap could change; shares are of all ways it may be resolved and all methods.

    Attributes:
        leader: share in which another hypothesis comes first.
        order: share of pairs of rivals that change their order, ties included.
        moves: how far the standings of the rivals move on average.
        ways: how many ways there are.
    """

    card: RecordId
    leader: float
    order: float
    moves: float
    ways: int


def collection_plan(graph: Graph, count: str = "origin", progress: Progress | None = None) -> list[Gap]:
    """The gaps of a board, the one first that could change most.

    Raises:
        Stopped: a person stopped it.
    """
    gaps = [graph.cards[row] for row, card in enumerate(graph.facts) if card.role == "gap" and graph.gives[row]]
    if not has_rivals(graph) or not gaps:
        return []
    nodes = before(graph, np.array(graph.hypotheses))
    nodes[[graph.row[gap] for gap in gaps]] = True
    part = part_of(graph, nodes | before(graph, np.flatnonzero(nodes)))
    usual = Solver(part, count).solve()[:, :, 0]
    found = []
    for at, gap in enumerate(gaps):
        report(progress, at, len(gaps))
        within = standing_at(progress, at, len(gaps))
        values = [Solver(way, count).solve(progress=within)[:, :, 0] for _, way in resolved(part, part.row[gap])]
        found.append(_gap(part, gap, usual, values))
    return sorted(found, key=lambda each: (-each.leader, -each.order, -each.moves, each.card))


def resolved(graph: Graph, gap: int) -> Iterator[tuple[str, Graph]]:
    """The ways in which a gap may be resolved, and the graph then."""
    base = graph.base.copy()
    base[gap] = SURE
    mine = graph.tail == gap
    onto_links = mine & (graph.head >= len(graph.cards))
    weight = np.where(mine & (graph.weight > 0), STRONG, graph.weight)
    if mine.any():
        turned = np.where(mine & ~onto_links, -graph.sign, graph.sign)
        yield FOUND, replace(graph, base=base, weight=np.where(onto_links, 0.0, weight), sign=turned)
        yield ABSENT, replace(graph, base=base, weight=weight)
        return
    for row in graph.hypotheses:
        for sign in (1.0, -1.0):
            yield graph.cards[row], _linked(replace(graph, base=base), gap, row, sign)


def _linked(graph: Graph, tail: int, head: int, sign: float) -> Graph:
    """The graph with one more strong link."""
    return replace(
        graph,
        edges=(*graph.edges, f"edge:{graph.cards[tail]}"),
        tail=np.append(graph.tail, tail),
        head=np.append(graph.head, head),
        strong=np.append(graph.strong, True),
        weight=np.append(graph.weight, STRONG),
        sign=np.append(graph.sign, sign),
        cap=np.append(graph.cap, 1.0),
        joint=np.append(graph.joint, NOBODY),
        under=np.append(graph.under, NOBODY),
    )


def _gap(graph: Graph, card: RecordId, usual: Floats, values: list[Floats]) -> Gap:
    pairs, rows = pairs_of_rivals(graph, usual), list(graph.hypotheses)
    led, turned, moved = [], [], []
    for each in values:
        for by in range(len(METHODS)):
            led.append(_firsts(graph, each[:, by]) != _firsts(graph, usual[:, by]))
            turned.append(float(np.mean(order_signs(each[:, by], pairs) != order_signs(usual[:, by], pairs))))
            moved.append(float(np.nan_to_num(np.abs(each[rows, by] - usual[rows, by])).mean()))
    return Gap(card, float(np.mean(led)), float(np.mean(turned)), float(np.mean(moved)), len(values))


def _firsts(graph: Graph, values: Floats) -> tuple[tuple[int, ...], ...]:
    return tuple(next(iter(in_order(values, rivals)), ()) for rivals in graph.rivals)


def effort(graph: Graph) -> int:
    """About how many links are worked out; some ten million take a second."""
    gaps = [row for row, card in enumerate(graph.facts) if card.role == "gap" and graph.gives[row]]
    if not has_rivals(graph) or not gaps:
        return 0
    linked = np.isin(gaps, graph.tail)
    ways = 2 * int(linked.sum()) + 2 * len(graph.hypotheses) * int((~linked).sum())
    return (ways + 1) * (Solver(graph).effort if len(graph.edges) <= LARGE else len(graph.edges))


def sentence(gap: Gap) -> str:
    """What resolving a gap could change, in one sentence."""
    cases = gap.ways * len(METHODS)
    changed = round(gap.leader * cases)
    over = f"{gap.ways} ways to resolve it, each by {len(METHODS)} methods"
    if changed:
        return f"Another hypothesis would come first in {changed} of {cases} cases ({over})."
    if gap.order > 0:
        return f"The leader would stay, but the order below it would change in some of {cases} cases ({over})."
    if gap.moves > 0:
        return f"Standings would move, but no order would change in any of {cases} cases ({over})."
    return "Nothing would change: it bears on no rival."
