"""How a panel writes: fields of one record as one step, texts with a draft while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidenceboard.model.changes import Changeset, Value
from evidenceboard.model.commands import Action, fitted, set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.text_field import TextField


class Writing:
    """Commits what the fields of a panel say."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    def put(self, record: RecordId, values: Mapping[str, Value], label: str = "") -> Changeset | None:
        """New values of a record's fields as one step; an empty text takes the value away."""
        given = {field: None if value in ("", []) else value for field, value in values.items()}
        return self.bridge.attempt(lambda: self._fitted(set_fields(record, given, label)))

    def run(self, action: Action) -> Changeset | None:
        """Carries out an action."""
        return self.bridge.commit(self._fitted(action))

    def _fitted(self, action: Action) -> Action:
        return fitted(self.bridge.document.board, self.bridge.sheet, action)

    def bind(
        self,
        field: TextField | LineField,
        record: Callable[[], RecordId],
        name: str,
        label: str = "",
        kept: Callable[[str], str] = str,
    ) -> None:
        """Lets a field write the field `name` of the record that its panel shows at that moment.

        Args:
            kept: the form in which what was typed is kept.
        """
        document = self.bridge.document

        def write(text: str) -> None:
            one_paragraph = isinstance(field, LineField) or not field.keeps_lines
            words = kept(" ".join(text.split()) if one_paragraph else text.strip("\n").rstrip())
            if words == (document.board.value(record(), name) or ""):
                field.show_text(words)
            elif self.put(record(), {name: words}, label) is None:
                return  # refused: what was typed stays, and so does its draft
            document.filing.drop_draft(record(), name)

        field.left.connect(write)
        if isinstance(field, TextField):
            field.rested.connect(lambda text: document.filing.keep_draft(record(), name, text))
            field.restored.connect(lambda: document.filing.drop_draft(record(), name))
