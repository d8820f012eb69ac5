"""Lists of a board's sources and origins, edited in place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.grades import RELIABILITY
from evidenceboard.model.commands import add_record, remove
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import RELIABILITIES, SOURCE_KINDS
from evidenceboard.model.text_folding import natural
from evidenceboard.store import lookups
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.panels.fields import Choice, LineField
from evidenceboard.ui.panels.parts import Chip, Clickable, Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import IconButton, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count, one_line

FIRST = 200  # rows of a list


class SourceRow(QWidget):
    """A source in one line; a click opens its fields below."""

    def __init__(self, bridge: Bridge, source: RecordId) -> None:
        super().__init__()
        self.record = source
        self._bridge = bridge
        self._editor: SourceEditor | None = None
        self._used = 0
        self.head = Clickable("Source", self)
        self.head.clicked.connect(self.turn)
        self._chip, self._name = Chip(), plain_label("", elide=True)
        self._cards = plain_label("", size=12, ink="ink3")
        line = QHBoxLayout(self.head)
        line.setContentsMargins(OVERHANG, 3, OVERHANG, 3)
        line.setSpacing(8)
        line.addWidget(self._chip)
        line.addWidget(self._name, 1)
        line.addWidget(self._cards)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.head)

    @property
    def editor(self) -> SourceEditor | None:
        """The open fields, if they are."""
        return self._editor

    def turn(self) -> None:
        """Opens the fields, or closes them."""
        if self._editor is None:
            self._editor = SourceEditor(self._bridge, self.record)
            self._rows.addWidget(self._editor)
            self._editor.refresh(self._used)
        else:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None

    def show_values(self, cards: int) -> None:
        """Shows the source as the board has it now."""
        values = self._bridge.document.board.record(self.record).shown_values()
        name = one_line(str(values.get("name") or ""), 120) or "without a name"
        self._chip.setText(values.get("reliability") or "–")
        self._name.setText(name)
        self.head.setAccessibleName(f"Source {name}")
        plain_tooltip(self.head, name)
        self._cards.setText(count(cards, "card"))
        self._used = cards
        if self._editor is not None:
            self._editor.refresh(cards)


class SourceEditor(QWidget):
    """The fields of one source."""

    def __init__(self, bridge: Bridge, source: RecordId) -> None:
        super().__init__()
        self._bridge, self._source = bridge, source
        self.name = LineField("Name of the source", "Name", weight=600)
        self.kind = Choice("Kind of source", SOURCE_KINDS)
        self.reliability = SegmentedControl(RELIABILITIES, "Reliability", clearable=True)
        self.reliability.explain({key: words.capitalize() for key, words in RELIABILITY.items()})
        self.note = TextField("Note on the source", "Add a note", size=12, ink="ink2")
        self.gone = push_button("Remove source", "link")
        writing = Writing(bridge)
        writing.bind(self.name, lambda: source, "name", "Rename a source")
        writing.bind(self.note, lambda: source, "note", "Change the note on a source")
        self.kind.chosen.connect(lambda kind: writing.put(source, {"kind": kind}, "Change the kind of a source"))
        self.reliability.chosen.connect(
            lambda letter: writing.put(source, {"reliability": letter}, "Change the reliability of a source")
        )
        self.gone.clicked.connect(lambda: bridge.commit(remove(bridge.document.board, [source])))
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 10)
        rows.setSpacing(4)
        rows.addWidget(self.name)
        rows.addWidget(self.note)
        for widget in (self.reliability, self.kind):
            line = QHBoxLayout()
            line.setContentsMargins(OVERHANG, 2, OVERHANG, 0)
            line.addWidget(widget)
            rows.addLayout(line)
        line = QHBoxLayout()
        line.setContentsMargins(2, 0, 0, 0)
        line.addWidget(self.gone)
        line.addStretch()
        rows.addLayout(line)

    def refresh(self, cards: int) -> None:
        """Shows the source as the board has it now; one that cards name is not removed."""
        self.gone.setVisible(not cards)
        values = self._bridge.document.board.record(self._source).shown_values()
        self.name.show_text(values.get("name") or "")
        self.note.show_text(values.get("note") or "")
        self.kind.set_value(values.get("kind") or "")
        self.reliability.set_value(values.get("reliability") or "")
        self.setEnabled(not self._bridge.document.read_only)


class OriginRow(QWidget):
    """An origin: its name, how many cards come from it, and the way to remove it."""

    def __init__(self, bridge: Bridge, origin: RecordId) -> None:
        super().__init__()
        self.record, self._bridge = origin, bridge
        self.name = LineField("Name of the origin", "Name")
        self._cards = plain_label("", size=12, ink="ink3")
        self.gone = IconButton("close", "Remove this origin", side=24)
        Writing(bridge).bind(self.name, lambda: origin, "name", "Rename an origin")
        self.gone.clicked.connect(lambda: bridge.commit(remove(bridge.document.board, [origin])))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, OVERHANG, 0)
        line.setSpacing(2)
        line.addWidget(self.name, 1)
        line.addWidget(self._cards)
        line.addWidget(self.gone)

    def show_values(self, cards: int) -> None:
        """Shows the origin as the board has it now."""
        self.name.show_text(self._bridge.document.board.value(self.record, "name") or "")
        self._cards.setText(count(cards, "card"))
        self.gone.setVisible(not cards)


class RecordList(Section):
    """All sources, or all origins, of the board, with a way to add one.

    Attributes:
        field: by which cards name them.
    """

    def __init__(self, bridge: Bridge, kind: str) -> None:
        one, heading, self.field = {
            "source": ("source", "Sources", "source"),
            "origin": ("origin", "Origins", "derives_from"),
        }[kind]
        super().__init__(heading)
        self._bridge, self._kind = bridge, kind
        self.entries: dict[RecordId, SourceRow | OriginRow] = {}
        self._counts: Mapping[RecordId, int] | None = None  # how many cards name each
        self.add_button = self.add_tool("plus", f"Add a {one}" if kind == "source" else f"Add an {one}")
        self.add_button.clicked.connect(self._add)
        self._nothing = plain_label(
            "Where several reports come from: “US government line”." if kind == "origin" else "No sources yet.",
            size=12, ink="ink3", wrap=True,
        )  # fmt: skip
        self.add(self._nothing)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.rows.addLayout(self._list)

    def _add(self) -> None:
        action = add_record(self._kind, {"name": f"New {self._kind}"})
        if self._bridge.commit(action) is not None:
            self.refresh()
            self._begin(action.made[0])

    def _begin(self, made: RecordId) -> None:
        row = self.entries.get(made)
        if isinstance(row, SourceRow):
            row.turn()
        field = row.editor.name if isinstance(row, SourceRow) and row.editor else getattr(row, "name", None)
        if isinstance(field, LineField):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()

    def count_again(self) -> None:
        """Other cards may name them now: the next time they are counted anew, which takes a look at all cards."""
        self._counts = None

    def refresh(self) -> None:
        """Shows the records as the board has them now."""
        board = self._bridge.document.board
        if self._counts is None:
            self._counts = lookups.counts(self._bridge.document.log, self.field)
        names = {record: str(board.value(record, "name") or "") for record in board.live(self._kind)}
        wanted = sorted(names, key=lambda record: (natural(names[record]), record))[:FIRST]
        for record in self.entries.keys() - set(wanted):
            row = self.entries.pop(record)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._place(wanted, self._counts)
        self._nothing.setVisible(not wanted)
        self.add_button.setEnabled(not self._bridge.document.read_only)

    def _place(self, wanted: list[RecordId], cards: Mapping[RecordId, int]) -> None:
        make = SourceRow if self._kind == "source" else OriginRow
        for at, record in enumerate(wanted):
            if record not in self.entries:
                self.entries[record] = make(self._bridge, record)
            if self._list.indexOf(self.entries[record]) != at:
                self._list.insertWidget(at, self.entries[record])
            self.entries[record].show_values(cards.get(record, 0))
