"""The preview of a merge: what a colleague's copy would bring, and the choices it leaves to a person."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evidenceboard.errors import KnownError
from evidenceboard.model.board import Board, Head
from evidenceboard.model.commands import together
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.merge import kinds_in_words
from evidenceboard.store.reading import Foreign
from evidenceboard.ui import icons, theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.dialogs.merge_parts import ConflictBlock, CountRow, Tag, open_count
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import RECORDS, count, day, moment, name_of, names_in_words, one_line, title_of

LISTED = 60  # records that are named of each sort
LEFT = 300


class Bar(QWidget):
    """The row at the top or the foot of the dialog."""

    def __init__(self, height: int, edge: Qt.Edge) -> None:
        super().__init__()
        self._edge = edge
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 0, 20, 0)
        self.row.setSpacing(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground and line."""
        fill(self, theme.current().bar, line="hair", edge=self._edge)


class MergePreview(QDialog):
    """Shows a merge before it happens. Nothing is taken in before the button is pressed.

    Signals:
        merged: the ids of the changesets that came, after it happened.

    Raises:
        KnownError: the file is another board, or this one is open for reading only.
    """

    merged = Signal(object)

    def __init__(self, bridge: Bridge, foreign: Foreign, file_name: str, parent: QWidget | None = None) -> None:
        if bridge.document.read_only:
            raise KnownError("This board is open for reading only", "Save a copy elsewhere to merge into it.")
        plan = bridge.document.plan(foreign)
        super().__init__(parent)
        self.bridge, self.plan = bridge, plan
        self._foreign, self._mine = foreign, bridge.document.installation.my_actors(bridge.document.board_id)
        self._after: Board = plan.after or bridge.document.board
        self.blocks: list[ConflictBlock] = []
        self.setWindowTitle("Merge preview")
        self.resize(780, 620)
        self.cancel = push_button("Cancel")
        self.merge = push_button(f"Merge {count(len(plan.changesets), 'change')}", "primary")
        self._open = plain_label("", size=12, weight=500, ink="warn")
        self._trouble = plain_label("", size=12, ink="danger", wrap=True, max_lines=2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._top(file_name))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._column(self._left()))
        columns.addWidget(Hairline(upright=True))
        columns.addWidget(self._column(self._right()), 1)
        rows.addLayout(columns, 1)
        rows.addWidget(self._foot())
        self._follow_choices()

    # The rows above and below

    def _top(self, file_name: str) -> Bar:
        top = Bar(52, Qt.Edge.BottomEdge)
        own = self.bridge.document.path.name if self.bridge.document.path else self.bridge.document.title or "this board"
        words = SpanLabel(
            [Span(one_line(file_name, 80), weight=600), Span(" into ", "ink2"), Span(one_line(own, 80), weight=600)],
            size=13, line=18, max_lines=1,
        )  # fmt: skip
        top.row.addWidget(_Icon("merge"))
        top.row.addWidget(words, 1)
        top.row.addWidget(plain_label("the same board", size=12, ink="ink3"))
        return top

    def _foot(self) -> Bar:
        foot = Bar(56, Qt.Edge.TopEdge)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addStretch()
        self._calm = plain_label("Their file is only read. A merge can be taken back.", size=12, ink="ink3", elide=True)
        told.addWidget(self._calm)
        told.addWidget(self._trouble)
        told.addStretch()
        self._trouble.hide()
        foot.row.addLayout(told, 1)
        foot.row.addWidget(self._open)
        foot.row.addWidget(self.cancel)
        foot.row.addWidget(self.merge)
        self.cancel.clicked.connect(self.reject)
        self.merge.clicked.connect(self.accept)
        self.merge.setDefault(True)
        if not self.plan.changesets:
            self.merge.hide()
            self.cancel.setText("Close")
        return foot

    def _column(self, content: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        if content.property("narrow"):
            area.setFixedWidth(LEFT)
        return area

    # What comes

    def _left(self) -> QWidget:
        left = QWidget()
        left.setProperty("narrow", True)
        rows = QVBoxLayout(left)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(4)
        plan = self.plan
        rows.addWidget(plain_label(self._title(), size=15, weight=600, wrap=True))
        rows.addWidget(plain_label(self._span(), size=12, ink="ink2", wrap=True))
        if plan.conflicts or plan.kept:
            _ruled(rows)
            if plan.conflicts:
                rows.addWidget(CountRow("conflict", len(plan.conflicts), "need you", "two values"))
            if plan.kept:
                rows.addWidget(CountRow("kept", len(plan.kept), "stay", "removed, but changed"))
        if plan.changesets:
            _ruled(rows)
        for sort, records, words in self._sorts():
            if records:
                detail = "taken as they are" if sort == "moved" else kinds_in_words(records)
                rows.addWidget(CountRow(sort, len(records), words, detail))
        self._add_notes(rows)
        rows.addStretch()
        return left

    def _sorts(self) -> list[tuple[str, list[RecordId], str]]:
        """Added, changed, moved and removed; the places of added cards are told with them."""
        plan = self.plan
        return [
            ("added", [each for each in plan.added if kind_of(each) != "place"], "added"),
            ("changed", list(plan.changed), "changed"),
            ("moved", list(plan.moved), "moved"),
            ("removed", [each for each in plan.removed if kind_of(each) != "place"], "removed"),
        ]

    def _title(self) -> str:
        plan = self.plan
        if not plan.changesets:
            return "Nothing new in this file"
        authors = [one_line(author, 40) or "somebody" for author in plan.authors]
        return f"{count(len(plan.changesets), 'change')} by {names_in_words(authors, 3)}"

    def _span(self) -> str:
        plan = self.plan
        if not plan.changesets:
            return "This board holds all of it already."
        walls = [changeset.clock[0] for changeset in plan.changesets]
        first, last = _date(min(walls)), _date(max(walls))
        open_ones = {head.changeset for conflict in plan.conflicts for head in conflict.heads}
        fitting = sum(changeset.id not in open_ones for changeset in plan.changesets)
        when = first if first == last else f"{first} to {last}"
        rest = "All fit" if fitting == len(plan.changesets) else f"{fitting} fit"
        return f"{when}. {rest} together by themselves."

    def _add_notes(self, rows: QVBoxLayout) -> None:
        """Photos that come along, and what could not be read."""
        photos = self._new_photos()
        if self.plan.changesets:
            _ruled(rows, "Photos")
            words = f"{count(photos, 'photo')} come with it." if photos != 1 else "1 photo comes with it."
            rows.addWidget(plain_label(words if photos else "No new photos.", size=12, ink="ink2", wrap=True))
        refused = self._foreign.refused
        if refused:
            _ruled(rows, f"Not read: {len(refused)}")
            for each in refused[:8]:
                rows.addWidget(plain_label(f"{each.what}: {each.reason}", size=12, ink="ink2", wrap=True))
            if len(refused) > 8:
                rows.addWidget(plain_label(f"and {len(refused) - 8} more", size=12, ink="ink3"))

    def _new_photos(self) -> int:
        held = self.bridge.document.log.photo_names()
        cards = [card for card in (*self.plan.added, *self.plan.changed) if kind_of(card) == "card"]
        wanted = {self._after.value(card, "photo") for card in cards} - {None}
        return len(wanted - held)

    # What to choose

    def _right(self) -> QWidget:
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(10)
        if self.plan.conflicts:
            self._add_conflicts(rows)
        self._add_names(rows)
        rows.addStretch()
        return right

    def _add_conflicts(self, rows: QVBoxLayout) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(_Icon("warning", "warn"), alignment=Qt.AlignmentFlag.AlignTop)
        heading.addWidget(plain_label("Two values, both kept until you choose", size=15, weight=600, wrap=True), 1)
        rows.addLayout(heading)
        theirs = frozenset(changeset.id for changeset in self.plan.changesets)
        total = len(self.plan.conflicts)
        for at, conflict in enumerate(self.plan.conflicts[:LISTED], 1):
            rows.addSpacing(4)
            block = ConflictBlock(self._after, conflict, f"{at} of {total}", theirs, self._authored)
            block.chosen.connect(self._follow_choices)
            self.blocks.append(block)
            rows.addWidget(block)
        note = "Not chosen yet: the board carries both and says so; the later one counts meanwhile."
        rows.addWidget(plain_label(note, size=12, ink="ink3", wrap=True))
        rows.addLayout(self._all())

    def _all(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.all_mine, self.all_theirs = push_button("All mine"), push_button("All theirs")
        self.later = push_button("Decide later", "link")
        for button, mine in ((self.all_mine, True), (self.all_theirs, False), (self.later, None)):
            button.clicked.connect(lambda _=False, mine=mine: self._choose_all(mine))
        row.addWidget(self.all_mine)
        row.addWidget(self.all_theirs)
        row.addStretch()
        row.addWidget(self.later)
        return row

    def _choose_all(self, mine: bool | None) -> None:
        for block in self.blocks:
            block.choose(mine)
        self._follow_choices()

    def _authored(self, head: Head) -> tuple[str, str]:
        changeset = self._after.log.changeset(head.changeset)
        mine = changeset is not None and changeset.actor in self._mine
        author = "you" if mine else one_line(changeset.author, 60) if changeset else "somebody"
        return author, moment(head.stamp[0][0], self.bridge.document.now())

    def _add_names(self, rows: QVBoxLayout) -> None:
        """The records that come, change or go, by name."""
        named = [(sort, each) for sort, records, _words in self._sorts() if sort != "moved" for each in records]
        if not named:
            return
        if self.plan.conflicts:
            _ruled(rows)
        rows.addWidget(plain_label("What comes", size=11, weight=600, ink="ink3"))
        for sort, record in named[:LISTED]:
            rows.addLayout(self._name(sort, record))
        if len(named) > LISTED:
            rows.addWidget(plain_label(f"and {len(named) - LISTED} more", size=12, ink="ink3"))

    def _name(self, sort: str, record: RecordId) -> QHBoxLayout:
        board = self.bridge.document.board if sort == "removed" else self._after
        name, title = name_of(board, record), title_of(board, record)
        what = "" if kind_of(record) == "card" else RECORDS.get(kind_of(record), "Board") + " "
        spans = [Span(what, "ink3"), Span(name, weight=600)]
        if title and title[:60] != name[:60]:
            spans.append(Span(f" {title}", "ink2"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Tag(sort))
        row.addWidget(SpanLabel(spans, size=13, line=18, max_lines=1), 1)
        return row

    def _follow_choices(self) -> None:
        left = open_count(self.blocks) + max(0, len(self.plan.conflicts) - len(self.blocks))
        self._open.setText(f"{count(left, 'conflict')} left open")
        self._open.setVisible(left > 0)

    # The merge

    def accept(self) -> None:
        """Takes all of it in, then writes the choices as one step."""
        try:
            new = self.bridge.document.receive(self._foreign.changesets, self._foreign.photos())
        except KnownError as problem:
            self._trouble.setText(str(problem))
            self._trouble.show()
            self._calm.hide()
            return
        decisions = [action for block in self.blocks if (action := block.decision()) is not None]
        if decisions:
            self.bridge.commit(together(f"Decide {count(len(decisions), 'conflict')}", decisions))
        super().accept()
        self.merged.emit(tuple(changeset.id for changeset in new))

    def done(self, result: int) -> None:
        """However it ends, the private copy of their file goes."""
        self._foreign.close()
        super().done(result)


class _Icon(QWidget):
    """One icon of the theme."""

    def __init__(self, name: str, token: str = "ink2") -> None:
        super().__init__()
        self._name, self._token = name, token
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        icons.paint_icon(QPainter(self), self._name, QRectF(1, 2, 16, 16), theme.current().color(self._token))


def _ruled(rows: QVBoxLayout, heading: str = "") -> None:
    rows.addSpacing(8)
    rows.addWidget(Hairline())
    rows.addSpacing(8)
    if heading:
        rows.addWidget(plain_label(heading, size=11, weight=600, ink="ink3"))


def _date(wall_ms: int) -> str:
    try:
        return day(datetime.fromtimestamp(wall_ms / 1000))
    except (ValueError, OverflowError, OSError):
        return "an unknown day"

