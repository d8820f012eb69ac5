"""Photos at the size they are shown: read on the GUI thread, decoded in a pool, kept up to 64 MB.

The type of a picture is sniffed from its first bytes here, and Qt is told to believe nothing else: left to itself
it would decode SVG from whatever is called a photo, and an SVG can load local files.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Callable

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QRunnable,
    QSize,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QImage, QImageReader, QPixmap

from evidenceboard.model.pictures import MOST_PIXELS, ending

BUDGET = 64 * 1024 * 1024  # bytes of decoded pictures held
SIZES = (64, 128, 256, 512, 1024, 2048)  # shorter side of what is decoded, the smallest that is enough
AT_ONCE = 2  # photos read from the board per turn
TURN = 8  # ms

MISSING, BROKEN = "Photo not in this file", "Photo cannot be shown"

_FORMS = {"jpg": "jpeg", "tif": "tiff"}  # what Qt calls them

PhotoProvider = Callable[[str], bytes | None]


def sniff(data: bytes) -> str | None:
    """The picture type that the first bytes tell, of those that are shown at all, as Qt calls it."""
    form = ending(data)
    return _FORMS.get(form, form) if form else None


def decode(data: bytes, shorter: int) -> QImage | None:
    """A picture with its shorter side scaled down to about `shorter`; None if it cannot be shown."""
    form = sniff(data)
    if form is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, form, shorter)


def _read(buffer: QBuffer, form: str, shorter: int) -> QImage | None:
    """A function of its own so that the reader goes before its buffer: the TIFF decoder looks at it once more then."""
    reader = QImageReader(buffer, QByteArray(form.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return None
    share = max(shorter / min(size.width(), size.height()), 1 / max(size.width(), size.height()))
    if share < 1:
        reader.setScaledSize(QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share))))
    image = reader.read()
    return None if image.isNull() else image


class Thumbnails(QObject):
    """Decoded photos by their SHA-256, the least used ones let go first.

    Signals:
        ready: the SHA-256 of a photo that can now be shown, or of which it is now known that it cannot.
    """

    ready = Signal(str)

    def __init__(self, provider: PhotoProvider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._provider = provider
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._fitted: OrderedDict[tuple[str, int, int, bool], QPixmap] = OrderedDict()
        self._problems: dict[str, str] = {}
        self._wanted: deque[tuple[str, int]] = deque()
        self._under_way: set[tuple[str, int]] = set()
        self._done: deque[tuple[str, int, QImage | None]] = deque()  # filled by the pool
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(1, (os.cpu_count() or 2) - 1))
        self._turn = QTimer(self)
        self._turn.setInterval(TURN)
        self._turn.timeout.connect(self._advance)

    def fitted(self, photo: str | None, width: int, height: int, grey: bool = False) -> QPixmap | None:
        """A photo cut and scaled to fill a rectangle; None while it is not decoded (`ready` will tell)."""
        if photo is None or width < 1 or height < 1 or photo in self._problems:
            return None
        key = (photo, width, height, grey)
        if (found := self._fitted.get(key)) is not None:
            self._fitted.move_to_end(key)
            return found
        image = self._image(photo, max(width, height))
        if image is None:
            return None
        made = self._fitted[key] = QPixmap.fromImage(_filling(image, width, height, grey))
        self._trim()
        return made

    def problem(self, photo: str | None) -> str:
        """Why a photo is not shown; empty if it is or will be."""
        return MISSING if photo is None else self._problems.get(photo, "")

    @property
    def busy(self) -> bool:
        """Whether photos that were asked for are still to come."""
        return bool(self._wanted or self._under_way or self._done)

    def is_busy(self) -> bool:
        """Whether photos are still on their way."""
        return bool(self._wanted or self._under_way)

    def is_final(self, photo: str | None) -> bool:
        """Whether nothing more will change about how a photo is shown."""
        if photo is None or photo in self._problems:
            return True
        waiting = any(key[0] == photo for key in (*self._wanted, *self._under_way))
        return not waiting and any((photo, size) in self._images for size in SIZES)

    def forget(self) -> None:
        """Look at all photos anew."""
        self._problems.clear()
        self._images.clear()
        self._fitted.clear()

    def wait(self) -> None:
        """Decode now all that was asked for: for export and for tests."""
        while self._wanted or self._under_way:
            self._pool.waitForDone()
            self._advance()

    def _image(self, photo: str, side: int) -> QImage | None:
        size = next((size for size in SIZES if size >= side), SIZES[-1])
        if (found := self._images.get((photo, size))) is not None:
            self._images.move_to_end((photo, size))
            return found
        key = (photo, size)
        if key not in self._under_way and key not in self._wanted:
            self._wanted.append(key)
            self._turn.start()
        others = [self._images[photo, other] for other in SIZES if (photo, other) in self._images]
        return others[-1] if others else None

    def _advance(self) -> None:
        """Take what the pool has done, give it more to do."""
        while self._done:
            photo, size, image = self._done.popleft()
            self._under_way.discard((photo, size))
            if image is None:
                self._problems[photo] = BROKEN
            else:
                self._images[photo, size] = image
                self._drop_fitted(photo)
            self._trim()
            self.ready.emit(photo)
        for _ in range(min(AT_ONCE, len(self._wanted))):
            self._read(*self._wanted.popleft())
        if not self._wanted and not self._under_way:
            self._turn.stop()

    def _read(self, photo: str, size: int) -> None:
        data = self._provider(photo)
        if data is None:
            self._problems[photo] = MISSING
            self.ready.emit(photo)
            return
        self._under_way.add((photo, size))
        self._pool.start(_Decoding(photo, size, data, self._done))

    def _drop_fitted(self, photo: str) -> None:
        for key in [key for key in self._fitted if key[0] == photo]:
            del self._fitted[key]

    def _trim(self) -> None:
        used = sum(image.sizeInBytes() for image in self._images.values())
        used += sum(4 * width * height for _, width, height, _ in self._fitted)
        while used > BUDGET and self._fitted:
            (_, width, height, _), _ = self._fitted.popitem(last=False)
            used -= 4 * width * height
        while used > BUDGET and len(self._images) > 1:
            used -= self._images.popitem(last=False)[1].sizeInBytes()


class _Decoding(QRunnable):
    """One photo on its way; plain values in, plain values out."""

    def __init__(self, photo: str, size: int, data: bytes, done: deque[tuple[str, int, QImage | None]]) -> None:
        super().__init__()
        self._photo, self._size, self._data, self._done = photo, size, data, done

    def run(self) -> None:
        self._done.append((self._photo, self._size, decode(self._data, self._size)))


def _filling(image: QImage, width: int, height: int, grey: bool) -> QImage:
    """The middle of a picture, scaled to fill a rectangle."""
    scaled = image.scaled(
        width, height, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    cut = scaled.copy((scaled.width() - width) // 2, (scaled.height() - height) // 2, width, height)
    return cut.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_ARGB32_Premultiplied)
