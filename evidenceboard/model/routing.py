"""How edges run: from border to border, level at both ends, around the cards they do not belong to.

A path is one cubic where that is free, else a cubic, a level run and another cubic, else a line through the gutters
with round corners; where there is no way at all it is straight. It never leaves the box of its ends by more than
`REACH`, so whoever looks at the edges whose boxes come that near to a view has all that can show there.

What is found depends on the sheet alone, not on what was asked for before. Paths are kept in the geometry, which
takes them for unsure when something near them moves.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from zlib import crc32

import numpy as np

from evidenceboard.model import cells
from evidenceboard.model.bends import two_bends
from evidenceboard.model.columns import Box, Flags, Floats, Path, Rows
from evidenceboard.model.curves import curve, pass_through, steps
from evidenceboard.model.detours import around, beside
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.gutters import through
from evidenceboard.model.lanes import OUTSIDE
from evidenceboard.model.ports import Ends, ends_of
from evidenceboard.model.roundels import APART, FREE, RADIUS, STRONG_RADIUS, place_alone, place_square, sites

__all__ = ["REACH", "place", "route", "shape", "straight", "unrouted"]

REACH = OUTSIDE + 64.0  # how far a path may leave the box of its ends; lanes begin a little before those
LONGEST = 24_000.0  # a longer edge stays straight: nobody sees its bends as one line
AT_ONCE = 24  # edges looked at together
TOGETHER = 8  # of those that need a way around, remembered together
BAR = 2.0  # an undercut stops this far before the roundel it attacks
CLOSE = 12.0  # a path nearer than this to a card is in its way
CLEAR = 16.0  # the least distance at which a way around passes a card
LANES = 3  # ways around lie in so many lanes, so that lines through one gutter are seen apart
LANE = 4.0
TIGHT = (CLOSE, 5.0)  # distances tried where that leaves no way
WAYS = ((1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (-1.0, 0.0))  # in which an undercut may come to its roundel

_STEPS = {count: steps(count) for count in (1, 8, 16, 24, 48)}


def route(geometry: Geometry, rows: Rows) -> None:
    """Find the paths of these edges and place their roundels."""
    for _ in place(geometry, rows):
        pass


def unrouted(geometry: Geometry, rows: Rows) -> Rows:
    """Those of these edges whose paths are not known, or whose roundels are not placed."""
    return np.asarray(rows[~geometry.lines()["routed"][rows]])


def straight(geometry: Geometry, row: int) -> Path:
    """The path of an edge for which none was looked for: from border to border."""
    points = geometry.straight(row)
    run = points[1] - points[0]
    end = run / max(float(np.hypot(*run)), 1e-9)
    if geometry.onto[row] >= 0:
        points[1] -= end * _stop(geometry, row)
    return Path(points, geometry.roundel(row), (float(end[0]), float(end[1])))


def _stop(geometry: Geometry, row: int) -> float:
    """How far from the middle of the roundel it attacks an undercut stops."""
    return (STRONG_RADIUS if geometry.strong[geometry.onto[row]] else RADIUS) + BAR


# --- what depends on what ----------------------------------------------------------------------------------


def place(geometry: Geometry, rows: Rows) -> Iterator[None]:
    """Place the roundels of these edges, square by square and a little at a time, with all that this depends on."""
    rows = unrouted(geometry, rows)
    if not len(rows):
        return
    yield from shape(geometry, rows)
    line = geometry.lines()
    for level in np.unique(line["level"][rows]):
        mine = rows[line["level"][rows] == level]
        for square in np.unique(line["square"][mine]):
            waiting = mine[(line["square"][mine] == square) & ~line["routed"][mine]]
            if not len(waiting):
                continue
            if square < 0:
                yield from _settle_strays(geometry, waiting)
            else:
                yield from _settle_square(geometry, int(square), int(level))


def _settle_square(geometry: Geometry, square: int, level: int) -> Iterator[None]:
    line, box = geometry.lines(), cells.box(square).grown(cells.AROUND)
    near = _with_middle_in(geometry, box.grown(cells.STRAY))
    yield from shape(geometry, near[line["level"][near] == level])
    yield from place(geometry, near[line["level"][near] < level])
    place_square(geometry, square, level)
    yield


def _settle_strays(geometry: Geometry, rows: Rows) -> Iterator[None]:
    """Each of these has regard for others, none of the others for it, or too much would depend on each other."""
    line, reach = geometry.lines(), 2 * cells.SLIDE + cells.SCATTER + APART + cells.STRAY
    for row in rows.tolist():
        x, y = float(line["px"][row]), float(line["py"][row])
        near = _with_middle_in(geometry, Box(x, y, x, y).grown(reach))
        near = near[line["level"][near] <= line["level"][row]]
        yield from shape(geometry, near)
        yield from place(geometry, near[line["square"][near] >= 0])
        place_alone(geometry, row)
        yield


def _with_middle_in(geometry: Geometry, box: Box) -> Rows:
    """Edges the middles of whose straight lines lie in a box."""
    line = geometry.lines()
    inside = (line["nx"] >= box.left) & (line["nx"] <= box.right)
    return np.flatnonzero(inside & (line["ny"] >= box.top) & (line["ny"] <= box.bottom))


def shape(geometry: Geometry, rows: Rows) -> Iterator[None]:
    """Find the paths of these edges, a little at a time; of undercuts once the roundels they attack are placed."""
    line = geometry.lines()
    missing = np.unique(rows[~line["shaped"][rows]])
    if not len(missing):
        return
    middle = line["nx"][missing] // 512, line["ny"][missing]
    missing = missing[np.lexsort((missing, middle[1], middle[0]))]
    attacked = geometry.onto[missing].astype(np.intp)
    yield from _shape_in_parts(geometry, missing[attacked < 0])
    yield from place(geometry, np.unique(attacked[attacked >= 0]))
    yield from _shape_in_parts(geometry, missing[attacked >= 0])


def _shape_in_parts(geometry: Geometry, rows: Rows) -> Iterator[None]:
    line = geometry.lines()
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        yield from _shape_some(geometry, part[~line["shaped"][part]])


# --- paths -------------------------------------------------------------------------------------------------


def _shape_some(geometry: Geometry, rows: Rows) -> Iterator[None]:
    line = geometry.lines()
    long = np.hypot((line["bx"] - line["ax"])[rows], (line["by"] - line["ay"])[rows]) > LONGEST
    _keep(geometry, rows[long], [straight(geometry, int(row)) for row in rows[long]])
    rows = rows[~long]
    if not len(rows):
        return
    ends = _at_roundels(geometry, ends_of(geometry, rows))
    points = _direct(ends)
    blocked = _blocked(geometry, ends, points)
    ways = _ways(ends)
    free = np.flatnonzero(~blocked)
    _keep(geometry, rows[free], [Path(points[n], (0.0, 0.0), ways[n]) for n in free])
    geometry.block(rows[blocked])
    yield
    for some in np.array_split(np.flatnonzero(blocked), range(TOGETHER, len(rows), TOGETHER)):
        found = []
        for index in some.tolist():
            found.append((yield from _bent(geometry, ends, index)))
            yield
        new = np.flatnonzero(~line["shaped"][rows[some]])  # others may have looked for the same meanwhile
        _keep(geometry, rows[some[new]], [found[n][0] for n in new], [found[n][1] for n in new])


def _keep(geometry: Geometry, rows: Rows, paths: list[Path], reaches: list[Box] | None = None) -> None:
    """Find where the roundels would sit, and remember the paths. `reaches` are where cards were looked at."""
    if not len(rows):
        return
    paths = _from_spots(geometry, rows, paths)
    places = sites(geometry, rows, [path.points for path in paths])
    paths = [path._replace(roundel=place) for path, place in zip(paths, places, strict=True)]
    low = np.array([path.points.min(axis=0) for path in paths]) - FREE
    high = np.array([path.points.max(axis=0) for path in paths]) + FREE
    if reaches is not None:
        looked = np.array(reaches)
        low, high = np.minimum(low, looked[:, :2]), np.maximum(high, looked[:, 2:])
    geometry.keep_paths(rows, paths, np.concatenate([low, high], axis=1))


def _from_spots(geometry: Geometry, rows: Rows, paths: list[Path]) -> list[Path]:
    """The paths of edges that begin in a spot on their card lead there from the card's border."""
    for place in geometry.begun(rows).tolist():
        spot, path = geometry.spot_of(int(rows[place])), paths[place]
        card = geometry.box_of(int(geometry.tail[rows[place]]))
        x, y = path.points[0].tolist()
        if spot is None:
            continue
        if x in (card.left, card.right):
            start = spot.left if x == card.left else spot.right, min(max(y, spot.top), spot.bottom)
        elif y in (card.top, card.bottom):
            start = min(max(x, spot.left), spot.right), spot.top if y == card.top else spot.bottom
        else:
            continue  # a straight one begins at its spot
        paths[place] = path._replace(points=np.concatenate([[start], path.points]))
    return paths


