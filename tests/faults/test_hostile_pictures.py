"""Rows 82 to 90: pictures made to use up memory or time, to be run, or to be taken for something else."""

from __future__ import annotations

import os
import signal
import struct
import threading
import zlib
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QColorSpace, QImage

from evidenceboard.decoding.pool import BadPicture, Pool
from evidenceboard.decoding.wire import Pixels
from evidenceboard.document import Document
from evidenceboard.exchange.captures import SEALED, capture_action, read_captures
from evidenceboard.exchange.folders import look_through
from evidenceboard.exchange.photos import BadPhoto, read_photo
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.pictures import capture_ending, dimensions, ending, looks_like
from evidenceboard.store.installation import Installation
from evidenceboard.ui.canvas.thumbnails import image_of
from tests.decoding.made_pictures import encoded, grain
from tests.faults import fuzz
from tests.faults.conftest import Tried

MOST = 300 * 1024 * 1024  # bytes that a process may hold for one bad picture
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc")


def png(width: int, height: int, depth: int, kind: int, body: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def shown(pixels: Pixels) -> np.ndarray:
    """Rows of red, green and blue."""
    image = image_of(pixels).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)


def held(pool: Pool) -> int:
    """The most that the process has held so far, in bytes."""
    (pid,) = pool.processes()
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def packed(count: int) -> bytes:
    """So many bytes of zero, deflated piece by piece."""
    work = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join(work.compress(piece) for _ in range(count >> 20)) + work.flush()


@linux
@pytest.mark.parametrize("side", [50_000, 60_000])
def test_row_82_a_png_of_billions_of_pixels(side: int, pool: Pool) -> None:
    data = png(side, side, 1, 0, packed(16 << 20)) if side == 50_000 else png(side, side, 8, 6, packed(1 << 20))
    with pytest.raises(BadPicture):
        pool.scaled(data, 256)
    assert held(pool) < MOST


