"""How the canvas marks cards and links that a what-if judges otherwise: a small label that says both judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from evidenceboard.analysis.what_if import NOTHING
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.what_if_words import grade_brief, link_brief

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

LEGIBLE = 0.3  # zoom below which a label is a dot
HEIGHT, PADDING, AWAY, BELOW, DOT = 18.0, 7.0, 6.0, 6.0, 4.0  # px


class JudgedOtherwise(QObject):
    """Paints over the canvas of one page.

    Attributes:
        records: the cards and links that have a label.
    """

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.records: frozenset[RecordId] = frozenset()
        self._words: dict[RecordId, str] = {}  # of those that were in view
        page.view.overlays.insert(1, self.paint)
        page.bridge.standings.assessed.connect(self._follow)

    def _follow(self) -> None:
        records = self._marked()
        if records or self.records:
            self.records, self._words = records, {}
            self._page.view.update()

    def words(self, record: RecordId) -> str:
        """What the label of a card or a link says."""
        if record not in self._words:
            standings, board = self._page.bridge.standings, self._page.bridge.document.board
            graph = standings.graph
            if graph is not None and record in graph.row:
                self._words[record] = grade_brief(graph, standings.what_if, record)
            else:
                live = kind_of(record) == "edge" and board.is_live(record)
                self._words[record] = link_brief(board, standings.what_if, record) if live else ""
        return self._words[record]

    def _marked(self) -> frozenset[RecordId]:
        standings = self._page.bridge.standings
        what_if, now = standings.what_if, standings.now
        found = set(what_if.credibility) | set(what_if.strengths) | what_if.edges_flipped
        return frozenset(found) | (now.regraded if now is not None and what_if.reliability else NOTHING)

    def paint(self, painter: QPainter, view: object) -> None:
        """Draw the labels that are in view; from afar each is a dot, and its words need not be known."""
        far = self._page.view.zoom < LEGIBLE
        for record in self.records:
            at = self._place(record)
            if at is not None and far:
                self._dot(painter, at)
            elif at is not None and (words := self.words(record)):
                self._label(painter, at, words, 1.0 if record in self._page.view.geometry.row else 0.5)

    def _dot(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(theme.current().warn, theme.current().border))
        painter.setBrush(theme.current().warnbg)
        painter.drawEllipse(at, DOT, DOT)

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
        font = theme.interface_font(11, 500)
        width = QFontMetricsF(font).horizontalAdvance(words) + 2 * PADDING
        place = QRectF(round(at.x() - width * before) + 0.5, round(at.y() - HEIGHT / 2) + 0.5, width, HEIGHT)
        painter.drawRoundedRect(place, HEIGHT / 2, HEIGHT / 2)
        painter.setFont(font)
        painter.setPen(colours.warn)
        draw_line(painter, place, words, Qt.AlignmentFlag.AlignCenter)
