"""How the canvas marks cards and links that a what-if judges otherwise: a small label that says both judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidenceboard.analysis.edits import graded
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.what_if_words import brief

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

MANY = 2_000  # cards of other sources that are marked
LEGIBLE = 0.3  # zoom below which a label is a dot
HEIGHT, PADDING, AWAY, BELOW, DOT = 18.0, 7.0, 6.0, 6.0, 4.0  # px


class JudgedOtherwise(QObject):
    """Paints over the canvas of one page.

    Attributes:
        marks: of each card and link what its label says.
    """

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.marks: dict[RecordId, str] = {}
        page.view.overlays.insert(1, self.paint)
        page.bridge.standings.assessed.connect(self._follow)

    def _follow(self) -> None:
        what_if, board = self._page.bridge.standings.what_if, self._page.bridge.document.board
        records = {record for record in self._marked(what_if) if board.is_live(record)}
        marks = {record: brief(board, what_if, record) for record in records}
        if marks != self.marks:
            self.marks = marks
            self._page.view.update()

    def _marked(self, what_if: WhatIf) -> set[RecordId]:
        found = set(what_if.credibility) | set(what_if.strengths) | what_if.edges_flipped
        graph = self._page.bridge.standings.graph
        if what_if.reliability and graph is not None:
            rows = zip(graph.cards, graph.facts, strict=True)
            cards = (card for card, facts in rows if facts.source in what_if.reliability and graded(facts))
            found |= {card for card, _ in zip(cards, range(MANY), strict=False)}
        return found

    def paint(self, painter: QPainter, view: object) -> None:
        """Draw the labels that are in view."""
        for record, words in self.marks.items():
            at = self._place(record)
            if at is not None:
                self._label(painter, at, words, 1.0 if record in self._page.view.geometry.row else 0.5)

    def _place(self, record: RecordId) -> QPointF | None:
        """Where the label of a record lies: it ends at the lower corner of a card, its middle is below a roundel."""
        view = self._page.view
        geometry = view.geometry
        if record in geometry.row:
            box = geometry.box_of(geometry.row[record])
            at = view.map_to_view(QPointF(box.right, box.bottom)) + QPointF(-AWAY, BELOW)
        elif record in geometry.edge_row:
            x, y = geometry.roundel(geometry.edge_row[record])
            at = view.map_to_view(QPointF(x, y)) + QPointF(0, 12 * min(1.0, view.zoom) + AWAY + HEIGHT / 2)
        else:
            return None
        return at if QRectF(view.rect()).adjusted(-20, -20, 300, 20).contains(at) else None

    def _label(self, painter: QPainter, at: QPointF, words: str, before: float) -> None:
        """Draw a label of whose width so much lies left of a point."""
        colours = theme.current()
        painter.setPen(QPen(colours.warn, colours.border))
        painter.setBrush(colours.warnbg)
        if self._page.view.zoom < LEGIBLE:
            painter.drawEllipse(at, DOT, DOT)
            return
        font = theme.interface_font(11, 500)
        width = QFontMetricsF(font).horizontalAdvance(words) + 2 * PADDING
        place = QRectF(round(at.x() - width * before) + 0.5, round(at.y() - HEIGHT / 2) + 0.5, width, HEIGHT)
        painter.drawRoundedRect(place, HEIGHT / 2, HEIGHT / 2)
        painter.setFont(font)
        painter.setPen(colours.warn)
        draw_line(painter, place, words, Qt.AlignmentFlag.AlignCenter)
