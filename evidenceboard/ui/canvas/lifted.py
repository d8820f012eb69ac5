"""Cards under the mouse: left out of the kept picture and painted over it where they are held.

Their edges are straight while they move. Many cards are painted once into a picture of their own, with the edges
between them; only the edges that lead out of the hand are drawn anew in every frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from evidenceboard.model.columns import Flags, Rows
from evidenceboard.model.excerpt import excerpt
from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.blocks import BlockCards
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.lifted_bundles import LiftedBundles
from evidenceboard.ui.canvas.painting import Stage, hidden_edges

FEW = 16  # cards that are painted anew in every frame


class Lifted:
    """Some cards and their edges, at an offset from where they stand; of plates that move along only the bundles."""

    def __init__(self, stage: Stage, cards: Sequence[str], frames: Sequence[str] = ()) -> None:
        self._stage, self._frames = stage, frames
        self.cards = frozenset(card for card in cards if card in stage.geometry.row)
        self._picture: tuple[Lens, QPointF, QPixmap] | None = None
        self.follow()

    def follow(self) -> None:
        """Take places and edges from the sheet again."""
        self.cards = frozenset(card for card in self.cards if card in self._stage.geometry.row)
        self._picture = None
        sheet = self._stage.geometry
        edges = hidden_edges(sheet, self.cards)
        needed = _with_bases(sheet, edges)
        around = {sheet.cards[end] for row in needed for end in (sheet.tail[row], sheet.head[row]) if end >= 0}
        self._part = excerpt(sheet, sorted(self.cards | around), needed)
        self._rows = np.array([self._part.row[card] for card in sorted(self.cards)], np.intp)
        self._home = self._part.x[self._rows].copy(), self._part.y[self._rows].copy()
        self._edges = np.array([self._part.edge_row[sheet.edges[row]] for row in edges], np.intp)
        self._inner = np.zeros(0, np.intp)
        self._bundles = LiftedBundles(self._stage, [*sorted(self.cards), *self._frames])
        if len(self._rows) > FEW:
            inner = self._edges[_within(self._part, self._rows)[self._edges]]
            self._inner, self._edges = inner, np.setdiff1d(self._edges, inner)

    def paint(self, painter: QPainter, lens: Lens, offset: QPointF, area: QRectF) -> None:
        """Draw over the kept picture; `offset` in scene units, the painter in device pixels."""
        self._part.shift(self._rows, self._home[0] + offset.x(), self._home[1] + offset.y())
        self._bundles.shift(offset.x(), offset.y())
        self._bundles.paint_lines(painter, lens, area)
        lines, _ = self._stage.painters(lens)
        for _ in lines.lines(painter, self._part, self._edges, area):
            pass
        if len(self._rows) > FEW:
            self._paint_picture(painter, lens, offset, area)
        else:
            self._paint_cards(painter, lens)
        for _ in lines.marks(painter, self._part, self._edges, area):
            pass
        self._bundles.paint_pills(painter, lens)

    def _paint_cards(self, painter: QPainter, lens: Lens) -> None:
        _, cards = self._stage.painters(lens)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(cards, BlockCards):
            for _ in cards.paint(painter, self._part, self._rows, self._stage.faces):
                pass
            return
        order = self._rows[np.argsort(self._part.z[self._rows], kind="stable")]
        faces = self._stage.faces.of([self._part.cards[row] for row in order])
        for row, face in zip(order, faces, strict=True):
            cards.paint(painter, face, *lens.pixels(self._part.box_of(int(row))))

    def _paint_picture(self, painter: QPainter, lens: Lens, offset: QPointF, area: QRectF) -> None:
        held = self._picture
        if held is None or (held[0].zoom, held[0].dpr, held[0].level) != (lens.zoom, lens.dpr, lens.level):
            held = self._picture = self._rendered(lens, offset, area)
        through, at, picture = held
        x = through.left - lens.left + round((offset.x() - at.x()) * lens.scale)
        y = through.top - lens.top + round((offset.y() - at.y()) * lens.scale)
        painter.drawPixmap(x, y, picture)

    def _rendered(self, lens: Lens, offset: QPointF, area: QRectF) -> tuple[Lens, QPointF, QPixmap]:
        """The cards and the edges between them on a transparent ground, as far as they lie in the view or a little
        beyond."""
        spare_x, spare_y = int(area.width() / 4), int(area.height() / 4)
        part = QRect(-spare_x, -spare_y, int(area.width()) + 2 * spare_x, int(area.height()) + 2 * spare_y)
        through = Lens(lens.zoom, lens.dpr, lens.left + part.x(), lens.top + part.y(), lens.level)
        picture = QPixmap(part.size())
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            box = through.scene(0, 0, part.width(), part.height())
            lines, _ = self._stage.painters(through)
            whole = QRectF(0, 0, part.width(), part.height())
            for _ in lines.lines(painter, self._part, self._inner, whole):
                pass
            everyone, self._rows = self._rows, self._seen(box)
            self._paint_cards(painter, through)
            self._rows = everyone
            for _ in lines.marks(painter, self._part, self._inner, whole):
                pass
        return through, QPointF(offset), picture

    def _seen(self, box: Box) -> Rows:
        rows = self._part.cards_in(box)
        return rows[np.isin(rows, self._rows)]


def _within(sheet: Geometry, rows: Rows) -> Flags:
    """Of every edge whether it moves with these cards: it joins two of them, or attacks an edge that does."""
    inside = np.zeros(len(sheet.cards) + 1, np.bool_)  # one more for row -1, which is no card
    inside[rows] = True
    moves = inside[sheet.tail] & inside[sheet.head]
    rest = np.flatnonzero(sheet.head < 0)
    while len(rest):
        found = rest[inside[sheet.tail[rest]] & moves[sheet.onto[rest]]]
        if not len(found):
            break
        moves[found] = True
        rest = np.setdiff1d(rest, found)
    return moves


def _with_bases(sheet: Geometry, edges: Sequence[int]) -> list[int]:
    """These edges and all that they attack."""
    found: dict[int, None] = {}
    for row in edges:
        while row >= 0 and row not in found:
            found[row] = None
            row = int(sheet.onto[row])
    return list(found)
