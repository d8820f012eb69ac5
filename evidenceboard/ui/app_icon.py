"""The program's mark, three linked nodes on a violet square, and the picture files made from it.

`python -m evidenceboard.ui.app_icon` writes the files in resources/icons anew.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPen, QPixmap

from evidenceboard import paths
from evidenceboard.ui import icons, theme

SIZES = (16, 24, 32, 48, 64, 128, 256)
_GRID = 64
_RADIUS, _NODE, _LINE = 13.0, 7.0, 3.4
_NODES = ((15.5, 21.5), (48.5, 17.5), (36.0, 46.5))
_VIOLET, _WHITE = "#6A44B2", "#FFFFFF"


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """Draws the mark into a square; the same in every theme."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _GRID, rect.height() / _GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_VIOLET))
    painter.drawRoundedRect(QRectF(1, 1, _GRID - 2, _GRID - 2), _RADIUS, _RADIUS)
    painter.setPen(QPen(QColor(_WHITE), _LINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon([QPointF(x, y) for x, y in _NODES])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_WHITE))
    for x, y in _NODES:
        painter.drawEllipse(QPointF(x, y), _NODE, _NODE)
    painter.restore()


def mark(side: int) -> QImage:
    """The mark as a picture of `side` by `side` pixels."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        paint_mark(painter, QRectF(0, 0, side, side))
    return image


def app_icon() -> QIcon:
    """The icon of every window of the program."""
    made = QIcon()
    for side in SIZES:
        made.addPixmap(QPixmap.fromImage(mark(side)))
    return made


def mark_svg() -> str:
    """The mark as an SVG document, from the same numbers."""
    corners = " ".join(f"{x},{y}" for x, y in _NODES)
    nodes = "".join(f'<circle cx="{x}" cy="{y}" r="{_NODE}"/>' for x, y in _NODES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_GRID} {_GRID}">\n'
        f'  <rect x="1" y="1" width="{_GRID - 2}" height="{_GRID - 2}" rx="{_RADIUS}" fill="{_VIOLET}"/>\n'
        f'  <polygon points="{corners}" fill="none" stroke="{_WHITE}" stroke-width="{_LINE}"'
        ' stroke-linejoin="round"/>\n'
        f'  <g fill="{_WHITE}">{nodes}</g>\n'
        "</svg>\n"
    )


def write_files(folder: Path) -> None:
    """Writes the mark (SVG, PNG) and the marks that the style sheet needs as files, once per theme."""
    (folder / "evidenceboard.svg").write_text(mark_svg(), encoding="utf-8")
    for side in SIZES:
        mark(side).save(str(folder / f"evidenceboard-{side}.png"))
    for each in theme.THEMES.values():
        for name, token in (("tick", "accentink"), ("minus", "accentink"), ("chevron-down", "ink2")):
            for ratio, suffix in ((1, ""), (2, "@2x")):
                _glyph(name, each.color(token), ratio).save(str(folder / f"{name}-{each.name}{suffix}.png"))


def _glyph(name: str, color: QColor, ratio: int) -> QImage:
    image = QImage(14 * ratio, 14 * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.scale(ratio, ratio)
        icons.paint_icon(painter, name, QRectF(1, 1, 12, 12), color, 1.7)
    return image


if __name__ == "__main__":
    application = QGuiApplication([])
    write_files(paths.resources() / "icons")
