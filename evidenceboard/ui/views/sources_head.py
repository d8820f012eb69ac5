"""One source in full: its name, its kind, how reliable it is, a note; and what makes two sources one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evidenceboard.analysis.grades import RELIABILITY
from evidenceboard.model.commands import remove, set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import RELIABILITIES, SOURCE_KINDS
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count

LABELS = 72  # px


class Line(QLineEdit):
    """A line that keeps what was typed when it is left, and gives back what was there at Esc.

    Signals:
        kept: the text, where it is another than was shown.
    """

    kept = Signal(str)

    def __init__(self, name: str, placeholder: str, *, size: int = 13, weight: int = 400) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(theme.interface_font(size, weight))
        self.setMaxLength(2_000)
        self.setProperty("quiet", True)
        self.editingFinished.connect(self.leave)

    def show_text(self, text: str) -> None:
        """What the board holds; never over what is being typed."""
        typed = self.hasFocus() and self.text() != self._shown
        self._shown = text
        if not typed and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def leave(self) -> None:
        """Tell what was typed, if it is something new."""
        text = " ".join(self.text().split())
        if text != self._shown:
            self._shown = text
            self.kept.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives back what was there."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.clearFocus()
            return
        super().keyPressEvent(event)


class SourceHead(QWidget):
    """The fields of the source that is selected.

    Signals:
        same_as: the name of the source that this one really is.
    """

    same_as = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._source = bridge, ""
        self.name = Line("Name of the source", "Name", size=15, weight=600)
        self.note = Line("Note on the source", "Add a note")
        self.reliability = SegmentedControl(RELIABILITIES, "Reliability of the source", clearable=True)
        self.reliability.explain({key: words.capitalize() for key, words in RELIABILITY.items()})
        self.kind = SegmentedControl([(kind, kind.capitalize()) for kind in SOURCE_KINDS], "Kind of source",
                                     equal=False, hug=True, clearable=True)  # fmt: skip
        self.words = plain_label("", size=12, ink="ink2", elide=True)
        self.same = push_button("Same as another source…", "link")
        self.gone = push_button("Remove source", "link")
        self.other = QLineEdit()
        self.other.setAccessibleName("The source that this one is the same as")
        self.other.setPlaceholderText("Which source is it really? Its cards go there")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 16, 10)
        rows.setSpacing(6)
        named = QHBoxLayout()
        named.setSpacing(10)
        for part in (self.name, self.same, self.gone):
            named.addWidget(part)
        rows.addLayout(named)
        rows.addWidget(self.note)
        graded = _row("Reliability", self.reliability)
        self.reliability.setFixedWidth(216)
        graded.addWidget(self.words, 1)
        rows.addLayout(graded)
        kinds = _row("Kind", self.kind)
        kinds.addStretch()
        rows.addLayout(kinds)
        rows.addWidget(self.other)
        self.other.hide()

    def _connect(self) -> None:
        self.name.kept.connect(lambda text: self._put("name", text, "Rename a source"))
        self.note.kept.connect(lambda text: self._put("note", text, "Change the note on a source"))
        self.kind.chosen.connect(lambda kind: self._put("kind", kind, "Change the kind of a source"))
        self.reliability.chosen.connect(lambda letter: self._put("reliability", letter, RELIABILITY_LABEL))
        self.gone.clicked.connect(lambda: self._bridge.commit(remove(self._bridge.document.board, [self._source])))
        self.same.clicked.connect(self._ask)
        self.other.returnPressed.connect(self._answer)

    def _put(self, field: str, value: str, label: str) -> None:
        if self._source:
            put(self._bridge, self._source, field, value, label)

    def _ask(self) -> None:
        board = self._bridge.document.board
        others = [source for source in board.live("source") if source != self._source]
        names = sorted(str(board.value(source, "name") or "") for source in others)
        completer = QCompleter([name for name in names if name], self.other)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.other.setCompleter(completer)
        self.other.clear()
        self.other.show()
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        name = " ".join(self.other.text().split())
        if name:
            self.same_as.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks no more."""
        if event.key() == Qt.Key.Key_Escape and self.other.isVisible():
            self.other.hide()
            self.same.setFocus()
        else:
            super().keyPressEvent(event)

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in order."""
        return self.name, self.note, self.reliability, self.kind, self.same, self.gone, self.other

    def finish_editing(self) -> None:
        """Keep what is being typed."""
        self.name.leave()
        self.note.leave()

    def show_source(self, source: RecordId, cards: int) -> None:
        """Shows a source; one that cards name is not removed."""
        if source != self._source:
            self.finish_editing()
            self.other.hide()
        self._source = source
        values = self._bridge.reading.values(source)
        self.name.show_text(str(values.get("name") or ""))
        self.note.show_text(str(values.get("note") or ""))
        letter = str(values.get("reliability") or "")
        self.reliability.set_value(letter)
        self.kind.set_value(str(values.get("kind") or ""))
        self.words.setText(f"{RELIABILITY.get(letter, 'not graded yet')}: {of_cards(cards)}")
        writable = not self._bridge.document.read_only
        self.gone.setVisible(not cards and writable)
        self.same.setVisible(writable)
        for part in (self.name, self.note, self.reliability, self.kind):
            part.setEnabled(writable)


RELIABILITY_LABEL = "Change the reliability of a source"


def put(bridge: Bridge, source: RecordId, field: str, value: str, label: str) -> None:
    """Write one field of a source as one step, if it is another."""
    if (value or None) != bridge.document.board.value(source, field):
        bridge.attempt(lambda: set_fields(source, {field: value or None}, label))


def of_cards(cards: int) -> str:
    """For how many cards a grade counts."""
    return (
        "counts for no card yet" if not cards else f"counts for {'its' if cards == 1 else 'all'} {count(cards, 'card')}"
    )


def _row(words: str, widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    label = plain_label(words, size=12, ink="ink2")
    label.setFixedWidth(LABELS)
    label.setBuddy(widget)
    row.addWidget(label)
    row.addWidget(widget)
    return row
