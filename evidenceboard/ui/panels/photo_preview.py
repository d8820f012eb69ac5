"""A photo as it is shown on the board, in a panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidenceboard.model.photo_view import AS_IT_CAME, PhotoView
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.canvas.thumbnails import Thumbnails

HIGHEST = 180  # px


class PhotoPreview(QWidget):
    """The whole of what is shown; a double click wants to edit that."""

    edit_wanted = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._thumbnails = Thumbnails(bridge.document.photo, self)
        self._thumbnails.kept = bridge.document.thumbnails
        self._thumbnails.ready.connect(self._fit)
        self._photo, self._view = "", AS_IT_CAME
        self.setAccessibleName("The photo as it is shown")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_photo(self, photo: str, view: PhotoView) -> None:
        if (photo, view) != (self._photo, self._view):
            self._photo, self._view = photo, view
            self._fit()

    def _fit(self) -> None:
        """As wide as the panel, unless that would be too high."""
        aspect = self._thumbnails.aspect(self._photo, self._view)
        if aspect is None and self._photo:
            self._thumbnails.upright(self._photo, HIGHEST)
        self.setFixedHeight(HIGHEST if aspect is None else max(24, min(HIGHEST, round(self.width() / aspect))))
        self.setVisible(bool(self._photo) and not self._thumbnails.problem(self._photo))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The picture is where one reaches for its view."""
        self.edit_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture in the middle, sharp on a fine screen."""
        aspect = self._thumbnails.aspect(self._photo, self._view)
        with QPainter(self) as painter:
            if aspect is None:
                painter.fillRect(self.rect(), theme.current().photobg)
                return
            width = min(self.width(), max(1, math.floor(self.height() * aspect)))
            place = QRect((self.width() - width) // 2, 0, width, self.height())
            dpr = self.devicePixelRatioF()
            fitted = self._thumbnails.fitted(
                self._photo, round(place.width() * dpr), round(place.height() * dpr), view=self._view
            )
            if fitted is not None:
                painter.drawPixmap(place, fitted)
