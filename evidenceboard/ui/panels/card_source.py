"""Who said it, and how far that is to be trusted: source, reliability, credibility, the speaker's certainty."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY, grade
from evidenceboard.model.commands import add_record, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CERTAINTIES, CREDIBILITIES, RELIABILITIES
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.parts import Chip, IconLabel, Section
from evidenceboard.ui.panels.picker import Picker
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count, grade_sentence, visible_controls_in_lines

ICONS = {"person": "person"}
#: What a speaker's word does not say.
CAUTIONS = {"is not aware of": "“Not aware of” is not “there is none”."}


class CardSource(Section):
    """Source and grade of a card. Reliability belongs to the source: it changes for all of its cards."""

    needed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Source")
        self._bridge, self._card = bridge, ""
        self._source: RecordId | None = None
        self._writing = Writing(bridge)
        self.avatar = IconLabel("source", "stmt", side=32, ground="stmtbg")
        self.source = Picker("Source", "Who says it?", self._options, weight=600)
        self._note = plain_label("", size=12, ink="ink2", wrap=True, max_lines=4)
        self._note.setContentsMargins(OVERHANG, 0, OVERHANG, 2)
        self.outlet = Picker("Outlet: where it was said or printed", "not set", self._options)
        self.reliability = SegmentedControl(RELIABILITIES, "Reliability of the source", clearable=True)
        self.credibility = SegmentedControl([str(n) for n in CREDIBILITIES], "Credibility", clearable=True)
        self.certainty = Choice("Speaker's certainty", CERTAINTIES)
        self._shared = plain_label("", size=11, ink="ink3", wrap=True)
        self._chip, self._sentence = Chip(), plain_label("", size=12, ink="ink2", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.rows.addLayout(self._who())
        self.add_row("Outlet", self.outlet, bare=True)
        self._reliable = self.add_row("Reliability", self.reliability)
        self._shared.setContentsMargins(96 + OVERHANG, 0, OVERHANG, 2)
        self.rows.addWidget(self._shared)
        self.add_row("Credibility", self.credibility)
        self.add_row("Speaker", self.certainty)
        self._grade = QWidget()
        row = QHBoxLayout(self._grade)
        row.setContentsMargins(OVERHANG, 4, OVERHANG, 0)
        row.setSpacing(8)
        row.addWidget(self._chip, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self.rows.addWidget(self._grade)
        self.reliability.explain({key: words.capitalize() for key, words in RELIABILITY.items()})
        self.credibility.explain({str(key): words.capitalize() for key, words in CREDIBILITY.items()})

    def _who(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.source)
        words.addWidget(self._note)
        who = QHBoxLayout()
        who.setContentsMargins(OVERHANG, 0, 0, 0)
        who.setSpacing(4)
        who.addWidget(self.avatar, alignment=Qt.AlignmentFlag.AlignTop)
        who.addLayout(words, 1)
        return who

    def _connect(self) -> None:
        self.source.picked.connect(lambda source: self._set("source", source))
        self.source.emptied.connect(lambda: self._set("source", None))
        self.source.named.connect(lambda name: self._new_source("source", name))
        self.outlet.picked.connect(lambda source: self._set("outlet", source))
        self.outlet.emptied.connect(lambda: self._set("outlet", None))
        self.outlet.named.connect(lambda name: self._new_source("outlet", name))
        self.reliability.chosen.connect(self._set_reliability)
        self.credibility.chosen.connect(lambda digit: self._set("credibility", int(digit) if digit else None))
        self.certainty.chosen.connect(lambda word: self._set("certainty", word))

    def _options(self) -> list[tuple[str, str]]:
        board = self._bridge.document.board
        return [(source, str(board.value(source, "name") or "")) for source in board.live("source")]

    def _set(self, field: str, value: object) -> None:
        if value != self._bridge.document.board.value(self._card, field):
            self._writing.put(self._card, {field: value})

    def _new_source(self, field: str, name: str) -> None:
        kind = {"kind": "outlet"} if field == "outlet" else {}
        made = add_record("source", {"name": name, **kind})
        set_it = set_fields(self._card, {field: made.made[0]})
        self._writing.run(together(f"New {field}", [made, set_it]))

    def _set_reliability(self, letter: str) -> None:
        if self._source is not None:
            self._writing.put(self._source, {"reliability": letter}, "Change the reliability of a source")

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        board = self._bridge.document.board
        values = board.record(card).shown_values()
        source = values.get("source")
        self._card, self._source = card, source if source and board.is_live(source) else None
        of_source = board.record(self._source).shown_values() if self._source else {}
        self.source.show_text(str(of_source.get("name") or ""))
        outlet = values.get("outlet")
        self.outlet.show_text(str(board.value(outlet, "name") or "") if outlet and board.is_live(outlet) else "")
        note = visible_controls_in_lines(str(of_source.get("note") or ""))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.avatar.show_icon(ICONS.get(str(of_source.get("kind")), "source"), "stmt")
        self._show_grade(of_source.get("reliability"), values.get("credibility"), values.get("certainty"))

    def _show_grade(self, reliability: str | None, credibility: int | None, certainty: str | None) -> None:
        self.reliability.setEnabled(self._source is not None and not self._bridge.document.read_only)
        self.reliability.set_value(reliability or "")
        self.credibility.set_value(str(credibility or ""))
        self.certainty.set_value(certainty or "")
        cards = len(lookups.cards_with(self._bridge.document.log, "source", self._source)) if self._source else 0
        self._shared.setText(f"Belongs to the source: counts for all its {count(cards, 'card')}.")
        self._shared.setVisible(cards > 1)
        words = [grade_sentence(reliability, credibility), CAUTIONS.get(certainty or "", "")]
        self._chip.setText(grade(reliability, credibility))
        self._chip.setVisible(bool(self._chip.text()))
        self._sentence.setText("\n".join(part for part in words if part))
        self._grade.setVisible(any(words))


class SourceOffer(Section):
    """In place of the source of a card that has none: claims and assumptions are mostly our own."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        button = push_button("Add a source, a grade, dates", "link")
        button.clicked.connect(self.wanted)
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 0)
        row.addWidget(button)
        row.addStretch()
        self.rows.setContentsMargins(10, 6, 10, 6)
        self.rows.addLayout(row)
