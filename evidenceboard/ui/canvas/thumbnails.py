"""Photos at the size they are shown: read on the GUI thread, decoded in a pool, kept up to 64 MB.

The type of a picture is sniffed from its first bytes here, and Qt is told to believe nothing else: left to itself
it would decode SVG from whatever is called a photo, and an SVG can load local files.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRunnable, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

BUDGET = 64 * 1024 * 1024  # bytes of decoded pictures held
MOST_PIXELS = 100_000_000  # of a picture that is decoded at all
SIZES = (64, 128, 256, 512, 1024, 2048)  # shorter side of what is decoded, the smallest that is enough
AT_ONCE = 2  # photos read from the board per turn of the event loop

MISSING, BROKEN = "Photo not in this file", "Photo cannot be shown"

_MAGIC = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
          (b"BM", "bmp"), (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"))  # fmt: skip

PhotoProvider = Callable[[str], bytes | None]


def sniff(data: bytes) -> str | None:
    """The picture type that the first bytes tell, of those that are shown at all."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((form for magic, form in _MAGIC if data.startswith(magic)), None)


def decode(data: bytes, shorter: int) -> QImage | None:
    """A picture with its shorter side scaled down to about `shorter`; None if it cannot be shown."""
    form = sniff(data)
    if form is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
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
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(1, (os.cpu_count() or 2) - 1))
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._read_some)

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

    def forget(self) -> None:
        """Look at all photos anew."""
        self._problems.clear()
        self._images.clear()
        self._fitted.clear()

    def wait(self) -> None:
        """Decode now what was asked for: for export and for tests."""
        while self._wanted or self._under_way:
            self._read_some()
            self._pool.waitForDone()
            for key, image in _done_of(self):
                self._done(*key, image)

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

    def _read_some(self) -> None:
        for _ in range(min(AT_ONCE, len(self._wanted))):
            photo, size = self._wanted.popleft()
            data = self._provider(photo)
            if data is None:
                self._problems[photo] = MISSING
                self.ready.emit(photo)
                continue
            self._under_way.add((photo, size))
            self._pool.start(_Decoding(self, photo, size, data))
        if not self._wanted:
            self._turn.stop()
