"""How edges run: from border to border, level at both ends, around the cards they do not belong to.

A path is one cubic, or a cubic, a level run and another cubic: at most two bends. It never leaves the box of its
ends by more than `REACH`, so whoever looks at the edges whose boxes come that near to a view has all that can
show there. Paths are kept in the geometry, which forgets them when something near them moves.
"""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Box, Flags, Floats, Path, Rows
from evidenceboard.model.curves import curve, steps
from evidenceboard.model.detours import CLOSE, NO_CARD, around, beside
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ports import Ends, ends_of
from evidenceboard.model.roundels import RADIUS, STRONG_RADIUS, Roundels

REACH = 240.0
LONGEST = 4000.0  # a longer edge stays straight: nobody sees its bends as one line
MOST_LINES = 400  # other edges whose lines a detour tries not to cross
BAR = 2.0  # an undercut stops this far before the roundel it attacks

_STEPS = {count: steps(count) for count in (1, 8, 16, 24, 48)}


def route(geometry: Geometry, rows: Rows) -> None:
    """Find the paths of these edges, where they are not known, and of the edges that they attack."""
    missing = _missing(geometry, rows)
    long = _length(geometry, missing) > LONGEST
    geometry.keep_paths(missing[long], [straight(geometry, int(row)) for row in missing[long]])
    missing = missing[~long]
    while len(missing):
        waits = np.isin(geometry.onto[missing], missing)
        if waits.all():
            break
        _route(geometry, missing[~waits])
        missing = missing[waits]


def unrouted(geometry: Geometry, rows: Rows) -> Rows:
    """Those of these edges whose paths are not known."""
    return np.asarray(rows[~geometry.lines()["routed"][rows]])


def straight(geometry: Geometry, row: int) -> Path:
    """The path of an edge for which none was looked for: from border to border."""
    line = geometry.lines()
    points = np.array([[line["ax"][row], line["ay"][row]], [line["bx"][row], line["by"][row]]], np.float64)
    run = points[1] - points[0]
    end = run / max(float(np.hypot(*run)), 1e-9)
    if geometry.onto[row] >= 0:
        points[1] -= end * ((STRONG_RADIUS if geometry.strong[geometry.onto[row]] else RADIUS) + BAR)
    return Path(points, geometry.roundel(row), (float(end[0]), float(end[1])))


def _length(geometry: Geometry, rows: Rows) -> Floats:
    line = geometry.lines()
    return np.asarray(np.hypot((line["bx"] - line["ax"])[rows], (line["by"] - line["ay"])[rows]))


def _missing(geometry: Geometry, rows: Rows) -> Rows:
    found = bases = unrouted(geometry, rows)
    while len(bases):
        attacked = geometry.onto[bases].astype(np.intp)
        bases = unrouted(geometry, attacked[attacked >= 0])
        bases = bases[~np.isin(bases, found)]
        found = np.concatenate([found, bases])
    return np.unique(found)


def _route(geometry: Geometry, rows: Rows) -> None:
    ends = _at_roundels(geometry, ends_of(geometry, rows))
    box = _reach(ends)
    roundels = Roundels(geometry)
    points = _direct(ends)
    simple = np.ones(len(rows), bool)
    blocked = _blocked(geometry, ends, box)
    for index, found in zip(blocked, _bent(geometry, ends, blocked, box), strict=True):
        if found is not None:
            points[index], simple[index] = found, len(found) == 2
    _keep(geometry, ends, points, simple, roundels)


def _at_roundels(geometry: Geometry, ends: Ends) -> Ends:
    """Undercuts end just before the roundel of what they attack."""
    onto = geometry.onto[ends.rows]
    line = geometry.lines()
    x, y = line["rx"][onto].astype(np.float64), line["ry"][onto].astype(np.float64)
    u, v = np.where(ends.upright, y, x) * ends.sign, np.where(ends.upright, x, y)
    free = onto >= 0
    stop = np.where(geometry.strong[onto], STRONG_RADIUS, RADIUS) + BAR if len(geometry.strong) else 0.0
    ends.u1[free], ends.v1[free] = (u - stop)[free], v[free]
    return ends


def _reach(ends: Ends) -> Box:
    x, y = _turned(np.stack([ends.u0, ends.u1], 1), np.stack([ends.v0, ends.v1], 1), ends.upright, ends.sign)
    return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max())).grown(REACH)


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


def _blocked(geometry: Geometry, ends: Ends, box: Box) -> Rows:
    """Indexes of the edges whose direct path comes close to a foreign card."""
    u, v = curve(ends.u0, ends.v0, ends.u1, ends.v1, _STEPS[16])
    x, y = _turned(u, v, ends.upright, ends.sign)
    cards = geometry.cards_in(box)
    left, top = geometry.x[cards] - CLOSE, geometry.y[cards] - CLOSE
    right, bottom = left + geometry.w[cards] + 2 * CLOSE, top + geometry.h[cards] + 2 * CLOSE
    near = (x.min(1)[:, None] < right) & (x.max(1)[:, None] > left)
    near &= (y.min(1)[:, None] < bottom) & (y.max(1)[:, None] > top)
    near &= (geometry.tail[ends.rows][:, None] != cards) & (geometry.head[ends.rows][:, None] != cards)
    edge, card = np.nonzero(near)
    inside = (x[edge] > left[card, None]) & (x[edge] < right[card, None])
    inside &= (y[edge] > top[card, None]) & (y[edge] < bottom[card, None])
    blocked = np.unique(edge[inside.any(axis=1)])
    return blocked[ends.u1[blocked] - ends.u0[blocked] >= CLOSE]


