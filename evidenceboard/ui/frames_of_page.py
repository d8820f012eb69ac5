"""What can be done with frames on the page: draw, put around, move, resize, rename, fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from evidenceboard.model import frames
from evidenceboard.model.arrangements import free_name
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.canvas.frame_parts import strip_of
from evidenceboard.ui.canvas.tools.frame import DrawFrameTool
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.widgets.name_field import NameField

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

NAME_WIDTH = 240.0  # view pixels of the field for a name


class FramesOfPage:
    """The frames of the sheet that is shown."""

    def __init__(self, page: BoardPage) -> None:
        self._page, self._bridge = page, page.bridge
        self.name_field = NameField(page.view)
        self.name_field.setAccessibleName("Name of the frame")
        page.view.camera_changed.connect(self.name_field.leave)

    @property
    def selected(self) -> list[RecordId]:
        """The selected frames."""
        return self._page.selected("frame")

    def zones(self, frames_: Sequence[RecordId]) -> list[Zone]:
        """These frames as they lie on the sheet."""
        return [zone for zone in map(self._page.sheets.now.zone, frames_) if zone is not None]

    # Making

    def begin(self) -> None:
        """Draw a frame with the next drag."""
        self._page.hand.cancel()
        self._page.hand.begin(DrawFrameTool(self._page))

    def add(self, box: Box) -> None:
        """A new frame, and its name to be written at once."""
        view = self._page.view
        names = {zone.name for zone in view.zones} | {plate.name for plate in view.folds.plates}
        name = "Frame" if "Frame" not in names else free_name(names, "Frame")
        action = frames.add_frame(self._bridge.sheet, box, name)
        if self._bridge.commit(action) is not None:
            view.set_selection(action.made)
            self.rename(action.made[0])

    def around_selection(self) -> None:
        """A frame around the selected cards."""
        box = self._page.view.geometry.bounds_of(self._page.selected("card"))
        if box is not None:
            self.add(frames.around(box))

    # Changing

    def taken_along(self, chosen: Sequence[RecordId]) -> tuple[list[Zone], list[RecordId]]:
        """What moves with frames: the frames in them, the cards in all of these, and the cards selected beside."""
        now, zones = self._page.sheets.now, self.zones(chosen)
        cards = [*now.inside(zones), *self._page.selected("card")]
        return zones + now.within(zones), [card for card in dict.fromkeys(cards) if card in now.whole.row]

    def move(self, chosen: Sequence[RecordId], dx: float, dy: float, alone: bool = False) -> None:
        """Move frames with what lies in them and with the cards that are selected beside them, or alone."""
        zones, cards = self.taken_along(chosen)
        if alone:
            zones, cards = self.zones(chosen), []
        whole = self._page.sheets.now.whole
        rows = [whole.row[card] for card in cards]
        positions = {whole.cards[row]: (float(whole.x[row]), float(whole.y[row])) for row in rows}
        boxes = {zone.id: zone.box for zone in zones}
        self._bridge.commit(frames.move_frames(self._bridge.sheet, boxes, positions, round(dx), round(dy)))

    def resize(self, frame: RecordId, box: Box) -> None:
        self._bridge.commit(frames.resize_frame(frame, box))

    def rename(self, frame: RecordId) -> None:
        """Write the name of a frame where it stands."""
        view, zone = self._page.view, self._page.sheets.now.zone(frame)
        if zone is None or self._bridge.refuses():
            return
        plate = next((plate.box(view.zoom) for plate in view.folds.plates if plate.id == frame), None)
        place = plate or strip_of(zone, view.zoom)
        corner = view.map_to_view(QPointF(place.left, place.top))
        rect = QRectF(corner.x() + 4, corner.y() + 1, NAME_WIDTH, 28)
        self.name_field.open_over(rect, zone.name, lambda name: self._keep_name(frame, name))

    def _keep_name(self, frame: RecordId, name: str) -> None:
        if name:
            self._bridge.commit(frames.rename_frame(frame, name))

    def turn(self, chosen: Sequence[RecordId]) -> None:
        """Fold frames; open them if all of them are folded."""
        self.fold(chosen, folded=len(self.folded(chosen)) < len(chosen))

    def fold(self, chosen: Sequence[RecordId], folded: bool) -> None:
        """Fold frames to plates, or open them."""
        if chosen:
            self._bridge.commit(frames.fold_frames(chosen, folded))
            self._page.view.set_selection(frozenset(chosen))

    def folded(self, chosen: Sequence[RecordId]) -> list[RecordId]:
        """Those of these frames that are folded."""
        plates = {plate.id for plate in self._page.view.folds.plates}
        return [frame for frame in chosen if frame in plates]