def tiff(width: int, height: int, pages: int = 1) -> bytes:
    """A TIFF with directories alone: no pixel of it is there."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8))
    for page in range(pages):
        entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
        entries += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, width * height)]
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *each) for each in entries)
        out += struct.pack("<I", len(out) + 4 if page + 1 < pages else 0)
    return bytes(out)


BOMBS = {
    "tiff": tiff(30_000, 30_000),
    "jpeg header": encoded(grain(size=(60, 40)), "JPEG").replace(
        struct.pack(">HH", 40, 60), struct.pack(">HH", 65_000, 65_000), 1
    ),
    "cut jpeg": encoded(grain(size=(900, 900)), "JPEG")[:900],
    "bmp": b"BM" + struct.pack("<IHHIIiiHH", 54, 0, 0, 54, 40, 60_000, 60_000, 1, 32) + bytes(24),
    "gif": b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80" + bytes(8) + b"," + bytes(4) + b"\xff" * 5,
    "webp": b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0",
}


@linux
@pytest.mark.parametrize("name", BOMBS)
def test_row_83_bombs_and_cut_pictures_of_every_kind(name: str, pool: Pool) -> None:
    try:
        picture = pool.scaled(BOMBS[name], 128)
    except BadPicture as problem:
        assert problem.title.startswith("it ")
    else:
        assert name == "cut jpeg" and picture  # what is there of it is shown
    assert held(pool) < MOST


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_row_84_of_an_animation_the_first_frame(form: str, pool: Pool) -> None:
    colours = [(255, 0, 0), *[(0, 0, number % 255) for number in range(299)]]
    frames = [Image.new("RGB", (64, 64), colour) for colour in colours]
    data = encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=20)
    pixels = pool.scaled(data, 64)
    assert shown(pixels)[32, 32].tolist() == pytest.approx([255, 0, 0], abs=6)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/hostname' width='9' height='9'/></svg>"


@pytest.mark.parametrize("name", ["drawing.svg", "photo.jpg", "photo.png"])
@pytest.mark.parametrize("data", [SVG, b"<?xml version='1.0'?>" + SVG, b"\xef\xbb\xbf\n" + SVG])
def test_row_85_svg_is_never_decoded_whatever_it_is_called(
    name: str, data: bytes, pool: Pool, tmp_path: Path, installation: Installation
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    contents = look_through([path])
    assert contents.captures == [path]
    assert not contents.photos
    found = read_captures(contents.captures)
    assert [each.reason for each in found.troubled] == [f"On the board, but {SEALED}"]
    with closing(Document.new(installation, "Tester")) as board:
        board.commit(capture_action(FIRST_SHEET, found.drafts, (0, 0), ()), [each.photo for each in found.drafts])
        (card,) = (values for _, values in board.records("card"))
        assert (card["kind"], card.get("photo"), card["file_name"]) == ("statement", None, name)
        assert board.photo(str(card["capture"])) == data
    with pytest.raises(BadPhoto, match="SVG"):
        read_photo(path)
    with pytest.raises(BadPicture):
        pool.scaled(data, 64)


def test_row_85_a_page_that_shows_a_drawing_is_none() -> None:
    assert capture_ending(b"<!DOCTYPE html><html><body>" + SVG) is None
    assert capture_ending(b"<!-- made by hand -->" + SVG) == "svg"


def test_row_86_of_ten_thousand_pages_the_first(pool: Pool) -> None:
    pages = [Image.new("L", (40, 40), 200), *[Image.new("L", (40, 40), 0) for _ in range(30)]]
    pixels = pool.scaled(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]), 40)
    assert shown(pixels)[20, 20, 0] == pytest.approx(200, abs=3)
    many = pool.scaled(tiff(100, 100, pages=10_000), 40)  # a process that takes longer than ten seconds is ended
    assert (many.width, many.height) == (40, 40)


def test_row_87_bombs_in_texts_and_broken_profiles_are_passed_over(pool: Pool) -> None:
    texts = PngInfo()
    texts.add_text("note", "\0" * 900_000, zip=True)
    bomb = packed(200 << 20)
    body = zlib.compress(b"".join(b"\0" + bytes([120, 130, 140] * 40) for _ in range(40)))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pictures = {
        "zTXt": png(40, 40, 8, 2, body, (b"zTXt", b"note\0\0" + bomb)),
        "iCCP": png(40, 40, 8, 2, body, (b"iCCP", b"icc\0\0" + bomb)),
        "text": encoded(grain(size=(60, 40)), "PNG", pnginfo=texts),
        "broken profile": encoded(grain(size=(60, 40)), "JPEG", icc_profile=profile[:100] + b"\xff" * 300),
        "no profile": encoded(grain(size=(60, 40)), "JPEG", icc_profile=b"not a profile"),
    }
    for data in pictures.values():
        pool.described(data)
        assert pool.scaled(data, 40).data


def turned(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


@pytest.mark.parametrize("number", range(1, 9))
def test_row_88_photos_are_shown_upright(number: int, pool: Pool) -> None:
    """All eight ways: where the red corner comes to lie, and which side is longer."""
    picture = Image.new("RGB", (80, 40), (0, 0, 0))
    picture.paste((255, 0, 0), (0, 0, 40, 20))
    pixels = pool.scaled(encoded(picture, "JPEG", exif=turned(number), quality=95), 40)
    width, height = pixels.width, pixels.height
    assert (width > height) == (number < 5)
    rows = shown(pixels)
    corners = {(y, x): int(rows[y, x, 0]) for y in (4, height - 5) for x in (4, width - 5)}
    red = max(corners, key=lambda corner: corners[corner])
    low, right = red[0] > height / 2, red[1] > width / 2
    wanted = {1: (0, 0), 2: (0, 1), 3: (1, 1), 4: (1, 0), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}[number]
    assert (int(low), int(right)) == wanted


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "I;16", "LA", "RGBA"])
def test_row_88_other_depths_and_colours(mode: str, pool: Pool) -> None:
    picture = Image.new("I;16", (40, 40), 40_000) if mode == "I;16" else grain(size=(60, 40)).convert(mode)
    assert pool.scaled(encoded(picture, "TIFF" if mode == "CMYK" else "PNG"), 40).data


def test_row_88_colours_are_those_of_the_picture(pool: Pool) -> None:
    """Each way of writing the same colour is shown as that colour, and the bytes that are kept are the original's."""
    colour = (180, 90, 40)
    flat = Image.new("RGB", (40, 40), colour)
    deep = Image.new("I;16", (40, 40), 180 * 257)
    ways = {
        "RGB": (encoded(flat, "PNG"), colour, 1),
        "CMYK": (encoded(flat.convert("CMYK"), "TIFF"), colour, 4),
        "RGBA": (encoded(flat.convert("RGBA"), "PNG"), colour, 1),
        "palette": (encoded(flat.convert("P", palette=Image.Palette.ADAPTIVE), "PNG"), colour, 3),
        "grey": (encoded(flat.convert("L"), "PNG"), (flat.convert("L").getpixel((0, 0)),) * 3, 1),
        "16 bits": (encoded(deep, "PNG"), (180,) * 3, 2),
    }
    for name, (data, wanted, off) in ways.items():
        assert shown(pool.scaled(data, 40))[20, 20].tolist() == pytest.approx(list(wanted), abs=off), name


