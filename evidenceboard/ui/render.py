"""The board as a picture: PNG, SVG and PDF from the canvas's own painting, and the real window on a PNG."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.errors import KnownError, UsageError
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.application import make_app
from evidenceboard.ui.arrangement import Arrangement
from evidenceboard.ui.canvas.faces import Faces
from evidenceboard.ui.canvas.lens import Lens, level_at
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.standings import standing_in

if TYPE_CHECKING:
    from evidenceboard.ui.theme import Theme

MARGIN = 40.0  # scene units around the board
LARGEST = 16_000  # pixels of one side
SMALL = QSize(480, 280)  # pixels of a picture in the list of recent boards
Lost = list[dict[str, str]]


def export(
    document: Document,
    sheet: RecordId,
    form: str,
    out: Path,
    theme_name: str = "light",
    size: tuple[int, int] | None = None,
) -> Lost:
    """Draw a sheet into a file, replacing it whole.

    Args:
        form: png, svg or pdf.
        size: pixels of the picture; without it 100 %, as far as that fits.

    Returns:
        What was left out of the picture: nothing so far, for a picture is what is drawn.

    Raises:
        UsageError: the format is unknown, or svg is asked for and cannot be written.
        KnownError: the file cannot be written.
    """
    app()
    chosen = theme.THEMES[theme_name]
    box = (Arrangement(document, sheet).bounds() or Box(0, 0, 800, 500)).grown(MARGIN)
    pixels = QSize(*size) if size else _natural_size(box)
    drawn = {"png": _png, "svg": _svg, "pdf": _pdf}.get(form)
    if drawn is None:
        raise UsageError(f"There is no export to “{form}”", "Choose png, svg, pdf or csv.")
    data = drawn(document, sheet, box, pixels, chosen)
    temporary = out.with_name(f".{out.name}.{time.time_ns():x}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(out)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        reason = problem.strerror or "the disk refused"
        raise KnownError(f"The picture was not written: {reason}", "Choose another place.") from None
    return []


def app() -> QApplication:
    """The application object; offscreen where there is no display."""
    made = make_app()
    if not made.styleSheet():
        theme.apply(made, theme.THEMES["light"])
    return made


def _natural_size(box: Box) -> QSize:
    scale = min(1.0, LARGEST / max(box.right - box.left, box.bottom - box.top))
    return QSize(round((box.right - box.left) * scale), round((box.bottom - box.top) * scale))


def _paint(painter: QPainter, document: Document, sheet: RecordId, box: Box, pixels: QSize, chosen: Theme) -> None:
    """Draw a box of a sheet over a picture of this size: twice, for the first time tells which photos to decode."""
    zoom = min(pixels.width() / (box.right - box.left), pixels.height() / (box.bottom - box.top))
    middle = (box.left + box.right) / 2 * zoom, (box.top + box.bottom) / 2 * zoom
    left, top = round(middle[0] - pixels.width() / 2), round(middle[1] - pixels.height() / 2)
    lens = Lens(zoom, 1.0, left, top, level_at(zoom))
    thumbnails = Thumbnails(document.photo)
    thumbnails.kept = document.thumbnails
    faces = Faces(FaceReader(document, standing=standing_in(document)).faces)
    seen = Arrangement(document, sheet)
    stage = Stage(seen.geometry, faces, thumbnails, chosen, zones=seen.zones, folds=seen.folds)
    area = QRect(0, 0, pixels.width(), pixels.height())
    paper = QImage(1, 1, QImage.Format.Format_RGB32)
    with QPainter(paper) as rehearsal:
        draw_now(rehearsal, stage, lens, area)
    thumbnails.wait()
    draw_now(painter, stage, lens, area)


def _image(document: Document, sheet: RecordId, box: Box, pixels: QSize, chosen: Theme) -> QImage:
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(chosen.canvas)
    with QPainter(image) as painter:
        _paint(painter, document, sheet, box, pixels, chosen)
    return image


def _png(document: Document, sheet: RecordId, box: Box, pixels: QSize, chosen: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _image(document, sheet, box, pixels, chosen).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(document: Document, sheet: RecordId, box: Box, pixels: QSize, chosen: Theme) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(pixels)
    generator.setViewBox(QRectF(0, 0, pixels.width(), pixels.height()))
    generator.setTitle(document.title)
    with QPainter(generator) as painter:
        painter.fillRect(QRectF(0, 0, pixels.width(), pixels.height()), chosen.canvas)
        _paint(painter, document, sheet, box, pixels, chosen)
    return bytes(buffer.data().data())


def _pdf(document: Document, sheet: RecordId, box: Box, pixels: QSize, chosen: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setTitle(document.title)
    writer.setCreator("Evidence Board")
    points = QSizeF(pixels.width() * 0.75, pixels.height() * 0.75)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    with QPainter(writer) as painter:
        painter.fillRect(QRectF(0, 0, pixels.width(), pixels.height()), chosen.canvas)
        _paint(painter, document, sheet, box, pixels, chosen)
    return bytes(buffer.data().data())


def reduced(picture: QImage) -> bytes:
    """A picture that is there already, as small as `small_picture` makes one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    picture.scaled(SMALL, keep, smooth).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def small_picture(document: Document) -> bytes:
    """A picture of the board for the list of recent boards, as large as fits into `SMALL`, PNG."""
    sheet = document.first_sheet
    box = (Arrangement(document, sheet).bounds() or Box(0, 0, 800, 500)).grown(MARGIN)
    width, height = box.right - box.left, box.bottom - box.top
    scale = min(SMALL.width() / width, SMALL.height() / height)
    size = QSize(max(1, round(width * scale)), max(1, round(height * scale)))
    return _png(document, sheet, box, size, theme.current())
