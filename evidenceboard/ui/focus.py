"""Focus: only what is selected and its neighbours are shown. It is a way of looking; nothing is written."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from evidenceboard.document import Committed
from evidenceboard.errors import LookedBack
from evidenceboard.model.excerpt import excerpt
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.neighbourhood import around
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.folds import NOTHING
from evidenceboard.ui.plain import draw_line

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

TOP, HEIGHT, PADDING = 12.0, 28.0, 14.0  # px of the words over the canvas


class Focus(QObject):
    """What one page shows while a person looks at a few cards.

    The view is given a geometry of its own, so that what is hidden cannot be hit, walked to or snapped to either.

    Signals:
        changed: it began, ended, or holds other cards now.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._part: Geometry | None = None
        self._seeds: frozenset[RecordId] = frozenset()
        self._cards: set[RecordId] = set()
        self._known: frozenset[RecordId] = frozenset()  # the cards that were on the sheet when it began

    @property
    def active(self) -> bool:
        return self._part is not None

    @property
    def whole(self) -> Geometry:
        """The sheet with all its cards, but for those in folded frames."""
        return self._page.sheets.now.geometry

    def toggle(self) -> None:
        """Begin with what is selected, or end."""
        self._page.hand.cancel()
        if self._page.sheets.then is not None:
            self._page.bridge.refused.emit(LookedBack())
        elif not self.end() and self._page.view.selection:
            spots = self._page.view.geometry.spots
            chosen = self._page.view.selection
            self._seeds = frozenset(spots[each].card if each in spots else each for each in chosen)
            self._known = frozenset(self.whole.cards)
            self._part = Geometry()
            self.reach()
            self._page.view.show_sheet(self._part, (), NOTHING)
            self._page.bring_into_view(self._part.cards)

    def end(self) -> bool:
        """Show everything again; whether something was hidden."""
        if not self.active:
            return False
        self._part = None
        self._page.sheets.show()
        self.changed.emit()
        return True

    def reach(self) -> None:
        """Show what is as many links away as the view lights now."""
        if self.active:
            cards, _ = around(self.whole, self._seeds, self._page.view.link_depth)
            self._cards = {self.whole.cards[row] for row in np.flatnonzero(cards)}
            self._fill()
            self._page.view.geometry_changed()
        self.changed.emit()

    def follow(self, event: Committed) -> None:
        """Hold what the board holds now; a card that the person makes meanwhile is in focus."""
        if self.active:
            if event.cause == "commit":
                self._cards |= {card for card in event.records if kind_of(card) == "card" and card not in self._known}
            self._fill()
            self.changed.emit()

    def lacks(self, records: Collection[RecordId]) -> bool:
        """Whether some of these are on the sheet but hidden."""
        if self._part is None:
            return False
        shown = self._part.row.keys() | self._part.edge_row.keys()
        return any(each in self.whole.row or each in self.whole.edge_row for each in records if each not in shown)

    def words(self, counts: str = "") -> str:
        """ "Focus: 5 of 16 cards"; where everything is shown the counts of all, and how far neighbours are lit."""
        if self._part is not None:
            count = len(self.whole.cards)
            return f"Focus: {len(self._part.cards)} of {count} card{'s' * (count != 1)}"
        depth = self._page.view.link_depth
        return f"{counts} · neighbours {depth} links away" if depth > 1 else counts

    def paint(self, painter: QPainter, view: QObject) -> None:
        """Say over the canvas that not everything is shown, and how that ends."""
        if not self.active:
            return
        paint_pill(painter, self._page.view.width(), TOP, f"{self.words()} · Esc shows all")

    def _fill(self) -> None:
        whole = self.whole
        rows = [whole.row[card] for card in self._cards if card in whole.row]
        inside = np.zeros(len(whole.cards) + 1, np.bool_)  # one more: row -1, where an undercut has no card
        inside[rows] = inside[-1] = True
        edges = np.flatnonzero(inside[whole.tail] & inside[whole.head])
        excerpt(whole, sorted(self._cards), (int(row) for row in edges), self._part)


def paint_pill(painter: QPainter, across: float, top: float, words: str) -> None:
    """Say something in the middle of a canvas that is so many px wide."""
    colours, font = theme.current(), theme.interface_font(12, 500, tabular=True)
    width = QFontMetrics(font).horizontalAdvance(words) + 2 * PADDING
    place = QRectF(round((across - width) / 2) + 0.5, top + 0.5, width, HEIGHT)
    painter.setPen(QPen(colours.ctl, colours.border))
    painter.setBrush(colours.panel)
    painter.drawRoundedRect(place, HEIGHT / 2, HEIGHT / 2)
    painter.setFont(font)
    painter.setPen(colours.ink)
    draw_line(painter, place, words, Qt.AlignmentFlag.AlignCenter)
