"""Everything about one part of a photo: its note, its card, the links that begin in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflict_box import ConflictBox
from evidenceboard.ui.panels.edge_form import End
from evidenceboard.ui.panels.links import LinksSection
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.photo_parts import NOTE_LABEL
from evidenceboard.ui.panels.record_history import RecordHistory
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing


class RegionForm(QWidget):
    """The inspector of a part of a photo."""

    go_to = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._region = bridge, ""
        self.conflicts = ConflictBox(bridge)
        self.note = TextField("Note of the part", "What is this?", size=15, weight=600)
        Writing(bridge).bind(self.note, lambda: self._region, "note", NOTE_LABEL)
        self.card = End(bridge)
        self.links = LinksSection(bridge, "Links in words", "Nothing is linked to this part yet.", can_add=True)
        self.history = RecordHistory(bridge)
        words, photo = Section(line=False), Section("On the photo")
        words.add(self.note, bare=True)
        photo.rows.addWidget(self.card)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.conflicts, words, photo, self.links, self.history):
            rows.addWidget(part)
        rows.addStretch(1)
        self.card.go_to.connect(self.go_to)
        self.links.go_to.connect(self.go_to)
        self.links.link_wanted.connect(lambda: self.link_wanted.emit(self._region))

    def show_record(self, region: RecordId) -> None:
        """Shows a part as the board has it now."""
        document = self._bridge.document
        self._region = region
        values = document.board.record(region).shown_values()
        self.conflicts.show_record(region)
        self.note.show_text(str(values.get("note") or ""))
        self.note.setEnabled(not document.read_only)
        self.card.show_record(values["card"])
        links = sorted(link for link in document.parts.links_from(region) if document.board.is_live(link))
        self.links.show_region(region, links)
        self.history.show_records([region, *links])

    def begin(self) -> None:
        """Puts the cursor into the note."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
