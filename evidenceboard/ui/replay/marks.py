"""What a replay draws over the canvas: where cards will lie that were not there yet, and what was new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from evidenceboard.model.columns import Rows
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.replay.course import ADDED, CHANGED, MOVED, REMOVED
from evidenceboard.ui.replay.sheet_then import SheetThen

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

NOBODY: Rows = np.zeros(0, np.intp)
MOST = 1_500  # outlines in one picture: more would be a grey ground
FEW = 200  # of them that are drawn with round corners
DOTS = (1.0, 5.0 / 1.5)  # of a pen of 1.5 px, as what a what-if lays aside has
SIDE = 20.0  # px of a tag
SMALLEST = 12.0
EDGE = 1.0  # px around it, for half of its rim
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
        cards = self._page.sheets.now.whole.cards
        return [cards[row] for row in self._absent_rows(box).tolist()]

    def _absent_rows(self, box: Box) -> Rows:
        then, whole = self._then, self._page.sheets.now.whole
        if then is None or then.reading.earlier.other or len(then.absent) != len(whole.cards):
            return NOBODY
        return whole.meeting(np.flatnonzero(then.absent), box)

    def _paint(self, painter: QPainter, _view: object) -> None:
        if self._then is not None and self._page.sheets.then is self._then:
            self._paint_absent(painter)
            self._paint_tags(painter)

    def _paint_absent(self, painter: QPainter) -> None:
        view, whole = self._page.view, self._page.sheets.now.whole
        low, high = view.map_to_scene(QPointF(0, 0)), view.map_to_scene(QPointF(view.width(), view.height()))
        rows, zero = self._absent_rows(Box(low.x(), low.y(), high.x(), high.y())), view.map_to_view(QPointF(0, 0))
        if not 0 < len(rows) <= MOST:
            return
        at = np.column_stack([whole.x[rows], whole.y[rows], whole.w[rows], whole.h[rows]]) * view.zoom
        boxes = [QRectF(x + zero.x(), y + zero.y(), w, h) for x, y, w, h in at.tolist()]
        few = len(boxes) <= FEW
        pen = QPen(theme.current().ctl, 1.5 if few else 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([*DOTS])
        painter.save()
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        if few:
            for box in boxes:
                painter.drawRoundedRect(box, 10 * view.zoom, 10 * view.zoom)
        else:  # smooth round corners would take twelve times as long, and are not seen on so small ones
            painter.drawRects(boxes)
        painter.restore()

    def _paint_tags(self, painter: QPainter) -> None:
        """All that are in view; each sign is drawn once, for on a day there may be very many."""
        view = self._page.view
        side = max(SMALLEST, SIDE * min(1.0, view.zoom))
        signs: dict[str, QPixmap] = {}
        for how, at in self._places():
            if -side <= at.x() <= view.width() + side and -side <= at.y() <= view.height() + side:
                if how not in signs:
                    signs[how] = _sign(how, side, view.devicePixelRatioF())
                painter.drawPixmap(at - QPointF(side / 2 + EDGE, side / 2 + EDGE), signs[how])

    def _places(self) -> Iterator[tuple[str, QPointF]]:
        """The upper right corners of the cards that were touched, and beside the roundels of such links, in the
        view; what lies on another sheet has none."""
        view, geometry = self._page.view, self._page.view.geometry
        zero = view.map_to_view(QPointF(0, 0))
        cards = [(geometry.row[each], how) for each, how in self.touched.items() if each in geometry.row]
        rows = [row for row, _ in cards]
        right, top = (geometry.x[rows] + geometry.w[rows]) * view.zoom, geometry.y[rows] * view.zoom
        for (_, how), x, y in zip(cards, right.tolist(), top.tolist(), strict=True):
            yield how, QPointF(x + zero.x(), y + zero.y())
        for record, how in self.touched.items() if view.zoom >= 0.3 else ():
            if record in geometry.edge_row:
                x, y = geometry.roundel(geometry.edge_row[record])
                yield how, view.map_to_view(QPointF(x, y)) + QPointF(BESIDE, -BESIDE)


def _sign(how: str, side: float, ratio: float) -> QPixmap:
    """A tag, with `EDGE` px around it."""
    whole, active = side + 2 * EDGE, theme.current()
    found = QPixmap(round(whole * ratio), round(whole * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    with QPainter(found) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(active.canvas, 2))
        painter.setBrush(QColor(getattr(active, TOKENS[how])))
        painter.drawRoundedRect(QRectF(EDGE, EDGE, side, side), side / 5, side / 5)
        painter.setPen(QPen(active.rglyph, 1.8 * side / SIDE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for line in SIGNS[how]:
            points = np.array(line) * (side / SIDE) + EDGE
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    return found
