"""Frames on the board: a tinted ground with a name. A frame is a view on the board, never an owner of cards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from evidenceboard.model.geometry import Box
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme

RADIUS, INSET, TOP = 14.0, 12.0, 10.0
SMALLEST = 11  # px of the name on the screen


@dataclass(frozen=True, slots=True)
class Zone:
    """One frame: where it lies, its name, and a line about it ("3 reports, 1 origin")."""

    box: Box
    name: str
    detail: str = ""
    question: bool = False  # the frame of a rival set: its name is set larger, the line below it


def paint_zones(painter: QPainter, zones: tuple[Zone, ...], active: Theme, lens: Lens, seen: Box) -> None:
    """Draw the frames that lie in `seen`; the painter is in device pixels of the picture."""
    for zone in zones:
        if zone.box.meets(seen):
            _paint(painter, zone, active, lens)


def _paint(painter: QPainter, zone: Zone, active: Theme, lens: Lens) -> None:
    x, y, w, h = lens.pixels(zone.box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(active.hair if active.border > 1 else Qt.PenStyle.NoPen)
    painter.setBrush(active.zone)
    radius = min(RADIUS * lens.scale, h / 3)
    painter.drawRoundedRect(QRectF(x, y, w, h), radius, radius)
    if lens.level > Level.FAR:
        _write(painter, zone, active, lens, QRectF(x, y, w, h))
    painter.restore()


def _write(painter: QPainter, zone: Zone, active: Theme, lens: Lens, rect: QRectF) -> None:
    size = (15 if zone.question else 12) * lens.zoom
    pixels = max(SMALLEST, round(size))
    inset = INSET * lens.scale
    room = rect.width() - 2 * inset
    name_font = theme.interface_font(round(pixels * lens.dpr), 600)
    rest_font = theme.interface_font(round(max(SMALLEST, min(pixels, 12 * lens.zoom)) * lens.dpr), 400)
    metrics, rest = QFontMetricsF(name_font), QFontMetricsF(rest_font)
    top = rect.top() + TOP * lens.scale
    if top + metrics.height() > rect.bottom():
        return
    name = metrics.elidedText(zone.name, Qt.TextElideMode.ElideRight, room)
    painter.setFont(name_font)
    painter.setPen(active.ink)
    baseline = top + metrics.ascent()
    painter.drawText(round(rect.left() + inset), round(baseline), name)
    if not zone.detail:
        return
    painter.setFont(rest_font)
    painter.setPen(active.ink3)
    if zone.question:
        words = rest.elidedText(zone.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(round(rect.left() + inset), round(baseline + metrics.descent() + rest.ascent() + 2), words)
        return
    left = room - metrics.horizontalAdvance(name)
    words = rest.elidedText(f" · {zone.detail}", Qt.TextElideMode.ElideRight, left)
    if len(words) > 4:
        painter.drawText(round(rect.left() + inset + metrics.horizontalAdvance(name)), round(baseline), words)
