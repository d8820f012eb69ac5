"""What an audience sees over the board: the question above, the stops below, notes on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter

from evidenceboard.ui.label import cut, wrap_text
from evidenceboard.ui.theme import Theme, blend, interface_font

DESIGNED = 1080  # px of height for which the sizes below are meant
MARGIN, TOP, FOOT, FADE = 64, 124, 84, 28
QUESTION, TITLE, STOP, NOTE = 38, 22, 21, 24
NOTE_LINE, NOTE_LINES = 35, 7
DOT, DOT_STEP, DOT_LONG = 14, 28, 40
LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine).value)
RIGHT = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine).value)


@dataclass(frozen=True)
class Page:
    """All on the audience's screen but the board itself, which shines through between its bands.

    Attributes:
        names: of all stops, in their order.
        note: what to say at this stop; None while notes are not shown.
    """

    size: QSize
    theme: Theme
    question: str
    title: str
    at: int
    names: Sequence[str]
    note: str | None

    def board(self) -> QRect:
        """The part of the screen that is left to the board."""
        top = self._px(TOP if self.question else MARGIN / 2)
        bottom = self.size.height() - self._px(FOOT) - self._note_height()
        return QRect(0, top, self.size.width(), max(40, bottom - top))

    def paint(self, painter: QPainter) -> None:
        """Draw it over the board."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.board()
        self._paint_band(painter, 0, room.top())
        self._paint_band(painter, self.size.height(), room.bottom() + 1)
        self._paint_heading(painter)
        self._paint_foot(painter)
        if self.note is not None:
            self._paint_note(painter)

    def _paint_band(self, painter: QPainter, outer: int, inner: int) -> None:
        """Paper over a border of the screen, fading out where the board begins."""
        fade = QLinearGradient(0, outer, 0, inner)
        clear = QColor(self.theme.canvas)
        clear.setAlpha(0)
        fade.setColorAt(0.0, self.theme.canvas)
        fade.setColorAt(1 - self._px(FADE) / max(1, abs(inner - outer)), self.theme.canvas)
        fade.setColorAt(1.0, clear)
        painter.fillRect(QRect(0, min(outer, inner), self.size.width(), abs(inner - outer)), fade)

    def _px(self, designed: float) -> int:
        """Pixels of this screen for pixels of the design; small windows keep words readable."""
        return round(designed * max(0.55, min(self.size.height() / DESIGNED, self.size.width() / 1600)))

    def _font(self, designed: float, weight: int) -> QFont:
        return interface_font(max(13, self._px(designed)), weight)

    def _paint_heading(self, painter: QPainter) -> None:
        left, room = self._px(MARGIN), self.size.width() - 2 * self._px(MARGIN)
        row = QRectF(left, 0, room, self._px(TOP))
        used = self._words(painter, row, self.question, self._font(QUESTION, 600), self.theme.ink, LEFT)
        rest = room - used - self._px(48)
        if rest > self._px(160):
            row = QRectF(left + room - rest, 0, rest, self._px(TOP))
            self._words(painter, row, self.title, self._font(TITLE, 400), self.theme.ink2, RIGHT)

    def _paint_foot(self, painter: QPainter) -> None:
        top, height = self.size.height() - self._px(FOOT), self._px(FOOT)
        left = float(self._px(MARGIN))
        if len(self.names) > 1:
            left = self._paint_dots(painter, left, top + height / 2) + self._px(24)
        name = self.names[self.at]
        words = f"{self.at + 1} · {name}" if name else (f"{self.at + 1}" if len(self.names) > 1 else "")
        row = QRectF(left, top, self.size.width() - left - self._px(MARGIN), height)
        self._words(painter, row, words, self._font(STOP, 400), self.theme.ink, LEFT)

    def _paint_dots(self, painter: QPainter, left: float, middle: float) -> float:
        """A dot for each stop, the present one long; where they end. Very many become a bare count."""
        step, dot, long = self._px(DOT_STEP), self._px(DOT), self._px(DOT_LONG)
        if len(self.names) * step > self.size.width() / 3:
            row = QRectF(left, middle - 40, self.size.width() / 3, 80)
            words = f"{self.at + 1} of {len(self.names)}"
            return left + self._words(painter, row, words, self._font(STOP, 600), self.theme.hyp, LEFT)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(len(self.names)):
            wide = long if number == self.at else dot
            painter.setBrush(self._dot_colour(number))
            painter.drawRoundedRect(QRectF(left, middle - dot / 2, wide, dot), dot / 2, dot / 2)
            left += wide + step - dot
        return left - step + dot

    def _dot_colour(self, number: int) -> QColor:
        if number == self.at:
            return self.theme.hyp
        return self.theme.ink3 if number < self.at else blend(self.theme.ink3, self.theme.canvas, 0.35)

    def _note_lines(self) -> list[str]:
        font = self._font(NOTE, 400)
        width = self.size.width() - 2 * self._px(MARGIN) - 2 * self._px(28)
        parts = cut(self.note or "").split("\n") if self.note else ["No note for this stop."]
        lines = [line for part in parts for line in wrap_text(part, font, width)]
        return lines if len(lines) <= NOTE_LINES else [*lines[: NOTE_LINES - 1], lines[NOTE_LINES - 1] + " …"]

    def _note_height(self) -> int:
        return 0 if self.note is None else self._px(NOTE_LINE) * len(self._note_lines()) + self._px(44)

    def _paint_note(self, painter: QPainter) -> None:
        line, height = self._px(NOTE_LINE), self._note_height()
        top = self.size.height() - self._px(FOOT) - height
        box = QRectF(self._px(MARGIN), top, self.size.width() - 2 * self._px(MARGIN), height)
        painter.setPen(self.theme.hair)
        painter.setBrush(self.theme.zone)
        painter.drawRoundedRect(box, self._px(14), self._px(14))
        for number, words in enumerate(self._note_lines()):
            row = QRectF(box.left() + self._px(28), top + self._px(22) + number * line, box.width(), line)
            self._words(painter, row, words, self._font(NOTE, 400), self.theme.ink, LEFT)

    def _words(self, painter: QPainter, row: QRectF, words: str, font: QFont, ink: QColor, flags: int) -> float:
        """One line of text, elided where it does not fit; how wide it is."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(cut(words, 500), Qt.TextElideMode.ElideRight, row.width())
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(row, flags, shown)
        return metrics.horizontalAdvance(shown)
