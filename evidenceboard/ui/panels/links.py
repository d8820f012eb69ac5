"""The links of a card or of a link, each as a sentence: "Contradicts C2 North Korea and Hamas cooperate"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from evidenceboard.model.board import Board
from evidenceboard.model.commands import set_edges
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import follow_theme
from evidenceboard.ui.panels.parts import Clickable, Section, inset
from evidenceboard.ui.panels.roundel import Roundel
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.readings import Now
from evidenceboard.ui.voices_of import Told, told_in_words, told_of
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import capital, link_word, name_of, names_in_words, part_words, says_more, title_of

FIRST = 40  # links that are listed at once


class Line(NamedTuple):
    """One link, seen from one of its ends."""

    edge: RecordId
    other: RecordId  # where a click goes
    giver: str  # before the word: the part of its own photo in which the link begins
    word: str
    before: str  # between the word and the name
    after: str  # between the name and its words
    contradict: bool
    note: str = ""  # after all


def lines_of_card(reading: Now, card: RecordId, edges: Iterable[RecordId]) -> Iterator[Line]:
    """The links of a card and, after each, what undercuts it."""
    board = reading.document.board
    for edge in edges:
        record = board.record(edge)
        tail, head, kind = record.shown("from"), record.shown("to"), record.shown("kind") or "support"
        outgoing = head != card
        undercut = kind_of(head) == "edge"
        other = head if outgoing else tail
        before = "the link " if undercut and outgoing else f"{part_words(board, other)} of " if _is_part(other) else ""
        word = link_word(kind, outgoing=outgoing, undercut=undercut)
        giver = f"{capital(part_words(board, tail))} " if outgoing and _is_part(tail) and tail != card else ""
        yield Line(edge, other, giver, word.lower() if giver else word, before, " ", kind == "contradict")
        yield from lines_of_edge(reading, edge, " on that link: ")


def lines_of_edge(reading: Now, edge: RecordId, after: str = " ") -> Iterator[Line]:
    """What undercuts a link."""
    board = reading.document.board
    for attack in filter(reading.is_live, board.edges_of(edge)):
        if board.value(attack, "to") == edge:
            giver = str(board.value(attack, "from"))
            word = link_word("contradict", outgoing=False, undercut=True)
            before = f"{part_words(board, giver)} of " if _is_part(giver) else ""
            yield Line(attack, giver, "", word, before, after, True)


def _is_part(record: RecordId) -> bool:
    return kind_of(record) == "region"


def _card_of(board: Board, record: RecordId) -> RecordId:
    return str(board.value(record, "card")) if _is_part(record) else record


class WordButton(QToolButton):
    """One word that turns into another when it is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.interface_font(12))
        self.setFixedHeight(22)
        follow_theme(self._dress)

    def show_word(self, word: str) -> None:
        """Shows a word, in line with the sentence above it."""
        self.setText(word)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(word) + 10)

    def _dress(self) -> None:
        active = theme.current()
        self.setStyleSheet(
            f"QToolButton {{ color: {active.ink3.name()}; font-size: 12px; padding: 0; }}"
            f"QToolButton:hover {{ color: {active.accent.name()}; }}"
        )


