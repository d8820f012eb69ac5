"""The box that is painted, the box that is hit, and the box in which links begin are one: at every zoom and turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QUrl

from evidenceboard.model.commands import add_record, link, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.theme import THEMES
from tests.journeys.hands import Hands
from tests.ui.canvas_parts import pixels

GREY = (120, 120, 120)
RECT = [0.4, 0.3, 0.2, 0.25]


def bring_in(hands: Hands, path: Path, orientation: int) -> RecordId:
    """A grey photo that is a green rectangle in RECT once it is upright."""
    size = (800, 500)
    image = Image.new("RGB", size, GREY)
    x, y, w, h = RECT
    image.paste((20, 200, 40), (int(x * 800), int(y * 500), int((x + w) * 800), int((y + h) * 500)))
    turned = {1: image, 3: image.rotate(180), 6: image.rotate(90, expand=True), 8: image.rotate(270, expand=True)}
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned[orientation].save(path, quality=95, exif=exif)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    hands.window.intake.drop(data, QPoint(350, 300).toPointF())
    hands.settle()
    (card,) = hands.cards()
    return card


VIEWS: list[dict[str, object]] = [
    {},
    {"crop": [0.3, 0.2, 0.5, 0.6]},
    {"turn": 90},
    {"crop": [0.2, 0.1, 0.7, 0.8], "turn": 270},
]


@pytest.mark.parametrize(
    ("orientation", "view"), [*((6, view) for view in VIEWS), (1, VIEWS[1]), (3, VIEWS[0]), (8, VIEWS[3])]
)
def test_box_and_picture_agree(new: Hands, tmp_path: Path, orientation: int, view: dict[str, object]) -> None:
    card = bring_in(new, tmp_path / "shot.jpg", orientation)
    made = add_record("region", {"card": card, "rect": RECT, "note": "green"})
    new.page.bridge.commit(together("Marked", [made, set_fields(card, view)]))  # type: ignore[arg-type]
    new.page.view.set_selection(frozenset())
    geometry = new.page.view.geometry
    left, top, right, bottom = geometry.spot_box(made.made[0])
    for zoom in (2.0, 1.0, 0.6, 0.4):
        new.page.view.look_at(QPointF((left + right) / 2, (top + bottom) / 2), zoom)
        new.settle()
        picture = pixels(new.page.view.kept_picture()).astype(int)
        green = (picture[:, :, 1] - picture[:, :, 2] > 40) & (picture[:, :, 1] - picture[:, :, 0] > 40)
        assert green.any(), zoom
        down, across = green.nonzero()
        low = new.page.view.map_to_view(QPointF(left, top))
        high = new.page.view.map_to_view(QPointF(right, bottom))
        found = (across.min(), down.min(), across.max() + 1, down.max() + 1)
        spare = 3 + 1.5 * zoom  # its border lies inside
        wanted = low.x(), low.y(), high.x(), high.y()
        assert found == pytest.approx(wanted, abs=spare), zoom


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.6, 0.35])
def test_the_end_of_the_link_is_painted_on_the_photo(new: Hands, tmp_path: Path, zoom: float) -> None:
    card = bring_in(new, tmp_path / "shot.jpg", 1)
    new.double_click(QPoint(820, 200))
    new.write("A claim")
    new.click(QPoint(500, 640))
    claim = next(each for each in new.cards() if each != card)
    made = add_record("region", {"card": card, "rect": RECT})
    new.page.bridge.commit(made)
    new.page.bridge.commit(link(new.board, made.made, claim))
    new.page.view.set_selection(frozenset())
    (edge,) = new.edges()
    geometry = new.page.view.geometry
    new.settle()
    x, y = geometry.points(geometry.edge_row[edge])[0].tolist()
    new.page.view.look_at(QPointF(x, y), zoom)
    new.settle()
    picture = pixels(new.page.view.kept_picture()).astype(int)
    at = new.page.view.map_to_view(QPointF(x, y)).toPoint()
    around = picture[at.y() - 1 : at.y() + 2, at.x() - 1 : at.x() + 2].reshape(-1, 3)
    colour = THEMES["light"].support
    assert (abs(around - (colour.blue(), colour.green(), colour.red())).max(axis=1) < 40).any()


def test_a_card_that_lies_over_the_photo_lies_over_the_link_too(new: Hands, tmp_path: Path) -> None:
    card = bring_in(new, tmp_path / "shot.jpg", 1)
    new.double_click(QPoint(820, 200))
    new.write("A claim")
    new.click(QPoint(500, 640))
    claim = next(each for each in new.cards() if each != card)
    made = add_record("region", {"card": card, "rect": [0.1, 0.4, 0.1, 0.15]})
    new.page.bridge.commit(made)
    new.page.bridge.commit(link(new.board, made.made, claim, strength="strong"))
    new.settle()
    (edge,) = new.edges()
    geometry = new.page.view.geometry
    start, end = geometry.points(geometry.edge_row[edge])[:2]
    middle = QPointF(*((start * 0.3 + end * 0.7).tolist()))
    new.double_click(new.page.view.map_to_view(QPointF(geometry.x[0] + 400, geometry.y[0] + 400)).toPoint())
    new.write("It lies on top")
    new.click(QPoint(500, 640))
    top = next(each for each in new.cards() if each not in (card, claim))
    row = geometry.row[top]
    new.page.move_cards([top], middle.x() - geometry.x[row] - 20, middle.y() - geometry.y[row] - 20)
    new.page.view.set_selection(frozenset())
    new.page.view.look_at(middle, 1.0)
    new.settle()
    box = geometry.box_of(geometry.row[top])
    line = new.page.view.map_to_view(QPointF(box.left + 10, geometry.points(geometry.edge_row[edge])[0][1])).toPoint()
    picture = pixels(new.page.view.kept_picture()).astype(int)
    strip = picture[line.y() - 2 : line.y() + 3, line.x() : line.x() + 6].reshape(-1, 3)
    colour = THEMES["light"].support
    assert not (abs(strip - (colour.blue(), colour.green(), colour.red())).max(axis=1) < 40).any()
