"""Place names on the map of the whole: hypotheses, then the claims that most hangs on, at a constant size.

Names are placed one after the other; one that would cover another is left out. Where they go depends on the sheet
and the zoom alone, not on the part of it that is seen, so that the map does not change while it is moved.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from evidenceboard.model.geometry import KIND_CODE, Geometry
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.text import Block, Type, block
from evidenceboard.ui.theme import Theme

TYPES = {"hypothesis": Type(12, 600), "claim": Type(11, 500)}
MOST = {"hypothesis": 120, "claim": 60}
LEAST_LINKS = 3  # of a claim that is named
WIDEST = {"hypothesis": 190.0, "claim": 170.0}
MOST_COVERED = {"hypothesis": 6, "claim": 2}  # other cards that a name may lie over
HEIGHT = 18.0
AT_ONCE = 12  # names placed between two looks at the clock
BIN, MOST_BINS = 12.0, 1_000  # px of a bin in which cards are counted, and bins along a side at most


class Names:
    """The names of one sheet at one zoom, in logical pixels of the whole sheet."""

    def __init__(self, geometry: Geometry, faces: Faces, zoom: float) -> None:
        self._geometry, self._zoom = geometry, zoom
        self._placed: list[tuple[QRectF, Block, str]] = []
        self._taken = np.empty((sum(MOST.values()), 4))  # left top right bottom of each
        self._crowd = _Crowd(geometry, zoom)
        rows = [row for kind in MOST for row in _worth_naming(geometry, kind)]
        self._waiting = list(zip(rows, faces.of([geometry.cards[row] for row in rows]), strict=True))

    def place(self) -> Iterator[None]:
        """Find the places, a few names at a time; nothing to do the next time."""
        while self._waiting:
            for row, face in self._waiting[:AT_ONCE]:
                self._place(row, face)
            del self._waiting[:AT_ONCE]
            yield

    def paint(self, painter: QPainter, theme: Theme, lens: Lens, area: QRectF) -> None:
        """Draw the names that show in an area of device pixels."""
        dpr = lens.dpr
        left, top = (area.left() + lens.left) / dpr, (area.top() + lens.top) / dpr
        right, bottom = left + area.width() / dpr, top + area.height() / dpr
        boxes = self._taken[: len(self._placed)]
        seen = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        base = painter.worldTransform()
        painter.translate(-lens.left, -lens.top)
        painter.scale(dpr, dpr)
        for number in np.flatnonzero(seen):
            self._paint(painter, theme, *self._placed[number])
        painter.setWorldTransform(base)

    def _paint(self, painter: QPainter, theme: Theme, rect: QRectF, name: Block, kind: str) -> None:
        """A plate; that of a hypothesis is only a ground, for its block stands beside it."""
        strong = kind == "hypothesis"
        painter.setPen(Qt.PenStyle.NoPen if strong else QPen(theme.ctl, 1))
        painter.setBrush(theme.canvas if strong else theme.card)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.ink)
        name.paint(painter, rect.x() + 6, rect.y(), HEIGHT)

    def _place(self, row: int, face: CardFace) -> None:
        """Give a card's name the place where it covers fewest other cards, if there is one where it covers no name."""
        name = block(face.title or face.key, TYPES[face.kind], WIDEST[face.kind])
        if not name.lines:
            return
        width = round(name.width) + 12.0
        card = np.array(self._geometry.box_of(row)) * self._zoom
        middle, level = (card[0] + card[2] - width) / 2, (card[1] + card[3] - HEIGHT) / 2
        places = (
            (card[2] + 5, level),
            (middle, card[3] + 4),
            (middle, card[1] - 4 - HEIGHT),
            (card[0] - 5 - width, level),
        )
        free = [(self._crowd.count(x, y, width, HEIGHT), x, y) for x, y in places if self._is_free(x, y, width)]
        if free:
            covered, x, y = min(free, key=lambda place: place[0])
            if covered <= MOST_COVERED[face.kind]:
                self._taken[len(self._placed)] = x, y, x + width, y + HEIGHT
                self._placed.append((QRectF(round(x), round(y), width, HEIGHT), name, face.kind))

    def _is_free(self, x: float, y: float, width: float) -> bool:
        left, top, right, bottom = self._taken[: len(self._placed)].T
        return not bool(((left < x + width + 3) & (right > x - 3) & (top < y + HEIGHT + 3) & (bottom > y - 3)).any())


class _Crowd:
    """How many cards lie in a rectangle of the map, about: by the bins of a grid that their middles fall into."""

    def __init__(self, geometry: Geometry, zoom: float) -> None:
        x, y = (geometry.x + geometry.w / 2) * zoom, (geometry.y + geometry.h / 2) * zoom
        self._left, self._top = float(x.min(initial=0.0)), float(y.min(initial=0.0))
        extent = max(float(x.max(initial=0.0)) - self._left, float(y.max(initial=0.0)) - self._top)
        self._bin = max(BIN, extent / MOST_BINS)
        side = int(extent / self._bin) + 1
        columns, rows = ((x - self._left) / self._bin).astype(np.intp), ((y - self._top) / self._bin).astype(np.intp)
        count = np.bincount(rows * side + columns, minlength=side * side).reshape(side, side)
        self._sum = np.pad(count.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def count(self, x: float, y: float, width: float, height: float) -> int:
        most = len(self._sum) - 1
        left, right = (min(max(int((at - self._left) / self._bin + 0.5), 0), most) for at in (x, x + width))
        top, bottom = (min(max(int((at - self._top) / self._bin + 0.5), 0), most) for at in (y, y + height))
        total = self._sum
        return int(total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left])


def _worth_naming(geometry: Geometry, kind: str) -> list[int]:
    """Rows of the cards of a kind, those with most links first."""
    rows = np.flatnonzero(geometry.kind == KIND_CODE[kind])
    ends = np.concatenate([geometry.tail, geometry.head])
    links = np.bincount(ends[ends >= 0], minlength=len(geometry.cards))[rows]
    if kind == "claim":
        rows, links = rows[links >= LEAST_LINKS], links[links >= LEAST_LINKS]
    return [int(row) for row in rows[np.argsort(-links, kind="stable")][: MOST[kind]]]
