"""The argument graph of a board: who gives what to whom, as columns.

Cards are arguments, links are attacks and supports, and a link may be attacked itself. Everything stands in the order
of ids, so that no result depends on the order in which records are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CLAIM, CardFacts, EdgeFacts, Facts, Records, base_strength, facts_of
from evidenceboard.analysis.origins import origins as origins_of
from evidenceboard.model.ids import RecordId, kind_of

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True)
class Graph:
    """n arguments, m links, k links that are undercut. A node is an argument (0 … n − 1) or an undercut link (n …).

    Attributes:
        cards: ids of the arguments, sorted; questions are none.
        facts: of each argument.
        reliability: of each source that is named, "" where none is set.
        base: n base strengths.
        gives: n, 0.0 for what was retracted or taken away, else 1.0.
        origins: names of what the arguments come from, sorted; `origin` points into it.
        rivals: sets of rival hypotheses as rows, without those that were retracted; those of no set are one together.
        edges: ids of the links that count, sorted.
        tail: m rows of arguments.
        head: m nodes.
        strong: m, whether a link is called strong; `weight` may have been set by hand.
        weight: m, 0 to 1.
        sign: m, +1.0 supports, -1.0 contradicts.
        cap: m, the most that the giver's strength counts for.
        joint: m, the group that a link counts together with; -1 for alone.
        under: m, the node of the link itself where it is undercut, else -1.
    """

    cards: tuple[RecordId, ...]
    facts: tuple[CardFacts, ...]
    reliability: Mapping[RecordId, str]
    base: Floats
    gives: Floats
    origins: tuple[RecordId, ...]
    origin: Rows
    rivals: tuple[tuple[int, ...], ...]
    edges: tuple[RecordId, ...]
    tail: Rows
    head: Rows
    strong: NDArray[np.bool_]
    weight: Floats
    sign: Floats
    cap: Floats
    joint: Rows
    under: Rows

    @cached_property
    def row(self) -> dict[RecordId, int]:
        """Row of each argument."""
        return {card: row for row, card in enumerate(self.cards)}

    @cached_property
    def edge_row(self) -> dict[RecordId, int]:
        """Row of each link."""
        return {edge: row for row, edge in enumerate(self.edges)}

    @cached_property
    def claims(self) -> NDArray[np.bool_]:
        """n, which arguments are claims of ours."""
        return np.array([card.role == "claim" for card in self.facts], np.bool_)

    @property
    def nodes(self) -> int:
        """Arguments and undercut links."""
        return len(self.cards) + int((self.under >= 0).sum())

    @property
    def hypotheses(self) -> tuple[int, ...]:
        """All hypotheses as rows, set by set."""
        return tuple(row for rivals in self.rivals for row in rivals)

    def carried(self) -> Floats:
        """m weights, 0 where the giver counts for nothing."""
        return self.weight * self.gives[self.tail]


def graph_of(records: Records) -> Graph:
    """The graph of a board, from its live records."""
    return build(facts_of(records))


def build(facts: Facts) -> Graph:
    """The graph of these facts.

    Left out is what cannot count: questions and links at them, links whose ends are gone, supports of a link.
    Joint links count for nothing where fewer than two of them are there.
    """
    cards = sorted(card for card, found in facts.cards.items() if found.argues)
    row = {card: at for at, card in enumerate(cards)}
    held = tuple(facts.cards[card] for card in cards)
    ends = origins_of(_chains(facts), cards)
    origins = tuple(sorted({ends[card] for card in cards}))
    at = {origin: number for number, origin in enumerate(origins)}
    links = _links(facts, row)
    return Graph(
        tuple(cards),
        held,
        dict(facts.sources),
        np.array([base_strength(card, facts.sources.get(card.source)) for card in held], np.float64),
        np.array([card.gives for card in held], np.float64),
        origins,
        np.array([at[ends[card]] for card in cards], np.int64),
        _rivals(held),
        *links,
    )


def _chains(facts: Facts) -> dict[RecordId, RecordId]:
    """What each card derives from, where that is there."""
    there = facts.cards.keys() | facts.origins
    return {card: found.derives_from for card, found in facts.cards.items() if found.derives_from in there}


def _rivals(cards: Sequence[CardFacts]) -> tuple[tuple[int, ...], ...]:
    sets: dict[str, list[int]] = {}
    for row, card in enumerate(cards):
        if card.kind == "hypothesis" and card.gives:
            sets.setdefault(card.rivals, []).append(row)
    return tuple(tuple(sets[name]) for name in sorted(sets))


_Links = tuple[tuple[RecordId, ...], Rows, Rows, NDArray[np.bool_], Floats, Floats, Floats, Rows, Rows]


def _links(facts: Facts, row: Mapping[RecordId, int]) -> _Links:
    tails = {edge: _tail(facts, found, row) for edge, found in facts.edges.items()}
    counted = _counted(facts, row, tails)
    edges = sorted(counted)
    found = [facts.edges[edge] for edge in edges]
    nodes = {edge: len(row) + at for at, edge in enumerate(sorted({each.head for each in found} - row.keys()))}
    joints = {key: at for at, key in enumerate(sorted({(each.head, each.joint) for each in found if each.joint}))}
    joint = np.array([joints.get((each.head, each.joint), NOBODY) for each in found], np.int64)
    weight = np.array([each.strength for each in found], np.float64)
    weight[(joint >= 0) & (np.bincount(joint + 1, minlength=1)[joint + 1] < 2)] = 0.0
    return (
        tuple(edges),
        np.array([tails[edge] for edge in edges], np.int64),
        np.array([row.get(each.head, nodes.get(each.head, NOBODY)) for each in found], np.int64),
        np.array([each.strong for each in found], np.bool_),
        weight,
        np.array([-1.0 if each.contradict else 1.0 for each in found], np.float64),
        np.array([_cap(each, facts.cards[_card(facts, each)]) for each in found], np.float64),
        joint,
        np.array([nodes.get(edge, NOBODY) for edge in edges], np.int64),
    )


def _counted(facts: Facts, row: Mapping[RecordId, int], tails: Mapping[RecordId, int]) -> set[RecordId]:
    """Links between arguments, and what undercuts a link that counts."""
    whole = {edge for edge, found in facts.edges.items() if tails[edge] >= 0}
    counted = {edge for edge in whole if facts.edges[edge].head in row}
    waiting: dict[RecordId, list[RecordId]] = {}
    for edge in whole - counted:
        if kind_of(facts.edges[edge].head) == "edge" and facts.edges[edge].contradict:
            waiting.setdefault(facts.edges[edge].head, []).append(edge)
    new = [edge for edge in waiting if edge in counted]
    while new:
        found = [under for edge in new for under in waiting.pop(edge)]
        counted.update(found)
        new = [edge for edge in found if edge in waiting]
    return counted


def _card(facts: Facts, edge: EdgeFacts) -> RecordId:
    """The card that a link begins at, or on whose photo."""
    return facts.regions.get(edge.tail, edge.tail)


def _tail(facts: Facts, edge: EdgeFacts, row: Mapping[RecordId, int]) -> int:
    return row.get(_card(facts, edge), NOBODY)


def _cap(edge: EdgeFacts, giver: CardFacts) -> float:
    """A link that rests on a caption which its photo does not show gives no more than a bare claim."""
    return CLAIM if edge.on_caption and giver.kind == "photo" and giver.caption_unseen else 1.0


def part_of(graph: Graph, nodes: NDArray[np.bool_]) -> Graph:
    """The graph of some nodes and the links that end on them.

    Args:
        nodes: which; all that bears on one of them must be among them (see `levels.before`).
    """
    count = len(graph.cards)
    cards, edges = np.flatnonzero(nodes[:count]), np.flatnonzero(nodes[graph.head])
    number = np.cumsum(nodes) - 1
    number = np.where(nodes, number, NOBODY)
    under = np.where(graph.under[edges] >= 0, number[graph.under[edges]], NOBODY)
    kept = {int(row): int(number[row]) for row in cards}
    rivals = (tuple(kept[row] for row in rivals if row in kept) for rivals in graph.rivals)
    return replace(
        graph,
        cards=tuple(graph.cards[row] for row in cards),
        facts=tuple(graph.facts[row] for row in cards),
        base=graph.base[cards],
        gives=graph.gives[cards],
        origin=graph.origin[cards],
        rivals=tuple(rivals),
        edges=tuple(graph.edges[row] for row in edges),
        tail=number[graph.tail[edges]],
        head=number[graph.head[edges]],
        strong=graph.strong[edges],
        weight=graph.weight[edges],
        sign=graph.sign[edges],
        cap=graph.cap[edges],
        joint=graph.joint[edges],
        under=under,
    )
