"""What a picture shows and what its caption claims: two things, and whether the one bears out the other."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from evidenceboard.model.commands import set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label, plain_tooltip

UNSEEN = "The picture does not show this"
FLAG, UNFLAG = "Flag a caption that the picture does not show", "Take the flag off a caption"


class PhotoWords(Section):
    """Both fields of a photo card, and the flag on the second."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card = bridge, ""
        self.shows = TextField("What it shows", "What can be seen in the picture itself", ink="ink2")
        self.caption = TextField("What its caption claims", "What is said about it", ink="ink2")
        self.unseen = QCheckBox(UNSEEN)
        plain_tooltip(self.unseen, "Links that rest on the caption are worth less; those that rest on the picture stay")
        self.rows.setSpacing(2)
        self.add(plain_label("What it shows", size=11, weight=600, ink="ink3"))
        self.add(self.shows, bare=True)
        self.rows.addSpacing(6)
        self.add(plain_label("What its caption claims", size=11, weight=600, ink="ink3"))
        self.add(self.caption, bare=True)
        self.add(self.unseen)
        writing = Writing(bridge)
        writing.bind(self.shows, lambda: self._card, "shows", "Change what a picture shows")
        writing.bind(self.caption, lambda: self._card, "caption", "Change what a caption claims")
        self.unseen.clicked.connect(self._flag)

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now; nothing where it is no photo."""
        values = self._bridge.document.board.record(card).shown_values()
        self._card = card
        self.setVisible(values.get("kind") == "photo")
        self.shows.show_text(str(values.get("shows") or ""))
        self.caption.show_text(str(values.get("caption") or ""))
        flagged = bool(values.get("caption_unseen"))
        self.unseen.setChecked(flagged)
        self.unseen.setVisible(flagged or bool(values.get("caption")))

    def _flag(self, flagged: bool) -> None:
        card = self._card
        self._bridge.attempt(lambda: set_fields(card, {"caption_unseen": flagged or None}, FLAG if flagged else UNFLAG))
