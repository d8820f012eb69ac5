"""How the canvas shows what a what-if lays aside: it stays in place, faint and dotted, so that nobody forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.batch import draw_rects

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

MANY = 2_000  # cards whose links are shown so, too
CROWD = 250  # cards in view that are drawn one by one; of more only the veils, all at once, and no links
VEIL = 0.62
DOTS = (1.0, 5.0 / 1.5)  # of a pen of 1.5 px: a dot every 5 px and a little
RADIUS = 6.5  # of the hollow roundel
AROUND = 16.0  # px by which what is drawn may be larger than what it is drawn over
NONE: NDArray[np.int64] = np.empty(0, np.int64)


class SwitchedOff(QObject):
    """Paints over the canvas of one page."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.cards: frozenset[RecordId] = frozenset()
        self._links: frozenset[RecordId] = frozenset()  # that are laid aside themselves
        self._rows, self._edge_rows = NONE, NONE  # on the sheet that is shown
        self._of: tuple[Geometry, int, frozenset[RecordId], frozenset[RecordId]] | None = None  # what they are rows of
        page.view.overlays.insert(0, self.paint)
        page.bridge.standings.assessed.connect(self._follow)

    def _follow(self) -> None:
        standings = self._page.bridge.standings
        cards = standings.now.off if standings.now is not None else frozenset()
        edges = standings.what_if.edges_off
        if cards != self.cards or edges != self._links:
            self.cards, self._links = cards, edges
            self._page.view.update()

    @property
    def edges(self) -> frozenset[RecordId]:
        """The links on the sheet that count for nothing: those laid aside, and all that such a card gives."""
        geometry = self._find()
        return frozenset(geometry.edges[row] for row in self._edge_rows.tolist())

    def _find(self) -> Geometry:
        """Where cards and links stand in the columns of the sheet."""
        geometry = self._page.view.geometry
        of = geometry, geometry.version, self.cards, self._links
        if of != self._of:
            cards, edges = self.cards & geometry.row.keys(), self._links & geometry.edge_row.keys()
            self._rows = np.array(sorted(geometry.row[card] for card in cards), np.int64)
            self._edge_rows = np.array(sorted(geometry.edge_row[edge] for edge in edges), np.int64)
            if len(cards) <= MANY:
                given = np.flatnonzero(np.isin(geometry.tail, self._rows))
                self._edge_rows = np.union1d(self._edge_rows, given)
            self._of = of
        return geometry

    def paint(self, painter: QPainter, view: object) -> None:
        """Draw over cards and links that are seen."""
        if not self.cards and not self._links:
            return
        geometry, seen = self._find(), QRectF(self._page.view.rect())
        start, end = (self._page.view.map_to_scene(at) for at in (seen.topLeft(), seen.bottomRight()))
        box = Box(start.x(), start.y(), end.x(), end.y()).grown(AROUND / self._page.view.zoom)
        edges, cards = geometry.touching(self._edge_rows, box), geometry.meeting(self._rows, box)
        if max(len(edges), len(cards)) > CROWD:
            self._veils(painter, cards)
            return
        for row in edges.tolist():
            self._edge(painter, row, seen)
        for row in cards.tolist():
            self._card(painter, row, seen)

    def _veils(self, painter: QPainter, rows: NDArray[np.int64]) -> None:
        view, geometry = self._page.view, self._page.view.geometry
        at = view.map_to_view(QPointF(0, 0))
        corner = geometry.x[rows] * view.zoom + at.x(), geometry.y[rows] * view.zoom + at.y()
        size = geometry.w[rows] * view.zoom, geometry.h[rows] * view.zoom
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_veil())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_rects(painter, np.stack([*corner, *size], axis=1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _card(self, painter: QPainter, row: int, seen: QRectF) -> None:
        view, colours = self._page.view, theme.current()
        left, top, right, bottom = view.geometry.box_of(row)
        box = QRectF(view.map_to_view(QPointF(left, top)), view.map_to_view(QPointF(right, bottom)))
        if not box.intersects(seen):
            return
        radius = 10 * view.zoom
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_veil())
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_dotted(colours.ink3))
        painter.drawRoundedRect(box, radius, radius)

    def _edge(self, painter: QPainter, row: int, seen: QRectF) -> None:
        view, colours = self._page.view, theme.current()
        scene = np.asarray(view.geometry.points(row), float)
        line = QPolygonF([view.map_to_view(QPointF(x, y)) for x, y in scene.tolist()])
        if not line.boundingRect().adjusted(-4, -4, 4, 4).intersects(seen):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        small = min(1.0, view.zoom)
        painter.setPen(_flat(colours.canvas, 5.0 * small))
        painter.drawPolyline(line)
        painter.setPen(_flat(colours.canvas, 12.0 * small))
        painter.drawLine(line.last(), line.last() + _back(line, 11.0 * small))
        painter.setPen(_dotted(colours.ink3))
        painter.drawPolyline(line)
        at = view.map_to_view(QPointF(*view.geometry.roundel(row)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.canvas)
        painter.drawEllipse(at, 12 * min(1.0, view.zoom) + 1, 12 * min(1.0, view.zoom) + 1)
        if view.zoom >= 0.3:
            self._roundel(painter, at, contradicts=bool(view.geometry.contradict[row]))

    def _roundel(self, painter: QPainter, at: QPointF, *, contradicts: bool) -> None:
        painter.setPen(QPen(theme.current().ink3, 1.5))
        painter.setBrush(theme.current().canvas)
        painter.drawEllipse(at, RADIUS, RADIUS)
        arm = 2.4
        slants = ((arm, arm), (arm, -arm)) if contradicts else ((arm + 0.8, 0.0), (0.0, arm + 0.8))
        for x, y in slants:
            painter.drawLine(at - QPointF(x, y), at + QPointF(x, y))


def _veil() -> QColor:
    veil = QColor(theme.current().canvas)
    veil.setAlphaF(VEIL)
    return veil


def _dotted(colour: QColor) -> QPen:
    pen = _flat(colour, 1.5)
    pen.setDashPattern([*DOTS])
    return pen


def _flat(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _back(line: QPolygonF, far: float) -> QPointF:
    """So many px back from where a line ends: what its arrow takes."""
    along = line.at(line.size() - 2) - line.last()
    length = (along.x() ** 2 + along.y() ** 2) ** 0.5
    return along * (far / length) if length else QPointF(0, 0)
