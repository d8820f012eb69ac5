"""Draws a part of the sheet, in small pieces: for the view, for export and for the talk alike.

Order, from below: paper and dots, frames, lines of bundles and edges, cards, arrows and roundels, what makes a map of
it, plates of what is folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.routing import REACH, place, shape
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.blocks import BlockCards
from evidenceboard.ui.canvas.bundle_lines import BundleLines
from evidenceboard.ui.canvas.card_pictures import CardPictures
from evidenceboard.ui.canvas.cards import FullCards
from evidenceboard.ui.canvas.chart import Chart, Charts
from evidenceboard.ui.canvas.edges import EdgePainter
from evidenceboard.ui.canvas.faces import Faces
from evidenceboard.ui.canvas.folds import NOTHING, Folds, paint_folds, paint_plates
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.pills import Pills
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.canvas.titles import TitleCards
from evidenceboard.ui.canvas.zones import Zone, paint_zones
from evidenceboard.ui.theme import Theme, blend

GRID = 24.0  # scene units between two dots
DOTS_GONE, DOTS_FULL = 0.40, 0.80  # zooms between which the dots fade in
CARDS_AT_ONCE = 3
# px around a picture from which things reach into it: shadows and roundels (at 100 %), roundels, rings of blocks
MARGIN = {Level.FULL: 28.0, Level.TITLE: 20.0, Level.BLOCK: 4.0, Level.FAR: 4.0}

Rows = NDArray[np.intp]
NO_ROWS: Rows = np.zeros(0, np.intp)
Cards = FullCards | TitleCards | CardPictures | BlockCards


@dataclass
class Stage:
    """All that is drawn: what lies where, what it shows, and how."""

    geometry: Geometry
    faces: Faces
    thumbnails: Thumbnails
    theme: Theme
    hidden: frozenset[str] = frozenset()  # cards left out, with their edges, and frames
    lit: frozenset[str] | None = None  # the only edges in full colour; None is all
    zones: tuple[Zone, ...] = ()  # frames, the largest first
    folds: Folds = NOTHING
    on_screen: bool = False  # cards may be painted from pictures of them
    _painters: dict[tuple[str, float, float, int], tuple[EdgePainter, Cards]] = field(default_factory=dict)
    _charts: Charts = field(default_factory=Charts)
    _pills: dict[tuple[int, float, int], Pills] = field(default_factory=dict)

    def painters(self, lens: Lens) -> tuple[EdgePainter, Cards]:
        """The painters for a zoom and a level, made anew where they differ from the last ones."""
        key = (self.theme.name, lens.zoom, lens.dpr, int(lens.level))
        if key not in self._painters:
            if len(self._painters) > 2:
                self._painters.pop(next(iter(self._painters)))
            self._painters[key] = EdgePainter(self.theme, lens), self._cards(lens)
        lines, cards = self._painters[key]
        return lines.through(lens), cards.through(lens) if isinstance(cards, BlockCards) else cards

    def forget_pictures(self) -> None:
        """Fonts or photos are others now."""
        self._painters.clear()

    def _cards(self, lens: Lens) -> Cards:
        if lens.level <= Level.BLOCK:
            return BlockCards(self.theme, lens, self.thumbnails)
        form = FullCards if lens.level == Level.FULL else TitleCards
        cards = form(self.theme, lens, self.thumbnails)
        return CardPictures(cards, lens, self.thumbnails) if self.on_screen else cards

    def chart(self, lens: Lens) -> Chart | None:
        """What makes a map of the sheet where it is seen from far."""
        if lens.level != Level.FAR:
            return None
        return self._charts.at(self.geometry, self.faces, self.zones, self.folds, lens.zoom)

    def bundles(self, lens: Lens) -> BundleLines:
        """The bundles of folded frames: far out what is left of them beside the bundles of the map."""
        chart = self.chart(lens)
        return (chart.left_over() if chart is not None else None) or self.folds.bundles

    def pills(self, lens: Lens, make: bool = True) -> Pills | None:
        """The counts on bundles at a zoom. Far out they keep clear of names, so these have to be placed before.

        Args:
            make: without it there are none if nobody has asked for them before.
        """
        key = self.geometry.version, lens.zoom, int(lens.level)
        if key not in self._pills:
            if not make or not len(self.folds.bundles):
                return None
            if len(self._pills) > 2:
                self._pills.pop(next(iter(self._pills)))
            chart = self.chart(lens)
            taken = chart.names() if chart is not None else None
            pills = Pills(self.folds, self.bundles(lens), self.geometry, lens.zoom, lens.level, taken)
            self._pills[key] = pills
        return self._pills[key]

    def forget_names(self) -> None:
        self._charts.forget()
        self._pills.clear()


def draw(painter: QPainter, stage: Stage, lens: Lens, area: QRect, routes: int | None = None) -> Iterator[None]:
    """Draw what a lens sees in an area of device pixels, a little at a time.

    Args:
        painter: in device pixels of the picture; its clip is set to the area.
        routes: how often missing paths are looked for; the other edges are drawn straight, and what makes a map of
            it is left out where it has not been found yet. None is always.
    """
    painter.setClipRect(area)
    painter.fillRect(area, stage.theme.canvas)
    _dots(painter, stage, lens, area)
    yield
    lines, cards = stage.painters(lens)
    box = lens.scene(area.x(), area.y(), area.width(), area.height())
    zones = tuple(zone for zone in stage.zones if zone.id not in stage.hidden)
    chart = stage.chart(lens)
    if bare := chart is not None and routes is not None and chart.takes_time:
        chart = None
    if chart is not None:
        yield from chart.prepare(names=routes is None)
    plates = [plate.box(lens.zoom) for plate in stage.folds.plates if plate.id not in stage.hidden]
    paint_zones(painter, zones, stage.theme, lens, box, stage.geometry, plates)
    yield
    spare = MARGIN[lens.level] * max(1.0, lens.zoom) / lens.zoom
    if lens.level >= Level.TITLE:
        yield from find_paths(stage.folds.bundles.ways, box.grown(spare), routes)
        yield from find_paths(stage.geometry, box.grown(spare), routes)
    bundles = stage.bundles(lens)
    pills = stage.pills(lens, make=routes is None)
    if pills is not None and routes is None:
        yield from pills.place()
    yield from paint_folds(painter, stage.folds, bundles, stage.theme, lens, QRectF(area), stage.hidden)
    edges = NO_ROWS if bare else _shown_edges(stage, stage.geometry.edges_in(box.grown(spare)))
    yield
    if chart is None:
        yield from lines.lines(painter, stage.geometry, edges, QRectF(area), stage.lit)
    else:
        yield from chart.paint_ground(painter, stage.theme, lens, edges, QRectF(area))
    rows = _shown_cards(stage, stage.geometry.cards_in(box.grown(spare)))
    yield
    if isinstance(cards, BlockCards):
        yield from cards.paint(painter, stage.geometry, rows, stage.faces)
    else:
        yield from _cards(painter, stage, lens, cards, rows)
    yield from lines.marks(painter, stage.geometry, edges, QRectF(area), stage.lit)
    if chart is not None:
        chart.paint_top(painter, stage.theme, lens, rows, QRectF(area))
    paint_plates(painter, stage.folds, stage.theme, lens, QRectF(area), stage.hidden)
    if pills is not None:
        yield from pills.paint(painter, stage.theme, lens, QRectF(area), stage.hidden)


def draw_now(painter: QPainter, stage: Stage, lens: Lens, area: QRect, routes: int | None = None) -> None:
    """The same in one go."""
    for _ in draw(painter, stage, lens, area, routes):
        pass


def find_paths(geometry: Geometry, box: Box, most: int | None = None) -> Iterator[None]:
    """Find the paths of all edges that might show in a part of the sheet and place their roundels, a little at a
    time.

    Args:
        most: how often. Ways around cards are not looked for then: they take their time.
    """
    rows = geometry.edges_without_path(box, REACH)
    if most is None:
        yield from shape(geometry, rows)
        yield from place(geometry, geometry.edges_without_roundel(box))
    else:
        yield from islice(shape(geometry, rows[~geometry.lines()["blocked"][rows]]), most)


def _shown_cards(stage: Stage, rows: Rows) -> Rows:
    if not stage.hidden:
        return rows
    hidden = [stage.geometry.row[card] for card in stage.hidden if card in stage.geometry.row]
    return rows[~np.isin(rows, hidden)]


def _shown_edges(stage: Stage, rows: Rows) -> Rows:
    """Without the edges of hidden cards, and without what undercuts those."""
    if not stage.hidden:
        return rows
    geometry = stage.geometry
    hidden = hidden_edges(geometry, stage.hidden)
    return rows[~np.isin(rows, hidden)]


def hidden_edges(geometry: Geometry, cards: frozenset[str]) -> list[int]:
    """Rows of the edges that go with these cards."""
    return [geometry.edge_row[edge] for card in cards for edge in geometry.edges_of(card)]


def _cards(
    painter: QPainter, stage: Stage, lens: Lens, cards: FullCards | TitleCards | CardPictures, rows: Rows
) -> Iterator[None]:
    geometry = stage.geometry
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    faces = stage.faces.of([geometry.cards[row] for row in rows])
    for number, (row, face) in enumerate(zip(rows, faces, strict=True)):
        cards.paint(painter, face, *lens.pixels(geometry.box_of(int(row))))
        if number % CARDS_AT_ONCE == CARDS_AT_ONCE - 1:
            yield


def _dots(painter: QPainter, stage: Stage, lens: Lens, area: QRect) -> None:
    """The grid of dots, fading as they come closer together."""
    if lens.zoom < DOTS_GONE:
        return
    step = GRID * lens.scale
    share = min(1.0, (lens.zoom - DOTS_GONE) / (DOTS_FULL - DOTS_GONE))
    xs = _places(area.x(), area.width(), lens.left, step)
    ys = _places(area.y(), area.height(), lens.top, step)
    side = 2.0 * round(lens.dpr)
    x, y = (part.ravel() for part in np.meshgrid(xs - side / 2, ys - side / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(stage.theme.dot, stage.theme.canvas, share))
    draw_rects(painter, np.column_stack([x, y, np.full(len(x), side), np.full(len(x), side)]))


def _places(start: int, length: int, shift: int, step: float) -> NDArray[np.float64]:
    first = np.floor((start + shift) / step) - 1
    return np.floor(np.arange(first, first + length / step + 3) * step + 0.5) - shift
