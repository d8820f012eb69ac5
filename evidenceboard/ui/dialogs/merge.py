"""The preview of a merge: what a colleague's copy would bring, and the choices it leaves to a person."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.errors import KnownError
from evidenceboard.model.board import Board, Head
from evidenceboard.model.commands import together
from evidenceboard.store.reading import Foreign
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.dialogs.dialog_parts import scrolled
from evidenceboard.ui.dialogs.merge_choices import MergeChoices
from evidenceboard.ui.dialogs.merge_parts import Icon
from evidenceboard.ui.dialogs.merge_summary import MergeSummary
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import count, moment, one_line

LEFT = 300  # px of the summary
CALM = "Their file is only read. A merge can be taken back."


class Bar(QWidget):
    """The row at the top or the foot of the dialog."""

    def __init__(self, height: int, edge: Qt.Edge) -> None:
        super().__init__()
        self._edge = edge
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 0, 20, 0)
        self.row.setSpacing(10)

    def add_middle(self, *widgets: QWidget) -> None:
        """Widgets under each other, centred upright, that take the room there is."""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch()
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch()
        self.row.addLayout(column, 1)

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
        document = bridge.document
        self.bridge, self.plan, self._foreign = bridge, plan, foreign
        self._mine = document.installation.my_actors(document.board_id)
        self._after: Board = plan.after or document.board
        self.summary = MergeSummary(plan, self._after, foreign, document.log.photo_names())
        self.choices = MergeChoices(plan, document.board, self._after, self._authored)
        self.cancel = push_button("Cancel" if plan.changesets else "Close")
        self.merge = push_button(f"Merge {count(len(plan.changesets), 'change')}", "primary")
        self._open = plain_label("", size=12, weight=500, ink="warn")
        self._calm = plain_label(CALM, size=12, ink="ink3", elide=True)
        self._trouble = plain_label("", size=12, ink="danger", wrap=True, max_lines=2)
        self.setWindowTitle("Merge preview")
        self.resize(780, 620)
        self._lay_out(file_name)
        self.choices.changed.connect(self._follow_choices)
        self._follow_choices()

    def _lay_out(self, file_name: str) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        left = scrolled(self.summary)
        left.setFixedWidth(LEFT)
        columns.addWidget(left)
        columns.addWidget(Hairline(upright=True))
        columns.addWidget(scrolled(self.choices), 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._top(file_name))
        rows.addLayout(columns, 1)
        rows.addWidget(self._foot())

    def _top(self, file_name: str) -> Bar:
        document = self.bridge.document
        own = document.path.name if document.path else document.title or "this board"
        spans = [Span(one_line(file_name, 80), weight=600), Span(" into ", "ink2"), Span(one_line(own, 80), weight=600)]
        top = Bar(52, Qt.Edge.BottomEdge)
        top.row.addWidget(Icon("merge"))
        top.add_middle(SpanLabel(spans, size=13, line=18, max_lines=1))
        top.row.addWidget(plain_label("the same board", size=12, ink="ink3"))
        return top

    def _foot(self) -> Bar:
        foot = Bar(56, Qt.Edge.TopEdge)
        foot.add_middle(self._calm, self._trouble)
        self._trouble.hide()
        for widget in (self._open, self.cancel, self.merge):
            foot.row.addWidget(widget)
        self.cancel.clicked.connect(self.reject)
        self.merge.clicked.connect(self.accept)
        self.merge.setDefault(True)
        self.merge.setVisible(bool(self.plan.changesets))
        return foot

    def _authored(self, head: Head) -> tuple[str, str]:
        changeset = self._after.log.changeset(head.changeset)
        mine = changeset is not None and changeset.actor in self._mine
        author = "you" if mine else one_line(changeset.author, 60) if changeset else "somebody"
        return author, moment(head.stamp[0][0], self.bridge.document.now())

    def _follow_choices(self) -> None:
        left = self.choices.left_open()
        self._open.setText(f"{count(left, 'conflict')} left open")
        self._open.setVisible(left > 0)

    def accept(self) -> None:
        """Takes all of it in, then writes the choices as one step."""
        decisions = self.choices.decisions()
        try:
            document = self.bridge.document
            new = document.receive(self._foreign.changesets, self._foreign.photos(document.photos_here()))
        except KnownError as problem:
            self._trouble.setText(str(problem))
            self._trouble.show()
            self._calm.hide()
            return
        if decisions:
            self.bridge.commit(together(f"Decide {count(len(decisions), 'conflict')}", decisions))
        super().accept()
        self.merged.emit(tuple(changeset.id for changeset in new))

    def done(self, result: int) -> None:
        """However it ends, the private copy of their file goes."""
        self._foreign.close()
        super().done(result)
