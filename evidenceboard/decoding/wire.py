"""What goes through the pipes between the program and a process that decodes.

A request is one header and the bytes of a picture, an answer one header, a JSON object and pixels. The answer comes
from a process that has just met foreign bytes: nothing in it is believed before it was checked.
"""

from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import asdict, dataclass
from typing import IO, Any, NamedTuple

READY = b"R"  # what a worker says once it has loaded all that it needs
SCALE, DESCRIBE, TAKE_IN = b"s", b"d", b"t"
REQUEST = struct.Struct("<cIQ")  # what is wanted, shorter side in pixels, bytes that follow
ANSWER = struct.Struct("<IQ")  # bytes of JSON and bytes of pixels that follow
SHAPE = struct.Struct("<III?")  # Pixels as bytes: width, height, stride, alpha

MOST_SHOWN = 1 << 24  # pixels of an answer: 2048 on the shorter side, 8192 on the longer
SECONDS = 10  # that a worker gives a picture
MOST_WORDS = 1 << 16  # bytes of JSON
LONGEST = 200  # characters of a text that a camera wrote


class BadAnswer(ValueError):
    """A worker answered what no worker answers."""


class Pixels(NamedTuple):
    """A decoded picture, turned upright.

    Attributes:
        stride: bytes of a row.
        alpha: 4 bytes a pixel as `QImage.Format_ARGB32`, else 3 as `QImage.Format_RGB888`.
        data: height x stride bytes.
    """

    width: int
    height: int
    stride: int
    alpha: bool
    data: bytes


@dataclass(frozen=True)
class Exif:
    """What a camera wrote into a photo; None where it does not say, or says what makes no sense.

    Attributes:
        taken: local time, with the offset from UTC where the camera wrote one: "2019-05-04T14:03:09+02:00".
        place: latitude and longitude in degrees, WGS 84; north and east are positive.
        camera: maker and model.
        orientation: 1 to 8, as EXIF counts them; 1 is upright.
    """

    taken: str | None = None
    place: tuple[float, float] | None = None
    camera: str | None = None
    orientation: int | None = None


@dataclass(frozen=True)
class Seen:
    """All that is asked of a photo when it comes to a board, decoded once.

    Attributes:
        pixels: the picture as it is shown small; None where it cannot be shown.
        likeness: difference hash of the picture, 16 hexadecimal digits; empty without one.
        problem: why it cannot be shown.
    """

    exif: Exif
    pixels: Pixels | None = None
    likeness: str = ""
    problem: str = ""


def pack(pixels: Pixels) -> bytes:
    """Pixels as bytes that can be kept."""
    return SHAPE.pack(*pixels[:4]) + pixels.data


def unpack(data: bytes) -> Pixels | None:
    """Pixels out of bytes; None where these are none."""
    if len(data) < SHAPE.size:
        return None
    width, height, stride, alpha = SHAPE.unpack_from(data)
    try:
        return checked_pixels([width, height, stride, alpha], data[SHAPE.size :])
    except BadAnswer:
        return None


def checked_pixels(shape: Any, data: bytes) -> Pixels:
    """Pixels whose bytes are as many as their shape says.

    Raises:
        BadAnswer: they are not.
    """
    if not isinstance(shape, list) or len(shape) != 4 or not all(isinstance(part, int) for part in shape):
        raise BadAnswer("no shape")
    width, height, stride, alpha = shape
    fits = min(width, height) > 0 and width * height <= MOST_SHOWN and stride >= width * (4 if alpha else 3)
    if not fits or stride * height != len(data):
        raise BadAnswer("a shape that does not fit")
    return Pixels(width, height, stride, bool(alpha), data)


def exif_in_words(exif: Exif) -> dict[str, Any]:
    """EXIF as a JSON object."""
    return {name: value for name, value in asdict(exif).items() if value is not None}


def checked_exif(said: Any) -> Exif:
    """EXIF out of a JSON object.

    Raises:
        BadAnswer: it has another form.
    """
    if not isinstance(said, dict):
        raise BadAnswer("no EXIF")
    texts = {name: said.get(name) for name in ("taken", "camera")}
    place, orientation = said.get("place"), said.get("orientation")
    for text in texts.values():
        if text is not None and not (isinstance(text, str) and 0 < len(text) <= LONGEST and text.isprintable()):
            raise BadAnswer("no text of EXIF")
    if place is not None and not (isinstance(place, list) and len(place) == 2 and all(map(_is_degrees, place))):
        raise BadAnswer("no place")
    if orientation is not None and orientation not in range(1, 9):
        raise BadAnswer("no orientation")
    return Exif(texts["taken"], None if place is None else (place[0], place[1]), texts["camera"], orientation)


def checked_seen(said: dict[str, Any], data: bytes) -> Seen:
    """The answer to `TAKE_IN`.

    Raises:
        BadAnswer: it has another form.
    """
    exif, likeness = checked_exif(said.get("exif")), said.get("likeness")
    if "unseen" in said:
        return Seen(exif, problem=str(said["unseen"])[:LONGEST])
    if not isinstance(likeness, str) or re.fullmatch("[0-9a-f]{16}", likeness) is None:
        raise BadAnswer("no likeness")
    return Seen(exif, checked_pixels(said.get("shape"), data), likeness)


def _is_degrees(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value) and abs(value) <= 180


def send_answer(out: IO[bytes], said: dict[str, Any], pixels: bytes | memoryview = b"") -> None:
    """Write an answer."""
    words = json.dumps(said).encode()
    out.write(ANSWER.pack(len(words), len(pixels)) + words)
    out.write(pixels)
    out.flush()


def read_answer(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read an answer.

    Raises:
        EOFError: the worker ended before it had answered.
        BadAnswer: it has another form.
    """
    words, pixels = ANSWER.unpack(read_all(source, ANSWER.size))
    if words > MOST_WORDS or pixels > 4 * MOST_SHOWN + MOST_WORDS:
        raise BadAnswer("too long an answer")
    try:
        said = json.loads(read_all(source, words))
    except (ValueError, RecursionError):
        raise BadAnswer("no JSON") from None
    if not isinstance(said, dict):
        raise BadAnswer("no JSON object")
    return said, read_all(source, pixels)


def read_all(source: IO[bytes], count: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: there are fewer.
    """
    data = source.read(count)
    if len(data) < count:
        raise EOFError
    return data
