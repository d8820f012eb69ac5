"""Going about the board by keys: to the next card, part of a photo or link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.board_walk import card_towards, end_towards, links_around, step, stop_after

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


class Walking:
    """What one page selects next."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._link_walked_from: RecordId = ""  # the card whose links are walked

    def jump(self, direction: str) -> bool:
        """Select the next card in a direction; from a link its end that way."""
        geometry = self._page.view.geometry
        edges, card = self._page.selected("edge"), self._from_here()
        if len(edges) == 1 and (end := end_towards(geometry, edges[0], direction)):
            following: RecordId | None = end
        else:
            following = card_towards(geometry, card, direction) if card else step(geometry.reading_order(), None, 1)
        if following is not None:
            self._page.show_records([following])
        return True

    def walk(self, by: int) -> bool:
        """Select the next card in reading order or the next part of the photo on it, or the one before."""
        parts = [part for part in self._page.parts.selected if part in self._page.view.geometry.spots]
        following = stop_after(self._page.view.geometry, parts[0] if parts else self._from_here(), by)
        if following is not None:
            self._page.show_records([following])
        return True

    def walk_links(self, by: int) -> bool:
        """Select the next link of the selected card, or the one before; False where there is none."""
        card, edges = self._from_here(), self._page.selected("edge")
        if card is None:
            return False
        following = step(links_around(self._page.view.geometry, card), edges[0] if edges else None, by)
        if following is not None:
            self._page.show_records([following])
            self._link_walked_from = card
        return True

    def _from_here(self) -> RecordId | None:
        """The card from which keys walk: the selected one, the one whose link or of whose photo a part is selected."""
        geometry = self._page.view.geometry
        cards, edges = self._page.selected("card"), [e for e in self._page.selected("edge") if e in geometry.edge_row]
        cards += [geometry.spots[part].card for part in self._page.parts.selected if part in geometry.spots]
        if cards or not edges:
            return next((card for card in cards if card in geometry.row), None)
        before = self._link_walked_from
        return before if before in geometry.ends_of(edges[0]) else geometry.ends_of(edges[0])[0]