def _ways(ends: Ends) -> list[tuple[float, float]]:
    """The directions in which the edges end."""
    return [
        (0.0, float(sign)) if upright else (float(sign), 0.0)
        for upright, sign in zip(ends.upright, ends.sign, strict=True)
    ]


def _way(path: Floats) -> tuple[float, float]:
    """The direction in which a path around cards ends: level or upright."""
    dx, dy = (path[-1] - path[-2]).tolist()
    return (math.copysign(1.0, dx), 0.0) if abs(dx) >= abs(dy) else (0.0, math.copysign(1.0, dy))


def _at_roundels(geometry: Geometry, ends: Ends) -> Ends:
    """Undercuts end just before the roundel of what they attack."""
    free = np.flatnonzero(geometry.onto[ends.rows] >= 0)
    for index in free:
        row = int(ends.rows[index])
        x, y = geometry.roundel(int(geometry.onto[row]))
        u, v = (y, x) if ends.upright[index] else (x, y)
        ends.u1[index], ends.v1[index] = u * ends.sign[index] - _stop(geometry, row), v
    return ends


def _turned(u: Floats, v: Floats, upright: Flags, sign: Floats) -> tuple[Floats, Floats]:
    """From the way edges are seen here (n x k) back to the sheet."""
    u = u * sign[:, None]
    return np.where(upright[:, None], v, u), np.where(upright[:, None], u, v)


