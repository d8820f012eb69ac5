"""What if: cards, sources, origins and links laid aside for looking at. Nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.analysis.carries import origin_of
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.actions import Entry, Reason
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.words import name_of, names_in_words

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

KEY = "what-if"
CARD, SOURCE, ORIGIN = "Look without this card", "Look without its source", "Look without its origin"
LINK, FALSE = "Look without this link", "Suppose it is false"
AGAIN, END = "Look with it again", "End the what-if"
NAMES = {"card": CARD, "source": SOURCE, "origin": ORIGIN, "link": LINK, "false": FALSE}
WHY_NOT = {
    "card": "no card is selected",
    "source": "no card with a source is selected",
    "origin": "no selected card shares its origin with another",
    "link": "no link is selected",
    "false": "no assumption is selected",
}


def meant(bridge: Bridge, selection: frozenset[RecordId], what: str) -> list[RecordId]:
    """What "this card", "its source" and so on mean of what is selected."""
    board, graph = bridge.document.board, bridge.standings.graph
    if what == "link":
        return sorted(record for record in selection if kind_of(record) == "edge")
    cards = sorted(record for record in selection if kind_of(record) == "card" and board.is_live(record))
    match what:
        case "source":
            found = [str(board.value(card, "source") or "") for card in cards]
        case "origin":
            found = [origin_of(graph, card) for card in cards] if graph is not None else []
        case "false":
            found = [card for card in cards if board.value(card, "role") == "assumption"]
        case _:
            found = cards
    return sorted({record for record in found if record})


def in_words(board: Board, what_if: WhatIf) -> str:
    """What is laid aside: "without US government line, E3; if A1 is false"."""
    taken = what_if.taken()
    gone = [name_of(board, record) for what, record in taken if what not in ("false", "link")]
    gone += [f"the link {name_of(board, record)}" for what, record in taken if what == "link"]
    false = [name_of(board, record) for what, record in taken if what == "false"]
    parts = [f"without {names_in_words(gone)}"] if gone else []
    if false:
        parts.append(f"if {names_in_words(false)} {'is' if len(false) == 1 else 'are'} false")
    return "; ".join(parts)


class WhatIfs:
    """The commands of one window, and the bar that says what is laid aside."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def follow(self, bridge: Bridge) -> None:
        """Keep the bar at what is laid over a board."""
        bridge.standings.what_if_changed.connect(self.tell)
        bridge.standings.assessed.connect(self._forget_the_gone)

    def tell(self) -> None:
        """The bar, as long as something is laid aside."""
        bridge = self._window.bridge
        if bridge is None or not bridge.standings.what_if:
            self._window.messages.dismiss(KEY)
            return
        words = f"What if: {in_words(bridge.document.board, bridge.standings.what_if)}"
        self._window.messages.tell(
            "info", words, "Nothing of this is saved.", (("End", self.end),), permanent=True, key=KEY
        )

    def end(self) -> None:
        """The board as it is."""
        if self._window.bridge is not None:
            self._window.bridge.standings.set_what_if(WhatIf())

    def _forget_the_gone(self) -> None:
        """What is no longer on the board cannot be laid aside."""
        bridge = self._window.bridge
        if bridge is None:
            return
        what_if = bridge.standings.what_if
        for what, record in what_if.taken():
            if not bridge.document.board.is_live(record):
                what_if = what_if.again_with(what, record)
        bridge.standings.set_what_if(what_if)

    def entries(self, board: Reason) -> list[Entry]:
        """The commands."""
        made = [Entry(name, "What if", self._taking(what), (), self._why_not(what)) for what, name in NAMES.items()]
        return [
            *made,
            Entry(AGAIN, "What if", self._again, (), self._why_not_again),
            Entry(END, "What if", self.end, (), lambda: board() or self._none()),
        ]

    def _meant(self, what: str) -> list[RecordId]:
        shown = self._window.shown
        return meant(shown.bridge, shown.selection.records, what) if shown is not None else []

    def _laid_aside(self) -> list[tuple[str, RecordId]]:
        bridge = self._window.bridge
        taken = set(bridge.standings.what_if.taken()) if bridge is not None else set()
        return sorted(taken & {(what, record) for what in NAMES for record in self._meant(what)}) if taken else []

    def _taking(self, what: str) -> Callable[[], None]:
        def take() -> None:
            bridge = self._window.bridge
            if bridge is not None:
                bridge.standings.set_what_if(bridge.standings.what_if.without(what, *self._meant(what)))

        return take

    def _again(self) -> None:
        bridge = self._window.bridge
        if bridge is not None:
            what_if = bridge.standings.what_if
            for what, record in self._laid_aside():
                what_if = what_if.again_with(what, record)
            bridge.standings.set_what_if(what_if)

    def _why_not(self, what: str) -> Reason:
        def reason() -> str | None:
            if self._window.bridge is None:
                return "no board is open"
            found = self._meant(what)
            taken = self._window.bridge.standings.what_if.taken()
            if not found:
                return WHY_NOT[what]
            return "it is laid aside already" if all((what, record) in taken for record in found) else None

        return reason

    def _why_not_again(self) -> str | None:
        return None if self._laid_aside() else "nothing of what is selected is laid aside"

    def _none(self) -> str | None:
        bridge = self._window.bridge
        return None if bridge is not None and bridge.standings.what_if else "nothing is laid aside"
