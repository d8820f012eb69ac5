"""Minimap and legend of a board page: when they show, and that the window remembers what a person chose."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSettings

from evidenceboard.ui.canvas.legend import Legend
from evidenceboard.ui.canvas.lens import Level
from evidenceboard.ui.canvas.minimap import MARGIN, WIDTH, Minimap
from evidenceboard.ui.canvas.view import BoardView


class MapAids(QObject):
    """Keeps the two in their corners.

    Args:
        memory: where the window remembers things.
    """

    def __init__(self, view: BoardView, memory: QSettings) -> None:
        super().__init__(view)
        self._view = view
        self._memory = memory
        self.minimap, self.legend = Minimap(view), Legend(view)
        self.legend.closed.connect(self.toggle_legend)
        view.camera_changed.connect(self.follow)
        view.content_changed.connect(self.follow)
        view.installEventFilter(self)
        self.follow()

    def toggle_minimap(self) -> None:
        """Show it where it is of use, or never."""
        self._turn("minimap")

    def toggle_legend(self) -> None:
        """Show it where the board is seen from far, or never."""
        self._turn("legend")

    def wants(self, name: str) -> bool:
        """Whether the person wants "minimap" or "legend"."""
        return str(self._memory.value(name, "true")) == "true"

    def follow(self) -> None:
        """Show and place what is of use now."""
        minimap = self.wants("minimap") and self.minimap.has_use()
        legend = self.wants("legend") and self._view.level == Level.FAR and bool(self._view.geometry.cards)
        if minimap:
            self.minimap.place()
        if legend:
            spare = WIDTH + MARGIN if minimap else 0
            self.legend.place(self._view.width() - 2 * MARGIN - spare)
        self.minimap.setVisible(minimap)
        self.legend.setVisible(legend)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The corners move with the size of the view."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.follow()
        return False

    def _turn(self, name: str) -> None:
        self._memory.setValue(name, "false" if self.wants(name) else "true")
        self.follow()
