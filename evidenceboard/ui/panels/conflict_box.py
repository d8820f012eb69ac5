"""The conflicts of one record, each with its values to choose from; nothing is forced."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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


class ConflictChoices(QWidget):
    """One conflict: what differs, and its values. A click chooses; nothing need be chosen."""

    def __init__(self, bridge: Bridge, conflict: Conflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heads = distinct(conflict.heads)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self._heading(f"{len(heads)} values: {field_words(conflict.field)}"))
        self.choices = [self._choice(bridge, conflict, head) for head in heads]
        for box in self.choices:
            rows.addWidget(box)

    def _heading(self, words: str) -> QWidget:
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("warning", "warn", side=14))
        row.addWidget(plain_label(words, size=12, weight=600, ink="warn", elide=True), 1)
        return heading

    def _choice(self, bridge: Bridge, conflict: Conflict, head: Head) -> ChoiceBox:
        box = choice_of(bridge.document, conflict, head)
        box.setCheckable(False)
        box.setEnabled(not bridge.document.read_only)
        action = decide(conflict.record, conflict.field, head.value)
        box.clicked.connect(lambda: bridge.commit(action))
        return box


class ConflictBox(QWidget):
    """The conflicts of one record, in the colour of a warning."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.choices: list[ChoiceBox] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(8)

    def show_record(self, record: RecordId) -> None:
        """Shows the conflicts of a record; hides itself where there are none."""
        empty(self._rows)
        self.choices = []
        conflicts = self._bridge.document.board.record(record).conflicts()
        for conflict in conflicts:
            block = ConflictChoices(self._bridge, conflict)
            self.choices += block.choices
            self._rows.addWidget(block)
        if conflicts:
            note = "All are kept until you choose; the latest counts meanwhile."
            self._rows.addWidget(plain_label(note, size=11, ink="ink2", wrap=True))
        self.setVisible(bool(conflicts))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tint; a line below where the theme has no tints."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), active.warnbg)
            line = active.warn if active.border > 1 else theme.blend(active.warn, active.warnbg, 0.25)
            painter.fillRect(0, self.height() - active.border, self.width(), active.border, line)
