"""The ledger of contradictions: pairs of cards that seem unable both to hold, real or only apparent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from evidenceboard.analysis.facts import Records
from evidenceboard.analysis.graph import Graph, graph_of
from evidenceboard.model.ids import RecordId, pair_id
from evidenceboard.model.records import PAIR_STATES

OPEN = "open"
MOST = 200  # pairs that are proposed at one target


@dataclass(frozen=True)
class Entry:
    """A pair in the ledger.

    Attributes:
        first, second: the cards, by id.
        state: "open", "apparent" (different claims) or "resolved".
        reason: in the person's words.
    """

    pair: RecordId
    first: RecordId
    second: RecordId
    state: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """Two cards that oppose each other and are not in the ledger.

    Attributes:
        first, second: the cards, by id.
        over: what one supports and the other contradicts; empty where one contradicts the other itself.
    """

    first: RecordId
    second: RecordId
    over: tuple[RecordId, ...]


def entries(records: Records) -> list[Entry]:
    """What is in the ledger: open pairs, then apparent, then resolved ones. A pair whose card is gone is left out."""
    pairs = list(records("pair"))
    there = {card for card, _ in records("card")} if pairs else set[RecordId]()
    found = []
    for name, values in pairs:
        cards = values.get("cards")
        if isinstance(cards, list) and len(cards) == 2 and there.issuperset(cards):
            first, second = sorted(str(card) for card in cards)
            state = str(values.get("state") or OPEN)
            found.append(Entry(name, first, second, state, str(values.get("reason") or "")))
    return sorted(found, key=lambda each: (PAIR_STATES.index(each.state), each.first, each.second))


def candidates(records: Records) -> list[Candidate]:
    """Pairs that oppose each other: photos, reports and claims of different origins of which one supports and the other
    contradicts the same card; reports and photos, or claims, of which one contradicts the other. A report against a
    claim of ours is no pair: that is what the standing of the claim is about.

    Returns:
        Direct contradictions first, then those over most cards. Left out is what is in the ledger, and what is not
        opposed at all: cards of which one supports the other.
    """
    return candidates_of(graph_of(records), entries(records))


def candidates_of(graph: Graph, ledger: Iterable[Entry]) -> list[Candidate]:
    """The same, where the graph and the ledger are known."""
    known = {pair_id(each.first, each.second) for each in ledger}
    over: dict[tuple[RecordId, RecordId], set[RecordId]] = {}
    for first, second, target in (*_opposed(graph), *_contradicting(graph)):
        pair = (first, second) if first < second else (second, first)
        over.setdefault(pair, set()).update(target)
    friends = _supporting(graph)
    found = [
        Candidate(*pair, tuple(sorted(targets)))
        for pair, targets in over.items()
        if pair_id(*pair) not in known and pair not in friends
    ]
    return sorted(found, key=lambda each: (bool(each.over), -len(each.over), each.first, each.second))


_Pairs = Iterator[tuple[RecordId, RecordId, set[RecordId]]]


def _opposed(graph: Graph) -> _Pairs:
    sides: dict[int, tuple[list[int], list[int]]] = {}
    for tail, head, supports in _links(graph):
        if _states(graph, tail):
            sides.setdefault(head, ([], []))[not supports].append(tail)
    for head, (support, against) in sorted(sides.items()):
        pairs = ((one, other) for one in sorted(set(support)) for other in sorted(set(against)))
        apart = ((one, other) for one, other in pairs if graph.origin[one] != graph.origin[other])
        for one, other in islice(apart, MOST):
            yield graph.cards[one], graph.cards[other], {graph.cards[head]}


def _contradicting(graph: Graph) -> _Pairs:
    for tail, head, supports in _links(graph):
        alike = graph.facts[tail].graded == graph.facts[head].graded
        if not supports and tail != head and alike and _states(graph, tail) and _states(graph, head):
            yield graph.cards[tail], graph.cards[head], set()


def _supporting(graph: Graph) -> set[tuple[RecordId, RecordId]]:
    found = set()
    for tail, head, supports in _links(graph):
        if supports:
            one, other = sorted((graph.cards[tail], graph.cards[head]))
            found.add((one, other))
    return found


def _links(graph: Graph) -> Iterator[tuple[int, int, bool]]:
    """Links between cards that count: from, to, and whether they support."""
    for at in np.flatnonzero((graph.carried() > 0) & (graph.head < len(graph.cards))).tolist():
        yield int(graph.tail[at]), int(graph.head[at]), bool(graph.sign[at] > 0)


def _states(graph: Graph, row: int) -> bool:
    """Whether a card states something that another could contradict."""
    return graph.facts[row].graded or graph.facts[row].role == "claim"
