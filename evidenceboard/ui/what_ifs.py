"""What if: cards, sources, origins and links laid aside or judged otherwise for looking at. Nothing of it is ever
written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.actions import Entry, Reason
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.says import WHAT_IF
from evidenceboard.ui.what_if_meant import AGAIN, END, NAMES, meant, of_field, other_than_board, with_board
from evidenceboard.ui.what_if_words import in_words

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

KEY = "what-if"
SIDES, FLIP = "Before and after", "Smallest flip"
OPPOSITE = "Suppose the link says the opposite"
STRENGTHS = {f"Suppose the link is {word}": word for word in ("normal", "strong")}
CREDIBLE = {f"Suppose credibility {digit}: {words}": digit for digit, words in CREDIBILITY.items()}
RELIABLE = {f"Suppose reliability {letter}: {words}": letter for letter, words in RELIABILITY.items()}
NOT_GRADED = {
    "credibility": "no card with a grade is selected",
    "reliability": "no card with a grade and a source is selected",
    "strengths": "no link is selected",
}
WHY_NOT = {
    "card": "no card is selected",
    "source": "no card with a source is selected",
    "origin": "no selected card shares its origin with another",
    "link": "no link is selected",
    "false": "no assumption is selected",
}


class WhatIfs:
    """The commands of one window, and the bar that says what is laid aside."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._told: tuple[Bridge, str] | None = None

    def follow(self, bridge: Bridge) -> None:
        """Keep the bar at what is laid over a board."""
        bridge.standings.what_if_changed.connect(self.tell)
        bridge.standings.assessed.connect(self._follow_board)

    def tell(self) -> None:
        """The bar, as long as something is laid aside."""
        bridge = self._window.bridge
        if bridge is None or not bridge.standings.what_if:
            self._window.messages.dismiss(KEY)
            return
        words = f"What if: {in_words(bridge.document.board, bridge.standings.what_if)}"
        if (bridge, words) == self._told and KEY in self._window.messages.keys():  # noqa: SIM118 - no mapping
            return  # a bar that stays the same keeps its focus
        self._told = bridge, words
        self._window.messages.tell(
            "info",
            words,
            "Nothing of this is saved.",
            ((SIDES, self.sides), ("End", self.end)),
            permanent=True,
            key=KEY,
        )

    def end(self) -> None:
        """The board as it is."""
        if self._window.bridge is not None:
            self._window.bridge.standings.set_what_if(WhatIf())

    def _follow_board(self) -> None:
        """What is no longer on the board cannot be laid aside, and what the board has so itself is no what-if."""
        bridge = self._window.bridge
        if bridge is not None and bridge.standings.what_if:
            bridge.standings.set_what_if(with_board(bridge, bridge.standings.what_if))
            self.tell()

    def sides(self) -> None:
        """Before and after, side by side."""
        if self._window.shown is not None:
            self._window.shown.panels.show_says(WHAT_IF)

    def flip(self) -> None:
        """The smallest flip of the selected hypotheses, or of the two that lead."""
        shown = self._window.shown
        if shown is not None:
            shown.panels.show_says(WHAT_IF)
            chosen = sorted(shown.selection.records)
            board = shown.document.board
            hypotheses = [card for card in chosen if board.value(card, "kind") == "hypothesis"]
            shown.panels.says.ask_flip(hypotheses)

    def entries(self, board: Reason) -> list[Entry]:
        """The commands."""
        made = [Entry(name, "What if", self._taking(what), (), self._why_not(what)) for what, name in NAMES.items()]
        of_links = [
            Entry(name, "What if", self._grading("strengths", word), (), self._not_graded("strengths"))
            for name, word in STRENGTHS.items()
        ]
        return [
            *made,
            *of_links,
            Entry(OPPOSITE, "What if", self._turning, (), self._why_not_turned),
            Entry(AGAIN, "What if", self._again, (), self._why_not_again),
            Entry(END, "What if", self.end, (), lambda: board() or self._none()),
            Entry(SIDES, "What if", self.sides, (), board),
            Entry(FLIP, "What if", self.flip, (), board),
            *(
                Entry(name, "What if a grade", self._grading(field, value), (), self._not_graded(field))
                for field, values in (("credibility", CREDIBLE), ("reliability", RELIABLE))
                for name, value in values.items()
            ),
        ]

    # Grades and strengths

    def _of_field(self, field: str) -> list[RecordId]:
        shown = self._window.shown
        return of_field(shown.bridge, shown.selection.records, field) if shown is not None else []

    def _grading(self, field: str, value: str | int) -> Callable[[], None]:
        def lay() -> None:
            bridge = self._window.bridge
            if bridge is not None:
                what_if = bridge.standings.what_if
                for record in self._of_field(field):
                    what_if = what_if.graded(field, record, other_than_board(bridge, field, record, value))
                bridge.standings.set_what_if(what_if)

        return lay

    def _not_graded(self, field: str) -> Reason:
        def reason() -> str | None:
            if self._window.bridge is None:
                return "no board is open"
            return None if self._of_field(field) else NOT_GRADED[field]

        return reason

    def _turnable(self) -> list[RecordId]:
        """The selected links that could be of the other kind: what ends on a link can only contradict."""
        bridge = self._window.bridge
        if bridge is None:
            return []
        value = bridge.document.board.value
        return [edge for edge in self._of_field("strengths") if kind_of(str(value(edge, "to"))) == "card"]

    def _turning(self) -> None:
        bridge, edges = self._window.bridge, self._turnable()
        if bridge is not None:
            what_if = bridge.standings.what_if
            turned = not what_if.edges_flipped.issuperset(edges)
            for edge in edges:
                what_if = what_if.turned(edge, turned)
            bridge.standings.set_what_if(what_if)

    def _why_not_turned(self) -> str | None:
        if self._window.bridge is None:
            return "no board is open"
        if not self._of_field("strengths"):
            return NOT_GRADED["strengths"]
        return None if self._turnable() else "what ends on a link can only contradict"

    # Taking away

    def _meant(self, what: str) -> list[RecordId]:
        shown = self._window.shown
        return meant(shown.bridge, shown.selection.records, what) if shown is not None else []

    def _otherwise(self) -> set[RecordId]:
        """What of all that is selected is laid aside, or judged otherwise."""
        bridge = self._window.bridge
        if bridge is None or not bridge.standings.what_if:
            return set()
        selected = {record for what in NAMES for record in self._meant(what)} | set(self._of_field("reliability"))
        return selected & bridge.standings.what_if.records

    def _taking(self, what: str) -> Callable[[], None]:
        def take() -> None:
            bridge = self._window.bridge
            if bridge is not None:
                bridge.standings.set_what_if(bridge.standings.what_if.without(what, *self._meant(what)))

        return take

    def _again(self) -> None:
        bridge = self._window.bridge
        if bridge is not None:
            bridge.standings.set_what_if(bridge.standings.what_if.as_drawn(self._otherwise()))

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
        return None if self._otherwise() else "nothing of what is selected is laid aside"

    def _none(self) -> str | None:
        bridge = self._window.bridge
        return None if bridge is not None and bridge.standings.what_if else "nothing is laid aside"
