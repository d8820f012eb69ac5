"""The line below the origins in which one types what the selected card repeats."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evidenceboard.document import Document
from evidenceboard.finding.who_says import WhoSays
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.views.sources_looks import Looks


class RepeatsLine(QWidget):
    """Seen while one card is selected that can repeat something.

    Attributes:
        words: the field.

    Signals:
        named: the card, and the words that name what it repeats.
    """

    named = Signal(str, str)

    def __init__(self, document: Document, said: WhoSays, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent)
        self._document, self._said, self._looks = document, said, looks
        self._card: RecordId = ""
        self.words = QLineEdit(self)
        self.words.setAccessibleName("What the selected card repeats")
        self.words.setPlaceholderText("Nobody: type the key of a card, or the name of an origin")
        self._name = plain_label("", size=12, ink="ink2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 8)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self.words, 1)
        self.words.returnPressed.connect(self._leave)

    def show_card(self, card: RecordId) -> None:
        """This card is selected alone; "" for none."""
        self._card = card
        said = self._said.cards.get(card)
        there = bool(said and (said.report or said.derives_from)) and not self._document.read_only
        self.setVisible(there)
        if there and not self.words.hasFocus():
            origin = self._document.board.value(card, "derives_from")
            self.words.setText(self._looks.name(origin) if origin else "")
            self._name.setText(f"{self._looks.name(card)[:24]} repeats")

    def _leave(self) -> None:
        card, words = self._card, self.words.text()
        self.words.clearFocus()
        self.named.emit(card, words)
