"""What hands can take hold of on a frame: its name strip, its border, its corners; and how a selected one is marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.painting import Stage
from evidenceboard.ui.canvas.zones import Zone

BORDER = 5.0  # view pixels on both sides of a border
CORNER = 12.0  # view pixels around a corner
STRIP = 14.0  # view pixels that the name strip has at least
HANDLE = 8.0  # px of a corner's mark
CURSORS = {
    "n": Qt.CursorShape.SizeVerCursor,
    "s": Qt.CursorShape.SizeVerCursor,
    "w": Qt.CursorShape.SizeHorCursor,
    "e": Qt.CursorShape.SizeHorCursor,
    "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor,
    "sw": Qt.CursorShape.SizeBDiagCursor,
}


def frame_at(zones: Iterable[Zone], folds: Folds, at: QPointF, zoom: float) -> str | None:
    """The frame whose name strip, border or plate lies at a place of the sheet; of several the smallest."""
    plate = plate_at(folds, at, zoom)
    if plate is not None:
        return plate
    for zone in sorted(zones, key=lambda zone: (zone.box.right - zone.box.left) * (zone.box.bottom - zone.box.top)):
        if sides_at(zone.box, at, zoom) or _holds(strip_of(zone, zoom), at):
            return zone.id
    return None


def plate_at(folds: Folds, at: QPointF, zoom: float) -> str | None:
    """The folded frame whose plate lies at a place of the sheet."""
    return next((plate.id for plate in reversed(folds.plates) if _holds(plate.box(zoom), at)), None)


def plate_room_at(folds: Folds, at: QPointF) -> str | None:
    """The folded frame whose room a place of the sheet lies in."""
    return next((plate.id for plate in reversed(folds.plates) if _holds(plate.room, at)), None)


def sides_at(box: Box, at: QPointF, zoom: float) -> str:
    """The sides of a frame that lie under a place: "n", "se" …; empty for none."""
    reach, corner = BORDER / zoom, CORNER / zoom
    if not _holds(box.grown(reach), at):
        return ""
    down = _side(at.y(), box.top, box.bottom, reach, "n", "s"), _side(at.y(), box.top, box.bottom, corner, "n", "s")
    across = _side(at.x(), box.left, box.right, reach, "w", "e"), _side(at.x(), box.left, box.right, corner, "w", "e")
    if (down[0] and across[1]) or (down[1] and across[0]):
        return down[1] + across[1]
    return down[0] or across[0]


def _side(at: float, low: float, high: float, reach: float, first: str, last: str) -> str:
    if abs(at - low) <= reach:
        return first
    return last if abs(at - high) <= reach else ""


def strip_of(zone: Zone, zoom: float) -> Box:
    """The part of a frame at which it is taken to be moved: the head with its name, also where that stands above."""
    inside = zone.head * zoom >= STRIP
    height = zone.head if inside else STRIP / zoom
    top = zone.box.top - (0.0 if inside else STRIP / zoom)
    return zone.box._replace(top=top, bottom=min(zone.box.bottom, zone.box.top + height))


def _holds(box: Box, at: QPointF) -> bool:
    return box.left <= at.x() <= box.right and box.top <= at.y() <= box.bottom


def paint_frame_marks(painter: QPainter, stage: Stage, lens: Lens, selection: frozenset[str]) -> None:
    """A ring around each selected frame, with handles at its corners where it can be resized."""
    selection = selection - stage.hidden
    chosen = [each for each in stage.zones if each.id in selection]
    plates = [each for each in stage.folds.plates if each.id in selection]
    if not chosen and not plates:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = [(each.box, 0.0) for each in chosen] + [(each.box(lens.zoom), 3.0 * lens.dpr) for each in plates]
    for box, out in boxes:
        rect = QRectF(*lens.pixels(box))
        painter.setPen(QPen(stage.theme.accent, 2 * lens.dpr))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = min(14.0 * lens.scale, rect.height() / 3) + out
        painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), radius, radius)
    if len(selection) == 1 and chosen:
        _paint_handles(painter, stage, lens, QRectF(*lens.pixels(chosen[0].box)))


def _paint_handles(painter: QPainter, stage: Stage, lens: Lens, rect: QRectF) -> None:
    side = HANDLE * lens.dpr
    painter.setPen(QPen(stage.theme.accent, 1.5 * lens.dpr))
    painter.setBrush(stage.theme.card)
    for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
        painter.drawRoundedRect(QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side), 2, 2)