class LinkRow(QWidget):
    """One link: its sign, its sentence, its strength and its reason.

    Signals:
        go_to: the other end, or the link itself.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self.edge, self._other = bridge, "", ""
        self._roundel = Roundel(parent=self)
        self._roundel.clicked.connect(lambda: self.go_to.emit(self.edge))
        plain_tooltip(self._roundel, "Go to the link")
        self._sentence = SpanLabel(size=13, line=18, max_lines=4)
        self._target = Clickable("Go to the other end", self)
        self._target.clicked.connect(lambda: self.go_to.emit(self._other))
        self.strength = WordButton()
        self.strength.clicked.connect(self._turn_strength)
        self.reason = TextField("Reason of the link", "add a reason", size=12, ink="ink3", lines=False)
        Writing(bridge).bind(self.reason, lambda: self.edge, "reason", "Change the reason of 1 link")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._target)
        inside.setContentsMargins(5, 2, 5, 2)
        inside.addWidget(self._sentence)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.strength, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.reason, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._target)
        words.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 4)
        row.setSpacing(1)
        signs = QVBoxLayout()
        signs.addWidget(self._roundel)
        signs.addStretch()
        row.addLayout(signs)
        row.addLayout(words, 1)

    def stops(self) -> Sequence[QWidget]:
        """What Tab reaches in it, in order."""
        return self._roundel, self._target, self.strength, self.reason

    def show_line(self, line: Line) -> None:
        """Shows the link as the board has it now."""
        board = self._bridge.document.board
        if self.edge != line.edge:
            self.reason.let_go()
        self.edge, self._other = line.edge, line.other
        values = board.record(self.edge)
        self._roundel.show_kind("contradict" if line.contradict else "support", values.shown("strength"))
        other = _card_of(board, line.other)
        name = name_of(board, other)
        title = "" if kind_of(other) == "edge" else title_of(board, other)
        spans = [Span(line.giver, "ink2")] if line.giver else []
        spans += [
            Span(line.word + " ", "conink" if line.contradict else "supink", 600),
            Span(line.before, "ink2"),
            Span(name, "ink", 600),
        ]
        if says_more(title, name):
            spans.append(Span(line.after + title, "ink2"))
        if line.note:
            spans.append(Span(f" · {line.note}", "ink3"))
        self._sentence.set_spans(spans)
        self._target.setAccessibleName(self._sentence.text())
        self.strength.show_word(values.shown("strength") or "normal")
        self.strength.setAccessibleName(f"Strength: {self.strength.text()}")
        self.reason.show_text(values.shown("reason") or "")
        for widget in (self.strength, self.reason):
            widget.setEnabled(not self._bridge.document.read_only)

    def _turn_strength(self) -> None:
        now = self._bridge.document.board.value(self.edge, "strength")
        self._bridge.commit(set_edges([self.edge], strength="normal" if now == "strong" else "strong"))


class LinksSection(Section):
    """A list of links; a row stays the same widget as long as its link stands in the list.

    Signals:
        go_to: a record that should be shown.
        link_wanted: the person wants to draw a link from here.
    """

    go_to = Signal(str)
    link_wanted = Signal()

    def __init__(self, bridge: Bridge, heading: str, nothing: str, *, can_add: bool = False) -> None:
        super().__init__(heading)
        self._bridge = bridge
        self._rows: dict[RecordId, LinkRow] = {}
        self._all = False
        self._last: tuple[RecordId, Sequence[RecordId]] = ("", ())
        self._add: QWidget | None = None
        if can_add:
            add = self._add = self.add_tool("plus", "Link this card to another")
            add.clicked.connect(self.link_wanted)
        self._none = nothing
        self._nothing = plain_label(nothing, size=12, ink="ink3", wrap=True)
        self.add(self._nothing)
        self.told = plain_label("", size=12, ink="ink2", wrap=True)
        self.add(self.told)
        self.told.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.rows.addLayout(self._list)
        self._more = push_button("All links", "link")
        self._more.clicked.connect(self._show_all)
        self._foot = QWidget()
        self._foot.setLayout(inset(self._more, 0))
        self.rows.addWidget(self._foot)

    def show_card(self, card: RecordId) -> None:
        """The links of a card."""
        document, reading = self._bridge.document, self._bridge.reading
        edges = [edge for edge in document.edges_of(card) if reading.is_live(edge)]
        if self._last[0] != card:
            self._all = False
        self._last = (card, edges)
        shown = edges if self._all else edges[:FIRST]
        told = self._tell(card)
        self._show_lines([self._noted(line, told) for line in lines_of_card(reading, card, shown)])
        self._more.setText(f"Show all {len(edges)} links")
        self._foot.setVisible(len(shown) < len(edges))
        self._nothing.setText(self._none if document.index_is_ready else "Being read …")

    def _tell(self, card: RecordId) -> Told:
        """Of what others are to judge: how many speak for it and against it, and how many voices those are."""
        kind, role = (self._bridge.document.board.value(card, field) for field in ("kind", "role"))
        judged = kind == "hypothesis" or role == "claim"
        told = told_of(self._bridge.reading, card) if judged else Told()
        words = told_in_words(told)
        self.told.setText(words)
        self.told.setVisible(bool(words))
        return told

    def _noted(self, line: Line, told: Told) -> Line:
        """The link, and which others say it with the same voice."""
        board = self._bridge.document.board
        giver = _card_of(board, str(board.value(line.edge, "from")))
        others = told.alike.get(giver, ()) if giver == _card_of(board, line.other) else ()
        names = names_in_words([name_of(board, other) for other in others], 3)
        return line._replace(note=f"one voice with {names}") if names else line

    def show_edge(self, edge: RecordId) -> None:
        """What undercuts a link."""
        reading = self._bridge.reading
        self._show_lines(list(lines_of_edge(reading, edge)) if reading.is_ready else ())
        self._foot.hide()

    def show_region(self, region: RecordId, edges: Sequence[RecordId]) -> None:
        """The links that begin in a part of a photo."""
        reading = self._bridge.reading
        self._show_lines(list(lines_of_card(reading, region, filter(reading.is_live, edges))))
        self._foot.hide()

    def row(self, edge: RecordId) -> LinkRow | None:
        """The row of a link, if it is listed."""
        return self._rows.get(edge)

    def _show_all(self) -> None:
        self._all = True
        self.show_card(self._last[0])

    def _show_lines(self, lines: Sequence[Line]) -> None:
        wanted = {line.edge: line for line in lines}
        free = [self._rows.pop(edge) for edge in list(self._rows) if edge not in wanted]
        for at, (edge, line) in enumerate(wanted.items()):
            if edge not in self._rows:
                self._rows[edge] = free.pop() if free else self._make_row()
            if self._list.indexOf(self._rows[edge]) != at:
                self._list.insertWidget(at, self._rows[edge])
            self._rows[edge].show_line(line)
        for row in free:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._nothing.setVisible(not wanted)
        self._put_into_tab_order([self._rows[edge] for edge in wanted])

    def _put_into_tab_order(self, rows: Sequence[LinkRow]) -> None:
        """Tab reaches the rows where they stand, not in the order in which they were made."""
        before = self._add
        for widget in (widget for row in rows for widget in row.stops()):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    def _make_row(self) -> LinkRow:
        row = LinkRow(self._bridge, self)
        row.go_to.connect(self.go_to)
        return row
