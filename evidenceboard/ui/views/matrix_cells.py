"""The looks of a cell: letter, sign, tint and hatch. Each is painted once and then put wherever it is needed."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from evidenceboard.analysis.ach import CELLS
from evidenceboard.ui.theme import Theme, interface_font

RADIUS = 6.0
HATCH = 7  # px between the lines of a hatch
KEPT = 60  # pictures of cells; two themes, two ways to lie


class Look(NamedTuple):
    """What a cell shows.

    Attributes:
        rated: whether it has a link that counts.
        value: -2 to 2.
        through: what bears through claims alone, -1 to 1.
        idle: it has a link that counts for nothing now.
    """

    rated: bool
    value: int
    through: int
    idle: bool


_pictures: dict[tuple[Look, str, int, int, float], QPixmap] = {}


class Cells:
    """The looks of cells in one theme.

    Args:
        ratio: pixels of the device in each of ours; 0 where it has none, so that lines must be drawn as lines.
    """

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme, self._ratio = theme, ratio

    def paint(self, painter: QPainter, look: Look, rect: QRectF) -> None:
        """Draw a cell."""
        if not self._ratio:
            painter.save()
            _Brush(painter, self._theme).cell(rect, look)
            painter.restore()
            return
        width, height = round(rect.width()), round(rect.height())
        key = (look, self._theme.name, width, height, self._ratio)
        if key not in _pictures:
            if len(_pictures) >= KEPT:
                _pictures.clear()
            _pictures[key] = self._picture(look, width, height)
        painter.drawPixmap(QPointF(round(rect.left()), round(rect.top())), _pictures[key])

    def _picture(self, look: Look, width: int, height: int) -> QPixmap:
        made = QPixmap(QSize(round(width * self._ratio), round(height * self._ratio)))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _Brush(painter, self._theme).cell(QRectF(0, 0, width, height), look)
        return made


class _Brush:
    """Paints one look."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter, self.theme = painter, theme

    def cell(self, rect: QRectF, look: Look) -> None:
        theme, value = self.theme, look.value
        if not look.rated or not value:
            self._unrated(rect, look.through, look.idle)
            return
        ink = theme.supink if value > 0 else theme.conink
        self.painter.setPen(QPen(ink, theme.border) if theme.border > 1 else Qt.PenStyle.NoPen)
        self.painter.setBrush(theme.supbg if value > 0 else theme.conbg)
        inset = theme.border / 2 if theme.border > 1 else 0.0
        self.painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        if value < 0:
            self._hatch(rect, theme.contra, 0.7 if value < -1 else 0.38)
        self._letters(rect, CELLS[value], value, ink)

    def _unrated(self, rect: QRectF, through: int, idle: bool) -> None:
        """No link that counts: hollow, with the sign of what bears through claims."""
        theme = self.theme
        colour = theme.support if through > 0 else theme.contra if through < 0 else theme.hair
        pen = QPen(colour, 1.5 if through else float(theme.border))
        if idle or through < 0:
            pen.setDashPattern([4, 3])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)
        if through:
            high = rect.height() > 60
            middle = rect.center()
            self._sign(
                QPointF(middle.x(), middle.y() - 9) if high else QPointF(rect.left() + 22, middle.y()),
                15.0,
                through,
                hollow=True,
            )
            words = rect.adjusted(0, 18, 0, 0) if high else rect.adjusted(20, 0, 0, 0)
            self._line("through claims", words, theme.ink3, 10, 400)
        else:
            self._line("off" if idle else "N", rect, theme.ink3, 13)

    def _line(self, words: str, rect: QRectF, ink: QColor, size: int, weight: int = 500) -> None:
        self.painter.setPen(ink)
        self.painter.setFont(interface_font(size, weight))
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _letters(self, rect: QRectF, letters: str, value: int, ink: QColor) -> None:
        middle = rect.center()
        self.painter.setPen(ink)
        self.painter.setFont(interface_font(15, 600))
        words = QRectF(middle.x() - 42, middle.y() - 12, 38, 24)
        self.painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, letters)
        side = 18.0 if abs(value) > 1 else 15.0
        self._sign(QPointF(middle.x() + 14, middle.y()), side, value)

    def _sign(self, middle: QPointF, side: float, value: int, hollow: bool = False) -> None:
        theme, radius, arm = self.theme, side / 2, side / 4.4
        colour = theme.support if value > 0 else theme.contra
        self.painter.setPen(QPen(colour, 2.0 if abs(value) > 1 else 1.4))
        ground = theme.panel if hollow else colour if value > 0 else theme.conbg
        self.painter.setBrush(ground)
        self.painter.drawEllipse(middle, radius - 0.7, radius - 0.7)
        self.painter.setPen(QPen(theme.rglyph if value > 0 and not hollow else colour, 1.6))
        x, y = middle.x(), middle.y()
        if value > 0:
            self.painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            self.painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
        else:
            arm *= 0.8
            self.painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
            self.painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))

    def _hatch(self, rect: QRectF, colour: QColor, share: float) -> None:
        """Lines at 45°, each cut to the rectangle by hand: a clip for each cell would cost more than all the rest."""
        pen_colour = QColor(colour)
        pen_colour.setAlphaF(share)
        self.painter.setPen(QPen(pen_colour, 1.0))
        left, top, right, bottom = rect.left() + 1, rect.top() + 1, rect.right() - 1, rect.bottom() - 1
        lines = []
        at = left + HATCH
        while at < right + (bottom - top) - 2:
            start = QPointF(min(at, right), top + max(0.0, at - right))
            down = min(start.x() - left, bottom - start.y())
            lines.append(QLineF(start, QPointF(start.x() - down, start.y() + down)))
            at += HATCH
        self.painter.drawLines(lines)
