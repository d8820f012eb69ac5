"""Korean is drawn in letters of its own. Without a font for it every syllable would be the same box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QTextLayout
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.geometry import Geometry
from evidenceboard.store.installation import Installation
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.thumbnails import Thumbnails

ADVICE = "install a font with Hangul, such as fonts-noto-cjk"


def painted(title: str) -> QImage:
    """A card with this title, alone on the canvas."""
    geometry = Geometry()
    geometry.place("card:a", "reported", 10, 10, 264, 70)

    def faces(cards: Sequence[str]) -> list[CardFace]:
        return [CardFace(card, "reported", title=title) for card in cards]

    image = QImage(300, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    stage = Stage(geometry, Faces(faces), Thumbnails(lambda _photo: None), theme.THEMES["light"])
    draw_now(painter, stage, Lens(1.0, 1.0, 0, 0, Level.FULL), QRect(0, 0, 300, 100))
    painter.end()
    return image


def test_different_syllables_paint_different_pixels(qtbot: QtBot) -> None:
    assert painted("국가정보원") == painted("국가정보원")
    assert painted("국가정보원") != painted("북한무기론"), ADVICE


def test_every_word_of_the_sample_has_its_letters(qtbot: QtBot) -> None:
    document = Document.open(
        paths.resources() / "samples" / "founding-case.board", Installation(paths.folders()), "Reader", read_only=True
    )
    words = [
        str(text) for kind in ("card", "source") for _, values in document.records(kind) for text in values.values()
    ]
    document.close()
    korean = [text for text in words if any("가" <= sign <= "힣" for sign in text)]
    assert korean
    for text in korean:
        layout = QTextLayout(text, theme.interface_font(13, 400))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        assert all(0 not in run.glyphIndexes() for run in layout.glyphRuns()), ADVICE
