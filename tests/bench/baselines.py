"""What our figures are compared with: a bare picture on the window, and Qt's own scene with an item for everything."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from evidenceboard.model.geometry import Geometry
from evidenceboard.store.schema import uri
from tests.bench.frames import Screen

WIDTH, HEIGHT = 1920, 1080
ROOM = 4_000.0  # scene units
COLOURS = ("#e8f0fe", "#ffffff", "#fff8e1", "#fdecea", "#f3e8fd", "#e6f4ea", "#fce8b2")

TITLE_FONT, TEXT_FONT = QFont("DejaVu Sans", 10, QFont.Weight.Bold), QFont("DejaVu Sans", 9)


class Blit(QWidget):
    """One picture of the window's size: the least that a frame can cost."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(WIDTH, HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self._picture.fill(QColor("#dde3ea"))
        self.screen = Screen(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.end()
        self.screen.count()


class PlainCard(QGraphicsItem):
    """A card as a first attempt would have it: a shadow, a rounded sheet, a title and a text."""

    def __init__(self, rect: QRectF, colour: str, title: str, text: str) -> None:
        super().__init__()
        self.setPos(rect.topLeft())
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        self._rect = QRectF(QPointF(0, 0), rect.size())
        self._colour, self._words = QColor(colour), (title, text)
        self.edges: list[PlainEdge] = []

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-2, -2, 6, 6)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 40))
        painter.drawRoundedRect(self._rect.translated(2, 3), 8, 8)
        painter.setPen(QPen(QColor("#9aa0a6"), 1))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(self._rect, 8, 8)
        painter.setPen(QColor("#202124"))
        inner, flags = self._rect.adjusted(12, 8, -12, -8), int(Qt.TextFlag.TextWordWrap)
        painter.setFont(TITLE_FONT)
        title = painter.drawText(inner, flags, self._words[0])
        painter.setFont(TEXT_FONT)
        painter.drawText(inner.adjusted(0, title.height() if title else 16, 0, 0), flags, self._words[1])

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        if change == QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged:
            for edge in self.edges:
                edge.follow()
        return value

    def middle(self) -> QPointF:
        return self.mapToScene(self._rect.center())


class PlainEdge(QGraphicsItem):
    """A line between two cards, with a disc in its middle that says of which kind it is."""

    def __init__(self, tail: PlainCard, head: PlainCard, contradict: bool) -> None:
        super().__init__()
        self._ends, self._sign = (tail, head), "−" if contradict else "+"
        self._pen = QPen(QColor("#c5221f" if contradict else "#188038"), 2)
        self._line = QLineF(tail.middle(), head.middle())
        self.setZValue(-1)
        for end in self._ends:
            end.edges.append(self)

    def follow(self) -> None:
        self.prepareGeometryChange()
        self._line = QLineF(self._ends[0].middle(), self._ends[1].middle())

    def boundingRect(self) -> QRectF:
        return QRectF(self._line.p1(), self._line.p2()).normalized().adjusted(-10, -10, 10, 10)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.drawLine(self._line)
        middle = self._line.center()
        disc = QRectF(middle.x() - 9, middle.y() - 9, 18, 18)
        painter.setBrush(QColor("white"))
        painter.drawEllipse(disc)
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), self._sign)


class Plain(QGraphicsView):
    """The same sheet with an item for every card and every edge, and Qt's default settings.

    Args:
        words: title and text of a card.
    """

    def __init__(self, geometry: Geometry, words: Callable[[str], tuple[str, str]]) -> None:
        super().__init__()
        self.resize(WIDTH, HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scene = QGraphicsScene(self)
        self.cards = []
        for row, card in enumerate(geometry.cards):
            rect = QRectF(geometry.x[row], geometry.y[row], geometry.w[row], geometry.h[row])
            self.cards.append(PlainCard(rect, COLOURS[geometry.kind[row]], *words(card)))
            scene.addItem(self.cards[-1])
        for row in np.flatnonzero(geometry.head >= 0):
            ends = self.cards[geometry.tail[row]], self.cards[geometry.head[row]]
            scene.addItem(PlainEdge(*ends, bool(geometry.contradict[row])))
        around = scene.itemsBoundingRect()  # and room to pan in: where nothing can be scrolled, nothing is painted
        across, down = ROOM + around.width(), ROOM + around.height()
        scene.setSceneRect(around.adjusted(-across, -down, across, down))
        self.setScene(scene)
        self.screen = Screen(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.screen.count()

    def look(self, zoom: float, centre: QPointF) -> None:
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(centre)

    def pan(self, dx: int, dy: int) -> None:
        for bar, by in ((self.horizontalScrollBar(), dx), (self.verticalScrollBar(), dy)):
            bar.setValue(bar.value() - by)


def read_raw(path: Path) -> float:
    """Milliseconds to read the same columns with the bare driver into arrays: the least that opening can cost."""
    begun = time.perf_counter()
    with sqlite3.connect(uri(path, "immutable=1&mode=ro"), uri=True) as board:
        cards = board.execute(
            "SELECT p.card, c.kind, p.x, p.y, p.w, p.h, p.z FROM place p JOIN card c ON c.id = p.card"
        ).fetchall()
        row = {card[0]: number for number, card in enumerate(cards)}
        np.array([card[2:] for card in cards], np.float64)
        edges = board.execute('SELECT "from", "to", kind, strength FROM edge').fetchall()
        np.array([(row.get(tail, -1), row.get(head, -1)) for tail, head, _, _ in edges], np.int32)
        np.array([(kind == "contradict", strength == "strong") for _, _, kind, strength in edges], np.bool_)
    board.close()
    return 1000 * (time.perf_counter() - begun)


def python_speed() -> float:
    """Milliseconds for a fixed loop: how fast this machine is, and how busy."""
    begun, total = time.perf_counter(), 0
    for number in range(1_000_000):
        total += number & 7
    assert total
    return 1000 * (time.perf_counter() - begun)
