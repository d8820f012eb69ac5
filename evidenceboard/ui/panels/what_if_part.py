"""What if this card or link were judged otherwise: its grades or strength, laid over the board and never written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.edits import graded
from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.records import CREDIBILITIES, RELIABILITIES
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.before_after import BeforeAfter
from evidenceboard.ui.panels.parts import Row, Section
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.what_if_meant import other_than_board
from evidenceboard.ui.what_if_words import laid
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import capital

UNSAVED = "Laid over the board to look at; nothing of it is saved."
FOR_ALL = "Reliability belongs to the source: it is tried for all of its cards."


class WhatIfPart(Section):
    """Choices that change nothing on the board, and below them before and after.

    Signals:
        go_to: a card.
        sides_wanted: before and after of the whole what-if.
    """

    go_to = Signal(str)
    sides_wanted = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("What if")
        self._bridge, self._record, self._opened = bridge, "", False
        self.open_it = push_button("Try it otherwise", "link")
        self.credibility = SegmentedControl([str(n) for n in CREDIBILITIES], "What if: credibility")
        self.reliability = SegmentedControl(RELIABILITIES, "What if: reliability of the source")
        self.holds = SegmentedControl([("true", "Holds"), ("false", "False")], "What if: the assumption")
        self.counts = SegmentedControl(
            [("off", "Off"), ("normal", "Normal"), ("strong", "Strong")], "What if: strength"
        )
        self.says = SegmentedControl([("support", "Supports"), ("contradict", "Contradicts")], "What if: what it says")
        self.told = plain_label("", size=12, ink="ink2", wrap=True)
        self.compared = BeforeAfter(bridge, self.go_to.emit, with_claims=False)
        self.back, self.sides = push_button("As on the board", "link"), push_button("All before and after", "link")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.rows.addWidget(self.open_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.body = QWidget()
        rows = QVBoxLayout(self.body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        choices = (
            ("Credibility", self.credibility), ("Reliability", self.reliability), ("Assumption", self.holds),
            ("Strength", self.counts), ("It says", self.says),
        )  # fmt: skip
        self._choices: dict[SegmentedControl, Row] = {}
        for label, control in choices:
            row = Row(label, control, parent=self.body)
            self._choices[control] = row
            rows.addWidget(row)
        self.told.setContentsMargins(6, 0, 6, 0)
        rows.addWidget(self.told)
        rows.addWidget(self.compared)
        foot = QHBoxLayout()
        for button in (self.back, self.sides):
            foot.addWidget(button)
        foot.addStretch()
        rows.addLayout(foot)
        self.rows.addWidget(self.body)
        self.credibility.explain({str(key): capital(words) for key, words in CREDIBILITY.items()})
        self.reliability.explain({key: capital(words) for key, words in RELIABILITY.items()})

    def _connect(self) -> None:
        standings = self._bridge.standings
        self.open_it.clicked.connect(self._open)
        self.credibility.chosen.connect(lambda digit: self._grade("credibility", self._record, int(digit)))
        self.reliability.chosen.connect(lambda letter: self._grade("reliability", self._source(), letter))
        self.holds.chosen.connect(self._suppose)
        self.counts.chosen.connect(self._weigh)
        self.says.chosen.connect(self._turn)
        self.back.clicked.connect(lambda: standings.set_what_if(standings.what_if.as_drawn(self._about())))
        self.sides.clicked.connect(self.sides_wanted)
        standings.assessed.connect(self._follow)
        standings.what_if_changed.connect(self._follow)

    # What is shown

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board and the what-if have it now."""
        self._show(card)

    def show_edge(self, edge: RecordId) -> None:
        """Shows a link as the board and the what-if have it now."""
        self._show(edge)

    def _show(self, record: RecordId) -> None:
        if record != self._record:
            self._record, self._opened = record, False
        self._follow()

    def _follow(self) -> None:
        document = self._bridge.document
        if document.closed or not self._record or not document.board.is_live(self._record):
            return
        offered = self._offered()
        self.setVisible(bool(offered))
        if not offered:
            return
        what_if = self._bridge.standings.what_if
        otherwise = bool(what_if.records & self._about())
        opened = self._opened or otherwise
        self.open_it.setVisible(not opened)
        self.body.setVisible(opened)
        if opened:
            self._fill(offered, what_if, otherwise)

    def _fill(self, offered: set[SegmentedControl], what_if: WhatIf, otherwise: bool) -> None:
        for control, row in self._choices.items():
            row.setVisible(control in offered)
        board, about = self._bridge.document.board, self._about()
        value, record = board.value, self._record
        source = self._source()
        self.credibility.set_value(str(what_if.credibility.get(record, value(record, "credibility")) or ""))
        if source:
            self.reliability.set_value(what_if.reliability.get(source, value(source, "reliability")) or "")
        self.holds.set_value("false" if record in what_if.false else "true")
        strength = what_if.strengths.get(record, value(record, "strength") or "normal")
        self.counts.set_value("off" if record in what_if.edges_off else strength)
        kind = str(value(record, "kind") or "support")
        turned = {"support": "contradict", "contradict": "support"}
        self.says.set_value(turned.get(kind, kind) if record in what_if.edges_flipped else kind)
        said = [f"{capital(each.words)}." for each in laid(board, what_if) if each.record in about]
        self.told.setText(" ".join([*said, UNSAVED] if said else [FOR_ALL if self.reliability in offered else UNSAVED]))
        self.compared.setVisible(otherwise)
        if otherwise:
            self.compared.show_now()
        for button in (self.back, self.sides):
            button.setVisible(otherwise)

    def _offered(self) -> set[SegmentedControl]:
        """What of this record could be judged otherwise."""
        graph, record = self._bridge.standings.graph, self._record
        if graph is None:
            return set()
        if kind_of(record) == "edge":
            if record not in graph.edge_row:
                return set()
            onto_card = kind_of(str(self._bridge.document.board.value(record, "to"))) == "card"
            return {self.counts, self.says} if onto_card else {self.counts}
        if record not in graph.row:
            return set()
        facts = graph.facts[graph.row[record]]
        if facts.role == "assumption" and facts.gives:
            return {self.holds}
        if graded(facts):
            return {self.credibility, self.reliability} if self._source() else {self.credibility}
        return set()

    def _source(self) -> RecordId:
        board = self._bridge.document.board
        source = str(board.value(self._record, "source") or "") if kind_of(self._record) == "card" else ""
        return source if source and board.is_live(source) else ""

    def _about(self) -> frozenset[RecordId]:
        """The records that these choices are about."""
        return frozenset({self._record, self._source()} - {""})

    # What a person tries

    def _open(self) -> None:
        self._opened = True
        self._follow()
        control = next(each for each in self._choices if each in self._offered())
        control.segments()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _grade(self, field: str, record: RecordId, value: str | int) -> None:
        standings = self._bridge.standings
        other = other_than_board(self._bridge, field, record, value)
        standings.set_what_if(standings.what_if.graded(field, record, other))

    def _suppose(self, holds: str) -> None:
        standings = self._bridge.standings
        turn = standings.what_if.without if holds == "false" else standings.what_if.again_with
        standings.set_what_if(turn("false", self._record))

    def _weigh(self, strength: str) -> None:
        standings, edge = self._bridge.standings, self._record
        if strength == "off":
            standings.set_what_if(standings.what_if.graded("strengths", edge, None).without("link", edge))
        else:
            other = other_than_board(self._bridge, "strengths", edge, strength)
            standings.set_what_if(standings.what_if.again_with("link", edge).graded("strengths", edge, other))

    def _turn(self, kind: str) -> None:
        standings = self._bridge.standings
        turned = kind != str(self._bridge.document.board.value(self._record, "kind") or "support")
        standings.set_what_if(standings.what_if.turned(self._record, turned))
