"""What is said of several records at once, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.commands import remove
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Clickable, IconLabel, Section, empty
from evidenceboard.ui.panels.several_tags import SeveralTags
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import card_icon, card_ink, count, name_of, says_more, title_of

LISTED = 20


def selection_words(records: Sequence[RecordId]) -> str:
    """What is selected: "3 cards, 1 link"."""
    cards = sum(kind_of(record) == "card" for record in records)
    links = sum(kind_of(record) == "edge" for record in records)
    frames = sum(kind_of(record) == "frame" for record in records)
    parts = [count(number, name) for number, name in ((cards, "card"), (links, "link"), (frames, "frame")) if number]
    return ", ".join(parts) or count(len(records), "record")


class SeveralForm(QWidget):
    """The inspector of a selection."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._records: list[RecordId] = []
        actions = Section()
        self.delete = push_button("Delete all", "danger")
        self.delete.clicked.connect(self._delete)
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(self.delete)
        row.addStretch()
        actions.rows.addLayout(row)
        actions.add(plain_label("Undo brings them back with their links.", size=12, ink="ink3", wrap=True))
        self._section = Section("Selected", line=False)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._section.rows.addLayout(self._list)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.tags = SeveralTags(bridge)
        rows.addWidget(self._section)
        rows.addWidget(self.tags)
        rows.addWidget(actions)
        rows.addStretch()

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Shows a selection as the board has it now."""
        self._records = list(records)
        self.tags.show_records(records)
        self.delete.setEnabled(not self._bridge.document.read_only)
        empty(self._list)
        for record in records[:LISTED]:
            self._list.addWidget(self._row(record))
        if len(records) > LISTED:
            rest = plain_label(f"and {len(records) - LISTED} more", size=12, ink="ink3")
            rest.setContentsMargins(30, 4, 0, 0)
            self._list.addWidget(rest)

    def _row(self, record: RecordId) -> Clickable:
        board = self._bridge.document.board
        values = board.record(record).shown_values()
        edge = kind_of(record) == "edge"
        contradicts = values.get("kind") == "contradict"
        frame = kind_of(record) == "frame"
        token = ("contra" if contradicts else "support") if edge else "ink2" if frame else card_ink(values)
        icon = "link" if edge else "frame" if frame else card_icon(values)
        name, title = name_of(board, record), "" if edge else title_of(board, record)
        spans = [Span(name, weight=600)]
        if says_more(title, name):
            spans.append(Span(f" {title}", "ink2"))
        words = SpanLabel(spans, size=13, line=18, max_lines=1)
        row = Clickable(words.text())
        row.clicked.connect(lambda: self.go_to.emit(record))
        line = QHBoxLayout(row)
        line.setContentsMargins(6, 4, 6, 4)
        line.setSpacing(8)
        line.addWidget(IconLabel(icon, token), alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row

    def _delete(self) -> None:
        board = self._bridge.document.board
        self._bridge.commit(remove(board, [record for record in self._records if board.is_live(record)]))
