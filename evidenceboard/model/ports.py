"""Where edges leave and enter: the side of each card and the place along that side.

Sides face the other end: left and right when two cards lie apart that way, top and bottom when they are stacked.
Along a side, ends follow the order of their far ends, so that lines of one card do not cross at its border.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Flags, Floats, Rows
from evidenceboard.model.geometry import Geometry

APART = 14.0  # least distance of two ends on one side, while there is room
WIDE = 28.0  # and the distance where there is plenty
CORNER = 12.0  # no end lies nearer to a corner
ASIDE = 24.0  # cards this far apart side by side are joined left to right
BAR = 2.0  # an undercut stops this far before the roundel it attacks

_FAR_APART = 1e8  # shifts the groups out of each other's way; larger than any board


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of some edges, seen so that every edge runs to the right.

    An upright edge is laid down (`upright`: x and y exchanged), one that runs back is mirrored (`sign` -1).
    """

    rows: Rows
    upright: Flags
    sign: Floats
    u0: Floats
    v0: Floats
    u1: Floats
    v1: Floats
    shared: Flags  # another edge ends on the same side of one of its cards


def ends_of(geometry: Geometry, rows: Rows) -> Ends:
    """Sides and places for the ends of these edges; all edges of the cards at either end have a say."""
    cards = {int(card) for card in (*geometry.tail[rows], *geometry.head[rows]) if card >= 0}
    crowd = {int(row) for card in cards for row in geometry.edges_of_row(card)}
    everyone = np.array(sorted(crowd | set(rows.tolist())), np.intp)
    tail, head = _boxes(geometry, everyone)
    upright = _stacked(tail, head)
    tail[upright], head[upright] = tail[upright][:, [1, 0, 3, 2]], head[upright][:, [1, 0, 3, 2]]
    sign = np.where(head[:, 0] + head[:, 2] >= tail[:, 0] + tail[:, 2], 1.0, -1.0)
    u0 = np.where(sign > 0, tail[:, 2], tail[:, 0])
    u1 = np.where(sign > 0, head[:, 0], head[:, 2])
    v0, v1, shared = _spread(geometry, everyone, tail, head, upright, sign, np.abs(u1 - u0))
    mine = np.searchsorted(everyone, rows)
    return Ends(rows, upright[mine], sign[mine], u0[mine] * sign[mine], v0[mine],
                u1[mine] * sign[mine], v1[mine], shared[mine])  # fmt: skip


def _boxes(geometry: Geometry, rows: Rows) -> tuple[Floats, Floats]:
    """Boxes (left top right bottom) of both ends; that of an undercut's head is the middle of what it attacks."""
    card = np.column_stack([geometry.x, geometry.y, geometry.x + geometry.w, geometry.y + geometry.h])
    head, onto, line = geometry.head[rows], geometry.onto[rows], geometry.lines()
    x, y = (line["ax"][onto] + line["bx"][onto]) / 2, (line["ay"][onto] + line["by"][onto]) / 2
    point = np.column_stack([x, y, x, y]).astype(np.float64)
    return card[geometry.tail[rows]], np.where((head >= 0)[:, None], card[head], point)


def _stacked(tail: Floats, head: Floats) -> Flags:
    gap = np.maximum(head[:, :2] - tail[:, 2:], tail[:, :2] - head[:, 2:])
    aside, above = gap[:, 0], gap[:, 1]
    level = (aside >= ASIDE) & (3 * aside >= above)
    return ~(level | ((above < ASIDE) & (aside >= above)))


def _spread(
    geometry: Geometry, rows: Rows, tail: Floats, head: Floats, upright: Flags, sign: Floats, span: Floats
) -> tuple[Floats, Floats, Flags]:
    """Places along the sides: tails, heads, and whether a side is shared."""
    count = len(rows)
    own, far = np.concatenate([tail, head]), np.concatenate([head, tail])
    card = np.concatenate([geometry.tail[rows], geometry.head[rows]]).astype(np.int64)
    leaves = np.concatenate([sign > 0, sign < 0])
    side = card * 4 + np.tile(upright, 2) * 2 + leaves
    side = np.where(card < 0, -1 - np.arange(2 * count), side)  # each undercut has its roundel to itself
    middle, far_middle = (own[:, 1] + own[:, 3]) / 2, (far[:, 1] + far[:, 3]) / 2
    slope = (far_middle - middle) / np.maximum(np.tile(span, 2), 1.0)
    order = np.lexsort((np.tile(rows, 2), slope, side))
    places = np.empty(2 * count)
    places[order] = _placed(own[order], far[order], middle[order], side[order])
    _, group, size = np.unique(side, return_inverse=True, return_counts=True)
    crowded = size[group] > 1
    return places[:count], places[count:], crowded[:count] | crowded[count:]


def _placed(own: Floats, far: Floats, middle: Floats, side: NDArray[np.int64]) -> Floats:
    """Places in order, side after side: straight across where two cards face each other, else spread evenly."""
    first = np.flatnonzero(np.concatenate([[True], side[1:] != side[:-1]]))
    size = np.diff(np.concatenate([first, [len(side)]]))
    group = np.repeat(np.arange(len(first)), size)
    count, rank = size[group], np.arange(len(side)) - first[group]
    corner = np.minimum(CORNER, (own[:, 3] - own[:, 1]) / 2)
    low, high = own[:, 1] + corner, own[:, 3] - corner
    room = (high - low) / np.maximum(count - 1, 1)
    place = middle + (rank - (count - 1) / 2) * np.minimum(WIDE, room)
    facing_low, facing_high = np.maximum(low, far[:, 1]), np.minimum(high, far[:, 3])
    place = np.where(facing_low <= facing_high, (facing_low + facing_high) / 2, place)
    apart = np.minimum(APART, room)
    pushed = np.clip(place, low, high) - rank * apart + group * _FAR_APART
    place = np.maximum.accumulate(pushed) + rank * apart - group * _FAR_APART
    return np.minimum(place, high - (count - 1 - rank) * apart)
