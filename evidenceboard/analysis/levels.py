"""In which order the nodes of an argument graph are worked out: what gives comes before what takes.

Nodes that bear on one another in a circle, a strongly connected part, are worked out together.

Source: Tarjan, "Depth-first search and linear graph algorithms" (1972).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """Nodes that wait for nothing but earlier levels, or for one another.

    Attributes:
        alone: nodes that are worked out in one pass.
        circles: nodes of strongly connected parts.
        part: of each node of `circles`, a number of its part: 0, 1, …
    """

    alone: Rows
    circles: Rows
    part: Rows


@dataclass(frozen=True)
class Arcs:
    """What each node bears on: the head of its links, and for an undercut link what that link bears on."""

    count: int
    tail: Rows
    head: Rows

    @classmethod
    def of(cls, graph: Graph) -> Arcs:
        under = graph.under >= 0
        tail = np.concatenate([graph.tail, graph.under[under]])
        head = np.concatenate([graph.head, graph.head[under]])
        order = np.lexsort((head, tail))
        return cls(graph.nodes, tail[order], head[order])

    @cached_property
    def starts(self) -> list[int]:
        """Of each node, where its arcs begin; one more for the end."""
        found: list[int] = np.searchsorted(self.tail, np.arange(self.count + 1)).tolist()
        return found


def levels(graph: Graph) -> list[Level]:
    """The levels of a graph, first first. Linear in nodes and links."""
    arcs = Arcs.of(graph)
    part = parts(arcs)
    level = _level_of_parts(arcs, part)[part]
    size = np.bincount(part, minlength=1)
    circle = size[part] > 1
    circle[arcs.tail[arcs.tail == arcs.head]] = True
    return list(_cut(level, part, circle))


def _cut(level: Rows, part: Rows, circle: NDArray[np.bool_]) -> Iterator[Level]:
    order = np.argsort(level, kind="stable")
    bounds = np.searchsorted(level[order], np.arange(int(level.max(initial=-1)) + 2))
    for begin, end in zip(bounds[:-1], bounds[1:], strict=True):
        nodes = order[begin:end]
        around = nodes[circle[nodes]]
        yield Level(nodes[~circle[nodes]], around, np.unique(part[around], return_inverse=True)[1].reshape(-1))


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


def _level_of_parts(arcs: Arcs, part: Rows) -> Rows:
    """Of each part, how many others lie at most in a row before it."""
    tail, head = part[arcs.tail], part[arcs.head]
    between = tail != head
    tail, head = tail[between], head[between]
    order = np.argsort(-tail, kind="stable")
    level = [0] * (int(part.max(initial=-1)) + 1)
    for giver, taker in zip(tail[order].tolist(), head[order].tolist(), strict=True):
        if level[giver] >= level[taker]:
            level[taker] = level[giver] + 1
    return np.array(level, np.int64)


def before(graph: Graph, wanted: Rows) -> NDArray[np.bool_]:
    """Which nodes bear on the wanted ones, directly or through others; they themselves do."""
    return _reached(Arcs.of(graph), wanted, backward=True)


def after(graph: Graph, changed: Rows) -> NDArray[np.bool_]:
    """Which nodes these bear on, directly or through others; they themselves, too."""
    return _reached(Arcs.of(graph), changed, backward=False)


def _reached(arcs: Arcs, first: Rows, backward: bool) -> NDArray[np.bool_]:
    here, there = (arcs.head, arcs.tail) if backward else (arcs.tail, arcs.head)
    order = np.argsort(here, kind="stable")
    starts = np.searchsorted(here[order], np.arange(arcs.count + 1)).tolist()
    ends = there[order].tolist()
    seen = np.zeros(arcs.count, np.bool_)
    seen[first] = True
    waiting = [int(node) for node in first]
    reached = bytearray(seen.tobytes())
    while waiting:
        node = waiting.pop()
        for near in ends[starts[node] : starts[node + 1]]:
            if not reached[near]:
                reached[near] = 1
                waiting.append(near)
    return np.frombuffer(bytes(reached), np.bool_).copy()
