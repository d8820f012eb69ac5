"""Every icon of the window, as strokes in a grid of 16: 1.5 px wide, round ends, nothing filled but dots."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from evidenceboard.ui import theme as themes
from evidenceboard.ui.theme import Theme

# Absolute coordinates. M, L, C, Q, Z as in SVG; O centre radius: circle; R x y width height radius: rounded
# rectangle; A centre radius start sweep: arc, degrees against the clock from three o'clock; D centre
# radius: filled dot.
_TRIANGLE = "M 8 2.3 L 14.3 13.3 L 1.7 13.3 Z"
_DRAWINGS: dict[str, str] = {
    "select": "M 3.3 2.8 L 12.9 6.7 L 8.7 8.5 L 6.9 12.7 Z",
    "hand": (
        "M 4.5 9.4 L 4.5 4.9 C 4.5 3.4 6.7 3.4 6.7 4.9 L 6.7 7.6 M 6.7 4.9 L 6.7 3.2 "
        "C 6.7 1.7 8.9 1.7 8.9 3.2 L 8.9 7.4 M 8.9 4 C 8.9 2.5 11.1 2.5 11.1 4 L 11.1 7.8 M 11.1 5.6 "
        "C 11.1 4.1 13.3 4.1 13.3 5.6 L 13.3 9.6 C 13.3 12.6 11.4 14.3 9 14.3 "
        "C 6.6 14.3 5.4 13.4 4.5 12.1 L 2.3 9.3 C 1.5 8.2 3 7 4 8.1 L 4.6 8.8"
    ),
    "statement": ("O 4.3 9.8 2.3 M 2 9.8 C 2 6.2 3.3 4.2 6.2 3.3 O 11.3 9.8 2.3 M 9 9.8 C 9 6.2 10.3 4.2 13.2 3.3"),
    "hypothesis": "M 8 1.7 L 14.3 8 L 8 14.3 L 1.7 8 Z M 8 5.2 L 10.8 8 L 8 10.8 L 5.2 8 Z",
    "photo": "R 2 2.7 12 10.6 1.8 O 5.7 6.2 1.1 M 3.8 13 L 9.9 7.4 L 13.8 11",
    "gap": " ".join(f"A 8 8 5.9 {a} 27" for a in range(-13, 347, 45)) + " M 5.5 8 L 10.5 8",
    "claim": "M 3.4 14.2 L 3.4 2.7 L 13 2.7 L 10.8 5.9 L 13 9.1 L 3.4 9.1",
    "assumption": _TRIANGLE + " M 5.7 10.4 L 10.3 10.4",
    "question": "O 8 8 6.1 M 6.2 6.5 C 6.2 4.1 9.9 4.2 9.8 6.5 C 9.8 7.9 8 7.9 8 9.1 D 8 11.2 0.85",
    "link": "O 3.6 12.4 1.7 O 12.4 3.6 1.7 M 4.9 11.1 L 11.1 4.9",
    "frame": "M 4.7 1.8 L 4.7 14.2 M 11.3 1.8 L 11.3 14.2 M 1.8 4.7 L 14.2 4.7 M 1.8 11.3 L 14.2 11.3",
    "menu": "M 2.2 4 L 13.8 4 M 2.2 8 L 13.8 8 M 2.2 12 L 13.8 12",
    "undo": "M 5.3 2.8 L 2.3 5.8 L 5.3 8.8 M 2.5 5.8 L 9.5 5.8 C 14.9 5.8 14.9 13.2 9.5 13.2 L 6.3 13.2",
    "redo": ("M 10.7 2.8 L 13.7 5.8 L 10.7 8.8 M 13.5 5.8 L 6.5 5.8 C 1.1 5.8 1.1 13.2 6.5 13.2 L 9.7 13.2"),
    "search": "O 7 7 4.5 M 10.4 10.4 L 14 14",
    "pause": "M 5.4 3 L 5.4 13 M 10.6 3 L 10.6 13",
    "present": "M 4.3 2.7 L 12.9 8 L 4.3 13.3 Z",
    "fit": (
        "M 2.4 5.6 L 2.4 2.4 L 5.6 2.4 M 10.4 2.4 L 13.6 2.4 L 13.6 5.6 M 13.6 10.4 L 13.6 13.6 "
        "L 10.4 13.6 M 5.6 13.6 L 2.4 13.6 L 2.4 10.4"
    ),
    "plus": "M 8 2.8 L 8 13.2 M 2.8 8 L 13.2 8",
    "minus": "M 2.8 8 L 13.2 8",
    "close": "M 3.5 3.5 L 12.5 12.5 M 12.5 3.5 L 3.5 12.5",
    "more": "D 3 8 1.25 D 8 8 1.25 D 13 8 1.25",
    "warning": _TRIANGLE + " M 8 6.5 L 8 9.3 D 8 11.3 0.85",
    "check": "M 2.6 8.6 L 6.2 12.2 L 13.4 4.2",
    "tick": "M 3.8 8.4 L 6.8 11.2 L 12.2 5",
    "folder": (
        "M 3.4 12.9 C 2.5 12.9 2 12.4 2 11.6 L 2 4.4 C 2 3.7 2.5 3.2 3.2 3.2 L 6 3.2 L 7.5 4.9 "
        "L 11.6 4.9 C 12.3 4.9 12.7 5.3 12.7 6 L 12.7 7.3 M 3.2 12.9 L 5 7.4 L 14.4 7.4 L 12.6 12.9 Z"
    ),
    "pin": "M 5 2.2 L 11 2.2 M 6.2 2.2 L 6.2 6.4 L 4 9.4 L 12 9.4 L 9.8 6.4 L 9.8 2.2 M 8 9.4 L 8 14",
    "lock": "R 3 7 10 6.9 1.6 M 5.2 7 L 5.2 5 C 5.2 1.2 10.8 1.2 10.8 5 L 10.8 7",
    "board": "R 1.9 2.4 12.2 11.2 1.8 R 4.5 5 3 2.4 0.3 R 8.5 8.6 3 2.4 0.3 M 6 7.4 L 6 9.8 L 8.5 9.8",
    "merge": "O 4 3.7 1.7 O 4 12.3 1.7 O 12.2 8 1.7 M 4 5.4 L 4 10.6 M 4 5.4 C 4 7.4 5.6 8 7.4 8 L 10.5 8",
    "save": (
        "M 4 2.4 L 10.6 2.4 L 13.6 5.4 L 13.6 12 C 13.6 13 13 13.6 12 13.6 L 4 13.6 "
        "C 3 13.6 2.4 13 2.4 12 L 2.4 4 C 2.4 3 3 2.4 4 2.4 Z M 5.4 2.6 L 5.4 5.6 L 9.6 5.6 L 9.6 2.6 "
        "M 4.9 13.4 L 4.9 9.2 L 11.1 9.2 L 11.1 13.4"
    ),
    "region": (
        "M 2.4 5 L 2.4 2.4 L 5 2.4 M 7.2 2.4 L 8.8 2.4 M 11 2.4 L 13.6 2.4 L 13.6 5 M 13.6 7.2 "
        "L 13.6 8.8 M 13.6 11 L 13.6 13.6 L 11 13.6 M 8.8 13.6 L 7.2 13.6 M 5 13.6 L 2.4 13.6 L 2.4 11 "
        "M 2.4 8.8 L 2.4 7.2"
    ),
    "turn-right": "R 6.2 7.2 7.2 6.4 1.2 M 2.6 9.4 C 2.6 5.2 4.6 3.4 8.6 3.4 M 6.6 1.2 L 8.9 3.4 L 6.6 5.6",
    "turn-left": "R 2.6 7.2 7.2 6.4 1.2 M 13.4 9.4 C 13.4 5.2 11.4 3.4 7.4 3.4 M 9.4 1.2 L 7.1 3.4 L 9.4 5.6",
    "source": (
        "M 4.6 1.9 L 9.5 1.9 L 13 5.4 L 13 12.7 C 13 13.6 12.5 14.1 11.6 14.1 L 4.6 14.1 "
        "C 3.6 14.1 3 13.6 3 12.7 L 3 3.4 C 3 2.4 3.6 1.9 4.6 1.9 Z M 5.8 7.6 L 10.2 7.6 M 5.8 10.7 "
        "L 10.2 10.7"
    ),
    "person": "O 8 5 2.9 M 2.8 14 C 2.8 8.7 13.2 8.7 13.2 14",
    "chevron-down": "M 3.8 6 L 8 10.2 L 12.2 6",
    "chevron-right": "M 6 3.8 L 10.2 8 L 6 12.2",
    "chevron-left": "M 10 3.8 L 5.8 8 L 10 12.2",
    "history": "A 8 8 5.9 152 -304 M 2.2 2.4 L 2.4 5.5 L 5.5 5.4 M 8 4.8 L 8 8.2 L 10.4 9.7",
    "trash": ("M 2.6 4.2 L 13.4 4.2 M 5.9 4 L 5.9 2.2 L 10.1 2.2 L 10.1 4 M 4 4.4 L 4.6 13.8 L 11.4 13.8 L 12 4.4"),
    "copy": (
        "R 5.6 5.6 8.2 8.2 1.6 M 3.6 10.4 C 2.7 10.4 2.2 9.9 2.2 9 L 2.2 3.7 C 2.2 2.8 2.7 2.2 3.7 2.2 "
        "L 9 2.2 C 9.9 2.2 10.4 2.7 10.4 3.6"
    ),
    "settings": (
        "M 1.9 4.9 L 7.6 4.9 O 9.6 4.9 2 M 11.6 4.9 L 14.1 4.9 M 1.9 11.1 L 4.4 11.1 O 6.4 11.1 2 "
        "M 8.4 11.1 L 14.1 11.1"
    ),
    "sun": (
        "O 8 8 2.9 M 8 1.6 L 8 2.4 M 8 13.6 L 8 14.4 M 1.6 8 L 2.4 8 M 13.6 8 L 14.4 8 M 3.5 3.5 L 4 4 "
        "M 12 12 L 12.5 12.5 M 12.5 3.5 L 12 4 M 4 12 L 3.5 12.5"
    ),
    "moon": ("M 13.7 9.7 C 9 11.4 4.6 7.2 6.3 2.3 C -0.1 4.7 1.5 13.8 7.9 13.8 C 10.5 13.8 12.7 12.3 13.7 9.7 Z"),
    "theme": "O 8 8 6 M 8 2 L 8 14 M 8 5.4 L 12.8 5.4 M 8 8 L 13.8 8 M 8 10.6 L 12.8 10.6",
    "help": "M 4.6 5.5 C 4.6 1 11.6 1.2 11.4 5.5 C 11.4 8.1 8 8 8 10.6 D 8 13.6 1",
    "export": "M 8 10.2 L 8 2.2 M 4.7 5.3 L 8 2 L 11.3 5.3 M 2.4 9.8 L 2.4 13.6 L 13.6 13.6 L 13.6 9.8",
    "import": "M 8 2 L 8 10 M 4.7 6.9 L 8 10.2 L 11.3 6.9 M 2.4 9.8 L 2.4 13.6 L 13.6 13.6 L 13.6 9.8",
    "arrow-right": "M 2.4 8 L 13.4 8 M 9.2 3.8 L 13.4 8 L 9.2 12.2",
    "info": "O 8 8 6.1 M 8 7.4 L 8 11.2 D 8 4.9 0.9",
    "conflict": "R 2.2 2.2 11.6 11.6 2.4 M 8 5 L 8 8.5 D 8 10.9 0.9",
}

NAMES: tuple[str, ...] = tuple(_DRAWINGS)
_ARGUMENTS = {"M": 2, "L": 2, "C": 6, "Q": 4, "Z": 0, "O": 3, "R": 5, "A": 5, "D": 3}


@lru_cache(maxsize=128)
def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    """The strokes and the dots of an icon."""
    strokes, dots = QPainterPath(), QPainterPath()
    words = _DRAWINGS[name].split()
    at = 0
    while at < len(words):
        letter, count = words[at], _ARGUMENTS[words[at]]
        values = [float(word) for word in words[at + 1 : at + 1 + count]]
        _add(dots if letter == "D" else strokes, letter, values)
        at += 1 + count
    return strokes, dots


def _add(path: QPainterPath, letter: str, v: list[float]) -> None:
    match letter:
        case "M":
            path.moveTo(*v)
        case "L":
            path.lineTo(*v)
        case "C":
            path.cubicTo(*v)
        case "Q":
            path.quadTo(*v)
        case "Z":
            path.closeSubpath()
        case "O" | "D":
            path.addEllipse(QPointF(v[0], v[1]), v[2], v[2])
        case "R":
            path.addRoundedRect(QRectF(*v[:4]), v[4], v[4])
        case "A":
            box = QRectF(v[0] - v[2], v[1] - v[2], 2 * v[2], 2 * v[2])
            path.arcMoveTo(box, v[3])
            path.arcTo(box, v[3], v[4])


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor, stroke: float = 1.5) -> None:
    """Draws an icon into `rect`, a square; `stroke` is the width of its lines in the painter's units."""
    strokes, dots = _paths(name)
    scale = rect.width() / 16
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    caps, joins = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, stroke / scale, Qt.PenStyle.SolidLine, caps, joins))
    painter.drawPath(strokes)
    if not dots.isEmpty():  # an empty path is a broken one in an SVG
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(dots)
    painter.restore()


class _Engine(QIconEngine):
    """Paints an icon at the size and pixel ratio asked for, in the colours of the theme at that moment."""

    def __init__(self, name: str, theme: Theme | None, token: str) -> None:
        super().__init__()
        self._name, self._theme, self._token = name, theme, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint_icon(painter, self._name, square, self._color(mode, state), 1.5 * side / 16)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._theme, self._token)

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        theme = self._theme or themes.current()
        if mode == QIcon.Mode.Disabled:
            return themes.disabled_ink(theme)
        chosen = state == QIcon.State.On or mode == QIcon.Mode.Selected
        return theme.accent if chosen else theme.color(self._token)


def icon(name: str, theme: Theme | None = None, token: str = "ink2") -> QIcon:
    """The icon of that name, sharp at every size; without a theme it follows the active one by itself.

    Args:
        token: The theme's colour for the normal state; chosen ones are drawn in the accent.

    Raises:
        KeyError: there is no icon of that name.
    """
    _paths(name)
    return QIcon(_Engine(name, theme, token))
