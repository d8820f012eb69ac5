"""Arguments that bear on one another in circles: their strengths start at the base and follow ds/dt = f(s) − s.

The steps are damped, for undamped ones can flip for ever: two cards of base 1 that contradict each other strongly
would be 1, 0, 1, 0, … They are at rest when nothing would move by more than `STILL`. What still moves after all
steps does not settle, and nobody invents a number for it.

Source: Potyka, "Continuous dynamical systems for weighted bipolar argumentation" (2018).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.flow import Stage, Working
from evidenceboard.analysis.levels import Arcs
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

STILL = 1e-10
STEPS = ((0.7, 400), (0.1, 1_200))  # how far a step goes, and how many at most; then again from the base
WORK = 2_000_000  # links times steps: a large board has fewer steps …
FEWEST = 400  # … but not fewer than these


def settle(working: Working, stage: Stage, way: Variation, state: Floats, progress: Progress | None = None) -> Flags:
    """Let the arguments of a stage come to rest, and leave their strengths in the state.

    Returns:
        Of each argument, semantics and variation, whether it has come to rest.

    Raises:
        Stopped: a person stopped it.
    """
    nodes = stage.cards.nodes
    base = np.broadcast_to(way.base[nodes][:, None, :], (len(nodes), *state.shape[1:]))
    still = np.zeros(base.shape, np.bool_)
    for step, most in STEPS:
        goes = ~still.all(axis=0)
        state[nodes] = np.where(goes, base, state[nodes])
        steps = max(FEWEST, min(most, WORK // max(1, stage.links)))
        for at in range(steps):
            report(progress, at, steps)
            working.undercut()
            move = working.strengths() - state[nodes]
            still = np.where(goes, np.abs(move) <= STILL, still)
            goes = goes & ~still.all(axis=0)
            if not goes.any():
                return still
            state[nodes] += np.where(goes & ~np.isnan(move), step * move, 0.0)
    return still


def spoilt(arcs: Arcs, part: Rows, nodes: Rows, still: Flags) -> Flags:
    """What does not settle, and all that it bears on.

    Args:
        part: of each node of the graph, its strongly connected part; what a part bears on has smaller numbers.
        nodes: those that `still` speaks of.

    Returns:
        Of each node of the graph, semantics and variation.
    """
    lost = np.zeros((int(part.max(initial=-1)) + 1, *still.shape[1:]), np.bool_)
    np.logical_or.at(lost, part[nodes], ~still)
    order = np.argsort(-part[arcs.tail], kind="stable")
    for giver, taker in zip(part[arcs.tail][order].tolist(), part[arcs.head][order].tolist(), strict=True):
        lost[taker] |= lost[giver]
    return lost[part]
