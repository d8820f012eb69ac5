"""What hands do in the view of sources: grades, origins, two sources made one; each is one step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from evidenceboard.analysis.grades import RELIABILITY
from evidenceboard.errors import KnownError
from evidenceboard.finding.who_says import WhoSays
from evidenceboard.model.commands import add_record, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import RELIABILITIES
from evidenceboard.model.sources import merge_sources
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views.sources_head import RELIABILITY_LABEL, put


class SourcesEditing:
    """Writes what a person wants of sources and origins."""

    def __init__(self, bridge: Bridge, said: WhoSays) -> None:
        self._bridge, self._said = bridge, said

    def grade_menu(self, source: RecordId, parent: QWidget) -> QMenu:
        """The grades with their words; choosing one is one step for all cards of the source."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self._bridge.document.board.value(source, "reliability") or ""
        for letter in (*RELIABILITIES, ""):
            words = f"{letter}  ·  {RELIABILITY[letter]}" if letter else "not graded"
            entry = menu.addAction(words, partial(self.set_grade, source, letter))
            entry.setCheckable(True)
            entry.setChecked(letter == now)
        return menu

    def set_grade(self, source: RecordId, letter: str) -> None:
        """The grade of a source, for all of its cards at once."""
        put(self._bridge, source, "reliability", letter, RELIABILITY_LABEL)

    def merge(self, gone: RecordId, name: str) -> RecordId | None:
        """Make a source the one that has this name; gives that one, or None where nothing was done."""
        board, log, wanted = self._bridge.document.board, self._bridge.document.log, name.casefold()
        others = [each for each in board.live("source") if each != gone]
        kept = next((each for each in others if str(board.value(each, "name") or "").casefold() == wanted), None)
        if kept is None:
            self._refuse("No other source has this name", "Type the name of one that is listed.")
            return None
        fields: dict[RecordId, set[str]] = {}
        for field in ("source", "outlet"):
            for card in lookups.cards_with(log, field, gone):
                fields.setdefault(card, set()).add(field)
        board.load(fields)
        done = self._bridge.attempt(lambda: merge_sources(board, kept, gone, fields))
        return kept if done is not None else None

    def set_origin(self, card: RecordId, onto: RecordId) -> None:
        """A card repeats another, or comes from an origin; "" where it is on its own."""
        if onto and self._said.repeats(onto, card):
            self._refuse("That one goes back to this card already", "Take its own origin away first, then try again.")
        elif (onto or None) != self._bridge.document.board.value(card, "derives_from"):
            self._bridge.attempt(lambda: set_fields(card, {"derives_from": onto or None}, "Change origin"))

    def name_origin(self, card: RecordId, typed: str) -> None:
        """What was typed is a card's key or the name of an origin, which may be new."""
        document, words = self._bridge.document, " ".join(typed.split())
        if not document.board.is_live(card):
            return
        keys = {key.casefold(): found for found, key, _ in lookups.card_names(document.log) if key}
        names = {str(values.get("name") or "").casefold(): found for found, values in document.records("origin")}
        onto = keys.get(words.casefold()) or names.get(words.casefold(), "")
        if onto or not words:
            self.set_origin(card, onto)
        else:
            made = add_record("origin", {"name": words})
            named = set_fields(card, {"derives_from": made.made[0]})
            self._bridge.commit(together("New origin", [made, named]))

    def _refuse(self, what: str, advice: str) -> None:
        self._bridge.refused.emit(KnownError(what, advice))
