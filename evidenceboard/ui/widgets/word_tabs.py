"""Tabs painted as words: the chosen one is heavier, and each row of tabs marks it in its own way."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line

AROUND = 24  # px of a tab that are not for its words


class WordTabs(QTabBar):
    """The tabs of one row; whoever paints the ground below the words says what they look like.

    Args:
        name: what a screen reader calls the row.
        size: of the words, in px.
    """

    lift = 0  # px that the words stand above the middle

    def __init__(self, name: str, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = size
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self._scrollers = self.findChildren(QToolButton)

    def name(self, index: int) -> str:
        """The words as they are read: `&` stands for itself."""
        return self.tabText(index).replace("&&", "&")

    def words_width(self, index: int) -> int:
        """Room for the words in their heavier weight, in px."""
        return QFontMetrics(theme.interface_font(self._size, 600)).horizontalAdvance(self.name(index))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are never squeezed; where there are too many the row scrolls."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws each tab's ground, then its words, and nothing below the buttons that scroll."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            free = min((button.x() for button in self._scrollers if button.isVisible()), default=self.width())
            painter.setClipRect(0, 0, free, self.height())
            pointer = self.mapFromGlobal(self.cursor().pos())
            for index in range(self.count()):
                rect, chosen = self.tabRect(index), index == self.currentIndex()
                self.paint_ground(painter, rect, index)
                hovered = self.underMouse() and rect.contains(pointer)
                font = theme.interface_font(self._size, 600 if chosen else 400)
                room = rect.width() - AROUND
                words = QFontMetrics(font).elidedText(self.name(index), Qt.TextElideMode.ElideRight, room)
                painter.setFont(font)
                painter.setPen(active.ink if chosen or hovered else active.ink2)
                draw_line(painter, QRectF(rect.translated(0, -self.lift)), words, Qt.AlignmentFlag.AlignHCenter)

    def paint_ground(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Draw what lies below the words of a tab."""

    def paint_focus(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """Draw a ring if the keys go to these tabs."""
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().accent, 2))
            painter.drawRoundedRect(rect, radius, radius)
