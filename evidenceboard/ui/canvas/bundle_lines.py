"""The bundles of links that lead to folded frames, as columns, and their lines.

Where titles can be read they run around cards as links do; further out they are straight, as those are. There can be
thousands of them, so what can be worked out for all at once is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.model.bundles import Folded
from evidenceboard.model.columns import Box
from evidenceboard.model.folded_ways import FoldedWays
from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines, draw_polylines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

APART = 11.0  # px between the two bundles of one pair where they are straight
UNDER = 20.0  # scene units at most that such a line reaches under a card
BESIDE = 0.06  # of the length, from the middle to the sign of each of such a pair
AT_ONCE = 80  # lines drawn between two looks at the clock
THICK = 2.5  # px from which the pieces of a line are drawn as one

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def _column(form: str) -> Any:
    return field(default_factory=lambda: np.empty(0, form))


@dataclass(frozen=True, eq=False)
class BundleLines:
    """Bundles, a row each; then the undercuts of bundles.

    Attributes:
        ways: cards, plates and bundles as one geometry: the ways that they take.
        rows: the row of each among the edges of `ways`, which has no others.
        contradict: whether the links contradict.
        count: how many links there are.
        side: tells the two bundles of one pair apart: -1 and 1; 0 where there is one.
        onto: the bundle that it undercuts; -1 for a bundle that leads to a card or a plate.
    """

    ways: Geometry = field(default_factory=Geometry)
    rows: Rows = _column("i8")
    contradict: NDArray[np.bool_] = _column("?")
    count: Rows = _column("i8")
    side: Rows = _column("i8")
    onto: Rows = _column("i8")

    def __len__(self) -> int:
        return len(self.rows)

    def words(self, row: int) -> str:
        """ "+ 3", "× 2"; a single link has only its sign."""
        sign = "×" if self.contradict[row] else "+"
        return sign if self.count[row] == 1 else f"{sign} {self.count[row]}"

    def counted(self, count: Rows) -> BundleLines:
        """The same with other counts; none is drawn of which none is left."""
        return replace(self, count=count)

    def points(self, row: int, zoom: float, curved: bool) -> Floats:
        """The line of one bundle: n x 2, scene units."""
        if curved:
            return self.ways.points(int(self.rows[row]))
        return np.reshape(self.straight(zoom)[row], (2, 2))

    def straight(self, zoom: float, under: bool = True) -> Floats:
        """All of them from border to border (n x 4, scene units); an undercut ends in the middle of its bundle, or at
        the plate that this comes from where it is not drawn. Those that cards and plates are painted over reach a
        little under these, or a slanting one of a pair would end in the air."""
        line, rows = self.ways.lines(), self.rows
        ends = np.column_stack([line[name][rows] for name in ("ax", "ay", "bx", "by")]).astype(np.float64)
        run = ends[:, 2:] - ends[:, :2]
        unit = run / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)[:, None]
        aside = (self.side * APART / 2 / zoom)[:, None]
        ends += np.tile(np.column_stack([-unit[:, 1:], unit[:, :1]]) * aside, 2)
        ends += np.concatenate([-unit, unit], axis=1) * np.minimum(2 * np.abs(aside), UNDER) * under
        attacks = np.flatnonzero(self.onto >= 0)
        base = self.onto[attacks]
        middles = self.middles(ends)[base]
        plate = self.ways.tail[rows[base]]
        corner = np.column_stack([self.ways.x[plate], self.ways.y[plate]])
        plates = corner + np.column_stack([self.ways.w[plate], self.ways.h[plate]]) / 2
        ends[attacks, 2:] = np.where(self.count[base][:, None] > 0, middles, plates)
        return np.asarray(ends)

    def middles(self, ends: Floats) -> Floats:
        """Where signs lie on straight lines (n x 4); those of a pair beside each other."""
        share = (0.5 + BESIDE * self.side)[:, None]
        return np.asarray(ends[:, :2] * (1 - share) + ends[:, 2:] * share)

    def drawn(self, hidden: frozenset[str] = frozenset()) -> NDArray[np.bool_]:
        """All but those whose ends lie over each other, and those that end at these cards and plates."""
        ways, rows = self.ways, self.rows
        tail, head = ways.tail[rows], ways.head[rows]
        left, top, right, bottom = ways.x, ways.y, ways.x + ways.w, ways.y + ways.h
        over = (left[tail] < right[head]) & (left[head] < right[tail]) & (head >= 0)
        over &= (top[tail] < bottom[head]) & (top[head] < bottom[tail])
        gone = over | (self.count == 0)
        if hidden:
            there = np.zeros(len(ways.cards) + 1, bool)  # one more for row -1, which is no card
            there[[ways.row[card] for card in hidden if card in ways.row]] = True
            gone |= there[tail] | there[head]
        attacks = np.flatnonzero(self.onto >= 0)
        gone[attacks] |= gone[self.onto[attacks]] & (self.count[self.onto[attacks]] > 0)
        return np.asarray(~gone)

    def near(self, box: Box) -> Rows:
        """The bundles whose ways come near a box."""
        where = np.empty(len(self), np.intp)
        where[self.rows] = np.arange(len(self))
        return np.sort(where[self.ways.edges_in(box)])


def bundle_lines(ways: FoldedWays, folded: Folded) -> BundleLines:
    """The bundles of a sheet and the undercuts of them, with the ways that they take."""
    links, attacks = folded.links, folded.attacks
    pairs = np.column_stack([links.group, links.other, links.card])
    _pairs, pair, size = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    side = np.where(size[pair.ravel()] > 1, np.where(links.contradict, 1, -1), 0)
    none = np.zeros(len(attacks.links), np.intp)
    return BundleLines(
        ways.sheet,
        np.array(ways.rows, np.intp),
        np.concatenate([links.contradict, none == 0]),
        np.concatenate([links.links, attacks.links]),
        np.concatenate([side, none]),
        np.concatenate([np.full(len(links.links), -1, np.intp), attacks.bundle]),
    )


def width_of(count: int) -> float:
    """How wide a bundle of so many links is, in px."""
    return float(1.5 + 0.7 * np.log2(max(1, count)))


def colour_of(contradict: bool, active: Theme) -> QColor:
    return active.contra if contradict else active.support


def paint_lines(
    painter: QPainter,
    bundles: BundleLines,
    active: Theme,
    lens: Lens,
    area: QRectF,
    chosen: NDArray[np.bool_],
    moving: bool = False,
) -> Iterator[None]:
    """Draw the lines of the chosen bundles as far as they show in an area of device pixels; straight while moving."""
    spare = 16.0 * lens.dpr
    lines, start, rows = (
        _straight(bundles, lens, chosen, under=not moving)
        if moving or lens.level < Level.TITLE
        else _curved(bundles, lens, area, chosen, spare)
    )
    kept, shares = clip(lines, area.left() - spare, area.top() - spare, area.right() + spare, area.bottom() + spare)
    if not len(kept):
        return
    whole = shares[:, 0].astype(np.intp)
    start, rows = start[whole] + np.hypot(*(lines[:, 2:] - lines[:, :2])[whole].T) * shares[:, 1], rows[whole]
    kinds = bundles.count[rows] * 2 + bundles.contradict[rows]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for kind in np.unique(kinds):
        contradict, same = bool(kind % 2), np.flatnonzero(kinds == kind)
        pen = _pen(int(kind) // 2, contradict, active, lens)
        gaps = (6.0 * lens.dpr + pen.widthF(), 4.0 * lens.dpr + pen.widthF() / 2)
        for first in range(0, len(same), AT_ONCE):
            part = same[first : first + AT_ONCE]
            painter.setPen(pen)
            if contradict:
                draw_lines(painter, dash(kept[part], start[part], *gaps))
            elif pen.widthF() >= THICK:
                draw_polylines(painter, kept[part])
            else:
                draw_lines(painter, kept[part])
            yield


Pieces = tuple[Floats, Floats, Rows]  # in device pixels, how far along its line each begins, and whose it is


def _straight(bundles: BundleLines, lens: Lens, chosen: NDArray[np.bool_], under: bool) -> Pieces:
    rows = np.flatnonzero(chosen)
    lines = bundles.straight(lens.zoom, under)[rows] * lens.scale - (lens.left, lens.top, lens.left, lens.top)
    return lines, np.zeros(len(rows)), rows


def _curved(bundles: BundleLines, lens: Lens, area: QRectF, chosen: NDArray[np.bool_], spare: float) -> Pieces:
    corner = np.array([lens.left, lens.top])
    rows = bundles.near(lens.scene(area.x(), area.y(), area.width(), area.height()).grown(spare / lens.scale))
    rows = rows[chosen[rows]]
    if not len(rows):
        return np.empty((0, 4)), np.empty(0), rows
    paths = [bundles.points(int(row), lens.zoom, curved=True) * lens.scale - corner for row in rows]
    lines = [np.concatenate([path[:-1], path[1:]], axis=1) for path in paths]
    along = [np.hypot(*(line[:, 2:] - line[:, :2]).T) for line in lines]
    start = [np.cumsum(run) - run for run in along]
    return np.concatenate(lines), np.concatenate(start), np.repeat(rows, [len(line) for line in lines])


def _pen(count: int, contradict: bool, active: Theme, lens: Lens) -> QPen:
    """Far out a single link is as thin and as quiet as every other one."""
    alone = count == 1 and lens.level <= Level.BLOCK
    colour = colour_of(contradict, active)
    if alone and lens.level == Level.FAR:
        colour = blend(colour, active.canvas, 0.5)
    width = (1.0 if alone else width_of(count)) * active.lines * lens.dpr
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
