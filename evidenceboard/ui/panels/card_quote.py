"""What a claim was taken from: the statement it is a part of, and that statement's own words; a way back into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.parts import Clickable
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import name_of, visible_controls_in_lines


class CardQuote(QWidget):
    """The statement a claim was split from, and its words as they were then; hidden for all other cards.

    Signals:
        go_to: the statement.
        rejoin_wanted: this claim should be taken off again, its links given to the statement.
    """

    go_to = Signal(str)
    rejoin_wanted = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card, self._statement = bridge, "", ""
        self._whole = SpanLabel(size=12, line=17, max_lines=2)
        self._target = Clickable("Go to the statement", self)
        inside = QVBoxLayout(self._target)
        inside.setContentsMargins(OVERHANG, 2, OVERHANG, 2)
        inside.addWidget(self._whole)
        self.rejoin = push_button("Rejoin", "link")
        self.rejoin.setFixedHeight(21)  # in line with the words beside it
        plain_tooltip(self.rejoin, "Take this claim off again; its links go to the statement")
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, OVERHANG, 0)
        first.setSpacing(8)
        first.addWidget(self._target, 1)
        first.addWidget(self.rejoin, alignment=Qt.AlignmentFlag.AlignTop)
        self._words = plain_label("", size=12, ink="ink2", wrap=True, max_lines=8)
        self._words.setContentsMargins(OVERHANG, 0, OVERHANG, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(first)
        rows.addWidget(self._words)
        self._target.clicked.connect(lambda: self.go_to.emit(self._statement))
        self.rejoin.clicked.connect(lambda: self.rejoin_wanted.emit(self._card))

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        board, self._card = self._bridge.document.board, card
        values = board.record(card).shown_values()
        self._statement, quote = str(values.get("split_from") or ""), str(values.get("quote") or "")
        there = bool(self._statement) and board.is_live(self._statement)
        name = name_of(board, self._statement) if there else ""
        parts = [Span("Part of ", "ink3"), Span(name, weight=600)] if there else []
        self._whole.set_spans(parts or [Span("Part of a statement that is not on the board any more", "ink3")])
        self._target.setEnabled(there)
        self._target.setAccessibleName(self._whole.text())
        self.rejoin.setVisible(there and not self._bridge.document.read_only)
        self._words.setText(f"“{visible_controls_in_lines(quote)}”" if quote else "")
        self._words.setVisible(bool(quote))
        self.setVisible(bool(self._statement or quote))
