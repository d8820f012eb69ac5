"""New places for cards that are on a sheet already: in layers, around where they were, and over nothing else.

Columns and their order are `layout`'s. Down a column each card is drawn to the middle of its neighbours as far as
the order allows (least squares: pool adjacent violators, Ayer et al., 1955), which straightens the links; then it
steps aside for what must not be covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evidenceboard.finding.layout import GRID, ROW_GAP, Shape, columns_of, links_of
from evidenceboard.model.ids import RecordId

SWEEPS = 8
LOWEST = 1_700.0  # a column may always be as high as this
HEAD_GAP, FOOT_GAP = 104.0, 56.0  # above and below a group: room for a frame with its name
SIDE = 32.0  # kept free left and right of a card that stays

Floats = NDArray[np.float64]
Span = tuple[float, float]


def tidy(
    cards: Sequence[Shape], edges: Iterable[tuple[RecordId, RecordId]], centre: tuple[float, float], fixed: Floats
) -> dict[RecordId, tuple[float, float]]:
    """Top left corners for cards, in scene units.

    Args:
        cards: those that move.
        edges: (from card, to card); those with another end are passed over.
        centre: the middle of the box around the cards, where nothing is in its way.
        fixed: n x 4, left, top, right, bottom of what must not be covered.
    """
    links = links_of(cards, edges)
    columns = columns_of(cards, links, LOWEST)
    heights = [shape.height for shape in cards]
    tops = _straightened([column for column, _ in columns], cards, links)
    width = sum(max(cards[n].width for n in column) + gap for column, gap in columns) - columns[-1][1] if columns else 0
    down = centre[1] - _middle(tops, heights)
    places: dict[RecordId, tuple[float, float]] = {}
    x = _on_grid(centre[0] - width / 2)
    for column, gap in columns:
        wide = max(cards[number].width for number in column)
        taken = _taken(fixed, x, x + wide)
        wanted = [(tops[number] + down, heights[number]) for number in column]
        for number, top in zip(column, _aside(wanted, _gaps(cards, column), taken), strict=True):
            places[cards[number].card] = (x, _on_grid(top))
        x = _on_grid(x + wide + gap)
    return places


def _straightened(
    columns: Sequence[Sequence[int]], cards: Sequence[Shape], links: Sequence[tuple[int, int]]
) -> list[float]:
    """The upper ends of the cards, each column in its order and without overlaps."""
    heights = [shape.height for shape in cards]
    near: list[list[int]] = [[] for _ in heights]
    for tail, head in links:
        near[tail].append(head)
        near[head].append(tail)
    tops = [0.0] * len(heights)
    steps = [
        np.cumsum([0.0, *(heights[n] + gap for n, gap in zip(column, _gaps(cards, column), strict=False))])
        for column in columns
    ]
    for column, before in zip(columns, steps, strict=True):
        for number, off in zip(column, before, strict=True):
            tops[number] = float(off - (before[-1] + heights[column[-1]]) / 2)
    both = list(zip(columns, steps, strict=True))
    for sweep in range(SWEEPS):
        for column, before in both if sweep % 2 else reversed(both):
            wanted = [_wanted(number, near[number], tops, heights) for number in column]
            for number, top in zip(column, _in_order(wanted, before), strict=True):
                tops[number] = top
    return tops


def _gaps(cards: Sequence[Shape], column: Sequence[int]) -> list[float]:
    """The gap below each card of a column but the last."""
    groups = [cards[number].group for number in column]
    return [
        ROW_GAP if above == below else HEAD_GAP if below else FOOT_GAP
        for above, below in zip(groups, groups[1:], strict=False)
    ]


def _wanted(number: int, near: Sequence[int], tops: Sequence[float], heights: Sequence[float]) -> float:
    """Where a card would begin if its middle were the mean of its neighbours' middles."""
    if not near:
        return tops[number]
    return sum(tops[other] + heights[other] / 2 for other in near) / len(near) - heights[number] / 2


def _in_order(wanted: Sequence[float], before: Floats) -> list[float]:
    """The tops nearest to those wanted that keep the order and the gaps.

    Args:
        before: how far below the first each has to be at least.
    """
    pools: list[tuple[float, int]] = []  # mean of the tops with what comes before taken off, and how many share it
    for top, off in zip(wanted, before, strict=True):
        mean, count = top - off, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    levels = [mean for mean, count in pools for _ in range(count)]
    return [float(level + off) for level, off in zip(levels, before, strict=True)]


def _middle(tops: Sequence[float], heights: Sequence[float]) -> float:
    """The middle of the box around all cards."""
    low = min(tops, default=0.0)
    return (low + max((top + height for top, height in zip(tops, heights, strict=True)), default=0.0)) / 2


def _taken(fixed: Floats, left: float, right: float) -> list[Span]:
    """From where to where a column is taken, gaps included, from above."""
    beside = fixed[(fixed[:, 0] < right + SIDE) & (fixed[:, 2] > left - SIDE)]
    spans: list[Span] = []
    for top, bottom in sorted((float(each[1]) - ROW_GAP, float(each[3]) + ROW_GAP) for each in beside):
        if spans and top <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], bottom))
        else:
            spans.append((top, bottom))
    return spans


def _aside(wanted: Sequence[Span], gaps: Sequence[float], taken: Sequence[Span]) -> list[float]:
    """Tops of a column's cards beside what is taken: pushed down or pushed up, whichever moves them less.

    Args:
        wanted: top and height of each, in order.
        gaps: below each but the last.
        taken: spans that do not overlap, from above.
    """
    down = _pushed(wanted, gaps, taken)
    mirrored = [(-top - height, height) for top, height in reversed(wanted)]
    up = _pushed(mirrored, gaps[::-1], [(-high, -low) for low, high in reversed(taken)])
    up = [-top - height for top, (_, height) in zip(reversed(up), wanted, strict=True)]
    return min((down, up), key=lambda tops: sum(abs(top - each[0]) for top, each in zip(tops, wanted, strict=True)))


def _pushed(wanted: Sequence[Span], gaps: Sequence[float], taken: Sequence[Span]) -> list[float]:
    tops: list[float] = []
    floor, next_span = -np.inf, 0
    for (top, height), gap in zip(wanted, [*gaps, 0.0], strict=True):
        top = max(top, floor)
        while next_span < len(taken) and top + height > taken[next_span][0]:
            top = max(top, taken[next_span][1])
            next_span += 1
        tops.append(top)
        floor = top + height + gap
    return tops


def _on_grid(value: float) -> float:
    return float(round(value / GRID) * GRID)
