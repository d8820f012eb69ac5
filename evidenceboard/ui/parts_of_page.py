"""What can be done with parts of photos on the page: mark, move, pull, write their notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.errors import KnownError
from evidenceboard.model.commands import Action, add_record, set_fields
from evidenceboard.model.geometry import KIND_CODE
from evidenceboard.model.ids import RecordId
from evidenceboard.model.photo_view import Rect, clipped
from evidenceboard.ui import theme
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.part_marks import rect_in
from evidenceboard.ui.canvas.tools.part import DrawPartTool, PlacePartTool
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.spots_of import aspect_of, upright_size
from evidenceboard.ui.widgets.name_field import LONGEST, NameField

if TYPE_CHECKING:
    from evidenceboard.model.photo_view import PhotoView
    from evidenceboard.ui.board_page import BoardPage

MARK = "Mark a part of a photo"
NOTE_WIDTH = 240.0  # view pixels of the field for a note
AWAY = 8.0  # px between a box and its note
NEAR = 0.5  # zoom below which the camera comes nearer to draw


@dataclass(frozen=True)
class Picture:
    """The picture on a card: where it lies on the sheet, how the photo is shown in it, and its width by its height."""

    room: QRectF
    view: PhotoView
    aspect: float

    def rect(self, box: QRectF) -> Rect | None:
        """The part of the upright photo under a box of the sheet, as far as it is shown."""
        found = clipped(rect_in(box, self.view, self.aspect, self.room), self.view.crop)
        return None if found is None else tuple(round(part, 6) for part in found)  # type: ignore[return-value]


class PartsOfPage:
    """The parts of photos on the sheet that is shown."""

    def __init__(self, page: BoardPage) -> None:
        self._page, self._bridge = page, page.bridge
        self._new = QRectF()  # the box of a part that is made when its note is left
        self._box = QRectF()  # the box whose note is being written
        self._written: RecordId = ""  # the part whose note it is, be it there already or not
        self.note_field = NameField(page.view)
        self.note_field.setAccessibleName("Note of the part")
        self.note_field.setPlaceholderText("What is this?")
        self.note_field.rested.connect(self._keep_draft)
        self.note_field.given_up.connect(self._drop_draft)
        page.view.camera_changed.connect(self._keep_beside)
        page.view.overlays.append(self._paint_new)

    @property
    def selected(self) -> list[RecordId]:
        """The selected parts."""
        return self._page.selected("region")

    # Where they lie

    def picture(self, card: RecordId) -> Picture | None:
        """The picture of a photo card that stands on the sheet; None where it cannot be seen."""
        geometry = self._page.view.geometry
        row = geometry.row.get(card)
        if row is None or geometry.kind[row] != KIND_CODE["photo"]:
            return None
        face = self._page.view.faces.of([card])[0]
        aspect, box = aspect_of(self._bridge.document, face), geometry.box_of(row)
        room = QRectF(*anatomy.picture_room(face, box.right - box.left, box.bottom - box.top))
        return Picture(room.translated(box.left, box.top), face.view, aspect) if aspect and room.height() > 1 else None

    def photo_at(self, at: QPointF) -> RecordId | None:
        """The card on whose picture a place of the sheet lies."""
        card = self._page.view.geometry.card_at(at.x(), at.y())
        found = self.picture(card) if card else None
        return card if found is not None and found.room.contains(at) else None

    def upright_size(self, card: RecordId) -> tuple[int, int] | None:
        """Width and height of the photo of a card as it came, upright."""
        return upright_size(self._bridge.document, card)

    def box(self, part: RecordId) -> QRectF:
        """Where a part lies on the sheet."""
        left, top, right, bottom = self._page.view.geometry.spot_box(part)
        return QRectF(QPointF(left, top), QPointF(right, bottom))

    # Making and changing

    def begin(self) -> None:
        """Mark a part with the next drag, or by keys on the selected photo."""
        page = self._page
        try:
            self._bridge.document.filing.check_writable()
        except KnownError as problem:
            self._bridge.refused.emit(problem)
            return
        page.hand.cancel()
        cards = [card for card in page.selected("card") if self.picture(card)]
        if page.view.zoom < NEAR:  # from further off a picture fills its card
            found = self.picture(cards[0]) if cards else None
            page.view.look_at(found.room.center() if found else page.view.centre, 1.0)
        page.hand.begin(DrawPartTool(page, cards[0] if len(cards) == 1 else None))
        page.view.setFocus()
        page.view.update()

    def add(self, card: RecordId, box: QRectF) -> None:
        """A new part: it is made when its note is left."""
        found = self.picture(card)
        rect = found.rect(box) if found else None
        if rect is None or self._bridge.refuses():
            return
        made = add_record("region", {"card": card, "rect": list(rect)}, MARK)
        with suppress(KnownError):  # a box that cannot be kept is marked all the same
            self._bridge.document.filing.keep_draft(made.made[0], "rect", json.dumps([card, *rect]))
        self._open(made.made[0], box, "", lambda note: self._make(card, made, note))
        self._new = QRectF(box)

    def _make(self, card: RecordId, action: Action, note: str) -> None:
        if not self._bridge.document.board.is_live(card):
            return
        (part,) = action.made
        words = {"note": note} if note else {}
        action = Action(action.label, {part: {**action.edits[part], **words}}, action.made)
        if self._bridge.commit(action) is not None:
            self._forget(part)
            self._page.view.set_selection(action.made)

    def put_back(self, part: RecordId) -> bool:
        """Make a part that was being marked when the program ended; False where no box of it was kept."""
        document = self._bridge.document
        kept = {field: text for record, field, text in document.filing.drafts() if record == part}
        if "rect" not in kept:
            return False
        card, *rect = json.loads(kept["rect"])
        values = {"removed": False, "card": card, "rect": rect}
        self._make(card, Action(MARK, {part: values}, (part,)), " ".join(kept.get("note", "").split()))
        return True

    def _forget(self, part: RecordId) -> None:
        for field in ("note", "rect"):
            self._bridge.document.filing.drop_draft(part, field)

    def place_selected(self) -> bool:
        """Move and size the selected part by keys; False where not one part alone is selected."""
        page, chosen = self._page, self.selected
        if len(chosen) != 1 or len(page.view.selection) != 1 or chosen[0] not in page.view.geometry.spots:
            return False
        part = chosen[0]
        card = page.view.geometry.spots[part].card
        page.hand.begin(PlacePartTool(page, card, self.box(part), lambda _card, box: self.reshape(part, box)))
        return True

    def reshape(self, part: RecordId, box: QRectF) -> None:
        """Put a part where a box lies."""
        card = self._bridge.document.parts.card_of(part)
        found = self.picture(card) if card else None
        rect = found.rect(box) if found else None
        if rect is not None:
            self._bridge.attempt(lambda: set_fields(part, {"rect": list(rect)}, "Move a part of a photo"))

    def write(self, part: RecordId) -> None:
        """Write the note of a part where it lies; a long one in the inspector."""
        found = self._bridge.document.parts.part(part)
        if found is None or self._bridge.refuses():
            return
        self._page.view.set_selection(frozenset({part}))
        if "\n" in found.note or len(found.note) > LONGEST or part not in self._page.view.geometry.spots:
            self._page.edit_note.emit(part)
        else:
            self._open(part, self.box(part), found.note, lambda note: self._keep_note(part, note))

    def _keep_note(self, part: RecordId, note: str) -> None:
        if note != (self._bridge.document.board.value(part, "note") or ""):
            words = "Write the note of a part"
            if self._bridge.attempt(lambda: set_fields(part, {"note": note or None}, words)) is None:
                return  # refused: what was typed is kept as a draft
        self._bridge.document.filing.drop_draft(part, "note")

    def _keep_draft(self, note: str) -> None:
        self._bridge.document.filing.keep_draft(self._written, "note", note)

    def _drop_draft(self) -> None:
        self._forget(self._written)

    def _open(self, part: RecordId, box: QRectF, note: str, keep: Callable[[str], None]) -> None:
        self.note_field.open_over(self._beside(box), note, keep)
        self._written, self._box = part, QRectF(box)

    def _beside(self, box: QRectF) -> QRectF:
        """Where the note of a box is written, in view pixels."""
        view = self._page.view
        low, high = view.map_to_view(box.topLeft()), view.map_to_view(box.bottomRight())
        left = min(max(low.x(), 8.0), max(8.0, view.width() - NOTE_WIDTH - 8.0))
        top = min(max(high.y() + AWAY, 8.0), view.height() - 36.0)
        return QRectF(left, top, NOTE_WIDTH, 28)

    def _keep_beside(self) -> None:
        """A bar above the canvas that comes or goes, or a turn of the wheel, does not end what is being typed."""
        if self.note_field.writing:
            self.note_field.setGeometry(self._beside(self._box).toAlignedRect())

    # How a box in the hand looks

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        view, colours = self._page.view, theme.current()
        tint = QColor(colours.accent)
        tint.setAlphaF(0.12)
        rect = QRectF(view.map_to_view(box.topLeft()), view.map_to_view(box.bottomRight()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.accentink, 4))
        painter.drawRect(rect)
        painter.setBrush(tint)
        painter.setPen(QPen(colours.accent, 2))
        painter.drawRect(rect)

    def _paint_new(self, painter: QPainter, view: BoardView) -> None:
        if self.note_field.writing and not self._new.isEmpty():
            self.paint_box(painter, self._new)
        elif not self._new.isEmpty():
            self._new = QRectF()
