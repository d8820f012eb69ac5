"""Works out what follows from a change of an argument graph, and nothing else.

What takes from something that changed is worked out anew, then what takes from that, until nothing changes any more,
to the last digit: the influence of a change fades along the links. That is the same, to the last digit, as working
out the whole graph: an argument follows from what it takes, a circle from what flows into it, and from nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph
from evidenceboard.analysis.circles import Circles
from evidenceboard.analysis.inflow import Inflows
from evidenceboard.analysis.semantics import ALL
from evidenceboard.analysis.solving import stage_of, work_out
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

HUB = 100  # links that end on a node which is worked out last


def spread(
    graph: Graph,
    inflows: Inflows,
    part: Rows,
    circle: Flags,
    state: Floats,
    dirty: Flags,
    most: int,
    progress: Progress | None = None,
) -> bool:
    """Bring a state of nodes × semantics × 1 up to date; whether that was done.

    Args:
        part, circle: of each node its strongly connected part, and whether it lies in a circle.
        dirty: the nodes whose base or inflow is another than when the state was right.
        most: nodes that may be worked out, one counted as often as it is; beyond, working out all is quicker.

    Raises:
        Stopped: a person stopped it.
    """
    way, hub = Variation.none(graph), inflows.counts > HUB
    with np.errstate(invalid="ignore"):
        while dirty.any():
            report(progress, 0, 0)
            nodes = _next(graph, dirty, part, circle, hub)
            most -= len(nodes)
            if most < 0:
                return False
            stage, before = stage_of(graph, inflows.of_few, nodes), state[nodes]
            inner = Circles.of(stage, part) if circle[nodes[0]] else stage
            work_out(graph, inner, ALL, way, state, progress)
            dirty[nodes] = False
            dirty |= takers(graph, nodes[differ(before, state[nodes])], part)
    return True


def _next(graph: Graph, dirty: Flags, part: Rows, circle: Flags, hub: Flags) -> Rows:
    """What is worked out next: what costs little first, so that what costs much seldom has to be worked out again."""
    for kind in (~circle & ~hub, circle, hub & ~circle):
        if len(nodes := np.flatnonzero(dirty & kind)):
            return _circles(graph, nodes, part) if circle[nodes[0]] else nodes
    return np.flatnonzero(dirty)


def _circles(graph: Graph, nodes: Rows, part: Rows) -> Rows:
    """All nodes of the circles of some, but for those circles that another of these bears on: that comes first."""
    wanted = np.zeros(int(part.max(initial=-1)) + 1, np.bool_)
    wanted[part[nodes]] = True
    wanted[part[takers(graph, np.flatnonzero(wanted[part]), part)]] = False
    return np.flatnonzero(wanted[part])


def takers(graph: Graph, changed: Rows, part: Rows) -> Flags:
    """The nodes that take from some, other than by way of a circle that both lie in."""
    found = np.zeros(graph.nodes, np.bool_)
    flags = found.copy()
    flags[changed] = True
    under = np.flatnonzero(graph.under >= 0)
    for giver, taker in ((graph.tail, graph.head), (graph.under[under], graph.head[under])):
        links = np.flatnonzero(flags[giver])
        giver, taker = giver[links], taker[links]
        found[taker[part[giver] != part[taker]]] = True
    return found


def differ(one: Floats, other: Floats) -> Flags:
    """Which rows are not the same to the last digit."""
    found: Flags = ((one != other) & ~(np.isnan(one) & np.isnan(other))).any(axis=(1, 2))
    return found
