"""The parts of the panel "What this says": agreement, linchpins, warnings, and the ledger of contradictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.agreement import agreement
from evidenceboard.analysis.fold import natural
from evidenceboard.analysis.guards import GUARDS, Warning
from evidenceboard.analysis.ledger import Candidate, Entry
from evidenceboard.analysis.linchpins import Linchpin, sentence
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.judgements import add_pair, bring_back, judge_pair, silence, take_off_ledger
from evidenceboard.model.records import PAIR_STATES
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import Choice, LineField
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.says_rows import Do, ReasonLine, SaysRow, SaysSection
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import name_of, names_in_words, title_of

STATES = {"open": "open", "apparent": "apparent: different claims", "resolved": "resolved"}


def named(bridge: Bridge, record: RecordId) -> str:
    """A record as a title: "E5b · Same official: no signs of …"."""
    board = bridge.document.board
    name, title = name_of(board, record), title_of(board, record)
    return name if title[:60] == name[:60] or not title else f"{name} · {title}"


class Badge(QWidget):
    """The marks of the three methods in a disc: whole where they agree."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(40, 40)
        self._whole = True

    def show_whole(self, whole: bool) -> None:
        """Whether all agree."""
        self._whole = whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws disc and marks."""
        active = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(active.support if self._whole else active.warn, 1.5))
        painter.setBrush(active.supbg if self._whole else active.warnbg)
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(QPen(active.hyp, 0))
        painter.setBrush(active.hyp)
        painter.drawPolygon(QPolygonF([QPointF(16, 11), QPointF(24, 11), QPointF(20, 18)]))
        painter.drawEllipse(QRectF(11, 20, 8, 8))
        painter.drawRect(QRectF(21.5, 20.5, 7, 7))


class AgreementPart(Section):
    """Whether the methods agree, and on what."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(line=False)
        self._bridge = bridge
        self.badge = Badge()
        self.title = plain_label("", weight=600, wrap=True)
        self.says = plain_label("", size=12, ink="ink2", wrap=True)
        self.meaning = plain_label(MEANINGS["agreement"].not_says, size=12, ink="ink3", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.says):
            words.addWidget(label)
        words.addStretch()
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.addWidget(self.badge)
        column.addStretch()
        row.addLayout(column)
        row.addLayout(words, 1)
        self.rows.addLayout(row)
        self.add(self.meaning)

    def show_standing(self, standing: Standing, *, what_if: bool) -> None:
        """Say it of a standing."""
        board = self._bridge.document.board
        found = agreement(standing, lambda record: name_of(board, record))
        self.badge.setVisible(found is not None)
        self.meaning.setVisible(found is not None)
        if found is None:
            self.title.setText("No rivals")
            self.says.setText("Two hypotheses or more have an order. Write another that could be true instead.")
            return
        self.badge.show_whole(found.whole)
        self.title.setText(f"{'In the what-if: ' if what_if else ''}{found.title}")
        self.says.setText(found.says)


