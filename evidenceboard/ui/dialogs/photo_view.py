"""Edit how a photo is shown: crop it, turn it, black parts out. Applying is one step; the original stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from evidenceboard.model.photo_view import AS_IT_CAME, PhotoView
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.dialogs.dialog_parts import foot, rows_of
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, IconButton, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.widgets.view_surface import BLACK, CROP, ViewSurface

SIDE = 1024  # px of the photo's shorter side on the surface
HINTS = {
    CROP: "Drag over the part to be shown. The original keeps the rest.",
    BLACK: "Drag over what nobody is to see: it is black on the board, in talks and in exported pictures.",
}
KEYS = "C crop · B black out · [ ] turn · Tab next box · arrows move, Shift+arrows size · Del removes"


class PhotoViewDialog(QDialog):
    """The photo on a large surface.

    Signals:
        applied: the view that the person wants.
    """

    applied = Signal(object)

    def __init__(self, thumbnails: Thumbnails, photo: str, view: PhotoView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edit view of photo")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.size() if parent is not None else QSize(1100, 800)
        self.resize(max(640, min(1100, room.width() - 120)), max(480, min(820, room.height() - 90)))
        self._thumbnails, self._photo, self._before = thumbnails, photo, view
        self.surface = ViewSurface(view)
        self.tools = SegmentedControl([(CROP, "Crop"), (BLACK, "Black out")], "What a drag does", equal=False)
        self.left, self.right = IconButton("turn-left", "Turn left  ["), IconButton("turn-right", "Turn right  ]")
        self.remove = push_button("Remove", icon="trash")
        self.reset = push_button("As it came")
        self.hint = plain_label("", size=12, ink="ink2")
        self.cancel, self.apply = push_button("Cancel"), push_button("Apply", "primary")
        self._lay_out()
        self._connect()
        self._show_image()
        self._follow()
        self.surface.setFocus()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(20, 12, 20, 12)
        bar.setSpacing(8)
        for widget in (self.tools, self.left, self.right, self.remove):
            bar.addWidget(widget)
        bar.addStretch()
        bar.addWidget(self.reset)
        words = QHBoxLayout()
        words.setContentsMargins(20, 12, 20, 0)
        words.addWidget(self.hint, 1)
        words.addWidget(plain_label(KEYS, size=12, ink="ink3"))
        rows = rows_of(self)
        rows.addLayout(bar)
        rows.addWidget(Hairline())
        rows.addWidget(self.surface, 1)
        rows.addWidget(Hairline())
        rows.addLayout(words)
        rows.addLayout(foot(self.cancel, self.apply))

    def _connect(self) -> None:
        surface = self.surface
        self.tools.chosen.connect(surface.choose_tool)
        self.left.clicked.connect(lambda: surface.turn(270))
        self.right.clicked.connect(lambda: surface.turn(90))
        self.remove.clicked.connect(surface.remove_chosen)
        self.reset.clicked.connect(surface.reset)
        surface.changed.connect(self._follow)
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self.accept)
        self._thumbnails.ready.connect(self._show_image)

    def _show_image(self) -> None:
        problem = self._thumbnails.problem(self._photo)
        self.surface.show_image(None if problem else self._thumbnails.upright(self._photo, SIDE), problem)

    def _follow(self) -> None:
        surface = self.surface
        self.tools.set_value(surface.tool)
        self.hint.setText(HINTS[surface.tool])
        self.remove.setEnabled(surface.chosen is not None or (surface.tool == CROP and surface.view.crop[2:] != (1, 1)))
        self.reset.setEnabled(surface.view != AS_IT_CAME)

    def accept(self) -> None:
        """Tell the view, if it is another one."""
        if self.surface.view != self._before:
            self.applied.emit(self.surface.view)
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies, Esc leaves all as it was."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)
