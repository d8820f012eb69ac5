"""Where the view looks: zoom and place, with whole device pixels for the place."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.lens import Lens, Level, level_at

NEAREST, FURTHEST = 4.0, 0.02  # zooms; a board that is larger is seen whole all the same
MARGIN = 40.0  # view pixels around what is fitted into the view


class Camera:
    """Zoom and place of a view of some size."""

    def __init__(self) -> None:
        self.zoom = 1.0
        self.width, self.height, self.dpr = 1.0, 1.0, 1.0  # of the view, in logical pixels
        self.furthest = FURTHEST
        self._left, self._top = 0.0, 0.0  # device pixels; rounded when looked through
        self._level = Level.FULL

    def lens(self) -> Lens:
        return Lens(self.zoom, self.dpr, round(self._left), round(self._top), self._level)

    def to_scene(self, x: float, y: float) -> QPointF:
        scale = self.zoom * self.dpr
        return QPointF((x * self.dpr + round(self._left)) / scale, (y * self.dpr + round(self._top)) / scale)

    def to_view(self, x: float, y: float) -> QPointF:
        scale = self.zoom * self.dpr
        return QPointF((x * scale - round(self._left)) / self.dpr, (y * scale - round(self._top)) / self.dpr)

    @property
    def centre(self) -> QPointF:
        return self.to_scene(self.width / 2, self.height / 2)

    def resize(self, width: float, height: float, dpr: float) -> None:
        """Take another size; the upper left corner stays where it is."""
        if dpr != self.dpr:
            self._left, self._top = self._left * dpr / self.dpr, self._top * dpr / self.dpr
        self.width, self.height, self.dpr = width, height, dpr

    def pan(self, dx: float, dy: float) -> None:
        """Move the paper by logical pixels."""
        self._left -= dx * self.dpr
        self._top -= dy * self.dpr

    def look(self, centre: QPointF, zoom: float) -> None:
        self._put(centre, QPointF(self.width / 2, self.height / 2), zoom)

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Zoom, and keep what lies under a place of the view where it is."""
        self._put(self.to_scene(x, y), QPointF(x, y), self.zoom * factor)

    def framing(self, box: Box, nearest: float = 1.0) -> tuple[QPointF, float]:
        """Centre and zoom that show a box whole."""
        width, height = max(box.right - box.left, 1.0), max(box.bottom - box.top, 1.0)
        margin = min(MARGIN, self.width / 8, self.height / 8)
        zoom = min((self.width - 2 * margin) / width, (self.height - 2 * margin) / height, nearest)
        return QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), min(zoom, NEAREST)

    def reach(self, box: Box) -> None:
        """Let the zoom go out until a box is seen whole, and a little further."""
        self.furthest = min(FURTHEST, 0.9 * self.framing(box)[1])

    def _put(self, scene: QPointF, at: QPointF, zoom: float) -> None:
        self.zoom = min(max(zoom, self.furthest), NEAREST)
        scale = self.zoom * self.dpr
        self._left, self._top = scene.x() * scale - at.x() * self.dpr, scene.y() * scale - at.y() * self.dpr
        self._level = level_at(self.zoom, self._level)
