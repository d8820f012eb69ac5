"""What the blocks, rings and lines of the map mean: a strip in a corner of the view while it is seen from far."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.blocks import BlockCards
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.name_plates import FORMS, Name, paint_name
from evidenceboard.ui.canvas.text import block
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.theme import current, interface_font
from evidenceboard.ui.widgets.buttons import IconButton
from evidenceboard.ui.widgets.surface import paint_panel

MARGIN, EDGE, LINE = 16, 12.0, 24.0  # px
SAMPLE, APART, BETWEEN = 28.0, 7.0, 15.0  # px: of a sample, between it and its words, between two entries
BLOCK = 26.0, 12.0  # px of a card on the map
CLOSE = 28  # px of the button
KINDS = (
    ("photo", "photo"), ("reported", "report"), ("claim", "claim"), ("assumption", "assumption"),
    ("gap", "gap"), ("hypothesis", "hypothesis"),
)  # fmt: skip
REST = (("contested", "contested"), ("support", "links for"), ("contradict", "links against"))


class Legend(QWidget):
    """Lies in the lower left corner of a view, in as many lines as it needs.

    Signals:
        closed: by its button.
    """

    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setAccessibleName("Legend")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._close = IconButton("close", "Close the legend", side=CLOSE, parent=self)
        self._close.clicked.connect(self.closed)
        self._thumbnails = Thumbnails(lambda _photo: None)
        self._spots: list[QPointF] = []
        self.lower()

    def place(self, room: float) -> None:
        """Into the corner, no wider than `room`."""
        self.resize(self._arranged(room))
        self._close.move(self.width() - CLOSE - 4, 4)
        parent = self.parentWidget()
        if parent is not None:
            self.move(MARGIN, parent.height() - self.height() - MARGIN)

    def _arranged(self, room: float) -> QSize:
        """Put the entries into lines; gives the size of the whole."""
        measure, x, y, widest = QFontMetricsF(interface_font(11, 400)), EDGE, EDGE / 2, 0.0
        self._spots = []
        for _sort, words in (*KINDS, *REST):
            width = SAMPLE + APART + round(measure.horizontalAdvance(words))
            if x > EDGE and x + width > room - EDGE - CLOSE:
                x, y = EDGE, y + LINE
            self._spots.append(QPointF(x, y))
            x += width + BETWEEN
            widest = max(widest, x - BETWEEN)
        return QSize(round(widest + EDGE + CLOSE), round(y + LINE + EDGE / 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            paint_panel(painter, QRectF(self.rect()), theme.panel, radius=8, shadow=False)
            self._paint_blocks(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rest = self._spots[len(KINDS) :]
            for draw, spot in zip((self._contested, self._support, self._contradict), rest, strict=True):
                draw(painter, spot)
            painter.setFont(interface_font(11, 400))
            painter.setPen(theme.ink2)
            for (_sort, words), spot in zip((*KINDS, *REST), self._spots, strict=True):
                place = QRectF(spot.x() + SAMPLE + APART, spot.y(), self.width(), LINE)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_blocks(self, painter: QPainter) -> None:
        """The cards of the map themselves, each kind once."""
        sheet, (width, height) = Geometry(), BLOCK
        spots = zip(KINDS, self._spots, strict=False)
        sheet.load(
            [(kind, kind, spot.x() + 1, spot.y() + (LINE - height) / 2, width, height, 0) for (kind, _), spot in spots],
            [],
        )
        dpr = self.devicePixelRatioF()
        cards = BlockCards(current(), Lens(1.0, dpr, 0, 0, Level.FAR), self._thumbnails)
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        faces = Faces(lambda ids: [CardFace(id=card, kind=card) for card in ids])
        for _ in cards.paint(painter, sheet, np.arange(len(KINDS)), faces):
            pass
        painter.restore()

    def _contested(self, painter: QPainter, spot: QPointF) -> None:
        painter.setPen(QPen(current().warn, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(spot.x() + 1, spot.y() + 4, SAMPLE - 2, LINE - 8), 4, 4)

    def _support(self, painter: QPainter, spot: QPointF) -> None:
        self._pill(painter, spot, "support", "+ 8")

    def _contradict(self, painter: QPainter, spot: QPointF) -> None:
        self._pill(painter, spot, "contradict", "× 3")

    def _pill(self, painter: QPainter, spot: QPointF, sort: str, words: str) -> None:
        form = FORMS[sort]
        rect = QRectF(spot.x() - 2, spot.y() + (LINE - form.height) / 2, SAMPLE + 4, form.height)
        paint_name(painter, current(), Name(sort, rect, block(words, form.type, 60)), current().panel)