def _direct(ends: Ends) -> list[Floats]:
    """One cubic for each edge, in as many points as its bow asks for."""
    bow = np.hypot((ends.u1 - ends.u0) / 2, ends.v1 - ends.v0) * (np.abs(ends.v1 - ends.v0) > 0.75)
    count = np.select([bow < 0.5, bow < 40, bow < 160, bow < 500], [1, 8, 16, 24], 48)
    points: list[Floats] = [np.empty((0, 2))] * len(ends.rows)
    for pieces in np.unique(count):
        chosen = np.flatnonzero(count == pieces)
        u0, v0, u1, v1 = (part[chosen] for part in (ends.u0, ends.v0, ends.u1, ends.v1))
        u, v = curve(u0, v0, u1, v1, _STEPS[int(pieces)])
        curves = np.stack(_turned(u, v, ends.upright[chosen], ends.sign[chosen]), axis=2)
        for index, found in zip(chosen, curves, strict=True):
            points[index] = found
    return points


def _blocked(geometry: Geometry, ends: Ends, points: list[Floats]) -> Flags:
    """Which direct paths come close to a foreign card; those that would run back into their own cards are too."""
    edge_low = np.array([path.min(axis=0) for path in points]) - CLOSE
    edge_high = np.array([path.max(axis=0) for path in points]) + CLOSE
    cards = geometry.cards_in(Box(*edge_low.min(axis=0).tolist(), *edge_high.max(axis=0).tolist()))
    left, top = geometry.x[cards], geometry.y[cards]
    right, bottom = left + geometry.w[cards], top + geometry.h[cards]
    near = (edge_low[:, :1] < right) & (edge_high[:, :1] > left)
    near &= (edge_low[:, 1:] < bottom) & (edge_high[:, 1:] > top)
    near &= (geometry.tail[ends.rows][:, None] != cards) & (geometry.head[ends.rows][:, None] != cards)
    hit = np.zeros(len(points), bool)
    boxes = np.column_stack([left, top, right, bottom]) + np.array([-CLOSE, -CLOSE, CLOSE, CLOSE])
    for number in np.flatnonzero(near.any(axis=1)):
        hit[number] = pass_through(points[number][:, 0], points[number][:, 1], boxes[near[number]])
    return hit | (ends.u1 < ends.u0)


