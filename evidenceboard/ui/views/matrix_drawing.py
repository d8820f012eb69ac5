"""The matrix on paper: whole as a picture, or on pages of which each repeats the heads."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import product

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from evidenceboard.errors import KnownError
from evidenceboard.exchange.matrices import MatrixPage
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import Theme
from evidenceboard.ui.views.matrix_faces import Faces
from evidenceboard.ui.views.matrix_layout import Axis, Layout
from evidenceboard.ui.views.matrix_painting import Picture

TOP, MARGIN = 72, 24  # px above the heads for the title, and around all
SHARP = 2  # pixels of a picture in each of ours
LARGEST, MOST_PIXELS = 16_000, 60_000_000  # of a side, and of all
SMALLEST = 0.7  # of the size on the screen
PAPER = QPageSize.PageSizeId.A3
TOO_LARGE = "The matrix is too large for one picture"
INSTEAD = "Export it as PDF, which has as many pages as it needs, or as a web page or a table."


class Drawing:
    """Draws a matrix with a title.

    Args:
        faces: in which the words of all its cards are known already.
    """

    def __init__(self, page: MatrixPage, faces: Faces, theme: Theme) -> None:
        self._page, self._faces, self._theme = page, faces, theme
        self._whole = Layout(page.table, page.transposed, 0, 0, small=False)

    def _layout(self, across: int, down: int) -> Layout:
        """Room for so many px of cells."""
        whole = self._whole
        width, height = int(whole.side) + across + int(whole.after), int(whole.head) + down + int(whole.under)
        return Layout(self._page.table, self._page.transposed, width, height, small=False)

    def _size(self, layout: Layout) -> QSize:
        wide = int(layout.right + layout.after) + 2 * MARGIN
        return QSize(wide, int(layout.foot + layout.under) + TOP + 2 * MARGIN)

    def picture(self) -> Generator[None, None, QImage]:
        """One picture, in steps; `as_png` makes a file of it, which takes far longer and can be done beside the
        window.

        Raises:
            KnownError: at once, where it would be larger than pictures can be.
        """
        return self._picture(self._picture_size() * SHARP)

    def _picture(self, size: QSize) -> Generator[None, None, QImage]:
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARP)
        image.fill(self._theme.panel)
        with QPainter(image) as painter:
            yield from self._paint(painter, self._whole_layout(), (0, 0), lines=False)
        return image

    def svg(self) -> Generator[None, None, bytes]:
        """One drawing, in steps.

        Raises:
            KnownError: at once, where it would be larger than pictures can be.
        """
        return self._svg(self._picture_size())

    def _svg(self, size: QSize) -> Generator[None, None, bytes]:
        from PySide6.QtSvg import QSvgGenerator

        buffer = _open_buffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self._page.title)
        with QPainter(generator) as painter:
            painter.fillRect(QRectF(0, 0, size.width(), size.height()), self._theme.panel)
            yield from self._paint(painter, self._whole_layout(), (0, 0), lines=True)
        return bytes(buffer.data().data())

    def pdf(self) -> Generator[None, None, bytes]:
        """Pages, a part of one in each step."""
        buffer = _open_buffer()
        writer = QPdfWriter(buffer)
        writer.setResolution(96)
        writer.setTitle(self._page.title)
        writer.setCreator("Evidence Board")
        writer.setPageLayout(QPageLayout(QPageSize(PAPER), QPageLayout.Orientation.Landscape, QMarginsF()))
        with QPainter(writer) as painter:
            scale = self._scale(writer.width())
            parts = list(self._parts(round(writer.width() / scale), round(writer.height() / scale)))
            yield
            for number, (layout, scroll) in enumerate(parts):
                if number:
                    writer.newPage()  # packs the page before: a step of its own
                    yield
                yield from self._scaled(painter, scale, layout, scroll)
                self._number(painter, writer, number + 1, len(parts))
                yield
        return bytes(buffer.data().data())

    def _scaled(
        self, painter: QPainter, scale: float, layout: Layout, scroll: tuple[int, int]
    ) -> Generator[None, None, None]:
        painter.save()
        try:
            painter.scale(scale, scale)
            yield from self._paint(painter, layout, scroll, lines=True)
        finally:
            painter.restore()

    def _picture_size(self) -> QSize:
        size = self._size(self._whole_layout())
        most = max(size.width(), size.height()) * SHARP
        if most > LARGEST or size.width() * size.height() * SHARP**2 > MOST_PIXELS:
            raise KnownError(TOO_LARGE, INSTEAD)
        return size

    def _whole_layout(self) -> Layout:
        return self._layout(self._whole.across.total, self._whole.down.total)

    def _scale(self, width: int) -> float:
        """Smaller where all columns fit on a page then, and the words can still be read."""
        return scale if SMALLEST <= (scale := width / self._size(self._whole_layout()).width()) < 1 else 1.0

    def _parts(self, width: int, height: int) -> Iterator[tuple[Layout, tuple[int, int]]]:
        """What stands on each page of this size, and how far it is scrolled: along the rows first."""
        whole = self._whole
        across = width - 2 * MARGIN - int(whole.side) - int(whole.after)
        down = height - 2 * MARGIN - TOP - int(whole.head) - int(whole.under)
        for (top, high), (left, wide) in product(stretches(whole.down, down), stretches(whole.across, across)):
            yield self._layout(wide, high), (left, top)

    def _paint(
        self, painter: QPainter, layout: Layout, scroll: tuple[int, int], lines: bool
    ) -> Generator[None, None, None]:
        painter.save()
        try:
            self._heading(painter, layout)
            yield
            painter.translate(0, TOP)
            picture = Picture(painter, self._theme, self._page.table, layout, self._faces, scroll, lines)
            yield from picture.steps()
        finally:
            painter.restore()

    def _heading(self, painter: QPainter, layout: Layout) -> None:
        page, theme, wide = self._page, self._theme, layout.right + layout.after - 32
        painter.translate(MARGIN, MARGIN)
        painter.setPen(theme.ink)
        block(page.title, Type(18, 600), wide).paint(painter, 16, 0, 24)
        painter.setPen(theme.ink3)
        block(page.told, Type(12), wide).paint(painter, 16, 28, 16)

    def _number(self, painter: QPainter, writer: QPdfWriter, number: int, count: int) -> None:
        if count > 1:
            painter.setPen(self._theme.ink3)
            said = block(f"Page {number} of {count}", Type(11), 200)
            said.paint(painter, writer.width() - MARGIN - said.width, writer.height() - MARGIN, 16)


def stretches(axis: Axis, room: int) -> Iterator[tuple[int, int]]:
    """An axis in parts of whole rows or columns, as (place, length); each part has at least one of them."""
    begin = at = 0
    for start in axis.starts.tolist():
        if start + axis.pitch - begin > room and at > begin:
            yield begin, at - begin
            begin = at
        at = start + axis.pitch
    if at > begin:
        yield begin, at - begin


def as_png(image: QImage) -> bytes:
    """The bytes of a file."""
    buffer = _open_buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
