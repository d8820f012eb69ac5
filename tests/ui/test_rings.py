"""Rings made of strips and corners look as outlines that are painted whole."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from evidenceboard.ui.canvas.rings import draw_rings

RECTS = np.array([(20.0, 30.0, 120.0, 80.0), (170.0, 25.0, 60.0, 41.0)])
GROUND, RING = QColor("#f4f1ea"), QColor("#2266cc")


def _blank() -> tuple[QImage, QPainter]:
    picture = QImage(260, 140, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(QColor("#808080"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return picture, painter


def _pixels(picture: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    flat = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
    return flat.astype(np.int16)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("radius", "gap", "width"), [(10.0, 3.0, 2.0), (4.7, 0.0, 3.0), (15.3, 6.0, 4.0)])
def test_a_ring_is_that_of_an_outline(radius: float, gap: float, width: float) -> None:
    ours, painter = _blank()
    draw_rings(painter, RECTS, radius, gap, width, GROUND, RING)
    painter.end()
    whole, painter = _blank()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y, wide, high in RECTS.tolist():
        for out, thick, colour in ((gap / 2, gap, GROUND), (gap + width / 2, width, RING)):
            if thick:
                painter.setPen(QPen(colour, thick))
                rect = QRectF(x, y, wide, high).adjusted(-out, -out, out, out)
                painter.drawRoundedRect(rect, max(0.0, radius + out), max(0.0, radius + out))
    painter.end()
    away = np.abs(_pixels(ours) - _pixels(whole)).max(axis=2)
    assert away.max() <= 48  # the rounding of a radius shows in the softened edge of a corner, nowhere else
    assert (away > 16).sum() <= 48
    assert (_pixels(ours) != _pixels(_blank()[0])).any()
