"""A picture larger than the view, so that a pan finds painted what it brings into view."""

from __future__ import annotations

import ctypes
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from evidenceboard.ui.canvas.job import blank
from evidenceboard.ui.canvas.lens import Lens, target

APRON = 160  # logical pixels around the view
CENTRED = 0.5  # share of the apron that may be used up on one side before the picture is moved


class Paper:
    """A picture with an apron around the view, of which a rectangle is painted.

    Attributes:
        size: of the view, in device pixels.
        seen: how its upper left corner looks at the sheet.
        painted: what is painted of it, in its pixels.
    """

    def __init__(self, lens: Lens, size: QSize) -> None:
        """For a view of that size in device pixels that looks through that lens."""
        self.size, self._apron = size, round(APRON * lens.dpr)
        self._picture = blank(QSize(size.width() + 2 * self._apron, size.height() + 2 * self._apron))
        self.seen = self._around(lens)
        self.painted = QRect()

    def through(self, lens: Lens) -> Paper:
        """This paper for another zoom, with nothing painted yet."""
        self.seen, self.painted = self._around(lens), QRect()
        return self

    def alike(self, lens: Lens) -> bool:
        """Whether a lens differs only in its place."""
        seen = self.seen
        return seen.zoom == lens.zoom and seen.dpr == lens.dpr and seen.level == lens.level

    def view(self, lens: Lens) -> QRect:
        """What the view shows of it through a lens."""
        return QRect(QPoint(lens.left - self.seen.left, lens.top - self.seen.top), self.size)

    def lens_at(self, area: QRect) -> Lens:
        """How a part of it looks at the sheet."""
        return replace(self.seen, left=self.seen.left + area.left(), top=self.seen.top + area.top())

    def put(self, picture: QImage, lens: Lens, only: bool = False) -> None:
        """Take over a picture painted through a lens that is alike.

        Args:
            only: nothing else that is painted holds any more.
        """
        place = QRect(QPoint(lens.left - self.seen.left, lens.top - self.seen.top), picture.size())
        with QPainter(self._picture) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(place.topLeft(), picture)
        place = place.intersected(self._picture.rect())
        self.painted = place if only or self.painted.isEmpty() else _joined(self.painted, place)

    def paint_on(self) -> QPainter:
        """A painter for repairs."""
        return QPainter(self._picture)

    def centre(self, lens: Lens) -> None:
        """Move what is painted so that the view lies in the middle."""
        seen = self._around(lens)
        dx, dy = self.seen.left - seen.left, self.seen.top - seen.top
        if dx or dy:
            _move_pixels(self._picture, dx, dy)
            self.seen = seen
            self.painted = self.painted.translated(dx, dy).intersected(self._picture.rect())

    def cut(self, lens: Lens) -> None:
        """What is painted outside the view does not hold any more."""
        if self.alike(lens):
            self.painted = self.painted.intersected(self.view(lens))

    def next_strip(self, lens: Lens) -> QRect | None:
        """What of the apron is painted best now: where the view is nearest to what is not painted yet. It may move
        the picture to find room."""
        if min(self._margins(lens, self._picture.rect())) < CENTRED * self._apron:
            self.centre(lens)
        painted, whole = self.painted, self._picture.rect()
        left, top, right, bottom = self._margins(lens, painted)
        strips = (
            (left, QRect(QPoint(whole.left(), painted.top()), QPoint(painted.left() - 1, painted.bottom()))),
            (top, QRect(QPoint(painted.left(), whole.top()), QPoint(painted.right(), painted.top() - 1))),
            (right, QRect(QPoint(painted.right() + 1, painted.top()), QPoint(whole.right(), painted.bottom()))),
            (bottom, QRect(QPoint(painted.left(), painted.bottom() + 1), QPoint(painted.right(), whole.bottom()))),
        )
        missing = [(margin, strip) for margin, strip in strips if not strip.isEmpty()]
        return min(missing, key=lambda each: each[0])[1] if missing else None

    def spare(self, lens: Lens) -> float:
        """How far the view is from what is not painted, as a share of the apron."""
        return min(self._margins(lens, self.painted)) / self._apron

    def missing(self, lens: Lens) -> list[QRect]:
        """Strips that the view shows and that are not painted; what is painted with them is a rectangle again."""
        view, painted = self.view(lens), self.painted
        across = QRect(painted)
        across.setLeft(min(painted.left(), view.left()))
        across.setRight(max(painted.right(), view.right()))
        strips = (
            QRect(QPoint(across.left(), painted.top()), QPoint(painted.left() - 1, painted.bottom())),
            QRect(QPoint(painted.right() + 1, painted.top()), QPoint(across.right(), painted.bottom())),
            QRect(QPoint(across.left(), view.top()), QPoint(across.right(), painted.top() - 1)),
            QRect(QPoint(across.left(), painted.bottom() + 1), QPoint(across.right(), view.bottom())),
        )
        return [strip for strip in strips if not strip.isEmpty()]

    def grow(self, area: QRect) -> None:
        """A strip that touches what is painted is painted now, too."""
        self.painted = _joined(self.painted, area)

    def covers(self, lens: Lens) -> bool:
        """Whether all that the view shows through a lens is painted."""
        return self.alike(lens) and self.painted.contains(self.view(lens))

    def holds(self, lens: Lens) -> bool:
        """Whether there is room for all that the view shows through a lens that is alike."""
        return self._picture.rect().contains(self.view(lens))

    def share(self, lens: Lens) -> float:
        """How much of what the view shows is painted: 0 … 1."""
        shown = self.painted.intersected(self.view(lens))
        return max(0, shown.width()) * max(0, shown.height()) / (self.size.width() * self.size.height())

    def copy(self, lens: Lens) -> QImage:
        """What the view shows, as a picture of its own."""
        return self._picture.copy(self.view(lens))

    def shown(self) -> tuple[QImage, Lens]:
        """All that is painted, as a picture of its own."""
        return self._picture.copy(self.painted), self.lens_at(self.painted)

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Show what is painted where a lens sees it, scaled if need be; the painter is in device pixels."""
        if self.alike(lens):
            part = self.painted.intersected(self.view(lens))
            painter.drawImage(part.topLeft() - self.view(lens).topLeft(), self._picture, part)
        else:
            painter.drawImage(self._target(lens), self._picture, QRectF(self.painted))

    def fills(self, lens: Lens) -> bool:
        """Whether nothing of the view stays bare when it is shown through a lens."""
        if self.alike(lens):
            return self.covers(lens)
        return self._target(lens).contains(QRectF(QPoint(0, 0), self.size))

    def _target(self, lens: Lens) -> QRectF:
        return target(self.lens_at(self.painted), lens, self.painted.size())

    def _around(self, lens: Lens) -> Lens:
        return replace(lens, left=lens.left - self._apron, top=lens.top - self._apron)

    def _margins(self, lens: Lens, area: QRect) -> tuple[int, int, int, int]:
        view = self.view(lens)
        return (
            view.left() - area.left(), view.top() - area.top(),
            area.right() - view.right(), area.bottom() - view.bottom(),
        )  # fmt: skip


def _joined(one: QRect, other: QRect) -> QRect:
    """Both, where that is a rectangle; otherwise the first."""
    both = one.united(other)
    across = other.left() <= one.left() and other.right() >= one.right()
    down = other.top() <= one.top() and other.bottom() >= one.bottom()
    touches = one.adjusted(-1, -1, 1, 1).intersects(other)
    return both if touches and (across or down) else one


def _move_pixels(picture: QImage, dx: int, dy: int) -> None:
    """Move the whole picture. Rows run into each other at the sides; those parts are painted anew anyway."""
    by = dy * picture.bytesPerLine() + dx * 4
    start = ctypes.addressof(ctypes.c_char.from_buffer(picture.bits()))
    length = picture.sizeInBytes() - abs(by)
    if length > 0:
        ctypes.memmove(start + max(by, 0), start - min(by, 0), length)
