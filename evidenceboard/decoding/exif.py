"""What a camera wrote into a photo, by Pillow. For the worker: no other process calls this with foreign bytes."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from evidenceboard.decoding.wire import LONGEST, Exif
from evidenceboard.model.pictures import MOST_PIXELS, ending

READERS = {  # imported above, so that none has to be loaded while foreign bytes are read
    "jpg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "gif": GifImagePlugin.GifImageFile,
    "bmp": BmpImagePlugin.BmpImageFile,
    "tif": TiffImagePlugin.TiffImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
}
MAKE, MODEL, ORIENTATION, EXIF, GPS = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
TAKEN, DIGITIZED, TAKEN_ZONE, DIGITIZED_ZONE = 0x9003, 0x9004, 0x9011, 0x9012
MALFORMED = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError,
    EOFError, RecursionError, MemoryError, struct.error,
)  # fmt: skip

Image.preinit()  # loads what it would load at the first picture

Tags = Mapping[int, Any]


def read_exif(data: bytes) -> Exif:
    """What the camera wrote. Anything malformed counts as not said."""
    form = ending(data)
    if form is None:
        return Exif()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow speaks of every strange tag
        try:
            with Image.open(io.BytesIO(data), formats=[READERS[form].format or ""]) as picture:
                tags = picture.getexif()
                main, inner, gps = dict(tags), dict(tags.get_ifd(EXIF)), dict(tags.get_ifd(GPS))
        except (*MALFORMED, Image.DecompressionBombError):
            return Exif()
        return Exif(_taken(inner), _place(gps), _camera(main), _orientation(main))


def _orientation(main: Tags) -> int | None:
    value = main.get(ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else None


def _taken(inner: Tags) -> str | None:
    """When the picture was taken, else when it was digitized; the date of the last change is neither."""
    for date, zone in ((TAKEN, TAKEN_ZONE), (DIGITIZED, DIGITIZED_ZONE)):
        found = re.fullmatch(r"([12]\d{3}):([01]\d):([0-3]\d) ([0-2]\d:[0-5]\d:[0-6]\d)", _text(inner.get(date)))
        if found is not None:
            year, month, day, time = found.groups()
            offset = _text(inner.get(zone))
            return f"{year}-{month}-{day}T{time}" + (offset if re.fullmatch(r"[+-][01]\d:[0-5]\d", offset) else "")
    return None


def _camera(main: Tags) -> str | None:
    """Maker and model; the maker once where the model begins with it."""
    make, model = _text(main.get(MAKE)), _text(main.get(MODEL))
    both = model if model.casefold().startswith(make.casefold()) else f"{make} {model}"
    return both.strip()[:LONGEST] or None


def _text(value: object) -> str:
    """A text of EXIF as far as its closing NUL, without what cannot be printed."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
    return "".join(sign if sign.isprintable() else " " for sign in text.partition("\0")[0]).strip()


def _place(gps: Tags) -> tuple[float, float] | None:
    try:
        latitude = _degrees(gps[2]) * (-1 if _text(gps.get(1))[:1] == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if _text(gps.get(3))[:1] == "W" else 1)
    except MALFORMED:
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    return (round(latitude, 6), round(longitude, 6)) if inside and (latitude or longitude) else None


def _degrees(parts: Sequence[Any]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
