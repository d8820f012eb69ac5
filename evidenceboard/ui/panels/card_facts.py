"""The rest of what a card holds: role, status, rivals, tags, fields of the person's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.commands import add_record, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import ASSUMPTION_LEVELS, CUSTOM, RIVAL_RELATIONS, ROLES
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.card_status import CardStatus
from evidenceboard.ui.panels.fields import Choice, LineField
from evidenceboard.ui.panels.parts import Row, Section
from evidenceboard.ui.panels.picker import Picker
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import field_words, name_of, names_in_words


class CardFacts(Section):
    """Choices and short texts, those that make sense for the kind of card."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Details")
        self._bridge, self._card = bridge, ""
        self._writing = Writing(bridge)
        self.role = Choice("Role", ROLES, none="")
        self.level = Choice("Level of the assumption", ASSUMPTION_LEVELS)
        self.status = CardStatus(bridge)
        self.rivals = Picker("Rival set", "not set", self._options)
        self.relation = Choice("How the rivals exclude each other", RIVAL_RELATIONS)
        self.tags = LineField("Tags", "none")
        self._role_row = self.add_row("Role", self.role)
        self._level_row = self.add_row("Level", self.level)
        self._rivals_row = self.add_row("Rivals", self._with_others(), bare=True)
        self._relation_row = self.add_row("Relation", self.relation)
        self.add_row("Status", self.status, bare=True)
        self.add_row("Tags", self.tags, bare=True)
        self._connect()
        self.own = OwnFields(bridge)
        self.rows.addWidget(self.own)

    def _with_others(self) -> QWidget:
        self._others = plain_label("", size=12, ink="ink3", wrap=True)
        self._others.setContentsMargins(OVERHANG, 0, 0, 0)
        both = QWidget()
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.rivals)
        rows.addWidget(self._others)
        return both

    def _connect(self) -> None:
        self.role.chosen.connect(lambda role: self._put("role", role))
        self.level.chosen.connect(lambda level: self._put("assumption", level))
        self.rivals.picked.connect(lambda rivals: self._put("rivals", rivals, "Change rival set"))
        self.rivals.emptied.connect(lambda: self._put("rivals", None, "Change rival set"))
        self.rivals.named.connect(self._new_rivals)
        self.relation.chosen.connect(self._set_relation)
        self.tags.left.connect(self._set_tags)

    def _put(self, field: str, value: object, label: str = "") -> None:
        if value != self._bridge.document.board.value(self._card, field):
            self._writing.put(self._card, {field: value}, label)

    def _set_tags(self, text: str) -> None:
        tags = list(dict.fromkeys(part for each in text.split(",") if (part := each.strip())))
        self._writing.put(self._card, {"tags": tags or None})

    def _options(self) -> list[tuple[str, str]]:
        board = self._bridge.document.board
        return [(each, str(board.value(each, "name") or "")) for each in board.live("rivals")]

    def _new_rivals(self, name: str) -> None:
        made = add_record("rivals", {"name": name}, "New rival set")
        set_it = set_fields(self._card, {"rivals": made.made[0]})
        self._writing.run(together("New rival set", [made, set_it]))

    def _set_relation(self, relation: str) -> None:
        rivals = self._bridge.document.board.value(self._card, "rivals")
        if rivals:
            self._writing.put(rivals, {"relation": relation}, "Change how rivals exclude each other")

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        board = self._bridge.document.board
        values = board.record(card).shown_values()
        self._card = card
        statement, hypothesis = values.get("kind") == "statement", values.get("kind") == "hypothesis"
        self.role.set_value(values.get("role") or "claim")
        self._role_row.setVisible(statement)
        self.level.set_value(values.get("assumption") or "")
        self._level_row.setVisible(statement and values.get("role") == "assumption")
        self.status.show_card(card)
        self.tags.show_text(", ".join(values.get("tags") or []))
        self._show_rivals(values.get("rivals") if hypothesis else None)
        self._rivals_row.setVisible(hypothesis)
        self.own.show_card(card)

    def _show_rivals(self, rivals: RecordId | None) -> None:
        document = self._bridge.document
        self._relation_row.setVisible(rivals is not None)
        of_set = document.board.record(rivals).shown_values() if rivals else {}
        self.rivals.show_text(str(of_set.get("name") or ""))
        self.relation.set_value(str(of_set.get("relation") or ""))
        cards = lookups.cards_with(document.log, "rivals", rivals) if rivals else []
        names = [name_of(document.board, card) for card in cards if card != self._card]
        self._others.setText(f"against {names_in_words(names)}" if names else "")
        self._others.setVisible(bool(names))


class OwnFields(QWidget):
    """Fields that the person named: one row each, and a way to add another."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card = bridge, ""
        self._writing = Writing(bridge)
        self.fields: dict[str, tuple[Row, LineField]] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self.new_name = LineField("Name of a new field", "Name of the field")
        self.new_value = LineField("Value of the new field", "Value")
        self._new = self._new_row()
        self.add = push_button("Add a field", "link")
        self.add.clicked.connect(self._open_new)
        foot = QHBoxLayout()
        foot.setContentsMargins(2, 0, 0, 0)
        foot.addWidget(self.add)
        foot.addStretch()
        self._rows.addWidget(self._new)
        self._rows.addLayout(foot)
        self.new_value.left.connect(self._make)

    def _new_row(self) -> QWidget:
        new = QWidget()
        row = QHBoxLayout(new)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.new_name.setFixedWidth(96)
        row.addWidget(self.new_name)
        row.addWidget(self.new_value, 1)
        new.hide()
        return new

    def _open_new(self) -> None:
        self._new.show()
        self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, text: str) -> None:
        name = " ".join(self.new_name.text().split())[:100]
        if name and text and self._writing.put(self._card, {CUSTOM + name: text}, "Add a field") is not None:
            self._close_new()

    def _close_new(self) -> None:
        for field in (self.new_name, self.new_value):
            field.clear()
            field.show_text("")
        self._new.hide()

    def show_card(self, card: RecordId) -> None:
        """Shows the fields of a card."""
        if card != self._card:
            self._close_new()
        values = self._bridge.document.board.record(card).shown_values()
        self._card = card
        wanted = {name: str(value) for name, value in sorted(values.items()) if name.startswith(CUSTOM)}
        for name in self.fields.keys() - wanted.keys():
            row, _field = self.fields.pop(name)
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for at, (name, value) in enumerate(wanted.items()):
            if name not in self.fields:
                field = LineField(field_words(name), "not set")
                self._writing.bind(field, lambda: self._card, name)
                self.fields[name] = Row(field_words(name), field, bare=True), field
            self._rows.insertWidget(at, self.fields[name][0])
            self.fields[name][1].show_text(value)
