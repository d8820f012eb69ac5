"""A photo of which parts are marked, by hand."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtTest import QTest

from evidenceboard.model.ids import RecordId
from tests.journeys.hands import ALT, SHIFT, Hands


def drop_photo(new: Hands, tmp_path: Path) -> None:
    """A board with one photo, blue with a red quarter, and a claim at its right."""
    path = tmp_path / "shot.png"
    image = Image.new("RGB", (900, 600), (30, 60, 160))
    image.paste((230, 30, 30), (0, 0, 450, 300))
    image.save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    new.window.intake.drop(data, QPoint(250, 300).toPointF())
    new.settle()
    new.double_click(QPoint(760, 250))
    new.write("It has the fuze of an F-7")
    new.click(QPoint(500, 640))
    new.settle()


def photo_of(hands: Hands) -> RecordId:
    return next(card for card in hands.cards() if hands.board.value(card, "kind") == "photo")


def claim_of(hands: Hands) -> RecordId:
    return next(card for card in hands.cards() if hands.board.value(card, "kind") == "statement")


def parts(hands: Hands) -> list[RecordId]:
    return sorted(hands.board.live("region"))


def at(hands: Hands, x: float, y: float) -> QPoint:
    """A place on the picture of the photo, by shares."""
    found = hands.page.parts.picture(photo_of(hands))
    assert found is not None
    room = found.room
    place = QPointF(room.left() + x * room.width(), room.top() + y * room.height())
    return hands.page.view.map_to_view(place).toPoint()


def mark(hands: Hands, note: str = "the fuze", low: tuple[float, float] = (0.3, 0.25), size: float = 0.3) -> RecordId:
    """Draw a box on the picture and write its note."""
    before = set(parts(hands))
    hands.key(Qt.Key.Key_R, SHIFT)
    hands.drag(at(hands, *low), at(hands, low[0] + size, low[1] + size))
    field = hands.page.parts.note_field
    assert field.writing
    QTest.keyClicks(field, note)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.settle()
    (made,) = set(parts(hands)) - before
    return made


def box(hands: Hands, part: RecordId) -> QRectF:
    """A part, in view pixels."""
    view, found = hands.page.view, hands.page.parts.box(part)
    return QRectF(view.map_to_view(found.topLeft()), view.map_to_view(found.bottomRight()))


def dot(hands: Hands, part: RecordId) -> QPoint:
    found = box(hands, part)
    return QPointF(found.right(), found.center().y()).toPoint()


def link_to_claim(hands: Hands, part: RecordId) -> RecordId:
    hands.click(box(hands, part).center().toPoint())
    assert hands.page.view.selection == {part}
    hands.drag(dot(hands, part), hands.middle_of(claim_of(hands)), ALT)
    hands.settle()
    (edge,) = [edge for edge in hands.edges() if hands.board.value(edge, "from") == part]
    return edge


def begins_in_box(hands: Hands, edge: RecordId, part: RecordId) -> bool:
    """Whether the line that is painted begins at the border of the part's box."""
    hands.settle()
    geometry = hands.page.view.geometry
    x, y = geometry.points(geometry.edge_row[edge])[0].tolist()
    left, top, right, bottom = geometry.spot_box(part)
    near = min(abs(x - left), abs(x - right)) < 0.01 or min(abs(y - top), abs(y - bottom)) < 0.01
    return near and left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01


def with_values(card: RecordId, **values: object):  # type: ignore[no-untyped-def]
    from evidenceboard.model.commands import set_fields

    return set_fields(card, values)  # type: ignore[arg-type]
