"""Cards that another view, a filter or a path picks out: the canvas dims the rest, and says why."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.focus import HEIGHT, TOP, paint_pill

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

BRUSH, FILTER, PATH, FLIP = "brush", "filter", "path", "flip"
ALONE = (FLIP, PATH)  # what is looked at by itself


class Pick(NamedTuple):
    """What is picked out: cards, links (None: those between the cards), and by what, in words to stand over the
    canvas ("" where the window says it elsewhere)."""

    cards: frozenset[RecordId]
    edges: frozenset[RecordId] | None = None
    words: str = ""


class PickedOut(QObject):
    """What one page dims; it is a way of looking, nothing is written.

    A path or a flip that is looked at stands alone; a brushed span and a filter light what both pick.
    """

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._picks: dict[str, Pick] = {}
        page.view.overlays.append(self._paint)

    def show(self, cards: Collection[RecordId] | None, words: str) -> None:
        """Light the cards that a view has brushed and dim the rest; None ends it."""
        self.put(BRUSH, None if cards is None else Pick(frozenset(cards), None, words))

    def put(self, by: str, pick: Pick | None) -> None:
        """Pick out what one of them asks for; None ends it."""
        if pick is None and by not in self._picks:
            return
        if pick is None:
            del self._picks[by]
        else:
            self._picks[by] = pick
        shown = self._together()
        self._page.view.set_lit(*(shown[:2] if shown is not None else (None,)))

    def end_alone(self) -> str:
        """Let a path or a flip go; which was shown, "" for none."""
        shown = next((by for by in ALONE if by in self._picks), "")
        self.put(shown, None)
        return shown

    def _together(self) -> Pick | None:
        for by in ALONE:
            if by in self._picks:
                return self._picks[by]
        brush, picked = self._picks.get(BRUSH), self._picks.get(FILTER)
        if brush is None or picked is None:
            return brush or picked
        return Pick(brush.cards & picked.cards, picked.edges, brush.words)

    def _paint(self, painter: QPainter, _view: object) -> None:
        shown = self._together()
        if shown is not None and shown.words:
            top = TOP + (HEIGHT + 8 if self._page.focus.active else 0)
            paint_pill(painter, self._page.view.width(), top, f"{shown.words} · Esc shows all")
