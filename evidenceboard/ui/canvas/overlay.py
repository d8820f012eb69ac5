"""What is drawn over the kept picture: hover, selection, hits, targets. It changes with every move of a hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from evidenceboard.model.columns import Box
from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.card_pictures import CardPictures
from evidenceboard.ui.canvas.cards import FullCards
from evidenceboard.ui.canvas.edges import EdgePainter
from evidenceboard.ui.canvas.joined import Joined
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.painting import Stage
from evidenceboard.ui.canvas.rings import draw_rings
from evidenceboard.ui.canvas.shadow import shadow
from evidenceboard.ui.canvas.veil import Veil

DIMMED = 0.38  # opacity of what is not looked at
HALO = 0.22  # opacity of the accent around links and roundels
MOST_LIT = 4_000  # links or cards that a depth may reach; more light nothing, for that would be the whole board
MANY = 150  # cards or edges from which details are left out
HALOED = 48  # links in view that are drawn over with a halo; one costs some 0.3 ms
DOTS_FROM = 0.30  # zoom
DOT = 10.0  # px across
RING_GAP, RING = 3.0, 2.0  # px
ROUNDEL_RING = 14.0  # px radius

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass
class State:
    """What the hands and the search have marked. Ids of cards and edges alike."""

    selection: frozenset[str] = frozenset()
    hovered: str | None = None
    target: str | None = None  # where a link would end
    hits: frozenset[str] | None = None  # None: no search; the rest is dimmed
    current_hit: str | None = None
    lit: frozenset[str] | None = None  # cards to be looked at; the rest is dimmed
    lit_edges: frozenset[str] | None = None  # the links to be looked at with them; None: those between them
    dwelt: frozenset[str] | None = None  # the same for as long as the pointer rests on a card
    written: bool = False  # on a card: nothing is drawn over it, nor linked
    lifted: frozenset[str] = field(default_factory=frozenset)
    depth: int = 1  # how many links away the neighbours of what is selected or hovered are lit

    def hovered_card(self, geometry: Geometry) -> str | None:
        """The card under the pointer, also where that is on a part of its photo."""
        spot = geometry.spots.get(self.hovered or "")
        card = self.hovered if spot is None else spot.card
        return card if card in geometry.row else None


class Overlay:
    """Draws one state over one picture, in device pixels."""

    def __init__(self, stage: Stage, lens: Lens, size: QRectF, joined: Joined, veil: Veil) -> None:
        self._joined, self._veil = joined, veil
        self._stage, self._geometry, self._theme = stage, stage.geometry, stage.theme
        self._lens, self._size, self._dpr = lens, size, lens.dpr
        self._box = lens.scene(0, 0, size.width(), size.height()).grown(40 / lens.zoom)

    def paint(self, painter: QPainter, state: State) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bright = next((cards for cards in (state.hits, state.lit, state.dwelt) if cards is not None), None)
        if bright is not None:
            self._dim(painter, bright)
        self._links(painter, state)
        if state.hits is not None:
            self._rings(painter, self._bright(state.hits), self._theme.hit, 0.0, 3.0)
        chosen = self._cards(state.selection - state.lifted)
        if len(state.selection) <= MANY:
            self._neighbours(painter, state)
        if len(chosen):
            self._rings(painter, chosen, self._theme.accent, RING_GAP, RING)
        self._hover(painter, state)
        if state.target in self._geometry.row:
            self._rings(painter, self._cards([str(state.target)]), self._theme.accent, 0.0, RING)
        if state.current_hit in self._geometry.row:
            self._rings(painter, self._cards([str(state.current_hit)]), self._theme.hit, 3.0, 3.0)
        self._roundels(painter, state)
        self._dots(painter, state)

    def _cards(self, cards: Iterable[str]) -> Rows:
        """Rows of those of these cards that show."""
        rows = np.array([self._geometry.row[card] for card in cards if card in self._geometry.row], np.intp)
        return self._geometry.meeting(rows, self._box)

    def _bright(self, cards: frozenset[str]) -> Rows:
        """The same of what is lit: that stays as it is from frame to frame, and may be the whole board."""
        few = len(cards) <= MANY
        return self._cards(cards) if few else self._joined.in_view(self._geometry, cards, self._box)

    def _rect(self, row: int) -> QRect:
        return QRect(*self._lens.pixels(self._geometry.box_of(row)))

    def _radius(self) -> float:
        return {Level.FULL: 10.0, Level.TITLE: 10.0}.get(self._lens.level, 6.0) * self._lens.scale

    # --- cards ---------------------------------------------------------------------------------------------

    def _dim(self, painter: QPainter, bright: frozenset[str]) -> None:
        """Dim everything but these cards."""
        veil, place = QColor(self._theme.canvas), self._size.toRect()
        veil.setAlphaF(1.0 - DIMMED)
        if self._lens.level <= Level.BLOCK:
            dimmed = self._veil.over(
                self._geometry, self._lens, place.size(), veil, bright, partial(self._bright, bright)
            )
            painter.drawPixmap(place.topLeft(), dimmed)
            return
        region = QRegion(place)
        for row in self._bright(bright):
            region -= QRegion(self._rect(int(row)))
        painter.save()
        painter.setClipRegion(region)
        painter.fillRect(self._size, veil)
        painter.restore()

    def _rings(self, painter: QPainter, rows: Rows, colour: QColor, gap: float, width: float) -> None:
        """A ring outside each card, at a gap in the colour of the canvas."""
        gap, width = gap * self._dpr, width * self._dpr
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(rows) > MANY or self._lens.level == Level.FAR:
            out = width + (self._dpr if self._lens.level <= Level.BLOCK else gap)
            rects = self._lens.rects(self._geometry, rows) + (-out, -out, 2 * out, 2 * out)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            draw_rects(painter, _sides(rects, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            return
        rects, ground = self._lens.rects(self._geometry, rows), QColor(self._theme.canvas)
        draw_rings(painter, rects, self._radius(), float(round(gap)), max(1.0, round(width)), ground, QColor(colour))

    def _neighbours(self, painter: QPainter, state: State) -> None:
        near = self._joined.cards(self._geometry, state.selection, state.depth)
        if len(near) > MOST_LIT:
            return
        if state.lit is not None:
            near = near & state.lit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = max(1.5 * self._dpr, 1.5 * self._dpr * min(self._lens.zoom, 1.0))
        painter.setPen(QPen(self._theme.accent, width))
        for row in self._cards(near - state.lifted)[:MANY]:
            _rounded(painter, QRectF(self._rect(int(row))), -width / 2, self._radius())

    def _hover(self, painter: QPainter, state: State) -> None:
        card = state.hovered_card(self._geometry)
        if card is None or card in state.lifted:
            return
        rect = self._rect(self._geometry.row[card])
        raised = shadow(self._theme, self._lens.scale, raised=True) if self._lens.level == Level.FULL else None
        _, cards = self._stage.painters(self._lens)
        if raised is not None and card not in state.selection and isinstance(cards, CardPictures | FullCards):
            raised.draw(painter, rect.x(), rect.y(), rect.width(), rect.height())
            cards.paint(painter, self._stage.faces.of([card])[0], rect.x(), rect.y(), rect.width(), rect.height())
            self._leads(painter, card)
        if card not in state.selection:
            width = max(1.0, round(self._dpr)) * self._theme.border
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.ctl, width))
            _rounded(painter, QRectF(rect), -width / 2, self._radius())

    def _leads(self, painter: QPainter, card: str) -> None:
        """The links that begin in the photo of a card that was drawn once more."""
        edges = [edge for spot in self._geometry.spots_of(card) for edge in self._geometry.edges_from(spot)]
        if edges:
            lines, _ = self._stage.painters(self._lens)
            lines.leads(painter, self._geometry, self._seen(edges), self._size, self._stage.lit)

    def _dots(self, painter: QPainter, state: State) -> None:
        if self._lens.zoom < DOTS_FROM or state.lifted or state.written:
            return
        cards = [card for card in state.selection if card in self._geometry.row]
        shown = set(cards) if len(cards) <= 20 else set()
        if (hovered := state.hovered_card(self._geometry)) is not None:
            shown.add(hovered)
        painter.setPen(QPen(self._theme.accent, 2 * self._dpr))
        painter.setBrush(self._theme.card)
        radius = (DOT / 2 - 1) * self._dpr + 0.5
        for card in shown:
            for place in dots(QRectF(self._rect(self._geometry.row[card]))):
                painter.drawEllipse(place, radius, radius)

    # --- edges ---------------------------------------------------------------------------------------------

    def _links(self, painter: QPainter, state: State) -> None:
        """The links that are looked at: a halo, and the lines over it again."""
        chosen = self._lit(state.selection, state.depth) if len(state.selection) <= MANY else frozenset()
        for spot in state.selection & self._geometry.spots.keys():
            chosen |= self._geometry.edges_from(spot)
        under = state.hovered_card(self._geometry) or state.hovered
        hovered = frozenset() if under is None else frozenset((under,))
        edges = chosen | self._lit(hovered, state.depth)
        edges -= self._joined.edges(self._geometry, state.lifted)
        lit = state.lit if state.lit is not None else state.dwelt
        if state.hits is None and lit is not None:
            named = state.lit_edges if state.lit is not None else None
            if named is not None:
                edges = chosen = chosen & named
            edges |= frozenset(self._between(lit) if named is None else self._shown_of(named))
        rows = self._seen(edges)
        if not len(rows) or len(rows) > HALOED:
            return
        lines, _ = self._stage.painters(self._lens)
        painter.save()
        painter.setClipRegion(self._free(rows))
        halo = QColor(self._theme.accent)
        halo.setAlphaF(HALO)
        lines.halo(painter, self._geometry, [int(row) for row in rows if self._geometry.edges[row] in chosen], halo)
        full = frozenset(self._geometry.edges[row] for row in rows)
        for _ in lines.lines(painter, self._geometry, rows, self._size, full):
            pass
        painter.restore()
        self._marks(painter, lines, rows)

    def _lit(self, records: frozenset[str], depth: int) -> frozenset[str]:
        edges = self._joined.edges(self._geometry, records, depth)
        return edges if len(edges) <= MOST_LIT else frozenset()

    def _marks(self, painter: QPainter, lines: EdgePainter, rows: Rows) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _ in lines.marks(painter, self._geometry, rows, self._size):
            pass

    def _between(self, cards: frozenset[str]) -> set[str]:
        """Edges both ends of which are among these cards, and undercuts from one of them."""
        geometry = self._geometry
        if len(cards) > MANY:  # only what is in view is looked at one by one
            return {geometry.edges[row] for row in self._rows_in_view() if self._is_between(row, cards)}
        rows = np.array([geometry.row[card] for card in cards if card in geometry.row], np.intp)
        inside = np.isin(geometry.tail, rows) & (np.isin(geometry.head, rows) | (geometry.head < 0))
        return {geometry.edges[row] for row in np.flatnonzero(inside)}

    def _is_between(self, row: int, cards: frozenset[str]) -> bool:
        tail, head = int(self._geometry.tail[row]), int(self._geometry.head[row])
        names = self._geometry.cards
        return names[tail] in cards and (head < 0 or names[head] in cards)

    def _shown_of(self, edges: frozenset[str]) -> Collection[str]:
        """Those of these links that may show; it may be all of them."""
        if len(edges) <= MANY:
            return edges
        return {edge for row in self._rows_in_view() if (edge := self._geometry.edges[row]) in edges}

    def _rows_in_view(self) -> list[int]:
        """The links that show; none where they are too many to be drawn again."""
        rows = self._joined.edges_in_view(self._geometry, self._box)
        found: list[int] = rows.tolist() if len(rows) <= MOST_LIT else []
        return found

    def _seen(self, edges: Iterable[str]) -> Rows:
        rows = sorted(self._geometry.edge_row[edge] for edge in edges if edge in self._geometry.edge_row)
        return self._geometry.touching(np.array(rows, np.intp), self._box)

    def _free(self, rows: Rows) -> QRegion:
        """The view without the cards that these edges may pass under."""
        region = QRegion(self._size.toRect())
        line = self._geometry.lines()
        left, top = max(line["left"][rows].min(), self._box.left), max(line["top"][rows].min(), self._box.top)
        right = min(line["right"][rows].max(), self._box.right)
        bottom = min(line["bottom"][rows].max(), self._box.bottom)
        for row in self._geometry.cards_in(Box(left, top, right, bottom))[:MANY]:
            region -= QRegion(self._rect(int(row)))
        return region

    def _roundels(self, painter: QPainter, state: State) -> None:
        if self._lens.level < Level.TITLE:
            return
        geometry, lens = self._geometry, self._lens
        marked = [edge for edge in state.selection if edge in geometry.edge_row][:MANY]
        hovered = [edge for edge in (state.hovered, state.target) if edge in geometry.edge_row]
        lines, _ = self._stage.painters(lens)
        for edge in dict.fromkeys([*hovered, *marked]):
            row = geometry.edge_row[str(edge)]
            x, y = geometry.roundel(row)
            middle = QPointF(x * lens.scale - lens.left, y * lens.scale - lens.top)
            radius = ROUNDEL_RING * self._dpr * max(1.0, lens.zoom)
            if edge in hovered:
                disc = QColor(self._theme.accent)
                disc.setAlphaF(HALO)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(disc)
                painter.drawEllipse(middle, radius + self._dpr, radius + self._dpr)
            if edge in state.selection or edge == state.target:
                painter.setPen(QPen(self._theme.accent, 2 * self._dpr))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(middle, radius, radius)
            self._marks(painter, lines, np.array([row], np.intp))


def dots(rect: QRectF) -> list[QPointF]:
    """The four places on a card's border from which links are drawn."""
    middle = rect.center()
    return [QPointF(middle.x(), rect.top()), QPointF(rect.right(), middle.y()),
            QPointF(middle.x(), rect.bottom()), QPointF(rect.left(), middle.y())]  # fmt: skip


def _sides(rects: Floats, width: float) -> Floats:
    """The four sides of each rectangle as filled ones: a pen would cost ten times as much."""
    x, y, w, h = rects.T
    thin, inner = np.full(len(rects), width), h - 2 * width
    sides = [
        (x, y, w, thin),
        (x, y + h - width, w, thin),
        (x, y + width, thin, inner),
        (x + w - width, y + width, thin, inner),
    ]
    return np.concatenate([np.column_stack(side) for side in sides])


def _rounded(painter: QPainter, rect: QRectF, out: float, radius: float) -> None:
    painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), max(0.0, radius + out), max(0.0, radius + out))
