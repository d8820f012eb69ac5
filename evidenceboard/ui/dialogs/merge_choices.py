"""The right side of a merge preview: the conflicts with their choices, and what comes by name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.board import Board
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.merge import MergePlan
from evidenceboard.ui.dialogs.merge_parts import Authored, ConflictBlock, Icon, Tag, ruled
from evidenceboard.ui.dialogs.merge_summary import sorts
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import RECORDS, name_of, says_more, title_of

LISTED = 60  # conflicts that can be decided here, and records that are named


class MergeChoices(QWidget):
    """Nothing need be chosen: what is left open is carried by the board, and says so.

    Signals:
        changed: a choice was made or taken back.
    """

    changed = Signal()

    def __init__(self, plan: MergePlan, before: Board, after: Board, authored: Authored) -> None:
        super().__init__()
        self._plan, self._before, self._after = plan, before, after
        self.blocks: list[ConflictBlock] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(20, 18, 20, 18)
        self._rows.setSpacing(10)
        if plan.conflicts:
            self._add_heading()
            self._add_conflicts(authored)
            self._rows.addLayout(self._all())
        self._add_names()
        self._rows.addStretch()

    def left_open(self) -> int:
        """How many conflicts have no choice."""
        return len(self._plan.conflicts) - len(self.decisions())

    def decisions(self) -> list[Action]:
        """What the choices write."""
        return [action for block in self.blocks if (action := block.decision()) is not None]

    def choose_all(self, mine: bool | None) -> None:
        """Ours in every conflict, or theirs, or none."""
        for block in self.blocks:
            block.choose(mine)
        self.changed.emit()

    def _add_heading(self) -> None:
        words = "Two values, both kept until you choose"
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(Icon("warning", "warn"), alignment=Qt.AlignmentFlag.AlignTop)
        heading.addWidget(plain_label(words, size=15, weight=600, wrap=True), 1)
        self._rows.addLayout(heading)

    def _add_conflicts(self, authored: Authored) -> None:
        theirs = frozenset(changeset.id for changeset in self._plan.changesets)
        total = len(self._plan.conflicts)
        for at, conflict in enumerate(self._plan.conflicts[:LISTED], 1):
            block = ConflictBlock(self._after, conflict, f"{at} of {total}", theirs, authored)
            block.chosen.connect(self.changed)
            self.blocks.append(block)
            self._rows.addSpacing(4)
            self._rows.addWidget(block)
        note = "Not chosen yet: the board carries both and says so; the later one counts meanwhile."
        self._rows.addWidget(plain_label(note, size=12, ink="ink3", wrap=True))

    def _all(self) -> QHBoxLayout:
        self.all_mine, self.all_theirs = push_button("All mine"), push_button("All theirs")
        self.later = push_button("Decide later", "link")
        for button, mine in ((self.all_mine, True), (self.all_theirs, False), (self.later, None)):
            button.clicked.connect(lambda _=False, mine=mine: self.choose_all(mine))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.all_mine)
        row.addWidget(self.all_theirs)
        row.addStretch()
        row.addWidget(self.later)
        return row

    def _add_names(self) -> None:
        named = [(sort, each) for sort, records, _ in sorts(self._plan) if sort != "moved" for each in records]
        if not named:
            return
        if self._plan.conflicts:
            ruled(self._rows)
        self._rows.addWidget(plain_label("What comes", size=11, weight=600, ink="ink3"))
        for sort, record in named[:LISTED]:
            self._rows.addLayout(self._name(sort, record))
        if len(named) > LISTED:
            self._rows.addWidget(plain_label(f"and {len(named) - LISTED} more", size=12, ink="ink3"))

    def _name(self, sort: str, record: RecordId) -> QHBoxLayout:
        board = self._before if sort == "removed" else self._after
        name, title = name_of(board, record), title_of(board, record)
        kind = kind_of(record)
        spans = [Span("" if kind == "card" else RECORDS.get(kind, "Board") + " ", "ink3"), Span(name, weight=600)]
        if says_more(title, name):
            spans.append(Span(f" {title}", "ink2"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Tag(sort), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(SpanLabel(spans, size=13, line=18, max_lines=2), 1)
        return row
