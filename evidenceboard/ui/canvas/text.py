"""Text on the canvas: plain, broken into lines once, painted from the cache.

Every line is a `QStaticText` of its own, so that lines stand at the distance the look asks for, whatever font a
word falls back to. Board content is plain text here like everywhere.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTextLayout, QTextOption

from evidenceboard.ui.theme import interface_font

LONGEST = 2_000  # characters of a text that a card shows
KEPT = 5_000  # texts whose lines are held; a view below 30 % shows some 2,000

_SEPARATOR = "\u2028"  # a line break inside one QTextLayout


@dataclass(frozen=True, slots=True)
class Type:
    """A size in px, a weight, and whether the words are struck out."""

    size: int
    weight: int = 400
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    static: QStaticText
    left: float
    ascent: float
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one text at one width."""

    type: Type
    lines: tuple[Line, ...]

    def paint(self, painter: QPainter, x: float, y: float, height: float) -> None:
        """Draw from (x, y) downwards, each line centred in its `height`; the pen gives the colour."""
        metrics = _metrics(self.type)
        baseline = y + (height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()
        painter.setFont(font(self.type))
        for number, line in enumerate(self.lines):
            level = baseline + number * height
            painter.drawStaticText(QPointF(x + line.left, level - line.ascent), line.static)
            if self.type.struck:
                self._strike(painter, x + line.left, level - metrics.strikeOutPos(), line.width)

    def _strike(self, painter: QPainter, x: float, y: float, width: float) -> None:
        # Not by the font: static text draws such lines without the painter's transformation.
        pen = painter.pen()
        painter.setPen(QPen(pen.color(), self.type.size / 12))
        painter.drawLine(QPointF(x, y), QPointF(x + width, y))
        painter.setPen(pen)

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max((line.width for line in self.lines), default=0.0)


@lru_cache(maxsize=64)
def font(type: Type) -> QFont:
    """The interface font without hinting, so that a text breaks alike at every zoom."""
    made = interface_font(type.size, type.weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def _metrics(type: Type) -> QFontMetricsF:
    return QFontMetricsF(font(type))


_blocks: OrderedDict[tuple[str, Type, float, int, float], Block] = OrderedDict()


def block(text: str, type: Type, width: float, most: int = 1, notch: float = 0.0) -> Block:
    """A text broken into at most `most` lines of a width; what does not fit ends in an ellipsis.

    Args:
        notch: so much narrower is the last line that fits, because something stands beside it.
    """
    key = (text, type, round(width, 1), most, notch)
    found = _blocks.get(key)
    if found is None:
        found = _blocks[key] = Block(type, tuple(_lines(_clean(text), *key[1:])))
        if len(_blocks) > KEPT:
            _blocks.popitem(last=False)
    else:
        _blocks.move_to_end(key)
    return found


def forget() -> None:
    """Break all texts anew: the fonts are others now."""
    _blocks.clear()
    font.cache_clear()
    _metrics.cache_clear()


def count_lines(text: str, type: Type, width: float, most: int) -> int:
    """How many lines a text takes, at most `most`."""
    return len(block(text, type, width, most).lines)


def _clean(text: str) -> str:
    text = text[:LONGEST].strip().replace("\r\n", "\n").replace("\n", _SEPARATOR)
    return "".join(sign if sign >= " " and sign != "\x7f" else " " for sign in text)


def _lines(text: str, type: Type, width: float, most: int, notch: float) -> list[Line]:
    if not text or most < 1 or width <= 4:
        return []
    layout = QTextLayout(text, font(type))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[Line] = []
    layout.beginLayout()
    while len(lines) < most:
        row = layout.createLine()
        if not row.isValid():
            break
        last = len(lines) == most - 1
        room = width - notch if last else width
        row.setLineWidth(room)
        start, count = row.textStart(), row.textLength()
        words = text[start : start + count].rstrip(_SEPARATOR + " ")
        if last and start + count < len(text):
            words = _elided(text[start:], type, room)
        lines.append(_line(words, type, room, row.ascent(), text.isascii()))
    layout.endLayout()
    return lines


def _elided(rest: str, type: Type, room: float) -> str:
    rest = rest[:400].split(_SEPARATOR)[0] + ("…" if _SEPARATOR in rest else "")
    return _metrics(type).elidedText(rest, Qt.TextElideMode.ElideRight, room)


def _line(words: str, type: Type, room: float, ascent: float, ascii: bool) -> Line:
    static = QStaticText(words)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=font(type))
    size = static.size()
    backwards = not ascii and Qt.LayoutDirection.RightToLeft == _direction(words)
    return Line(static, room - size.width() if backwards else 0.0, ascent, size.width())


def _direction(words: str) -> Qt.LayoutDirection:
    import unicodedata

    for sign in words:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return Qt.LayoutDirection.LeftToRight if kind == "L" else Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
