"""Cards below 30 %: blocks in the tint of their kind, painted in bulk, with their ids while there is room.

Nothing here asks for the words of a card but its id and grade, and below 18 % not even those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from evidenceboard.model.columns import middle
from evidenceboard.model.geometry import KIND_CODE, Geometry
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.theme import THEMES, Theme, blend

AT_ONCE = 1_500  # blocks painted between two looks at the clock
WORDS_AT_ONCE = 20
KEY, GRADE, LINE = Type(10, 600), Type(10), 12.0
MOST_PICTURES = 400  # in one picture of the sheet; more are drawn as plain blocks
SMALLEST_PICTURE = 12.0  # px across
TINY = 7.0  # px across; below it a block is one plain rectangle

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class BlockCards:
    """Paints cards as blocks, at one zoom and in one theme."""

    def __init__(self, theme: Theme, lens: Lens, thumbnails: Thumbnails) -> None:
        self._theme, self._lens, self._thumbnails = theme, lens, thumbnails
        self._px = max(1.0, float(round(lens.dpr)))
        line = 0.55 if lens.level == Level.BLOCK else 0.7
        self._border = blend(theme.stmt, theme.stmtbg, line)

    def through(self, lens: Lens) -> BlockCards:
        """The same pens and pictures for a lens that only lies elsewhere; what is drawn meanwhile keeps its own."""
        other = copy(self)
        other._lens = lens
        return other

    def paint(self, painter: QPainter, geometry: Geometry, rows: Rows, faces: Faces) -> Iterator[None]:
        """Draw these cards."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for first in range(0, len(rows), AT_ONCE):
            chosen = rows[first : first + AT_ONCE]
            boxes = self._lens.rects(geometry, chosen)
            kinds = geometry.kind[chosen]
            for kind, draw in self._forms():
                if (mine := kinds == KIND_CODE[kind]).any():
                    draw(painter, boxes[mine])
            yield
        yield from self._pictures(painter, geometry, rows, faces)
        if self._lens.level == Level.BLOCK:
            yield from self._words(painter, geometry, rows, faces)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _forms(self) -> Sequence[tuple[str, Callable[[QPainter, Floats], None]]]:
        far = self._lens.level == Level.FAR
        return (
            ("photo", self._photo),
            ("gap", self._gap),
            ("reported", self._tinted),
            ("question", self._tinted),
            ("assumption", self._assumption),
            ("claim", self._full_claim if far else self._claim),
            ("hypothesis", self._hypothesis),
        )

    # --- one kind each -------------------------------------------------------------------------------------

    def _tinted(self, painter: QPainter, boxes: Floats, spine: bool = True) -> None:
        tiny = boxes[:, 2] < TINY * self._px
        self._fill(painter, boxes[tiny], blend(self._theme.stmt, self._theme.canvas, 0.45))
        boxes = boxes[~tiny]
        self._rounded(painter, boxes, self._border)
        self._rounded(painter, _inset(boxes, self._px), self._theme.stmtbg)
        if spine:
            width = self._spine()
            self._fill(painter, _left(boxes, 0, width), self._theme.stmt)

    def _claim(self, painter: QPainter, boxes: Floats) -> None:
        self._tinted(painter, boxes)
        self._fill(painter, _left(boxes[boxes[:, 2] > 12], self._spine() + self._px, 2 * self._px), self._theme.stmt)

    def _full_claim(self, painter: QPainter, boxes: Floats) -> None:
        self._rounded(painter, boxes, self._theme.stmt)

    def _assumption(self, painter: QPainter, boxes: Floats) -> None:
        self._tinted(painter, boxes, spine=False)
        self._fill(painter, _dashes(_left(boxes, 0, self._spine()), 2 * self._px), self._theme.stmt)

    def _gap(self, painter: QPainter, boxes: Floats) -> None:
        self._fill(painter, boxes, self._theme.canvas)
        colour = self._theme.ctl
        x, y, width, height = boxes.T
        px, step = self._px, (3 if self._lens.level == Level.BLOCK else 2) * self._px
        for side in (
            (x, y, width, px), (x, y + height - px, width, px), (x, y, px, height), (x + width - px, y, px, height),
        ):  # fmt: skip
            bars = np.column_stack([np.broadcast_to(part, x.shape) for part in side])
            upright = bars[:, 3] > bars[:, 2] if len(bars) else np.zeros(0, bool)
            self._fill(painter, _dashes(bars[upright], step), colour)
            self._fill(painter, _dashes(bars[~upright][:, [1, 0, 3, 2]], step)[:, [1, 0, 3, 2]], colour)
        if self._lens.level == Level.BLOCK:
            self._fill(painter, _dashes(_left(_inset(boxes, 2 * px), px, 2 * px), 2 * px), self._theme.stmt)

    def _hypothesis(self, painter: QPainter, boxes: Floats) -> None:
        tiny = boxes[:, 2] < TINY * self._px
        self._fill(painter, boxes[tiny], self._theme.hyp)
        boxes = boxes[~tiny]
        self._rounded(painter, _inset(boxes, -2 * self._px), self._theme.hyp)
        self._rounded(painter, _inset(boxes, -self._px), self._theme.canvas)
        self._rounded(painter, boxes, self._theme.hyp)

    def _photo(self, painter: QPainter, boxes: Floats) -> None:
        tiny = boxes[:, 2] < TINY * self._px
        body = blend(self._theme.photo, self._theme.photobg, 0.25)
        self._fill(painter, boxes[tiny], blend(self._theme.photo, self._theme.canvas, 0.6))
        boxes = boxes[~tiny]
        self._rounded(painter, boxes, self._theme.photo)
        self._rounded(painter, _inset(boxes, self._px), body)

    # --- pictures and words --------------------------------------------------------------------------------

    def _pictures(self, painter: QPainter, geometry: Geometry, rows: Rows, faces: Faces) -> Iterator[None]:
        photos = rows[geometry.kind[rows] == KIND_CODE["photo"]]
        wide = len(photos) and middle(geometry.w[photos]) * self._lens.zoom >= SMALLEST_PICTURE
        if not wide or self._photo_count(geometry) > MOST_PICTURES / min(1.0, self._share(geometry)):
            return
        boxes = _inset(self._lens.rects(geometry, photos), self._px)
        for first in range(0, len(photos), WORDS_AT_ONCE):
            shown = faces.of([geometry.cards[row] for row in photos[first : first + WORDS_AT_ONCE]])
            for face, box in zip(shown, boxes[first : first + WORDS_AT_ONCE], strict=True):
                room = int(box[2]), int(box[3])
                fitted = self._thumbnails.fitted(face.photo, *room, face.retracted, face.view)
                if fitted is not None:
                    painter.drawPixmap(int(box[0]), int(box[1]), fitted)
            yield

    def _photo_count(self, geometry: Geometry) -> int:
        return int((geometry.kind == KIND_CODE["photo"]).sum())

    def _share(self, geometry: Geometry) -> float:
        """About how much of the sheet one view shows, so that strips and whole pictures decide alike."""
        bounds = geometry.bounds()
        if bounds is None:
            return 1.0
        area = (bounds.right - bounds.left) * (bounds.bottom - bounds.top) * self._lens.zoom**2
        return min(1.0, 1920 * 1080 / max(area, 1.0))

    def _words(self, painter: QPainter, geometry: Geometry, rows: Rows, faces: Faces) -> Iterator[None]:
        base, dpr = painter.worldTransform(), self._lens.dpr
        boxes = self._lens.rects(geometry, rows) / dpr
        for first in range(0, len(rows), WORDS_AT_ONCE):
            shown = faces.of([geometry.cards[row] for row in rows[first : first + WORDS_AT_ONCE]])
            painter.scale(dpr, dpr)
            for face, box in zip(shown, boxes[first : first + WORDS_AT_ONCE], strict=True):
                self._word(painter, face, *box)
            painter.setWorldTransform(base)
            yield

    def _word(self, painter: QPainter, face: CardFace, x: float, y: float, width: float, height: float) -> None:
        theme = self._theme
        if height < LINE:
            return
        ink, quiet = theme.ink, theme.ink2
        top = y + min(4.0, (height - LINE) / 2)
        if face.kind == "photo":
            ink = quiet = THEMES["light"].card
            top = y + height - LINE - 1
            painter.fillRect(QRectF(x, y + height - LINE - 2, width, LINE + 2), THEMES["light"].ink)
        elif face.kind == "hypothesis":
            ink = quiet = theme.rglyph
        elif face.retracted:
            ink = quiet = theme.ink3
        key = block(face.key or face.title[:40], KEY, width // 8 * 8 - 8)
        painter.setPen(ink)
        key.paint(painter, x + 8, top, LINE)
        words = face.rank.split(" of ")[0] or face.grade  # "2nd": how many rivals there are has no room here
        grade = block(words, GRADE, 56) if words and not face.retracted else None
        if grade is not None and 8 + key.width + 6 + grade.width + 5 < width:
            painter.setPen(quiet)
            grade.paint(painter, x + width - 5 - grade.width, top, LINE)

    # --- in bulk -------------------------------------------------------------------------------------------

    def _spine(self) -> float:
        return (3.0 if self._lens.level == Level.BLOCK else 2.0) * self._px

    def _fill(self, painter: QPainter, boxes: Floats, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        draw_rects(painter, boxes)

    def _rounded(self, painter: QPainter, boxes: Floats, colour: QColor) -> None:
        """Rectangles without their corner pixels: at this size that is what round corners come to."""
        corner = self._px
        small = (boxes[:, 2] < 6 * corner) | (boxes[:, 3] < 6 * corner)
        self._fill(painter, boxes[small], colour)
        large = boxes[~small]
        self._fill(painter, large + (corner, 0, -2 * corner, 0), colour)
        self._fill(painter, large + (0, corner, 0, -2 * corner), colour)


def _inset(boxes: Floats, by: float) -> Floats:
    return np.asarray(np.maximum(boxes + (by, by, -2 * by, -2 * by), [-np.inf, -np.inf, 0.0, 0.0]))


def _left(boxes: Floats, start: float, width: float) -> Floats:
    """Upright strips at the left of boxes, clear of their corners."""
    strips = np.column_stack([boxes[:, 0] + start, boxes[:, 1], np.full(len(boxes), width), boxes[:, 3]])
    strips[:, 2] = np.minimum(width, boxes[:, 2])
    return strips


def _dashes(strips: Floats, step: float) -> Floats:
    """Upright strips cut into dashes of `step` with gaps as long."""
    count = np.maximum(1, (strips[:, 3] + step) // (2 * step)).astype(np.intp)
    row = np.repeat(np.arange(len(strips)), count)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    dashes = strips[row].copy()
    dashes[:, 1] += rank * 2 * step
    dashes[:, 3] = step
    return dashes
