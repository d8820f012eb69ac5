"""Where edges leave and enter: the side of each card and the place along that side.

Sides face the other end: left and right when two cards lie apart that way, top and bottom when they are stacked.
Along a side, ends follow the order of their far ends, so that lines of one card do not cross at its border.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Flags, Floats, Rows, Whole
from evidenceboard.model.geometry import Geometry

APART = 18.0  # distance of two ends on one side; less only where the side is too short for all
WIDE = 28.0  # and more where there is plenty of room
PARALLEL = 32.0  # of two lines between the same two cards: both have a roundel in the same place
CORNER = 12.0  # no end lies nearer to a corner
ASIDE = 24.0  # cards this far apart side by side are joined left to right
ACROSS = 48.0  # an undercut that is this far from its line runs across it

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
    low: Floats  # a straight edge may be shifted within these bounds of v, and stays clear of its neighbours;
    high: Floats  # low > high where its two cards do not face each other


def ends_of(geometry: Geometry, rows: Rows) -> Ends:
    """Sides and places for the ends of these edges; all edges of the cards at either end have a say."""
    cards = {int(card) for card in (*geometry.tail[rows], *geometry.head[rows]) if card >= 0}
    crowd = {int(row) for card in cards for row in geometry.edges_of_row(card)}
    everyone = np.array(sorted(crowd | set(rows.tolist())), np.intp)
    tail, head = _boxes(geometry, everyone)
    start = geometry.start_boxes(everyone) if geometry.begins else tail.copy()
    upright = _stacked(geometry, everyone, tail, head)
    for boxes in (tail, head, start):
        boxes[upright] = boxes[upright][:, [1, 0, 3, 2]]
    sign = np.where(head[:, 0] + head[:, 2] >= tail[:, 0] + tail[:, 2], 1.0, -1.0)
    u0 = np.where(sign > 0, tail[:, 2], tail[:, 0])
    u1 = np.where(sign > 0, head[:, 0], head[:, 2])
    places, low, high = _spread(geometry, everyone, start, head, upright, sign, np.abs(u1 - u0))
    mine = np.searchsorted(everyone, rows)
    v0, v1 = places[mine], places[mine + len(everyone)]
    low = np.maximum(low[mine], low[mine + len(everyone)])
    high = np.minimum(high[mine], high[mine + len(everyone)])
    return Ends(rows, upright[mine], sign[mine], (u0 * sign)[mine], v0, (u1 * sign)[mine], v1, low, high)


def _boxes(geometry: Geometry, rows: Rows) -> tuple[Floats, Floats]:
    """Boxes (left top right bottom) of both ends; that of an undercut's head is a point on what it attacks."""
    card = np.column_stack([geometry.x, geometry.y, geometry.x + geometry.w, geometry.y + geometry.h])
    head, onto, line = geometry.head[rows], geometry.onto[rows], geometry.lines()
    x, y = line["nx"][onto], line["ny"][onto]  # of the straight line: whom it meets must not depend on paths
    point = np.column_stack([x, y, x, y]).astype(np.float64)
    return card[geometry.tail[rows]], np.where((head >= 0)[:, None], card[head], point)


def _stacked(geometry: Geometry, rows: Rows, tail: Floats, head: Floats) -> Flags:
    """Which edges run upright: between cards that lie above each other, and onto lines that run level."""
    gap = np.maximum(head[:, :2] - tail[:, 2:], tail[:, :2] - head[:, 2:])
    aside, above = gap[:, 0], gap[:, 1]
    level = (aside >= ASIDE) & (3 * aside >= above)
    upright = ~(level | ((above < ASIDE) & (aside >= above)))
    onto, line = geometry.onto[rows], geometry.lines()
    flat = np.abs(line["bx"] - line["ax"])[onto] >= np.abs(line["by"] - line["ay"])[onto]
    across = np.where(flat, (above >= ACROSS) & (3 * above >= aside), (aside < ACROSS) | (3 * aside < above))
    return np.asarray(np.where(onto >= 0, across, upright))


