"""What a board was like at an earlier moment, as what was other then than it is now."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import KINDS, Facts, Values
from evidenceboard.analysis.graph import NOBODY, Graph, build, numbered_anew
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.index import ENDS, JOINING

NOTHING: frozenset[RecordId] = frozenset()


@dataclass(frozen=True)
class Earlier:
    """What was other at an earlier moment.

    Attributes:
        gone: records that are there now and were not then.
        other: records that were there and said something else, or are gone now, with the values they had.
        off: by sheet the cards whose places on it are among `gone`.
        only_cards: nothing but cards is other, and they are gone.
    """

    gone: Set[RecordId] = NOTHING
    other: Mapping[RecordId, Values] = field(default_factory=dict)
    off: Mapping[RecordId, Set[RecordId]] = field(default_factory=dict)
    only_cards: bool = False

    def __bool__(self) -> bool:
        """Whether anything was other than it is now."""
        return bool(self.gone or self.other)

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[RecordId, ...]]:
        """The records among `other` by their kinds."""
        found: dict[str, list[RecordId]] = {}
        for record in self.other:
            found.setdefault(kind_of(record), []).append(record)
        return {kind: tuple(records) for kind, records in found.items()}

    @cached_property
    def joined(self) -> Mapping[RecordId, tuple[RecordId, ...]]:
        """Links and parts of photos among `other`, by what they hang on."""
        found: dict[RecordId, tuple[RecordId, ...]] = {}
        for record, values in self.other.items():
            if kind_of(record) in JOINING:
                for end in ENDS[kind_of(record)]:
                    found[str(values[end])] = (*found.get(str(values[end]), ()), record)
        return found


def graph_then(now: Graph, facts: Facts, earlier: Earlier) -> Graph:
    """The graph of a board at an earlier moment.

    Args:
        now, facts: of the board as it is; the facts are not looked at where only cards are gone.
    """
    if earlier.only_cards:
        return without(now, earlier.gone)
    return build(facts_then(facts, earlier))


def facts_then(facts: Facts, earlier: Earlier) -> Facts:
    """The facts as they were."""
    then = facts.copy()
    for record in earlier.gone:
        then.take_out(record)
    for record, values in earlier.other.items():
        if kind_of(record) in KINDS:
            then.put(kind_of(record), record, values)
    return then


def without(graph: Graph, gone: Set[RecordId]) -> Graph:
    """The graph without these cards, their links, and what undercuts those.

    The others stand as if these gave nothing (see `replay.as_of`), and nothing else is counted or listed. What cards
    are known to derive from by now stays known.
    """
    if not gone:
        return graph
    count = len(graph.cards)
    node = np.zeros(graph.nodes + 1, np.bool_)  # one more for NOBODY
    node[:count] = [card not in gone for card in graph.cards]
    edges = _links_between(graph, node)
    node[count:] = False
    node[graph.head[edges]] = True  # what nothing undercuts any more is no node
    cards = np.flatnonzero(node[:count])
    number = np.where(node[:-1], np.cumsum(node[:-1]) - 1, NOBODY)
    kept = {int(row): int(number[row]) for row in cards}
    rivals = tuple(left for each in graph.rivals if (left := tuple(kept[row] for row in each if row in kept)))
    return numbered_anew(graph, cards, edges, number, rivals)


def _links_between(graph: Graph, node: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rows of the links whose ends are there; marks the undercut ones among the nodes that are."""
    undercut = graph.under >= 0
    there = node[graph.tail] & (node[graph.head] | (graph.head >= len(graph.cards)))
    while True:
        node[graph.under[undercut]] = there[undercut]
        further = there & node[graph.head]
        if (further == there).all():
            return np.flatnonzero(there)
        there = further
