"""The conflicts of one record, each with its values to choose from; nothing is forced."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evidenceboard.document import Document
from evidenceboard.model.board import Conflict, Head
from evidenceboard.model.commands import decide
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import IconLabel, empty
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.choice import ChoiceBox
from evidenceboard.ui.words import field_words, moment, one_line, value_words


def choice_of(document: Document, conflict: Conflict, head: Head) -> ChoiceBox:
    """One value of a conflict, with who wrote it and when."""
    changeset = document.board.log.changeset(head.changeset)
    mine = changeset is not None and changeset.actor in document.installation.my_actors(document.board_id)
    author = "you" if mine else one_line(changeset.author, 60) if changeset else "somebody"
    when = moment(head.stamp[0][0], document.now())
    return ChoiceBox(value_words(document.board, conflict.field, head.value), author, when)


def distinct(heads: Sequence[Head]) -> list[Head]:
    """One head of each value, the one that is shown meanwhile first."""
    found: dict[str, Head] = {}
    for head in heads:
        found.setdefault(repr(head.value), head)
    return list(found.values())


class ConflictBox(QWidget):
    """What people differ on, in the colour of a warning."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.choices: list[ChoiceBox] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 14)
        self._rows.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_record(self, record: RecordId) -> None:
        """Shows the conflicts of a record; hides itself where there are none."""
        empty(self._rows)
        self.choices = []
        conflicts = self._bridge.document.board.record(record).conflicts()
        for conflict in conflicts:
            self._add(conflict)
        self.setVisible(bool(conflicts))

    def _add(self, conflict: Conflict) -> None:
        heads = distinct(conflict.heads)
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("warning", "warn", side=14))
        words = f"{len(heads)} values: {field_words(conflict.field)}"
        row.addWidget(plain_label(words, size=12, weight=600, ink="warn", elide=True), 1)
        self._rows.addWidget(heading)
        for head in heads:
            self._rows.addWidget(self._choice(conflict, head))
        note = "Both are kept until you choose; the later one counts meanwhile."
        self._rows.addWidget(plain_label(note, size=11, ink="ink2", wrap=True))

    def _choice(self, conflict: Conflict, head: Head) -> ChoiceBox:
        box = choice_of(self._bridge.document, conflict, head)
        box.setCheckable(False)
        action = decide(conflict.record, conflict.field, head.value)
        box.clicked.connect(lambda: self._bridge.commit(action))
        self.choices.append(box)
        return box

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tint; a frame where the theme has no tints."""
        active = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), active.warnbg)
        painter.setPen(QPen(theme.blend(active.warn, active.warnbg, 0.3), active.border, Qt.PenStyle.SolidLine))
        below = QRectF(self.rect()).bottomLeft()
        painter.drawLine(below, QRectF(self.rect()).bottomRight())
