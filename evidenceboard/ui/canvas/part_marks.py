"""Parts marked on a photo: a thin box that is seen on light and dark pictures alike, and its number."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.model.photo_view import PhotoView, Rect, clipped, filling, within
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import THEMES

SMALLEST = 3.0  # of the measure of the room; of what is cut to less only a sliver would be seen
NUMBER = Type(10, 600)
CHIP = 14.0  # px high


def box_on(rect: Rect, view: PhotoView, aspect: float, room: QRectF) -> QRectF | None:
    """Where a part of an upright photo lies in the room that the photo fills; None where it is not seen.

    Args:
        aspect: width by height of the photo as it is shown.
    """
    picture = filling(aspect, room.width(), room.height())
    seen = clipped(within(view.shown(rect), picture), (0.0, 0.0, room.width(), room.height()))
    if seen is None or min(seen[2:]) < SMALLEST:
        return None
    return QRectF(room.x() + seen[0], room.y() + seen[1], seen[2], seen[3])


def rect_in(box: QRectF, view: PhotoView, aspect: float, room: QRectF) -> Rect:
    """The part of the upright photo that lies in a box of the room that the photo fills."""
    x, y, width, height = filling(aspect, room.width(), room.height())
    left, top = (box.x() - room.x() - x) / width, (box.y() - room.y() - y) / height
    return view.upright((left, top, box.width() / width, box.height() / height))


def paint_part(painter: QPainter, box: QRectF, number: int, zoom: float, dpr: float, numbered: bool) -> None:
    """Draw the box of a part, in device pixels: light between two dark lines."""
    light, thin = THEMES["light"], max(1.0, round(min(1.5 * zoom, 2.0) * dpr))
    dark = QColor(light.ink)
    dark.setAlphaF(0.75)
    snapped = QRectF(round(box.x()) + thin / 2, round(box.y()) + thin / 2, round(box.width()) - thin, 0.0)
    snapped.setHeight(round(box.height()) - thin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(dark, 3 * thin, j=Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(snapped)
    painter.setPen(QPen(light.card, thin, j=Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(snapped)
    if numbered:
        _number(painter, snapped, str(number), dpr * max(zoom, 1.0), dark)


def _number(painter: QPainter, box: QRectF, words: str, grow: float, ground: QColor) -> None:
    """In the upper left corner, where the box has room for it."""
    line = block(words, NUMBER, 40)
    chip = QRectF(box.topLeft(), QPointF(box.x() + (line.width + 7) * grow, box.y() + CHIP * grow))
    if chip.width() > 0.7 * box.width() or chip.height() > 0.8 * box.height():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRect(chip)
    painter.save()
    painter.translate(chip.x() + 3.5 * grow, chip.y())
    painter.scale(grow, grow)
    painter.setPen(THEMES["light"].card)
    line.paint(painter, 0, 0, CHIP)
    painter.restore()
