"""Writes on one card, in scene units from its corner."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from evidenceboard.ui.canvas.anatomy import HEADER, PILL
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.standing_bar import paint_bar
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import Theme

SMALLEST = 10.0  # px on screen; no text is smaller


class CardPen:
    """Writes on one card in scene units from its corner, no text smaller than 10 px on the screen."""

    def __init__(self, painter: QPainter, rect: QRect, scale: float, zoom: float) -> None:
        self._painter = painter
        self._base = painter.worldTransform()
        self._x, self._y, self._scale, self._zoom = rect.x(), rect.y(), scale, zoom

    def done(self) -> None:
        self._painter.setWorldTransform(self._base)

    def words(self, text: str, type: Type, x: float, y: float, room: float, colour: QColor) -> float:
        """One line in a height of 16; gives how wide it is."""
        grown = self._grown(type)
        line = block(text, type, room / grown)
        self._place(x, y, grown)
        self._painter.setPen(colour)
        line.paint(self._painter, 0.0, 0.0, HEADER / grown)
        return line.width * grown

    def lines(
        self, text: str, type: Type, x: float, y: float, room: float, height: float, most: int, colour: QColor
    ) -> int:
        """A text in lines of a height; gives how many there are."""
        if not text or most < 1:
            return 0
        grown = self._grown(type)
        found = block(text, type, room / grown, most)
        self._place(x, y, grown)
        self._painter.setPen(colour)
        found.paint(self._painter, 0.0, 0.0, height / grown)
        return len(found.lines)

    def chip(
        self, text: str, type: Type, right: float, y: float, ink: QColor, border: QColor, fill: QColor | None = None
    ) -> float:
        """A word in a small box that ends at `right`; gives how wide it is."""
        grown = self._grown(type)
        line = block(text, type, 90)
        width = line.width * grown + 10
        self._painter.setWorldTransform(self._base)
        thin = max(1.0, round(self._scale))
        left, top = round(self._x + (right - width) * self._scale), round(self._y + y * self._scale)
        wide, high = round(width * self._scale), round(16 * self._scale)
        self._painter.setPen(QPen(border, thin))
        self._painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        box = QRectF(left + thin / 2, top + thin / 2, wide - thin, high - thin)
        self._painter.drawRoundedRect(box, 4 * self._scale, 4 * self._scale)
        self.words(text, type, right - width + 5, y, width, ink)
        return width

    def pill(self, text: str, right: float, y: float, ink: QColor, fill: QColor, border: QColor | None) -> float:
        """A word on a rounded ground that ends at `right`; gives how wide it is."""
        grown = self._grown(PILL)
        width = block(text, PILL, 90).width * grown + 14
        self._place(right - width, y, 1.0)
        self._painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(border, 1.0))
        self._painter.setBrush(fill)
        self._painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 15), 7.5, 7.5)
        self.words(text, PILL, right - width + 7, y, width, ink)
        return width

    def bar(self, theme: Theme, x: float, y: float, width: float, face: CardFace) -> None:
        """The bar of the standing."""
        assert face.marks is not None
        self._place(x, y, 1.0)
        paint_bar(self._painter, theme, 0.0, 0.0, width, face.marks, face.marks_before)

    def pixmap(self, picture: QPixmap, x: float, y: float) -> None:
        self._painter.setWorldTransform(self._base)
        place = QPointF(round(self._x + x * self._scale), round(self._y + y * self._scale))
        self._painter.drawPixmap(place, picture)

    def disc(self, colour: QColor, x: float, y: float, radius: float) -> None:
        self._place(x, y, 1.0)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QBrush(colour))
        self._painter.drawEllipse(QPointF(0, 0), radius, radius)

    def _grown(self, type: Type) -> float:
        return max(1.0, SMALLEST / (type.size * self._zoom))

    def _place(self, x: float, y: float, grown: float) -> None:
        factor = self._scale * grown
        here = QTransform(factor, 0, 0, factor, self._x + x * self._scale, self._y + y * self._scale)
        self._painter.setWorldTransform(here * self._base)
