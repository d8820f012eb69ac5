"""Where the roundel of an edge sits: in the middle of its path, or slid along it to where there is room.

First each goes to its site, the best place as far as cards are concerned. Of two whose sites are too close the one
on the shorter line stays, for it has less room. The others then slide, one after the other, square by square, and
keep to their square if they can, so that those of two squares need not know of each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.model import cells
from evidenceboard.model.columns import Box, Flags, Floats, Rows
from evidenceboard.model.geometry import Geometry

RADIUS = 9.0  # of a roundel; strong edges have STRONG_RADIUS
STRONG_RADIUS = 11.0
APART = 2 * RADIUS + 12.0  # of two centres
FREE = RADIUS + 16.0  # of a centre and a card
STEP = 8.0  # between the places tried
SHARE = 0.38  # of the path's length to either side of its middle; further out it would seem to belong to the card
AWAY = 0.02  # what a place costs for each unit that it is away from where it should be
ABROAD = 2.0  # and for lying in another square

_OFFSETS = np.arange(-cells.SLIDE, cells.SLIDE + STEP / 2, STEP)
_OFFSETS = _OFFSETS[np.argsort(np.abs(_OFFSETS), kind="stable")]


class Places(NamedTuple):
    """Places along a path where its roundel may sit (n x 2), the best first, and what they cost by themselves."""

    at: Floats
    cost: Floats


def sites(geometry: Geometry, paths: list[Floats], shares: Floats) -> list[tuple[float, float]]:
    """The best place on each path near a share of its length, with regard to cards alone."""
    middles = np.array([_middle(path, share) for path, share in zip(paths, shares, strict=True)])
    cards = _cards(geometry, _box(middles).grown(cells.SLIDE + FREE))
    close = _closeness(middles, cards)
    found: list[tuple[float, float]] = []
    for path, share, middle, near in zip(paths, shares, middles, close, strict=True):
        x, y = middle
        if near > 0:
            places = _places(path, float(share), cards)
            x, y = places.at[int(places.cost.argmin())]
        found.append((float(x), float(y)))
    return found


def place_square(geometry: Geometry, square: int, level: int) -> None:
    """Place the roundels of one level whose sites lie in a square; all that may come near have paths."""
    line, box = geometry.lines(), cells.box(square).grown(cells.AROUND)
    x, y = line["px"], line["py"]
    near = line["shaped"] & (line["square"] >= 0) & (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    rows = np.flatnonzero(near & (line["level"] == level))
    sites = np.column_stack([x[rows], y[rows]]).astype(np.float64)
    stays = _stays(geometry, rows, sites)
    below = np.flatnonzero(line["routed"] & (line["level"] < level)) if level else rows[:0]
    fixed = np.column_stack([line["rx"][below], line["ry"][below]]).astype(np.float64)
    mine = line["square"][rows] == square
    stays[mine] &= _nearest(sites[mine], fixed) >= APART
    places = sites[mine]
    taken = np.concatenate([fixed, sites[stays]])
    moving = [number for number in np.flatnonzero(~stays[mine])]
    order = sorted(moving, key=lambda number: _rank(geometry, int(rows[mine][number])))
    for number in order:
        places[number] = _slid(geometry, int(rows[mine][number]), taken, cells.box(square).grown(-APART / 2))
        taken = np.concatenate([taken, places[number : number + 1]])
    geometry.place_roundels(rows[mine], places)


def _rank(geometry: Geometry, row: int) -> tuple[float, str]:
    return float(geometry.lines()["run"][row]), geometry.edges[row]


def _stays(geometry: Geometry, rows: Rows, sites: Floats) -> Flags:
    """Which roundels stay at their sites: those with no other too close that comes before them."""
    away = np.hypot(*(sites[:, None] - sites[None]).transpose(2, 0, 1))
    stays = np.ones(len(rows), bool)
    for one, other in zip(*np.nonzero(np.triu(away < APART, 1)), strict=True):
        first = _rank(geometry, int(rows[one])) <= _rank(geometry, int(rows[other]))
        stays[other if first else one] = False
    return stays


def _slid(geometry: Geometry, row: int, taken: Floats, home: Box) -> Floats:
    """The best place on the path of an edge with these places taken."""
    path, share = geometry.paths[geometry.edges[row]].points, float(geometry.lines()["share"][row])
    box = Box(*path.min(axis=0).tolist(), *path.max(axis=0).tolist())
    places = _places(path, share, _cards(geometry, box.grown(FREE)))
    cost = places.cost + np.maximum(APART - _nearest(places.at, taken), 0.0)
    x, y = places.at.T
    cost += ABROAD * ((x < home.left) | (x > home.right) | (y < home.top) | (y > home.bottom))
    return np.asarray(places.at[int(cost.argmin())])


def _places(path: Floats, share: float, cards: Floats) -> Places:
    run = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(run)])
    length = along[-1]
    offsets = _OFFSETS[np.abs(_OFFSETS + (share - 0.5) * length) <= SHARE * length]
    offsets = offsets if len(offsets) else np.zeros(1)
    at = np.column_stack([np.interp(length * share + offsets, along, path[:, axis]) for axis in (0, 1)])
    return Places(at, _closeness(at, cards) + AWAY * np.abs(offsets))


def _middle(path: Floats, share: float) -> Floats:
    run = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(run)])
    return np.array([np.interp(along[-1] * share, along, path[:, axis]) for axis in (0, 1)])


def _cards(geometry: Geometry, box: Box) -> Floats:
    """The boxes of the cards in a part of the sheet (n x 4: left top right bottom)."""
    rows = geometry.cards_in(box)
    left, top = geometry.x[rows], geometry.y[rows]
    return np.column_stack([left, top, left + geometry.w[rows], top + geometry.h[rows]])


def _closeness(places: Floats, cards: Floats) -> Floats:
    """How far each place is from being clear of cards; 0 is clear."""
    if not len(cards):
        return np.zeros(len(places))
    x, y = places[:, :1], places[:, 1:]
    out_x = np.maximum(np.maximum(cards[:, 0] - x, x - cards[:, 2]), 0.0)
    out_y = np.maximum(np.maximum(cards[:, 1] - y, y - cards[:, 3]), 0.0)
    return np.asarray(np.maximum(FREE - np.sqrt((out_x**2 + out_y**2).min(axis=1)), 0.0))


def _nearest(places: Floats, taken: Floats) -> Floats:
    """How far the nearest of what is taken is from each place."""
    if not len(taken):
        return np.full(len(places), np.inf)
    return np.asarray(np.sqrt(((places[:, None] - taken[None]) ** 2).sum(axis=2).min(axis=1)))


def _box(places: Floats) -> Box:
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))
