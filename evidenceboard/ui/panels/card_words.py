"""The words of a card: its title, its text, and what was said in the original language."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button


class CardWords(Section):
    """Title and text as they are read, edited where they stand."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(line=False)
        self._bridge, self._card = bridge, ""
        self.title = TextField("Title", "Title", size=15, weight=600, lines=False)
        self.text = TextField("Text", "Add a text", ink="ink2")
        self.original = TextField("Original text", "What was said, word for word", ink="ink2")
        self.language = LineField("Language of the original", "language", size=12, ink="ink3")
        self.rows.setSpacing(2)
        self.add(self.title, bare=True)
        self.add(self.text, bare=True)
        self._offer = self._make_offer()
        self._heading_row = self._make_original_heading()
        self.rows.addWidget(self._offer)
        self.rows.addWidget(self._heading_row)
        self.add(self.original, bare=True)
        writing = Writing(bridge)
        for field, name in (
            (self.title, "title"),
            (self.text, "text"),
            (self.original, "original"),
            (self.language, "language"),
        ):
            writing.bind(field, lambda: self._card, name)

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

    def _open_original(self) -> None:
        self._show_original(True)
        self.original.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_original(self, there: bool) -> None:
        self._offer.setVisible(not there and self._said)
        self._heading_row.setVisible(there)
        self.original.setVisible(there)

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        values = self._bridge.document.board.record(card).shown_values()
        same, self._card = card == self._card, card
        self._said = values.get("role") in ("reported", None) and values.get("kind") != "hypothesis"
        for field, name in (
            (self.title, "title"),
            (self.text, "text"),
            (self.original, "original"),
            (self.language, "language"),
        ):
            field.show_text(values.get(name) or "")
        opened = same and self.original.hasFocus()
        self._show_original(bool(values.get("original")) or opened)