def _spread(
    geometry: Geometry, rows: Rows, start: Floats, head: Floats, upright: Flags, sign: Floats, span: Floats
) -> tuple[Floats, Floats, Floats]:
    """Places along the sides, of the tails and then of the heads, with the bounds within which they may move.

    Args:
        start: the boxes of the tails, or of the spots on them in which edges begin: those leave level with their spot.
    """
    count = len(rows)
    own, far = np.concatenate([start, head]), np.concatenate([head, start])
    card = np.concatenate([geometry.tail[rows], geometry.head[rows]]).astype(np.int64)
    leaves = np.concatenate([sign > 0, sign < 0])
    side = card * 4 + np.tile(upright, 2) * 2 + leaves
    side = np.where(card < 0, -1 - np.arange(2 * count), side)  # each undercut has its roundel to itself
    side = _with_spots(geometry, rows, side)
    middle, far_middle = (own[:, 1] + own[:, 3]) / 2, (far[:, 1] + far[:, 3]) / 2
    slope = (far_middle - middle) / np.maximum(np.tile(span, 2), 1.0)
    names = [geometry.edges[row] for row in rows]
    rank = np.empty(count, np.intp)
    rank[sorted(range(count), key=names.__getitem__)] = np.arange(count)
    order = np.lexsort((np.tile(rank, 2), slope, side))
    found = np.empty((3, 2 * count))
    partner = np.concatenate([geometry.head[rows], geometry.tail[rows]])
    found[:, order] = _placed(own[order], far[order], side[order], partner[order])
    return found[0], found[1], found[2]


def _with_spots(geometry: Geometry, rows: Rows, side: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each side of a spot has its edges to itself."""
    known: dict[tuple[str, int], int] = {}
    for place in geometry.begun(rows).tolist():
        key = geometry.begins[geometry.edges[rows[place]]], int(side[place]) % 4
        side[place] = -1 - len(side) - known.setdefault(key, len(known))
    return side


def _inset(box: Floats) -> tuple[Floats, Floats]:
    """The part of a side where an edge may end."""
    corner = np.minimum(CORNER, (box[:, 3] - box[:, 1]) / 2)
    return box[:, 1] + corner, box[:, 3] - corner


def _exact(places: Floats) -> Floats:
    """Rounded so that sums are exact: a place must not depend on which groups are looked at with its own."""
    return np.asarray(np.floor(places * 64) / 64)


def _placed(own: Floats, far: Floats, side: NDArray[np.int64], partner: Whole) -> Floats:
    """Places in order, side after side: straight across where two cards face each other, else spread evenly."""
    begins = np.concatenate([[True], side[1:] != side[:-1]])
    first = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    count, rank = np.diff(first, append=len(side))[group], np.arange(len(side)) - first[group]
    low, high = (_exact(part) for part in _inset(own))
    far_low, far_high = (_exact(part) for part in _inset(far))
    room = _exact((high - low) / np.maximum(count - 1, 1))
    place = (low + high) / 2 + (rank - (count - 1) / 2) * np.minimum(WIDE, room)
    facing_low, facing_high = np.maximum(low, far_low), np.minimum(high, far_high)
    place = _exact(np.where(facing_low <= facing_high, (facing_low + facing_high) / 2, place))
    offset, whole = _offsets(first, group, np.concatenate([[False], partner[1:] == partner[:-1]]) & ~begins, high - low)
    pushed = np.clip(place, low, high) - offset + group * _FAR_APART
    place = np.maximum.accumulate(pushed) + offset - group * _FAR_APART
    place = np.minimum(place, high - (whole - offset))
    above = np.where(rank > 0, (place + np.roll(place, 1) + APART) / 2, -np.inf)
    below = np.where(rank < count - 1, (place + np.roll(place, -1) - APART) / 2, np.inf)
    return np.stack([place, np.maximum(facing_low, above), np.minimum(facing_high, below)])


def _offsets(first: Rows, group: Rows, parallel: Flags, length: Floats) -> tuple[Floats, Floats]:
    """How far from the first end of its side each lies at least, and the last one."""
    apart = np.where(parallel, PARALLEL, APART)
    apart[first] = 0.0
    wanted = np.add.reduceat(apart, first)[group]
    apart = _exact(apart * np.minimum(length / np.maximum(wanted, 1.0), 1.0))
    along = np.cumsum(apart)
    offset = along - along[first][group]
    return offset, (np.add.reduceat(apart, first))[group]
