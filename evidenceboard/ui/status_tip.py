"""Says why a card does not simply stand while the pointer rests on it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from evidenceboard.model.ids import kind_of
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.plain import hide_tooltip, plain_tooltip
from evidenceboard.ui.words import status_words


class StatusTip(QObject):
    """Follows what the pointer is over on the canvas of a page."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._words = ""
        page.view.hover_changed.connect(self._follow)

    @property
    def words(self) -> str:
        """What is said of the card under the pointer; "" where it stands."""
        return self._words

    def _follow(self) -> None:
        card, board = self._page.view.hovered, self._page.bridge.document.board
        there = card is not None and kind_of(card) == "card" and board.is_live(card)
        words = status_words(board.record(card).shown_values()) if there and card else ""
        if words != self._words:
            self._words = words
            plain_tooltip(self._page.view, words)
            hide_tooltip(self._page.view)
