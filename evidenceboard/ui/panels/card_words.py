"""The words of a card: its title, its text, what was said in the original language, and what it is a part of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.card_quote import CardQuote
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import status_words

FIELDS = ("title", "text", "original", "language", "translator")


class CardWords(Section):
    """Title and text as they are read, edited where they stand.

    Signals:
        go_to: the statement that this claim is a part of.
        claim_wanted: words of a statement of which a claim should be made.
    """

    go_to = Signal(str)
    claim_wanted = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(line=False)
        self._bridge, self._card = bridge, ""
        self.title = TextField("Title", "Title", size=15, weight=600, lines=False)
        self.text = TextField("Text", "Add a text", ink="ink2")
        self.original = TextField("Original text", "What was said, word for word", ink="ink2")
        self.language = LineField("Language of the original", "language", size=12, ink="ink3")
        self.translator = LineField("Who translated it", "by whom?", size=12, ink="ink3")
        self.quote = CardQuote(bridge)
        self.quote.go_to.connect(self.go_to)
        self.standing = plain_label("", size=12, weight=600, ink="warn", wrap=True, max_lines=4)
        self.rows.setSpacing(2)
        self.add(self.standing)
        self.add(self.title, bare=True)
        self.add(self.text, bare=True)
        self._offer = self._make_offer()
        self._heading_row = self._make_original_heading()
        self.rows.addWidget(self._offer)
        self.rows.addWidget(self._heading_row)
        self.add(self.original, bare=True)
        self._translated = self._make_translated()
        self.rows.addWidget(self._translated)
        self.rows.addWidget(self.quote)
        writing = Writing(bridge)
        for name, field in self._fields().items():
            writing.bind(field, lambda: self._card, name)
        for field in (self.title, self.text):
            field.piece_wanted.connect(self.claim_wanted)

    def _fields(self) -> dict[str, TextField | LineField]:
        return dict(zip(FIELDS, (self.title, self.text, self.original, self.language, self.translator), strict=True))

    def _make_offer(self) -> QWidget:
        offer = QWidget()
        row = QHBoxLayout(offer)
        row.setContentsMargins(OVERHANG, 0, OVERHANG, 0)
        row.setSpacing(0)
        row.addWidget(plain_label("In our words ·", size=12, ink="ink3"))
        self.add_original = push_button("add the original text", "link")
        self.add_original.clicked.connect(self._open_original)
        row.addWidget(self.add_original)
        row.addStretch()
        return offer

    def _make_original_heading(self) -> QWidget:
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(OVERHANG, 6, 0, 0)
        row.setSpacing(4)
        label = plain_label("Original", size=11, weight=600, ink="ink3")
        row.addWidget(label, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.language, 1)
        return heading

    def _make_translated(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(OVERHANG, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(plain_label("Translated", size=12, ink="ink3"), alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.translator, 1)
        return line

    def _open_original(self) -> None:
        self._show_original(True)
        self.original.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_original(self, there: bool) -> None:
        self._offer.setVisible(not there and self._said)
        self._heading_row.setVisible(there)
        self.original.setVisible(there)
        self._translated.setVisible(there)

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        values = self._bridge.document.board.record(card).shown_values()
        same, self._card = card == self._card, card
        statement = values.get("kind") == "statement"
        self._said = values.get("role") in ("reported", None) and values.get("kind") != "hypothesis"
        for name, field in self._fields().items():
            field.show_text(values.get(name) or "")
        for field in (self.title, self.text):
            field.offers_pieces = statement and not self._bridge.document.read_only
        standing = status_words(values)
        self.standing.setText(standing)
        self.standing.setVisible(bool(standing))
        opened = same and any(self._fields()[name].hasFocus() for name in ("original", "language", "translator"))
        self._show_original(bool(values.get("original")) or opened)
        self.quote.show_card(card)
