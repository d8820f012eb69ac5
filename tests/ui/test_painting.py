"""What is painted of a sheet: batches, levels of detail, texts, faces and photos."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPen
from pytestqt.qtbot import QtBot

from evidenceboard.decoding.pictures import Undecodable, decode, sniff
from evidenceboard.model.geometry import KINDS, Box, Geometry
from evidenceboard.ui.canvas import batch, text
from evidenceboard.ui.canvas.anatomy import measure
from evidenceboard.ui.canvas.faces import KEPT, CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, Level, level_at
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.thumbnails import BROKEN, MISSING, Thumbnails
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import PHOTO, board, canvas, differing, face, photos, picture_bytes, pixels


def test_lines_from_an_array_are_those_drawn_one_by_one() -> None:
    lines = np.random.default_rng(1).uniform(0, 100, (40, 4))
    one, other = canvas(), canvas()
    for image, many in ((one, True), (other, False)):
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("black"), 1.5))
        if many:
            batch.draw_lines(painter, lines[:, ::-1][:, ::-1])
        else:
            for x1, y1, x2, y2 in lines:
                painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        painter.end()
    assert differing(one, other) == 0 and differing(one, canvas()) > 500


def test_rectangles_from_an_array_and_from_none() -> None:
    image = canvas()
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("black"))
    batch.draw_rects(painter, np.empty((0, 4)))
    batch.draw_rects(painter, np.array([[10.0, 10, 20, 5], [50, 50, 3, 3]]))
    painter.end()
    assert differing(image, canvas()) == 109


def test_clipping_keeps_what_is_inside_and_says_where_it_began() -> None:
    lines = np.array([[-10.0, 5, 30, 5], [2, 2, 4, 4], [-5, -5, -1, -1], [5, -10, 5, 50], [0, 20, 20, 20]])
    cut, shares = batch.clip(lines, 0, 0, 10, 10)
    assert cut.tolist() == [[0, 5, 10, 5], [2, 2, 4, 4], [5, 0, 5, 10]]
    assert shares.tolist() == [[0, 0.25, 0.5], [1, 0, 1], [3, pytest.approx(1 / 6), pytest.approx(1 / 3)]]


def test_dashes_run_on_over_the_pieces_of_a_path() -> None:
    whole = batch.dash(np.array([[0.0, 0, 100, 0]]), np.zeros(1), 7, 4.5)
    pieces = np.array([[0.0, 0, 30, 0], [30, 0, 71, 0], [71, 0, 100, 0]])
    cut = batch.dash(pieces, np.array([0.0, 30, 71]), 7, 4.5)
    assert whole[:2].tolist() == [[0, 0, 7, 0], [11.5, 0, 18.5, 0]]
    assert (cut[:, 2] - cut[:, 0]).sum() == pytest.approx((whole[:, 2] - whole[:, 0]).sum())


def test_levels_have_hysteresis() -> None:
    assert [level_at(zoom) for zoom in (0.1, 0.18, 0.3, 0.75, 4)] == [0, 1, 2, 3, 3]
    assert level_at(0.74, Level.FULL) == Level.FULL
    assert level_at(0.71, Level.FULL) == Level.TITLE
    assert level_at(0.76, Level.TITLE) == Level.TITLE
    assert level_at(0.79, Level.TITLE) == Level.FULL
    assert level_at(0.1, Level.FULL) == Level.FAR


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.5, 0.33, 0.25, 0.1])
def test_every_level_and_theme_paints_every_state(qtbot: QtBot, theme: str, zoom: float) -> None:
    geometry = board(28)
    states: list[dict] = [
        {},
        {"retracted": True},
        {"conflict": "2 values", "conflict_values": ("B3", "B4")},
        {"text": "x" * 3000},
        {"title": "", "grade": ""},
        {"photo": "00" * 32},
        {"colour": "#ff8800", "photo_label": "Drawn"},
    ]

    def shown(card: str) -> CardFace:
        kind = KINDS[int(geometry.kind[geometry.row[card]])]
        return face(card, kind, **({"photo": PHOTO} | states[int(card[1:]) // 7 % 7]))

    def faces(cards: Sequence[str]) -> list[CardFace]:
        return [shown(card) for card in cards]

    stage = Stage(geometry, Faces(faces), Thumbnails(photos), THEMES[theme])
    lens = Lens(zoom, 1.0, 0, 0, level_at(zoom))
    image = canvas(700, 400)
    for _ in range(2):
        painter = QPainter(image)
        draw_now(painter, stage, lens, image.rect())
        painter.end()
        stage.thumbnails.wait()
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 5


def test_a_map_of_many_cards_asks_for_few_faces(qtbot: QtBot) -> None:
    geometry = board(2000)
    asked: list[str] = []

    def faces(cards: Sequence[str]) -> list[CardFace]:
        asked.extend(cards)
        return [face(card, KINDS[int(geometry.kind[geometry.row[card]])]) for card in cards]

    stage = Stage(geometry, Faces(faces), Thumbnails(photos), THEMES["light"])
    image = canvas(800, 600)
    painter = QPainter(image)
    draw_now(painter, stage, Lens(0.02, 1.0, -100, -100, Level.FAR), image.rect())
    painter.end()
    assert len(asked) < 250


def test_korean_words_are_drawn() -> None:
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
        pytest.skip("no font with Korean letters is installed")
    drawn = []
    for words in ("국가정보원", "무기거래소"):
        image = canvas()
        painter = QPainter(image)
        painter.setPen(Qt.GlobalColor.black)
        text.block(words, text.Type(13, 600), 190).paint(painter, 5, 5, 17)
        painter.end()
        drawn.append(image)
    assert differing(drawn[0], drawn[1]) > 20


def test_texts_are_plain_broken_and_elided() -> None:
    type = text.Type(12)
    assert text.block("<b>no markup</b>", type, 500).lines[0].static.text() == "<b>no markup</b>"
    lines = text.block("one two three four five six seven eight nine ten", type, 90, 2).lines
    assert len(lines) == 2 and lines[1].static.text().endswith("…")
    assert all(line.width <= 91 for line in lines)
    assert len(text.block("first\nsecond", type, 300, 9).lines) == 2
    assert len(text.block("m" * 5000, type, 200, 400).lines) < 400
    assert text.block("", type, 100).lines == ()
    assert "\x07" not in text.block("a\x07b", type, 100).lines[0].static.text()


def test_right_to_left_text_ends_at_the_right() -> None:
    line = text.block("שלום", text.Type(12), 200).lines[0]
    assert line.left > 100


def test_measure_follows_the_words() -> None:
    short = measure(face("a", text=""), 264)
    assert short == 10 + 16 + 4 + 17 + 6 + 16 + 10
    assert measure(face("a", text="word " * 60), 264) > short + 3 * 16
    assert measure(face("a", "photo", text=""), 264) == short + 96
    assert measure(face("a", "gap", text="", grade="", footer_left=""), 264) == 10 + 16 + 4 + 17 + 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("zoom", [1.0, 0.8, 0.5])
def test_words_never_leave_their_card(qtbot: QtBot, kind: str, zoom: float) -> None:
    geometry = Geometry()
    geometry.load([("a", kind, 0, 0, 168, 60, 0)], [])
    long = face(
        "a", kind, title="word " * 80, text="more " * 80, footer_left="source " * 30, grade="B3", key="LONGKEY" * 9
    )
    theme = THEMES["contrast"]  # no shadow: whatever is outside the card is canvas
    stage = Stage(geometry, Faces(lambda cards: [long for _ in cards]), Thumbnails(photos), theme)
    lens = Lens(zoom, 1.0, -40, -40, level_at(zoom))
    image = canvas(400, 300)
    painter = QPainter(image)
    draw_now(painter, stage, lens, image.rect())
    painter.end()
    ground = canvas(400, 300)
    painter = QPainter(ground)
    draw_now(painter, Stage(Geometry(), stage.faces, stage.thumbnails, theme), lens, ground.rect())
    painter.end()
    changed = np.argwhere((pixels(image) != pixels(ground)).any(axis=2))
    x, y, width, height = lens.pixels(Box(0, 0, 168, 60))
    assert changed[:, 1].min() >= x and changed[:, 1].max() < x + width
    assert changed[:, 0].min() >= y and changed[:, 0].max() < y + height


def test_faces_are_kept_until_forgotten() -> None:
    asked: list[list[str]] = []

    def give(cards: Sequence[str]) -> list[CardFace]:
        asked.append(list(cards))
        return [face(card) for card in cards]

    faces = Faces(give)
    assert [each.id for each in faces.of(["a", "b"])] == ["a", "b"]
    faces.of(["b", "c"])
    faces.forget(["a"])
    faces.of(["a", "b"])
    assert asked == [["a", "b"], ["c"], ["a"]]
    faces.of([f"x{n}" for n in range(KEPT + 10)])
    asked.clear()
    faces.of(["b"])
    assert asked == [["b"]]


def test_the_type_of_a_picture_is_sniffed() -> None:
    assert sniff(picture_bytes("PNG")) == "png"
    assert sniff(picture_bytes("JPG")) == "jpeg"
    assert sniff(picture_bytes("BMP")) == "bmp"
    assert sniff(b"RIFF\0\0\0\0WEBPVP8 ") == "webp"
    assert sniff(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    assert sniff(b"") is None


def test_pictures_are_decoded_small_and_svg_never(tmp_path: object) -> None:
    image = decode(picture_bytes("JPG", 2000, 1000), 128)
    assert image is not None and (image.width(), image.height()) == (256, 128)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    for bad in (svg, picture_bytes("PNG")[:60], b"\x89PNG\r\n\x1a\n" + b"<svg/>"):
        with pytest.raises(Undecodable):
            decode(bad, 128)


def test_photos_come_later_and_problems_are_named(qtbot: QtBot) -> None:
    thumbnails = Thumbnails(lambda photo: {"good": picture_bytes(), "bad": b"no picture"}.get(photo))
    assert thumbnails.fitted("good", 100, 50) is None
    with qtbot.waitSignal(thumbnails.ready, timeout=5000):
        thumbnails.fitted("bad", 100, 50)
        thumbnails.fitted("gone", 100, 50)
    thumbnails.wait()
    shown = thumbnails.fitted("good", 100, 50)
    assert shown is not None and (shown.width(), shown.height()) == (100, 50)
    assert thumbnails.problem("bad") == BROKEN
    assert thumbnails.problem("gone") == thumbnails.problem(None) == MISSING
    assert thumbnails.problem("good") == ""
