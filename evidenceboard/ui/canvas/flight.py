"""The camera on its way from one place to another."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation, Signal

DURATION = 220  # ms
Look = tuple[QPointF, float]  # centre and zoom


class Flight(QObject):
    """Moves centre and zoom together, so that what is flown to grows evenly and does not swing by.

    Signals:
        moved: (centre, zoom) on the way, and at the end exactly those asked for.
    """

    moved = Signal(QPointF, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._from: Look = (QPointF(), 1.0)
        self._to: Look = (QPointF(), 1.0)
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(DURATION)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.valueChanged.connect(self._move)

    def start(self, start: Look, end: Look) -> None:
        """Set off; a flight under way is given up."""
        self._clock.stop()
        self._from, self._to = start, end
        self._clock.start()

    def stop(self) -> None:
        """Stay where the camera is."""
        self._clock.stop()

    def _move(self, share: float) -> None:
        self.moved.emit(*(self._to if share >= 1.0 else between(self._from, self._to, share)))


def between(start: Look, end: Look, share: float) -> Look:
    """A look on the way: the zoom changes by equal factors, and the place moves evenly on the screen."""
    (here, near), (there, far) = start, end
    zoom = near * (far / near) ** share
    part = share if near == far else (1 / near - 1 / zoom) / (1 / near - 1 / far)
    return here + (there - here) * part, zoom
