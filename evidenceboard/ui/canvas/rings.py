"""Rings outside cards: plain strips along the sides, and the four corners from one small picture. All that was just
added is chosen: a screen full of rounded outlines, each painted for itself, takes a fifth of a frame."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from evidenceboard.ui.canvas.batch import draw_rects

Floats = NDArray[np.float64]


def draw_rings(
    painter: QPainter, rects: Floats, radius: float, gap: float, width: float, ground: QColor, colour: QColor
) -> None:
    """Draw a ring around each of n rectangles (n x 4: x, y, width, height, whole device pixels).

    Args:
        radius: of the corners that are ringed.
        gap: between rectangle and ring, whole pixels, in the colour of the ground.
        width: of the ring, whole pixels.
    """
    corners = _corners(round(radius, 1), gap, width, ground.rgba(), colour.rgba())
    reach = corners[0].width()  # from the outer edge to where the sides are straight
    out = gap + width
    outer = rects + (-out, -out, 2 * out, 2 * out)
    painter.setPen(Qt.PenStyle.NoPen)
    for inset, thick, brush in ((0.0, width, colour), (width, gap, ground)):
        if thick:
            painter.setBrush(brush)
            draw_rects(painter, _sides(outer, inset, thick, reach))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y, wide, high in outer.astype(int).tolist():
        right, bottom = x + wide - reach, y + high - reach
        painter.drawPixmap(x, y, corners[0])
        painter.drawPixmap(right, y, corners[1])
        painter.drawPixmap(x, bottom, corners[2])
        painter.drawPixmap(right, bottom, corners[3])


def _sides(outer: Floats, inset: float, thick: float, reach: int) -> Floats:
    """The straight strips of outlines (4n x 4), at a distance from their outer edges."""
    x, y, w, h = outer.T
    strip, long, tall = np.full(len(outer), thick), np.maximum(w - 2 * reach, 0.0), np.maximum(h - 2 * reach, 0.0)
    far = inset + thick
    sides = [
        (x + reach, y + inset, long, strip),
        (x + reach, y + h - far, long, strip),
        (x + inset, y + reach, strip, tall),
        (x + w - far, y + reach, strip, tall),
    ]
    return np.concatenate([np.column_stack(side) for side in sides])


@lru_cache(maxsize=32)
def _corners(radius: float, gap: float, width: float, ground: int, colour: int) -> tuple[QPixmap, ...]:
    """Top left, top right, bottom left, bottom right."""
    out = gap + width
    reach = math.ceil(out + radius) + 1
    picture = QImage(2 * reach, 2 * reach, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for outside, thick, rgba in ((gap / 2, gap, ground), (gap + width / 2, width, colour)):
            if thick:
                painter.setPen(QPen(QColor.fromRgba(rgba), thick))
                inset, round_by = out - outside, max(0.0, radius + outside)
                painter.drawRoundedRect(
                    QRectF(picture.rect()).adjusted(inset, inset, -inset, -inset), round_by, round_by
                )
    whole = QPixmap.fromImage(picture)
    return tuple(whole.copy(QRect(x, y, reach, reach)) for y in (0, reach) for x in (0, reach))
