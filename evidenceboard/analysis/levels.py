"""In which order the nodes of an argument graph are worked out: what gives comes before what takes.

Source: Tarjan, "Depth-first search and linear graph algorithms" (1972).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Arcs:
    """What each node bears on: the head of its links, and for an undercut link what that link bears on."""

    count: int
    tail: Rows
    head: Rows

    @classmethod
    def of(cls, graph: Graph) -> Arcs:
        return cls.sorted(graph.nodes, *arcs_of(graph))

    @classmethod
    def sorted(cls, count: int, tail: Rows, head: Rows) -> Arcs:
        """Arcs by their tails, then by their heads."""
        order = np.lexsort((head, tail))
        return cls(count, tail[order], head[order])

    @cached_property
    def starts(self) -> list[int]:
        """Of each node, where its arcs begin; one more for the end."""
        found: list[int] = np.searchsorted(self.tail, np.arange(self.count + 1)).tolist()
        return found


def arcs_of(graph: Graph) -> tuple[Rows, Rows]:
    """Tails and heads of the links of a graph, then of what undercut links bear on."""
    under = graph.under >= 0
    return np.concatenate([graph.tail, graph.under[under]]), np.concatenate([graph.head, graph.head[under]])


def parts(arcs: Arcs) -> Rows:
    """Of each node the number of its strongly connected part; what a part bears on has smaller numbers."""
    heads, starts, count = arcs.head.tolist(), arcs.starts, arcs.count
    part, seen, low = [-1] * count, [-1] * count, [0] * count
    found, clock = 0, 0
    held: list[int] = []
    at = starts[:-1].copy()
    for root in range(count):
        way = [root] if seen[root] < 0 else []
        while way:
            node = way[-1]
            if seen[node] < 0:
                seen[node] = low[node] = clock
                clock += 1
                held.append(node)
            deeper = False
            while at[node] < starts[node + 1]:
                head = heads[at[node]]
                if seen[head] < 0:
                    way.append(head)
                    deeper = True
                    break
                if part[head] < 0 and low[head] < low[node]:
                    low[node] = low[head]
                at[node] += 1
            if deeper:
                continue
            way.pop()
            if low[node] == seen[node]:
                while part[node] < 0:
                    part[held.pop()] = found
                found += 1
    return np.array(part, np.int64)


def turns(arcs: Arcs, part: Rows) -> Flags:
    """Which nodes lie in a circle: in a part of several, or bearing on themselves."""
    found: Flags = np.bincount(part, minlength=1)[part] > 1
    found[arcs.tail[arcs.tail == arcs.head]] = True
    return found


def levels_of(arcs: Arcs, part: Rows) -> Rows:
    """Of each node, how many parts lie at most in a row before its own."""
    tail, head = part[arcs.tail], part[arcs.head]
    between = tail != head
    tail, head = tail[between], head[between]
    order = np.argsort(-tail, kind="stable")
    level = [0] * (int(part.max(initial=-1)) + 1)
    for giver, taker in zip(tail[order].tolist(), head[order].tolist(), strict=True):
        if level[giver] >= level[taker]:
            level[taker] = level[giver] + 1
    return np.array(level, np.int64)[part]


def before(graph: Graph, wanted: Rows) -> Flags:
    """Which nodes bear on the wanted ones, directly or through others; they themselves do."""
    return reached(Arcs.of(graph), wanted, backward=True)


def reached(arcs: Arcs, first: Rows, backward: bool = False) -> Flags:
    """Which nodes some bear on, or are borne on by, directly or through others; they themselves, too."""
    here, there = (arcs.head, arcs.tail) if backward else (arcs.tail, arcs.head)
    order = np.argsort(here, kind="stable")
    starts = np.searchsorted(here[order], np.arange(arcs.count + 1)).tolist()
    ends = there[order].tolist()
    found = bytearray(arcs.count)
    waiting = first.tolist()
    for node in waiting:
        found[node] = 1
    while waiting:
        node = waiting.pop()
        for near in ends[starts[node] : starts[node + 1]]:
            if not found[near]:
                found[near] = 1
                waiting.append(near)
    return np.frombuffer(bytes(found), np.bool_).copy()
