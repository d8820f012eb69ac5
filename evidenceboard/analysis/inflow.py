"""What flows into the nodes of an argument graph: links in a fixed order, and how they are gathered.

Links that are joint count as one, as strong as the weakest of them (a choice of ours: a chain of premises holds no
more than its weakest link). Counted by origin, of each sign only the strongest of each origin counts at a target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph
from evidenceboard.analysis.groups import Groups

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

COUNTS = ("origin", "report")
Between = tuple[Rows | None, Rows | None]


@dataclass(frozen=True)
class Inflow:
    """What flows into some nodes, from supporters and from attackers.

    Attributes:
        nodes: the nodes.
        edges: all links into them, in the order in which they are gathered.
        sign: of each, +1.0 or -1.0: on which side it counts here.
        joint, origin, node: the links of one joint group, the joint groups of one origin, the origins of one node and
            side.
        between: how what one gives is put in order for the next; None where it is so already.
        place: of each node and side that something flows into, twice its place in `nodes`, plus one for attackers.
        counts: how many links end in each node.
    """

    nodes: Rows
    edges: Rows
    sign: Floats
    joint: Groups
    origin: Groups
    node: Groups
    between: Between
    place: Rows
    counts: Rows

    def gathered(self, given: Floats, multiplies: int) -> Floats:
        """What each node takes of what is given along the links, 0 where nothing flows in.

        Args:
            given: links × semantics × variations; it is written over.
            multiplies: the first so many semantics take 1 − ∏(1 − x) of what is given, the others its sum.

        Returns:
            Nodes × (supporters, attackers) × semantics × variations.
        """
        taken = np.zeros((2 * len(self.nodes), *given.shape[1:]))
        if len(self.edges):
            to_origin, to_node = self.between
            given = self.joint.gathered(np.minimum, given)
            given = self.origin.gathered(np.maximum, given if to_origin is None else given[to_origin])
            given = given if to_node is None else given[to_node]
            if multiplies:
                taken[self.place, :multiplies] = 1.0 - self.node.gathered(np.multiply, 1.0 - given[:, :multiplies])
            if multiplies < given.shape[1]:
                taken[self.place, multiplies:] = self.node.gathered(np.add, given[:, multiplies:])
        return taken.reshape(len(self.nodes), 2, *given.shape[1:])


class Inflows:
    """Makes the inflow of any nodes of a graph.

    Args:
        count: "origin", or "report" where every link counts.
        turned: every link may also be of the other kind (see `Variation.sign`).

    Attributes:
        counts: how many links end in each node.
    """

    def __init__(self, graph: Graph, count: str, turned: bool = False) -> None:
        links = np.arange(len(graph.edges))
        if turned:
            links, attacks = np.repeat(links, 2), np.arange(2 * len(links)) % 2
        else:
            links = links[~_mixed(graph)]
            attacks = (graph.sign[links] < 0).astype(np.int64)
        alone = len(graph.origins) + len(graph.edges)
        self._merges = count == "origin"
        self._edges = links
        self._joint = np.where(graph.joint >= 0, graph.joint, alone + np.arange(len(graph.edges)))[links]
        self._key = _origins_of_links(graph)[links] if self._merges else self._joint
        self._side = 2 * graph.head[links] + attacks
        self.counts = np.bincount(graph.head, minlength=graph.nodes)

    def of(self, nodes: Rows) -> Inflow:
        """The inflow of these nodes, which are sorted."""
        order, side = self._sorted
        return self._made(nodes, order[_ranges(*(np.searchsorted(side, 2 * nodes + at) for at in (0, 2)))])

    def of_few(self, nodes: Rows) -> Inflow:
        """The same, without putting all links of the graph in order first."""
        wanted = np.zeros(2 * len(self.counts), np.bool_)
        wanted[2 * nodes] = wanted[2 * nodes + 1] = True
        return self._made(nodes, self._in_order(np.flatnonzero(wanted[self._side])))

    @cached_property
    def _sorted(self) -> tuple[Rows, Rows]:
        order = self._in_order(np.arange(len(self._edges)))
        return order, self._side[order]

    def _in_order(self, rows: Rows) -> Rows:
        keys = (self._edges, self._joint, self._key, self._side)
        return rows[np.lexsort([each[rows] for each in keys])]

    def _made(self, nodes: Rows, rows: Rows) -> Inflow:
        side, key, joint = self._side[rows], self._key[rows], self._joint[rows]
        begins = _begins(side, key, joint)
        merged = _begins(side[begins], key[begins]) if self._merges else np.arange(len(begins))
        whole = _begins(side[begins][merged])
        joints, origins, sides = Groups(begins, len(rows)), Groups(merged, len(begins)), Groups(whole, len(merged))
        side = side[begins][merged][whole][sides.groups]
        rows, between = _in_rounds(rows, joints, origins, sides)
        return Inflow(
            nodes, self._edges[rows], np.where(self._side[rows] % 2, -1.0, 1.0), joints, origins, sides, between,
            2 * np.searchsorted(nodes, side // 2) + side % 2, self.counts[nodes],
        )  # fmt: skip


def _in_rounds(rows: Rows, joints: Groups, origins: Groups, sides: Groups) -> tuple[Rows, Between]:
    """Links in the order in which the first groups want them, and how what each gives is put in order for the next."""
    rows, to_origin = rows[joints.rows], _inverse(joints.groups)[origins.rows]
    to_side = _inverse(origins.groups)[sides.rows]
    if origins.alone:
        to_origin = to_origin[to_side]
    if joints.alone:
        rows = rows[to_origin]
    return rows, (None if joints.alone else to_origin, None if origins.alone else to_side)


def _inverse(order: Rows) -> Rows:
    found = np.empty_like(order)
    found[order] = np.arange(len(order))
    return found


def _mixed(graph: Graph) -> NDArray[np.bool_]:
    """Which links are in a joint group that both supports and contradicts: together they count for nothing."""
    kinds = np.zeros(int(graph.joint.max(initial=-1)) + 2, np.int8)
    kinds[graph.joint[graph.sign > 0] + 1] |= 1
    kinds[graph.joint[graph.sign < 0] + 1] |= 2
    found: NDArray[np.bool_] = (graph.joint >= 0) & (kinds[graph.joint + 1] == 3)
    return found


def _origins_of_links(graph: Graph) -> Rows:
    """Of each link a number that is the same for those of one origin; a joint group comes from all its origins.

    Numbers stand in the order of the origins' names, those of several after all of one: what is added to a board
    elsewhere changes numbers, but not their order.
    """
    keys = graph.origin[graph.tail].copy()
    groups = _groups(graph.joint)
    ends = [tuple(np.unique(keys[members]).tolist()) for members in groups]
    several = {each: len(graph.origins) + at for at, each in enumerate(sorted(e for e in set(ends) if len(e) > 1))}
    for members, each in zip(groups, ends, strict=True):
        keys[members] = several.get(each, each[0])
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
