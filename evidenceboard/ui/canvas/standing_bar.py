"""The bar of a standing: a track with a mark for each of the three methods, and the span between them.

▼ above is DF-QuAD, ● on the line quadratic energy, ■ below Euler-based. Shape and place tell them apart, not colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from evidenceboard.ui.theme import Theme

HEIGHT = 28.0  # scene units, the marks above and below the track with it
TRACK = 4.0
TICKS = (0.2, 0.4, 0.6, 0.8)  # where one word ends and the next begins
TRIANGLE, DISC, SQUARE = 9.0, 9.0, 7.6
SPAN = 0.45  # how much of the colour the span has

Marks = tuple[float | None, float | None, float | None]  # DF-QuAD, quadratic, Euler; None does not settle


def paint_bar(
    painter: QPainter, theme: Theme, x: float, y: float, width: float, marks: Marks, before: Marks | None = None
) -> None:
    """Draw a bar of `HEIGHT` at (x, y).

    Args:
        before: where the marks stood without a what-if: outlined.
    """
    middle = y + HEIGHT / 2
    _track(painter, theme, x, middle, width)
    known = [value for value in marks if value is not None]
    if known:
        low, high = x + min(known) * width, x + max(known) * width
        span = QColor(theme.hyp)
        span.setAlphaF(SPAN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(span)
        painter.drawRoundedRect(QRectF(low, middle - TRACK / 2, high - low, TRACK), TRACK / 2, TRACK / 2)
    if before is not None and before != marks:
        _marks(painter, x, middle, width, before, QPen(theme.hyp, 1.2), theme.card)
    _marks(painter, x, middle, width, marks, QPen(theme.card, 1.0), theme.hyp)


def _track(painter: QPainter, theme: Theme, x: float, middle: float, width: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.track)
    painter.drawRoundedRect(QRectF(x, middle - TRACK / 2, width, TRACK), TRACK / 2, TRACK / 2)
    painter.setPen(QPen(theme.ctl, 1.0))
    for tick in TICKS:
        at = round(x + tick * width) + 0.5
        painter.drawLine(QPointF(at, middle - 4), QPointF(at, middle + 4))


def _marks(
    painter: QPainter, x: float, middle: float, width: float, marks: Sequence[float | None], pen: QPen, fill: QColor
) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    for draw, value in zip((_triangle, _square, _disc), (marks[0], marks[2], marks[1]), strict=True):
        if value is not None:
            draw(painter, x + value * width, middle)


def _triangle(painter: QPainter, at: float, middle: float) -> None:
    low, half = middle - TRACK / 2 + 1, TRIANGLE / 2
    painter.drawPolygon(QPolygonF([QPointF(at, low), QPointF(at - half, low - 8), QPointF(at + half, low - 8)]))


def _disc(painter: QPainter, at: float, middle: float) -> None:
    painter.drawEllipse(QPointF(at, middle), DISC / 2, DISC / 2)


def _square(painter: QPainter, at: float, middle: float) -> None:
    painter.drawRect(QRectF(at - SQUARE / 2, middle + TRACK / 2 - 1, SQUARE, SQUARE))
