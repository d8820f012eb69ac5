"""Photos at the size they are shown: read on the GUI thread, decoded in other processes, held up to 64 MB.

No foreign picture is decoded in this process. What was decoded once may be kept beside the board as plain pixels, so
that the next opening decodes nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from evidenceboard.decoding import pool
from evidenceboard.decoding.wire import Pixels, pack, unpack
from evidenceboard.model.photo_view import AS_IT_CAME, PhotoView
from evidenceboard.ui.canvas.derived import derived
from evidenceboard.ui.canvas.weighed import Weighed

BUDGET = 64 * 1024 * 1024  # bytes of decoded pictures held
SIZES = (64, 128, 256, 512, 1024, 2048)  # shorter side of what is decoded, the smallest that is enough
AT_ONCE = 2  # photos read from the board per turn
TURN = 8  # ms
USUAL = 4 / 3  # width by height of a photo before its own is known
LARGER = 4  # times: what is kept so much larger is rather scaled down than decoded anew

MISSING, BROKEN = "Photo not in this file", "Photo cannot be shown"
ALTERED = "Photo was altered: not shown"

PhotoProvider = Callable[[str], bytes | None]


class Kept(Protocol):
    """Where decoded pictures are kept from one opening to the next; may be used from any thread."""

    @property
    def altered(self) -> frozenset[str]: ...

    def has(self, photo: str, size: int) -> bool: ...

    def get(self, photo: str, size: int) -> bytes | None: ...

    def put(self, photo: str, size: int, data: bytes) -> None: ...


class _Done(NamedTuple):
    """What came of decoding a photo: an image, else the reason why not."""

    photo: str
    size: int
    image: QImage | None
    reason: str = ""


class Thumbnails(QObject):
    """Decoded photos by their SHA-256, the least used ones let go first.

    Signals:
        ready: the SHA-256 of a photo that can now be shown, or of which it is now known that it cannot.

    Attributes:
        kept: where decoded pictures are kept; None where they are not.
    """

    ready = Signal(str)

    def __init__(self, provider: PhotoProvider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept: Kept | None = None
        self._provider = provider
        self._images: Weighed[tuple[str, int], QImage] = Weighed(QImage.sizeInBytes)
        self._fitted: Weighed[tuple[str, int, int, bool, PhotoView], QPixmap] = Weighed(_bytes)
        self._aspects: dict[str, float] = {}
        self._problems: dict[str, str] = {}
        self._wanted: deque[tuple[str, int]] = deque()
        self._under_way: set[tuple[str, int]] = set()
        self._reasons: dict[str, str] = {}
        self._done: deque[_Done] = deque()  # filled by the threads
        self._threads = QThreadPool(self)  # they wait for the processes
        self._threads.setMaxThreadCount(pool.shared().size)
        self._turn = QTimer(self)
        self._turn.setInterval(TURN)
        self._turn.timeout.connect(self._advance)

    def fitted(
        self, photo: str | None, width: int, height: int, grey: bool = False, view: PhotoView = AS_IT_CAME
    ) -> QPixmap | None:
        """A photo as it is to be shown, cut and scaled to fill a rectangle; None while it is not decoded (`ready` will
        tell). What is decoded and kept is the photo as it came; each view of it is made of that once."""
        if photo is None or width < 1 or height < 1 or photo in self._problems:
            return None
        key = (photo, width, height, grey, view)
        if (found := self._fitted.look(key)) is not None:
            return found
        image = self.upright(photo, self._side(photo, width, height, view))
        if image is None:
            return None
        made = QPixmap.fromImage(_filling(derived(image, view), width, height, grey))
        self._fitted.put(key, made)
        self._trim()
        return made

    def _side(self, photo: str, width: int, height: int, view: PhotoView) -> int:
        """How long the shorter side of a photo must be for a rectangle to be filled."""
        aspect = self._aspects.get(photo, USUAL)
        part = view.size(aspect, 1.0)  # of a photo whose height is 1
        scale = max(width / part[0], height / part[1])
        return math.ceil(scale * min(aspect, 1.0))

    def aspect(self, photo: str | None, view: PhotoView) -> float | None:
        """Width by height of a photo as it is shown; None before it is decoded."""
        aspect = self._aspects.get(photo or "")
        if aspect is None:
            return None
        width, height = view.size(aspect, 1.0)
        return width / height

    def problem(self, photo: str | None) -> str:
        """Why a photo is not shown; empty if it is or will be."""
        return MISSING if photo is None else self._problems.get(photo, "")

    def reason(self, photo: str | None) -> str:
        """What is wrong with a photo that cannot be shown, in words; empty where nothing is known."""
        return "" if photo is None else self._reasons.get(photo, "")

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
        if waiting:
            return False
        return any((photo, size) in self._images for size in SIZES) or any(key[0] == photo for key in self._fitted)

    def forget(self) -> None:
        """Look at all photos anew."""
        self._problems.clear()
        self._reasons.clear()
        self._images.clear()
        self._fitted.clear()

    def wait(self) -> None:
        """Decode now all that was asked for: for export and for tests."""
        while self._wanted or self._under_way:
            self._threads.waitForDone()
            self._advance()

    def upright(self, photo: str, side: int) -> QImage | None:
        """A photo as it came, turned upright, its shorter side about so long; a smaller one, or None, while that is on
        its way. Only to make something of: what is blacked out can be seen in it."""
        size = next((size for size in SIZES if size >= side), SIZES[-1])
        if (found := self._images.look((photo, size))) is not None:
            return found
        key = (photo, size)
        if key not in self._under_way and key not in self._wanted:
            self._wanted.append(key)
            self._turn.start()
        others = (self._images.look((photo, other)) for other in reversed(SIZES))
        return next((other for other in others if other is not None), None)

    def _advance(self) -> None:
        """Take what the pool has done, give it more to do."""
        while self._done:
            photo, size, image, reason = self._done.popleft()
            self._under_way.discard((photo, size))
            if image is None:
                self._problems[photo], self._reasons[photo] = BROKEN, reason
            else:
                self._images.put((photo, size), image)
                self._aspects.setdefault(photo, image.width() / image.height())
                self._drop_fitted(photo)
            self._trim()
            self.ready.emit(photo)
        for _ in range(min(AT_ONCE, len(self._wanted))):
            self._read(*self._wanted.popleft())
        if not self._wanted and not self._under_way:
            self._turn.stop()

    def _read(self, photo: str, size: int) -> None:
        held = self._kept_size(photo, size)
        data = None if held else self._provider(photo)
        if data is None and not held:
            self._problems[photo] = ALTERED if self.kept is not None and photo in self.kept.altered else MISSING
            self.ready.emit(photo)
            return
        self._under_way.add((photo, size))
        self._threads.start(_Decoding(photo, size, held, data, self.kept, self._done))

    def _kept_size(self, photo: str, size: int) -> int:
        """The size that is kept of a photo, or a larger one that is soon scaled down; 0 where none is."""
        larger = (each for each in SIZES if size <= each <= LARGER * size)
        return next((each for each in larger if self.kept is not None and self.kept.has(photo, each)), 0)

    def _drop_fitted(self, photo: str) -> None:
        for key in [key for key in self._fitted if key[0] == photo]:
            self._fitted.drop(key)

    def _trim(self) -> None:
        """What is painted stays before what it was made of: else a screen full of photos would be decoded for ever."""
        self._fitted.trim(BUDGET / 2)
        self._images.trim(BUDGET - self._fitted.bytes)


def _bytes(pixmap: QPixmap) -> int:
    return 4 * pixmap.width() * pixmap.height()


class _Decoding(QRunnable):
    """One photo on its way; plain values in, plain values out."""

    def __init__(
        self, photo: str, size: int, held: int, data: bytes | None, kept: Kept | None, done: deque[_Done]
    ) -> None:
        super().__init__()
        self._photo, self._size, self._held = photo, size, held
        self._data, self._kept, self._done = data, kept, done

    def run(self) -> None:
        try:
            pixels = self._pixels()
        except pool.BadPicture as problem:
            self._done.append(_Done(self._photo, self._size, None, problem.title))
        else:
            self._done.append(_Done(self._photo, self._size, image_of(pixels)))

    def _pixels(self) -> Pixels:
        kept = self._kept
        found = kept.get(self._photo, self._held) if kept is not None and self._held else None
        if found is not None and (pixels := unpack(found)) is not None:
            return pixels if self._held == self._size else self._smaller(pixels)
        pixels = pool.shared().scaled(self._data or b"", self._size)
        if kept is not None:
            kept.put(self._photo, self._size, pack(pixels))
        return pixels

    def _smaller(self, pixels: Pixels) -> Pixels:
        """A kept picture at the size that is wanted; kept as well."""
        image = _borrowed(pixels)
        share = self._size / min(pixels.width, pixels.height)
        small = image.scaled(
            max(1, round(share * pixels.width)),
            max(1, round(share * pixels.height)),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ).convertToFormat(image.format())
        if share >= 1 or small.isNull():
            return pixels
        made = Pixels(small.width(), small.height(), small.bytesPerLine(), pixels.alpha, bytes(small.constBits()))
        if self._kept is not None:
            self._kept.put(self._photo, self._size, pack(made))
        return made


def image_of(pixels: Pixels) -> QImage:
    """An image of its own memory, in a form that is painted without another conversion."""
    painted = QImage.Format.Format_ARGB32_Premultiplied if pixels.alpha else QImage.Format.Format_RGB32
    return _borrowed(pixels).convertToFormat(painted)


def _borrowed(pixels: Pixels) -> QImage:
    """An image of the pixels' own memory."""
    form = QImage.Format.Format_ARGB32 if pixels.alpha else QImage.Format.Format_RGB888
    return QImage(pixels.data, pixels.width, pixels.height, pixels.stride, form)


def _filling(image: QImage, width: int, height: int, grey: bool) -> QImage:
    """The middle of a picture, scaled to fill a rectangle."""
    scaled = image.scaled(
        width, height, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    cut = scaled.copy((scaled.width() - width) // 2, (scaled.height() - height) // 2, width, height)
    return cut.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_ARGB32_Premultiplied)
