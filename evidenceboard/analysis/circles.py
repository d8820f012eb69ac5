"""Arguments that bear on one another in circles: their strengths start at the base and follow ds/dt = f(s) − s.

The steps are damped, for undamped ones can flip for ever: two cards of base 1 that contradict each other strongly
would be 1, 0, 1, 0, … A circle (all that bear on one another, directly or through others) is at rest when nothing in
it would move by more than `STILL`. What still moves after all steps does not settle, and nobody invents a number for
it. What is found for a circle does not depend on the others beside it.

Source: Potyka, "Continuous dynamical systems for weighted bipolar argumentation" (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.flow import Stage, Working
from evidenceboard.analysis.variation import Variation
from evidenceboard.progress import Progress, report

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

STILL = 1e-10
STEPS = ((0.7, 400), (0.1, 1_200))  # how far a step goes, and how many at most; then again from the base
WORK = 2_000_000  # links times steps: a large circle has fewer steps …
FEWEST = 400  # … but not fewer than these, unless it moves at the end of
WINDOW = 32  # steps more than half as far as it did before them: it would not come to rest in time


@dataclass(frozen=True)
class Circles:
    """Circles of which none bears on another.

    Attributes:
        stage: their nodes.
        circle: of each node of the stage (`Stage.nodes`), the number of its circle.
    """

    stage: Stage
    circle: Rows

    @classmethod
    def of(cls, stage: Stage, part: Rows) -> Circles:
        """Circles are told apart by the part that each node of the graph lies in."""
        return cls(stage, np.unique(part[stage.nodes], return_inverse=True)[1].reshape(-1))

    @cached_property
    def unders(self) -> list[Rows]:
        """Of each of the stage's `unders`, the circles of its nodes."""
        ends = np.cumsum([len(each.nodes) for each in self.stage.unders]).astype(np.int64)
        return np.split(self.circle[: ends[-1]], ends[:-1]) if len(ends) else []

    @cached_property
    def cards(self) -> Rows:
        """The circle of each argument."""
        return self.circle[len(self.circle) - len(self.stage.cards.nodes) :]

    @cached_property
    def links(self) -> Rows:
        """How many links end in each circle."""
        found = np.zeros(len(self), np.int64)
        for circle, inflow in zip((*self.unders, self.cards), (*self.stage.unders, self.stage.cards), strict=True):
            np.add.at(found, circle, inflow.counts)
        return found

    def __len__(self) -> int:
        return int(self.circle.max(initial=-1)) + 1

    def any(self, flags: Flags) -> Flags:
        """Of each circle whether any of its nodes is flagged.

        Args:
            flags: a row for each node of the stage.
        """
        order, begins = self._order
        return np.logical_or.reduceat(flags[order], begins, axis=0)

    def farthest(self, moves: Floats) -> Floats:
        """Of each circle the greatest of its nodes' values."""
        order, begins = self._order
        return np.maximum.reduceat(moves[order], begins, axis=0)

    @cached_property
    def _order(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.circle, kind="stable")
        return order, np.searchsorted(self.circle[order], np.arange(len(self)))


def settle(circles: Circles, working: Working, way: Variation, state: Floats, progress: Progress | None = None) -> None:
    """Let circles come to rest, and leave their strengths in the state; NaN for what does not settle.

    Raises:
        Stopped: a person stopped it.
    """
    cards, nodes = circles.stage.cards.nodes, circles.stage.nodes
    start = np.zeros((len(nodes), *state.shape[1:]))
    start[len(nodes) - len(cards) :] = way.base[cards][:, None, :]
    moving = np.ones((len(circles), *state.shape[1:]), np.bool_)
    for step, most in STEPS:
        state[nodes] = np.where(moving[circles.circle], start, state[nodes])
        limit = np.clip(WORK // np.maximum(circles.links, 1), FEWEST, max(most, FEWEST))
        moving = _step(circles, working, state, moving, step, np.minimum(limit, most), progress)
        if not moving.any():
            return
    state[nodes] = np.where(moving[circles.circle], np.nan, state[nodes])


def _step(
    circles: Circles,
    working: Working,
    state: Floats,
    moving: Flags,
    step: float,
    limit: Rows,
    progress: Progress | None,
) -> Flags:
    """Steps of one length, until each circle is at rest or has taken as many as it may.

    Returns:
        Of each circle, semantics and variation whether it still moves.
    """
    cards, unders = circles.stage.cards.nodes, circles.unders
    goes, moving = moving.copy(), moving.copy()
    here, least, most, lost = state[cards], int(limit.min()), int(limit.max()), working.lost
    large, farthest = circles.links * FEWEST > WORK, np.full(goes.shape, np.inf)
    for at in range(most):
        report(progress, at, most)
        moves = working.undercut([goes[circle] for circle in unders])
        move = working.strengths() - here
        moves.append(move)
        every = np.concatenate(moves) if unders else move
        off = circles.any(~(np.abs(every) <= STILL))
        moving &= off | ~goes
        goes &= off
        if lost:  # what takes from it has no strength, either
            goes &= ~circles.any(np.isnan(every))
        if at % WINDOW == 0 and large.any():
            before, farthest = farthest, circles.farthest(np.abs(every))
            goes &= ~(large[:, None, None] & (farthest > before / 2))
        if at + 1 >= least:
            goes &= (at + 1 < limit)[:, None, None]
        if not goes.any():
            break
        here += np.where(goes[circles.cards], step * move, 0.0)
        state[cards] = here
    return moving
