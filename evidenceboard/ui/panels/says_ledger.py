"""The ledger of contradictions: pairs that cannot both hold, each open, apparent or resolved with a reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from evidenceboard.analysis.ledger import Candidate, Entry
from evidenceboard.model.commands import Action, together
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.judgements import add_pair, judge_pair, take_off_ledger
from evidenceboard.model.records import PAIR_STATES
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.says_rows import Do, SaysRow, SaysSection
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.plain import plain_tooltip
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import name_of, names_in_words

STATES = {"open": "open", "apparent": "apparent: different claims", "resolved": "resolved"}


class LedgerPart(SaysSection):
    """The pairs in the ledger, and pairs that might belong into it.

    Args:
        selection: what is selected; two cards can be put into the ledger.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, selection: Callable[[], Sequence[RecordId]]) -> None:
        super().__init__("Contradictions", self._row)
        self._bridge, self._selection = bridge, selection
        self.add_pair = push_button("Add the two selected cards", "link")
        self.add_pair.clicked.connect(self.add_selected)
        self.rows.insertWidget(2, self.add_pair, 0, Qt.AlignmentFlag.AlignLeft)

    def show_pairs(self, pairs: Sequence[Entry], proposed: Sequence[Candidate]) -> None:
        """Show what is in the ledger, then what is proposed for it."""
        opens = sum(each.state == PAIR_STATES[0] for each in pairs)
        told = f"{opens} open of {len(pairs)} in the ledger" if pairs else "The ledger is empty."
        self.show_items((*pairs, *proposed), told, len(pairs))

    def show_selection(self) -> None:
        """Other records are selected."""
        cards = self._selected()
        self.add_pair.setEnabled(len(cards) == 2 and not self._bridge.document.read_only)
        plain_tooltip(self.add_pair, "" if len(cards) == 2 else "Select two cards first")

    def add_selected(self) -> None:
        """Put the two selected cards into the ledger."""
        cards = self._selected()
        if len(cards) == 2:
            self._bridge.attempt(lambda: add_pair(*cards))

    def _selected(self) -> list[RecordId]:
        return [record for record in self._selection() if kind_of(record) == "card"]

    def key(self, item: Entry | Candidate) -> Hashable:
        return item.pair if isinstance(item, Entry) else (item.first, item.second)

    def refill(self, row: QWidget, item: Entry | Candidate) -> bool:
        """A pair keeps its row: what is typed in it stays whatever arrives."""
        if isinstance(row, EntryRow) and isinstance(item, Entry):
            row.show_entry(item, self._title(item))
            return True
        return False

    def _title(self, item: Entry | Candidate) -> str:
        board = self._bridge.document.board
        return " and ".join(sorted((name_of(board, card) for card in (item.first, item.second)), key=natural))

    def _row(self, item: Entry | Candidate) -> QWidget:
        if isinstance(item, Entry):
            row: SaysRow = EntryRow(self._bridge, item, self._title(item), self.go_to.emit)
        else:
            over = names_in_words([name_of(self._bridge.document.board, each) for each in item.over], 4)
            how = f"they stand against each other over {over}" if over else "one contradicts the other"
            add: Do = ("Add to the ledger", lambda: self._bridge.attempt(lambda: add_pair(item.first, item.second)))
            doing = [] if self._bridge.document.read_only else [add]
            row = SaysRow(self._title(item), f"Proposed: {how}.", doing, quiet=True)
        row.go.connect(lambda: self.go_to.emit(item.first))
        return row


class EntryRow(SaysRow):
    """One pair: its state, and why it is judged so."""

    def __init__(self, bridge: Bridge, entry: Entry, title: str, go_to: Callable[[RecordId], None]) -> None:
        self._bridge, self._entry = bridge, entry
        other: Do = ("Go to the other", lambda: go_to(self._entry.second))
        off: Do = ("Take off", lambda: bridge.attempt(lambda: take_off_ledger(entry.pair)))
        writable = not bridge.document.read_only
        super().__init__(title, "", [other, off] if writable else [other])
        self.words.hide()
        self.state = Choice(f"State of {title}", PAIR_STATES, none="")
        self.state.offer(STATES)
        self.reason = TextField(f"Reason of {title}", "Why is it so judged?", size=12, ink="ink2", lines=False)
        self.state.chosen.connect(self._judge)
        self.reason.left.connect(self._keep)
        self.reason.rested.connect(lambda text: bridge.document.filing.keep_draft(entry.pair, "reason", text))
        self.reason.restored.connect(lambda: bridge.document.filing.drop_draft(entry.pair, "reason"))
        self.add_above_foot(self.reason)
        self.add_above_foot(self.state, inset=True)
        for field in (self.reason, self.state):
            field.setEnabled(writable)
        self.show_entry(entry, title)

    def show_entry(self, entry: Entry, title: str) -> None:
        """Show the pair as the board has it now, but never over what is being typed."""
        self._entry = entry
        self.title.setText(title)
        self.title.set_ink("ink" if entry.state == PAIR_STATES[0] else "ink3")
        self.state.set_value(entry.state)
        self.reason.show_text(entry.reason)

    def _judge(self, state: str) -> None:
        if state != self._entry.state:
            self._bridge.attempt(lambda: judge_pair(self._entry.pair, state=state))

    def _keep(self, text: str) -> None:
        """What was typed becomes the reason; where somebody took the pair off meanwhile, it comes back with it."""
        entry, words = self._entry, " ".join(text.split())
        document = self._bridge.document
        if words == entry.reason and document.board.is_live(entry.pair):
            self.reason.show_text(entry.reason)
        elif self._bridge.attempt(lambda: self._judged(entry, words)) is None:
            return  # refused: what was typed stays
        document.filing.drop_draft(entry.pair, "reason")

    def _judged(self, entry: Entry, reason: str) -> Action:
        judged = judge_pair(entry.pair, state=entry.state, reason=reason)
        if self._bridge.document.board.is_live(entry.pair):
            return judged
        return together("Judge a contradiction", [add_pair(entry.first, entry.second), judged])
