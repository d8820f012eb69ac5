"""Where the roundel of an edge sits: in the middle of its path, or slid along it to where there is room.

First each goes to its site, the best place as far as cards are concerned. Of two whose sites are too close the one
on the shorter line stays, for it has less room. The others then slide, one after the other, square by square, and
keep to their square if they can, so that those of two squares need not know of each other.
"""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

import numpy as np

from evidenceboard.model import cells
from evidenceboard.model.columns import Box, Flags, Floats, Rows
from evidenceboard.model.geometry import Geometry

RADIUS = 9.0  # of a roundel; strong edges have STRONG_RADIUS
STRONG_RADIUS = 11.0
BETWEEN = 12.0  # of two roundels
APART = 2 * STRONG_RADIUS + BETWEEN  # of two centres at most
FREE = RADIUS + 16.0  # of a centre and a card
STEP = 8.0  # between the places tried
SHARE = 0.38  # of the path's length to either side of its middle; further out it would seem to belong to the card
AWAY = 0.005  # what a place costs for each unit that it is away from where it should be
ABROAD = 0.2  # and for lying in another square

_OFFSETS = np.arange(-cells.SLIDE, cells.SLIDE + STEP / 2, STEP)
_OFFSETS = _OFFSETS[np.argsort(np.abs(_OFFSETS), kind="stable")]


class Places(NamedTuple):
    """Places along a path where its roundel may sit (n x 2), the best first, and what they cost by themselves."""

    at: Floats
    cost: Floats


class Track(NamedTuple):
    """A path, how far along it each of its points lies, and where along it its roundel would like to sit."""

    path: Floats
    along: Floats
    wish: float

    def at(self, along: Floats | float) -> Floats:
        return np.stack([np.interp(along, self.along, self.path[:, axis]) for axis in (0, 1)], axis=-1)

    def shifted(self, by: float) -> Track:
        low, high = (0.5 - SHARE) * self.along[-1], (0.5 + SHARE) * self.along[-1]
        return self._replace(wish=float(np.clip(self.wish + by, low, high)))


def sites(geometry: Geometry, rows: Rows, paths: list[Floats]) -> list[tuple[float, float]]:
    """The best place on each path near where the roundel would sit on a straight line, with regard to cards alone."""
    line = geometry.lines()
    wishes = np.column_stack([line["nx"][rows], line["ny"][rows]]).astype(np.float64)
    attacked = line["share"][rows] != 0.5
    tracks = [_track(*each) for each in zip(paths, wishes, attacked.tolist(), strict=True)]
    near = np.array([track.at(track.wish) for track in tracks])
    cards = _cards(geometry, _box(near).grown(cells.SLIDE + FREE))
    found: list[tuple[float, float]] = []
    for track, place, close in zip(tracks, near, _closeness(near, cards), strict=True):
        if close > 0:
            places = _places(track, cards)
            place = places.at[int(places.cost.argmin())]
        found.append((float(place[0]), float(place[1])))
    return found


