"""What flows into the nodes of an argument graph: links in a fixed order, and how they are gathered.

Links that are joint count as one, as strong as the weakest of them (a choice of ours: a chain of premises holds no
more than its weakest link). Counted by origin, of each sign only the strongest of each origin counts at a target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.groups import Groups

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

COUNTS = ("origin", "report")


@dataclass(frozen=True)
class Inflow:
    """What flows into some nodes.

    Attributes:
        nodes: the nodes.
        edges: all links into them, ordered by node, origin, joint group and id.
        joint, origin, node: the links of one joint group, the joint groups of one origin, the origins of one node.
        place: of each node that something flows into, where it stands in `nodes`.
    """

    nodes: Rows
    edges: Rows
    joint: Groups
    origin: Groups
    node: Groups
    place: Rows

    def gathered(self, given: Floats, multiplies: int) -> Floats:
        """What each node takes of what is given along the links, 0 where nothing flows in.

        Args:
            given: links × sides × semantics × variations.
            multiplies: the first so many semantics take 1 − ∏(1 − x) of what is given, the others its sum.
        """
        taken = np.zeros((len(self.nodes), *given.shape[1:]))
        if not len(self.edges):
            return taken
        given = self.origin.gathered(np.maximum, self.joint.gathered(np.minimum, given))
        if multiplies:
            taken[self.place, :, :multiplies] = 1.0 - self.node.gathered(np.multiply, 1.0 - given[:, :, :multiplies])
        if multiplies < given.shape[2]:
            taken[self.place, :, multiplies:] = self.node.gathered(np.add, given[:, :, multiplies:])
        return taken


class Inflows:
    """Makes the inflow of any nodes of a graph.

    Args:
        count: "origin", or "report" where every link counts.
    """

    def __init__(self, graph: Graph, count: str) -> None:
        alone = len(graph.origins) + len(graph.edges)
        self._joint = np.where(graph.joint >= 0, graph.joint, alone + np.arange(len(graph.edges)))
        self._merges = count == "origin"
        self._key = _origins_of_links(graph) if self._merges else self._joint
        self._head = graph.head
        self._into = np.lexsort((np.arange(len(graph.edges)), self._joint, self._key, graph.head))
        self._starts = np.searchsorted(graph.head[self._into], np.arange(graph.nodes + 1))

    def of(self, nodes: Rows) -> Inflow:
        """The inflow of these nodes, which are sorted."""
        edges = self._into[_ranges(self._starts[nodes], self._starts[nodes + 1])]
        head, key, joint = self._head[edges], self._key[edges], self._joint[edges]
        groups = _begins(head, key, joint)
        merged = _begins(head[groups], key[groups]) if self._merges else np.arange(len(groups))
        whole = _begins(head[groups][merged])
        return Inflow(
            nodes,
            edges,
            Groups(groups, len(edges)),
            Groups(merged, len(groups)),
            Groups(whole, len(merged)),
            np.searchsorted(nodes, head[groups][merged][whole]),
        )


def _origins_of_links(graph: Graph) -> Rows:
    """Of each link a number that is the same for those of one origin; a joint group comes from all its origins."""
    keys = graph.origin[graph.tail].copy()
    sets: dict[tuple[int, ...], int] = {}
    for members in _groups(graph.joint):
        ends = tuple(np.unique(keys[members]).tolist())
        keys[members] = ends[0] if len(ends) == 1 else sets.setdefault(ends, len(graph.origins) + len(sets))
    return keys


def _groups(joint: Rows) -> Sequence[Rows]:
    """The links of each joint group."""
    inside = np.flatnonzero(joint >= 0)
    order = inside[np.argsort(joint[inside], kind="stable")]
    return np.split(order, _begins(joint[order])[1:]) if len(order) else []


def _ranges(begin: Rows, end: Rows) -> Rows:
    """All rows from each begin to its end, one after the other."""
    length = end - begin
    total = int(length.sum())
    return np.repeat(begin - np.concatenate([[0], np.cumsum(length)[:-1]]), length) + np.arange(total)


def _begins(*keys: Rows) -> Rows:
    """Where, in ordered rows, others begin than those before."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    new = np.zeros(len(keys[0]), np.bool_)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)
