"""Places for cards that have none: evidence at the left, claims after what speaks for them, hypotheses at the right.

Method: layers by longest path, order within a layer by the mean place of the neighbours, some sweeps forth and
back (Sugiyama, Tagawa and Toda, 1981). A layer too high for one column gets several. Nothing overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from evidenceboard.model.ids import RecordId

Rect = tuple[float, float, float, float]  # x, y, width, height

GRID = 8.0
ROW_GAP = 40.0
COLUMN_GAP = 48.0  # between columns of one layer
LAYER_GAP = 144.0  # room for lines and their roundels
BLOCK_GAP = 120.0  # from what is there already
LOWEST = 1_000.0  # a column may always be as high as this
SWEEPS = 4
FEW = 500  # links up to which crossings are counted, so that the best order is kept and not the last
LAYERS = {"claim": 1, "hypothesis": 2}  # all else is evidence: 0


class Shape(NamedTuple):
    """A card that needs a place. ``look`` is its role where it is a statement, else its kind; cards of one
    ``group`` stand together in their layer."""

    card: RecordId
    look: str
    width: float
    height: float
    group: str = ""


def lay_out(
    cards: Sequence[Shape], edges: Iterable[tuple[RecordId, RecordId]], taken: Iterable[Rect] = ()
) -> dict[RecordId, tuple[float, float]]:
    """Top left corners for cards, in scene units; below all that is there already.

    Args:
        cards: those to be placed.
        edges: (from card, to card); those with another end are passed over.
        taken: the rectangles that are there.
    """
    columns = columns_of(cards, links_of(cards, edges))
    left, top = _corner(list(taken))
    tallest = max((_height(cards, column) for column, _ in columns), default=0.0)
    places: dict[RecordId, tuple[float, float]] = {}
    x = left
    for column, gap in columns:
        y = top + (tallest - _height(cards, column)) / 2
        for number in column:
            places[cards[number].card] = (_snap(x), _snap(y))
            y += cards[number].height + ROW_GAP
        x += max(cards[number].width for number in column) + gap
    return places


def links_of(cards: Sequence[Shape], edges: Iterable[tuple[RecordId, RecordId]]) -> list[tuple[int, int]]:
    """The edges both of whose ends are among the cards, as pairs of their numbers."""
    row = {shape.card: number for number, shape in enumerate(cards)}
    return [(row[tail], row[head]) for tail, head in edges if tail in row and head in row and tail != head]


def columns_of(
    cards: Sequence[Shape], links: Sequence[tuple[int, int]], lowest: float = LOWEST
) -> list[tuple[list[int], float]]:
    """The cards in columns from left to right, each from above with the gap to what follows.

    Args:
        lowest: a column may always be as high as this.
    """
    layers = _layers(cards, links)
    _put_in_order(layers, links, [shape.group for shape in cards])
    return [column for layer in layers for column in _columns(cards, layer, lowest)]


def _layers(cards: Sequence[Shape], links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The cards by layer. Along a link the layer rises; where links run in a circle, one of them does not count."""
    last = [shape.look == "hypothesis" for shape in cards]
    rank = [LAYERS.get(shape.look, 0) for shape in cards]
    heads: list[list[int]] = [[] for _ in cards]
    waits = [0] * len(cards)
    for tail, head in links:
        if not last[tail] and not last[head]:
            heads[tail].append(head)
            waits[head] += 1
    done = [False] * len(cards)
    ready = [number for number in range(len(cards)) if not waits[number]]
    stuck = iter(sorted(range(len(cards)), key=lambda number: (rank[number], number)))
    for _ in range(len(cards)):
        number = ready.pop() if ready else next(number for number in stuck if not done[number])
        done[number] = True
        for head in heads[number]:
            if not done[head]:
                rank[head] = max(rank[head], rank[number] + 1)
                waits[head] -= 1
                if not waits[head]:
                    ready.append(head)
    end = max((rank[number] for number in range(len(cards)) if not last[number]), default=-1) + 1
    layers: dict[int, list[int]] = {}
    for number in range(len(cards)):
        layers.setdefault(end if last[number] else rank[number], []).append(number)
    return [layers[key] for key in sorted(layers)]


def _put_in_order(layers: list[list[int]], links: Sequence[tuple[int, int]], groups: Sequence[str]) -> None:
    """Sort each layer by where its neighbours are, so that lines cross less."""
    near: list[list[int]] = [[] for _ in groups]
    for tail, head in links:
        near[tail].append(head)
        near[head].append(tail)
    height = [0.0] * len(groups)  # 0 … 1 within the layer
    for layer in layers:
        _spread(layer, height)
    few = len(links) <= FEW
    best, fewest = [list(layer) for layer in layers], float("inf")
    for sweep in range(4 * SWEEPS if few else SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            _sort(layer, near, height, groups)
        crossings = _crossings(links, layers, height) if few else -sweep
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _sort(layer: list[int], near: Sequence[Sequence[int]], height: list[float], groups: Sequence[str]) -> None:
    mean = {
        number: sum(height[other] for other in near[number]) / len(near[number]) if near[number] else height[number]
        for number in layer
    }
    members: dict[str, list[float]] = {}
    for number in layer:
        members.setdefault(groups[number] or f" {number}", []).append(mean[number])
    middle = {group: sum(means) / len(means) for group, means in members.items()}

    def key(number: int) -> tuple[float, str, float]:
        group = groups[number] or f" {number}"
        return middle[group], groups[number], mean[number]

    layer.sort(key=key)
    _spread(layer, height)


def _crossings(links: Sequence[tuple[int, int]], layers: Sequence[Sequence[int]], height: Sequence[float]) -> int:
    """How many pairs of links cross, of those that run between the same two layers."""
    layer_of = {number: at for at, layer in enumerate(layers) for number in layer}
    ends = np.array([(height[tail], height[head]) for tail, head in links]).reshape(-1, 2)
    between = np.array([layer_of[tail] * len(layers) + layer_of[head] for tail, head in links], np.int64)
    apart = ends[:, None, :] - ends[None, :, :]
    crossed = (apart[:, :, 0] * apart[:, :, 1] < 0) & (between[:, None] == between[None, :])
    return int(crossed.sum()) // 2


def _spread(layer: Sequence[int], height: list[float]) -> None:
    for place, number in enumerate(layer):
        height[number] = (place + 0.5) / len(layer)


def _columns(cards: Sequence[Shape], layer: Sequence[int], lowest: float) -> list[tuple[list[int], float]]:
    """A layer as columns that are not too high, each with the gap to what follows."""
    area = sum((shape.width + COLUMN_GAP) * (shape.height + ROW_GAP) for shape in cards)
    limit = max(lowest, math.sqrt(area * 0.6))
    count = min(len(layer), math.ceil(_height(cards, layer) / limit))  # one card may be higher than that
    columns = [list(layer[first::count]) for first in range(count)]  # in turns, so that each has its part of the order
    return [(column, COLUMN_GAP) for column in columns[:-1]] + [(columns[-1], LAYER_GAP)]


def _height(cards: Sequence[Shape], column: Sequence[int]) -> float:
    return sum(cards[number].height + ROW_GAP for number in column) - ROW_GAP


def _corner(taken: Sequence[Rect]) -> tuple[float, float]:
    if not taken:
        return 0.0, 0.0
    return min(rect[0] for rect in taken), max(rect[1] + rect[3] for rect in taken) + BLOCK_GAP


def _snap(value: float) -> float:
    return round(value / GRID) * GRID
