"""The canvas: what is painted, what is kept, and how the view answers hands."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.decoding.pictures import Undecodable, decode, sniff
from evidenceboard.model.geometry import KINDS, Box, Geometry
from evidenceboard.ui.canvas import batch, lifted, text
from evidenceboard.ui.canvas.anatomy import measure
from evidenceboard.ui.canvas.faces import KEPT, CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, Level, level_at
from evidenceboard.ui.canvas.painting import Stage, draw_now, find_paths
from evidenceboard.ui.canvas.thumbnails import BROKEN, MISSING, Thumbnails
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.theme import THEMES

PHOTO = "ab" * 32


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Fonts and pictures need it, even without a widget."""


def picture_bytes(form: str = "PNG", width: int = 300, height: int = 200) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#3377aa"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)
    return bytes(data.data())


def face(card: str, kind: str = "reported", **words: object) -> CardFace:
    values: dict = {"key": card.upper(), "title": f"Title of {card}", "text": "Some words about it", "grade": "B3",
                    "footer_left": "NIS · 국가정보원 · 8 Jan 2024", "header_word": "Claim"}  # fmt: skip
    return CardFace(id=card, kind=kind, **(values | words))


def board(count: int = 60, seed: int = 3) -> Geometry:
    dice = random.Random(seed)
    cards = [(f"c{n}", KINDS[n % len(KINDS)], n % 10 * 330.0, n // 10 * 230.0, 264.0, 90.0 + n % 5 * 24, 0)
             for n in range(count)]  # fmt: skip
    edges = []
    for n in range(2 * count):
        tail, head = dice.sample(range(count), 2) if n % 12 == 0 else (n % count, (n + 1 + n % 3) % count)
        edges.append((f"e{n}", f"c{tail}", f"c{head}", n % 3 == 0, n % 5 == 0))
    edges.append(("u", "c5", "e7", True, False))
    geometry = Geometry()
    geometry.load(cards, edges)
    return geometry


def provider(geometry: Geometry) -> object:
    def faces(cards: Sequence[str]) -> list[CardFace]:
        return [face(card, KINDS[int(geometry.kind[geometry.row[card]])], photo=PHOTO) for card in cards]

    return faces


def photos(photo: str) -> bytes | None:
    return picture_bytes() if photo == PHOTO else None


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = board()
    made = BoardView(geometry, provider(geometry), photos)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.look_at(QPointF(1500, 600), 1.0)
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, view: BoardView) -> None:
    """Wait until the picture is complete, photos included."""
    qtbot.waitUntil(lambda: view.is_settled() and not view._rest.isActive(), timeout=10_000)


def differing(one: QImage, other: QImage) -> int:
    assert one.size() == other.size()
    return int((pixels(one) != pixels(other)).any(axis=2).sum())


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3].copy()


def canvas(width: int = 200, height: int = 100) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


# --- batches ---------------------------------------------------------------------------------------------------


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


# --- levels of detail ------------------------------------------------------------------------------------------


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


# --- text ------------------------------------------------------------------------------------------------------


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


# --- faces and photos ------------------------------------------------------------------------------------------


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


# --- the kept picture ------------------------------------------------------------------------------------------


def test_a_pan_moves_the_picture(qtbot: QtBot, view: BoardView) -> None:
    before = pixels(view.kept_picture())
    view.pan_by(37, -23)
    view.repaint()
    after = pixels(view.kept_picture())
    inner = np.s_[100:400, 200:700]
    moved = np.roll(np.roll(before, 37, axis=1), -23, axis=0)
    assert (after[inner] == moved[inner]).all()
    assert (after[inner] != before[inner]).any()


