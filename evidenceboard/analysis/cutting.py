"""Cuts the argument graph of a board from its columns, all rows at once; what has not changed is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import NOBODY, Graph
from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.facts import CLAIM, CardFacts
from evidenceboard.analysis.named_slots import Slots
from evidenceboard.analysis.origins import origins as origins_of
from evidenceboard.model.ids import RecordId

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """A graph, and where its rows lie in the columns.

    Attributes:
        cards, edges: slots of the arguments and of the links that count.
        origins: slots of what the arguments come from.
        joints: of each link that counts, what its joint group is called; 0 for none.
        changes: `Columns.changes` by then.
    """

    graph: Graph
    cards: Rows
    edges: Rows
    origins: Rows
    joints: Rows
    changes: int

    @cached_property
    def nodes(self) -> Rows:
        """What each node is: twice the slot of an argument, or of an undercut link and one more."""
        return np.concatenate([2 * self.cards, 2 * self.edges[self.graph.under >= 0] + 1])


def cut(columns: Columns, before: Cut | None = None) -> Cut:
    """The graph of these columns.

    Left out is what cannot count: questions and links at them, links whose ends are gone, supports of a link.
    Joint links count for nothing where fewer than two of them are there.

    Args:
        before: what was cut from the same columns before they changed.
    """
    held, links = columns.cards, columns.edges
    order = held.order
    cards = order[held["argues"][order]]
    row = np.full(len(held), NOBODY)
    row[cards] = np.arange(len(cards))
    ends = _ends(columns)[cards]
    used = np.zeros(len(held), np.bool_)
    used[ends] = True
    origins = order[used[order]]
    place = np.zeros(len(held), np.int64)
    place[origins] = np.arange(len(origins))
    edges = links.order[_counted(columns, row)[links.order]]
    old = before.graph if before is not None else None
    graph = Graph(
        _names(held, cards, before.cards if before else None, old.cards if old else ()),
        columns.facts_of(cards, *_facts_before(before, cards)),
        columns.reliability,
        held["base"][cards],
        held["gives"][cards],
        _names(held, origins, before.origins if before else None, old.origins if old else ()),
        place[ends],
        _rivals(columns, cards[held["rival"][cards]], row),
        _names(links, edges, before.edges if before else None, old.edges if old else ()),
        *_links(columns, edges, row, len(cards)),
    )
    vars(graph)["claims"] = held["claim"][cards]  # as the graph would find them itself, card by card
    return Cut(graph, cards, edges, origins, links["joint"][edges], columns.changes)


def _facts_before(before: Cut | None, cards: Rows) -> tuple[tuple[CardFacts, ...], int]:
    """The facts of these cards as they were cut, and how many changes there were by then."""
    if before is None or not np.array_equal(before.cards, cards):
        return (), 0
    return before.graph.facts, before.changes


def _ends(columns: Columns) -> Rows:
    """Of each slot of a card, the end of its chain of "derives from": its own slot where it derives from nothing."""
    own = np.arange(len(columns.cards))
    after = columns.cards["after"][: len(own)]
    first = np.where((after >= 0) & columns.cards["there"][after], after, own)
    ends = first
    for _ in range(len(own).bit_length()):
        ends, known = ends[ends], ends
        if np.array_equal(ends, known):
            break
    return _of_loops(columns, first, ends.copy())


def _of_loops(columns: Columns, first: Rows, ends: Rows) -> Rows:
    """The same where chains bite their tails: they end at the least id of the loop."""
    names = columns.cards.names
    inside = np.flatnonzero(first[ends] != ends).tolist()
    chains = {names[at]: names[first[at]] for at in inside}
    for name, end in origins_of(chains).items():
        ends[columns.cards.slot(name)] = columns.cards.slot(end)
    return ends


def _counted(columns: Columns, row: Rows) -> Flags:
    """Of each slot of a link whether it counts: between arguments, or it undercuts a link that counts."""
    links, count = columns.edges, len(columns.edges)
    tail, head, onto = (links[name][:count] for name in ("tail", "head", "onto"))
    whole = links["there"][:count] & (row[tail] >= 0)
    counted: Flags = whole & (head >= 0) & (row[head] >= 0)
    waiting = np.flatnonzero(whole & (onto >= 0) & links["against"][:count])
    while len(new := waiting[counted[onto[waiting]] & ~counted[waiting]]):
        counted[new] = True
    return counted


def _links(columns: Columns, edges: Rows, row: Rows, cards: int) -> tuple[Any, ...]:
    """The columns of the links of a graph: tail, head, strong, weight, sign, cap, joint, under."""
    links = columns.edges
    tail, head, onto = (links[name][edges] for name in ("tail", "head", "onto"))
    undercut = np.zeros(len(links), np.bool_)
    undercut[onto[onto >= 0]] = True
    node = np.full(len(links) + 1, NOBODY)  # one more for links onto nothing
    node[edges[undercut[edges]]] = cards + np.arange(int(undercut[edges].sum()))
    joint = _joints(columns, edges)
    weight = links["strength"][edges]
    weight[(joint >= 0) & (np.bincount(joint + 1, minlength=1)[joint + 1] < 2)] = 0.0
    return (
        row[tail],
        np.where(head >= 0, row[head], node[onto]),
        links["strong"][edges],
        weight,
        np.where(links["against"][edges], -1.0, 1.0),
        np.where(links["caption"][edges] & columns.cards["unseen"][tail], CLAIM, 1.0),
        joint,
        node[edges],
    )


def _joints(columns: Columns, edges: Rows) -> Rows:
    """The joint group of each link, numbered in the order of their targets and names."""
    found, links = np.full(len(edges), NOBODY), columns.edges
    inside = np.flatnonzero(links["joint"][edges])
    keys = [columns.joint_of(slot) for slot in edges[inside].tolist()]
    number = {key: at for at, key in enumerate(sorted(set(keys)))}
    found[inside] = [number[key] for key in keys]
    return found


def _rivals(columns: Columns, hypotheses: Rows, row: Rows) -> tuple[tuple[int, ...], ...]:
    sets: dict[str, list[int]] = {}
    for slot, at in zip(hypotheses.tolist(), row[hypotheses].tolist(), strict=True):
        sets.setdefault(columns.fact(slot).rivals, []).append(at)
    return tuple(tuple(sets[name]) for name in sorted(sets))


def _names(slots: Slots, wanted: Rows, before: Rows | None, known: tuple[RecordId, ...]) -> tuple[RecordId, ...]:
    """The names of these slots, which are in order."""
    if before is not None and np.array_equal(before, wanted):
        return known
    flags = np.zeros(len(slots), np.bool_)
    flags[wanted] = True
    return tuple(compress(slots.in_order, flags[slots.order].tolist()))
