"""How edges run: from border to border, level at both ends, around the cards they do not belong to.

A path is one cubic, or a cubic, a level run and another cubic: at most two bends. It never leaves the box of its
ends by more than `REACH`, so whoever looks at the edges whose boxes come that near to a view has all that can
show there. Paths are kept in the geometry, which forgets them when something near them moves.
"""

from __future__ import annotations

import numpy as np

from evidenceboard.model.columns import Box, Flags, Floats, Path, Rows
from evidenceboard.model.curves import curve, steps
from evidenceboard.model.detours import CLOSE, around, beside
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ports import Ends, ends_of
from evidenceboard.model.roundels import RADIUS, STRONG_RADIUS, Roundels

REACH = 240.0
LONGEST = 4000.0  # a longer edge stays straight: nobody sees its bends as one line
BAR = 2.0  # an undercut stops this far before the roundel it attacks

_STEPS = {count: steps(count) for count in (1, 8, 16, 24, 48)}


def route(geometry: Geometry, rows: Rows) -> None:
    """Find the paths of these edges, where they are not known, and of the edges that they attack."""
    missing = _missing(geometry, rows)
    long = _length(geometry, missing) > LONGEST
    for row in missing[long]:
        geometry.keep_path(int(row), straight(geometry, int(row)))
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
    length = max(float(np.hypot(*run)), 1e-9)
    return Path(points, geometry.roundel(row), (float(run[0]) / length, float(run[1]) / length))


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
    for index in _blocked(geometry, ends, box):
        if (found := _bent(geometry, ends, int(index))) is not None:
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
    return np.unique(edge[inside.any(axis=1)])


def _bent(geometry: Geometry, ends: Ends, index: int) -> Floats | None:
    """A path around the cards in the way of one edge; None where the direct one is as good."""
    row, upright, sign = int(ends.rows[index]), bool(ends.upright[index]), float(ends.sign[index])
    u0, v0, u1, v1 = (float(part[index]) for part in (ends.u0, ends.v0, ends.u1, ends.v1))
    if u1 - u0 < CLOSE:
        return None
    low, high = min(v0, v1) - REACH, max(v0, v1) + REACH
    seen = (u0, low, u1, high) if sign > 0 else (-u1, low, -u0, high)
    cards = geometry.cards_in(Box(*(seen if not upright else (seen[1], seen[0], seen[3], seen[2]))))
    cards = cards[(cards != geometry.tail[row]) & (cards != geometry.head[row])]
    left, top = geometry.x[cards], geometry.y[cards]
    sides = _seen(np.column_stack([left, top, left + geometry.w[cards], top + geometry.h[cards]]), upright, sign)
    sides = sides if sign > 0 else sides[:, [2, 1, 0, 3]]
    facing = float(ends.low[index]), float(ends.high[index])
    found = beside(u0, u1, (v0 + v1) / 2, sides, facing) if abs(v1 - v0) < 1 else None
    if found is None:
        found = around((u0, v0, u1, v1), sides, _others(geometry, ends, index), (low, high))
    if found is None:
        return None
    x, y = _turned(found[None, :, 0], found[None, :, 1], np.array([upright]), np.array([sign]))
    return np.column_stack([x[0], y[0]])


def _seen(points: Floats, upright: bool, sign: float) -> Floats:
    """Pairs of points (n x 4: x y x y) as an edge sees them (u v u v)."""
    points = points[:, [1, 0, 3, 2]] if upright else points
    return points * (sign, 1.0, sign, 1.0)


def _others(geometry: Geometry, ends: Ends, index: int) -> Floats:
    """The straight lines of the edges around one, as it sees them."""
    x, y = _turned(
        np.array([[ends.u0[index], ends.u1[index]]]), np.array([[ends.v0[index], ends.v1[index]]]),
        ends.upright[index : index + 1], ends.sign[index : index + 1],
    )  # fmt: skip
    box = Box(float(x.min()), float(y.min()), float(x.max()), float(y.max())).grown(REACH)
    line, rows = geometry.lines(), geometry.edges_in(box)
    rows = rows[rows != ends.rows[index]]
    points = np.column_stack([line[name][rows] for name in ("ax", "ay", "bx", "by")]).astype(np.float64)
    return _seen(points, bool(ends.upright[index]), float(ends.sign[index]))


def _keep(geometry: Geometry, ends: Ends, points: list[Floats], simple: Flags, roundels: Roundels) -> None:
    """Place the roundels, those that have room in the middle first, and remember the paths."""
    middles = np.array([(path[0] + path[-1]) / 2 for path in points])
    share = geometry.lines()["share"][ends.rows]
    clear = roundels.free(middles) & simple & (share == 0.5)
    roundels.take(middles[clear])
    along = np.where(ends.upright[:, None], [0.0, 1.0], [1.0, 0.0]) * ends.sign[:, None]
    for index, path in enumerate(points):
        x, y = middles[index] if clear[index] else roundels.slide(path, float(share[index]))
        end = along[index]
        if len(path) == 2:
            end = (path[1] - path[0]) / max(float(np.hypot(*(path[1] - path[0]))), 1e-9)
        geometry.keep_path(int(ends.rows[index]), Path(path, (float(x), float(y)), (float(end[0]), float(end[1]))))
