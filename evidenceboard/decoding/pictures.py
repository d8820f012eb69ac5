"""A picture decoded at the size it is shown at. For the worker: no other process calls this with foreign bytes.

The type of a picture is sniffed from its first bytes here, and Qt is told to believe nothing else: left to itself
it would decode SVG from whatever is called a photo, and an SVG can load local files.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColorSpace, QImage, QImageReader

from evidenceboard.decoding.wire import MOST_SHOWN
from evidenceboard.model.pictures import MOST_PIXELS, ending

_SRGB = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
_FORMS = {"jpg": "jpeg", "tif": "tiff"}  # what Qt calls them


class Undecodable(ValueError):
    """A picture that cannot be shown; the message says why."""


def sniff(data: bytes) -> str | None:
    """The picture type that the first bytes tell, of those that are shown at all, as Qt calls it."""
    form = ending(data)
    return _FORMS.get(form, form) if form else None


def decode(data: bytes, shorter: int) -> QImage:
    """A picture, upright, with its shorter side scaled down to about `shorter`; never larger than it is.

    Raises:
        Undecodable: it cannot be shown.
    """
    form = sniff(data)
    if form is None:
        raise Undecodable("it is no picture of a known kind")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, form, shorter)


def _read(buffer: QBuffer, form: str, shorter: int) -> QImage:
    """A function of its own so that the reader goes before its buffer: the TIFF decoder looks at it once more then."""
    reader = QImageReader(buffer, QByteArray(form.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty():
        raise Undecodable("it is damaged")
    pixels = size.width() * size.height()
    if pixels > MOST_PIXELS:
        raise Undecodable("it has more than 100 megapixels")
    share = max(shorter / min(size.width(), size.height()), 1 / max(size.width(), size.height()))
    share = min(share, math.sqrt(0.99 * MOST_SHOWN / pixels))  # what is rounded up fits, too
    if share < 1:
        wide, high = max(1, round(size.width() * share)), max(1, round(size.height() * share))
        reader.setScaledSize(QSize(wide, high))
    image = reader.read()
    if image.isNull():
        raise Undecodable("it is damaged, or needs too much memory")
    return _in_screen_colours(image)


def _in_screen_colours(image: QImage) -> QImage:
    """The same colours in sRGB: a phone's photo in a wider space would look duller than it is. A profile that is
    broken, or of inks, is passed over."""
    space = image.colorSpace()
    if not space.isValid() or space == _SRGB or space.colorModel() != QColorSpace.ColorModel.Rgb:
        return image
    converted = image.convertedToColorSpace(_SRGB)
    return image if converted.isNull() else converted
