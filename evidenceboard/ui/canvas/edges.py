"""Edges: their lines in batches, one per pen, then their ends and roundels.

Lines are flattened, cut to the picture and dashed in numpy; a stroked path would cost four to six times as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QRegion

from evidenceboard.model.geometry import Geometry, Path
from evidenceboard.model.routing import straight
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines, draw_polylines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

AT_ONCE = 80  # curved edges painted between two looks at the clock
THIN_AT_ONCE = 250  # and thin straight ones
STRAIGHT_AT_ONCE = 200  # and straight ones of full width, while no path is known
CROWD = 3_000  # edges on the sheet from which the far map draws them without smoothing and dashes
DISC_ZOOM = 0.35  # below it a roundel is a plain disc
THICK = 2.5  # px from which the pieces of a line are drawn as one
FADED = 0.70  # of an edge that is not looked at while others are
PASSING = 0.40  # of one so long that no screen shows both its ends: it must not cover what lies under its way
LONG = 2_600.0  # px, straight from end to end
SHARES = (PASSING, FADED, 1.0)  # opacities, the faintest first: it is drawn first
LEAST_IN_CONTRAST = 0.70  # opacity in a theme for eyes that see no tints
DASHES = {False: (7.0, 4.5), True: (9.0, 6.0)}  # by strength, at 100 %

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Key = tuple[bool, bool, float]  # contradicts, strong, one of SHARES


@dataclass(frozen=True, slots=True)
class Stroke:
    """The pen of one kind and strength."""

    pen: QPen
    dashes: tuple[float, float] | None


class EdgePainter:
    """Paints edges at one zoom and in one theme."""

    def __init__(self, theme: Theme, lens: Lens) -> None:
        self._theme, self._lens = theme, lens
        self._curved = lens.level >= Level.TITLE
        self._roundels: dict[Key, QPixmap] = {}
        self._strokes: dict[Key, Stroke] = {}

    def through(self, lens: Lens) -> EdgePainter:
        """The same pens and pictures for a lens that only lies elsewhere; what is drawn meanwhile keeps its own."""
        other = copy(self)
        other._lens = lens
        return other

    def lines(
        self, painter: QPainter, geometry: Geometry, rows: Rows, area: QRectF, lit: frozenset[str] | None = None
    ) -> Iterator[None]:
        """Draw the lines of these edges as far as they show in an area of device pixels; `lit` are the only ones
        in full colour, None is all of them."""
        crowded = self._lens.level == Level.FAR and len(geometry.edges) > CROWD
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not crowded)
        step = THIN_AT_ONCE if not self._curved else AT_ONCE if geometry.paths else STRAIGHT_AT_ONCE
        for first in range(0, len(rows), step):
            self._draw(painter, geometry, rows[first : first + step], area, lit, crowded)
            yield
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def marks(
        self, painter: QPainter, geometry: Geometry, rows: Rows, area: QRectF, lit: frozenset[str] | None = None
    ) -> Iterator[None]:
        """Draw what lies over the cards: arrows, bars and roundels."""
        if not self._curved:
            return
        if geometry.begins:
            self.leads(painter, geometry, rows, area, lit)
        rows = self._marked(geometry, rows, area)
        for number, (row, tone) in enumerate(zip(rows, self._tones(geometry, rows, lit), strict=True)):
            path = geometry.paths.get(geometry.edges[row])
            key = bool(geometry.contradict[row]), bool(geometry.strong[row]), SHARES[tone]
            if path is None:
                path = straight(geometry, int(row))
            self.mark(painter, path, key, bool(geometry.onto[row] >= 0))
            if number % AT_ONCE == AT_ONCE - 1:
                yield

    def leads(
        self, painter: QPainter, geometry: Geometry, rows: Rows, area: QRectF, lit: frozenset[str] | None = None
    ) -> None:
        """Draw the edges that begin in spots from there to the borders of their cards: these lie over the lines."""
        chosen = rows[geometry.begun(rows)]
        for row, tone in zip(chosen.tolist(), self._tones(geometry, chosen, lit), strict=True):
            line = self._lead(geometry, row)
            if not area.adjusted(-8, -8, 8, 8).intersects(_around(line)):
                continue
            stroke = self.stroke((bool(geometry.contradict[row]), bool(geometry.strong[row]), SHARES[tone]))
            pen, rim = QPen(stroke.pen), QPen(self._theme.card, stroke.pen.widthF() + 2.5 * self._lens.dpr)
            for each in (pen, rim):
                each.setCapStyle(Qt.PenCapStyle.FlatCap)  # or it would reach into the words below the picture
            covered = self._above(geometry, row, line)
            painter.save()
            if covered:
                painter.setClipRegion(QRegion(area.toAlignedRect()).subtracted(covered), Qt.ClipOperation.IntersectClip)
            painter.setPen(rim)
            draw_lines(painter, line)
            painter.setPen(pen)
            draw_lines(painter, line if stroke.dashes is None else dash(line, np.zeros(1), *stroke.dashes))
            painter.setPen(QPen(self._theme.card, 1.2 * self._lens.dpr))
            painter.setBrush(stroke.pen.color())
            radius = max(3.5 * self._lens.zoom, 2.5) * self._lens.dpr + 0.6 * self._lens.dpr
            painter.drawEllipse(QPointF(line[0, 0], line[0, 1]), radius, radius)
            painter.restore()

    def _above(self, geometry: Geometry, row: int, line: Floats) -> QRegion:
        """The cards that lie over this part of an edge's own card."""
        seen, tail, region = _around(line), int(geometry.tail[row]), QRegion()
        cards = geometry.cards_in(self._lens.scene(seen.x(), seen.y(), seen.width(), seen.height())).tolist()
        for card in cards[cards.index(tail) + 1 :] if tail in cards else ():
            region += QRegion(*self._lens.pixels(geometry.box_of(card)))
        return region

    def _lead(self, geometry: Geometry, row: int) -> Floats:
        """The part of an edge that lies on the picture of its own card (1 x 4), in device pixels."""
        (x, y), (to_x, to_y) = geometry.points(row)[:2].tolist()
        left, top, right, bottom = geometry.box_of(int(geometry.tail[row]))
        bottom = min(bottom, top + geometry.spots[geometry.begins[geometry.edges[row]]].floor)
        spans = (to_x - x, right - x if to_x > x else left - x), (to_y - y, bottom - y if to_y > y else top - y)
        share = min([1.0, *(room / run for run, room in spans if abs(run) > 1e-6)])
        ends = np.array([[x, y], [x + (to_x - x) * share, y + (to_y - y) * share]])
        return np.column_stack([self._lens.x(ends[:, 0]), self._lens.y(ends[:, 1])]).reshape(1, 4)

    def _tones(self, geometry: Geometry, rows: Rows, lit: frozenset[str] | None) -> Rows:
        """How faint these edges are: places in SHARES."""
        line = geometry.lines()
        length = np.hypot(line["bx"][rows] - line["ax"][rows], line["by"][rows] - line["ay"][rows])
        tones = np.where(length * self._lens.zoom > LONG, 0, 2)
        if lit is not None:
            tones = np.where([geometry.edges[row] in lit for row in rows], 2, np.minimum(tones, 1))
        return tones.astype(np.intp)

    def _marked(self, geometry: Geometry, rows: Rows, area: QRectF) -> Rows:
        """Those of these edges whose roundel or end shows in an area."""
        line, spare = geometry.lines(), 24.0 * self._lens.dpr * max(1.0, self._lens.zoom)
        seen = area.adjusted(-spare, -spare, spare, spare)
        shows = np.zeros(len(rows), bool)
        for across, down in (("rx", "ry"), ("ex", "ey")):
            x, y = self._lens.x(line[across][rows]), self._lens.y(line[down][rows])
            shows |= (x > seen.left()) & (x < seen.right()) & (y > seen.top()) & (y < seen.bottom())
        return rows[shows]

    def halo(self, painter: QPainter, geometry: Geometry, rows: Sequence[int], colour: QColor) -> None:
        """A wide soft line under the edges that are looked at; they are drawn over it again."""
        wide = self.stroke((False, False, 1.0)).pen.widthF() + 8 * self._lens.dpr
        painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for row in rows:
            points = geometry.points(row)
            xs, ys = self._lens.x(points[:, 0]), self._lens.y(points[:, 1])
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))

    # --- lines ---------------------------------------------------------------------------------------------

    def _draw(
        self, painter: QPainter, geometry: Geometry, rows: Rows, area: QRectF, lit: frozenset[str] | None, crowded: bool
    ) -> None:
        lines, start, edge = self._pieces(geometry, rows)
        spare = 8.0 * self._lens.dpr
        seen = area.adjusted(-spare, -spare, spare, spare)
        kept, shares = clip(lines, seen.left(), seen.top(), seen.right(), seen.bottom())
        if not len(kept):
            return
        whole = shares[:, 0].astype(np.intp)
        length = np.hypot(*(lines[:, 2:] - lines[:, :2])[whole].T)
        start, edge = start[whole] + length * shares[:, 1], edge[whole]
        order = np.argsort(rows)
        tones = self._tones(geometry, rows, lit)[order[np.searchsorted(rows, edge, sorter=order)]]
        kind = tones * 4 + geometry.contradict[edge] * 2 + geometry.strong[edge]
        for code in np.unique(kind):
            stroke = self.stroke((bool(code & 2), bool(code & 1), SHARES[code >> 2]))
            chosen = kind == code
            painter.setPen(stroke.pen)
            if stroke.dashes is None and stroke.pen.widthF() >= THICK:
                draw_polylines(painter, kept[chosen])
            elif stroke.dashes is None or crowded:
                draw_lines(painter, kept[chosen])
            else:
                draw_lines(painter, dash(kept[chosen], start[chosen], *stroke.dashes))

    def _pieces(self, geometry: Geometry, rows: Rows) -> tuple[Floats, Floats, Rows]:
        """The straight pieces of edges in device pixels, how far along its edge each begins, and whose it is."""
        lens, line = self._lens, geometry.lines()
        if not self._curved:
            ends = [lens.x(line["ax"][rows].astype(float)), lens.y(line["ay"][rows].astype(float)),
                    lens.x(line["bx"][rows].astype(float)), lens.y(line["by"][rows].astype(float))]  # fmt: skip
            return np.column_stack(ends), np.zeros(len(rows)), rows
        points, sizes = self._paths(geometry, rows)
        points = np.column_stack([lens.x(points[:, 0]), lens.y(points[:, 1])])
        last = np.cumsum(sizes) - 1
        self._shorten(geometry, rows, points, last)
        run = np.hypot(*np.diff(points, axis=0).T)
        inner = np.ones(len(run), bool)
        inner[last[:-1]] = False
        run[~inner] = 0.0
        along = np.concatenate([[0.0], np.cumsum(run)])
        along -= np.repeat(along[last - sizes + 1], sizes)
        pieces = np.concatenate([points[:-1], points[1:]], axis=1)[inner]
        return pieces, along[:-1][inner], np.repeat(rows, sizes - 1)

    def _paths(self, geometry: Geometry, rows: Rows) -> tuple[Floats, Rows]:
        """The points of edges, one edge after the other, and how many each has."""
        if not geometry.paths:  # cards under the mouse: all lines are straight
            line = geometry.lines()
            ends = np.column_stack([line[name][rows] for name in ("ax", "ay", "bx", "by")])
            return ends.astype(np.float64).reshape(-1, 2), np.full(len(rows), 2)
        paths = [geometry.points(int(row)) for row in rows]
        if self._lens.zoom <= 0.5:
            paths = [path if len(path) < 9 else np.concatenate([path[:-1:2], path[-1:]]) for path in paths]
        return np.concatenate(paths), np.array([len(path) for path in paths])

    def _shorten(self, geometry: Geometry, rows: Rows, points: Floats, last: Rows) -> None:
        """End a line inside its arrow, so that its square end does not show beside the tip."""
        ends = points[last] - points[last - 1]
        length = np.maximum(np.hypot(ends[:, 0], ends[:, 1]), 1e-9)
        back = np.where(geometry.strong[rows], self._arrow(True), self._arrow(False)) * 0.7
        back = np.where(geometry.onto[rows] >= 0, 0.0, np.minimum(back, length * 4))
        points[last] -= ends / length[:, None] * back[:, None]

    def stroke(self, key: Key) -> Stroke:
        """The pen of a sort of edge."""
        if key not in self._strokes:
            contradict, strong, share = key
            width = self._width(strong)
            dashes = None
            if contradict:
                on, off = DASHES[strong] if self._curved else (4.0, 3.0)
                grow = max(self._lens.zoom, 0.6) * self._lens.dpr if self._curved else self._lens.dpr
                dashes = on * grow, off * grow
            pen = QPen(self._colour(contradict, share), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if contradict else Qt.PenCapStyle.SquareCap)
            self._strokes[key] = Stroke(pen, dashes)
        return self._strokes[key]

    def _width(self, strong: bool) -> float:
        lens, factor = self._lens, self._theme.lines * self._lens.dpr
        if lens.level == Level.FAR:
            return factor
        if lens.level == Level.BLOCK:
            return (2.0 if strong else 1.0) * factor
        return (max(3.0 * lens.zoom, 2.0) if strong else max(1.5 * lens.zoom, 1.1)) * factor

    def _colour(self, contradict: bool, share: float) -> QColor:
        # Blended beforehand: lines with an alpha of their own cost ten times as much.
        colour = self._theme.contra if contradict else self._theme.support
        share = max(share, 0.0 if self._theme.shadow[0] else LEAST_IN_CONTRAST)
        return colour if share == 1.0 else blend(colour, self._theme.canvas, share)

    # --- marks ---------------------------------------------------------------------------------------------

    def mark(self, painter: QPainter, path: Path, key: Key, undercut: bool) -> None:
        """The end and the roundel of one edge."""
        lens = self._lens
        x, y = path.points[-1, 0] * lens.scale - lens.left, path.points[-1, 1] * lens.scale - lens.top
        colour, (dx, dy) = self._colour(key[0], key[2]), path.end
        if undercut:
            half = 6 * max(lens.zoom, 0.6) * lens.dpr
            width = (3.0 if key[1] else 2.2) * max(lens.zoom, 0.6) * lens.dpr
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(x - dy * half, y + dx * half), QPointF(x + dy * half, y - dx * half))
        else:
            long, half = self._arrow(key[1]), self._arrow(key[1]) * 0.42
            back = QPointF(x - dx * long, y - dy * long)
            aside = QPointF(-dy * half, dx * half)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawConvexPolygon(QPolygonF([QPointF(x, y), back + aside, back - aside]))
        picture = self.roundel(key)
        side = picture.width()
        left, top = path.roundel[0] * lens.scale - side / 2, path.roundel[1] * lens.scale - side / 2
        painter.drawPixmap(QPointF(round(left) - lens.left, round(top) - lens.top), picture)

    def _arrow(self, strong: bool) -> float:
        return (10.0 if strong else 8.0) * max(self._lens.zoom, 0.65) * self._lens.dpr

    def roundel(self, key: Key) -> QPixmap:
        """The picture of a roundel with its rim."""
        if key not in self._roundels:
            diameter = self._diameter(key[1])
            side = int(np.ceil(diameter + 5 * self._lens.dpr)) | 1
            made = QPixmap(side, side)
            made.fill(Qt.GlobalColor.transparent)
            with QPainter(made) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                middle = QPointF(side / 2, side / 2)
                paint_roundel(
                    painter, self._theme, middle, diameter, *key[:2], self._colour(key[0], key[2]), self._glyph()
                )
            self._roundels[key] = made
        return self._roundels[key]

    def _diameter(self, strong: bool) -> float:
        lens = self._lens
        if lens.level == Level.FULL:
            return (22.0 if strong else 18.0) * lens.scale
        return (8.0 if lens.zoom < DISC_ZOOM else (16.0 if strong else 14.0)) * lens.dpr

    def _glyph(self) -> bool:
        return self._lens.zoom >= DISC_ZOOM


