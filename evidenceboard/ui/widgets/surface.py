"""Panels that float above the canvas: their shadow, their shape and where they stand."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.ui import theme

#: Room for the shadow on every side of a panel, in px.
SHADOW = 48
_DROP, _BLUR = 10, 15.0


@lru_cache(maxsize=16)
def _shadow(radius: int, opacity: float) -> QPixmap:
    """A square picture of a shadow whose corners are true and whose middle row and column can be stretched."""
    half = SHADOW + radius
    axis = np.arange(-half, half + 1, dtype=float)
    distance = np.hypot(axis[:, None], axis[None, :]) - radius
    # The logistic curve comes within 2 % of a blurred edge, and needs no error function.
    share = 1 / (1 + np.exp(1.702 * distance / _BLUR))
    alpha = np.round(255 * opacity * share).astype(np.uint8)
    image = np.zeros((*alpha.shape, 4), np.uint8)
    image[..., 3] = alpha
    side = alpha.shape[0]
    made = QImage(image.tobytes(), side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(made.copy())


def paint_panel(painter: QPainter, rect: QRectF, fill: QColor, *, radius: int = 16, shadow: bool = True) -> None:
    """Draws a floating panel: shadow (where the theme has any), ground, hairline."""
    active = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if shadow and active.shadow[0]:
        _paint_shadow(painter, rect.toAlignedRect(), _shadow(radius, 0.8 if active.dark else 0.22), radius)
    inset = active.border / 2
    painter.setPen(QPen(active.cardline, active.border))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def _paint_shadow(painter: QPainter, rect: QRect, picture: QPixmap, radius: int) -> None:
    """Nine pieces: corners as they are, edges stretched; the middle lies under the panel."""
    k = SHADOW + radius
    outer = rect.translated(0, _DROP) + QMargins(SHADOW, SHADOW, SHADOW, SHADOW)
    xs = (outer.left(), outer.left() + k, outer.right() + 1 - k)
    ys = (outer.top(), outer.top() + k, outer.bottom() + 1 - k)
    wide, high = (k, xs[2] - xs[1], k), (k, ys[2] - ys[1], k)
    source, length = (0, k, k + 1), (k, 1, k)
    for i in range(3):
        for j in range(3):
            if i == j == 1:
                continue
            target = QRect(xs[i], ys[j], wide[i], high[j])
            painter.drawPixmap(target, picture, QRect(source[i], source[j], length[i], length[j]))


class Veil(QWidget):
    """Covers a window, holds one panel, and closes at Esc or a click beside the panel.

    Subclasses put their widgets into `rows` and say in `panel_rect` where the panel stands. What had the focus
    before gets it back.
    """

    closed = Signal()

    def __init__(self, window: QWidget, *, dim: float = 0.0, radius: int = 12) -> None:
        super().__init__(window)
        self._host = window
        self._dim, self._radius = dim, radius
        self._before: QWidget | None = None
        self.panel = QWidget(self)
        self.rows = QVBoxLayout(self.panel)
        line = max(each.border for each in theme.THEMES.values())
        self.rows.setContentsMargins(line, line, line, line)  # the panel's border stays visible
        self.rows.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def panel_rect(self) -> QRect:
        """Where the panel stands, in the window's coordinates."""
        raise NotImplementedError

    def open(self) -> None:
        """Shows the panel above everything."""
        self._before = self.window().focusWidget()
        self.setGeometry(self._host.rect())
        self.place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Hides the panel and gives the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def place(self) -> None:
        """Moves the panel to where it belongs now."""
        self.panel.setGeometry(self.panel_rect())
        self.update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab does not leave for what lies below."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self.setGeometry(self._host.rect())
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes it; one on it goes no further."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no other key reaches what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the veil and the panel's ground."""
        with QPainter(self) as painter:
            if self._dim:
                shade = QColor(Qt.GlobalColor.black)
                shade.setAlphaF(self._dim)
                painter.fillRect(self.rect(), shade)
            paint_panel(painter, QRectF(self.panel.geometry()), theme.current().panel, radius=self._radius)
