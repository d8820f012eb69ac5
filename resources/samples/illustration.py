"""Draws the illustration of the founding case: part of a rocket warhead with two Korean letters in a ring.

It stands for a released photo that is not shown here, and claims nothing beyond that: the shapes are plain, and
the letters read 글자, "letters". The strokes of the letters are drawn as lines, so that no font is needed.

    python resources/samples/illustration.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FILE = Path(__file__).with_name("illustration.png")
SIZE = (960, 540)
FINE = 4  # drawn this many times larger, then scaled down: smooth borders

SKY, GROUND, SHADOW = "#AEB8C1", "#9AA5AF", "#87929D"
LIGHT, BODY, DARK, SEAM = "#636C75", "#4E565E", "#3B4249", "#2E343A"
RING, LETTER = "#F2C230", "#F4F5F2"

Point = tuple[float, float]

# 글자 in a field of 100 × 46: each stroke is a line through these points.
STROKES: tuple[tuple[Point, ...], ...] = (
    ((6, 4), (38, 4), (36, 15)),
    ((2, 20), (42, 20)),
    ((7, 26), (37, 26), (37, 34), (7, 34), (7, 42), (38, 42)),
    ((54, 6), (80, 6)),
    ((67, 6), (64, 22), (52, 38)),
    ((66, 20), (81, 38)),
    ((89, 2), (89, 44)),
    ((89, 20), (99, 20)),
)


def main() -> None:
    """Draw the picture and write it beside this file."""
    draw().quantize(128, dither=Image.Dither.NONE).save(FILE, optimize=True)


def draw() -> Image.Image:
    """The picture in full colour."""
    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), SKY)
    pen = ImageDraw.Draw(image)
    _ground(pen)
    _warhead(pen)
    _letters(pen)
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _ground(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle(_fine((0, 372), (960, 540)), fill=GROUND)
    pen.ellipse(_fine((170, 366), (850, 410)), fill=SHADOW)


def _warhead(pen: ImageDraw.ImageDraw) -> None:
    """Nose, body, a collar of three rings and a torn end, from left to right."""
    middle = 258.0
    nose = [_curve(t, middle, side) for side in (-1, 1) for t in _steps(side)]
    pen.polygon(_fine(*nose), fill=BODY)
    upper = [_curve(t, middle, -1) for t in _steps(-1)]
    pen.polygon(_fine(*upper, (392, middle - 56), (300, middle - 30), (170, middle)), fill=LIGHT)
    pen.rectangle(_fine((390, middle - 94), (640, middle + 94)), fill=BODY)
    pen.rectangle(_fine((390, middle - 94), (640, middle - 56)), fill=LIGHT)
    pen.rectangle(_fine((390, middle + 62), (640, middle + 94)), fill=DARK)
    for x in (388, 412, 638):
        pen.rectangle(_fine((x, middle - 94), (x + 4, middle + 94)), fill=SEAM)
    for x in (650, 676, 702):
        pen.rectangle(_fine((x - 8, middle - 66), (x + 12, middle + 66)), fill=BODY)
        pen.rectangle(_fine((x - 8, middle - 66), (x + 12, middle - 42)), fill=LIGHT)
        pen.rectangle(_fine((x + 12, middle - 60), (x + 18, middle + 60)), fill=SEAM)
    end = ((720, -46), (846, -46), (832, -24), (852, -8), (834, 14), (850, 32), (838, 46), (720, 46))
    pen.polygon(_fine(*((x, middle + y) for x, y in end)), fill=DARK)
    pen.polygon(_fine((720, middle - 46), (846, middle - 46), (836, middle - 28), (720, middle - 28)), fill=BODY)


def _letters(pen: ImageDraw.ImageDraw) -> None:
    centre_x, centre_y = 534.0, 258.0
    for grown in range(10 * FINE):  # a ring of even width: the library's own outline is thin at the sides
        half_w, half_h = 92 + grown / FINE, 56 + grown / FINE
        box = _fine((centre_x - half_w, centre_y - half_h), (centre_x + half_w, centre_y + half_h))
        pen.ellipse(box, outline=RING, width=2)
    for stroke in STROKES:
        points = [(centre_x - 63 + x * 1.26, centre_y - 29 + y * 1.26) for x, y in stroke]
        pen.line(_fine(*points), fill=LETTER, width=7 * FINE, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse(_fine((x - 3.4, y - 3.4), (x + 3.4, y + 3.4)), fill=LETTER)


def _steps(side: int) -> list[float]:
    """Along the nose: upper side from tip to body, lower side back again."""
    steps = [step / 40 for step in range(41)]
    return steps if side < 0 else steps[::-1]


def _curve(t: float, middle: float, side: int) -> Point:
    """The nose's border: a flat bow from the tip at x = 110 to the body at x = 392."""
    return 110 + 282 * t, middle + side * 94 * (1 - (1 - t) ** 1.9)


def _fine(*points: Point) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


if __name__ == "__main__":
    main()
