"""The sign of a link, as it stands at the middle of its line on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.panels.parts import Clickable


class Roundel(Clickable):
    """Plus on a filled disc for support, a cross in a ring for contradiction; a click goes to the link."""

    def __init__(self, name: str = "Go to the link", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._contradict = self._strong = False
        self.setFixedSize(22, 22)

    def show_kind(self, kind: str | None, strength: str | None) -> None:
        """The sign for a kind and strength."""
        self._contradict, self._strong = kind == "contradict", strength == "strong"
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws hover and focus, then the sign."""
        super().paintEvent(event)
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = 8.0 if self._strong else 7.0
            disc = QRectF(11 - radius, 11 - radius, 2 * radius, 2 * radius)
            if self._contradict:
                wide = 2.2 if self._strong else 1.5
                painter.setPen(QPen(active.contra, wide))
                painter.drawEllipse(disc.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))
                ink, arm = active.contra, 2.6
                lines = ((-arm, -arm, arm, arm), (-arm, arm, arm, -arm))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(active.support)
                painter.drawEllipse(disc)
                ink, arm = active.rglyph, 3.5
                lines = ((-arm, 0, arm, 0), (0, -arm, 0, arm))
            painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for x0, y0, x1, y1 in lines:
                painter.drawLine(QRectF(11 + x0, 11 + y0, 0, 0).topLeft(), QRectF(11 + x1, 11 + y1, 0, 0).topLeft())
