"""What is drawn over a part of a photo that is selected or under the pointer: its ring, handles, dot and note."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from evidenceboard.model.columns import Box
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.overlay import DOT, State
from evidenceboard.ui.canvas.painting import Stage
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import THEMES

HANDLE = 8.0  # px across
SIDES = ("nw", "ne", "se", "sw")
NOTE, NOTE_WIDTH, NOTE_LINES, NOTE_LINE = Type(12), 260.0, 4, 16.0
AWAY = 8.0  # px between a box and its note


def handles(box: QRectF) -> dict[str, QPointF]:
    """The corners of a box by which it is pulled."""
    return dict(zip(SIDES, (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()), strict=True))


def dot(box: QRectF) -> QPointF:
    """The place on the border of a box from which links are drawn."""
    return QPointF(box.right(), box.center().y())


class PartMarks:
    """Draws them over one picture, in device pixels."""

    def __init__(self, stage: Stage, lens: Lens) -> None:
        self._stage, self._geometry, self._theme, self._lens = stage, stage.geometry, stage.theme, lens

    def paint(self, painter: QPainter, state: State) -> None:
        if self._lens.level < Level.TITLE or not self._geometry.spots or state.lifted or state.written:
            return
        chosen = [part for part in sorted(state.selection) if part in self._geometry.spots]
        shown = dict.fromkeys([*chosen, *([state.hovered] if state.hovered in self._geometry.spots else [])])
        for part in shown:
            self._ring(painter, part, part in state.selection)
        for part in chosen if len(chosen) == 1 else ():
            self._handles(painter, self._rect(part))
        for part in list(shown)[-1:]:
            self._dot(painter, self._rect(part))
            self._note(painter, part)

    def _rect(self, part: str) -> QRectF:
        return device_rect(self._geometry.spot_box(part), self._lens)

    def _ring(self, painter: QPainter, part: str, selected: bool) -> None:
        out = 2.0 * self._lens.dpr
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.accent, (2.5 if selected else 1.5) * self._lens.dpr))
        painter.drawRect(self._rect(part).adjusted(-out, -out, out, out))

    def _handles(self, painter: QPainter, rect: QRectF) -> None:
        half = HANDLE / 2 * self._lens.dpr
        painter.setPen(QPen(self._theme.accent, 1.5 * self._lens.dpr))
        painter.setBrush(self._theme.card)
        for at in handles(rect).values():
            painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))

    def _dot(self, painter: QPainter, rect: QRectF) -> None:
        radius = (DOT / 2 - 1) * self._lens.dpr + 0.5
        painter.setPen(QPen(self._theme.accent, 2 * self._lens.dpr))
        painter.setBrush(self._theme.card)
        painter.drawEllipse(dot(rect), radius, radius)

    def _note(self, painter: QPainter, part: str) -> None:
        """Below the box, in the colours of what is laid over a picture."""
        words = next(self._notes(part), "")
        if not words:
            return
        light, grow, rect = THEMES["light"], self._lens.dpr, self._rect(part)
        found = block(words, NOTE, NOTE_WIDTH, NOTE_LINES)
        size = (found.width + 16) * grow, (NOTE_LINE * len(found.lines) + 10) * grow
        plate = QRectF(rect.left(), rect.bottom() + AWAY * grow, *size)
        painter.setPen(QPen(light.ink3, self._lens.dpr))
        painter.setBrush(light.ink)
        painter.drawRoundedRect(plate, 6 * grow, 6 * grow)
        painter.save()
        painter.translate(plate.x() + 8 * grow, plate.y() + 5 * grow)
        painter.scale(grow, grow)
        painter.setPen(light.card)
        found.paint(painter, 0, 0, NOTE_LINE)
        painter.restore()

    def _notes(self, part: str) -> Iterator[str]:
        face = self._stage.faces.of([self._geometry.spots[part].card])[0]
        return (each.note for each in face.parts if each.id == part)


def device_rect(box: Box, lens: Lens) -> QRectF:
    """A box of the sheet in device pixels."""
    low = QPointF(box.left * lens.scale - lens.left, box.top * lens.scale - lens.top)
    return QRectF(low, QPointF(box.right * lens.scale - lens.left, box.bottom * lens.scale - lens.top))
