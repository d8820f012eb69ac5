"""A widget that looks through a camera: where it looks, and how it gets elsewhere. What it shows is `sheet_view`'s."""

from __future__ import annotations

import os

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.camera import Camera
from evidenceboard.ui.canvas.flight import Flight
from evidenceboard.ui.canvas.lens import Level


class CameraView(QWidget):
    """Moves the camera at once, or flies it there.

    Signals:
        camera_changed: the view looks elsewhere now.

    Attributes:
        motion: whether the camera flies or jumps, and levels of detail fade into each other.
    """

    camera_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.motion = _may_move(self)
        self._camera = Camera()
        self._placed = False  # whether anybody has said where to look
        self._flight = Flight(self)
        self._flight.moved.connect(self._flown)

    @property
    def zoom(self) -> float:
        return self._camera.zoom

    @property
    def level(self) -> Level:
        """How much is drawn of a card at this zoom."""
        return self._camera.lens().level

    @property
    def centre(self) -> QPointF:
        """What lies in the middle of the view, in scene units."""
        return self._camera.centre

    def map_to_scene(self, at: QPointF) -> QPointF:
        return self._camera.to_scene(at.x(), at.y())

    def map_to_view(self, at: QPointF) -> QPointF:
        return self._camera.to_view(at.x(), at.y())

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the paper by view pixels."""
        self._flight.stop()
        self._camera.pan(dx, dy)
        self._camera_moved()

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom, and keep what lies under a place of the view where it is."""
        self._flight.stop()
        self._camera.zoom_at(at.x(), at.y(), factor)
        self._camera_moved()

    def look_at(self, centre: QPointF, zoom: float) -> None:
        """Put a place of the sheet into the middle of the view, at a zoom."""
        self._flight.stop()
        self._camera.look(centre, zoom)
        self._camera_moved()

    def centre_on(self, centre: QPointF) -> None:
        self.look_at(centre, self.zoom)

    def fit(self) -> None:
        """Show the whole sheet, no larger than at 100 %."""
        box = self._whole()
        if box is None:
            self.look_at(QPointF(0, 0), 1.0)
        elif self._placed:
            self.fly_to(box)
        else:
            self.look_at(*self._camera.framing(box))

    def jump_to_whole(self) -> None:
        """The same without a flight."""
        box = self._whole()
        self.look_at(*(self._camera.framing(box) if box is not None else (QPointF(0, 0), 1.0)))

    def _reach_whole(self) -> None:
        """However large the sheet is, it can be seen whole."""
        box = self._whole()
        if box is not None:
            self._camera.reach(box)

    def _whole(self) -> Box | None:
        """The box around all that there is to see; None of nothing."""
        return None

    def fly_to(self, box: Box) -> None:
        """Move the camera so that a box is seen whole."""
        self._go(*self._camera.framing(box))

    def fly_to_place(self, centre: QPointF) -> None:
        """Move the camera so that a place of the sheet is in the middle, at the zoom that there is."""
        self._go(centre, self.zoom)

    def _go(self, centre: QPointF, zoom: float) -> None:
        if self.motion and self.isVisible():
            self._flight.start((self.centre, self.zoom), (centre, zoom))
        else:
            self.look_at(centre, zoom)

    def _flown(self, centre: QPointF, zoom: float) -> None:
        self._camera.look(centre, zoom)
        self._camera_moved()

    def _camera_moved(self) -> None:
        self._placed = True
        self.update()
        self.camera_changed.emit()

    def _take_size(self) -> None:
        """The view has another size, or is on another screen."""
        self._camera.resize(self.width(), self.height(), self.devicePixelRatioF())
        self._reach_whole()

    def _pixels(self) -> QSize:
        return QSize(round(self.width() * self._camera.dpr), round(self.height() * self._camera.dpr))


def _may_move(widget: QWidget) -> bool:
    """Whether the system likes motion; on a screen that nobody sees there is none."""
    if os.environ.get("EVIDENCEBOARD_STILL") or QGuiApplication.platformName() in ("offscreen", "minimal"):
        return False
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
