"""Everything about one card, section by section."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.card_capture import CardCapture
from evidenceboard.ui.panels.card_carries import CardCarries
from evidenceboard.ui.panels.card_contributions import CardContributions
from evidenceboard.ui.panels.card_dates import CardDates
from evidenceboard.ui.panels.card_facts import CardFacts
from evidenceboard.ui.panels.card_photo import CardPhoto
from evidenceboard.ui.panels.card_source import CardSource, SourceOffer
from evidenceboard.ui.panels.card_standing import CardStandingPart
from evidenceboard.ui.panels.card_words import CardWords
from evidenceboard.ui.panels.conflict_box import ConflictBox
from evidenceboard.ui.panels.links import LinksSection
from evidenceboard.ui.panels.photo_parts import PhotoParts
from evidenceboard.ui.panels.photo_words import PhotoWords
from evidenceboard.ui.panels.record_history import RecordHistory
from evidenceboard.ui.panels.what_if_part import WhatIfPart

#: Where one of these is set, the card says who said it and when.
SAID = ("source", "outlet", "credibility", "certainty", "happened", "said", "captured", "derives_from")


class CardForm(QWidget):
    """The inspector of a card.

    Signals:
        go_to: a record that should be shown.
        link_wanted: a link should be drawn from this card.
        claim_wanted: this card, and words of it of which a claim should be made.
        photo_wanted: what should be done with its photo, and the card.
    """

    go_to = Signal(str)
    link_wanted = Signal(str)
    claim_wanted = Signal(str, str)
    photo_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._card, self._opened, self._ours = bridge, "", False, False
        self.conflicts = ConflictBox(bridge)
        self.words = CardWords(bridge)
        self.source = CardSource(bridge)
        self.offer = SourceOffer()
        self.dates = CardDates(bridge)
        self.facts = CardFacts(bridge)
        self.photo = CardPhoto(bridge)
        self.photo_words = PhotoWords(bridge)
        self.parts = PhotoParts(bridge)
        self.capture = CardCapture(bridge)
        self.links = LinksSection(bridge, "Links in words", "Nothing is linked to this card yet.", can_add=True)
        self.standing = CardStandingPart(bridge)
        self.carries = CardCarries(bridge)
        self.why = CardContributions(bridge)
        self.what_if = WhatIfPart(bridge)
        self.history = RecordHistory(bridge)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.conflicts, self.words, self.photo_words, self.parts, self.source, self.offer, self.dates,
                     self.photo, self.capture, self.standing, self.links, self.why, self.carries, self.what_if,
                     self.facts, self.history):  # fmt: skip
            rows.addWidget(part)
        rows.addStretch()
        self.offer.wanted.connect(self._open_source)
        for part in (self.links, self.why):
            part.go_to.connect(self.go_to)
        self.words.go_to.connect(self.go_to)
        self.words.claim_wanted.connect(lambda words: self.claim_wanted.emit(self._card, words))
        self.parts.go_to.connect(self.go_to)
        self.parts.mark_wanted.connect(lambda: self.photo_wanted.emit("mark", self._card))
        self.photo.wanted.connect(lambda what: self.photo_wanted.emit(what, self._card))
        self.links.link_wanted.connect(lambda: self.link_wanted.emit(self._card))

    def show_record(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        document = self._bridge.document
        if card != self._card:
            self._opened = False
        self._card = card
        values = document.board.record(card).shown_values()
        self.conflicts.show_record(card)
        for part in (self.words, self.photo_words, self.parts, self.source, self.dates, self.facts, self.photo,
                     self.capture, self.links, self.standing, self.why, self.carries, self.what_if):  # fmt: skip
            part.show_card(card)
        said = values.get("kind") == "photo" or values.get("role") == "reported"
        self._ours = values.get("kind") == "hypothesis"
        self._show_said(said or self._opened or any(values.get(field) for field in SAID))
        self.history.show_records([card, *document.edges_of(card)])
        for part in (self.words, self.photo_words, self.source, self.dates, self.facts):
            part.setEnabled(not document.read_only)

    def _show_said(self, shown: bool) -> None:
        self.source.setVisible(shown)
        self.dates.setVisible(shown)
        self.offer.setVisible(not shown and not self._ours and not self._bridge.document.read_only)

    def _open_source(self) -> None:
        self._opened = True
        self._show_said(True)
        self.source.source.setFocus()
