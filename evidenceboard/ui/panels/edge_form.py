"""Everything about one link: what it joins, what it says, how strongly, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.commands import set_edges
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflict_box import ConflictBox
from evidenceboard.ui.panels.links import LinksSection
from evidenceboard.ui.panels.parts import Clickable, IconLabel, Section
from evidenceboard.ui.panels.record_history import RecordHistory
from evidenceboard.ui.panels.roundel import Roundel
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.what_if_part import WhatIfPart
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import capital, card_icon, card_ink, link_word, name_of, part_words, says_more, title_of


class End(Clickable):
    """One end of a link: icon, key, words; a click goes there."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Go to this end")
        self._bridge, self._record = bridge, ""
        self._icon = IconLabel("statement", "stmt")
        self._words = SpanLabel(size=13, line=18, max_lines=4)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.clicked.connect(lambda: self.go_to.emit(self._record))

    def show_record(self, record: RecordId) -> None:
        """Shows a card, a region or, for an undercut, a link."""
        board = self._bridge.document.board
        region = kind_of(record) == "region"
        self._record = record
        card = str(board.value(record, "card")) if region else record
        values = board.record(card).shown_values()
        if kind_of(record) == "edge":
            self._icon.show_icon("link", "contra" if values.get("kind") == "contradict" else "support")
            ends = [str(values.get(end)) for end in ("from", "to")]
            verb = link_word(values.get("kind"), undercut=kind_of(ends[1]) == "edge").lower()
            first, second = (name_of(board, end) for end in ends)
            spans = [Span("The link: ", "ink3"), Span(first, weight=600), Span(f" {verb} ", "ink2")]
            spans.append(Span("a link" if kind_of(ends[1]) == "edge" else second, weight=600))
        else:
            self._icon.show_icon(card_icon(values), card_ink(values))
            name, title = name_of(board, card), title_of(board, card)
            spans = [Span(f"{capital(part_words(board, record))} of ", "ink2")] if region else []
            spans.append(Span(name, weight=600))
            if says_more(title, name):
                spans.append(Span(f" {title}", "ink2"))
        self._words.set_spans(spans)
        self.setAccessibleName(self._words.text())


class EdgeForm(QWidget):
    """The inspector of a link."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._edge = bridge, ""
        self.conflicts = ConflictBox(bridge)
        self.tail, self.head = End(bridge), End(bridge)
        self._sign = Roundel("This link")
        self._sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sign.setEnabled(False)
        self._verb = plain_label("", weight=600)
        self.kind = SegmentedControl([("support", "Supports"), ("contradict", "Contradicts")], "What the link says")
        self.strength = SegmentedControl([("normal", "Normal"), ("strong", "Strong")], "Strength of the link")
        self.reason = TextField("Reason of the link", "Why? One line is enough", lines=False)
        self.rests_on = SegmentedControl(
            [("picture", "Picture"), ("caption", "Caption")], "What of the photo it rests on", clearable=True
        )
        self.undercuts = LinksSection(bridge, "What undercuts it", "Nothing undercuts this link.")
        self.what_if = WhatIfPart(bridge)
        self.history = RecordHistory(bridge)
        self._lay_out()
        self.kind.chosen.connect(lambda kind: self._set(kind=kind))
        self.strength.chosen.connect(lambda strength: self._set(strength=strength))
        self.rests_on.chosen.connect(lambda value: self._set(rests_on=value or None))
        Writing(bridge).bind(self.reason, lambda: self._edge, "reason", "Change the reason of 1 link")
        for part in (self.tail, self.head, self.undercuts):
            part.go_to.connect(self.go_to)

    def _lay_out(self) -> None:
        ends = Section(line=False)
        ends.rows.setSpacing(2)
        ends.rows.addWidget(self.tail)
        middle = QHBoxLayout()
        middle.setContentsMargins(3, 0, 6, 0)
        middle.setSpacing(5)
        middle.addWidget(self._sign)
        middle.addWidget(self._verb, 1)
        ends.rows.addLayout(middle)
        ends.rows.addWidget(self.head)
        self._facts = Section()
        self._kind_row = self._facts.add_row("Kind", self.kind)
        self._facts.add_row("Strength", self.strength)
        self._rests_row = self._facts.add_row("Rests on", self.rests_on)
        self._facts.add_row("Reason", self.reason, bare=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.conflicts, ends, self._facts, self.undercuts, self.what_if, self.history):
            rows.addWidget(part)
        rows.addStretch(1)

    def _set(self, **values: str | None) -> None:
        self._bridge.commit(set_edges([self._edge], **values))

    def show_record(self, edge: RecordId) -> None:
        """Shows a link as the board has it now."""
        values = self._bridge.document.board.record(edge).shown_values()
        self._edge = edge
        kind, strength = values.get("kind") or "support", values.get("strength") or "normal"
        undercut = kind_of(values["to"]) == "edge"
        self.conflicts.show_record(edge)
        self.tail.show_record(values["from"])
        self.head.show_record(values["to"])
        self._sign.show_kind(kind, strength)
        self._verb.setText(link_word(kind, undercut=undercut).lower())
        self._verb.set_ink("conink" if kind == "contradict" else "supink")
        self.kind.set_value(kind)
        self._kind_row.setVisible(not undercut)
        self.strength.set_value(strength)
        self.rests_on.set_value(values.get("rests_on") or "")
        self._rests_row.setVisible(self._from_photo(values["from"]))
        self.reason.show_text(values.get("reason") or "")
        self._facts.setEnabled(not self._bridge.document.read_only)
        self.undercuts.show_edge(edge)
        self.what_if.show_edge(edge)
        self.history.show_records([edge])

    def _from_photo(self, tail: RecordId) -> bool:
        """Whether a link begins at a photo, or in a part of one: these have a picture and a caption."""
        return kind_of(tail) == "region" or self._bridge.document.board.value(tail, "kind") == "photo"
