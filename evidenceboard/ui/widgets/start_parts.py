"""Small parts of the start page: the field that filters, the empty frame, the lock at the foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.widgets.start_cards import PICTURE


class Empty(QWidget):
    """Says in a dashed frame why there are no cards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(PICTURE)
        self._words = ""

    def tell(self, words: str) -> None:
        """Changes the words."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws frame and words."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(active.ctl, active.border, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            font = theme.interface_font(13)
            painter.setFont(font)
            painter.setPen(active.ink3)
            shown = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, self.width() - 32)
            middle = self.height() / 2
            icons.paint_icon(painter, "board", QRectF(self.width() / 2 - 10, middle - 26, 20, 20), active.ink3)
            draw_line(painter, QRectF(16, middle + 4, self.width() - 32, 18), shown, Qt.AlignmentFlag.AlignHCenter)


class FindField(QLineEdit):
    """Filters the cards; Esc empties it first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("quiet", "true")
        self.setFixedWidth(200)
        self.setPlaceholderText("Find a board")
        self.setAccessibleName("Find a board")
        self.setTextMargins(22, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the glass inside the field."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            icons.paint_icon(painter, "search", QRectF(9, 7, 14, 14), theme.current().ink2, 1.4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field; when it is empty the page takes it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Lock(QWidget):
    """The small lock at the foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(14, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            icons.paint_icon(painter, "lock", QRectF(0, 1, 14, 14), theme.current().ink2, 1.4)
