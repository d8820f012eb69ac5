"""The smallest flip: the fewest other judgements after which one hypothesis stands before another."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.edits import Edit, in_words, records_of, what_if
from evidenceboard.analysis.flips import Flip, smallest_flip
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.progress import Progress
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.parts import Chip, Clickable, Section, empty
from evidenceboard.ui.panels.worked_out import WorkedOut, how_far
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import capital, count, name_of, one_line, says_more, title_of

SHOW, SHOW_ALL, TRY = "Show on the board", "Show all again", "Try it"
MOST = 100  # hypotheses that are offered, those that lead
AT_ONCE = 5  # of them whose names are read in one step
FEW = "Two hypotheses of one set or more are needed."


class FlipPart(Section):
    """Two choices, a button, and what was found.

    Signals:
        go_to: a card or a link.
        picked: a `Pick` to be lit on the canvas, or None.
    """

    go_to = Signal(str)
    picked = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Smallest flip")
        self._bridge, self._shown = bridge, False
        self._offered: Graph | None = None  # whose hypotheses can be chosen, or are being read
        self._names: dict[RecordId, str] = {}  # of those that can be chosen
        self._reading: Query | None = None
        self._asked: Sequence[RecordId] | None = None  # once they can be chosen
        self._pair = "", ""  # the two, for the worker: it must not ask the choices
        self.weaker, self.stronger = Choice("The one to come before", (), none=""), Choice("the other", (), none="")
        self.work = WorkedOut(bridge, "the smallest flip", self._search)
        self.told = plain_label("", size=12, ink="ink2", wrap=True)
        self.proof, self.proof_says = Chip(), plain_label("", size=12, ink="ink3", wrap=True)
        self._edits = QVBoxLayout()
        self._edits.setSpacing(0)
        self.show_it, self.try_it = push_button(SHOW, "link"), push_button(TRY, "link")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        meaning = MEANINGS["flip"]
        self.add(plain_label(f"{meaning.says} {meaning.not_says}", size=12, ink="ink3", wrap=True))
        self._put = self.add_row("Put", self.weaker)
        self._before = self.add_row("before", self.stronger)
        self.rows.addWidget(self.work.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.told)
        self.rows.addLayout(self._edits)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 0)
        row.addWidget(self.proof)
        row.addStretch()
        self.rows.addLayout(row)
        self.add(self.proof_says)
        foot = QHBoxLayout()
        for button in (self.show_it, self.try_it):
            foot.addWidget(button)
        foot.addStretch()
        self.rows.addLayout(foot)

    def _connect(self) -> None:
        for choice in (self.weaker, self.stronger):
            choice.chosen.connect(self._choose)
        self.show_it.clicked.connect(self._turn)
        self.try_it.clicked.connect(self._try)
        self.work.changed.connect(self.show_found)
        self.work.tell_in(self.told)

    # The two

    def follow(self) -> None:
        """The board may stand otherwise now."""
        now = self._bridge.standings.now
        if now is None:
            return
        if now.board.graph is not self._offered:
            self._offered = now.board.graph
            if self._reading is not None:
                self._reading.drop()
            self._reading = self._bridge.searching.run(self._read(now.board), self._offer)
        self.work.follow()
        self.show_found()

    def _read(self, standing: Standing) -> Generator[None, None, dict[RecordId, tuple[str, str]]]:
        """The hypotheses that have rivals, those that lead first and those that do not settle last, with their names
        and words; some in a step."""
        board, graph, found = self._bridge.document.board, standing.graph, dict[RecordId, tuple[str, str]]()
        order = [standing.leaders(rivals, MOST) for rivals in graph.rivals if len(rivals) > 1]
        settled = {row for rows in order for row in rows}
        small = [rivals for rivals in graph.rivals if 1 < len(rivals) <= MOST]
        order.append(tuple(row for rivals in small for row in rivals if row not in settled))
        for card in [graph.cards[row] for rows in order for row in rows][:MOST]:
            if board.is_live(card):
                found[card] = self._name(card), self._words(card)
            if len(found) % AT_ONCE == 0:
                yield
        return found

    def _offer(self, found: dict[RecordId, tuple[str, str]]) -> None:
        """Offer these; the two are the same as before where they can be."""
        self._reading = None
        weaker, stronger = self.weaker.value(), self.stronger.value()
        names = {card: found[card][1] for card in sorted(found, key=lambda card: natural(found[card][0]))}
        if list(names.items()) != list(self._names.items()):
            self._names = names
            for choice in (self.weaker, self.stronger):
                choice.offer(names)
        if weaker in names and stronger in names and weaker != stronger:
            self._set(weaker, stronger)
        elif len(found) > 1:
            self._set(*reversed(list(found)[:2]))
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self._ask(asked)
        self.show_found()

    def ask(self, cards: Sequence[RecordId]) -> None:
        """Look for what puts one of these before the other, or one before the leader; without any, the second."""
        self._offered, self._asked = None, cards  # the choices begin anew
        self.follow()

    def _ask(self, cards: Sequence[RecordId]) -> None:
        there = [card for card in cards if self.weaker.findData(card) >= 0]
        now = self._bridge.standings.now
        if now is None:
            return
        ranks = now.board.ranks()
        ends = sorted(there[:2], key=lambda card: ranks.get(card) or len(ranks) + 1)
        if len(ends) == 1:
            ends = self._with_leader(ends[0], now.board.graph)
        if len(ends) == 2:
            self._set(ends[1], ends[0])
        if self.work.button.isEnabled():
            self.work.ask()

    def _with_leader(self, card: RecordId, graph: Graph) -> list[RecordId]:
        """A hypothesis after the one that leads its set; that itself after its second."""
        now = self._bridge.standings.now
        assert now is not None
        rivals = next(rivals for rivals in graph.rivals if graph.row[card] in rivals)
        first = [graph.cards[row] for row in now.board.leaders(rivals)]
        return [first[0], card] if first and first[0] != card else first

    def _set(self, weaker: RecordId, stronger: RecordId) -> None:
        self.weaker.set_value(weaker)
        self.stronger.set_value(stronger)
        if (weaker, stronger) != self._pair:
            self._choose()

    def _choose(self) -> None:
        self._pair = self.weaker.value(), self.stronger.value()
        self._light(False)
        self.work.forget()

    def _words(self, card: RecordId) -> str:
        board = self._bridge.document.board
        name, title = name_of(board, card), title_of(board, card)
        return one_line(f"{name} · {title}" if says_more(title, name) else name, 60)

    # Searching and showing

    def _search(self, graph: Graph, counted: str, progress: Progress) -> Flip:
        return smallest_flip(graph, *self._pair, counted, progress=progress)

    def show_found(self) -> None:
        """Show what was found."""
        if self._bridge.document.closed:
            return
        flip: Flip | None = self.work.found
        self._light(self._shown and flip is not None)
        ready = self.weaker.count() > 1 and self.weaker.value() != self.stronger.value()
        self.work.button.setEnabled(ready or self.work.running)
        told = how_far(0, 0) if self.work.running else "" if ready else FEW
        self.told.setText(told if flip is None else self.work.about(self._sentence(flip)))
        self.told.setVisible(bool(self.told.text()))
        empty(self._edits)
        for edit in flip.edits if flip is not None else ():
            self._edits.addWidget(self._row(edit))
        there = flip is not None and bool(flip.edits)
        for part in (self.show_it, self.try_it):
            part.setVisible(there)
        self.proof.setVisible(flip is not None)
        self.proof_says.setVisible(flip is not None)
        if flip is not None:
            self.proof.setText("Proven smallest" if flip.proven else "Not proven smallest")
            self.proof_says.setText(self._proof(flip))

    def _sentence(self, flip: Flip) -> str:
        first, second = self._name(flip.weaker), self._name(flip.stronger)
        if not flip.edits:
            return f"No changes of grades and links were found that put {first} before {second} by quadratic energy."
        return f"{capital(count(len(flip.edits), 'change'))} would put {first} before {second}, by quadratic energy:"

    def _proof(self, flip: Flip) -> str:
        if flip.proven:
            return "All smaller sets were tried; none does it." if flip.edits else "All sets were tried."
        tried = f"No set of up to {count(flip.tried, 'change')} does it." if flip.tried else ""
        return f"{tried} {MEANINGS['not proven smallest'].not_says}".strip()

    def _row(self, edit: Edit) -> QWidget:
        words = capital(in_words(edit, self._name))
        made = Clickable(f"Go to: {words}")
        inside = QVBoxLayout(made)
        inside.setContentsMargins(6, 3, 6, 3)
        inside.addWidget(plain_label(words, weight=600, wrap=True))
        made.clicked.connect(partial(self._go, edit))
        return made

    def _go(self, edit: Edit) -> None:
        if kind_of(edit.record) in ("card", "edge"):
            self.go_to.emit(edit.record)
        elif self.work.graph is not None:
            for card in sorted(records_of(self.work.graph, [edit]))[:1]:
                self.go_to.emit(card)

    def _name(self, record: RecordId) -> str:
        return name_of(self._bridge.document.board, record)

    # On the board

    def _turn(self) -> None:
        self._light(not self._shown)

    def _try(self) -> None:
        """Lay these changes over the board, in place of what was laid over it: they were found for the board as it
        is."""
        self._bridge.standings.set_what_if(what_if(self.work.found.edits))

    def _light(self, shown: bool) -> None:
        """Pick out on the canvas what changes, and the two; or let it go."""
        self.show_it.setText(SHOW_ALL if shown else SHOW)
        if shown != self._shown:
            self._shown = shown
            self.picked.emit(self._pick() if shown else None)

    def _pick(self) -> Pick:
        flip, graph = self.work.found, self.work.graph
        assert graph is not None
        records = records_of(graph, flip.edits)
        edges = frozenset(record for record in records if kind_of(record) == "edge")
        cards = {flip.weaker, flip.stronger} | (records - edges) | self._ends(edges)
        pair = f"{self._name(flip.weaker)} before {self._name(flip.stronger)}"
        return Pick(frozenset(cards), edges, f"Smallest flip: {count(len(flip.edits), 'change')} for {pair}")

    def _ends(self, edges: frozenset[RecordId]) -> set[RecordId]:
        """The cards at the ends of links; of an undercut those of the link it is about, too."""
        index, found, waiting = self._bridge.document.board.index, set[RecordId](), list(edges)
        while waiting:
            for end in index.ends(waiting.pop()):
                if kind_of(end) == "card":
                    found.add(end)
                else:
                    waiting.append(end)
        return found

    def let_go(self) -> None:
        """What is lit on the canvas was let go there."""
        self._shown = False
        self.show_it.setText(SHOW)

    def hideEvent(self, event: QHideEvent) -> None:
        """On the canvas only while it is read here."""
        super().hideEvent(event)
        self._light(False)