def test_row_88_a_wide_gamut_is_brought_to_the_screen(pool: Pool) -> None:
    """Full red of a wider space is redder than a screen can show: it is shown as full red, not as a duller one."""
    space = QColorSpace(QColorSpace.NamedColorSpace.DisplayP3)
    wide = QImage(40, 40, QImage.Format.Format_RGB32)
    wide.fill(QColor(200, 60, 60))
    wide.setColorSpace(space)
    store = QBuffer()
    store.open(QBuffer.OpenModeFlag.WriteOnly)
    assert wide.save(store, "PNG")
    right = QColor(wide.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb)).pixel(20, 20))
    assert right.red() > 205, "the same numbers mean another colour there"
    found = shown(pool.scaled(bytes(store.data().data()), 40))[20, 20].tolist()
    assert found == pytest.approx([right.red(), right.green(), right.blue()], abs=3)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_row_89_a_decoder_that_dies_is_asked_once_more(pool: Pool) -> None:
    good = encoded(grain(size=(60, 40)), "PNG")
    pool.scaled(good, 40)
    (pid,) = pool.processes()
    threading.Timer(0.0, os.kill, (pid, signal.SIGKILL)).start()
    for _ in range(20):
        assert pool.scaled(good, 40).data
    assert pool.processes() and pool.processes() != [pid]


FOREIGN = {
    "program": b"MZ" + bytes(200),
    "elf": b"\x7fELF" + bytes(200),
    "script": b"#!/bin/sh\ntouch /tmp/run\n",
    "zip": b"PK\x03\x04" + bytes(200),
    "page": b"<html><script>alert(1)</script></html>",
    "pdf": b"%PDF-1.7" + bytes(90),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_row_90_the_first_bytes_count_not_the_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(FOREIGN[name])
    with pytest.raises(BadPhoto):
        read_photo(path)
    assert ending(FOREIGN[name]) is None and looks_like(FOREIGN[name])


def test_row_90_a_picture_with_a_program_behind_it_stays_a_picture(pool: Pool, tmp_path: Path) -> None:
    data = encoded(grain(size=(60, 40)), "JPEG") + b"PK\x03\x04" + FOREIGN["elf"]
    path = tmp_path / "setup.exe"
    path.write_bytes(data)
    draft = read_photo(path)
    assert draft.photo.data == data and draft.photo.name.endswith(".jpg")
    assert pool.scaled(data, 40).data


def test_row_83_thousands_of_mutated_pictures(pool: Pool, tried: Tried) -> None:
    """Headers are read here, so these must never fail; each twentieth goes through the decoding process, too."""
    whole = [encoded(grain(size=(60, 40)), form) for form in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")]
    count, shown = fuzz.cases(3_400) // 4, 0
    for number in range(count):
        with fuzz.named(number):
            dice = Random(f"picture {number}")
            data = bytearray(dice.choice(whole))
            for mutation in dice.choices((fuzz.flip_bits, fuzz.set_bytes, fuzz.cut), k=dice.choice((1, 2))):
                if len(data) > 1:
                    mutation(data, dice)
            size = dimensions(bytes(data))
            assert size is None or min(size) > 0
            if number % 20 == 0:
                try:
                    pool.described(bytes(data))
                    pool.scaled(bytes(data), 32)
                    shown += 1
                except BadPicture:
                    continue
    tried(count, decoded=count // 20, shown=shown)
    assert pool.processes()