def place_square(geometry: Geometry, square: int, level: int) -> None:
    """Place the roundels of one level whose sites lie in a square; all that may come near have paths."""
    line, box = geometry.lines(), cells.box(square).grown(cells.AROUND)
    x, y = line["px"], line["py"]
    near = line["shaped"] & (line["square"] >= 0) & (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    rows = np.flatnonzero(near & (line["level"] == level))
    radii = radii_of(geometry, rows)
    sites = np.column_stack([x[rows], y[rows], radii]).astype(np.float64)
    stays = _stays(geometry, rows, sites)
    below = np.flatnonzero(line["routed"] & (line["level"] < level)) if level else rows[:0]
    fixed = np.column_stack([line["rx"][below], line["ry"][below], radii_of(geometry, below)]).astype(np.float64)
    mine = line["square"][rows] == square
    stays[mine] &= _nearest(sites[mine, :2], fixed) - radii[mine] >= BETWEEN
    places = sites[mine]
    taken = np.concatenate([fixed, sites[stays]])
    moving = [number for number in np.flatnonzero(~stays[mine])]
    order = sorted(moving, key=lambda number: _rank(geometry, int(rows[mine][number])))
    for number in order:
        places[number, :2] = _slid(geometry, int(rows[mine][number]), taken, cells.box(square).grown(-APART / 2))
        taken = np.concatenate([taken, places[number : number + 1]])
    geometry.place_roundels(rows[mine], places[:, :2])


def place_alone(geometry: Geometry, row: int) -> None:
    """Place the roundel of an edge that is nobody's neighbour; those around it are placed."""
    line, path = geometry.lines(), geometry.paths[geometry.edges[row]].points
    near = line["routed"] & (line["square"] >= 0) & (line["level"] <= line["level"][row])
    near &= (line["rx"] > path[:, 0].min() - APART) & (line["rx"] < path[:, 0].max() + APART)
    near &= (line["ry"] > path[:, 1].min() - APART) & (line["ry"] < path[:, 1].max() + APART)
    near = np.flatnonzero(near)
    taken = np.column_stack([line["rx"][near], line["ry"][near], radii_of(geometry, near)]).astype(np.float64)
    geometry.place_roundels(np.array([row]), _slid(geometry, row, taken, None)[None])


def radii_of(geometry: Geometry, rows: Rows) -> Floats:
    """How large the roundels of these edges are."""
    return np.where(geometry.strong[rows], STRONG_RADIUS, RADIUS)


def _rank(geometry: Geometry, row: int) -> tuple[float, str]:
    return float(geometry.lines()["run"][row]), geometry.edges[row]


def _stays(geometry: Geometry, rows: Rows, sites: Floats) -> Flags:
    """Which roundels stay at their sites: those with no other too close that comes before them."""
    away = np.hypot(*(sites[:, None, :2] - sites[None, :, :2]).transpose(2, 0, 1)) - sites[:, None, 2] - sites[:, 2]
    stays = np.ones(len(rows), bool)
    for one, other in zip(*np.nonzero(np.triu(away < BETWEEN, 1)), strict=True):
        first = _rank(geometry, int(rows[one])) <= _rank(geometry, int(rows[other]))
        stays[other if first else one] = False
    return stays


def _slid(geometry: Geometry, row: int, taken: Floats, home: Box | None) -> Floats:
    """The best place on the path of an edge with these places taken; at home if it has one."""
    path, line = geometry.paths[geometry.edges[row]].points, geometry.lines()
    wish = np.array([line["nx"][row], line["ny"][row]], np.float64)
    attacked = bool(line["share"][row] != 0.5)
    track = _track(path, wish, attacked)
    if home is None and not attacked:
        track = track.shifted(cells.SCATTER * (crc32(geometry.edges[row].encode()) % 13 / 6 - 1))
    box = Box(*path.min(axis=0).tolist(), *path.max(axis=0).tolist())
    places = _places(track, _cards(geometry, box.grown(FREE)))
    away = _nearest(places.at, taken) - float(radii_of(geometry, np.array([row]))[0])
    cost = places.cost + np.maximum(BETWEEN - away, 0.0)
    if home is not None:
        x, y = places.at.T
        cost += ABROAD * ((x < home.left) | (x > home.right) | (y < home.top) | (y > home.bottom))
    return np.asarray(places.at[int(cost.argmin())])


def _track(path: Floats, wish: Floats, attacked: bool) -> Track:
    """A path whose roundel would like to sit in its middle; if it is attacked, or that is far from where it would sit
    on a straight line, as near as it can to there."""
    step = np.diff(path, axis=0)
    run = np.hypot(step[:, 0], step[:, 1])
    along = np.concatenate([[0.0], np.cumsum(run)])
    middle = Track(path, along, float(along[-1] / 2))
    if not attacked and np.hypot(*(middle.at(middle.wish) - wish)) <= cells.STRAY - cells.SLIDE:
        return middle
    share = np.clip(((wish - path[:-1]) * step).sum(axis=1) / np.maximum(run**2, 1e-12), 0.0, 1.0)
    nearest = int(np.hypot(*(path[:-1] + step * share[:, None] - wish).T).argmin())
    at = along[nearest] + share[nearest] * run[nearest]
    return middle.shifted(float(at) - middle.wish)


def _places(track: Track, cards: Floats) -> Places:
    length = track.along[-1]
    at = track.wish + _OFFSETS
    within = np.abs(at - length / 2) <= SHARE * length
    at = track.at(at[within]) if within.any() else track.at(np.array([track.wish]))
    return Places(at, _closeness(at, cards) + AWAY * np.abs(_OFFSETS[within] if within.any() else np.zeros(1)))


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
    """How far the nearest of the roundels that are taken (m x 3: x, y, radius) is from each place."""
    if not len(taken):
        return np.full(len(places), np.inf)
    away = np.hypot(places[:, :1] - taken[:, 0], places[:, 1:] - taken[:, 1])
    return np.asarray((away - taken[:, 2]).min(axis=1))


def _box(places: Floats) -> Box:
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))
