"""Photos are shown as they were meant, and nothing else is decoded."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from evidenceboard.decoding.pictures import Undecodable, decode


def picture(form: str, size: tuple[int, int] = (64, 32), **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_format_is_decoded_again_and_again(form: str) -> None:
    data = picture(form)
    for _ in range(50):
        image = decode(data, 32)
    assert (image.width(), image.height()) == (64, 32)


def test_a_photo_taken_upright_is_shown_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    image = decode(picture("JPEG", exif=exif), 32)
    assert image.height() > image.width()


def test_an_svg_is_never_decoded_whatever_it_is_called() -> None:
    with pytest.raises(Undecodable):
        decode(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 32)


@pytest.mark.parametrize("cut", [10, 30, 200])
def test_a_cut_photo_is_no_picture_and_no_crash(cut: int) -> None:
    data = picture("PNG", (640, 320))
    with pytest.raises(Undecodable):
        decode(data[: min(cut, len(data) - 20)], 32)
