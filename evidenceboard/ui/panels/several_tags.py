"""The tags that several cards have in common, and how they are changed on all of them in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidenceboard.model.commands import retag
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Section

MOST = 1_000  # cards whose tags are read


class SeveralTags(Section):
    """One line: what is added there is added to every card, what is taken out goes from every card."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Details of all")
        self._bridge = bridge
        self._tags: Mapping[RecordId, Sequence[str]] = {}
        self._common: list[str] = []
        self.field = LineField("Tags in common", "none in common")
        self.add_row("Tags", self.field, bare=True)
        self.field.left.connect(self._put)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Shows what the cards among these have in common; nothing without cards or for very many."""
        cards = [record for record in records if kind_of(record) == "card"]
        self.setVisible(0 < len(cards) <= MOST)
        found = self._bridge.document.log.records_named("card", cards[:MOST])
        self._tags = {card: values.get("tags") or [] for card, values in found.items()}
        every = list(self._tags.values())
        self._common = [tag for tag in (every[0] if every else []) if all(tag in tags for tags in every)]
        self.field.show_text(", ".join(self._common))
        self.setEnabled(not self._bridge.document.read_only)

    def _put(self, text: str) -> None:
        new = list(dict.fromkeys(part for each in text.split(",") if (part := each.strip())))
        action = retag(self._tags, self._common, new)
        if action.edits:
            self._bridge.commit(action)
        else:
            self.field.show_text(", ".join(self._common))
