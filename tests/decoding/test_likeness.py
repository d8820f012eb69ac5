"""The difference hash: copies of a photo that were scaled, saved again or cut a little are near, others are not."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from evidenceboard.decoding.pool import Pool
from evidenceboard.finding.likeness import NEAR, is_telling
from tests.decoding.made_pictures import encoded

HERE = Path(__file__).parent / "photos"
TELLING_PHOTO = "Sony DigitalMavica.jpg"


def scene(seed: int) -> Image.Image:
    """A landscape of its own: a sky, hills, and things of all sizes."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (800, 600), tuple(dice.randrange(120, 255) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, size = dice.randrange(800), dice.randrange(600), dice.randrange(20, 260)
        colour = tuple(dice.randrange(256) for _ in range(3))
        (draw.ellipse if dice.random() < 0.5 else draw.rectangle)((x, y, x + size, y + size // 2), fill=colour)
    return picture


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def cut(share: float) -> Callable[[Image.Image], Image.Image]:
    def work(picture: Image.Image) -> Image.Image:
        across, down = int(share * picture.width), int(share * picture.height)
        return picture.crop((across, down, picture.width - across, picture.height - down))

    return work


COPIES: dict[str, Callable[[Image.Image], bytes]] = {
    "half the size": lambda picture: encoded(picture.resize((picture.width // 2, picture.height // 2))),
    "a third": lambda picture: encoded(picture.resize((picture.width // 3, picture.height // 3))),
    "quality 60": lambda picture: encoded(picture, quality=60),
    "half the size, quality 60": lambda picture: encoded(
        picture.resize((picture.width // 2, picture.height // 2)), quality=60
    ),
    "as PNG": lambda picture: encoded(picture, "PNG"),
    "cut by 2 % all round": lambda picture: encoded(cut(0.02)(picture)),
}


@pytest.mark.parametrize("how", COPIES)
def test_copies_are_near(pool: Pool, how: str) -> None:
    originals = [*map(scene, range(20)), Image.open(HERE / TELLING_PHOTO)]
    for original in originals:
        first = pool.seen(encoded(original, quality=95), 256).likeness
        assert is_telling(first)
        assert distance(first, pool.seen(COPIES[how](original), 256).likeness) <= NEAR


def test_others_are_not(pool: Pool) -> None:
    pictures = [*map(encoded, map(scene, range(40))), (HERE / TELLING_PHOTO).read_bytes()]
    hashes = [pool.seen(data, 256).likeness for data in pictures]
    assert min(distance(one, other) for one, other in combinations(hashes, 2)) > NEAR


def test_it_is_the_hash_of_the_upright_picture(pool: Pool) -> None:
    picture = scene(3)
    lying = ImageOps.exif_transpose(picture).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    upright, turned = encoded(picture, quality=95), encoded(lying, quality=95, exif=exif)
    assert distance(pool.seen(upright, 256).likeness, pool.seen(turned, 256).likeness) <= 2
    unturned = pool.seen(encoded(lying, quality=95), 256).likeness
    assert distance(pool.seen(upright, 256).likeness, unturned) > NEAR


def test_each_bit_says_whether_it_gets_brighter_to_the_right(pool: Pool) -> None:
    grey = np.random.default_rng(5).integers(0, 255, (8, 9), np.uint8)
    large = Image.fromarray(np.kron(grey, np.ones((20, 20), np.uint8)))
    bits = "".join("1" if row[at] < row[at + 1] else "0" for row in grey for at in range(8))
    assert pool.seen(encoded(large, "PNG"), 256).likeness == f"{int(bits, 2):016x}"


@pytest.mark.parametrize("colour", ["black", "white", (90, 120, 40)])
@pytest.mark.parametrize("quality", [30, 95])
def test_plain_pictures_tell_nothing(pool: Pool, colour: str, quality: int) -> None:
    assert not is_telling(pool.seen(encoded(Image.new("RGB", (300, 200), colour), quality=quality), 256).likeness)


def test_what_is_transparent_is_white(pool: Pool) -> None:
    picture = scene(8).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    shown = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    one, other = (pool.seen(encoded(each, "PNG"), 256).likeness for each in (picture, shown))
    assert distance(one, other) <= 2


def test_a_damaged_picture_has_what_its_camera_wrote_and_no_likeness(pool: Pool) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    data = encoded(scene(1), exif=exif)
    table = data.index(b"\xff\xc4") + 5
    seen = pool.seen(data[:table] + b"\xff" * 30 + data[table + 30 :], 256)
    assert seen.exif.camera == "Camera" and seen.pixels is None and seen.likeness == "" and seen.problem
