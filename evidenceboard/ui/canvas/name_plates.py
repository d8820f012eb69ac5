"""How the names on the map of the whole are set and painted, each sort in its form."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.ui.canvas.text import Block, Type
from evidenceboard.ui.canvas.zones import paint_dot
from evidenceboard.ui.theme import Theme, mark

DOT = 15.0  # px of the mark before the name of a frame


@dataclass(frozen=True, slots=True)
class Form:
    """How one sort of name is set, and how freely it is placed.

    `widest` are the widths in px that are tried one after the other, `covered` the cards that it may lie over,
    `most` how many there are at most on a sheet, `apart` the px between it and other names.
    """

    type: Type
    height: float
    widest: tuple[float, ...]
    covered: int
    most: int
    apart: float = 3.0


FORMS = {
    "place": Form(Type(14, 600), 22.0, (300.0, 240.0, 200.0, 170.0, 140.0, 110.0), 8, 400),
    "hypothesis": Form(Type(12, 600), 18.0, (250.0, 180.0, 120.0), 3, 120),
    "contested": Form(Type(11, 500), 18.0, (210.0, 150.0, 100.0), 3, 60),
    "support": Form(Type(11, 600), 18.0, (60.0,), 2**30, 240),
    "contradict": Form(Type(11, 600), 18.0, (60.0,), 2**30, 240),
    "claim": Form(Type(11, 500), 18.0, (170.0, 120.0), 0, 12),
    "landmark": Form(Type(12, 600), 18.0, (150.0,), 2**30, 400, 70.0),  # a place in the midst of cards
}


@dataclass(frozen=True, slots=True)
class Name:
    """One that has found its place; `sort` is a key of FORMS, `card` the row of the card that it names, or -1, `colour`
    the mark of what it names."""

    sort: str
    rect: QRectF
    words: Block
    count: Block | None = None
    card: int = -1
    colour: str = ""


def paint_name(painter: QPainter, theme: Theme, name: Name, ground: QColor) -> None:
    """A name on its plate. Places and hypotheses have only a ground, for what they name stands beside it."""
    if name.sort in ("support", "contradict"):
        _paint_pill(painter, theme, name)
        return
    rect, plain = name.rect, name.sort in ("place", "hypothesis")
    painter.setPen(Qt.PenStyle.NoPen if plain else QPen(theme.warn if name.sort == "contested" else theme.ctl, 1))
    painter.setBrush(ground if plain else theme.card)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.ink)
    left = rect.x() + (5 if name.sort == "place" else 6)
    marked = mark(theme, name.colour)
    if marked is not None:
        paint_dot(painter, marked, left + 1, rect.center().y() + 1, DOT - 6)
        left += DOT
        painter.setPen(theme.ink)
    name.words.paint(painter, left, rect.y(), rect.height())
    if name.count is not None:
        painter.setPen(theme.ink3)
        name.count.paint(painter, left + name.words.width + 7, rect.y() + 1, rect.height())


def _paint_pill(painter: QPainter, theme: Theme, name: Name) -> None:
    """Filled for support, hollow for contradiction, with a rim that parts it from its line."""
    against, rect = name.sort == "contradict", name.rect
    painter.setPen(QPen(theme.canvas, 2))
    painter.setBrush(theme.canvas if against else theme.support)
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), rect.height() / 2 + 1, rect.height() / 2 + 1)
    if against:
        painter.setPen(QPen(theme.contra, 1.5))
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), rect.height() / 2, rect.height() / 2)
    painter.setPen(theme.conink if against else theme.rglyph)
    name.words.paint(painter, rect.x() + (rect.width() - name.words.width) / 2, rect.y(), rect.height())