def _around(line: Floats) -> QRectF:
    return QRectF(QPointF(line[0, 0], line[0, 1]), QPointF(line[0, 2], line[0, 3])).normalized().adjusted(0, 0, 1, 1)


def paint_roundel(
    painter: QPainter, theme: Theme, middle: QPointF, diameter: float, contradict: bool, strong: bool,
    colour: QColor, glyph: bool = True,
) -> None:  # fmt: skip
    """A roundel: filled with a plus for support, hollow with a cross for contradiction, and a rim to part it
    from its line."""
    unit, radius = diameter / 18, diameter / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.canvas)
    rim = 2.0 * max(unit, 0.8) if glyph else 1.0
    painter.drawEllipse(middle, radius + rim, radius + rim)
    ring = (1.96 if strong else 1.5) * unit if glyph else 1.5
    if contradict:
        painter.setPen(QPen(colour, ring))
        painter.drawEllipse(middle, radius - ring / 2, radius - ring / 2)
    else:
        painter.setBrush(colour)
        painter.drawEllipse(middle, radius, radius)
    if not glyph:
        return
    pen = QPen(colour if contradict else theme.rglyph, 1.7 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    arm = 2.8 * unit if contradict else 4.0 * unit
    for dx, dy in ((arm, arm), (arm, -arm)) if contradict else ((arm, 0.0), (0.0, arm)):
        painter.drawLine(middle - QPointF(dx, dy), middle + QPointF(dx, dy))
