"""Place names on the map of the whole: hypotheses, then the claims that most hangs on, at a constant size.

Names are placed one after the other; one that would cover another is left out. Where they go depends on the sheet
and the zoom alone, not on the part of it that is seen, so that the map does not change while it is moved.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from evidenceboard.model.geometry import KIND_CODE, Geometry
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.text import Block, Type, block
from evidenceboard.ui.theme import Theme

HYPOTHESIS, CLAIM = Type(12, 600), Type(11, 500)
MOST = {"hypothesis": 120, "claim": 60}
LEAST_LINKS = 3  # of a claim that is named
WIDEST = {"hypothesis": 190.0, "claim": 170.0}
HEIGHT = 18.0


class Names:
    """The names of one sheet at one zoom, in logical pixels of the whole sheet."""

    def __init__(self, geometry: Geometry, faces: Faces, zoom: float) -> None:
        self._placed: list[tuple[QRectF, Block, str]] = []
        for kind in ("hypothesis", "claim"):
            rows = _worth_naming(geometry, kind)
            shown = faces.of([geometry.cards[row] for row in rows])
            for row, face in zip(rows, shown, strict=True):
                self._place(geometry, int(row), face, zoom)
        self._boxes = np.array([rect.getCoords() for rect, _, _ in self._placed]).reshape(-1, 4)

    def paint(self, painter: QPainter, theme: Theme, lens: Lens, area: QRectF) -> None:
        """Draw the names that show in an area of device pixels."""
        dpr = lens.dpr
        left, top = (area.left() + lens.left) / dpr, (area.top() + lens.top) / dpr
        right, bottom = left + area.width() / dpr, top + area.height() / dpr
        boxes = self._boxes
        seen = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        base = painter.worldTransform()
        painter.translate(-lens.left, -lens.top)
        painter.scale(dpr, dpr)
        for number in np.flatnonzero(seen):
            self._paint(painter, theme, *self._placed[number])
        painter.setWorldTransform(base)

    def _paint(self, painter: QPainter, theme: Theme, rect: QRectF, name: Block, kind: str) -> None:
        strong = kind == "hypothesis"
        painter.setPen(QPen(theme.hyp if strong else theme.ctl, 1))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.ink)
        name.paint(painter, rect.x() + 6, rect.y(), HEIGHT)

    def _place(self, geometry: Geometry, row: int, face: CardFace, zoom: float) -> None:
        name = block(face.title or face.key, HYPOTHESIS if face.kind == "hypothesis" else CLAIM, WIDEST[face.kind])
        if not name.lines:
            return
        width = round(name.width) + 12.0
        left, top = geometry.x[row] * zoom, geometry.y[row] * zoom
        right, bottom = left + geometry.w[row] * zoom, top + geometry.h[row] * zoom
        middle, level = (left + right - width) / 2, (top + bottom - HEIGHT) / 2
        places = [(right + 5, level), (middle, bottom + 4), (middle, top - 4 - HEIGHT), (left - 5 - width, level)]
        for x, y in places:
            rect = QRectF(round(x), round(y), width, HEIGHT)
            if not any(rect.intersects(taken.adjusted(-3, -3, 3, 3)) for taken, _, _ in self._placed):
                self._placed.append((rect, name, face.kind))
                return


def _worth_naming(geometry: Geometry, kind: str) -> list[int]:
    """Rows of the cards of a kind, those with most links first."""
    rows = np.flatnonzero(geometry.kind == KIND_CODE[kind])
    ends = np.concatenate([geometry.tail, geometry.head])
    links = np.bincount(ends[ends >= 0], minlength=len(geometry.cards))[rows]
    if kind == "claim":
        rows, links = rows[links >= LEAST_LINKS], links[links >= LEAST_LINKS]
    return [int(row) for row in rows[np.argsort(-links, kind="stable")][: MOST[kind]]]