def _bent(geometry: Geometry, ends: Ends, blocked: Rows, box: Box) -> list[Floats | None]:
    """Paths of blocked edges around the cards in their way; None where the direct one is as good."""
    if not len(blocked):
        return []
    upright, sign = ends.upright[blocked], ends.sign[blocked]
    places = np.column_stack([part[blocked] for part in (ends.u0, ends.v0, ends.u1, ends.v1)])
    cards = _cards_seen(geometry, ends, blocked, box, places)
    found = around(places, cards, _edges_seen(geometry, box, upright, sign), REACH)
    for number, index in enumerate(blocked):
        (u0, v0, u1, v1), facing = places[number], (float(ends.low[index]), float(ends.high[index]))
        if abs(v1 - v0) < 1 and facing[0] < facing[1]:
            aside = beside(u0, u1, (v0 + v1) / 2, cards[number], facing)
            found[number] = found[number] if aside is None else aside
    return [
        None if path is None else _on_sheet(path, *way)
        for path, way in zip(found, zip(upright, sign, strict=True), strict=True)
    ]


def _on_sheet(path: Floats, upright: bool, sign: float) -> Floats:
    path = path * (sign, 1.0)
    return path[:, ::-1] if upright else path


def _cards_seen(geometry: Geometry, ends: Ends, blocked: Rows, box: Box, places: Floats) -> Floats:
    """Foreign cards that may be in the way of each edge, as it sees them (n x m x 4: u low, v low, u high, v high)."""
    rows = geometry.cards_in(box)
    left, top = geometry.x[rows], geometry.y[rows]
    corners = np.column_stack([left, top, left + geometry.w[rows], top + geometry.h[rows]])
    seen = _seen(corners, ends.upright[blocked], ends.sign[blocked])
    seen = np.where(ends.sign[blocked][:, None, None] < 0, seen[:, :, [2, 1, 0, 3]], seen)
    u0, v0, u1, v1 = (part[:, None] for part in places.T)
    near = (seen[:, :, 0] < u1) & (seen[:, :, 2] > u0)
    near &= (seen[:, :, 1] < np.maximum(v0, v1) + REACH) & (seen[:, :, 3] > np.minimum(v0, v1) - REACH)
    near &= (rows != geometry.tail[ends.rows[blocked]][:, None]) & (rows != geometry.head[ends.rows[blocked]][:, None])
    return np.where(near[:, :, None], seen, NO_CARD)


def _edges_seen(geometry: Geometry, box: Box, upright: Flags, sign: Floats) -> Floats:
    """The straight lines of the edges around, as each edge sees them (n x k x 4)."""
    line, rows = geometry.lines(), geometry.edges_in(box)[:MOST_LINES]
    points = np.column_stack([line[name][rows] for name in ("ax", "ay", "bx", "by")]).astype(np.float64)
    return _seen(points, upright, sign)


def _seen(points: Floats, upright: Flags, sign: Floats) -> Floats:
    """Pairs of points (m x 4: x y x y) as each of n edges sees them (n x m x 4: u v u v)."""
    turned = np.where(upright[:, None, None], points[None][:, :, [1, 0, 3, 2]], points[None])
    return turned * np.stack([sign, np.ones_like(sign), sign, np.ones_like(sign)], axis=1)[:, None, :]


def _keep(geometry: Geometry, ends: Ends, points: list[Floats], simple: Flags, roundels: Roundels) -> None:
    """Place the roundels, those that have room in the middle first, and remember the paths."""
    first, last = np.array([path[0] for path in points]), np.array([path[-1] for path in points])
    middles = (first + last) / 2
    share = geometry.lines()["share"][ends.rows]
    clear = roundels.free(middles) & simple & (share == 0.5)
    roundels.take(middles[clear])
    along = np.where(ends.upright[:, None], [0.0, 1.0], [1.0, 0.0]) * ends.sign[:, None]
    run = last - first
    straight = np.array([len(path) == 2 for path in points])
    along = np.where(straight[:, None], run / np.maximum(np.hypot(*run.T), 1e-9)[:, None], along)
    places = [
        (middle[0], middle[1]) if free else roundels.slide(path, float(part))
        for middle, free, path, part in zip(middles.tolist(), clear, points, share, strict=True)
    ]
    ways = zip(points, places, along.tolist(), strict=True)
    geometry.keep_paths(ends.rows, [Path(path, (x, y), (dx, dy)) for path, (x, y), (dx, dy) in ways])
