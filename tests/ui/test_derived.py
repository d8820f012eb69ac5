"""What is cut away or blacked out of a photo is in no pixel of what is shown, at any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import Geometry
from evidenceboard.model.photo_view import PhotoView, Rect
from evidenceboard.ui.canvas.derived import derived
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.photo_views import write_view
from tests.ui.canvas_parts import PHOTO, face, pixels, settle

SECRET: Rect = (0.4, 0.4, 0.2, 0.2)
HIDDEN = PhotoView(blackouts=(SECRET,))
VIEWS = [
    HIDDEN,
    PhotoView(turn=90, blackouts=(SECRET,)),
    PhotoView((0.25, 0.3, 0.5, 0.45), 270, (SECRET,)),
    PhotoView((0.0, 0.0, 1.0, 0.39), 180),
    PhotoView((0.61, 0.0, 0.39, 1.0), 90),
]


def photo(form: str = "PNG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    """A blue photo with a bright red secret in its middle."""
    image = Image.new("RGB", size, (20, 40, 160))
    x, y, w, h = SECRET
    image.paste((255, 0, 0), (int(x * size[0]), int(y * size[1]), int((x + w) * size[0]), int((y + h) * size[1])))
    data = BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def reddest(image: QImage) -> int:
    """By how much red stands out in the reddest pixel; the light of the canvas has none of it."""
    found = pixels(image).astype(int)
    return int((found[:, :, 2] - found[:, :, :2].max(axis=2)).max())


def board_view(qtbot: QtBot, view: PhotoView, data: bytes) -> BoardView:
    geometry = Geometry()
    geometry.load([("p", "photo", 0, 0, 264, 320, 0), ("q", "claim", 500, 0, 264, 120, 0)], [])

    def faces(cards: Sequence[str]) -> list[CardFace]:
        kinds = {"p": "photo", "q": "claim"}
        return [face(card, kinds[card], photo=PHOTO, view=view, grade="") for card in cards]

    made = BoardView(geometry, faces, lambda _photo: data)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("zoom", [3.0, 1.0, 0.5, 0.25, 0.1])
def test_nothing_hidden_is_on_the_canvas(qtbot: QtBot, view: PhotoView, zoom: float) -> None:
    made = board_view(qtbot, view, photo("JPEG", quality=80))
    made.look_at(QPointF(132, 100), zoom)
    settle(qtbot, made)
    assert reddest(made.kept_picture()) < 30
    assert reddest(made.fresh_picture()) < 30
    made._retained.overview.forget()
    while made._retained.overview.advance(1.0):
        pass
    small = made.small_picture()
    assert small is not None and reddest(small) < 30


def test_the_test_would_see_it(qtbot: QtBot) -> None:
    """The same photo shown as it came is red, at every zoom."""
    made = board_view(qtbot, PhotoView(), photo("JPEG", quality=80))
    for zoom in (3.0, 1.0, 0.5, 0.25, 0.1):
        made.look_at(QPointF(132, 100), zoom)
        settle(qtbot, made)
        assert reddest(made.kept_picture()) > 90, zoom


def test_the_kept_overview_goes_with_the_old_view(qtbot: QtBot) -> None:
    made = board_view(qtbot, PhotoView(), photo())
    settle(qtbot, made)
    qtbot.waitUntil(lambda: made.small_picture() is not None and reddest(made.small_picture()) > 90, timeout=10_000)
    made.views_changed([])
    assert made.small_picture() is None


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("size", [16, 64, 65, 128, 300, 511])
def test_nothing_hidden_is_in_a_picture_of_any_size(view: PhotoView, size: int) -> None:
    image = QImage.fromData(photo()).scaled(
        size * 3 // 2, size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert reddest(derived(image, view)) < 60 if size < 64 else reddest(derived(image, view)) <= 0


def test_what_is_shown_is_the_part_that_was_chosen() -> None:
    image = QImage.fromData(photo())
    assert derived(image, PhotoView()) is image
    secret = derived(image, PhotoView(SECRET))
    assert (secret.width(), secret.height()) == (180, 120)
    assert (pixels(secret) == (0, 0, 255)).all()
    turned = derived(image, PhotoView((0.0, 0.0, 0.5, 0.5), 90))
    assert (turned.width(), turned.height()) == (300, 450)
    assert tuple(pixels(turned)[449, 0]) == (0, 0, 255)  # the lower right corner of the part is at the lower left now


def test_the_photo_itself_is_kept_undisturbed(qtbot: QtBot) -> None:
    kept: dict[tuple[str, int], bytes] = {}

    class Keeper:
        has = staticmethod(lambda photo, size: (photo, size) in kept)
        get = staticmethod(lambda photo, size: kept.get((photo, size)))
        put = staticmethod(lambda photo, size, data: kept.__setitem__((photo, size), data))

    thumbnails = Thumbnails(lambda _photo: photo())
    thumbnails.kept = Keeper()  # type: ignore[assignment]
    thumbnails.fitted(PHOTO, 200, 100, view=HIDDEN)
    thumbnails.wait()
    hidden = thumbnails.fitted(PHOTO, 200, 100, view=HIDDEN)
    whole = thumbnails.fitted(PHOTO, 200, 100)
    assert hidden is not None and whole is not None
    assert reddest(hidden.toImage()) <= 0 and reddest(whole.toImage()) > 200
    assert b"\xff\x00\x00" in next(iter(kept.values()))
    assert thumbnails.fitted(PHOTO, 200, 100, view=HIDDEN) is hidden  # made once


@pytest.fixture
def exif() -> Callable[[str], bytes]:
    def made(form: str) -> bytes:
        said = Image.Exif()
        said[0x0110] = "Secret camera"
        said[0x0112] = 6  # to be turned by 90 degrees to the right
        said.get_ifd(0x8825)[1] = "N"
        return photo(form, exif=said)

    return made


@pytest.mark.parametrize("form", ["png", "jpg"])
def test_a_saved_view_has_nothing_of_the_camera_and_nothing_hidden(
    tmp_path: Path, exif: Callable[[str], bytes], form: str
) -> None:
    data = exif("JPEG")
    out = tmp_path / f"view.{form}"
    write_view(data, PhotoView((0.1, 0.1, 0.8, 0.8), 90, ((0.38, 0.38, 0.24, 0.24),)), out, form)
    written = out.read_bytes()
    assert b"Secret camera" not in written and b"Exif" not in written and b"eXIf" not in written
    with Image.open(out) as picture:
        assert not picture.getexif() and picture.format == {"png": "PNG", "jpg": "JPEG"}[form]
        assert picture.size == (720, 480)  # 600 x 900 upright, cut to 480 x 720, turned
        found = np.asarray(picture.convert("RGB")).astype(int)
    assert (found[:, :, 0] - found[:, :, 1:].max(axis=2)).max() < 30
    assert data == exif("JPEG")
