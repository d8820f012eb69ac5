"""New places for cards that are on a sheet already: in layers, around where they were, and over nothing else.

Columns and their order are `layout`'s. Down a column each card is drawn to the middle of its neighbours as far as
the order allows (least squares: pool adjacent violators, Ayer et al., 1955), which straightens the links; then it
steps aside for what must not be covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.layout import GRID, ROW_GAP, Shape, columns_of, links_of
from evidenceboard.model.ids import RecordId

SWEEPS = 8
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
    columns = columns_of(cards, links)
    heights = [shape.height for shape in cards]
    tops = _straightened([column for column, _ in columns], heights, links)
    width = sum(max(cards[n].width for n in column) + gap for column, gap in columns) - columns[-1][1] if columns else 0
    down = centre[1] - _middle(tops, heights)
    places: dict[RecordId, tuple[float, float]] = {}
    x = _on_grid(centre[0] - width / 2)
    for column, gap in columns:
        wide = max(cards[number].width for number in column)
        taken = _taken(fixed, x, x + wide)
        wanted = [(tops[number] + down, heights[number]) for number in column]
        for number, top in zip(column, _aside(wanted, taken), strict=True):
            places[cards[number].card] = (x, _on_grid(top))
        x = _on_grid(x + wide + gap)
    return places


def _straightened(
    columns: Sequence[Sequence[int]], heights: Sequence[float], links: Sequence[tuple[int, int]]
) -> list[float]:
    """The upper ends of the cards, each column in its order and without overlaps."""
    near: list[list[int]] = [[] for _ in heights]
    for tail, head in links:
        near[tail].append(head)
        near[head].append(tail)
    tops = [0.0] * len(heights)
    for column in columns:
        top = -(sum(heights[number] + ROW_GAP for number in column) - ROW_GAP) / 2
        for number in column:
            tops[number] = top
            top += heights[number] + ROW_GAP
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = [_wanted(number, near[number], tops, heights) for number in column]
            for number, top in zip(column, _in_order(wanted, [heights[n] for n in column]), strict=True):
                tops[number] = top
    return tops


def _wanted(number: int, near: Sequence[int], tops: Sequence[float], heights: Sequence[float]) -> float:
    """Where a card would begin if its middle were the mean of its neighbours' middles."""
    if not near:
        return tops[number]
    return sum(tops[other] + heights[other] / 2 for other in near) / len(near) - heights[number] / 2


def _in_order(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The tops nearest to those wanted that keep the order and the gaps."""
    before = np.cumsum([0.0, *(height + ROW_GAP for height in heights[:-1])])
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


def _aside(wanted: Sequence[Span], taken: Sequence[Span]) -> list[float]:
    """Tops of a column's cards beside what is taken: pushed down or pushed up, whichever moves them less.

    Args:
        wanted: top and height of each, in order.
        taken: spans that do not overlap, from above.
    """
    down = _pushed(wanted, taken)
    mirrored = [(-top - height, height) for top, height in reversed(wanted)]
    up = _pushed(mirrored, [(-high, -low) for low, high in reversed(taken)])
    up = [-top - height for top, (_, height) in zip(reversed(up), wanted, strict=True)]
    return min((down, up), key=lambda tops: sum(abs(top - each[0]) for top, each in zip(tops, wanted, strict=True)))


def _pushed(wanted: Sequence[Span], taken: Sequence[Span]) -> list[float]:
    tops: list[float] = []
    floor, next_span = -np.inf, 0
    for top, height in wanted:
        top = max(top, floor)
        while next_span < len(taken) and top + height > taken[next_span][0]:
            top = max(top, taken[next_span][1])
            next_span += 1
        tops.append(top)
        floor = top + height + ROW_GAP
    return tops


def _on_grid(value: float) -> float:
    return float(round(value / GRID) * GRID)
