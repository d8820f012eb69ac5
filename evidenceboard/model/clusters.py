"""Clusters: cards that lie close together, so that a board nobody has put frames on has places, too.

Cards are counted into the cells of a grid, each reaches a little beyond its own cell, and cells that touch make a
cluster. So what is near hangs together whatever shape it has, and the answer depends on the places of the cards
alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from evidenceboard.model.columns import Columns, Flags, Rows, middle

CELL = 0.38  # of the width of most cards: the side of a cell
REACH = (-1, 1, 2)  # cells into which a card reaches besides its own: middles up to four cells apart hang together
PAD = 3  # empty cells around the grid, so that no row of it runs on into the next
LEAST = 4  # cards of a cluster; fewer are no place
AT_ONCE = 20_000  # cards that are looked up in one step
MOST_CELLS = 2_000  # along a side; on a larger sheet cells are larger
STRAY = 0.5  # of the extent of nearly all cards: what lies so far from them belongs to no cluster


def find_clusters(columns: Columns) -> Generator[None, None, Rows]:
    """Find the clusters, a few milliseconds at a time at 100,000 cards.

    Returns:
        For each card row the number of its cluster, counted from the upper left; -1 for a card in none.
    """
    group = np.full(len(columns.cards), -1, np.intp)
    if len(group) < LEAST:
        return group
    across, down, held = _cells(columns)
    yield
    taken = _reached(across, down)
    yield
    starts, pairs = _runs(taken)
    yield
    label = np.arange(len(starts))
    while _join(label, pairs):
        yield
    found = np.empty(len(across), np.intp)
    for start in range(0, len(found), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        run = np.searchsorted(starts, down[some] * taken.shape[1] + across[some], side="right") - 1
        found[some] = label[run]
        yield
    large = np.bincount(found, minlength=len(starts)) >= LEAST
    number_of = np.where(large, np.cumsum(large) - 1, -1)
    group[held] = number_of[found]
    return group


def _cells(columns: Columns) -> tuple[Rows, Rows, Flags]:
    """The cells of the cards that are no strays, and which cards those are."""
    x, y = columns.x + columns.w / 2, columns.y + columns.h / 2
    (left, right), (top, bottom) = _extent(x), _extent(y)
    held = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    x, y = x[held], y[held]
    side = CELL * max(middle(columns.w), 100.0)
    if len(x):
        side = max(side, (x.max() - x.min()) / MOST_CELLS, (y.max() - y.min()) / MOST_CELLS)
    cells = (((at - at.min(initial=np.inf)) / side).astype(np.intp) + PAD for at in (x, y))
    across, down = cells
    return across, down, held


def _extent(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    """From where to where nearly all lies, and half of that more on both sides."""
    most = len(at) // 50
    low, high = (float(value) for value in np.partition(at, (most, len(at) - 1 - most))[[most, len(at) - 1 - most]])
    spare = STRAY * (high - low) + 1_000.0
    return low - spare, high + spare


def _reached(across: Rows, down: Rows) -> Flags:
    """The cells that cards lie in or reach into."""
    taken = np.zeros((int(down.max(initial=0)) + 2 * PAD, int(across.max(initial=0)) + 2 * PAD), bool)
    taken[down, across] = True
    for axis in (0, 1):
        here = taken.copy()
        for by in REACH:
            taken |= np.roll(here, by, axis)  # the padding is empty, so nothing comes round
    return taken


def _runs(taken: Flags) -> tuple[Rows, tuple[Rows, Rows]]:
    """Where in the flat grid runs of taken cells begin, and the pairs of runs that touch from row to row."""
    width, flat = taken.shape[1], taken.ravel()
    starts = np.flatnonzero(flat[1:] & ~flat[:-1]) + 1
    both = flat[width:] & flat[:-width]
    lower = np.flatnonzero(both[1:] & ~both[:-1]) + 1 + width
    ends = (np.searchsorted(starts, cells, side="right") - 1 for cells in (lower, lower - width))
    first, second = ends
    return starts, (first, second)


def _join(label: Rows, pairs: tuple[Rows, Rows]) -> bool:
    """Give runs that touch the smaller of their labels; whether that changed any."""
    one, other = label[pairs[0]], label[pairs[1]]
    apart = one != other
    if not apart.any():
        return False
    low = np.minimum(one, other)[apart]
    np.minimum.at(label, one[apart], low)
    np.minimum.at(label, other[apart], low)
    while True:  # to the label of the label, until that is the label itself
        further = label[label]
        if np.array_equal(further, label):
            return True
        label[:] = further
