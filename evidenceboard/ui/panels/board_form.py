"""The board itself: its title and question, its handling mark, what is on it, its sources and origins."""

from __future__ import annotations

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

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._counted: list[tuple[str, str]] | None = None
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self._count_again)

    def _follow(self, event: Committed) -> None:
        """Counted again only where something came, went or became another kind, or cards name another record: it
        takes a look at all."""
        if _sets(event, "removed", "kind"):
            self._counted = None
        for records in (self.sources, self.origins):
            if _sets(event, "removed", "kind", records.field):
                records.count_again()

    def show_record(self, _record: RecordId) -> None:
        """Shows the board as it is now."""
        values = self._bridge.document.board.record(BOARD).shown_values()
        self.conflicts.show_record(BOARD)
        self.title.show_text(values.get("title") or "")
        self.question.show_text(values.get("question") or "")
        self.handling.show_text(values.get("handling") or "")
        self._words.setEnabled(not self._bridge.document.read_only)
        self._show_counts()
        if self._bridge.document.index_is_ready:
            self._show_lists()

    def _show_lists(self) -> None:
        """Sources and origins, with the number of cards of each: that takes a look at all cards."""
        self.sources.refresh()
        self.origins.refresh()

    def _show_counts(self) -> None:
        if self._counted is None:
            self._counted = self._count()
            empty(self._facts)
            self._facts.addWidget(facts(self._counted))

    def _count(self) -> list[tuple[str, str]]:
        document = self._bridge.document
        if not document.index_is_ready:
            return [("Cards", "…"), ("Links", "…")]
        kinds = card_kinds(document.log)
        names = (("photo", ""), ("statement", ""), ("hypothesis", "hypotheses"))
        cards = [count(kinds[kind], kind, many) for kind, many in names if kinds.get(kind)]
        number = document.board.index.count("edge")
        links = f"{number:,}" if number else "none yet"
        stops = document.board.index.count("stop")
        talk = [("Talk", count(stops, "stop"))] if stops else []
        return [("Cards", ", ".join(cards) or "none yet"), ("Links", links), *talk]

    def _count_again(self) -> None:
        self._counted = None
        self.sources.count_again()
        self.origins.count_again()
        self._show_counts()
        self._show_lists()


def _sets(event: Committed, *fields: str) -> bool:
    """Whether one of these fields has another value now."""
    names = set(fields)
    return any(names & change.values.keys() for each in event.changesets for change in each.changes)
