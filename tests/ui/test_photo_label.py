"""A drawing never passes for a photo: its label stays wherever the picture is more than a block."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, level_at
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.thumbnails import Thumbnails


def painted(zoom: float, label: str) -> QImage:
    """A photo card with this label, at a zoom."""
    geometry = Geometry()
    geometry.place("card:a", "photo", 0, 0, 264, 180)
    picture = BytesIO()
    Image.new("RGB", (320, 180), (90, 120, 150)).save(picture, "PNG")

    def faces(cards: Sequence[str]) -> list[CardFace]:
        return [CardFace(card, "photo", title="A warhead", photo="0" * 64, photo_label=label) for card in cards]

    stage = Stage(geometry, Faces(faces), Thumbnails(lambda _sha: picture.getvalue()), theme.THEMES["light"])
    image = QImage(300, 220, QImage.Format.Format_RGB32)
    for _ in range(2):  # the first time tells which photos to decode
        painter = QPainter(image)
        draw_now(painter, stage, Lens(zoom, 1.0, 0, 0, level_at(zoom)), QRect(0, 0, 300, 220))
        painter.end()
        stage.thumbnails.wait()
    return image


@pytest.mark.parametrize("zoom", [1.0, 0.64, 0.5, 0.35])
def test_the_label_is_drawn(qtbot: QtBot, zoom: float) -> None:
    assert painted(zoom, "") == painted(zoom, "")
    assert painted(zoom, "Drawn illustration, not the photo") != painted(zoom, "")
