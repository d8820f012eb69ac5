"""When it happened, was said and was captured, and where a report comes from."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.analysis.graph import Graph
from evidenceboard.document import Document
from evidenceboard.model import dates
from evidenceboard.model.commands import add_record, set_fields, together
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.picker import Picker
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import name_of, names_in_words, one_line, title_of

DATES = (("happened", "Happened"), ("said", "Said"), ("captured", "Captured"))
LARGE = 2_000  # cards of a board that are not all asked each time
VOICES = 200  # cards that are looked at for a voice


class DateField(QWidget):
    """A date as people write it, "before 7 Oct 2023", with how it is read below while it is typed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineField(name, "not set")
        self.hint = plain_label("", size=11, ink="ink3", wrap=True)
        self.hint.setContentsMargins(OVERHANG, 0, 0, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.line)
        rows.addWidget(self.hint)
        self.line.textEdited.connect(self._read)
        self.line.editingFinished.connect(lambda: self._tell(self.line.shown))
        self.show_date("")

    def show_date(self, text: str) -> None:
        """Shows a date in words; what cannot be read stands as it was typed."""
        self.line.show_text(text, dates.in_words(text))
        self._tell(text)

    def _tell(self, text: str) -> None:
        unread = bool(text) and dates.parse(text) is None
        self.hint.set_ink("warn" if unread else "ink3")
        self.hint.setText(f"Kept as typed. {dates.why_not(text)}" if unread else "")
        self.hint.setVisible(unread)

    def _read(self, text: str) -> None:
        read = dates.parse(text)
        self.hint.set_ink("ink3")
        self.hint.setText(understood(read) if read else dates.why_not(text))
        self.hint.setVisible(bool(text.strip()))


def understood(kept: str) -> str:
    """A kept date as it is said, and from when to when it may be where the words leave that open."""
    return ": ".join(part for part in (dates.in_words(kept), dates.span_in_words(kept)) if part)


class CardDates(Section):
    """Three dates and an origin; what is not known is not set, never made up."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card = bridge, ""
        self._writing = Writing(bridge)
        self.rows.setSpacing(0)
        self.fields: dict[str, DateField] = {}
        for field, name in DATES:
            self.fields[field] = DateField(name, self)
            self.add_row(name, self.fields[field], bare=True)
            self._writing.bind(self.fields[field].line, lambda: self._card, field, kept=_kept)
        self.origin = Picker("Origin", "not set", self._options)
        self._voice = plain_label("", size=12, ink="ink3", wrap=True)
        self._voice.setContentsMargins(OVERHANG, 0, 0, 0)
        self.add_row("Origin", self._with_voice(), bare=True)
        self.origin.picked.connect(self._set_origin)
        bridge.standings.assessed.connect(self._follow_standing)
        self.origin.emptied.connect(lambda: self._set_origin(None))
        self.origin.named.connect(self._new_origin)

    def _with_voice(self) -> QWidget:
        both = QWidget()
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.origin)
        rows.addWidget(self._voice)
        return both

    def _options(self) -> list[tuple[str, str]]:
        document = self._bridge.document
        origins = [(each, str(document.board.value(each, "name") or "")) for each in document.board.live("origin")]
        cards = [
            (card, one_line(f"{key} {title}".strip()))
            for card, key, title in lookups.card_names(document.log)
            if card != self._card and document.board.is_live(card)
        ]
        return origins + cards

    def _set_origin(self, origin: str | None) -> None:
        if origin != self._bridge.document.board.value(self._card, "derives_from"):
            self._writing.put(self._card, {"derives_from": origin}, "Change origin")

    def _new_origin(self, name: str) -> None:
        made = add_record("origin", {"name": name})
        set_it = set_fields(self._card, {"derives_from": made.made[0]})
        self._writing.run(together("New origin", [made, set_it]))

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        document = self._bridge.document
        values = document.board.record(card).shown_values()
        self._card = card
        for field, widget in self.fields.items():
            widget.show_date(values.get(field) or "")
        origin = values.get("derives_from")
        self.origin.show_text(_origin_words(document, origin) if origin else "")
        self._show_voices()

    def _follow_standing(self) -> None:
        """On a large board it is known only now who has the same origin."""
        if self._card and self.isVisible() and self._bridge.document.board.is_live(self._card):
            self._show_voices()

    def _show_voices(self) -> None:
        """Who else speaks with the voice of the card."""
        document, card = self._bridge.document, self._card
        voices = [each for each in one_voice(document, card, self._bridge.standings.graph) if each != card]
        others = [name_of(document.board, each) for each in voices if not document.board.value(each, "split_from")]
        self._voice.setText(f"with {names_in_words(others)}: one voice" if others else "")
        self._voice.setVisible(bool(others))


def _kept(text: str) -> str:
    return dates.parse(text) or text


def _origin_words(document: Document, origin: RecordId) -> str:
    if kind_of(origin) == "origin":
        return str(document.board.value(origin, "name") or "")
    key = str(document.board.value(origin, "key") or "")
    return one_line(f"{key} {title_of(document.board, origin)}".strip())


def one_voice(document: Document, card: RecordId, graph: Graph | None) -> list[RecordId]:
    """The cards whose chains of "derives from" end where that of this card ends; itself among them.

    Args:
        graph: on a large board it knows, as the board was when it was worked out last; else all cards are asked.
    """
    board = document.board
    if graph is not None and len(graph.cards) > LARGE and card in graph.row:
        rows = np.flatnonzero(graph.origin == graph.origin[graph.row[card]])[:VOICES].tolist()
        return [graph.cards[row] for row in rows if board.is_live(graph.cards[row])]
    root, seen = card, {card}
    while (further := board.value(root, "derives_from")) and further not in seen and board.is_live(further):
        root = further
        seen.add(further)
    deriving = lookups.derivations(document.log)
    found: dict[RecordId, None] = {}
    waiting = [root]
    while waiting and len(found) < VOICES:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            waiting += [card for card in deriving.get(each, ()) if board.is_live(card)]
    return [record for record in found if kind_of(record) == "card"]