class LinchpinsPart(SaysSection):
    """What the order hangs on."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Linchpins", self._row)
        self._bridge = bridge

    def _row(self, linchpin: Linchpin) -> QWidget:
        board, standings = self._bridge.document.board, self._bridge.standings
        what, record = linchpin.kind, linchpin.record
        title = named(self._bridge, record) if what == "card" else f"{name_of(board, record)} ({what})"
        off = (what, record) in standings.what_if.taken()
        turn = standings.what_if.again_with if off else standings.what_if.without
        do: Do = ("Look with it again" if off else "Look without it", lambda: standings.set_what_if(turn(what, record)))
        words = sentence(linchpin, lambda each: name_of(board, each))
        row = SaysRow(title, words, [do], bar="warn")
        row.go.connect(lambda: self.go_to.emit(record if what == "card" else linchpin.cards[0]))
        return row


class GuardsPart(SaysSection):
    """Warnings against one's own bias; each can be silenced with a reason."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Questions to ask", self._row)
        self._bridge = bridge

    def show_warnings(self, warnings: Sequence[Warning]) -> None:
        """Show these, the silenced ones last."""
        heard = sum(each.silenced is None for each in warnings)
        self.show_items(warnings, "" if heard else "No warning is open.", heard)

    def _row(self, warning: Warning) -> QWidget:
        board = self._bridge.document.board
        items = names_in_words(sorted((name_of(board, each) for each in warning.items), key=natural), 4)
        words = f"{GUARDS[warning.guard]} ({items})" if items else GUARDS[warning.guard]
        if warning.silenced is not None:
            row = SaysRow(named(self._bridge, warning.about), f"Silenced: {warning.silenced or 'no reason given'}",
                          [("Bring back", lambda: self._bring_back(warning))], quiet=True)  # fmt: skip
        else:
            reason = ReasonLine("Why this warning is silenced", "Why is it no worry here?")
            reason.given.connect(lambda text: self._silence(warning, text))
            row = SaysRow(named(self._bridge, warning.about), words, [("Silence…", reason.ask)])
            row.add(reason)
        card = warning.about if kind_of(warning.about) == "card" else next(iter(warning.items), "")
        row.go.connect(lambda: self.go_to.emit(card))
        return row

    def _silence(self, warning: Warning, reason: str) -> None:
        self._bridge.attempt(lambda: silence(warning.guard, warning.about, reason))

    def _bring_back(self, warning: Warning) -> None:
        self._bridge.attempt(lambda: bring_back(warning.guard, warning.about))


class LedgerPart(SaysSection):
    """The ledger of contradictions, and pairs that might belong into it."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, selection: Callable[[], Sequence[RecordId]]) -> None:
        super().__init__("Contradictions", self._row)
        self._bridge, self._selection = bridge, selection

    def show_pairs(self, pairs: Sequence[Entry], proposed: Sequence[Candidate]) -> None:
        """Show what is in the ledger, then what is proposed for it."""
        opens = sum(each.state == PAIR_STATES[0] for each in pairs)
        told = f"{opens} open of {len(pairs)} in the ledger" if pairs else "The ledger is empty."
        self.show_items((*pairs, *proposed), told, len(pairs))

    def add_selected(self) -> None:
        """Put the two selected cards into the ledger."""
        cards = [record for record in self._selection() if kind_of(record) == "card"]
        if len(cards) == 2:
            self._bridge.attempt(lambda: add_pair(*cards))

    def _row(self, item: Entry | Candidate) -> QWidget:
        names = sorted((name_of(self._bridge.document.board, card) for card in (item.first, item.second)), key=natural)
        title = f"{names[0]} and {names[1]}"
        if isinstance(item, Candidate):
            over = names_in_words([name_of(self._bridge.document.board, each) for each in item.over], 4)
            how = f"they stand against each other over {over}" if over else "one contradicts the other"
            words = f"Proposed: {how}."
            add = ("Add to the ledger", lambda: self._bridge.attempt(lambda: add_pair(item.first, item.second)))
            row = SaysRow(title, words, [add], quiet=True)
        else:
            row = self._entry(item, title)
        row.go.connect(lambda: self.go_to.emit(item.first))
        return row

    def _entry(self, entry: Entry, title: str) -> SaysRow:
        off: Do = ("Take off", lambda: self._bridge.attempt(lambda: take_off_ledger(entry.pair)))
        other: Do = ("Go to the other", lambda: self.go_to.emit(entry.second))
        row = SaysRow(title, STATES[entry.state].capitalize(), [other, off], quiet=entry.state != PAIR_STATES[0])
        state = Choice(f"State of {title}", PAIR_STATES, none="")
        state.offer(STATES)
        state.set_value(entry.state)
        state.chosen.connect(lambda chosen: self._judge(entry, chosen))
        reason = LineField(f"Reason of {title}", "add a reason")
        reason.show_text(entry.reason)
        reason.left.connect(lambda text: self._bridge.attempt(lambda: judge_pair(entry.pair, reason=text)))
        for field in (reason, state):
            field.setEnabled(not self._bridge.document.read_only)
            row.add(field)
        return row

    def _judge(self, entry: Entry, state: str) -> None:
        if state != entry.state:
            self._bridge.attempt(lambda: judge_pair(entry.pair, state=state))
