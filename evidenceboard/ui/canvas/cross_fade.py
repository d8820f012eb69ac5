"""What was seen at one level of detail fades while the next is already there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QVariantAnimation, Signal
from PySide6.QtGui import QImage, QPainter

from evidenceboard.ui.canvas.lens import Lens, target

DURATION = 120  # ms


class CrossFade(QObject):
    """Holds the old picture for as long as a little of it shows.

    Signals:
        moved: it is fainter now.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._old: tuple[QImage, Lens] | None = None
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(DURATION)
        self._clock.setStartValue(1.0)
        self._clock.setEndValue(0.0)
        self._clock.valueChanged.connect(self._move)

    @property
    def running(self) -> bool:
        return self._old is not None

    def start(self, picture: QImage, seen: Lens) -> None:
        """Fade out a picture, and the lens it was seen through."""
        self._clock.stop()
        self._old = picture, seen
        self._clock.start()

    def stop(self) -> None:
        """Show nothing of it any more."""
        self._clock.stop()
        self._old = None

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Draw what is left of it, where the lens now sees it; the painter is in device pixels."""
        if self._old is not None:
            picture, seen = self._old
            painter.setOpacity(float(self._clock.currentValue()))
            painter.drawImage(target(seen, lens, picture.size()), picture)
            painter.setOpacity(1.0)

    def _move(self, share: float) -> None:
        if share <= 0.0:
            self._old = None
        self.moved.emit()