def _bent(geometry: Geometry, ends: Ends, index: int) -> Generator[None, None, tuple[Path, Box]]:
    """A path around the cards in the way of the direct one, and the part of the sheet in which they were looked at."""
    row, upright, sign = int(ends.rows[index]), bool(ends.upright[index]), float(ends.sign[index])
    u0, v0, u1, v1 = (float(part[index]) for part in (ends.u0, ends.v0, ends.u1, ends.v1))
    own = [int(end) for end in (geometry.tail[row], geometry.head[row]) if end >= 0]
    lane = LANE * (crc32(geometry.edges[row].encode()) % LANES)

    def seen(reach: Box) -> Floats:
        rows = geometry.cards_in(_sheet_box(reach, upright, sign))
        return _view(geometry, rows[~np.isin(rows, own)], upright, sign)

    reach = Box(min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)).grown(REACH)
    if u1 < u0 and geometry.onto[row] < 0:
        return straight(geometry, row), _sheet_box(reach, upright, sign)  # the cards lie over each other
    cards, facing = seen(reach), (float(ends.low[index]), float(ends.high[index]))
    found = beside(u0, u1, (v0 + v1) / 2, cards, facing) if abs(v1 - v0) < 1 and facing[0] < facing[1] else None
    if found is None and u1 - u0 > 2 * CLOSE:
        found = two_bends((u0, v0, u1, v1), cards, CLEAR + lane)
    mine, stop = _view(geometry, np.array(own), upright, sign), _stop(geometry, row)
    if geometry.onto[row] >= 0:  # no way leads over the roundel to its other side
        mine = np.concatenate([mine, [(u1, v1 - stop, u1 + 2 * stop, v1 + stop)]])
    for distance, aside in ((CLEAR, lane), *((tight, 0.0) for tight in TIGHT)):
        if found is None:
            found = yield from around((u0, v0, u1, v1), cards, distance, aside)
        for way in WAYS[: 4 if geometry.onto[row] >= 0 else 1]:
            end = u1 + stop - way[0] * stop, v1 - way[1] * stop  # an undercut may come from any side
            if found is None:
                found = yield from through((u0, v0, *end), way, cards, mine, distance)
    if found is None:
        return straight(geometry, row), _sheet_box(reach, upright, sign)
    path = _on_sheet(found, upright, sign)
    return Path(path, (0.0, 0.0), _way(path)), _sheet_box(reach, upright, sign)


def _view(geometry: Geometry, rows: Rows, upright: bool, sign: float) -> Floats:
    """Boxes of cards as an edge sees them (m x 4: u low, v low, u high, v high)."""
    left, top = geometry.x[rows], geometry.y[rows]
    boxes = np.column_stack([left, top, left + geometry.w[rows], top + geometry.h[rows]])
    boxes = boxes[:, [1, 0, 3, 2]] if upright else boxes
    return boxes if sign > 0 else boxes[:, [2, 1, 0, 3]] * (-1.0, 1.0, -1.0, 1.0)


def _sheet_box(box: Box, upright: bool, sign: float) -> Box:
    """A box as an edge sees it, on the sheet."""
    low, high = sorted((box.left * sign, box.right * sign))
    return Box(box.top, low, box.bottom, high) if upright else Box(low, box.top, high, box.bottom)


def _on_sheet(path: Floats, upright: bool, sign: float) -> Floats:
    path = path * (sign, 1.0)
    return path[:, ::-1] if upright else path
