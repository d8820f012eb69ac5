"""The board itself: its title and question, its handling mark, what is on it, its sources and origins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.ids import BOARD, RecordId
from evidenceboard.store.lookups import card_kinds
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflict_box import ConflictBox
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Section, empty, facts
from evidenceboard.ui.panels.record_lists import RecordList
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.words import count


class BoardForm(QWidget):
    """The inspector where nothing is selected."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.conflicts = ConflictBox(bridge)
        self.title = TextField("Title of the board", "Title of the board", size=15, weight=600, lines=False)
        self.question = TextField("Question of the board", "Which question should it answer?", lines=False)
        self.handling = LineField("Handling mark", "none")
        self.sources = RecordList(bridge, "source")
        self.origins = RecordList(bridge, "origin")
        writing = Writing(bridge)
        for field, name, label in (
            (self.title, "title", "Change the board's title"),
            (self.question, "question", "Change the board's question"),
            (self.handling, "handling", "Change the board's handling mark"),
        ):
            writing.bind(field, lambda: BOARD, name, label)
        self._words = Section(line=False)
        self._words.rows.setSpacing(2)
        self._words.add(self.title, bare=True)
        self._words.add(self.question, bare=True)
        self._words.add_row("Handling", self.handling, bare=True)
        self._counts = Section("On this board")
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(6, 0, 6, 0)
        self._counts.rows.addLayout(self._facts)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.conflicts, self._words, self._counts, self.sources, self.origins):
            rows.addWidget(part)
        rows.addStretch()
        self._told: Sequence[tuple[str, str]] = ()
        self._counted: tuple[int, int] | None = None
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self._show_counts)

    def _follow(self, event: Committed) -> None:
        """Links and stops are counted again only where something came or went: it takes a look at all."""
        if any("removed" in change.values for changeset in event.changesets for change in changeset.changes):
            self._counted = None

    def show_record(self, _record: RecordId) -> None:
        """Shows the board as it is now."""
        values = self._bridge.document.board.record(BOARD).shown_values()
        self.conflicts.show_record(BOARD)
        self.title.show_text(values.get("title") or "")
        self.question.show_text(values.get("question") or "")
        self.handling.show_text(values.get("handling") or "")
        self._words.setEnabled(not self._bridge.document.read_only)
        self._show_counts()
        self.sources.refresh()
        self.origins.refresh()

    def _show_counts(self) -> None:
        board = self._bridge.document.board
        kinds = card_kinds(self._bridge.document.log)
        parts = [
            count(kinds.get(kind, 0), kind, many)
            for kind, many in (("photo", ""), ("statement", ""), ("hypothesis", "hypotheses"))
            if kinds.get(kind)
        ]
        if self._counted is None and self._bridge.document.index_is_ready:
            self._counted = board.index.count("edge"), board.index.count("stop")
        links, stops = self._counted or (None, 0)
        told = [
            ("Cards", ", ".join(parts) or "none yet"),
            ("Links", "…" if links is None else str(links or "none yet")),
        ]
        if stops:
            told.append(("Talk", count(stops, "stop")))
        if told != self._told:
            self._told = told
            empty(self._facts)
            self._facts.addWidget(facts(told))
