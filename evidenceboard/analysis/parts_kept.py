"""Follows which nodes of an argument graph bear on one another in circles, as links come and go.

Parts are numbered: what a part bears on has smaller numbers. A link that goes can only split the part that it lies in.
A link that comes and runs against the numbers makes those new, and perhaps one, that lie behind it up to its tail.

Source: after Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs" (2006).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.levels import Arcs, parts

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

MANY = 200  # links against the numbers, after which all parts are looked for anew


def follow_parts(arcs: Arcs, part: Rows, split: Iterable[int], added: Rows) -> Rows:
    """Of each node the number of its part.

    Args:
        arcs: as they are now, in any order.
        part: as it was; new nodes have numbers of their own, greater than all others.
        split: numbers of the parts that lost an arc, or a node.
        added: rows of the arcs that are new.
    """
    part = part.copy()
    for number in sorted(split, reverse=True):
        _renumber(arcs, part, np.flatnonzero(part == number), number, np.empty(0, np.int64))
    against = added[part[arcs.tail[added]] < part[arcs.head[added]]]
    if len(against) > MANY:
        return parts(Arcs.sorted(arcs.count, arcs.tail, arcs.head))
    if len(against):
        walk = _Walk(arcs)
    for at, arc in enumerate(against.tolist()):
        tail, head, waiting = int(arcs.tail[arc]), int(arcs.head[arc]), against[at + 1 :]
        if part[tail] < part[head]:
            low = int(part[tail])
            behind = walk.behind(head, part >= low, waiting)
            behind[part == low] = True
            _renumber(arcs, part, np.flatnonzero(behind), low, waiting)
    return np.unique(part, return_inverse=True)[1].reshape(-1) if part.max(initial=0) > 4 * len(part) else part


def _renumber(arcs: Arcs, part: Rows, nodes: Rows, low: int, waiting: Rows) -> None:
    """Look for the parts of some nodes anew, and give them the numbers from one on; greater ones make room.

    Args:
        waiting: rows of arcs that do not count yet.
    """
    number = np.full(arcs.count, -1)
    number[nodes] = np.arange(len(nodes))
    inside = (number[arcs.tail] >= 0) & (number[arcs.head] >= 0)
    inside[waiting] = False
    found = parts(Arcs.sorted(len(nodes), number[arcs.tail[inside]], number[arcs.head[inside]]))
    part[part > low] += int(found.max(initial=0))
    part[nodes] = low + found


class _Walk:
    """Goes along arcs."""

    def __init__(self, arcs: Arcs) -> None:
        self._order = np.argsort(arcs.tail, kind="stable")
        self._head = arcs.head
        self._starts = np.searchsorted(arcs.tail[self._order], np.arange(arcs.count + 1))

    def behind(self, first: int, wanted: Flags, waiting: Rows) -> Flags:
        """What a node bears on, directly or through others, and itself, only by way of wanted nodes."""
        found = np.zeros(len(wanted), np.bool_)
        found[first] = True
        closed, here = set(waiting.tolist()), [first]
        while here:
            node = here.pop()
            for arc in self._order[self._starts[node] : self._starts[node + 1]].tolist():
                near = self._head[arc]
                if wanted[near] and not found[near] and arc not in closed:
                    found[near] = True
                    here.append(int(near))
        return found
