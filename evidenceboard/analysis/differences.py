"""What is different between two graphs that were cut from the same columns, one after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.cutting import Cut
from evidenceboard.analysis.levels import Arcs, arcs_of
from evidenceboard.analysis.parts_kept import follow_parts

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Differences:
    """From one graph to the next."""

    def __init__(self, before: Cut, now: Cut) -> None:
        self._before, self._now = before, now
        self._node = _places(before.nodes, now.nodes)  # of each node now, where it was
        self._back = _places(now.nodes, before.nodes)  # of each node then, where it is
        link = _places(before.edges, now.edges)
        self._new = np.flatnonzero(link < 0)
        self._gone = np.flatnonzero(_places(now.edges, before.edges) < 0)
        self._held = np.flatnonzero(link >= 0)
        self._was = link[self._held]  # of each link that is there still, where it was
        old, new = before.graph, now.graph
        ends = ((before.nodes[old.tail], now.nodes[new.tail]), (before.nodes[old.head], now.nodes[new.head]))
        self._moved = np.logical_or(*(self._differ(*each) for each in ends))

    def carried_over(self, state: Floats) -> Floats:
        """The state of the nodes that were there; 0 of the others."""
        known = self._node >= 0
        found = np.zeros((len(self._node), *state.shape[1:]))
        found[known] = state[self._node[known]]
        return found

    def dirty(self) -> Flags:
        """The nodes whose base, or what flows into them, is another; not what follows from that."""
        old, new = self._before.graph, self._now.graph
        found = self._node < 0
        cards = np.flatnonzero(~found[: len(new.cards)])
        found[cards[new.base[cards] != old.base[self._node[cards]]]] = True
        other = self._moved | self._differ(old.carried(), new.carried()) | self._differ(old.sign, new.sign)
        other |= self._differ(old.cap, new.cap) | self._differ(old.under >= 0, new.under >= 0)
        other |= self._differ(self._before.joints, self._now.joints)
        other |= self._differ(*(each.origins[each.graph.origin[each.graph.tail]] for each in (self._before, self._now)))
        found[new.head[self._new]] = found[new.head[self._held[other]]] = True
        left = self._back[old.head[np.concatenate([self._gone, self._was[self._moved]])]]
        found[left[left >= 0]] = True
        return found

    def other_circles(self, before: Rows, now: Rows, turned: Flags, turns: Flags) -> Flags:
        """The nodes that lie in a circle with others than before, or no longer do, or did not.

        Args:
            before, now: the part of each node then and now.
            turned, turns: whether it lay in a circle then, and does now.
        """
        found = np.zeros(len(now), np.bool_)
        if before is not now:
            nodes = np.flatnonzero(self._node >= 0)
            nodes = nodes[turned[self._node[nodes]] | turns[nodes]]
            was, is_now = before[self._node[nodes]], now[nodes]
            together = np.unique(was * (int(now.max(initial=0)) + 1) + is_now, return_inverse=True)[1].reshape(-1)
            many = np.bincount(together, minlength=1)[together]
            found[nodes] = (many != np.bincount(before, minlength=1)[was]) | (
                many != np.bincount(now, minlength=1)[is_now]
            )
        return found

    def parts(self, part: Rows) -> Rows:
        """The strongly connected parts that the nodes lie in now.

        Args:
            part: those of before.
        """
        new, moved = self._now.graph, self._held[self._moved]
        here = np.flatnonzero(self._node < 0)
        if not len(here) + len(self._new) + len(self._gone) + len(moved) and len(part) == len(self._node):
            return part
        found = np.append(part, 0)[self._node]
        found[here] = int(part.max(initial=-1)) + 1 + np.arange(len(here))
        under = new.under[new.under >= 0]
        fresh = np.concatenate([np.zeros(len(new.edges), np.bool_), self._node[under] < 0])
        fresh[self._new] = fresh[moved] = True
        fresh[len(new.edges) :] |= np.isin(under, new.under[moved])
        return follow_parts(Arcs(new.nodes, *arcs_of(new)), found, self._split(part), np.flatnonzero(fresh))

    def _split(self, part: Rows) -> set[int]:
        """The parts that lost a node, or an arc within."""
        old, found = self._before.graph, set(part[self._back < 0].tolist())
        lost = np.concatenate([self._gone, self._was[self._moved]])
        for tail, head in ((old.tail[lost], old.head[lost]), (old.under[lost], old.head[lost])):
            inside = (tail >= 0) & (part[tail] == part[head])
            found.update(part[tail[inside]].tolist())
        return found

    def _differ(self, old: NDArray[np.generic], new: NDArray[np.generic]) -> Flags:
        """Of the links that are there still, which have another value."""
        found: Flags = old[self._was] != new[self._held]
        return found


def _places(names: Rows, wanted: Rows) -> Rows:
    """Where each wanted one stands among the names; -1 where it does not."""
    found = np.full(int(max(names.max(initial=-1), wanted.max(initial=-1))) + 1, -1)
    found[names] = np.arange(len(names))
    return found[wanted]
