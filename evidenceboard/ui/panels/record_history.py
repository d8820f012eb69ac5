"""What was done to one record: when, what, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from evidenceboard.document import Document
from evidenceboard.model.board import Touch
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import ChangesetId, RecordId
from evidenceboard.store.lookups import Entry, entries_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section, empty
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import brief_moment, moment, name_of, one_line, value_words

FIRST, MORE = 5, 50
SHORT = 24  # characters of a value that is said in full
RELATED = 50  # links whose making is told, too


class RecordHistory(Section):
    """The latest steps, newest first."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("History")
        self._bridge = bridge
        self._records: tuple[RecordId, ...] = ()
        self._limit = FIRST
        self._grid = QGridLayout()
        self._grid.setContentsMargins(6, 0, 6, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.rows.addLayout(self._grid)
        self._more = push_button("Show more", "link")
        self._more.clicked.connect(self._show_more)
        foot = QHBoxLayout()
        foot.setContentsMargins(2, 0, 0, 0)
        foot.addWidget(self._more)
        foot.addStretch()
        self.rows.addLayout(foot)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """The history of the first of these; of the others what goes beyond it."""
        if not self._records or self._records[0] != records[0]:
            self._limit = FIRST
        self._records = tuple(records[: RELATED + 1])
        document = self._bridge.document
        found = entries_of(document.log, self._records, self._limit + 1)
        empty(self._grid)
        mine = document.installation.my_actors(document.board_id)
        touches = document.log.touches(self._records)
        own = {touch.changeset: touch for touch in touches.get(records[0], ())}
        linked = {touch.changeset: edge for edge in self._records[1:] for touch in touches.get(edge, ())}
        for row, entry in enumerate(found[: self._limit]):
            detail = _difference(document, own, own.get(entry.id)) or self._other_end(linked.get(entry.id))
            self._add(row, entry, entry.actor in mine, detail)
        self._more.setVisible(len(found) > self._limit)

    def _other_end(self, edge: RecordId | None) -> str:
        """The name of what a link joins this record with."""
        if edge is None:
            return ""
        board = self._bridge.document.board
        ends = [board.value(edge, end) for end in ("from", "to")]
        other = ends[0] if ends[1] == self._records[0] else ends[1]
        return f" {name_of(board, other)}" if other else ""

    def _add(self, row: int, entry: Entry, mine: bool, detail: str) -> None:
        document = self._bridge.document
        who = "you" if mine else one_line(entry.author, 40) or "somebody"
        words = SpanLabel(
            [
                Span(one_line(entry.label, 120), "ink3" if entry.reverts else "ink"),
                Span(detail, "ink3" if entry.reverts else "ink"),
                Span(f" · {who}", "ink3"),
            ],
            max_lines=3,
        )
        when = plain_label(brief_moment(entry.wall, document.now()), size=12, ink="ink3", tabular=True)
        plain_tooltip(when, moment(entry.wall, document.now()))
        self._grid.addWidget(when, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1)

    def sentences(self) -> list[SpanLabel]:
        """The steps that are listed, in words."""
        cells = [self._grid.itemAt(at) for at in range(self._grid.count())]
        return [widget for cell in cells if cell and isinstance(widget := cell.widget(), SpanLabel)]

    def _show_more(self) -> None:
        self._limit += MORE
        self.show_records(self._records)


def _difference(document: Document, touches: Mapping[ChangesetId, Touch], touch: Touch | None) -> str:
    """ " 4 → 3", where a step changed one short value; why a card has another status."""
    if touch is None:
        return ""
    if "status" in touch.change.values and (reason := touch.change.values.get("status_reason")):
        return f": {one_line(str(reason), 200)}"
    if len(touch.change.values) != 1:
        return ""
    ((field, value),) = touch.change.values.items()
    if field in ("removed", "title", "text", "original", "reason", "photo") or field.startswith("custom:"):
        return ""
    before = [
        touches[seen].change.values[field]
        for seen in touch.change.replaces
        if seen in touches and field in touches[seen].change.values
    ]
    old, new = (_brief(document, field, each) for each in (before[0] if before else None, value))
    if max(len(old), len(new)) > SHORT or "\n" in old + new:
        return ""
    return f" {old} → {new}" if before else f": {new}"


def _brief(document: Document, field: str, value: Value) -> str:
    digit = field in ("credibility", "reliability") and value
    return str(value) if digit else value_words(document.board, field, value)
