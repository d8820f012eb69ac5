"""Cards from 30 to 75 %: spine, border, title at 11 px on the screen, grade, and the picture in the upper half."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.plates import Plates
from evidenceboard.ui.canvas.text import Block, Type, block
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.theme import Theme, mark

TITLE, STRUCK, LINE = Type(11, 600), Type(11, 600, struck=True), 13
GRADE = Type(10, 600)
LEFT, RIGHT, EDGE = 9.0, 6.0, 5.0  # padding, px on the screen
CHIP_HEIGHT = 14.0
SQUEEZE = 1.0  # px of the lower padding that a last line may take
DOT = 7.0  # px across, of the person's mark
PICTURE_SHARE = 0.52


class TitleCards:
    """Paints cards by their titles, at one zoom and in one theme."""

    def __init__(self, theme: Theme, lens: Lens, thumbnails: Thumbnails) -> None:
        self._theme, self._dpr, self._scale = theme, lens.dpr, lens.scale
        self._plates = Plates(theme, lens, thumbnails, small=True)

    def paint(self, painter: QPainter, face: CardFace, x: int, y: int, width: int, height: int) -> None:
        """Paint a card into a rectangle of device pixels."""
        rect = QRect(x, y, width, height)
        self._plates.plate(painter, face, rect)
        top = 0.0
        if face.kind == "photo":
            picture = self._picture_height(face, width, height)
            self._plates.picture(painter, face, rect, picture)
            top = picture / self._dpr
        base = painter.worldTransform()
        painter.translate(x, y)
        painter.scale(self._dpr, self._dpr)
        self._words(painter, face, top, width / self._dpr, height / self._dpr)
        painter.setWorldTransform(base)

    def _picture_height(self, face: CardFace, width: int, height: int) -> int:
        """As high as at 100 %: links that begin in a part of it must not miss it, nor a hand that marks one."""
        scale = self._scale
        shown = anatomy.picture_height(face, width / scale, height / scale)
        return round(shown * scale) or round(height * PICTURE_SHARE)

    def _words(self, painter: QPainter, face: CardFace, top: float, width: float, height: float) -> None:
        theme = self._theme
        inset = 3.0 if face.kind == "hypothesis" else 0.0
        room, grade = width - LEFT - RIGHT - 2 * inset, self._grade(face)
        chip = grade.width + 8 if grade is not None else 0.0
        edge = EDGE + inset if height - top >= LINE + 2 * (EDGE + inset) else max(0.0, (height - top - LINE) / 2)
        marked = mark(theme, face.colour)
        if marked is not None:
            room -= DOT + 4
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(marked)
            painter.drawEllipse(QRectF(width - RIGHT - inset - DOT, top + edge + (LINE - DOT) / 2, DOT, DOT))
        lines = max(1, int((height - top - 2 * edge + SQUEEZE) // LINE))
        painter.setPen(theme.ink3 if face.retracted else theme.ink)
        title = block(face.title, STRUCK if face.retracted else TITLE, room, lines, notch=chip + 4 if chip else 0.0)
        title.paint(painter, LEFT + inset, top + edge, LINE)
        if grade is not None and height >= CHIP_HEIGHT + 6 and room > chip + 16:
            self._chip(painter, grade, width - RIGHT - chip + 1, height - edge - CHIP_HEIGHT + 1, chip)

    def _grade(self, face: CardFace) -> Block | None:
        words = face.rank or face.grade
        return block(words, GRADE, 60) if words and not face.retracted else None

    def _chip(self, painter: QPainter, grade: Block, x: float, y: float, width: float) -> None:
        painter.setPen(QPen(self._theme.ctl, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(round(x) + 0.5, round(y) + 0.5, round(width) - 1, CHIP_HEIGHT - 1), 3, 3)
        painter.setPen(self._theme.ink2)
        grade.paint(painter, round(x) + (round(width) - grade.width) / 2, round(y), CHIP_HEIGHT)
