"""How the canvas shows what a what-if lays aside: it stays in place, faint and dotted, so that nobody forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

MANY = 2_000  # cards whose links are looked for one by one
VEIL = 0.62
DOTS = (1.0, 5.0 / 1.5)  # of a pen of 1.5 px: a dot every 5 px and a little
RADIUS = 6.5  # of the hollow roundel


class SwitchedOff(QObject):
    """Paints over the canvas of one page."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.cards: frozenset[RecordId] = frozenset()
        self.edges: frozenset[RecordId] = frozenset()
        page.view.overlays.insert(0, self.paint)
        page.bridge.standings.assessed.connect(self._follow)

    def _follow(self) -> None:
        standings = self._page.bridge.standings
        cards = standings.now.off if standings.now is not None else frozenset()
        edges = set(standings.what_if.edges_off)
        if len(cards) <= MANY:
            board = self._page.bridge.document.board
            for card in cards:
                edges |= {edge for edge in board.edges_of(card) if self._gives(card, edge)}
        if cards != self.cards or edges != self.edges:
            self.cards, self.edges = cards, frozenset(edges)
            self._page.view.update()

    def _gives(self, card: RecordId, edge: RecordId) -> bool:
        board = self._page.bridge.document.board
        tail = str(board.value(edge, "from") or "")
        return tail == card or board.value(tail, "card") == card

    def paint(self, painter: QPainter, view: object) -> None:
        """Draw over cards and links that are seen."""
        if not self.cards and not self.edges:
            return
        geometry = self._page.view.geometry
        seen = QRectF(self._page.view.rect())
        for edge in self.edges & geometry.edge_row.keys():
            self._edge(painter, geometry.edge_row[edge], seen)
        for card in self.cards & geometry.row.keys():
            self._card(painter, geometry.row[card], seen)

    def _card(self, painter: QPainter, row: int, seen: QRectF) -> None:
        view, colours = self._page.view, theme.current()
        left, top, right, bottom = view.geometry.box_of(row)
        box = QRectF(view.map_to_view(QPointF(left, top)), view.map_to_view(QPointF(right, bottom)))
        if not box.intersects(seen):
            return
        veil = QColor(colours.canvas)
        veil.setAlphaF(VEIL)
        radius = 10 * view.zoom
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
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
