"""Where cards go when they are lined up or spread evenly: plain arithmetic on rectangles.

A held card stays where it is. Others line up with it, and spread between it and the next one that stays.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from evidenceboard.model.ids import RecordId

Rect = tuple[float, float, float, float]  # x, y, width, height
Point = tuple[float, float]

#: Side → axis (0 across, 1 down) and the share of a card's length that comes to lie on the line.
SIDES: Mapping[str, tuple[int, float]] = {
    "left": (0, 0.0),
    "centre": (0, 0.5),
    "right": (0, 1.0),
    "top": (1, 0.0),
    "middle": (1, 0.5),
    "bottom": (1, 1.0),
}


GAP = 24.0  # between cards that are spread apart
SIDE_OF_FRAME, HEAD_OF_FRAME = (12.0, 24.0), (36.0, 76.0)  # least and most between a frame and its cards


def align(cards: Mapping[RecordId, Rect], side: str, held: Collection[RecordId] = ()) -> dict[RecordId, Point]:
    """New top left corners of the cards that move, so that all share one side of the box around them.

    Args:
        cards: what is lined up.
        side: one of `SIDES`.
        held: cards that stay; where there are any, the line is one side of the box around these.
    """
    axis, share = SIDES[side]
    lines = [rect for card, rect in cards.items() if card in held] or list(cards.values())
    if not lines:
        return {}
    low, high = min(rect[axis] for rect in lines), max(rect[axis] + rect[axis + 2] for rect in lines)
    line = low + (high - low) * share
    starts = {card: line - rect[axis + 2] * share for card, rect in cards.items() if card not in held}
    return _moved(cards, starts, axis)


def distribute(cards: Mapping[RecordId, Rect], axis: int, held: Collection[RecordId] = ()) -> dict[RecordId, Point]:
    """New top left corners of the cards that move, so that the gaps between them are equal.

    The first and the last stay, as do the held ones; where cards need more room than there is, they overlap evenly.

    Args:
        cards: what is spread.
        axis: 0 across, 1 down.
    """
    order = sorted(cards, key=lambda card: (cards[card][axis] + cards[card][axis + 2] / 2, card))
    starts: dict[RecordId, float] = {}
    first = 0
    for last, card in enumerate(order):
        if last and (card in held or last == len(order) - 1):
            starts |= _spread(cards, order[first : last + 1], axis)
            first = last
    return _moved(cards, starts, axis)


def spread_apart(cards: Mapping[RecordId, Rect], held: Collection[RecordId] = ()) -> dict[RecordId, Point]:
    """New top left corners of the cards that lie on one point with others, so that each can be seen.

    Those of one point become a block right of everything else, in the order of their ids; a block that is alone
    begins where its cards lay. Cards that share their point with no other stay, and so do the held ones.
    """
    points: dict[Point, list[RecordId]] = {}
    for card in sorted(cards.keys() - set(held)):
        points.setdefault((round(cards[card][0]), round(cards[card][1])), []).append(card)
    crowds = [crowd for crowd in points.values() if len(crowd) > 1]
    crowded = {card for crowd in crowds for card in crowd}
    rest = [rect for card, rect in cards.items() if card not in crowded]
    corner = cards[crowds[0][0]][:2] if crowds else (0.0, 0.0)
    left, top = (max(x + w for x, _y, w, _h in rest) + 4 * GAP, min(y for _x, y, _w, _h in rest)) if rest else corner
    found: dict[RecordId, Point] = {}
    for crowd in crowds:
        across, down = (max(cards[card][side] for card in crowd) + GAP for side in (2, 3))
        columns = max(1, round(math.sqrt(len(crowd) * down / across)))
        for number, card in enumerate(crowd):
            found[card] = left + number % columns * across, top + number // columns * down
        left += min(columns, len(crowd)) * across + 3 * GAP
    return {card: point for card, point in found.items() if point != cards[card][:2]}


def refit(frame: Rect, before: Sequence[Rect], after: Sequence[Rect]) -> Rect:
    """A frame around cards that lay in it, after they went elsewhere: its borders as far from them as they were,
    within reason, so that its name keeps its room above them."""
    old, new = _around(before), _around(after)
    left = _within(old[0] - frame[0], *SIDE_OF_FRAME)
    top = _within(old[1] - frame[1], *HEAD_OF_FRAME)
    right = _within(frame[0] + frame[2] - old[2], *SIDE_OF_FRAME)
    bottom = _within(frame[1] + frame[3] - old[3], *SIDE_OF_FRAME)
    return new[0] - left, new[1] - top, new[2] - new[0] + left + right, new[3] - new[1] + top + bottom


def _around(rects: Sequence[Rect]) -> Rect:
    """Left, top, right and bottom of the box around rectangles."""
    low = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
    return (*low, max(rect[0] + rect[2] for rect in rects), max(rect[1] + rect[3] for rect in rects))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _spread(cards: Mapping[RecordId, Rect], run: Sequence[RecordId], axis: int) -> dict[RecordId, float]:
    """Where those between the first and the last of a run begin."""
    start = cards[run[0]][axis] + cards[run[0]][axis + 2]
    gap = (cards[run[-1]][axis] - start - sum(cards[card][axis + 2] for card in run[1:-1])) / (len(run) - 1)
    starts = {}
    for card in run[1:-1]:
        starts[card] = start + gap
        start += gap + cards[card][axis + 2]
    return starts


def _moved(cards: Mapping[RecordId, Rect], starts: Mapping[RecordId, float], axis: int) -> dict[RecordId, Point]:
    """Corners of those that begin somewhere else now."""
    found: dict[RecordId, Point] = {}
    for card, start in starts.items():
        x, y = cards[card][:2]
        if abs(start - cards[card][axis]) >= 0.005:  # positions are kept to a hundredth
            found[card] = (start, y) if axis == 0 else (x, start)
    return found