@pytest.mark.parametrize("start", [1.0, 0.5, 0.25, 0.1])
def test_after_rest_the_picture_is_what_a_fresh_redraw_gives(qtbot: QtBot, view: BoardView, start: float) -> None:
    dice = random.Random(start)
    view.look_at(QPointF(1500, 600), start)
    for step in range(50):
        match dice.randrange(4):
            case 0 | 1:
                view.pan_by(dice.randrange(-200, 200), dice.randrange(-120, 120))
            case 2:
                view.zoom_at(QPointF(dice.randrange(900), dice.randrange(600)), dice.choice((0.9, 1.1, 1.03)))
            case _:
                card = view.geometry.cards[dice.randrange(60)]
                view.lift([card])
                view.lift_offset = QPointF(dice.randrange(-90, 90), 40)
                view.repaint()
                view.drop_lift()
                box = view.geometry.box_of(view.geometry.row[card])
                view.geometry.place(card, "claim", box.left + 10, box.top, 264, 100)
                view.cards_changed([card])
        if step % 3 == 0:
            QApplication.processEvents()
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_lifted_cards_are_not_in_the_picture(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.card_at(1500, 600) or view.geometry.cards[24]
    whole = view.kept_picture()
    view.lift([card])
    settle(qtbot, view)
    assert differing(whole, view.kept_picture()) > 1000
    view.lift_offset = QPointF(60, 40)
    view.repaint()
    view.drop_lift()
    settle(qtbot, view)
    assert differing(whole, view.kept_picture()) == 0


def test_a_change_is_told_once(qtbot: QtBot, view: BoardView) -> None:
    told: list[None] = []
    view.content_changed.connect(lambda: told.append(None))
    view.cards_changed([view.geometry.cards[0]])
    assert len(told) == 1


def test_many_cards_can_be_lifted(qtbot: QtBot, view: BoardView) -> None:
    view.look_at(QPointF(1500, 600), 0.3)
    view.lift(view.geometry.cards)
    view.lift_offset = QPointF(300, 0)
    before = view.grab().toImage()
    view.lift_offset = QPointF(400, 0)
    assert differing(before, view.grab().toImage()) > 500
    view.drop_lift()
    settle(qtbot, view)


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2, 0.1])
def test_many_cards_in_the_hand_look_as_few_do(
    qtbot: QtBot, view: BoardView, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    """The edges between them are painted once with them; those that lead out of the hand follow in every frame."""
    view.look_at(QPointF(1500, 600), zoom)
    cards = view.geometry.cards[5:45]
    pictures = []
    for few in (lifted.FEW, 10_000):
        monkeypatch.setattr(lifted, "FEW", few)
        view.lift(cards)
        settle(qtbot, view)
        for step in (40, 80):
            view.lift_offset = QPointF(step, step) / zoom
            pictures.append(view.grab().toImage())
        view.drop_lift()
        settle(qtbot, view)
    for once, anew in zip(pictures[:2], pictures[2:], strict=True):
        assert strikingly_differing(once, anew) < 0.004 * once.width() * once.height()
    assert differing(pictures[0], pictures[1]) > 1000


def strikingly_differing(one: QImage, other: QImage) -> int:
    """Pixels that an eye would tell apart: not the rims that were blended in another order."""
    a, b = (
        np.frombuffer(each.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).astype(int)
        for each in (one, other)
    )
    return int((np.abs(a - b).reshape(-1, 4).max(axis=1) > 60).sum())


def test_a_changed_card_looks_changed(qtbot: QtBot) -> None:
    geometry = board(4)
    words = ["before"]
    view = BoardView(geometry, lambda cards: [face(card, title=words[0]) for card in cards], photos)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    settle(qtbot, view)
    before = view.kept_picture()
    words[0] = "after it was changed"
    view.cards_changed(["c0"])
    settle(qtbot, view)
    assert differing(before, view.kept_picture()) > 20
    geometry.drop("c1")
    view.cards_changed(["c1"])
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_nothing_of_a_sheet_is_left_when_another_is_shown(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.cards[24]
    view.look_at(QPointF(1500, 600), 0.6)
    view.set_selection([card])
    settle(qtbot, view)
    qtbot.waitUntil(lambda: view._retained.overview._made is not None)
    other = Geometry()
    other.load([(card, "claim", 1500, 600, 264, 100, 0), ("c25", "claim", 1900, 600, 264, 100, 0)], [])
    other.version = view.geometry.version
    view.set_geometry(other)
    assert not view._joined.edges(other, frozenset((card,)))
    view.zoom_at(QPointF(450, 300), 0.5)
    margin = view.grab(QRect(0, 0, 900, 140)).toImage()  # above the scaled picture: what the small one fills in
    assert len(np.unique(pixels(margin).reshape(-1, 3), axis=0)) == 1
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_cards_glide_from_where_they_were(qtbot: QtBot, view: BoardView) -> None:
    card = view.geometry.card_at(1500, 600) or view.geometry.cards[24]
    view.look_at(QPointF(1500, 600), 1.0)
    settle(qtbot, view)
    before, x, y = view.grab().toImage(), *view.geometry.box_of(view.geometry.row[card])[:2]
    view.geometry.place(card, "claim", x + 200, y + 90, 264, 100)
    view.cards_changed([card])
    view.glide({card: (x, y)})
    settle(qtbot, view)
    there = view.kept_picture()
    assert view._lifted is None, "where nothing may move they arrive at once"
    view.motion = True
    view.glide({card: (x, y)})
    settle(qtbot, view)
    assert view._lifted is not None and differing(there, view.kept_picture()) > 500
    held = view.grab().toImage()
    assert differing(before, held) > 0 and differing(there, held) > 500
    qtbot.waitUntil(lambda: view._lifted is None)
    settle(qtbot, view)
    assert differing(there, view.kept_picture()) == 0
    view.glide(dict.fromkeys(map(str, range(500)), (0.0, 0.0)))
    assert view._lifted is None, "very many cards arrive at once"


def test_resizing_and_hiding_do_no_harm(qtbot: QtBot, view: BoardView) -> None:
    view.resize(1100, 500)
    view.resize(500, 700)
    settle(qtbot, view)
    assert view.kept_picture().size().toTuple() == (500, 700)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    view.hide()
    view.show()
    view.geometry_changed()
    settle(qtbot, view)


# --- camera and hands ------------------------------------------------------------------------------------------


def test_an_empty_sheet_is_shown(qtbot: QtBot) -> None:
    view = BoardView(Geometry(), lambda cards: [], photos)
    qtbot.addWidget(view)
    view.show()
    view.fit()
    assert view.zoom == 1.0
    view.zoom_at(QPointF(10, 10), 1e-9)
    assert view.zoom == 0.02
    view.zoom_at(QPointF(10, 10), 1e9)
    assert view.zoom == 4.0


def test_camera_maps_there_and_back(view: BoardView) -> None:
    for at in (QPointF(0, 0), QPointF(333, 222)):
        back = view.map_to_view(view.map_to_scene(at))
        assert (back - at).manhattanLength() < 1e-6
    place = view.map_to_scene(QPointF(300, 200))
    view.zoom_at(QPointF(300, 200), 0.5)
    assert (view.map_to_scene(QPointF(300, 200)) - place).manhattanLength() < 2.1
    view.fit()
    box = view.geometry.bounds()
    assert box is not None
    seen = QRectF(0, 0, view.width(), view.height())
    assert seen.contains(view.map_to_view(QPointF(box.left, box.top)))
    assert seen.contains(view.map_to_view(QPointF(box.right, box.bottom)))
    view.fly_to(Box(0, 0, 100, 100))
    assert (view.centre - QPointF(50, 50)).manhattanLength() < 2


def test_a_sheet_of_any_size_can_be_seen_whole(qtbot: QtBot) -> None:
    geometry = Geometry()
    geometry.load([(f"c{n}", "claim", n * 90_000.0, 0.0, 264.0, 90.0, 0) for n in range(3)], [])
    view = BoardView(geometry, lambda cards: [face(card) for card in cards], photos)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    settle(qtbot, view)
    ends = [view.map_to_view(QPointF(x, 0)).x() for x in (0, 180_264)]
    assert 0 <= ends[0] < ends[1] <= 900
    view.zoom_at(QPointF(10, 10), 1e-9)
    assert view.zoom > 0.003


def test_a_link_longer_than_a_screen_is_faint_unless_it_is_looked_at(qtbot: QtBot) -> None:
    def darkest(view: BoardView) -> int:
        x, y = view.map_to_view(QPointF(1500, 45)).toTuple()
        return int(pixels(view.grab(QRect(int(x) - 3, int(y) - 12, 6, 24)).toImage()).sum(axis=2).min())

    shades = []
    for far in (2_000.0, 6_000.0):
        geometry = Geometry()
        places = [("a", "claim", 0.0, 0.0, 264.0, 90.0, 0), ("b", "claim", far, 0.0, 264.0, 90.0, 0)]
        geometry.load(places, [("e", "a", "b", False, True)])
        view = BoardView(geometry, lambda cards: [face(card) for card in cards], photos)
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show()
        view.look_at(QPointF(1_500, 45), 1.0)
        settle(qtbot, view)
        shades.append(darkest(view))
        view.set_selection(["a"])
        settle(qtbot, view)
        shades.append(darkest(view))
    near, _, faint, chosen = shades
    assert faint > near + 100 and chosen < faint - 100


def test_selection_tells_once(qtbot: QtBot, view: BoardView) -> None:
    told: list[frozenset[str]] = []
    view.selection_changed.connect(lambda: told.append(view.selection))
    view.set_selection(["c1", "e1"])
    view.set_selection(["e1", "c1"])
    view.geometry.drop("c1")
    view.cards_changed(["c1"])
    assert told[0] == {"c1", "e1"}
    assert all("c1" not in records for records in told[1:])


def test_marks_are_drawn_over_the_picture(qtbot: QtBot, view: BoardView) -> None:
    card = "c24"
    box = view.geometry.box_of(view.geometry.row[card])
    view.look_at(QPointF(box.left, box.top), 1.0)
    settle(qtbot, view)
    plain, kept = view.grab().toImage(), view.kept_picture()
    edge = next(edge for row, edge in enumerate(view.geometry.edges)
                if view.rect().contains(view.map_to_view(QPointF(*view.geometry.roundel(row))).toPoint()))  # fmt: skip
    marks: list[Callable[[], None]] = [
        lambda: view.set_selection([card]),
        lambda: view.set_hits([card], card),
        lambda: view.set_lit([card]),
        lambda: view.set_target(card),
        lambda: view.set_target(edge),
    ]
    for mark in marks:
        mark()
        assert differing(plain, view.grab().toImage()) > 50
        view.set_selection([])
        view.set_hits(None)
        view.set_lit(None)
        view.set_target(None)
    assert differing(kept, view.kept_picture()) == 0


def test_wheel_pans_and_zooms(qtbot: QtBot, view: BoardView) -> None:
    centre, zoom = view.centre, view.zoom

    def wheel(by: int, modifiers: Qt.KeyboardModifier) -> None:
        at = QPointF(200, 200)
        event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifiers,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, event)

    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert view.centre.y() > centre.y() and view.zoom == zoom
    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > zoom


def test_space_and_middle_drag_pan(qtbot: QtBot, view: BoardView) -> None:
    centre = view.centre
    qtbot.mousePress(view, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    qtbot.mouseMove(view, QPoint(350, 320))
    qtbot.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=QPoint(350, 320))
    assert view.centre.x() < centre.x()


def test_the_pointer_hovers_cards_and_roundels(qtbot: QtBot, view: BoardView) -> None:
    row = view.geometry.row["c24"]
    box = view.geometry.box_of(row)
    view.look_at(QPointF(box.left + 100, box.top + 50), 1.0)
    qtbot.mouseMove(view, view.map_to_view(QPointF(box.left + 60, box.top + 40)).toPoint())
    assert view.hovered == "c24"
    dots = view.dots_of("c24")
    assert len(dots) == 4 and dots[0].y() < dots[2].y() and dots[3].x() < dots[1].x()
    x, y = view.geometry.roundel(view.geometry.edge_row["e24"])
    view.look_at(QPointF(x, y), 1.0)
    settle(qtbot, view)
    x, y = view.geometry.roundel(view.geometry.edge_row["e24"])
    qtbot.mouseMove(view, view.map_to_view(QPointF(x, y)).toPoint())
    assert view.hovered is not None and view.hovered.startswith("e")


def test_events_go_to_the_tool(qtbot: QtBot, view: BoardView) -> None:
    class Hand:
        got: list[str] = []

        def __getattr__(self, name: str) -> object:
            return lambda event: self.got.append(name) or True

    view.tool = Hand()  # type: ignore[assignment]
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_A)
    got = [name for name in Hand.got if name != "move"]
    assert got == ["press", "release", "double_click", "key", "key_up", "key", "key_up"]


