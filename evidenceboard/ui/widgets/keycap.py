"""Small drawn keys: "Ctrl K"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line

HEIGHT = 18
_PADDING = 5


def cap_words(shortcut: str) -> list[str]:
    """The words on the keys: "Ctrl+Shift+Z / Ctrl+Y" gives "Ctrl Shift Z" and "Ctrl Y"."""
    return [" ".join(_keys(one)) for one in shortcut.split(" / ") if one]


def _keys(combination: str) -> list[str]:
    """Splits at the plus signs that join keys; a plus at the end is a key itself."""
    body = combination[:-1] if combination.endswith("+") else combination
    keys = [key for key in body.split("+") if key]
    return [*keys, "+"] if combination.endswith("+") else keys


def caps_width(shortcut: str) -> int:
    """The width in px that `paint_caps` takes."""
    metrics = QFontMetrics(theme.interface_font(11))
    words = cap_words(shortcut)
    return sum(_cap_width(metrics, word) for word in words) + 4 * max(0, len(words) - 1)


def paint_caps(painter: QPainter, right: float, middle: float, shortcut: str, ink: QColor | None = None) -> None:
    """Draws the keys so that they end at x = `right`, centred on y = `middle`; in one colour where one is given."""
    active = theme.current()
    font = theme.interface_font(11)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for word in reversed(cap_words(shortcut)):
        width = _cap_width(metrics, word)
        rect = QRectF(right - width, round(middle - HEIGHT / 2), width, HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(ink or active.cardline, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if ink else active.zone)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(ink or active.ink3)
        draw_line(painter, rect, word, Qt.AlignmentFlag.AlignHCenter)
        right -= width + 4


def _cap_width(metrics: QFontMetrics, word: str) -> int:
    return max(HEIGHT, metrics.horizontalAdvance(word) + 2 * _PADDING)


class Keycap(QWidget):
    """A label that shows keys."""

    def __init__(self, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcut = shortcut
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(shortcut)

    def sizeHint(self) -> QSize:
        """As wide as its keys."""
        return QSize(caps_width(self._shortcut), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the keys."""
        with QPainter(self) as painter:
            paint_caps(painter, self.width(), self.height() / 2, self._shortcut)
