"""Where the parts of photos lie on the cards of a sheet, as the canvas draws these: links begin there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from evidenceboard.document import Document
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId
from evidenceboard.model.spots import Spot
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.part_marks import box_on
from evidenceboard.ui.faces_of import FaceReader

TURNED = (5, 6, 7, 8)  # orientations of EXIF that exchange width and height


def put_spots(document: Document, geometry: Geometry, cards: Iterable[RecordId]) -> None:
    """Bring the spots on these cards up to date."""
    cards = [card for card in cards if card in geometry.row]
    spots: dict[RecordId, Spot] = {}
    parts = document.parts
    for face in FaceReader(document).faces([card for card in cards if card in parts.cards]):
        spots |= _spots(document, geometry, face)
    begins = {link: region for region in spots for link in parts.links_from(region)}
    geometry.put_spots(cards, spots, begins)


def upright_size(document: Document, card: RecordId) -> tuple[int, int] | None:
    """Width and height of the photo of a card in pixels, turned by what its EXIF says; None where that is not known."""
    photo = document.board.value(card, "photo")
    size = document.photo_size(photo) if photo else None
    turned = document.board.value(card, "exif_orientation") in TURNED
    return size if size is None or not turned else (size[1], size[0])


def aspect_of(document: Document, face: CardFace) -> float | None:
    """Width by height of a card's photo as it is shown; None where that is not known."""
    size = upright_size(document, face.id)
    if size is None:
        return None
    width, height = face.view.size(*size)
    return width / height


def _spots(document: Document, geometry: Geometry, face: CardFace) -> dict[RecordId, Spot]:
    aspect, row = aspect_of(document, face), geometry.row[face.id]
    room = QRectF(*anatomy.picture_room(face, float(geometry.w[row]), float(geometry.h[row])))
    if aspect is None or room.height() < 1:
        return {}
    boxes = {part.id: box_on(part.rect, face.view, aspect, room) for part in face.parts}
    return {
        part: Spot(face.id, box.left(), box.top(), box.right(), box.bottom(), room.bottom())
        for part, box in boxes.items()
        if box is not None
    }