def test_frames_are_counted_and_overlays_painted(qtbot: QtBot, view: BoardView) -> None:
    frames, drawn = [], []
    view.painted.connect(lambda: frames.append(1))
    view.overlays.append(lambda painter, shown: drawn.append(shown.zoom))
    view.repaint()
    assert len(frames) == 1 and drawn == [1.0]


def test_the_theme_can_change(qtbot: QtBot, view: BoardView) -> None:
    light = view.kept_picture()
    view.set_theme(THEMES["dark"])
    settle(qtbot, view)
    assert differing(light, view.kept_picture()) > 900 * 600 * 0.8


def test_first_frame_shows_everything(qtbot: QtBot) -> None:
    geometry = board()
    view = BoardView(geometry, provider(geometry), photos)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.repaint()
    image = view.grab(QRect(0, 0, 900, 600)).toImage()
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 20


def test_a_strip_waits_for_no_way_around_cards() -> None:
    geometry = Geometry()
    cards = [("a", 0.0, 0.0), ("wall", 400.0, -30.0), ("b", 800.0, 0.0), ("c", 0.0, 300.0), ("d", 800.0, 300.0)]
    geometry.load(
        [(card, "claim", x, y, 264.0, 120.0, 0) for card, x, y in cards],
        [("blocked", "a", "b", False, False), ("free", "c", "d", False, False)],
    )
    box = Box(0, 0, 1100, 500)
    assert len(list(find_paths(geometry, box, 5))) == 2  # the direct ways at once, and the first look for one around
    geometry.place("wall", "claim", 400.0, -20.0, 264.0, 120.0)
    assert len(list(find_paths(geometry, box, 1))) == 1
    assert list(find_paths(geometry, box, 1)) == []  # nothing is looked at twice while the paper moves
    assert set(geometry.paths) >= {"free"} and not geometry.lines()["shaped"][geometry.edge_row["blocked"]]
    list(find_paths(geometry, box))
    assert geometry.lines()["routed"].all()
