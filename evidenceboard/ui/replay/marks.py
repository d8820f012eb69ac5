"""What a replay draws over the canvas: where cards will lie that were not there yet, and what was new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.replay.course import ADDED, CHANGED, MOVED, REMOVED
from evidenceboard.ui.replay.sheet_then import SheetThen

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

MOST = 1_500  # outlines in one picture: more would be a grey ground
DOTS = (1.0, 5.0 / 1.5)  # of a pen of 1.5 px, as what a what-if lays aside has
SIDE = 20.0  # px of a tag
SMALLEST = 12.0
BESIDE = 15.0  # px from the middle of a roundel to that of its tag, across and up
TOKENS = {ADDED: "support", CHANGED: "stmt", MOVED: "ctl", REMOVED: "danger"}
SIGNS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {  # lines in a square of 20
    ADDED: (((6, 10), (14, 10)), ((10, 6), (10, 14))),
    REMOVED: (((6, 10), (14, 10)),),
    MOVED: (((6, 10), (14, 10)), ((10.5, 6.5), (14, 10), (10.5, 13.5))),
    CHANGED: (((5.5, 11), (7.5, 8.8), (9, 9), (11, 11), (12.5, 11.2), (14.5, 9)),),
}


class ReplayMarks(QObject):
    """Paints over the canvas of one page."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._then: SheetThen | None = None
        self.touched: Mapping[RecordId, str] = {}
        page.view.overlays.insert(0, self._paint)

    def show(self, then: SheetThen, touched: Mapping[RecordId, str]) -> None:
        """Mark what was touched; where absent cards will lie is drawn if what is shown lies as it does now."""
        self._then, self.touched = then, touched
        self._page.view.update()

    def clear(self) -> None:
        """The replay is over."""
        self._then, self.touched = None, {}
        self._page.view.update()

    def absent_in(self, box: Box) -> list[RecordId]:
        """The cards in a part of the sheet that were not there and whose places are free."""
        then = self._then
        whole = self._page.sheets.now.whole
        if then is None or then.reading.earlier.other or len(then.absent) != len(whole.cards):
            return []
        rows = whole.cards_in(box)
        return [whole.cards[row] for row in rows[then.absent[rows]].tolist()]

    def _paint(self, painter: QPainter, _view: object) -> None:
        if self._then is not None and self._page.sheets.then is self._then:
            self._paint_absent(painter)
            for record, how in self.touched.items():
                self._paint_tag(painter, record, how)

    def _paint_absent(self, painter: QPainter) -> None:
        view, whole = self._page.view, self._page.sheets.now.whole
        low, high = view.map_to_scene(QPointF(0, 0)), view.map_to_scene(QPointF(view.width(), view.height()))
        absent = self.absent_in(Box(low.x(), low.y(), high.x(), high.y()))
        if len(absent) > MOST:
            return
        pen = QPen(theme.current().ctl, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([*DOTS])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for card in absent:
            left, top, right, bottom = whole.box_of(whole.row[card])
            box = QRectF(view.map_to_view(QPointF(left, top)), view.map_to_view(QPointF(right, bottom)))
            painter.drawRoundedRect(box, 10 * view.zoom, 10 * view.zoom)

    def _paint_tag(self, painter: QPainter, record: RecordId, how: str) -> None:
        at = self._place(record)
        view = self._page.view
        if at is None or not QRectF(view.rect()).adjusted(-SIDE, -SIDE, SIDE, SIDE).contains(at):
            return
        active = theme.current()
        side = max(SMALLEST, SIDE * min(1.0, view.zoom))
        box = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
        painter.setPen(QPen(active.canvas, 2))
        painter.setBrush(QColor(getattr(active, TOKENS[how])))
        painter.drawRoundedRect(box, side / 5, side / 5)
        ink = active.rglyph
        painter.setPen(QPen(ink, 1.8 * side / SIDE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for line in SIGNS[how]:
            points = np.array(line) * (side / SIDE) + (box.left(), box.top())
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))

    def _place(self, record: RecordId) -> QPointF | None:
        """The upper right corner of a card, beside the roundel of a link; None where neither is seen."""
        view, geometry = self._page.view, self._page.view.geometry
        if record in geometry.row:
            box = geometry.box_of(geometry.row[record])
            return view.map_to_view(QPointF(box.right, box.top))
        if record in geometry.edge_row and view.zoom >= 0.3:
            x, y = geometry.roundel(geometry.edge_row[record])
            return view.map_to_view(QPointF(x, y)) + QPointF(BESIDE, -BESIDE)
        return None
