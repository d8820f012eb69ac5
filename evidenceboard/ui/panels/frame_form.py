"""A frame: its name, what it stands for, and how many cards lie in it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.changes import Value
from evidenceboard.model.commands import set_fields
from evidenceboard.model.frames import box_of, cards_inside, fold_frames
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflict_box import ConflictBox
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import count, name_of


class FrameForm(QWidget):
    """The inspector of one frame."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._frame = bridge, ""
        self.conflicts = ConflictBox(bridge)
        self.name = TextField("Name of the frame", "Name of the frame", size=15, weight=600, lines=False)
        Writing(bridge).bind(self.name, lambda: self._frame, "name", "Rename a frame")
        self.origin, self.rivals = Choice("Origin", (), "none"), Choice("Rival set", (), "none")
        self.origin.chosen.connect(lambda value: self._put("origin", value))
        self.rivals.chosen.connect(lambda value: self._put("rivals", value))
        self.holds = plain_label("", wrap=True)
        self.fold = push_button("Fold")
        self.fold.clicked.connect(self._fold)
        self._lay_out()

    def _lay_out(self) -> None:
        words = Section(line=False)
        words.add(self.name, bare=True)
        about = Section("Stands for")
        about.add_row("Origin", self.origin)
        about.add_row("Rival set", self.rivals)
        inside = Section("In it")
        inside.add(self.holds)
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 0)
        row.addWidget(self.fold)
        row.addStretch()
        inside.rows.addLayout(row)
        inside.add(plain_label("Deleting a frame removes no card.", size=12, ink="ink3", wrap=True))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.conflicts, words, about, inside):
            rows.addWidget(part)
        rows.addStretch()

    def show_record(self, frame: RecordId) -> None:
        """Shows a frame as the board has it now."""
        self._frame = frame
        document = self._bridge.document
        values = document.board.record(frame).shown_values()
        self.conflicts.show_record(frame)
        self.name.show_text(str(values.get("name") or ""))
        self._fill(self.origin, "origin", values.get("origin"))
        self._fill(self.rivals, "rivals", values.get("rivals"))
        inside = 0
        if values.get("rect"):
            inside = len(cards_inside(document.geometry(values.get("sheet") or ""), [box_of(values["rect"])]))
        self.holds.setText(count(inside, "card") if inside else "No card lies in it")
        self.fold.setText("Unfold" if values.get("folded") else "Fold")
        for part in (self.name, self.origin, self.rivals, self.fold):
            part.setEnabled(not document.read_only)

    def _fill(self, choice: Choice, kind: str, value: Value) -> None:
        """Offer what there is of a kind, by its name."""
        board = self._bridge.document.board
        choice.offer({record: name_of(board, record) for record in board.live(kind)})
        choice.set_value(value if value and board.is_live(value) else "")

    def _put(self, field: str, value: str) -> None:
        frame = self._frame
        self._bridge.attempt(lambda: set_fields(frame, {field: value or None}, "Change what a frame stands for"))

    def _fold(self) -> None:
        folded = bool(self._bridge.document.board.value(self._frame, "folded"))
        self._bridge.commit(fold_frames([self._frame], not folded))
